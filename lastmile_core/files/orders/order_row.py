"""Reads one row of an order file into an :class:`OrderDraft`, collecting issues instead of stopping at the first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from lastmile_core.files.cells.dates import read_date
from lastmile_core.files.cells.join_texts import join_texts, made_number
from lastmile_core.files.cells.time_ranges import read_range, read_ranges
from lastmile_core.files.cells.times import Clock, read_time
from lastmile_core.files.cells.values import CellError, NumberStyle, read_duration, read_number
from lastmile_core.files.columns.clock_units import as_clock
from lastmile_core.files.columns.map_columns import ColumnMapping
from lastmile_core.files.headings.heading_meaning import VOLUME_UNITS, WEIGHT_UNITS
from lastmile_core.files.orders.order_columns import ColumnDecisions
from lastmile_core.files.orders.order_draft import OrderDraft
from lastmile_core.files.orders.order_numbers import read_order_number
from lastmile_core.files.orders.order_status import StatusReader
from lastmile_core.files.orders.order_windows import settle_windows
from lastmile_core.files.orders.order_words import is_nothing, read_words
from lastmile_core.files.orders.read_context import ReadContext
from lastmile_core.files.orders.typed_loads import read_typed_loads
from lastmile_core.files.raw_table import NO_RESULT, look, stop
from lastmile_core.model import OrderKind

_TEXTS = (
    *("customer_name", "first_name", "last_name", "company", "customer_id", "phone", "email", "address", "address2"),
    *(
        "house_number",
        "postcode",
        "postcode_city",
        "city",
        "district",
        "state",
        "country",
        "notes",
        "comments",
        "depot",
        "item",
    ),
)
_LINE_FIELDS = {
    "parcels",
    "weight",
    "volume",
    "item",
    "notes",
    "needs_shipping",
    "email",
    "order_id",
    "priority",
    "skills",
    "status",
    "payment_status",
    "fulfilment",
    "cancelled_at",
    "shipping_method",
    "line_status",
    "packages",
    "comments",
}
_WORDS = ("kind", "priority", "skills", "needs_shipping")
_UNITS = {"weight": WEIGHT_UNITS, "volume": VOLUME_UNITS}
_DIMENSIONS = {"weight": "kg", "volume": "m3", "parcels": "parcels"}
_MOST = {"weight": 60_000.0, "volume": 300.0, "parcels": 100_000.0}
_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#NV", "#WERT!", "#BEZUG!", NO_RESULT}
_MAX_SERVICE_S = 24 * 3600
_LONG_SERVICE_S = 4 * 3600


class RowReader:
    """Reads the rows of one file with the decisions made for its columns."""

    def __init__(self, mapping: ColumnMapping, made: ColumnDecisions, ctx: ReadContext, headings: list[str]) -> None:
        self.mapping = mapping
        self.made = made
        self.ctx = ctx
        self.headings = headings
        self.index = {name: guess.index for name, guess in mapping.fields.items()}
        self.loads = [name for name in self.index if name in _DIMENSIONS or name.startswith("load:")]
        self.core = [n for n in self.index if n not in _LINE_FIELDS and not n.startswith(("load:", "load_"))]
        self.texts = [(name, self.index[name]) for name in _TEXTS if name in self.index]
        self.words = [(name, self.index[name]) for name in _WORDS if name in self.index]
        self.window_names = [
            (f"tw_start{suffix}", f"tw_end{suffix}", f"tw_range{suffix}")
            for suffix in ("", "2", "3")
            if {f"{name}{suffix}" for name in ("tw_start", "tw_end", "tw_range")} & set(self.index)
            or (not suffix and {"tw_start_day", "tw_end_day"} & set(self.index))
        ]
        self.status = StatusReader(mapping, ctx.answers)
        # Most columns repeat a few values: what a text means is worked out once.
        self.known: dict[tuple[str, str], Any] = {}

    def read(self, number: int, row: list[str]) -> OrderDraft:
        """Return the draft of one row (``number`` is its 1-based number)."""
        draft = OrderDraft(row=number, cells=tuple(row))
        self._refuse_error_cells(draft, row)
        draft.texts = {name: row[index] for name, index in self.texts}
        draft.core = {name: row[self.index[name]] for name in self.core}
        draft.custom = [(self.headings[i], row[i]) for i in self.mapping.unknown_idx if row[i] not in ("", NO_RESULT)]
        draft.custom += [(self.mapping.heading(n), draft.texts[n]) for n in ("state", "country") if draft.texts.get(n)]
        join_texts(draft.texts)
        self._day(draft, row)
        self._number(draft, row)
        self._place(draft, number - 1)
        read_words(draft, {name: row[index] for name, index in self.words}, self.mapping)
        self.status.read(draft, row)
        if number - 1 in self.made.pickup_rows and draft.kind is None:
            draft.kind = OrderKind.COLLECTION
        self._loads(draft, row)
        read_typed_loads(draft, row, self.mapping)
        self._windows(draft, row)
        self._service(draft, row)
        return draft

    def _text(self, row: list[str], name: str) -> str:
        index = self.index.get(name)
        return "" if index is None else row[index]

    def _value(self, row: list[str], name: str) -> str:
        """Return the text of a cell with a form of its own; a dash or "n/a" there is no value."""
        text = self._text(row, name)
        return "" if text and is_nothing(text, dashes_only=name in self.loads) else text

    def _try(self, draft: OrderDraft, name: str, text: str, read: Callable[..., Any], *args: Any) -> Any:
        """Return ``read(text, …)``; a fault becomes an issue and None."""
        known = self.known.get((name, text))
        if known is not None:
            return known
        try:
            known = self.known[name, text] = read(text, *args)
            return known
        except CellError as fault:
            column = self.mapping.heading(name)
            draft.issues.append(fault.as_issue(draft.row, column, text))
            return None

    def _refuse_error_cells(self, draft: OrderDraft, row: list[str]) -> None:
        if "#" not in "".join(row):
            return
        for name, index in self.index.items():
            if row[index][:1] == "#" and row[index].upper() in _ERRORS:
                if row[index] == NO_RESULT:
                    self._refuse_formula(draft, name)
                    row[index] = ""
                    continue
                message = f"The cell holds the error {row[index]} of a spreadsheet."
                mend = "Mend the formula or write the value."
                heading = self.mapping.heading(name)
                draft.issues.append(stop("CELL_ERROR", message, mend, row=draft.row, column=heading, value=row[index]))
                row[index] = ""

    def _refuse_formula(self, draft: OrderDraft, name: str) -> None:
        message = "The cell holds a formula without a stored result, so its value is not known."
        mend = "Open the file in your spreadsheet program and save it once."
        column = self.mapping.heading(name)
        draft.issues.append(stop("FORMULA_NO_VALUE", message, mend, row=draft.row, column=column))

    def _day(self, draft: OrderDraft, row: list[str]) -> None:
        text = self._value(row, "date")
        draft.day = self.ctx.service_date
        if text:
            draft.day = self._try(
                draft, "date", text, read_date, self.made.dates, self.ctx.service_date, self.ctx.timezone
            )
        draft.core["date"] = draft.day.isoformat() if draft.day and text else ""

    def _number(self, draft: OrderDraft, row: list[str]) -> None:
        column = self.mapping.heading("order_id")
        text, issues = read_order_number(self._text(row, "order_id"), draft.row, column)
        draft.issues += issues
        draft.order_id = text
        if not text:
            draft.order_id, draft.has_generated_id = (
                made_number(draft.texts, [self._text(row, n) for n in ("lat", "lon", "latlon")]),
                True,
            )

    def _place(self, draft: OrderDraft, index: int) -> None:
        draft.pair = self.made.pairs[index]
        column = self.mapping.heading("lat" if "lat" in self.index else "latlon")
        fault = self.made.pair_faults.get(index)
        if fault:
            draft.issues.append(fault.as_issue(draft.row, column))
        elif index in self.made.swapped_rows and draft.pair:
            draft.issues.append(
                stop(
                    "SWAPPED_LATLON",
                    f"{draft.pair[0]:g}, {draft.pair[1]:g} fits only with latitude and longitude swapped.",
                    "Swap the two cells.",
                    row=draft.row,
                    column=column,
                )
            )

    def _loads(self, draft: OrderDraft, row: list[str]) -> None:
        for name in self.loads:
            text = self._value(row, name)
            if not text:
                continue
            unit = self.mapping.fields[name].unit
            value = self._try(draft, name, text, read_number, self.made.styles[name], unit, _UNITS.get(name, _COUNTS))
            if value is None:
                continue
            if self.mapping.minus_is_delivery and value:
                draft.kind = OrderKind.COLLECTION if value > 0 else OrderKind.DELIVERY
            if value < 0:
                value = self._below_zero(draft, name, text, value)
            heading = self.mapping.heading(name)
            if value > _MOST.get(name, 1e6):
                message = f"{text!r} is more than any vehicle carries."
                draft.issues.append(
                    stop("TOO_LARGE", message, "Check the unit.", row=draft.row, column=heading, value=text)
                )
            elif name == "weight" and value > 3_000:
                message = f"{value:,.0f} kg for one order is unusual."
                draft.issues.append(
                    look("IMPLAUSIBLE", message, "Check the unit.", row=draft.row, column=heading, value=text)
                )
            draft.load[_DIMENSIONS.get(name, name.removeprefix("load:"))] = value

    def _below_zero(self, draft: OrderDraft, name: str, text: str, value: float) -> float:
        if self.mapping.minus_is_delivery:
            return -value
        if draft.kind is OrderKind.COLLECTION or self.ctx.answers.is_yes("negative_is_collection"):
            draft.kind = OrderKind.COLLECTION
            return -value
        draft.issues.append(
            stop(
                "NEGATIVE",
                f"{text!r} is below zero.",
                "Write what is collected as type P with a positive amount.",
                row=draft.row,
                column=self.mapping.heading(name),
                value=text,
            )
        )
        return 0.0

    def _windows(self, draft: OrderDraft, row: list[str]) -> None:
        for first, last, both in self.window_names:
            ends: list[Any] = []
            for name in (first, last):
                text = as_clock(self._dated(row, name), self.made.clock_units.get(name, ""))
                ends.append(self._try(draft, name, text, read_time, self.ctx.timezone) if text else None)
            if any(ends):
                draft.windows.append((ends[0], ends[1]))
            text = self._value(row, both)
            if text and not any(ends):
                draft.windows += self._try(draft, both, text, read_ranges, self.ctx.timezone) or []
        settle_windows(draft, self.ctx, self.made.window_dates, self._day_of_pickup(row))

    def _dated(self, row: list[str], name: str) -> str:
        """Return the text of an end of the window, with the day of its own column before it."""
        text, day = self._value(row, name), self._value(row, f"{name}_day")
        return f"{day} {text or ('00:00' if name == 'tw_start' else '24:00')}" if day else text

    def _day_of_pickup(self, row: list[str]) -> list[Clock]:
        """Return the clocks of the pickup, which name the day of a row whose own window names none."""
        clocks: list[Clock] = []
        for name in ("pickup_from", "pickup_to", "pickup_range"):
            if text := self._value(row, name):
                try:
                    found = read_range(text, self.ctx.timezone)
                except CellError:
                    continue  # the pickup's own reader names the fault
                clocks += [clock for clock in found if clock]
        return clocks

    def _service(self, draft: OrderDraft, row: list[str]) -> None:
        text = self._value(row, "service")
        if not text:
            return
        heading, unit = self.mapping.heading("service"), self.mapping.fields["service"].unit
        seconds = self._try(draft, "service", text, read_duration, self.made.styles.get("service", NumberStyle()), unit)
        if seconds is None:
            return
        if seconds > _MAX_SERVICE_S:
            message = f"{text!r} is longer than a day."
            draft.issues.append(
                stop("TOO_LARGE", message, "Check the unit.", row=draft.row, column=heading, value=text)
            )
        elif seconds > _LONG_SERVICE_S:
            message = f"{timedelta(seconds=seconds)} at one stop is unusual."
            draft.issues.append(
                look("IMPLAUSIBLE", message, "Check the unit.", row=draft.row, column=heading, value=text)
            )
        draft.service_s = seconds


_COUNTS = dict.fromkeys(("", "pcs", "stk"), 1.0)
