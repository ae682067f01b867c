"""What is decided once for a whole order file: number styles, date order, missing columns, swapped coordinates."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from statistics import median

from lastmile_core.files.cells.coordinates import Pair
from lastmile_core.files.cells.dates import DateDecision, decide_dates
from lastmile_core.files.cells.values import CellError, NumberStyle, decide_style
from lastmile_core.files.columns.clock_units import decide_clock_units
from lastmile_core.files.columns.column_guesses import ask_about_columns
from lastmile_core.files.columns.map_columns import ColumnMapping, without_used
from lastmile_core.files.columns.rider_columns import ask_about_riders
from lastmile_core.files.orders.order_places import RowPlaces, read_places
from lastmile_core.files.orders.read_context import ReadContext
from lastmile_core.files.raw_table import RawTable, look, stop
from lastmile_core.model import Issue

_NUMBERS = ("parcels", "weight", "volume", "service")
_DATES_IN = re.compile(r"(?<![\d-])\d{1,2}[-./]\d{1,2}[-./]\d{2,4}(?!\d)|(?<![\d/.-])\d{1,2}/\d{1,2}(?= \d{1,2}[:h])")
_MANY_BELOW, _SHARE_BELOW = 3, 0.25
_PLACE = ("address", "lat", "latlon", "postcode", "city")


@dataclass(slots=True)
class ColumnDecisions:
    """Decisions for one file.

    Attributes
    ----------
    dates, window_dates
        How the column of the day, and dates inside the windows, are written.
    clock_units
        Field → unit of times that are plain numbers.
    pairs
        Latitude and longitude of each row, already turned round where a person said so; None where missing.
    pair_faults
        Row index → the fault of its coordinates.
    swapped_rows
        Row indices whose coordinates fit only when swapped.
    lost_signs
        Row index → whose sign is wrong ("lat", "lon", "both"), where the mirror image fits.
    pickup_rows
        Row indices whose only place is that of a pickup: collections.
    """

    styles: dict[str, NumberStyle] = field(default_factory=dict)
    dates: DateDecision = field(default_factory=DateDecision)
    window_dates: DateDecision = field(default_factory=DateDecision)
    clock_units: dict[str, str] = field(default_factory=dict)
    pairs: list[Pair | None] = field(default_factory=list)
    pair_faults: dict[int, CellError] = field(default_factory=dict)
    swapped_rows: set[int] = field(default_factory=set)
    lost_signs: dict[int, str] = field(default_factory=dict)
    pickup_rows: set[int] = field(default_factory=set)
    questions: list[Issue] = field(default_factory=list)
    notes: list[Issue] = field(default_factory=list)


def decide_columns(table: RawTable, mapping: ColumnMapping, ctx: ReadContext) -> ColumnDecisions:
    """Decide everything that takes the whole column to decide."""
    made = ColumnDecisions(questions=list(mapping.questions), notes=list(mapping.notes))
    if not table.has_header and not ctx.answers.is_yes("no_header"):
        made.questions.append(
            stop(
                "NO_HEADER",
                "The first row looks like an order, not like headings.",
                "Add a row of headings, or choose the meaning of each column and confirm that there are none.",
            )
        )
    if not any(name in mapping.fields for name in _PLACE) and "customer_name" not in mapping.fields:
        known = ", ".join(mapping.fields) or "none"
        made.questions.append(
            stop(
                "MISSING_COLUMN",
                f"No column says where to go (recognised: {known}).",
                "Choose the column with the address, or those with latitude and longitude.",
                column="address",
            )
        )
    if not made.questions:
        made.questions += ask_about_columns(table, mapping, ctx.answers)
        questions, notes = ask_about_riders(table, mapping, ctx.riders, ctx.answers)
        made.questions += questions
        made.notes = without_used(made.notes, notes, mapping) + notes
    _decide_styles(table, mapping, made, ctx.answers.text("decimal"))
    _decide_window_dates(table, mapping, ctx, made)
    _ask_about_signs(table, mapping, ctx, made)
    _decide_dates(table, mapping, ctx, made)
    made.clock_units, question = decide_clock_units(table, mapping, ctx.answers)
    made.questions += [question] if question else []
    _take_places(read_places(table, mapping, ctx), made)
    _check_zones(table, mapping, made)
    return made


def _decide_styles(table: RawTable, mapping: ColumnMapping, made: ColumnDecisions, answer: str) -> None:
    marks = set()
    for name in ("lat", "lon"):
        index = mapping.index(name)
        if index is not None:
            marks.add(decide_style(table.column(index)[:500]).decimal)
    fallback = marks.pop() if len(marks) == 1 else ""
    for name in mapping.fields:
        if name in _NUMBERS or name.startswith("load:"):
            index = mapping.fields[name].index
            made.styles[name] = NumberStyle(answer) if answer else decide_style(table.column(index), fallback)
    service = mapping.fields.get("service")
    if service and not service.unit:
        plain = [int(text) for text in table.column(service.index) if re.fullmatch(r"\d{1,6}", text)]
        if len(plain) > 2 and median(plain) >= 120:
            made.notes.append(
                look(
                    "IMPLAUSIBLE",
                    f"Service times are around {median(plain):.0f}; they were read as minutes.",
                    "If they are seconds, write (s) into the heading.",
                    column=service.heading,
                )
            )


def _ask_about_signs(table: RawTable, mapping: ColumnMapping, ctx: ReadContext, made: ColumnDecisions) -> None:
    """Ask once when a column uses signs on purpose: many amounts below zero beside others above."""
    if mapping.minus_is_delivery or "negative_is_collection" in ctx.answers.replies or "kind" in mapping.fields:
        return
    for name, guess in mapping.fields.items():
        if name not in made.styles or name == "service":
            continue
        cells = [text for text in table.column(guess.index) if text]
        below = sum(text[0] in "-\u2212" and text[1:2].isdigit() for text in cells)
        if below >= _MANY_BELOW and below >= _SHARE_BELOW * len(cells):
            message = f"{below} of {len(cells)} amounts are below zero."
            mend = "Say whether these are collections, or refuse them."
            made.questions.append(stop("NEGATIVE", message, mend, column=guess.heading))
            return


def _decide_dates(table: RawTable, mapping: ColumnMapping, ctx: ReadContext, made: ColumnDecisions) -> None:
    guess = mapping.fields.get("date")
    if guess is None:
        return
    answer = ctx.answers.text("date_order")
    made.dates = decide_dates(table.column(guess.index), ctx.service_date, guess.heading, answer, mapping.date_order)
    made.notes += made.dates.notes
    if made.dates.question:
        made.questions.append(made.dates.question)


def _decide_window_dates(table: RawTable, mapping: ColumnMapping, ctx: ReadContext, made: ColumnDecisions) -> None:
    """Decide how dates before times are written, such as 16/01/2026 09:00 - 16/01/2026 18:00."""
    for name, guess in mapping.fields.items():
        if not name.startswith(("tw_", "pickup_from", "pickup_to", "pickup_range")):
            continue
        dates = [found for text in table.column(guess.index) if text for found in _DATES_IN.findall(text[:80])]
        if not dates:
            continue
        answer = ctx.answers.text("date_order")
        habit = mapping.date_order or made.dates.order if "date" in mapping.fields else mapping.date_order
        made.window_dates = decide_dates(dates, ctx.service_date, guess.heading, answer, habit)
        made.notes += made.window_dates.notes
        if made.window_dates.question and not made.questions:
            made.questions.append(made.window_dates.question)
        return


def _take_places(found: RowPlaces, made: ColumnDecisions) -> None:
    made.pairs, made.pair_faults = found.pairs, found.faults
    made.swapped_rows, made.lost_signs = found.swapped_rows, found.lost_signs
    made.questions += found.questions
    made.notes += found.notes


def _check_zones(table: RawTable, mapping: ColumnMapping, made: ColumnDecisions) -> None:
    zoned = re.compile(r"\d\s*(Z|[+-]\d\d:?\d\d)$")
    for name in ("tw_start", "tw_end"):
        guess = mapping.fields.get(name)
        if guess is None:
            continue
        cells = [text for text in table.column(guess.index) if text]
        with_zone = sum(bool(zoned.search(text)) and ":" in text[:-5] for text in cells)
        if 0 < with_zone < len(cells):
            message = (
                f"{with_zone} of {len(cells)} times name a time zone, the others do not; those were read as local time."
            )
            made.notes.append(look("TIME_ZONE_MIXED", message, "Write all times the same way.", column=guess.heading))
