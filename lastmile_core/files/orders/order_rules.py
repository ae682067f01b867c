"""Columns of an order file that few files have: pickups, set-up, release, wishes, relations, chances."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from lastmile_core.files.cells.coordinates import Pair, km_between, on_earth, read_degree, read_pair
from lastmile_core.files.cells.dates import DateDecision
from lastmile_core.files.cells.time_ranges import read_range
from lastmile_core.files.cells.times import read_time
from lastmile_core.files.cells.values import CellError, NumberStyle, read_duration, read_number
from lastmile_core.files.cells.words import plain, read_yes
from lastmile_core.files.columns.clock_units import as_clock
from lastmile_core.files.columns.map_columns import ColumnMapping
from lastmile_core.files.columns.rider_columns import ANSWER, ONLY, about_unknown_rider, find_rider, says_who
from lastmile_core.files.headings.synonyms_rules import ORDER_RULE_SYNONYMS
from lastmile_core.files.orders.order_draft import OrderDraft, WindowEnds
from lastmile_core.files.orders.order_windows import build_windows, settle_windows
from lastmile_core.files.orders.read_context import ReadContext
from lastmile_core.files.raw_table import look, stop
from lastmile_core.model import Depot, Location, OrderKind, Pickup, TimeWindow, is_pickup_id, is_reload_id

_STYLE = NumberStyle()
_NEAR_KM = 0.25
_HOURS = 24
_TEXTS = ("name", "address", "postcode", "city", "phone", "notes")


class RuleReader:
    """Reads the rules of the rows of one file, as fields of an order."""

    def __init__(
        self,
        mapping: ColumnMapping,
        ctx: ReadContext,
        window_dates: DateDecision | None = None,
        clock_units: Mapping[str, str] | None = None,
    ) -> None:
        self.window_dates = window_dates
        self.clock_units = clock_units or {}
        self.mapping = mapping
        self.ctx = ctx
        self.index = {name: guess.index for name, guess in mapping.fields.items() if name in ORDER_RULE_SYNONYMS}
        self.has_pickups = any(name.startswith("pickup_") for name in self.index)
        self.says_who = ONLY in ctx.answers.about(ANSWER).values()
        self._said: set[str] = set()

    def read(self, draft: OrderDraft, day: date, timezone: str, depot: Depot | None) -> dict[str, Any]:
        """Return what a row says; what cannot be taken becomes an issue of the draft."""
        _refuse_reserved(draft, self.mapping.heading("order_id"))
        if not self.index and not self.says_who:
            return {}
        found: dict[str, Any] = {}
        for name, field in (("set_up", "set_up_s"), ("dock", "dock_s")):
            found[field] = self._seconds(draft, name)
        for name in ("early_price", "late_price"):
            found[name] = self._try(draft, name, _price)
        for name, field in (("only_vehicles", "allowed_vehicles"), ("not_vehicles", "forbidden_vehicles")):
            found[field] = self._vehicles(draft, name) or None
        found["allowed_vehicles"] = found["allowed_vehicles"] or self._riders(draft) or None
        for name in ("same_route", "different_routes"):
            found[name] = _names(self._text(draft, name)) or None
        found["chances"] = self._try(draft, "chances", _chances)
        found["kerb_side"] = self._try(draft, "kerb_side", _kerb_side)
        found["preferred"] = next(iter(self._windows(draft, "preferred", day, timezone)), None)
        ready = self._clocks(draft, (self._time(draft, "release", timezone), None), "release", day, timezone)
        found["release_at"] = ready[0].earliest if ready else None
        if self.has_pickups:
            found["pickup"] = self._pickup(draft, day, timezone, depot)
        return {field: value for field, value in found.items() if value is not None}

    def _vehicles(self, draft: OrderDraft, name: str) -> frozenset[str]:
        """Return the numbers of the vehicles of a cell, which may hold their names, plates or drivers."""
        found = (find_rider(text, self.ctx.riders) or {text} for text in _names(self._text(draft, name)))
        return frozenset().union(*found)

    def _riders(self, draft: OrderDraft) -> frozenset[str]:
        """Return the only vehicles for an order, from columns of which a person said so."""
        for heading, text in draft.custom if self.says_who else ():
            if says_who(heading, self.ctx.answers):
                if found := find_rider(text, self.ctx.riders):
                    return found
                draft.issues.append(about_unknown_rider(draft.row, heading, text))
        return frozenset()

    def _text(self, draft: OrderDraft, name: str) -> str:
        index = self.index.get(name)
        return "" if index is None else draft.cells[index].strip()

    def _try(self, draft: OrderDraft, name: str, read: Callable[[str], Any]) -> Any:
        text = self._text(draft, name)
        if not text:
            return None
        try:
            return read(text)
        except CellError as fault:
            column = self.mapping.heading(name)
            draft.issues.append(fault.as_issue(draft.row, column, text))
            return None

    def _seconds(self, draft: OrderDraft, name: str) -> int | None:
        unit = self.mapping.fields[name].unit if name in self.mapping.fields else ""
        found: int | None = self._try(draft, name, lambda text: read_duration(text, _STYLE, unit))
        return found

    def _time(self, draft: OrderDraft, name: str, timezone: str) -> Any:
        unit = self.clock_units.get(name, "")
        return self._try(draft, name, lambda text: read_time(as_clock(text, unit), timezone))

    def _windows(self, draft: OrderDraft, what: str, day: date, timezone: str) -> tuple[TimeWindow, ...]:
        ends: WindowEnds = self._time(draft, f"{what}_from", timezone), self._time(draft, f"{what}_to", timezone)
        if not any(ends):
            ends = self._try(draft, f"{what}_range", lambda text: read_range(text, timezone)) or (None, None)
        column = f"{what}_to" if f"{what}_to" in self.index else f"{what}_range"
        return self._clocks(draft, ends, column, day, timezone)

    def _clocks(
        self, draft: OrderDraft, ends: WindowEnds, name: str, day: date, timezone: str
    ) -> tuple[TimeWindow, ...]:
        """Return a window as moments, with the same care as the windows of the order itself."""
        if not any(ends):
            return ()
        apart = OrderDraft(row=draft.row, day=day, core={"date": day.isoformat()}, windows=[ends])
        settle_windows(apart, self.ctx, self.window_dates)
        windows = build_windows(apart, day, timezone, self.ctx, self.mapping.heading(name))
        draft.issues += apart.issues
        return windows

    def _pickup(self, draft: OrderDraft, day: date, timezone: str, depot: Depot | None) -> Pickup | None:
        """Return where the goods are fetched; None when that is the depot, or not known where."""
        lat, lon = (self._try(draft, f"pickup_{end}", read_degree) for end in ("lat", "lon"))
        address = self._text(draft, "pickup_address")
        if lat is None or lon is None:
            lat, lon = self._pickup_pair(draft, address) or (lat, lon)
        if lat is None or lon is None:
            if address and not _is_depot(address, depot):
                self._say(draft, address, "It has no coordinates, so the goods were taken as loaded at the depot.")
            return None
        if not on_earth((lat, lon)):
            self._refuse_place(draft, lat, lon)
            return None
        if depot is not None and km_between((lat, lon), (depot.location.lat, depot.location.lon)) <= _NEAR_KM:
            return None
        if draft.kind is OrderKind.COLLECTION:
            self._say(draft, address or f"{lat:g}, {lon:g}", "A collection goes to the depot; it was left aside.")
            return None
        said: dict[str, Any] = {name: self._text(draft, f"pickup_{name}") for name in _TEXTS}
        service_s = self._seconds(draft, "pickup_service")
        if service_s is not None:
            said["service_s"] = service_s
        windows = self._windows(draft, "pickup", day, timezone)
        return Pickup(location=Location(lat=lat, lon=lon), windows=windows, **said)

    def _pickup_pair(self, draft: OrderDraft, address: str) -> Pair | None:
        """Return the place in a pickup's one cell; an address cell may hold it instead of an address."""
        pair: Pair | None = self._try(draft, "pickup_latlon", _pair)
        if pair is None and address[:1] in "-+[(0123456789":
            pair = read_pair(address)
        return pair

    def _refuse_place(self, draft: OrderDraft, lat: float, lon: float) -> None:
        message, mend = f"{lat:g}, {lon:g} is not on the earth.", "Latitude and longitude may be swapped."
        column = self.mapping.heading("pickup_lat")
        draft.issues.append(stop("COORD_RANGE", message, mend, row=draft.row, column=column))

    def _say(self, draft: OrderDraft, place: str, why: str) -> None:
        # A shop that sends five hundred orders is named once.
        if place in self._said:
            return
        self._said.add(place)
        column = self.mapping.heading("pickup_address" if "pickup_address" in self.index else "pickup_lat")
        mend = "Give the pickup latitude and longitude, and the order the type delivery."
        message = f"Pickup at {place!r}: {why}"
        draft.issues.append(look("PICKUP_PLACE", message, mend, row=draft.row, column=column, value=place))


def _refuse_reserved(draft: OrderDraft, column: str) -> None:
    if is_pickup_id(draft.order_id) or is_reload_id(draft.order_id):
        message = f"Order number {draft.order_id!r} begins with a word that plans use for other stops."
        draft.issues.append(
            stop("ID_RESERVED", message, "Give it another number.", row=draft.row, column=column, value=draft.order_id)
        )


def _is_depot(address: str, depot: Depot | None) -> bool:
    return depot is not None and plain(address) in {plain(depot.address), plain(depot.name), plain(depot.depot_id)}


def _pair(text: str) -> Pair:
    pair = read_pair(text)
    if pair is None:
        raise CellError("COORD_FORMAT", f"{text!r} is not a pair of coordinates.", "Write them as 48.77, 9.18.")
    return pair


def _kerb_side(text: str) -> bool:
    said = read_yes(text)
    if said is None:
        mend = "Write yes or no, or leave it empty for the depot's rule."
        raise CellError("YES_NO", f"{text!r} is neither yes nor no.", mend)
    return said


def _names(text: str) -> frozenset[str]:
    return frozenset(part for part in (" ".join(piece.split()) for piece in re.split(r"[;,|\n]", text)) if part)


def _price(text: str) -> float:
    price = read_number(text, _STYLE)
    if price < 0:
        raise CellError("NEGATIVE", f"{text!r} is below zero.", "Write zero or more.")
    return price


@lru_cache(maxsize=4096)
def _chance(text: str) -> float:
    """Return one number of a list; the same few come again in every row."""
    return read_number(text.rstrip(","), _STYLE)


def _chances(text: str) -> tuple[float, ...]:
    """Return chances by hour from ``0.4 0.8``, ``40;80`` or ``40 %``; one number holds for every hour."""
    parts = [part for part in re.split(r"[;|/\s]+", text.replace("%", " ")) if part]
    numbers = [_chance(part) for part in parts]
    if "%" in text or any(number > 1 for number in numbers):
        numbers = [number / 100 for number in numbers]
    if not numbers or len(numbers) > 2 * _HOURS or not all(0 <= number <= 1 for number in numbers):
        mend = "Write one chance an hour from midnight on, each 0 to 1 or 0 to 100 %, with spaces between."
        raise CellError("CHANCES", f"{text!r} is no list of chances.", mend)
    return tuple(round(number, 4) for number in numbers)
