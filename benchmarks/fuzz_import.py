"""Thousands of broken order files: no exception but a refusal in words, and no row that vanishes without a word.

    python benchmarks/fuzz_import.py [--files 10000] [--seed 1] [--keep FOLDER]

Every file is made from its seed: a day of orders in some language, format and encoding, then hurt in one to six ways
(bytes flipped, cut, repeated; lines torn, joined, swapped; separators and quotes exchanged; cells replaced by what
people write; parts of a workbook changed; or nothing but random bytes). Each is read in this process, without the
limited child that a real import uses, with the answers that a person might have given. A file that breaks a promise
is kept under ``--keep`` and named with its seed.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import xlsxwriter

from lastmile_core.errors import FileError
from lastmile_core.files.columns.map_columns import map_columns
from lastmile_core.files.orders.read_context import ReadContext
from lastmile_core.files.orders.read_orders import OrdersRead, read_orders
from lastmile_core.files.raw_table import ReadLimits
from lastmile_core.files.tables.read_table import read_table
from lastmile_core.model import Depot, ImportAnswers, Location

DAY = date(2026, 11, 23)
LIMITS = ReadLimits(in_child=False, max_rows=3000, max_unpacked=30_000_000)
DEPOT = Depot(depot_id="d", name="Depot", location=Location(lat=41.15, lon=-8.61), timezone="Europe/Lisbon")
HEADINGS = tuple(
    line.split("|")
    for line in (
        "order_id|date|customer|address|postcode|city|lat|lon|weight_kg|from|to|service_min",
        "Auftrag|Lieferdatum|Empfänger|Straße|PLZ|Ort|Breite|Länge|Gewicht|von|bis|Dauer",
        "N° commande|date livraison|nom|voie|code postal|ville|lat|lng|poids|ouverture|fin|durée",
        "pedido|fecha|cliente|calle|cp|ciudad|latitud|longitud|peso (g)|desde|hasta|duracion",
        "Name|Created at|Shipping Name|Shipping Address1|Zip|City|lat|lng|Lineitem quantity|slot|Note|Financial Status",
    )
)
SAID = (
    "", " ", "-", "n/a", "NaN", "inf", "1e400", "0", "-5", "5 kg", "500 g", "1.234", "1,234.5", "1.234,5", "48,77",
    "9.18", "48.77, 9.18", "geo:48,9", "8FWFQ5GM+85", "https://maps.app.goo.gl/x",
    "https://www.google.com/maps?q=1,2", "0,0", "95", "03/04/2026", "13/04/2026", "31.12.", "2026-02-30", "46349.5",
    "20261123", "261123", "9-12", "ab 14 Uhr", "25:00", "0900", "22:00-02:00 (+1)", "9-12 und 14-17", "noon",
    "9:00 CET", "2026-11-23T09:00:00Z", "1795424400000", "#N/A", "=1+1", "\"", "'", "\t", "\n", ";", "A1", "a1",
    "001", "1", "1E5", "A_1/3", "A_2/3", "Total", "JÃ¼rgen", "\x00", "\u200b", "２３", "x" * 70, "y" * 11_000, "none",
    "high", "P", "D", "yes", "N 41° 8' 42\" W 8° 36' 44\"", "[1,2]", "{}", "²", "½",
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp1250", "cp1251", "cp932", "mac-roman")
ANSWERS: tuple[dict[str, Any], ...] = (
    {},
    {"swap_lat_lon": True},
    {"turn_sign": "lon"},
    {"keep_latlon": True, "date_order": "mdy"},
    {"no_header": True, "date_order": "dmy"},
    {"negative_is_collection": True, "join_parts": True},
    {"same_number": "add"},
    {"same_number": "apart"},
    {"same_number": "last", "fill": {"service": "4 min", "city": "Porto"}},
)
Make = Callable[[random.Random], bytes]


def _rows(rng: random.Random) -> list[list[str]]:
    rows = [list(rng.choice(HEADINGS))]
    rows += [_row(number, rng) for number in range(rng.randrange(0, 12))]
    for _ in range(rng.choice((0, 0, 1, 2, 5, 20))):
        row = rng.choice(rows)
        row[rng.randrange(len(row))] = rng.choice(SAID)
    if rng.random() < 0.2:
        rows.append(list(rng.choice(rows)))
    if rng.random() < 0.1:
        rng.shuffle(rows)
    return rows


def _row(number: int, rng: random.Random) -> list[str]:
    day = rng.choice(("2026-11-23", "23.11.2026", "11/23/2026"))
    name = rng.choice(("Zoë", "Łukasz", "Иван", "Ana"))
    place = [f"{41.1 + number / 999:.5f}", f"{-8.6 - number / 999:.5f}"]
    return [f"A{number}", day, name, f"Rua {number}", "4050", "Porto", *place, str(number), "09:00", "12:00", "5"]


def _text(rng: random.Random) -> bytes:
    separator, end = rng.choice(",;\t|,;"), rng.choice(("\n", "\r\n", "\r", "\n"))
    lines = []
    for row in _rows(rng):
        cells = [
            '"' + cell.replace('"', '""') + '"'
            if rng.random() < 0.05 or any(c in cell for c in (separator, '"', "\n"))
            else cell
            for cell in row
        ]
        lines.append(separator.join(cells))
    if rng.random() < 0.1:
        lines.insert(0, rng.choice(("Export", "sep=;", "", "a;b,c")))
    return end.join([*lines, ""]).encode(rng.choice(ENCODINGS), "replace")


def _json(rng: random.Random) -> bytes:
    head, *body = _rows(rng)
    objects: list[Any] = [dict(zip(head, row, strict=False)) for row in body]
    if objects and rng.random() < 0.3:
        objects[0] = {**objects[0], "nested": {"a": [objects[0], 1, None], "timeWindows": [{"start": "9:00"}]}}
    if rng.random() < 0.5:
        return json.dumps(rng.choice((objects, {"orders": objects}))).encode()
    return "\n".join(json.dumps(entry) for entry in objects).encode()


def _book(rng: random.Random) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for _ in range(rng.choice((1, 1, 2))):
            sheet = book.add_worksheet()
            for row, cells in enumerate(_rows(rng), rng.choice((0, 0, 2))):
                for column, cell in enumerate(cells):
                    try:
                        number = float(cell)
                    except ValueError:
                        sheet.write_string(row, column, cell[:30_000])
                    else:
                        sheet.write(row, column, number if abs(number) < 1e300 else cell)
    return stream.getvalue()


def _noise(rng: random.Random) -> bytes:
    return rng.choice(
        (b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"{", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    ) + rng.randbytes(rng.randrange(400))


def _hurt(content: bytes, rng: random.Random) -> bytes:
    data = bytearray(content)
    way = rng.randrange(9)
    at = rng.randrange(len(data) + 1)
    if way == 0 and data:
        for _ in range(rng.randrange(1, 8)):
            data[rng.randrange(len(data))] = rng.randrange(256)
    elif way == 1:
        del data[at : at + rng.randrange(40)]
    elif way == 2:
        data[at:at] = rng.choice(SAID).encode("utf-8", "replace")
    elif way == 3:
        data[at:at] = data[at : at + rng.randrange(200)]
    elif way == 4:
        data = data[:at]
    elif way == 5:
        old, new = rng.choice(((b",", b";"), (b";", b","), (b'"', b""), (b"\n", b""), (b"\r", b"\n"), (b".", b",")))
        data = data.replace(old, new, rng.choice((1, 3, -1)))
    elif way == 6:
        lines = bytes(data).split(b"\n")
        rng.shuffle(lines)
        data = bytearray(b"\n".join(lines))
    elif way == 7:
        data[at:at] = rng.randbytes(rng.randrange(1, 30))
    else:
        data[at:at] = rng.choice((b'"', b"\n", b"\x00", b"\r\n\r\n", b",,,,,,,,", b"\xc3", b"\xff"))
    return bytes(data)


def _hurt_book(content: bytes, rng: random.Random) -> bytes:
    """Change the parts inside a workbook, so that it still unpacks."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {entry.filename: old.read(entry) for entry in old.infolist()}
    name = rng.choice([name for name in parts if "sheet" in name or "workbook" in name or "shared" in name])
    if rng.random() < 0.1:
        del parts[name]
    else:
        parts[name] = _hurt(parts[name], rng)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part, data in parts.items():
            new.writestr(part, data)
    return stream.getvalue()


def make_file(seed: int) -> bytes:
    """Return the file of a seed."""
    rng = random.Random(seed)
    kind = rng.choices(("text", "json", "book", "noise"), (70, 8, 17, 5))[0]
    makers: dict[str, Make] = {"text": _text, "json": _json, "book": _book, "noise": _noise}
    content = makers[kind](rng)
    for _ in range(rng.randrange(7)):
        content = (
            _hurt_book(content, rng)
            if kind == "book" and rng.random() < 0.7 and content[:2] == b"PK" and _unpacks(content)
            else _hurt(content, rng)
        )
    return content


def _unpacks(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.testzip() is None and any("sheet" in name for name in archive.namelist())
    except Exception:
        return False


def read_file(content: bytes, seed: int) -> str:
    """Read a file as an import does and return the outcome.

    Raises
    ------
    AssertionError
        If a row vanished, was refused without a reason, or an open question let orders through.
    """
    answers = ImportAnswers(replies=ANSWERS[seed % len(ANSWERS)])
    try:
        table = read_table(content, "fuzz", LIMITS, answers)
    except FileError as refusal:
        if not (refusal.message.endswith((".", "”")) and refusal.mend and refusal.code):
            raise AssertionError(f"a refusal without words: {refusal!r}") from refusal
        return f"reject_file {refusal.code}"
    mapping = map_columns(table.headings, table.rows, has_header=table.has_header)
    known = ReadContext(
        service_date=DAY, depots=(DEPOT,) if seed % 2 else (), timezone="Europe/Lisbon", answers=answers
    )
    read = read_orders(table, mapping, known)
    check(len(table.rows), read)
    json.dumps(read.rows)
    return read.outcome


def check(num_rows: int, read: OrdersRead) -> None:
    """Assert what is promised of every file that could be read."""
    assert num_rows == read.num_rows, (num_rows, read.num_rows)
    merged, refused = set(read.merged_row_numbers), set(read.rejected_rows)
    own = [draft.row for draft in read.drafts]
    assert len(own) == len(set(own)), "a row became two orders"
    assert not refused & set(own), "a refused row became an order"
    assert not merged & (refused | set(own)), "a row was joined and kept"
    named = {issue.row for issue in read.issues}
    assert refused <= named, f"refused without a reason: {sorted(refused - named)}"
    keys = [(order.order_id, order.service_date) for order in read.orders]
    assert len(keys) == len(set(keys)), "one order number twice on a day"
    assert read.outcome != "ask" or not read.orders, "orders while a question is open"
    for issue in read.issues:
        assert issue.message, issue.code
        assert issue.row is None or 1 <= issue.row <= num_rows, issue


def main() -> None:
    """Read the files of many seeds and say what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=None, help="folder for files that break a promise")
    given = parser.parse_args()
    outcomes: Counter[str] = Counter()
    broken, slowest, began = [], (0.0, 0), time.process_time()
    for seed in range(given.seed, given.seed + given.files):
        content = make_file(seed)
        started = time.process_time()
        try:
            outcomes[read_file(content, seed)] += 1
        except Exception as error:  # every kind is what we look for
            broken.append(seed)
            print(f"seed {seed}: {type(error).__name__}: {error}")
            if given.keep:
                given.keep.mkdir(parents=True, exist_ok=True)
                (given.keep / f"{seed}.bin").write_bytes(content)
        slowest = max(slowest, (time.process_time() - started, seed))
    print(f"{given.files} files in {time.process_time() - began:.0f} CPU seconds, {len(broken)} broken promises")
    print(f"slowest: {slowest[0]:.2f} s (seed {slowest[1]})")
    for outcome, count in outcomes.most_common():
        print(f"{count:7,d}  {outcome}")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
