"""Empty files to fill in: orders, vehicles and drivers, as CSV and XLSX, in the words that the import understands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lastmile_core.files.cells.safe_cells import Cell
from lastmile_core.files.writers.write_table import Table, table_csv, tables_xlsx

_MADE = datetime(2026, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A heading, what to write below it, and the cells of the two example rows."""

    heading: str
    meaning: str
    first: Cell = None
    second: Cell = None
    needed: bool = False


def _c(heading: str, meaning: str, first: Cell = None, second: Cell = None, *, needed: bool = False) -> _Column:
    return _Column(heading=heading, meaning=meaning, first=first, second=second, needed=needed)


_ORDERS = (
    _c(
        "Order number",
        "Your own number; the same number on the same day means the same order.",
        "EXAMPLE-1",
        "EXAMPLE-2",
        needed=True,
    ),
    _c("Customer", "Name of the recipient.", "Ana Meyer", "Quay Café"),
    _c("Address", "Street and house number.", "12 Quay Street", "3 Mill Lane", needed=True),
    _c("Postcode", "As text, with leading zeros.", "01200", "01210"),
    _c("City", "Town.", "Harbour Town", "Harbour Town"),
    _c("Latitude", "Degrees with a point, such as 38.612345; leave empty when unknown."),
    _c("Longitude", "Degrees with a point, such as -30.101234; leave empty when unknown."),
    _c("Earliest time", "When the visit may begin, 24 hours, HH:MM; empty for any time.", "09:00", None),
    _c("Latest time", "When the visit must have begun at the latest, HH:MM; empty for any time.", "12:00", None),
    _c("Service time (min)", "Minutes at the stop.", 4, 10),
    _c("Parcels", "Number of parcels.", 2, 1),
    _c("Weight (kg)", "Kilograms in all.", 5.5, 12),
    _c("Volume (m3)", "Cubic metres in all.", 0.05, None),
    _c("Type", "delivery or collection.", "delivery", "collection"),
    _c("Priority", "low, normal, high or must.", "normal", "high"),
    _c("Skills", "What the van or driver must have, separated by commas: fridge, crane.", None, "fridge"),
    _c("Phone", "For the driver.", "+351 555 0100", None),
    _c("Email", "For messages to the recipient.", "ana@example.org", None),
    _c("Notes", "What the driver should know.", "Ring twice", "Back door"),
    _c("Set-up (min)", "Minutes to park and find the door; orders at one address share them.", 2, None),
    _c("Preferred from", "Wished for within the times above, HH:MM; other times have a price.", "10:00", None),
    _c("Preferred to", "HH:MM.", "11:00", None),
    _c("Late price", "Of an hour after the preferred times; empty for the depot's price.", 12.5, None),
    _c("Release time", "When the goods are at the dock, HH:MM; empty for in the morning.", "07:30", None),
    _c("Pickup address", "Where the goods are fetched when they do not come from the depot."),
    _c("Pickup latitude", "Needed with a pickup."),
    _c("Pickup longitude", "Needed with a pickup."),
    _c("Pickup from", "When the pickup may begin, HH:MM."),
    _c("Pickup to", "When the pickup must have begun, HH:MM."),
    _c("Same route", "A word of your own; orders with the same word ride on one route.", "sofa set", None),
    _c("Not with", "A word of your own; orders with the same word ride on different routes."),
    _c("Only vehicles", "Vehicle IDs, separated by commas; empty for any.", "EXAMPLE-VAN-1", None),
    _c("Chance by hour", "That somebody is there: one number an hour from midnight, 0 to 1 or per cent.", "80 %", None),
)
_VEHICLES = (
    _c("Vehicle ID", "Your own short code, never used twice.", "EXAMPLE-VAN-1", "EXAMPLE-BIKE-1", needed=True),
    _c("Name", "As people call it.", "Van 1", "Bike 1"),
    _c("Class", "van or cargo bike; decides which streets may be used.", "van", "cargo bike"),
    _c("Capacity parcels", "Most parcels on board; “no limit” for none.", 120, 30),
    _c("Capacity weight (kg)", "Most kilograms on board; “no limit” for none.", 900, 120),
    _c("Capacity volume (m3)", "Most cubic metres on board; “no limit” for none.", 11, 1.2),
    _c("Fixed cost", "Cost of a day on which it goes out.", 60, 20),
    _c("Cost per km", "In the depot's currency.", 0.45, 0.05),
    _c("Cost per hour", "Of paid time, in the depot's currency.", 24, 22),
    _c("Max stops", "Empty for no limit.", None, 40),
    _c("Max distance (km)", "Empty for no limit.", None, 60),
    _c("Driver", "Driver ID of who usually drives it.", "EXAMPLE-DRIVER-1", None),
    _c("Skills", "Equipment, separated by commas: fridge, crane.", "fridge", None),
    _c("Max trips", "Trips from the depot in one day; empty for one.", 1, 3),
    _c("Loading (min)", "At the dock before it leaves; empty for the depot's loading time."),
    _c("Reload (min)", "At the dock between two trips; empty for the depot's loading time.", None, 10),
    _c("Max duration (h)", "Longest paid day in hours; empty for no limit but the shift."),
    _c("Regular hours (h)", "Paid hours at the usual price; empty without overtime.", 8, None),
    _c("Overtime price", "Of an hour beyond the regular ones, on top of the cost per hour.", 12, None),
    _c("Open end", "yes when the route may end at its last stop.", None, "yes"),
    _c("Open start", "yes when the route may begin at its first stop."),
    _c("Start latitude", "Where it begins when that is not the depot."),
    _c("Start longitude", "Where it begins when that is not the depot."),
    _c("End latitude", "Where it ends when that is not the depot."),
    _c("End longitude", "Where it ends when that is not the depot."),
)
_DRIVERS = (
    _c("Driver ID", "Your own short code, never used twice.", "EXAMPLE-DRIVER-1", "EXAMPLE-DRIVER-2", needed=True),
    _c("Name", "First and last name.", "Ana López", "Jo Park"),
    _c("Phone", "With country code.", "+351 555 0101", None),
    _c("Skills", "Licences and abilities, separated by commas.", "heavy", None),
    _c("Shift start", "HH:MM; loading begins no earlier.", "07:00", "09:00"),
    _c("Shift end", "HH:MM; back at the depot no later.", "16:00", "18:00"),
    _c("Break (min)", "Length of the break; 0 for none.", 30, 30),
    _c("Break earliest", "HH:MM.", "11:00", "12:30"),
    _c("Break latest", "HH:MM.", "13:30", "15:00"),
    _c("Break after (h)", "The break begins after so many hours of work at the latest; empty for none.", 4.5, None),
    _c("Districts", "Parts of town that the driver knows, separated by commas.", "Old Town, Harbour", None),
)


def order_template_csv() -> bytes:
    """Return the order template with two example rows to replace."""
    return table_csv(_rows_table("Orders", _ORDERS))


def order_template_xlsx() -> bytes:
    """Return the order template as a workbook; a second sheet says what to write into each column."""
    return _workbook("Orders", _ORDERS)


def vehicle_template_csv() -> bytes:
    """Return the vehicle template with two example rows to replace."""
    return table_csv(_rows_table("Vehicles", _VEHICLES))


def vehicle_template_xlsx() -> bytes:
    """Return the vehicle template as a workbook with notes."""
    return _workbook("Vehicles", _VEHICLES)


def driver_template_csv() -> bytes:
    """Return the driver template with two example rows to replace."""
    return table_csv(_rows_table("Drivers", _DRIVERS))


def driver_template_xlsx() -> bytes:
    """Return the driver template as a workbook with notes."""
    return _workbook("Drivers", _DRIVERS)


def _rows_table(name: str, columns: tuple[_Column, ...]) -> Table:
    rows = [[column.first for column in columns], [column.second for column in columns]]
    return Table(name=name, headings=tuple(column.heading for column in columns), rows=rows)


def _workbook(name: str, columns: tuple[_Column, ...]) -> bytes:
    notes = Table(
        name="How to fill it in",
        headings=("What stands above", "What to write below it", "Must be filled", "For instance"),
        rows=[
            [column.heading, column.meaning, "yes" if column.needed else "no", _example(column)] for column in columns
        ],
        wrap=True,
    )
    return tables_xlsx([_rows_table(name, columns), notes], title=f"{name} template", created=_MADE)


def _example(column: _Column) -> Cell:
    return column.first if column.first is not None else column.second
