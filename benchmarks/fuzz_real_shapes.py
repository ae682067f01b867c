"""Order files in the shapes of real companies, changed by the thousand: every row accounted for, no column silent.

    python benchmarks/fuzz_real_shapes.py [--files 10000] [--seed 1]

Each file is made from its seed: a shape (a distributor's list, a shop, a courier, a planner, an ERP in one of ten
languages), its headings renamed, shortened, prefixed or replaced by words that nobody knows, its columns shuffled,
repeated or dropped, its cells written in other ways, and then, half of the time, hurt as in ``fuzz_import.py``.
Promised of each: rows in = orders + refused + merged + held, no exception, and no column with three different
meaningful values that is neither used nor named in a note or a question.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path
from types import ModuleType

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from lastmile_core.errors import FileError
from lastmile_core.files.columns.column_habits import OWN_WORDS
from lastmile_core.files.columns.map_columns import ColumnMapping, map_columns
from lastmile_core.files.headings.heading_meaning import normalise
from lastmile_core.files.orders.read_context import ReadContext
from lastmile_core.files.orders.read_orders import OrdersRead, read_orders
from lastmile_core.files.raw_table import RawTable
from lastmile_core.files.tables.read_table import read_table


def _fuzz_import() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz_import", Path(__file__).with_name("fuzz_import.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


fuzz = _fuzz_import()
SHAPES = tuple(
    line.split("|")
    for line in (
        "Nº Pedido|Cliente|Endereço de Entrega|Peso dos Itens|Qtde. dos Itens|Janela de Descarga|Latitude|Longitude",
        "CUSTOMER_CODE|CUSTOMER_LATITUDE|CUSTOMER_LONGITUDE|CUSTOMER_WINDOW_FROM_MIN|CUSTOMER_WINDOW_TO_MIN|TOTAL_WEIGHT_KG",
        "Auftrag|Kunde|Lieferdatum gewünscht|Breite|Länge|Gewicht|Bemerkung|Status",
        "order_number|status|shipping_method|shipping_first_name|shipping_address_1|shipping_city|shipping_postcode|order_total",
        "type|address.name|address.telephone|address|after|before|comments|tags|weight",
        "label|pickupArrivalWaypoint|deliveryArrivalWaypoint|deliveryDuration|loadDemand1Type|loadDemand1Value",
        "Order number|Customer|Pickup coordinates|Delivery address|Parcels|Requested Deliv.date",
        "Sipariş No|Müşteri Adı|Teslimat Adresi|Şehir|Enlem|Boylam|Ağırlık|Koli Adedi|Teslim Tarihi",
        "Nr zamówienia|Odbiorca|Ulica|Miasto|Waga brutto|Liczba paczek|Data dostawy|Od|Do",
        "Ordernr|Mottagare|Leveransadress|Postnr|Ort|Vikt|Antal kolli|Leveransdatum|Tidsfönster",
        "Order ID|Customer Name|Address|Latitude|Longitude|Weight (gm)|Driver|Created at|Unit price",
    )
)
ODD_HEADINGS = ("Foo", "Bar 7", "Campo 3", "Wert", "XYZ_12", "Info 2", "#", "Spalte", "K.", "Req. Del. Dt", "Zt")
CELLS = {
    "day": ("2026-11-24", "24.11.2026", "24/11/2026", "11/26/2026", "2026-11-25", "25.11.2026", "26.11.26"),
    "clock": ("08:00", "09:30", "480", "600", "0900", "9-12", "14:00-17:00", "24:00", "15/02 09:00", "8h"),
    "amount": ("152,5", "18", "240", "3.5", "12 kg", "500 gms", "7", "1.250", "22 lbs", "0"),
    "degree": ("41.14512", "-8.61234", "41,14512", "-8,61234", "48.401234, 9.991234"),
    "word": ("Pat", "Łucja", "Café Sul", "Rua das Flores 1", "2 Rose Row, Ulm", "Ring twice", "x"),
    "status": ("open", "cancelled", "DONE", "Cancelado", "Local pickup", "paid", "on-hold", "Parked"),
    "number": ("A1001", "70001", "70002", "P-3", "4711_1/3"),
}
_MEANINGFUL = re.compile(r"[^\W_]")


def make_file(seed: int) -> bytes:
    """Return the file of a seed."""
    rng = random.Random(seed)
    headings = [_renamed(heading, rng) for heading in rng.choice(SHAPES)]
    kinds = [rng.choice(tuple(CELLS)) if rng.random() < 0.25 else _kind_of(heading) for heading in headings]
    order = list(range(len(headings)))
    if rng.random() < 0.4:
        rng.shuffle(order)
    if rng.random() < 0.2:
        order.append(rng.choice(order))
    separator = rng.choice((",", ";", ";", "\t"))
    lines = [[headings[index] for index in order]]
    for number in range(rng.randrange(1, 14)):
        row = [_cell(kinds[index], number, rng) for index in range(len(headings))]
        lines.append([row[index] for index in order])
    content = "\n".join(separator.join(_quoted(cell, separator) for cell in line) for line in lines).encode() + b"\n"
    for _ in range(rng.randrange(3) if rng.random() < 0.5 else 0):
        content = fuzz._hurt(content, rng)
    return content


def _renamed(heading: str, rng: random.Random) -> str:
    way = rng.randrange(10)
    if way == 0:
        return rng.choice(ODD_HEADINGS)
    if way == 1:
        return heading.upper()
    if way == 2:
        return normalise(heading).replace(" ", "_")
    if way == 3:
        return f"{rng.choice(('CUSTOMER', 'Delivery', 'Ship to', 'Pickup', 'Depot'))} {heading}"
    if way == 4:
        return f"{heading} ({rng.choice(('kg', 'g', 'min', 'm3', 'lbs', 'st', 'x'))})"
    return heading[: max(3, len(heading) - 3)] if way == 5 else heading


def _kind_of(heading: str) -> str:
    words = normalise(heading)
    for kind, stems in (
        ("day", "dat tarih day"),
        ("clock", "window janela from to od do after before tid"),
        ("status", "status method"),
        ("amount", "peso gewicht weight waga vikt agirlik parcel koli kolli paczek qtde total value duration price"),
        ("degree", "lat lon breite lange enlem boylam waypoint coordinates"),
        ("number", "no pedido order code auftrag"),
    ):
        if any(stem in words for stem in stems.split()):
            return kind
    return "word"


def _cell(kind: str, number: int, rng: random.Random) -> str:
    if rng.random() < 0.06:
        return str(rng.choice(fuzz.SAID))[:200]
    if kind == "number":
        return f"A{number}"
    return rng.choice(CELLS[kind]) if kind != "degree" else f"{41 + number / 97:.5f}"


def _quoted(cell: str, separator: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in (separator, '"', "\n")) else cell


def read_file(content: bytes) -> str:
    """Read a file as an import does and return the outcome.

    Raises
    ------
    AssertionError
        If a row or a column vanished without a word.
    """
    try:
        table = read_table(content, "fuzz", fuzz.LIMITS)
    except FileError as refusal:
        return f"reject_file {refusal.code}"
    mapping = map_columns(table.headings, table.rows, has_header=table.has_header)
    read = read_orders(table, mapping, ReadContext(service_date=fuzz.DAY, depots=(fuzz.DEPOT,), timezone="UTC"))
    fuzz.check(len(table.rows), read)
    check_columns(table, mapping, read)
    return str(read.outcome)


def check_columns(table: RawTable, mapping: ColumnMapping, read: OrdersRead) -> None:
    """Assert that every column with three different meaningful values is used, noted or asked about."""
    if not table.rows or (read.outcome == "reject_file" and not read.rejected_rows):
        return
    used = {guess.index for guess in mapping.fields.values()}
    said = "\n".join(f"{issue.message} {issue.column}" for issue in read.issues)
    for index, heading in enumerate(table.headings):
        values = {row[index] for row in table.rows[:300] if _MEANINGFUL.search(row[index])}
        if index in used or len(values) < 3 or normalise(heading) in OWN_WORDS:
            continue
        assert heading in said, f"column {heading!r} with {sorted(values)[:3]} is neither used nor named"


def main() -> None:
    """Read the files of many seeds and say what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    outcomes: Counter[str] = Counter()
    broken, began = 0, time.process_time()
    for seed in range(given.seed, given.seed + given.files):
        try:
            outcomes[read_file(make_file(seed))] += 1
        except Exception as error:  # every kind is what we look for
            broken += 1
            print(f"seed {seed}: {type(error).__name__}: {error}")
    print(f"{given.files} files in {time.process_time() - began:.0f} CPU seconds, {broken} broken promises")
    for outcome, count in outcomes.most_common():
        print(f"{count:7,d}  {outcome}")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
