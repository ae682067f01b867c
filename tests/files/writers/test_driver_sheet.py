from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace

import pytest
from PIL import Image

from lastmile_core.errors import NotFoundError
from lastmile_core.files.writers.driver_sheet import all_sheets_pdf, driver_sheet_pdf
from lastmile_core.files.writers.sheet_fonts import markup
from lastmile_core.files.writers.sheet_parts import geo_link
from lastmile_core.model import OrderKind, OrderStatus, Priority, TravelSource

needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed"
)


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


@needs_pdftotext
def test_a_sheet_names_every_stop_and_counts_its_pages(sheet_day):
    text = text_of(driver_sheet_pdf(sheet_day, "van-2"))
    route = sheet_day.plan.routes[1]
    for stop in route.stops:
        assert f"order {stop.visit_id}" in text
    assert "Van 2" in text
    assert sheet_day.driver_name(route) in text
    assert "Tuesday 24 November 2026" in text
    assert "plan v3" in text
    assert f"{route.departure:%H:%M}" in text
    assert "Break" in text
    assert "page 1 of 2" in text
    assert "page 2 of 2" in text
    assert "Van 1" not in text


@needs_pdftotext
def test_pages_are_counted_for_each_route_in_the_joint_file(sheet_day):
    pages = text_of(all_sheets_pdf(sheet_day)).split("\f")
    feet = [line.strip() for page in pages for line in page.splitlines() if " of 2" in line and "plan v3" in line]
    assert [foot.split()[1] for foot in feet] == ["1", "1", "2", "2", "3", "3"]
    assert [foot.split("page ")[1] for foot in feet] == ["1 of 2", "2 of 2"] * 3


@needs_pdftotext
def test_an_estimate_is_marked_and_road_times_are_not(sheet_day):
    assert "Driving times are estimates" in text_of(driver_sheet_pdf(sheet_day, "van-1"))
    day = replace(sheet_day, plan=replace(sheet_day.plan, travel_source=TravelSource.OSRM))
    assert "estimates" not in text_of(driver_sheet_pdf(day, "van-1"))


@needs_pdftotext
def test_letters_of_many_languages_are_printed(change_orders):
    name = "Łukasz Žák Ωμέγα Жданов Ђ ñ"
    assert name in text_of(driver_sheet_pdf(change_orders(customer_name=name), "van-1"))


@needs_pdftotext
@pytest.mark.parametrize(
    "text",
    [
        "<b>bold",
        "</para>",
        "<img src='http://evil/x.png'/>",
        "a & b < c",
        '<a href="http://evil">x</a>',
        "&#60;x",
        "<font",
    ],
)
def test_markup_of_customers_is_printed_and_not_obeyed(change_orders, text):
    day = change_orders(customer_name=text, notes=text, address=text, phone=text, city=text)
    assert text in text_of(driver_sheet_pdf(day, "van-1"))


@pytest.mark.parametrize(
    "fields",
    [
        {"customer_name": "x" * 2000, "address": "y" * 2000, "notes": "z " * 4000},
        {"customer_name": "\x00\x01\x1b\ud800", "notes": "\n\n\r\t"},
        {"customer_name": "山田 とう 김철수 📦 🚚", "address": "שלום مرحبا"},
        {"customer_name": "", "address": "", "phone": "", "notes": ""},
        {"location": None},
        {"kind": OrderKind.COLLECTION, "priority": Priority.MUST, "skills": frozenset({"<crane>"})},
    ],
)
def test_no_text_breaks_the_sheet(change_orders, fields):
    assert driver_sheet_pdf(change_orders(**fields), "van-1").startswith(b"%PDF")


def test_the_map_picture_is_taken_in_and_none_draws_a_sketch(sheet_day):
    picture = io.BytesIO()
    Image.effect_noise((640, 400), 50).save(picture, "PNG")
    with_map = driver_sheet_pdf(sheet_day, "van-1", picture.getvalue())
    without = driver_sheet_pdf(sheet_day, "van-1")
    # The QR codes are pictures too; the map is one more.
    assert with_map.count(b"/Subtype /Image") == without.count(b"/Subtype /Image") + 1


def test_a_vehicle_without_stops_is_said_so(sheet_day):
    with pytest.raises(NotFoundError, match="no stops in plan v3"):
        driver_sheet_pdf(sheet_day, "van-99")


def test_a_plan_without_routes_still_gives_a_page(empty_day):
    assert all_sheets_pdf(empty_day).startswith(b"%PDF")


def test_equal_sheets_are_equal_bytes(sheet_day):
    assert driver_sheet_pdf(sheet_day, "van-1") == driver_sheet_pdf(sheet_day, "van-1")


def test_the_code_opens_the_planned_point_with_the_address(sheet_day):
    order = replace(next(iter(sheet_day.orders.values())), address="5 Ö & Co?#", postcode="1", city="X")
    spot = f"{order.location.lat:.6f},{order.location.lon:.6f}"
    assert geo_link(order) == f"geo:{spot}?q={spot}(5%20%C3%96%20%26%20Co%3F%23%2C%201%20X)"
    assert geo_link(replace(order, location=None)).startswith("geo:0,0?q=5%20")
    assert geo_link(replace(order, location=None, address="", postcode="", city="")) == ""


def test_letters_that_the_font_lacks_are_boxes_or_another_font():
    assert markup("a<b") == "a&lt;b"
    assert "STSong" in markup("王")
    assert "Heisei" in markup("と")
    assert "HYSM" in markup("김")
    assert markup("\U0001f9ff") == "□"
    assert markup("x" * 50, 10) == "x" * 9 + "…"


@needs_pdftotext
def test_a_sheet_of_a_day_that_changed_says_so(sheet_day):
    """A cancelled order was printed like any other stop, and the driver of yesterday's roster stood on top."""
    as_planned = text_of(driver_sheet_pdf(sheet_day, "van-1"))
    assert "CANCELLED" not in as_planned
    assert "superseded" not in as_planned
    route = sheet_day.plan.routes[0]
    gone, missing = route.stops[0].visit_id, route.stops[1].visit_id
    orders = {key: order for key, order in sheet_day.orders.items() if key != missing}
    orders[gone] = replace(orders[gone], status=OrderStatus.SKIPPED)
    other = sheet_day.plan.routes[1].driver_id
    day = replace(
        sheet_day,
        orders=orders,
        drivers_today={"van-1": other},
        vehicles_off=frozenset({"van-1"}),
        newer_version=4,
    )
    text = " ".join(text_of(driver_sheet_pdf(day, "van-1")).split())
    assert "Plan v3 is superseded by v4: do not drive from this sheet." in text
    assert "Van 1 does not go out today: ask the dispatcher." in text
    assert f"Planned for {sheet_day.drivers[route.driver_id].name}; the roster has changed since." in text
    assert sheet_day.drivers[other].name in text
    assert "2 stops are cancelled and marked so" in text
    # Columns are interleaved line by line in the extracted text, so only words are looked for.
    assert text.count("CANCELLED") == 2
    assert f"order {gone}" in text
    assert missing in text
