"""Orders as CSV and XLSX that spreadsheets show as they are and our own import reads back without loss."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lastmile_core.files.cells.safe_cells import Cell, csv_cell
from lastmile_core.files.writers.write_table import Table, tables_xlsx
from lastmile_core.model import Order, Pickup, TimeWindow

_MOST_WINDOWS = 3
_NAMED_LOADS = {"parcels": "Parcels", "kg": "Weight (kg)", "m3": "Volume (m3)"}
_ALWAYS = 12
Value = Callable[[Order, ZoneInfo], Cell]


def orders_csv(orders: Sequence[Order], timezone: str) -> bytes:
    """Return orders as UTF-8 CSV; no cell of it is a formula.

    Parameters
    ----------
    timezone
        The depot's; times are written as clocks there show them.
    """
    headings, rows = _table(orders, timezone)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([csv_cell(heading) for heading in headings])
    writer.writerows(
        [_plain_number(cell) if isinstance(cell, float) else csv_cell(cell) for cell in row] for row in rows
    )
    return text.getvalue().encode("utf-8-sig")


def orders_xlsx(orders: Sequence[Order], timezone: str, *, created: datetime) -> bytes:
    """Return orders as a workbook with typed cells."""
    headings, rows = _table(orders, timezone)
    return tables_xlsx([Table(name="Orders", headings=headings, rows=rows)], title="Orders", created=created)


def _table(orders: Sequence[Order], timezone: str) -> tuple[tuple[str, ...], list[list[Cell]]]:
    zone = ZoneInfo(timezone)
    columns = [*_columns(), *_load_columns(orders), *_custom_columns(orders)]
    cells = [(heading, [value(order, zone) for order in orders]) for heading, value in columns]
    # Columns that nobody filled are left out, but for those that every order file has.
    kept = [
        column for number, column in enumerate(cells) if number < _ALWAYS or any(c not in ("", None) for c in column[1])
    ]
    return tuple(heading for heading, _ in kept), [list(row) for row in zip(*(found for _, found in kept), strict=True)]


def _columns() -> list[tuple[str, Value]]:
    found: list[tuple[str, Value]] = [
        ("Order number", lambda order, _: order.order_id),
        ("Date", lambda order, _: order.service_date),
        ("Customer", lambda order, _: order.customer_name),
        ("Address", lambda order, _: order.address),
        ("Postcode", lambda order, _: order.postcode),
        ("City", lambda order, _: order.city),
        ("Latitude", lambda order, _: order.location.lat if order.location else None),
        ("Longitude", lambda order, _: order.location.lon if order.location else None),
        ("Earliest time", lambda order, zone: _start(order.windows, 0, order.service_date, zone)),
        ("Latest time", lambda order, zone: _end(order.windows, 0, order.service_date, zone)),
        ("Service time (min)", lambda order, _: _minutes(order.service_s)),
        ("Type", lambda order, _: order.kind.value),
    ]
    for number in range(1, _MOST_WINDOWS):
        found += [
            (f"Earliest time {number + 1}", lambda o, zone, n=number: _start(o.windows, n, o.service_date, zone)),  # type: ignore[misc]
            (f"Latest time {number + 1}", lambda o, zone, n=number: _end(o.windows, n, o.service_date, zone)),  # type: ignore[misc]
        ]
    return [*found, *_contact_columns(), *_rule_columns(), *_pickup_columns()]


def _contact_columns() -> list[tuple[str, Value]]:
    return [
        ("Priority", lambda order, _: order.priority.name.lower()),
        ("Skills", lambda order, _: "; ".join(sorted(order.skills))),
        ("Phone", lambda order, _: order.phone),
        ("Email", lambda order, _: order.email),
        ("Notes", lambda order, _: order.notes),
        ("Customer number", lambda order, _: order.customer_id or ""),
        ("District", lambda order, _: order.district),
        ("Depot", lambda order, _: order.depot_id),
    ]


def _rule_columns() -> list[tuple[str, Value]]:
    return [
        ("Set-up time (min)", lambda order, _: _minutes(order.set_up_s) if order.set_up_s else None),
        ("Dock time (min)", lambda order, _: _minutes(order.dock_s) if order.dock_s else None),
        ("Release", lambda order, zone: _clock(order.release_at, order.service_date, zone)),
        ("Preferred from", lambda order, zone: _start(_one(order.preferred), 0, order.service_date, zone)),
        ("Preferred to", lambda order, zone: _end(_one(order.preferred), 0, order.service_date, zone)),
        ("Early price", lambda order, _: order.early_price),
        ("Late price", lambda order, _: order.late_price),
        ("Same route", lambda order, _: "; ".join(sorted(order.same_route))),
        ("Different routes", lambda order, _: "; ".join(sorted(order.different_routes))),
        ("Only vehicles", lambda order, _: "; ".join(sorted(order.allowed_vehicles))),
        ("Not vehicles", lambda order, _: "; ".join(sorted(order.forbidden_vehicles))),
        ("Kerb side", lambda order, _: None if order.kerb_side is None else "yes" if order.kerb_side else "no"),
        ("Chances by hour", lambda order, _: " ".join(f"{chance:g}" for chance in order.chances)),
    ]


def _pickup_columns() -> list[tuple[str, Value]]:
    def of(value: Callable[[Pickup], Cell]) -> Value:
        return lambda order, _: value(order.pickup) if order.pickup else None

    def windows(order: Order) -> tuple[TimeWindow, ...]:
        return order.pickup.windows if order.pickup else ()

    return [
        ("Pickup name", of(lambda pickup: pickup.name)),
        ("Pickup address", of(lambda pickup: pickup.address)),
        ("Pickup postcode", of(lambda pickup: pickup.postcode)),
        ("Pickup city", of(lambda pickup: pickup.city)),
        ("Pickup latitude", of(lambda pickup: pickup.location.lat if pickup.location else None)),
        ("Pickup longitude", of(lambda pickup: pickup.location.lon if pickup.location else None)),
        ("Pickup from", lambda order, zone: _start(windows(order), 0, order.service_date, zone)),
        ("Pickup to", lambda order, zone: _end(windows(order), 0, order.service_date, zone)),
        ("Pickup service time (min)", of(lambda pickup: _minutes(pickup.service_s))),
        ("Pickup phone", of(lambda pickup: pickup.phone)),
        ("Pickup notes", of(lambda pickup: pickup.notes)),
    ]


def _load_columns(orders: Iterable[Order]) -> list[tuple[str, Value]]:
    names = sorted(
        {name for order in orders for name, _ in order.load.amounts}, key=lambda n: (n not in _NAMED_LOADS, n)
    )
    return [
        (_NAMED_LOADS.get(name, f"Load [{name}]"), lambda order, _, name=name: order.load.get(name) or None)  # type: ignore[misc]
        for name in names
    ]


def _custom_columns(orders: Iterable[Order]) -> list[tuple[str, Value]]:
    names = dict.fromkeys(heading for order in orders for heading, _ in order.custom)
    return [(name, lambda order, _, name=name: dict(order.custom).get(name, "")) for name in names]  # type: ignore[misc]


def _one(window: TimeWindow | None) -> tuple[TimeWindow, ...]:
    return () if window is None else (window,)


def _start(windows: tuple[TimeWindow, ...], number: int, day: date, zone: ZoneInfo) -> str:
    return _clock(windows[number].earliest, day, zone) if number < len(windows) else ""


def _end(windows: tuple[TimeWindow, ...], number: int, day: date, zone: ZoneInfo) -> str:
    return _clock(windows[number].latest, day, zone) if number < len(windows) else ""


def _clock(moment: datetime | None, day: date, zone: ZoneInfo) -> str:
    """Return a moment as a clock shows it, with "(+1)" on the next day."""
    if moment is None:
        return ""
    local = moment.astimezone(zone)
    text = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    return f"{text} (+1)" if local.date() > day else text


def _minutes(seconds: int) -> float | int:
    return seconds // 60 if seconds % 60 == 0 else round(seconds / 60, 4)


def _plain_number(value: float) -> str:
    """Return all digits of a number; three behind the point would read as thousands, so a zero follows them."""
    text = f"{value:.15f}".rstrip("0").rstrip(".") if "e" in repr(value) else repr(value)
    _, _, digits = text.partition(".")
    return text + "0" if len(digits) == 3 else text
