"""Odd places and odd identities: swapped, mirrored, linked, shared, far; numbers twice, in parts, look-alike."""

from __future__ import annotations

from odd_base import ASK, PARTIAL, TAKEN, WARNED, Odd, but, day, each, odd, text, without
from openlocationcode import openlocationcode

FIRST = "P2001"
LAT, LON = 41.14512, -8.61234
BARE = without("lat", "lon")


def placed(place: str, outcome: str = TAKEN, codes: str = "", **more: object) -> Odd:
    """Return a file whose first row has its place in a column of its own."""
    rows = [{**row, "gps": f"{41.14512 + i / 1000:.5f}, {-8.61234 + i / 1000:.5f}"} for i, row in enumerate(BARE)]
    rows[0]["gps"] = place
    refused = (1,) if outcome == PARTIAL else ()
    return odd(text(rows), outcome, 5 if refused else 6, codes, refused=refused, **more)  # type: ignore[arg-type]


HERE = {FIRST: {"lat": LAT, "lon": LON}}
LINKS = {
    "a pair": f"{LAT}, {LON}",
    "a pair in brackets": f"({LAT}, {LON})",
    "longitude first in square brackets": f"[{LON}, {LAT}]",
    "decimal commas": "41,14512; -8,61234",
    "a Google place": f"https://www.google.com/maps/place/X/@41.1,-8.6,17z/data=!3m1!8m2!3d{LAT}!4d{LON}",
    "a Google search": f"https://www.google.com/maps/search/?api=1&query={LAT}%2C{LON}",
    "an old Google link": f"http://maps.google.com/maps?q={LAT},{LON}",
    "an OpenStreetMap pin": f"https://www.openstreetmap.org/?mlat={LAT}&mlon={LON}#map=17/41.1/-8.6",
    "an OpenStreetMap view": f"https://www.openstreetmap.org/#map=17/{LAT}/{LON}",
    "an Apple link": f"https://maps.apple.com/?ll={LAT},{LON}&q=Home",
    "a geo address": f"geo:{LAT},{LON}",
    "a geo address with a query": f"geo:0,0?q={LAT},{LON}(Home)",
}
CODE = openlocationcode.encode(LAT, LON, 11)
PLACES: dict[str, Odd] = {
    **{f"place: {name}": placed(link, values=HERE) for name, link in LINKS.items()},
    "place: a plus code": placed(CODE, values={FIRST: {"lat": 41.145113, "lon": -8.612328}}),
    "place: a short plus code and a town": placed(f"{CODE[4:]} Porto", values={FIRST: {"lat": 41.145113, "lon": -8.612328}}),
    "place: degrees, minutes, seconds": placed("41°08'42.4\"N 8°36'44.4\"W", values={FIRST: {"lat": 41.14511111111111, "lon": -8.612333333333334}}),
    "place: a shortened link": placed("https://maps.app.goo.gl/Abc123", PARTIAL, "COORD_FORMAT"),
    "place: a plus code of a quarter": placed("8CHH0000+", PARTIAL, "COORD_PRECISION"),
    "place: no place": placed("behind the church", PARTIAL, "COORD_FORMAT"),
    "a link in the address": odd(
        text(but(1, BARE, address=f"https://maps.google.com/?q={LAT},{LON}")), WARNED, 6, "NEEDS_GEOCODING", values=HERE
    ),
    "a pair in the column of latitudes": odd(text(but(1, lat=f"{LAT}, {LON}", lon="")), values=HERE),
    "degrees with letters": odd(text(but(1, lat="41.14512 N", lon="8.61234 W")), values=HERE),
    "swapped in all rows": odd(text([{**row, "lat": row["lon"], "lon": row["lat"]} for row in day()]), ASK, 0, "SWAPPED_LATLON"),
    "swapped in all rows, confirmed": odd(
        text([{**row, "lat": row["lon"], "lon": row["lat"]} for row in day()]), answers={"swap_lat_lon": True}, values=HERE
    ),
    "swapped in one row": odd(text(but(1, lat=str(LON), lon=str(LAT))), PARTIAL, 5, "SWAPPED_LATLON", refused=(1,)),
    "the minus sign lost everywhere": odd(text([{**row, "lon": row["lon"].strip("-")} for row in day()]), ASK, 0, "COORD_SIGN"),
    "the minus sign lost, confirmed": odd(
        text([{**row, "lon": row["lon"].strip("-")} for row in day()]), answers={"turn_sign": "lon"}, values=HERE
    ),
    "the minus sign lost in one row": odd(
        text(but(1, lon="8.61234")), WARNED, 6, "OUT_OF_REGION", values={FIRST: {"status": "needs_look"}}
    ),
    "the minus sign lost in one row, depot unknown": odd(
        text(but(1, day(12), lon="8.61234")), WARNED, 12, "OUT_OF_REGION", region=None, values={FIRST: {"status": "needs_look"}}
    ),
    "decimal commas in degrees": odd(text(but(1, lat="41,14512", lon="-8,61234")), values=HERE),
    "0, 0": odd(text(but(1, lat="0", lon="0")), WARNED, 6, "NULL_ISLAND", values={FIRST: {"lat": None, "status": "needs_place"}}),
    "0.0000, 0.0000": odd(text(but(1, lat="0.0000", lon="0.0000")), WARNED, 6, "NULL_ISLAND"),
    "not on the earth": odd(text(but(1, lat="4114512", lon="-861234")), PARTIAL, 5, "COORD_RANGE", refused=(1,)),
    "latitude of 95": odd(text(but(1, lat="95.1")), PARTIAL, 5, "COORD_RANGE", refused=(1,)),
    "only a latitude": odd(text(but(1, lon="")), PARTIAL, 5, "COORD_FORMAT", refused=(1,)),
    "a latitude in words": odd(text(but(1, lat="north")), PARTIAL, 5, "COORD_FORMAT", refused=(1,)),
    "one order in another country": odd(
        text(but(1, lat="48.77580", lon="9.18290")), WARNED, 6, "OUT_OF_REGION", values={FIRST: {"status": "needs_look"}}
    ),
    "all orders in another country": odd(text([{**row, "lat": "48.7758", "lon": "9.1829"} for row in day()]), ASK, 0, "OUT_OF_REGION"),
    "all orders in another country, meant so": odd(
        text([{**row, "lat": f"48.775{i}1", "lon": "9.18291"} for i, row in enumerate(day())]), answers={"keep_latlon": True}
    ),
    "one point for all": odd(
        text(day(lat="41.14961", lon="-8.61099")), WARNED, 6, "SAME_POINT", values={FIRST: {"status": "needs_look"}}
    ),
    "coarse coordinates": odd(text(day(3, lat="41.1", lon="-8.6")), WARNED, 3, "COORD_PRECISION"),
    "an address alone": odd(text(BARE), WARNED, 6, "NEEDS_GEOCODING", values={FIRST: {"status": "needs_place"}}),
    "neither address nor place": odd(
        text(but(1, address="", postcode="", city="", lat="", lon="")), WARNED, 6, "NO_PLACE"
    ),
}  # fmt: skip

IDENTITY: dict[str, Odd] = {
    "the very same row twice": odd(text([*day(), day()[0]]), TAKEN, 6, "DUPLICATE_ROW"),
    "one number, two addresses": odd(
        text([*day(), {**day()[0], "address": "Rua Outra 9"}]), PARTIAL, 5, "DUPLICATE_ID", refused=(1, 7)
    ),
    "one number, two weights": odd(text([*day(), {**day()[0], "demand_kg": "4"}]), PARTIAL, 5, "DUPLICATE_ID", refused=(1, 7)),
    "one number, two weights, added up": odd(
        text([*day(), {**day()[0], "demand_kg": "4"}]), TAKEN, 6, "MERGED_LINES", answers={"same_number": "add"}, values={FIRST: {"demand_kg": 6.5}}
    ),
    "one number, the last counts": odd(
        text([*day(), {**day()[0], "demand_kg": "4"}]), TAKEN, 6, "MERGED_LINES", answers={"same_number": "last"}, values={FIRST: {"demand_kg": 4.0}}
    ),
    "one number on two days": odd(text([*day(), {**day()[0], "date": "2026-11-24"}]), TAKEN, 7, "OTHER_DAY"),
    "an order over three lines": odd(
        text([{**day()[0], "sku": sku, "demand_kg": kilos} for sku, kilos in (("A", "1"), ("B", "2"), ("C", "3"))]),
        TAKEN, 1, "MERGED_LINES", values={FIRST: {"demand_kg": 6.0}},
    ),
    "an order over lines, later lines empty": odd(
        text([{**day()[0], "sku": "A"}, {**dict.fromkeys(day()[0], ""), "order_id": FIRST, "demand_kg": "1", "sku": "B"}]),
        TAKEN, 1, "MERGED_LINES", values={FIRST: {"demand_kg": 3.5, "customer_name": "João Conceição"}},
    ),
    "one line of an order is wrong": odd(
        text([{**row, "sku": "A"} for row in [*day(), {**day()[0], "demand_kg": "x"}]]), PARTIAL, 5, "LINE_REFUSED", refused=(1, 7)
    ),
    "parts of a parcel": odd(
        text(each("order_id", ["K7_1/3", "K7_2/3", "K7_3/3"], day(3, address="Rua 1", customer_name="Ana"))), TAKEN, 3, "SPLIT_PARCELS"
    ),
    "a part is missing": odd(
        text(each("order_id", ["K7 1/3", "K7 2/3"], day(2, address="Rua 1", customer_name="Ana"))), WARNED, 2, "SPLIT_PARCELS"
    ),
    "parts joined": odd(
        text([{**day()[0], "order_id": f"K7_{part}/3", "demand_kg": "2"} for part in (1, 2, 3)]),
        TAKEN, 1, "MERGED_LINES", answers={"join_parts": True}, values={"K7": {"demand_kg": 6.0}},
    ),
    "one customer, two spellings": odd(
        text([*day(2), {**day()[0], "order_id": "P9", "customer_name": "Joao Conceicao", "address": "R. das Flores 1"}]), TAKEN, 3, "CUSTOMER_ALIKE"
    ),
    "look-alike numbers": odd(text(each("order_id", ["000123", "123", "A1", "a1", "B1", "B2"])), WARNED, 6, "LOOKALIKE_ID"),
    "a Cyrillic letter": odd(text(each("order_id", ["\u0410-1", "A-2", "A-3", "A-4", "A-5", "A-6"])), WARNED, 6, "ID_CHARS"),
    "a number as an amount": odd(text(but(1, order_id="1001.0")), WARNED, 6, "ID_SUSPECT", values={"1001.0": {"demand_kg": 2.5}}),
    "a number that was shortened": odd(text(but(1, order_id="1.23E+15")), WARNED, 6, "ID_SUSPECT"),
    "a number beyond precision": odd(text(but(1, order_id="9007199254740992.0")), WARNED, 6, "ID_PRECISION"),
    "numbers that differ in the last digit": odd(
        text(each("order_id", [f"900719925474099{i}" for i in (1, 2, 3, 4, 5, 6)])), TAKEN, 6, never="LOOKALIKE_ID ID_PRECISION"
    ),
    "a number with markup": odd(text(but(1, order_id="<b>1</b>")), WARNED, 6, "ID_CHARS"),
    "a number of 65 letters": odd(text(but(1, order_id="X" * 65)), PARTIAL, 5, "TOO_LONG", refused=(1,)),
    "no number in one row": odd(text(but(1, order_id="")), PARTIAL, 5, "MISSING_VALUE", refused=(1,)),
    "no numbers at all": odd(text(without("order_id")), TAKEN, 6, "GENERATED_ID"),
    "leading zeros stay": odd(text(but(1, order_id="007")), values={"007": {"demand_kg": 2.5}}),
    "a gift card": odd(
        text([{**row, "Lineitem requires shipping": "false" if row["order_id"] == FIRST else "true"} for row in day()]),
        PARTIAL, 5, "NOT_SHIPPED", refused=None,
    ),
}  # fmt: skip
