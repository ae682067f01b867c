"""What a heading says: its normalised words, its unit, the product in brackets, its number, and the field it names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from lastmile_core.files.headings.heading_roles import DELIVERY, OTHER, PICKUP, is_place, pickup_field, roles_of
from lastmile_core.files.headings.synonyms import ORDER_SYNONYMS, table_of, with_languages
from lastmile_core.files.headings.synonyms_east import ARABIC, CZECH, DANISH, POLISH, ROMANIAN, SWEDISH, TURKISH
from lastmile_core.files.headings.synonyms_events import with_order_words
from lastmile_core.files.headings.synonyms_fleet import DRIVER_SYNONYMS, EVENT_SYNONYMS, VEHICLE_SYNONYMS
from lastmile_core.files.headings.synonyms_fleet_words import DRIVER_WORDS, VEHICLE_WORDS
from lastmile_core.files.headings.synonyms_more import (
    CROATIAN,
    FINNISH,
    GREEK,
    HUNGARIAN,
    NORWEGIAN,
    RUSSIAN,
    UKRAINIAN,
)
from lastmile_core.files.headings.synonyms_north import DUTCH, ENGLISH, GERMAN
from lastmile_core.files.headings.synonyms_rules import ORDER_RULE_SYNONYMS
from lastmile_core.files.headings.synonyms_south import FRENCH, ITALIAN, PORTUGUESE, SPANISH

_LANGUAGES = (
    *(ENGLISH, GERMAN, FRENCH, ITALIAN, SPANISH, PORTUGUESE, DUTCH),
    *(TURKISH, POLISH, CZECH, ROMANIAN, SWEDISH, DANISH, ARABIC),
    *(NORWEGIAN, FINNISH, HUNGARIAN, CROATIAN, GREEK, RUSSIAN, UKRAINIAN),
)
FIELDS_BY_KIND = {
    "orders": table_of(with_languages(ORDER_SYNONYMS, _LANGUAGES) | ORDER_RULE_SYNONYMS),
    "vehicles": table_of(with_languages(VEHICLE_SYNONYMS, (VEHICLE_WORDS,))),
    "drivers": table_of(with_languages(DRIVER_SYNONYMS, (DRIVER_WORDS,))),
    "events": table_of(with_languages(EVENT_SYNONYMS, (with_order_words((ORDER_SYNONYMS, *_LANGUAGES)),))),
}
UNITS = {
    "kg": "kg", "kgs": "kg", "kgm": "kg", "kilogramos": "kg", "kilogrammes": "kg", "kilogrammi": "kg", "quilos": "kg",
    "quilogramas": "kg", "kilogramas": "kg", "kilo": "kg", "kilos": "kg", "kilogramm": "kg", "kilogram": "kg",
    "kilograms": "kg", "g": "g", "gr": "g", "gm": "g", "gms": "g", "grm": "g", "grs": "g", "gramas": "g",
    "gramo": "g", "gramme": "g", "gram": "g", "grams": "g", "gramm": "g", "grammes": "g", "grammi": "g",
    "gramos": "g", "lb": "lb", "lbs": "lb", "libras": "lb", "libbre": "lb", "onzas": "oz", "once": "oz", "ozs": "oz",
    "pound": "lb", "pounds": "lb", "oz": "oz", "ounce": "oz", "ounces": "oz", "t": "t", "ton": "t", "tons": "t",
    "tonne": "t", "tonnes": "t", "tonnen": "t", "tonnellate": "t", "to": "t", "m3": "m3", "cbm": "m3", "m³": "m3",
    "mc": "m3", "qbm": "m3", "kuub": "m3", "l": "l", "lt": "l", "ltr": "l", "litre": "l", "litres": "l", "liter": "l",
    "liters": "l", "litri": "l", "litros": "l", "dm3": "l", "dm³": "l", "ml": "ml", "cm3": "ml", "cm³": "ml",
    "ccm": "ml", "cl": "cl", "ft3": "ft3", "ft³": "ft3", "cuft": "ft3", "min": "min", "mins": "min", "minute": "min",
    "minutes": "min", "minuten": "min", "mn": "min", "minuti": "min", "minutos": "min", "s": "s", "sec": "s",
    "secs": "s", "seconds": "s", "second": "s", "sek": "s", "sekunden": "s", "secondes": "s", "secondi": "s",
    "segundos": "s", "seconden": "s", "h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "std": "h",
    "stunde": "h", "stunden": "h", "heure": "h", "heures": "h", "ore": "h", "horas": "h", "uur": "h", "uren": "h",
    "km": "km", "m": "m", "mi": "mi", "miles": "mi",
}  # fmt: skip
WEIGHT_UNITS = {"kg": 1.0, "g": 0.001, "lb": 0.45359237, "oz": 0.028349523125, "t": 1000.0}
VOLUME_UNITS = {"m3": 1.0, "l": 0.001, "ml": 1e-6, "cl": 1e-5, "ft3": 0.028316846592}
TIME_UNITS = {"s": 1.0, "min": 60.0, "h": 3600.0}
UNIT_HEADINGS = frozenset(
    ("unit", "units", "uom", "unit of measure", "einheit", "me", "unite", "unidad", "unidade", "eenheid", "unita")
)
# What is counted, by the words of a column of units.
COUNTED_UNITS = {
    **dict.fromkeys(
        ("pallet", "pallets", "pal", "plt", "palette", "paletten", "palet", "palets", "pallett"), "pallets"
    ),
    **dict.fromkeys(
        ("pcs", "pc", "ea", "each", "piece", "pieces", "parcel", "parcels", "stk", "st", "stuck", "un", "und", "pz"),
        "parcels",
    ),
}
_UNITS_OF = {"weight": WEIGHT_UNITS, "volume": VOLUME_UNITS, "service": TIME_UNITS}
# "to" is German for tonnes but English for the end of a window: only believed inside brackets.
_ONLY_IN_BRACKETS = {"to", "t", "l", "m", "g", "s", "mc", "ore"}
_OWN_PREFIXES = {"vehicles": ("vehicle ", "fahrzeug ", "vehicule "), "drivers": ("driver ", "fahrer ", "chauffeur ")}
_PREFIXABLE = {
    *("customer_name", "first_name", "last_name", "company", "phone", "email", "address", "address2", "house_number"),
    *("postcode", "city", "state", "country", "lat", "lon", "latlon", "district", "notes", "weight", "volume"),
    *("parcels", "priority", "date", "tw_start", "tw_end", "tw_range", "service", "customer_id", "status", "kind"),
}
_NUMBER_SIGN = re.compile(r"\bn\.?\s?[º°]", re.IGNORECASE)
_ONLY_LOADS = frozenset(("kg", "g", "lb", "oz", "m3", "ml", "cl", "ft3"))
_COUNTED = frozenset(
    ("pcs", "pc", "pieces", "stk", "stuck", "st", "no", "nr", "n", "count", "units", "ud", "uds", "un", "pz")
)
_LOADS = {"parcels", "weight", "volume"}
_LONGEST_HEADING = 120
_MOST_ROLES = 3
_NUMBERED = {"tw_start", "tw_end", "tw_range"}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingMeaning:
    """A heading understood.

    Attributes
    ----------
    field
        Name of the field, or "" when unknown. A quantity by product is ``load:<product>``; a second window
        ``tw_start2``.
    unit
        kg, g, lb, t, m3, l, min, s, h, km, m, mi, or "".
    confidence
        0 to 1, by the words alone.
    """

    field: str = ""
    unit: str = ""
    confidence: float = 0.0


def normalise(text: str) -> str:
    """Return lower-case words without accents and punctuation: ``"Horaire début 1"`` → ``"horaire debut 1"``."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z]{2,}\b)", " ", text.strip())
    text = _NUMBER_SIGN.sub("n ", text)
    text = text.replace("ß", "ss").replace("m³", "m3").replace("№", "no").replace("ø", "o").replace("ł", "l")
    text = text.replace("ı", "i").replace("æ", "ae").replace("Æ", "Ae").replace("đ", "d")
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+|_", " ", plain.lower()).split())


def is_unit_of_load(text: str) -> bool:
    """Return whether a cell is a unit of weight, volume or counting, such as kg, l or pallet."""
    word = normalise(text)
    return word in COUNTED_UNITS or UNITS.get(word, "") in {**WEIGHT_UNITS, **VOLUME_UNITS}


@lru_cache(maxsize=4096)
def understand(heading: str, kind: str = "orders") -> HeadingMeaning:
    """Return what a heading means in a file of one kind (orders, vehicles, drivers, events)."""
    if len(heading) > _LONGEST_HEADING:
        return HeadingMeaning()
    fields = FIELDS_BY_KIND[kind]
    bracket = re.search(r"[\[(]([^\])]*)[\])]", heading)
    inside = bracket.group(1).strip() if bracket else ""
    bare = heading[: bracket.start()] + " " + heading[bracket.end() :] if bracket else heading
    words = normalise(bare)
    unit = UNITS.get(normalise(inside), "")
    whole = fields.get(normalise(heading))
    if whole:
        own = _UNITS_OF.get(whole, {})
        last = UNITS.get(normalise(heading).rpartition(" ")[2], "")
        return HeadingMeaning(field=whole, unit=next((u for u in (unit, last) if u in own), ""), confidence=0.95)
    if bracket and fields.get(words) in _LOADS and unit not in {**WEIGHT_UNITS, **VOLUME_UNITS}:
        is_count = normalise(inside) in _COUNTED
        return HeadingMeaning(field=fields[words] if is_count else f"load:{inside.lower()}", confidence=0.9)
    if not unit:
        words, unit = _unit_at_end(words, fields)
    field, confidence = _field_of(words, fields, kind)
    if not field and unit in WEIGHT_UNITS and words in ("", "capacity", "max", "total"):
        field, confidence = "weight", 0.85
    if not field and unit in VOLUME_UNITS and words in ("", "capacity", "max", "total"):
        field, confidence = "volume", 0.85
    if unit in _ONLY_LOADS and field and field not in _LOADS and not field.startswith("load:"):
        return HeadingMeaning(unit=unit)  # "unit_kg" is no unit of an address
    return HeadingMeaning(field=_by_unit(field, unit), unit=unit, confidence=confidence)


def _unit_at_end(words: str, fields: dict[str, str]) -> tuple[str, str]:
    head, _, last = words.rpartition(" ")
    head = re.sub(r" (?:in|em|en|i|w|v)$", "", head)
    unit = UNITS.get(last, "")
    named = {fields.get(head), fields.get(head.rpartition(" ")[2])}
    if not unit or (last in _ONLY_IN_BRACKETS and not named & {*_LOADS, "service"}):
        return words, ""
    return head, unit


def _field_of(words: str, fields: dict[str, str], kind: str = "orders", depth: int = 0) -> tuple[str, float]:
    if words in fields:
        return fields[words], 0.95
    if kind == "orders" and depth < _MOST_ROLES and (found := _by_role(words, fields, depth)):
        return found
    base, _, last = words.rpartition(" ")
    if not last.isdecimal():  # "lat1", "starttime2"
        match = re.fullmatch(r"(.*?[a-z])(\d)", words)
        base, last = (match.group(1), match.group(2)) if match else (words, "")
    if last.isdecimal() and base in fields:
        return _numbered(fields[base], int(last))
    inside = re.fullmatch(r"(.+) ([1-9]) (.+)", words)  # "window 2 from"
    if inside and fields.get(f"{inside[1]} {inside[3]}", "") in _NUMBERED:
        return _numbered(fields[f"{inside[1]} {inside[3]}"], int(inside[2]))
    for prefix in _OWN_PREFIXES.get(kind, ()):
        if words.startswith(prefix) and (field := fields.get(words.removeprefix(prefix), "")):
            return field, 0.85
    return "", 0.0


def _by_role(words: str, fields: dict[str, str], depth: int) -> tuple[str, float] | None:
    """Return what a heading means that says whose place it is; None when it says nothing of the kind."""
    for role, rest, is_weak in roles_of(words):
        field = _field_of(rest, fields, "orders", depth + 1)[0] if rest else ""
        if role == OTHER and field:
            return "", 0.0
        if role == PICKUP and (name := pickup_field(words, rest, field, is_weak=is_weak)):
            return name, 0.85
        if role == PICKUP and not is_weak and field:
            return ("", 0.0) if not field.startswith("pickup_") else (field, 0.8)
        if role == DELIVERY and (field in _PREFIXABLE or field.startswith("pickup_")):
            if is_weak and not is_place(field):
                continue
            return field, 0.85
    return None


def _numbered(field: str, number: int) -> tuple[str, float]:
    if number == 1:
        return field, 0.9
    if field in _NUMBERED and number <= 3:
        return f"{field}{number}", 0.9
    if field in _LOADS:
        return f"load:load {number}", 0.8
    if field == "address" and number == 2:
        return "address2", 0.9
    return "", 0.0


def _by_unit(field: str, unit: str) -> str:
    """Return the field that the unit makes of a quantity: "Demand (kg)" is a weight."""
    if field in _LOADS:
        if unit in WEIGHT_UNITS:
            return "weight"
        if unit in VOLUME_UNITS:
            return "volume"
    return field
