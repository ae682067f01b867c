"""Drivers of a depot, with shift and break."""

from __future__ import annotations

from datetime import time

from lastmile_core.model import Depot, Driver
from lastmile_core.model.company.driver import USUAL_BREAK
from lastmile_core.store import Store
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from lastmile_core.workflows.company.sheet_field import FieldKind, SheetField
from lastmile_core.workflows.company.sheets.words import split_words

FIELDS = (
    SheetField(name="name", label="Name", letters=60),
    SheetField(name="phone", label="Phone", letters=40),
    SheetField(name="skills", label="Skills"),
    SheetField(name="shift_start", label="Shift from", kind=FieldKind.CLOCK),
    SheetField(name="shift_end", label="Shift to", kind=FieldKind.CLOCK),
    SheetField(name="break_min", label="Break (min)", kind=FieldKind.NUMBER, least=0, most=180),
    SheetField(name="break_earliest", label="Break from", kind=FieldKind.CLOCK),
    SheetField(name="break_latest", label="Break begins by", kind=FieldKind.CLOCK),
    SheetField(name="break_after", label="Break after (h)", kind=FieldKind.NUMBER, least=0.5, most=24),
    SheetField(name="districts", label="Knows districts"),
    SheetField(name="active", label="Employed", kind=FieldKind.FLAG),
)


def driver_sheet(store: Store, depot: Depot, *, active_only: bool = True) -> Sheet:
    """Return the drivers of a depot, by id; with ``active_only`` those who are employed."""

    def read(_keys: object) -> dict[str, Row]:
        return {one.driver_id: _row(one) for one in store.drivers.of_depot(depot.depot_id, active_only=active_only)}

    return Sheet(
        what="change drivers",
        subject=depot.depot_id,
        read=read,
        write=lambda found: _write(store, depot, found),
        labels={"driver_id": "Id"},
        fields=FIELDS,
        new_row=lambda key: _row(Driver(driver_id=key, name="", depot_id=depot.depot_id)),
    )


def _row(driver: Driver) -> Row:
    return {
        "driver_id": driver.driver_id,
        "name": driver.name,
        "phone": driver.phone,
        "skills": ", ".join(sorted(driver.skills)),
        "shift_start": driver.shift_start,
        "shift_end": driver.shift_end,
        "break_min": driver.break_s / 60,
        "break_earliest": driver.break_earliest,
        "break_latest": driver.break_latest,
        "break_after": None if driver.break_after_s is None else driver.break_after_s / 3600,
        "districts": ", ".join(sorted(driver.districts)),
        "active": driver.is_active,
    }


def _driver(depot_id: str, row: Row) -> Driver:
    driver_id = str(row["driver_id"])
    if row["shift_start"] is None or row["shift_end"] is None:
        raise ValueError(f"driver {driver_id} has no shift; fill both ends of the shift")
    break_s = round(float(row["break_min"] or 0) * 60)
    earliest: time = row["break_earliest"] or USUAL_BREAK[0]
    latest: time = row["break_latest"] or USUAL_BREAK[1]
    if break_s and latest < earliest:
        raise ValueError(
            f"the break of driver {driver_id} would begin by {latest:%H:%M}, before {earliest:%H:%M}; swap them"
        )
    after = row["break_after"]
    if after is not None and not 0 < float(after) <= 24:
        raise ValueError(
            f"the break of driver {driver_id} is due after {float(after):g} h; give hours above 0 up to 24, or none"
        )
    return Driver(
        driver_id=driver_id,
        name=str(row["name"] or driver_id),
        depot_id=depot_id,
        phone=str(row["phone"] or ""),
        skills=split_words(row["skills"]),
        shift_start=row["shift_start"],
        shift_end=row["shift_end"],
        break_s=break_s,
        break_earliest=earliest,
        break_latest=latest,
        break_after_s=None if after is None else round(float(after) * 3600),
        districts=frozenset(filter(None, (" ".join(word.split()) for word in str(row["districts"] or "").split(",")))),
        is_active=bool(row["active"]),
    )


def _write(store: Store, depot: Depot, found: Comparison) -> None:
    for driver_id in found.rows:
        known = store.drivers.get(driver_id)
        if known is not None and known.depot_id != depot.depot_id:
            raise ValueError(f"the id {driver_id} belongs to a driver of another depot; choose another id")
    store.drivers.save_many([_driver(depot.depot_id, row) for row in found.rows.values()])
