"""Make Port Alder again: ``python -m sample_data.make_city [FOLDER]``; the same seed gives the same city.

On another processor a coordinate may end in another digit, and no more (``maker/bends.py`` says why).

Writes the map (``port_alder.osm.pbf``), the districts, the fleet, the customers and a day of orders.
The eight weeks of history are made by ``sample_data/make_history.py``.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter

from sample_data.maker.customers import PARTS, CustomerRow, make_customers
from sample_data.maker.fleet import make_depots, make_fleet
from sample_data.maker.geo import CITY, to_lonlat
from sample_data.maker.land import OLD_TOWN
from sample_data.maker.orders_today import HEADINGS, make_orders_today
from sample_data.maker.osm_writer import write_osm
from sample_data.maker.town import Town, make_town


def write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)


def _write_dicts(path: Path, rows: list[dict[str, object]]) -> None:
    write_csv(path, list(rows[0]), (list(row.values()) for row in rows))


def _write_customers(path: Path, customers: list[CustomerRow]) -> None:
    headings = [
        "customer_id",
        "name",
        "kind",
        "street",
        "postcode",
        "city",
        "district",
        "latitude",
        "longitude",
        "depot",
        "phone",
        "notes",
        *(f"home_{part}" for part in PARTS),
    ]
    write_csv(
        path,
        headings,
        (
            [
                c.customer_id,
                c.name,
                c.kind,
                c.address.text,
                c.address.district.postcode,
                CITY,
                c.address.district.name,
                c.lat,
                c.lon,
                c.depot,
                c.phone,
                c.notes,
                *c.habits,
            ]
            for c in customers
        ),
    )


def _write_workbook(path: Path, rows: list[list[object]]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        # A fixed stamp: the day of drawing must not be in the file.
        book.set_properties({"title": "Orders", "created": datetime(2026, 1, 1)})
        sheet = book.add_worksheet("Orders")
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, HEADINGS, bold)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, int | float):
                    sheet.write_number(number, column, value)
                elif value != "":
                    sheet.write_string(number, column, str(value))
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(HEADINGS) - 1, 14)


def _write_districts(path: Path, town: Town) -> None:
    features = []
    for district in town.plan.districts:
        ring = [list(to_lonlat(x, y)) for x, y in district.area.simplify(2).exterior.coords]
        features.append(
            {
                "type": "Feature",
                "properties": {"name": district.name, "postcode": district.postcode, "kind": district.kind},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}) + "\n", encoding="utf-8")


def write_tables(folder: Path, town: Town) -> None:
    """Write everything but the map."""
    customers = make_customers(town.addresses, OLD_TOWN)
    vehicles, drivers = make_fleet()
    orders = make_orders_today(customers, town.addresses)
    _write_districts(folder / "districts.geojson", town)
    _write_dicts(folder / "depots.csv", make_depots(town.addresses))
    _write_dicts(folder / "vehicles.csv", vehicles)
    _write_dicts(folder / "drivers.csv", drivers)
    _write_customers(folder / "customers.csv", customers)
    write_csv(folder / "orders_today.csv", HEADINGS, orders)
    _write_workbook(folder / "orders_today.xlsx", orders)


def write_city(folder: Path, town: Town) -> None:
    """Write the map and everything else."""
    write_osm(
        folder / "port_alder.osm.pbf",
        land=town.land,
        plan=town.plan,
        greens=town.greens,
        edges=town.edges,
        names=town.names,
        addresses=town.addresses,
        buildings=town.buildings,
    )
    write_tables(folder, town)


def main(folder: Path) -> None:
    town = make_town()
    write_city(folder, town)
    print(f"{CITY}: {len(town.edges):,} street segments, {len(town.addresses):,} addresses")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
