"""Fields, issues and encodings of imports in the words of a dispatcher."""

from __future__ import annotations

from lastmile_core.files.encodings import shown_name
from lastmile_core.model import Severity

FIELDS = {
    "order_id": "Order number",
    "date": "Date",
    "depot": "Depot",
    "customer_name": "Customer",
    "first_name": "First name",
    "last_name": "Last name",
    "company": "Company",
    "customer_id": "Customer number",
    "address": "Address",
    "address2": "Address, second line",
    "house_number": "House number",
    "postcode": "Postcode",
    "city": "City",
    "postcode_city": "Postcode and city in one cell",
    "district": "District",
    "state": "State or province",
    "country": "Country",
    "lat": "Latitude",
    "lon": "Longitude",
    "latlon": "Latitude and longitude in one cell",
    "tw_start": "Earliest",
    "tw_end": "Latest",
    "tw_range": "Window in one cell",
    "tw_start2": "Earliest, second window",
    "tw_end2": "Latest, second window",
    "tw_range2": "Second window in one cell",
    "tw_start3": "Earliest, third window",
    "tw_end3": "Latest, third window",
    "tw_range3": "Third window in one cell",
    "preferred_from": "Wished for from",
    "preferred_to": "Wished for until",
    "preferred_range": "Wished time in one cell",
    "early_price": "Price of being early",
    "late_price": "Price of being late",
    "service": "Time at the stop",
    "set_up": "Time to park and find the door",
    "dock": "Time to load it",
    "release": "Goods are there from",
    "weight": "Weight",
    "volume": "Volume",
    "parcels": "Parcels",
    "item": "Product",
    "priority": "Priority",
    "skills": "Needs",
    "kind": "Delivery or collection",
    "needs_shipping": "Is shipped",
    "status": "Status",
    "payment_status": "Status of the payment",
    "fulfilment": "Status of the shipping",
    "line_status": "Status of the line",
    "cancelled_at": "Cancelled",
    "shipping_method": "Way of shipping",
    "phone": "Phone",
    "email": "E-mail",
    "notes": "Notes",
    "chances": "Chances by hour",
    "same_route": "Ride together",
    "different_routes": "Ride apart",
    "only_vehicles": "Only these vehicles",
    "not_vehicles": "Not these vehicles",
    "pickup_name": "Pickup: name",
    "pickup_address": "Pickup: address",
    "pickup_postcode": "Pickup: postcode",
    "pickup_city": "Pickup: city",
    "pickup_lat": "Pickup: latitude",
    "pickup_lon": "Pickup: longitude",
    "pickup_from": "Pickup: earliest",
    "pickup_to": "Pickup: latest",
    "pickup_range": "Pickup: window in one cell",
    "pickup_service": "Pickup: time at the stop",
    "pickup_phone": "Pickup: phone",
    "pickup_notes": "Pickup: notes",
}
ISSUES = {
    "EMPTY": "nothing in the file",
    "FILE_TYPE": "no table",
    "FILE_SIZE": "too large",
    "DAMAGED": "damaged file",
    "ENCRYPTED": "has a password",
    "ZIP_BOMB": "unpacks to too much",
    "ZIP_PATH": "names a path outside itself",
    "XML_ENTITY": "not made by a spreadsheet",
    "MACRO": "macros, not run",
    "SHEET": "other sheets",
    "MERGED": "merged cells",
    "FORMULA_NO_VALUE": "formulas without a value",
    "ENCODING": "letters of an old program",
    "TITLE_ROWS": "lines above the headings",
    "TOO_MANY_ROWS": "too many rows",
    "TOO_MANY_COLUMNS": "too many columns",
    "NO_HEADER": "no headings",
    "MISSING_COLUMN": "a column is missing",
    "DUPLICATE_HEADER": "two columns of one name",
    "MAPPING": "column left aside",
    "SOURCE": "known source",
    "UNKNOWN_COLUMN": "extra columns",
    "PII_UNNEEDED": "private data not kept",
    "FIELD_COUNT": "cells beside their headings",
    "QUOTE": "open quotation mark",
    "JSON_LINE": "broken line",
    "TOTAL_ROW": "row of totals",
    "DUPLICATE_ROW": "same row twice",
    "MERGED_LINES": "lines of one order",
    "LINE_REFUSED": "another line is refused",
    "NOT_SHIPPED": "not shipped",
    "KNOWN_ORDER": "stored for another day",
    "LEFT_OUT": "left out by its status",
    "STATUS": "unknown status",
    "MISSING_VALUE": "number missing",
    "CELL_ERROR": "spreadsheet error",
    "TOO_LONG": "text too long",
    "CONTROL_CHAR": "invisible characters",
    "MOJIBAKE": "garbled letters",
    "DUPLICATE_ID": "one number, different orders",
    "GENERATED_ID": "numbers made up",
    "ID_SUSPECT": "number changed by a spreadsheet",
    "ID_RESERVED": "number is taken",
    "ID_PRECISION": "number too long",
    "ID_CHARS": "odd letters in the number",
    "LOOKALIKE_ID": "numbers that look alike",
    "SPLIT_PARCELS": "orders in parts",
    "CUSTOMER_ALIKE": "maybe the same customer",
    "NUMBER": "not one number",
    "FILLED": "filled as you said",
    "SERVICE_DEFAULT": "no time at the stop",
    "OVER_CAPACITY": "too big for any vehicle",
    "NEGATIVE": "below zero",
    "TOO_LARGE": "more than can be true",
    "IMPLAUSIBLE": "unusual amount",
    "SWAPPED_LATLON": "latitude and longitude swapped",
    "COORD_SIGN": "minus sign lost",
    "COORD_FORMAT": "no coordinates",
    "COORD_RANGE": "not on the earth",
    "COORD_PRECISION": "coordinates too rough",
    "NULL_ISLAND": "place is 0, 0",
    "OUT_OF_REGION": "far away",
    "SAME_POINT": "one point, many addresses",
    "NEEDS_GEOCODING": "needs a place",
    "NO_PLACE": "no address at all",
    "POSTCODE": "postcode lost a zero",
    "DEPOT": "unknown depot",
    "DATE_FORMAT": "no such date",
    "DATE_RANGE": "date far off",
    "DATE_AMBIGUOUS": "day or month first",
    "OTHER_DAY": "other days",
    "TIME_FORMAT": "no such time",
    "TIME_ZONE_MIXED": "mixed time zones",
    "DST_GAP": "clocks go forward",
    "DST_AMBIGUOUS": "clocks go back",
    "WINDOW_ORDER": "window ends before it begins",
    "WINDOW_NARROW": "narrow window",
    "CROSS_MIDNIGHT": "window over midnight",
    "OUTSIDE_DEPOT_HOURS": "outside the depot's hours",
    "KIND": "unknown kind",
    "PRIORITY": "unknown priority",
    "PHONE": "odd phone number",
    "EMAIL": "odd e-mail address",
    "EVENT_KIND": "unknown event",
    "REASON": "unknown reason",
    "TIMEZONE": "unknown time zone",
    "DOCKS": "no loading bays",
    "PICKUP_PLACE": "pickup without a place",
    "CHANCES": "no chances by hour",
    "FAR_START": "far start",
    "DRIVER": "unknown driver",
}
ENCODINGS = {
    "utf-8": "Unicode (UTF-8)",
    "cp1252": "Western Europe",
    "cp1250": "Central Europe",
    "cp1251": "Cyrillic",
    "cp1253": "Greek",
    "cp1254": "Turkish",
    "cp1257": "Baltic",
    "cp850": "Western Europe (DOS)",
    "mac-roman": "Western Europe (Mac)",
    "shift_jis": "Japanese",
    "utf-16": "Unicode (UTF-16)",
}
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "pipes"}
WEIGHT = {Severity.STOPS: "✕ refused", Severity.LOOK: "▲ look", Severity.NOTE: "○ note"}
SURE, LIKELY = 0.85, 0.6


def field_label(name: str) -> str:
    """Return a field as people call it; amounts of a product carry the product's own name."""
    if name.startswith("load:"):
        return f"Amount of {name.removeprefix('load:')}"
    return FIELDS.get(name, name.replace("_", " ").capitalize())


def issue_label(code: str) -> str:
    """Return a kind of issue in two or three words."""
    return ISSUES.get(code, code.replace("_", " ").lower())


def encoding_label(encoding: str) -> str:
    """Return the letters of a text file as people know them."""
    parts = encoding.split(" and ")
    return " and ".join(ENCODINGS.get(part) or shown_name(part) for part in parts)


def how_sure(confidence: float) -> str:
    """Return in words how sure the reader is of a column."""
    if confidence >= SURE:
        return "● sure"
    if confidence >= LIKELY:
        return f"◐ likely ({confidence:.0%})"
    return f"▲ please check ({confidence:.0%})"
