"""Times written as plain numbers: minutes since midnight, or hours and minutes as 930? Decided once for the file."""

from __future__ import annotations

import re

from lastmile_core.files.columns.column_mapping import ColumnGuess, ColumnMapping
from lastmile_core.files.headings.heading_meaning import normalise
from lastmile_core.files.raw_table import RawTable, stop
from lastmile_core.model import ImportAnswers, Issue

_DAY_MIN = 1440
_FIELDS = tuple(
    f"{end}{number}" for number in ("", "2", "3") for end in ("tw_start", "tw_end")
)  # a pickup's window names its unit in the heading or is written as a clock
_RULE_FIELDS = ("pickup_from", "pickup_to", "preferred_from", "preferred_to", "release")
_MINUTES = re.compile(r"\b(?:minutes?|minuten|minutos|minuti|dakika|minut|mins)\b")
_FEWEST_SURE = 2
ANSWERS = {"minutes": "min", "clock": ""}


def decide_clock_units(
    table: RawTable, mapping: ColumnMapping, answers: ImportAnswers
) -> tuple[dict[str, str], Issue | None]:
    """Return field → unit ("min", "s", "h") of times that are plain numbers, and the question when nothing tells."""
    units: dict[str, str] = {}
    open_columns: list[tuple[str, ColumnGuess]] = []
    for name in (*_FIELDS, *_RULE_FIELDS):
        guess = mapping.fields.get(name)
        if guess is None:
            continue
        if guess.unit in ("min", "s", "h"):
            units[name] = guess.unit
        elif _MINUTES.search(normalise(guess.heading)):
            units[name] = "min"
        elif name in _FIELDS:
            open_columns.append((name, guess))
    cells = [text for _, guess in open_columns for text in table.column(guess.index) if text]
    if not cells or not all(re.fullmatch(r"\d{1,4}(?:\.0)?", text) for text in cells):
        return units, None
    answer = answers.text("time_unit")
    unit = ANSWERS[answer] if answer in ANSWERS else _tell(cells)
    if unit is None:
        heading = open_columns[0][1].heading
        return units, _question(heading, cells)
    units.update({name: unit for name, _ in open_columns if unit})
    return units, None


def _tell(cells: list[str]) -> str | None:
    """Return "min", "" for clocks, or None when the numbers can be read both ways."""
    numbers = [int(float(text)) for text in cells]
    if max(numbers) <= 24 or any(len(text) == 4 and text[0] == "0" for text in cells) or max(numbers) > _DAY_MIN:
        return ""  # hours, 0930, or beyond the minutes of a day
    if any(number % 100 > 59 for number in numbers) or {0, _DAY_MIN} <= set(numbers):
        return "min"
    # People write quarters of an hour: 720 is 12:00 but would be 07:20, 800 is 08:00 but would be 13:20.
    distinct = {number for number in numbers if number}
    as_minutes = {number for number in distinct if number % 15 == 0}
    as_clock = {number for number in distinct if number % 100 % 15 == 0}
    if len(distinct) >= _FEWEST_SURE and as_minutes == distinct and len(distinct - as_clock) >= _FEWEST_SURE:
        return "min"
    if len(distinct) >= _FEWEST_SURE and as_clock == distinct and as_minutes != distinct:
        return ""
    return None


def _question(heading: str, cells: list[str]) -> Issue:
    example = next((text for text in cells if len(text) >= 3), cells[0])
    number = int(float(example))
    shown = ", ".join(dict.fromkeys(cells[:20]))
    message = (
        f"{heading!r} holds {shown}: {example} can be {number // 60:02d}:{number % 60:02d} "
        f"(minutes since midnight) or {number // 100:02d}:{number % 100:02d} (hours and minutes)."
    )
    return stop("TIME_UNIT", message, "Say which of the two it is.", column=heading)


def as_clock(text: str, unit: str) -> str:
    """Return a plain number of a unit as the clock shows it; any other text as it is."""
    if not unit or not re.fullmatch(r"\d{1,5}(?:[.,]\d{1,4})?", text):
        return text
    seconds = round(float(text.replace(",", ".")) * {"s": 1, "min": 60, "h": 3600}[unit])
    if seconds > 2 * 86_400:
        return text
    return f"{seconds // 3600:d}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"
