"""What only the contents, or several columns together, tell about the columns of an order file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from lastmile_core.files.cells.evidence import fits, looks_like_ids, surely_places
from lastmile_core.files.cells.status_words import status_share
from lastmile_core.files.columns.column_mapping import ColumnGuess
from lastmile_core.files.headings.heading_meaning import UNIT_HEADINGS, is_unit_of_load, normalise
from lastmile_core.files.headings.heading_roles import is_elsewhere


def _words(text: str) -> frozenset[str]:
    return frozenset(" ".join(word.split()) for word in text.split("|"))


# Words that stand above many things: what else speaks for a field wins.
WEAK_WORDS = _words(
    """do|od|by|il|not|id|number|no|n|nr|nummer|numero|ref|reference|referencia|riferimento|referentie|referenz|rif|label|code|title|
    alias|contact|contact name|destination|day|jour|tag|y|x|size|load|units|items|count|region|type|place|detail|
    description|info|tags|area|data|text|other|note|position|location|zeit|hora|ora|tijd|uhrzeit|da|de|a|as|das|van|
    voor|na|after|before|from|to|open|close|opens|closes|start|end|until|till|von|bis|ab|tot|vanaf|desde|hasta|dalle|
    alle|ate|debut|fin|inizio|fine|inicio|fim|begin|einde|ende|beginn|hours|horaire|horaires|orario|horario|art|typ|tipo|
    soort|kind|slot|window|mail|mobile|cell|land|state|status|duration|dauer|duree|durata|duracion|duur|wait|stay|where|when|dia|giorno|factura|guia|orden|ordem|zona|sector|base|unidade|centro"""
)
# Left aside when the contents do not look like them; other fields with plain words keep their column, and rows that
# do not fit are refused one by one.
VAGUE_FIELDS = frozenset(("kind", "latlon"))
PICKUP_AS_STOP = {
    **{f"pickup_{name}": name for name in ("address", "postcode", "city", "lat", "lon", "latlon", "phone", "notes")},
    "pickup_name": "customer_name",
    "pickup_service": "service",
    "pickup_range": "tw_range",
    "pickup_from": "tw_start",
    "pickup_to": "tw_end",
}
_PICKUP_PLACES = ("pickup_lat", "pickup_lon", "pickup_latlon", "pickup_address")
PRIVATE_WORDS = _words(
    """credit card|card number|cvv|iban|bic|date of birth|birth date|birthday|geburtsdatum|password|ssn|passport|
    social security number|date de naissance|kreditkarte|kreditkartennummer|passwort|mot de passe|carte bancaire|
    numero carte|data di nascita|codice fiscale|fecha de nacimiento|tarjeta|contrasena|data de nascimento|cartao|
    senha|geboortedatum|wachtwoord|bsn|dni|nif|cpf|rekeningnummer|kontonummer|bank account|numero de seguro social"""
)
# What we write ourselves beside refused rows; it is no part of the order when they come back.
OWN_WORDS = _words("why refused|what to do")
# Fields of free text that may hold coordinates, a map link or a plus code instead.
_MAY_BE_PLACES = {"city", "district", "postcode", "address2", "notes", "company"}
_MOSTLY, _FEWEST, _MOST_UNITS = 0.6, 2, 0.9
_PLACE_WORD = re.compile(
    r"gps|coord|koord|lat|lon|geo|loc|posi|map|link|pin|plus|ubic|konum|stand|place|point|dest|url|wo|where"
)
_HAS_WORD = re.compile(r"[^\W\d_]{3}")


def by_content(name: str, share: float, confidence: float, values: Sequence[str]) -> tuple[str, float, float]:
    """Return field, share of fitting values and confidence, corrected by what stands in the column."""
    if name == "tw_range" and _are_minutes(values):
        return "service", 1.0, min(confidence, 0.55)  # "Janela de descarga" with 30 and 45 below it
    if name in _PICKUP_PLACES:
        return _pickup_by_content(name, share, confidence, values)
    if name in ("lat", "lon") and share >= 0.5:
        return name, share, confidence
    if name in ("lat", "lon") and (places := fits("latlon", values)) > 0.5:
        return "latlon", places, confidence
    if name in _MAY_BE_PLACES and (places := surely_places(values)) > 0.8:
        return "latlon", places, confidence
    if name in ("state", "kind", "city") and status_share(values) >= _MOSTLY:
        return "status", 1.0, 0.7
    if name == "latlon" and share < 0.34 and sum(bool(_HAS_WORD.search(value)) for value in values) > len(values) / 2:
        return "address", 1.0, 0.6  # "Location" with streets below it
    return name, share, confidence


def _are_minutes(values: Sequence[str]) -> bool:
    return (
        all(value.isdecimal() and len(value) <= 3 for value in values) and 24 < max(map(int, values), default=0) <= 240
    )


def _pickup_by_content(name: str, share: float, confidence: float, values: Sequence[str]) -> tuple[str, float, float]:
    places = fits("pickup_latlon", values)
    if name in ("pickup_lat", "pickup_lon") and share >= 0.5:
        return name, share, confidence
    if name != "pickup_address" and places > 0.5:
        return "pickup_latlon", places, confidence
    return ("pickup_latlon", places, confidence) if surely_places(values) > 0.8 else ("pickup_address", 1.0, confidence)


def settle_orders(
    guesses: dict[str, ColumnGuess],
    candidates: dict[str, list[ColumnGuess]],
    headings: Sequence[str],
    values: Sequence[list[str]],
) -> None:
    """Settle what only several columns together tell about an order file, in place."""
    tags = guesses.get("skills")
    if "needs_shipping" in guesses and tags and normalise(tags.heading) == "tags":
        del guesses["skills"]  # a shop's tags say how customers found it, not what a vehicle must be able to do
    _settle_numbers(guesses, candidates, values)
    _find_units_of_rows(guesses, headings, values)
    _find_places(guesses, headings, values)
    _find_status(guesses, headings, values)
    _take_pickups_as_stops(guesses)
    if "tw_start_day" in guesses and "date" not in guesses and not {"tw_start", "tw_end", "tw_end_day"} & set(guesses):
        guesses["date"] = guesses.pop("tw_start_day")


def _settle_numbers(
    guesses: dict[str, ColumnGuess], candidates: dict[str, list[ColumnGuess]], values: Sequence[list[str]]
) -> None:
    numbers = candidates.get("order_id", [])
    visit = next((guess for guess in numbers if normalise(guess.heading).startswith("reference visit")), None)
    if visit and visit.samples:
        guesses["order_id"] = visit
        place = next((guess for guess in numbers if guess is not visit and guess.samples), None)
        if place and "customer_id" not in guesses:
            guesses["customer_id"] = place
    if "order_id" not in guesses or not guesses["order_id"].samples:
        name = guesses.get("customer_name")
        if name and looks_like_ids(values[name.index]):
            guesses["order_id"] = replace(name, confidence=0.6)
    if "customer_id" in guesses and "order_id" not in guesses and looks_like_ids(values[guesses["customer_id"].index]):
        guesses["order_id"] = replace(guesses["customer_id"], confidence=0.5)


def _find_units_of_rows(guesses: dict[str, ColumnGuess], headings: Sequence[str], values: Sequence[list[str]]) -> None:
    """Take a column "unit" (kg, pallet) beside a quantity as the unit of each row, not a part of an address."""
    amount = guesses.get("parcels")
    if amount is None or amount.unit or "load_type1" in guesses:
        return
    for index, found in enumerate(values):
        if normalise(headings[index]) not in UNIT_HEADINGS or not found:
            continue
        if sum(is_unit_of_load(value) for value in found) < _MOST_UNITS * len(found):
            continue
        guesses["load_value1"] = guesses.pop("parcels")
        samples = tuple(dict.fromkeys(value[:60] for value in found[:50]))[:5]
        guesses["load_type1"] = ColumnGuess(heading=headings[index], index=index, confidence=0.7, samples=samples)
        if guesses.get("address2") and guesses["address2"].index == index:
            del guesses["address2"]
        return


def _take_pickups_as_stops(guesses: dict[str, ColumnGuess]) -> None:
    """Read the only place of a file as its stops: goods are fetched there, or the "store" is the customer."""
    if any(name in guesses for name in ("address", "lat", "latlon", "postcode", "postcode_city", "city")):
        return
    if not any(name in guesses for name in _PICKUP_PLACES):
        return
    for name, stop in PICKUP_AS_STOP.items():
        if name in guesses and stop not in guesses:
            guesses[stop] = guesses.pop(name)


def _find_places(guesses: dict[str, ColumnGuess], headings: Sequence[str], values: Sequence[list[str]]) -> None:
    """Take a column without a known heading whose cells are coordinates, map links or plus codes."""
    has_place = any(name in guesses and guesses[name].samples for name in ("latlon", "lat"))
    taken = {guess.index for guess in guesses.values() if guess.samples}
    for index, found in enumerate(values):
        if has_place or index in taken or not found or surely_places(found) < 0.8:
            continue
        words = normalise(headings[index])
        if is_elsewhere(words) or ("address" in guesses and not _PLACE_WORD.search(words)):
            continue  # beside an address, a heading that says nothing may be any place: it is asked about
        samples = tuple(dict.fromkeys(value[:60] for value in found[:50]))[:5]
        guesses["latlon"] = ColumnGuess(heading=headings[index], index=index, confidence=0.6, samples=samples)
        return


def _find_status(guesses: dict[str, ColumnGuess], headings: Sequence[str], values: Sequence[list[str]]) -> None:
    """Take a column without a known heading whose cells are words of a status, such as "Cancelado" beside "Novo"."""
    taken = {guess.index for guess in guesses.values() if guess.samples}
    for index, found in enumerate(values):
        if "status" in guesses or index in taken or len(found) < _FEWEST or status_share(found) < _MOSTLY:
            continue
        samples = tuple(dict.fromkeys(value[:60] for value in found[:50]))[:5]
        guesses["status"] = ColumnGuess(heading=headings[index], index=index, confidence=0.6, samples=samples)
        return
