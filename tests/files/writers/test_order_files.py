"""Orders written as CSV and XLSX are harmless in any spreadsheet, and our import reads them back without loss."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lastmile_core.files.cells.safe_cells import clean_text, csv_text, from_csv_text
from lastmile_core.files.columns.map_columns import map_columns
from lastmile_core.files.orders.read_context import ReadContext
from lastmile_core.files.orders.read_orders import read_orders
from lastmile_core.files.raw_table import ReadLimits
from lastmile_core.files.tables.read_table import read_table
from lastmile_core.files.writers.order_files import orders_csv, orders_xlsx
from lastmile_core.model import Depot, Load, Location, Order, OrderKind, Pickup, Priority, TimeWindow

DAY = date(2026, 11, 23)
ZONE = ZoneInfo("Europe/Lisbon")
DEPOT = Depot(depot_id="porto", name="Porto", location=Location(lat=41.1496, lon=-8.611), timezone="Europe/Lisbon")
RISKY = (
    "=1+1",
    "+351 22 1",
    "-2+3",
    "@SUM(1)",
    "'=1",
    "''=1",
    "'t Hooft",
    "＝1",
    "|x",
    '"quoted"',
    "a;b,c",
    "x\ty",
    "-",
)
LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Zs", "Co", "Cn"))
WORDS = st.one_of(st.sampled_from(RISKY), st.lists(st.text(LETTERS, min_size=1, max_size=8), max_size=3).map(" ".join))
TEXT = WORDS.map(lambda text: clean_text(text).strip())
NAMES = st.text("abcdefgh", min_size=1, max_size=5)
DEGREES = st.floats(-0.05, 0.05).map(lambda off: round(off, 7))
MINUTES = st.integers(0, 24 * 60 - 30)
AMOUNTS = st.floats(0.001, 250).map(lambda amount: round(amount, 3))


def at(minutes: int) -> datetime:
    return (datetime(2026, 11, 23, tzinfo=ZONE) + timedelta(minutes=minutes)).astimezone(ZONE)


@st.composite
def windows(draw: st.DrawFn, most: int = 3) -> tuple[TimeWindow, ...]:
    starts = draw(st.lists(MINUTES, max_size=most, unique=True))
    found = [TimeWindow(earliest=at(s), latest=at(s + draw(st.integers(10, 300)))) for s in sorted(starts)]
    return tuple(found)


@st.composite
def orders(draw: st.DrawFn) -> Order:
    kind = draw(st.sampled_from(OrderKind))
    pickup = None
    if kind is OrderKind.DELIVERY and draw(st.booleans()):
        place = Location(lat=round(41.3 + draw(DEGREES), 7), lon=round(-8.5 + draw(DEGREES), 7))
        pickup = Pickup(
            location=place,
            name=draw(NAMES),
            address=draw(NAMES),
            windows=draw(windows(1)),
            service_s=draw(st.integers(0, 3600)),
        )
    return Order(
        order_id="X",
        service_date=DAY,
        depot_id="porto",
        customer_name=draw(TEXT),
        customer_id=draw(st.one_of(st.none(), NAMES)),
        address=draw(NAMES) + " 1",
        postcode=draw(st.sampled_from(("", "01067", "4050-262", "00100"))),
        city=draw(NAMES),
        district=draw(st.one_of(st.just(""), NAMES)),
        location=Location(lat=round(41.15 + draw(DEGREES), 7), lon=round(-8.61 + draw(DEGREES), 7)),
        kind=kind,
        load=Load.of(
            draw(st.dictionaries(st.sampled_from(("kg", "m3", "parcels", "cold", "pallets")), AMOUNTS, max_size=3))
        ),
        windows=draw(windows()),
        service_s=draw(st.integers(0, 4 * 3600)),
        priority=draw(st.sampled_from(Priority)),
        skills=frozenset(draw(st.lists(NAMES, max_size=2))),
        phone=draw(st.sampled_from(("", "+351 22 555 0101", "(0711) 555"))),
        email=draw(st.sampled_from(("", "ana@example.org"))),
        notes=draw(TEXT),
        custom=draw(st.sampled_from(((), (("Gift wrap", "=yes"),), (("Vendor code", "007"),)))),
        pickup=pickup,
        set_up_s=draw(st.sampled_from((0, 90, 300))),
        dock_s=draw(st.sampled_from((0, 45))),
        release_at=draw(st.one_of(st.none(), MINUTES.map(at))),
        preferred=draw(windows(1).map(lambda found: found[0] if found else None)),
        early_price=draw(st.sampled_from((None, 0.0, 12.5))),
        late_price=draw(st.sampled_from((None, 30.0))),
        same_route=frozenset(draw(st.lists(NAMES, max_size=1))),
        different_routes=frozenset(draw(st.lists(NAMES, max_size=1))),
        allowed_vehicles=frozenset(draw(st.lists(NAMES, max_size=2))),
        forbidden_vehicles=frozenset(draw(st.lists(NAMES, max_size=1))),
        chances=draw(st.sampled_from(((), (0.5,), (0.25, 0.5, 1.0)))),
    )


def numbered(found: list[Order]) -> list[Order]:
    return [replace(order, order_id=f"A-{number:03d}") for number, order in enumerate(found, 1)]


def read_back(content: bytes) -> list[Order]:
    table = read_table(content, "orders", ReadLimits(in_child=False))
    mapping = map_columns(table.headings, table.rows)
    known = ReadContext(service_date=DAY, depots=(DEPOT,), timezone="Europe/Lisbon")
    read = read_orders(table, mapping, known)
    assert read.outcome in ("accept", "accept_with_warnings"), read.issues
    return read.orders


def same(first: Order, second: Order) -> None:
    for name in Order.__dataclass_fields__:
        if name not in ("status", "import_id"):
            assert getattr(first, name) == getattr(second, name), name


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(orders(), min_size=1, max_size=5).map(numbered))
def test_orders_come_back_as_they_were(written: list[Order]) -> None:
    for content in (
        orders_csv(written, "Europe/Lisbon"),
        orders_xlsx(written, "Europe/Lisbon", created=datetime(2026, 1, 1, tzinfo=UTC)),
    ):
        back = read_back(content)
        assert len(back) == len(written)
        for before, after in zip(written, back, strict=True):
            same(before, after)


@settings(max_examples=25, deadline=None)
@given(st.lists(orders(), min_size=1, max_size=4).map(numbered))
def test_no_cell_of_the_csv_is_a_formula(written: list[Order]) -> None:
    table = list(csv.reader(io.StringIO(orders_csv(written, "Europe/Lisbon").decode("utf-8-sig"))))
    for row in table[1:]:
        for cell in row:
            is_number = cell.lstrip("-").replace(".", "", 1).isdecimal()
            assert is_number or not cell.lstrip().startswith(
                ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
            ), cell


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=12), st.sampled_from(RISKY)))
def test_a_text_made_harmless_is_the_same_text_again(text: str) -> None:
    assert from_csv_text(csv_text(text)) == clean_text(text)


def test_only_columns_that_somebody_filled_are_written() -> None:
    order = Order(order_id="1", service_date=DAY, depot_id="porto", customer_name="Ana")
    heading = orders_csv([order], "UTC").decode("utf-8-sig").splitlines()[0]
    assert "Pickup" not in heading
    assert "Earliest time 2" not in heading
    assert heading.startswith("Order number,Date,Customer,Address")
    assert orders_csv([], "UTC").decode("utf-8-sig").count("\n") == 1
