"""Columns whose headings are in no list: understood by stems and contents, or asked about with samples."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lastmile_core.files.cells.evidence import surely_places
from lastmile_core.files.columns.column_mapping import ColumnGuess, ColumnMapping
from lastmile_core.files.columns.stem_guesses import (
    are_clocks,
    are_dates,
    are_degrees,
    are_phones,
    guess_field,
    is_money,
    looks_like_long_ids,
    names_another_day,
    names_delivery_day,
    unit_in_cells,
)
from lastmile_core.files.headings.heading_meaning import VOLUME_UNITS, WEIGHT_UNITS, normalise, understand
from lastmile_core.files.headings.heading_roles import is_elsewhere
from lastmile_core.files.raw_table import RawTable, stop
from lastmile_core.model import ImportAnswers, Issue, IssueFacts

UNUSED = "unused:"
ALL_UNUSED = "unused:*"
_SAMPLED, _SHOWN, _MOST_ASKED, _FEWEST = 300, 5, 6, 3
# Below what the page calls likely: a person is asked to check it.
_GUESSED = 0.55
_MOST_PLACES = 0.8
_TWO_TIMES = re.compile(r"\d\D+\d+\D+\d|\d\s*[-–]\s*\d|[^\W\d]{3}")
_INTERNAL = re.compile(
    r"\b(?:id|ids|uuid|guid|url|link|flag|icon|color|colour|version|index|row|seq|sequence|status)\b"
)
_PLACES = ("lat", "latlon", "address", "postcode", "postcode_city")
_MEND = "Say what it is, or that it is not needed."


def guess_the_rest(
    guesses: dict[str, ColumnGuess],
    headings: Sequence[str],
    values: Sequence[Sequence[str]],
    *,
    declined: frozenset[str],
) -> None:
    """Give columns without a known heading the field that their stems and contents name, in place.

    Parameters
    ----------
    declined
        Fields that a person said are not in this file.
    """
    taken = {guess.index for guess in guesses.values()}
    free = [index for index in range(len(headings)) if index not in taken and values[index]]
    days = [index for index in free if are_dates(values[index]) and names_delivery_day(headings[index])]
    if days and "date" not in guesses and "date" not in declined:
        best = min(days, key=lambda index: (not re.search(r"deliv|liefer|livr|entreg", headings[index].lower()), index))
        guesses["date"] = _guess(headings[best], best, values[best], 0.7)
        free.remove(best)
    for index in free:
        name = guess_field(headings[index], values[index])
        if not name and are_phones(values[index]) and not is_elsewhere(normalise(headings[index])):
            name = "phone"
        if name == "tw_range" and not any(_TWO_TIMES.search(value) for value in values[index][:_SAMPLED]):
            continue  # one time is one end of a window, and which one is asked
        if name and name not in guesses and name not in declined and not _is_settled(name, guesses):
            guesses[name] = _guess(headings[index], index, values[index], _GUESSED)


def _is_settled(name: str, guesses: Mapping[str, ColumnGuess]) -> bool:
    """Return whether other columns say already what a field would say."""
    return (name == "tw_range" and ("tw_start" in guesses or "tw_end" in guesses)) or (
        name in ("lat", "lon") and "latlon" in guesses
    )


def _guess(heading: str, index: int, values: Sequence[str], confidence: float) -> ColumnGuess:
    samples = tuple(dict.fromkeys(value[:60] for value in values[:50]))[:_SHOWN]
    return ColumnGuess(
        heading=heading, index=index, confidence=confidence, samples=samples, unit=understand(heading).unit
    )


def ask_about_columns(table: RawTable, mapping: ColumnMapping, answers: ImportAnswers) -> list[Issue]:
    """Return a question for each column that looks like something planning needs and is not used.

    Files of known systems are understood whole, and what they leave aside is left aside on purpose.
    """
    if mapping.source or not table.has_header or answers.is_yes(ALL_UNUSED):
        return []
    rows = table.rows[:_SAMPLED]
    open_idx = [index for index in mapping.unknown_idx if not answers.is_yes(UNUSED + table.headings[index])]
    values = {index: [row[index] for row in rows if row[index]] for index in open_idx}
    questions: list[Issue] = []
    asked: set[str] = set()
    for index in open_idx:
        name, words = _looks_like(table.headings, index, values, mapping)
        if not name or name in asked or name in mapping.declined or len(questions) >= _MOST_ASKED:
            continue
        asked.add(name)
        shown = "; ".join(list(dict.fromkeys(value[:24] for value in values[index]))[:_SHOWN])
        message = f"{table.headings[index]!r} holds {shown}: {words}?"
        facts = IssueFacts(fields=name.split(","))
        questions.append(stop("COLUMN", message, _MEND, column=table.headings[index], value=name, facts=facts))
    return questions or _ask_about_most(table, mapping, open_idx, values)


def _looks_like(
    headings: Sequence[str], index: int, values: Mapping[int, list[str]], mapping: ColumnMapping
) -> tuple[str, str]:
    """Return the field that a column looks like and the question about it; empty when it looks like nothing."""
    found, heading = values[index], headings[index]
    fields = mapping.fields
    if not found or is_elsewhere(normalise(heading)):
        return "", ""
    if are_dates(found) and "date" not in fields and not names_another_day(heading):
        days = len(set(found))
        return "date", f"is it the delivery day ({days} different {'day' if days == 1 else 'days'})"
    if are_clocks(found) and not any(name.startswith("tw_") for name in fields):
        is_range = any(re.search(r"\d\D+\d\d\D+\d", value) and len(value) > 8 for value in found[:5])
        return ("tw_range", "is it the time window") if is_range else ("tw_start", "is it the time from which on")
    unit = unit_in_cells(found)
    if unit in WEIGHT_UNITS and "weight" not in fields and not is_money(heading):
        return "weight", f"is it the weight in {unit}"
    if unit in VOLUME_UNITS and "volume" not in fields and not is_money(heading):
        return "volume", f"is it the volume in {unit}"
    if unit in ("min", "s", "h") and "service" not in fields:
        return "service", "is it the time at the stop"
    if surely_places(found) >= _MOST_PLACES and not {"lat", "latlon"} & set(fields):
        return "latlon", "is it the place of delivery"
    after = values.get(index + 1)
    if are_degrees(found) and after and are_degrees(after) and not {"lat", "latlon"} & set(fields):
        return "lat,lon", f"is it the latitude, and {headings[index + 1]!r} beside it the longitude"
    return "", ""


def _ask_about_most(
    table: RawTable, mapping: ColumnMapping, open_idx: Sequence[int], values: Mapping[int, list[str]]
) -> list[Issue]:
    """Return the question about a file most of whose telling columns are not used."""
    telling = [index for index in open_idx if _is_telling(table.headings[index], values[index])]
    used = len({guess.index for guess in mapping.fields.values() if guess.samples})
    if len(telling) < _FEWEST or len(telling) <= used or not any(name in mapping.fields for name in _PLACES):
        return []
    shown = "; ".join(f"{table.headings[index]!r} ({', '.join(_few(values[index]))})" for index in telling[:_SHOWN])
    more = f" and {len(telling) - _SHOWN} more" if len(telling) > _SHOWN else ""
    message = f"Of {used + len(telling)} columns only {used} were understood. Not used: {shown}{more}."
    mend = "Choose the meaning of those that matter, or say that none does."
    return [stop("UNUSED_COLUMNS", message, mend)]


def _few(values: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(value[:20] for value in values))[:2]


def _is_telling(heading: str, values: Sequence[str]) -> bool:
    """Return whether a column may say something about a delivery: no id, flag, price, time stamp or constant."""
    distinct = set(values)
    if len(distinct) < _FEWEST or _INTERNAL.search(normalise(heading)) or is_money(heading):
        return False
    if names_another_day(heading) or is_elsewhere(normalise(heading)) or looks_like_long_ids(values):
        return False
    return not any(value.startswith(("http", "{", "[")) for value in values)
