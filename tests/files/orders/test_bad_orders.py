"""Files broken in every way that was ever seen: what is taken, what is refused, and by which name."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lastmile_core.workflows.imports.import_orders import dry_run
from tests.files import conftest as c

TAKEN, WARNED, PARTIAL, ASK, REFUSED = "accept", "accept_with_warnings", "partial", "ask", "reject_file"


def test_the_ten_samples_give_what_they_should(shared_data: Path) -> None:
    folder = shared_data / "bad_orders"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    day = date.fromisoformat(expected["plan_date"])
    for sample in expected["files"]:
        name, wanted = sample["file"], sample["expect"]
        answer = dry_run(folder / name, day, {"region": expected["region"]}, sample["kind"])
        assert answer["outcome"] in wanted["outcome"], name
        assert set(wanted.get("codes", [])) <= c.codes(answer), name
        tolerated = {1, 2} if name.startswith("q03") else set()  # the note of that file allows 5 kg and 5,5
        assert set(wanted.get("rejected_rows", [])) - tolerated <= set(c.refused(answer)), name
        assert set(c.refused(answer)) <= set(wanted.get("rejected_rows", [])), name
        for order_id, values in wanted.get("values", {}).items():
            assert {key: c.row_of(answer, order_id)[key] for key in values} == values, name
        if answer["outcome"] == ASK:
            assert answer["rows"] == []


def test_swapped_coordinates_are_taken_after_the_answer(shared_data: Path) -> None:
    path = shared_data / "bad_orders" / "g01_lat_lon_swapped_all.csv"
    answer = dry_run(path, c.DAY, {"region": c.GERMANY, "answers": {"swap_lat_lon": True}})
    assert answer["outcome"] == TAKEN
    assert c.row_of(answer, "A1001")["lat"] == 48.77


def test_every_file_in_the_wild_is_read_and_its_rows_add_up(shared_data: Path) -> None:
    for path in sorted((shared_data / "orders").glob("*/*")):
        answer = dry_run(path, c.DAY, {})
        if path.name == "blank.csv":
            assert answer["outcome"] == REFUSED
            continue
        count = answer["counts"]
        assert count["rows"] == sum(count[k] for k in ("orders", "refused", "merged", "blank", "waiting")), path.name


# name → (text, outcome, refused rows, codes that must be named, cells that must come out)
Expectation = tuple[str, list[int], set[str], dict[str, Any]]
FIRST = "A1001"
CELLS: dict[str, tuple[dict[str, str], Expectation]] = {
    "time without colon": ({"tw_start": "0900"}, (TAKEN, [], set(), {"tw_start": "09:00"})),
    "time with a point": ({"tw_start": "09.30"}, (TAKEN, [], set(), {"tw_start": "09:30"})),
    "time with h": ({"tw_start": "9h30"}, (TAKEN, [], set(), {"tw_start": "09:30"})),
    "time of hours alone": ({"tw_start": "9"}, (TAKEN, [], set(), {"tw_start": "09:00"})),
    "time with Uhr": ({"tw_start": "9 Uhr"}, (TAKEN, [], set(), {"tw_start": "09:00"})),
    "afternoon": ({"tw_start": "1:15 PM", "tw_end": "2:30 p.m."}, (TAKEN, [], set(), {"tw_end": "14:30"})),
    "superscript digit": ({"tw_end": "²", "demand_kg": "5²"}, (PARTIAL, [1], {"TIME_FORMAT", "NUMBER"}, {})),
    "noon and midnight": (
        {"tw_start": "12:00 AM", "tw_end": "12 pm"},
        (TAKEN, [], set(), {"tw_start": "00:00", "tw_end": "12:00"}),
    ),
    "day fraction": (
        {"tw_start": "0.375", "tw_end": "0.5"},
        (TAKEN, [], set(), {"tw_start": "09:00", "tw_end": "12:00"}),
    ),
    "time with seconds": ({"tw_start": "9:0:0"}, (TAKEN, [], set(), {"tw_start": "09:00"})),
    "next day mark": ({"tw_start": "22:00", "tw_end": "02:00 (+1)"}, (TAKEN, [], set(), {"tw_end": "02:00"})),
    "full day": ({"tw_start": "08:00", "tw_end": "24:00"}, (TAKEN, [], set(), {"tw_start": "08:00"})),
    "iso moment": ({"tw_start": "2026-11-23T09:00:00+01:00"}, (WARNED, [], {"TIME_ZONE_MIXED"}, {"tw_start": "09:00"})),
    "no such hour": ({"tw_start": "25:00"}, (PARTIAL, [1], {"TIME_FORMAT"}, {})),
    "no such minute": ({"tw_end": "10:75"}, (PARTIAL, [1], {"TIME_FORMAT"}, {})),
    "time in words": ({"tw_end": "later"}, (PARTIAL, [1], {"TIME_FORMAT"}, {})),
    "time of two readings": ({"tw_start": "9.5"}, (PARTIAL, [1], {"TIME_FORMAT"}, {})),
    "window backwards": ({"tw_start": "14:00", "tw_end": "09:00"}, (PARTIAL, [1], {"WINDOW_ORDER"}, {})),
    "window over midnight": (
        {"tw_start": "22:00", "tw_end": "02:00"},
        (WARNED, [], {"CROSS_MIDNIGHT"}, {"tw_end": "02:00"}),
    ),
    "window of a moment": ({"tw_start": "09:00", "tw_end": "09:00"}, (WARNED, [], {"WINDOW_NARROW"}, {})),
    "only a start": ({"tw_end": ""}, (TAKEN, [], set(), {"tw_start": "09:00", "tw_end": None})),
    "only an end": ({"tw_start": ""}, (TAKEN, [], set(), {"tw_start": None, "tw_end": "12:00"})),
    "no window": ({"tw_start": "", "tw_end": ""}, (TAKEN, [], set(), {"windows": []})),
    "unit in the cell": ({"demand_kg": "5 kg"}, (TAKEN, [], set(), {"demand_kg": 5.0})),
    "other unit than the heading": ({"demand_kg": "500 g"}, (PARTIAL, [1], {"NUMBER"}, {})),
    "no number": ({"demand_kg": "heavy"}, (PARTIAL, [1], {"NUMBER"}, {})),
    "infinite": ({"demand_kg": "inf"}, (PARTIAL, [1], {"NUMBER"}, {})),
    "not a number": ({"demand_kg": "NaN"}, (PARTIAL, [1], {"NUMBER"}, {})),
    "overflow": ({"demand_kg": "1e400"}, (PARTIAL, [1], {"NUMBER"}, {})),
    "negative": ({"demand_kg": "-5"}, (PARTIAL, [1], {"NEGATIVE"}, {})),
    "too heavy": ({"demand_kg": "900000"}, (PARTIAL, [1], {"TOO_LARGE"}, {})),
    "unusually heavy": ({"demand_kg": "5000"}, (WARNED, [], {"IMPLAUSIBLE"}, {"demand_kg": 5000.0})),
    "spreadsheet error": ({"demand_kg": "#N/A"}, (PARTIAL, [1], {"CELL_ERROR"}, {})),
    "service in hours": ({"service_min": "0:10"}, (TAKEN, [], set(), {"service_min": 10.0})),
    "service in seconds": ({"service_min": "90 s"}, (TAKEN, [], set(), {"service_min": 1.5})),
    "service of a day": ({"service_min": "2000"}, (PARTIAL, [1], {"TOO_LARGE"}, {})),
    "negative service": ({"service_min": "-3"}, (PARTIAL, [1], {"NEGATIVE"}, {})),
    "latitude off the earth": ({"lat": "4877000"}, (PARTIAL, [1], {"COORD_RANGE"}, {})),
    "latitude of words": ({"lat": "north"}, (PARTIAL, [1], {"COORD_FORMAT"}, {})),
    "half a coordinate": ({"lat": ""}, (PARTIAL, [1], {"COORD_FORMAT"}, {})),
    "degrees and minutes": (
        {"lat": "48°46'12\"N", "lon": "9°10'48\"E"},
        (TAKEN, [], set(), {"lat": pytest.approx(48.77)}),
    ),
    "null island": ({"lat": "0", "lon": "0"}, (WARNED, [], {"NULL_ISLAND", "NEEDS_GEOCODING"}, {"lat": None})),
    "one row swapped": ({"lat": "9.18", "lon": "48.77"}, (PARTIAL, [1], {"SWAPPED_LATLON"}, {})),
    "far away": ({"lat": "40.41650", "lon": "-3.70256"}, (WARNED, [], {"OUT_OF_REGION"}, {"status": "needs_look"})),
    "no coordinates": ({"lat": "", "lon": ""}, (WARNED, [], {"NEEDS_GEOCODING"}, {"status": "needs_place"})),
    "nowhere": (
        dict.fromkeys(("lat", "lon", "address", "postcode", "city"), ""),
        (WARNED, [], {"NO_PLACE"}, {"status": "needs_place"}),
    ),
    "no such day": ({"date": "2026-02-30"}, (PARTIAL, [1], {"DATE_FORMAT"}, {})),
    "date in words": ({"date": "soon"}, (PARTIAL, [1], {"DATE_FORMAT"}, {})),
    "excel day": ({"date": "46349"}, (TAKEN, [], set(), {"date": "2026-11-23"})),
    "named month": ({"date": "23 Nov 2026"}, (TAKEN, [], set(), {"date": "2026-11-23"})),
    "compact date": ({"date": "20261123"}, (TAKEN, [], set(), {"date": "2026-11-23"})),
    "date without year's end": ({"date": "1926-11-23"}, (PARTIAL, [1], {"DATE_RANGE"}, {})),
    "no date": ({"date": ""}, (TAKEN, [], set(), {"date": "2026-11-23"})),
    "no order number": ({"order_id": ""}, (PARTIAL, [1], {"MISSING_VALUE"}, {})),
    "order number too long": ({"order_id": "X" * 65}, (PARTIAL, [1], {"TOO_LONG"}, {})),
    "name that looks missing": ({"customer_name": "NA"}, (TAKEN, [], set(), {"customer_name": "NA"})),
    "postcode with zero": ({"postcode": "01067"}, (TAKEN, [], set(), {"postcode": "01067"})),
    "postcode without its zero": ({"postcode": "1067"}, (WARNED, [], {"POSTCODE"}, {"postcode": "1067"})),
    "NUL in a name": (
        {"customer_name": "Max\x00 Muster"},
        (WARNED, [], {"CONTROL_CHAR"}, {"customer_name": "Max Muster"}),
    ),
    "garbled name": ({"customer_name": "JÃ¼rgen"}, (WARNED, [], {"MOJIBAKE"}, {"customer_name": "JÃ¼rgen"})),
    "lines in an address": (
        {"address": "Königstraße 1\nHinterhaus"},
        (TAKEN, [], set(), {"address": "Königstraße 1, Hinterhaus"}),
    ),
    "formula": ({"customer_name": "=1+1"}, (TAKEN, [], set(), {"customer_name": "=1+1"})),
    "phone of words": ({"phone": "call me"}, (TAKEN, [], {"PHONE"}, {"phone": "call me"})),
    "very long note": ({"notes": "x" * 20_000}, (PARTIAL, [1], {"TOO_LONG"}, {})),
}


@pytest.mark.parametrize("name", CELLS)
def test_one_bad_cell_costs_one_row_at_most(name: str, answer_to: Any) -> None:
    cells, (outcome, refused, wanted_codes, values) = CELLS[name]
    answer = answer_to(c.as_csv(c.changed(1, **cells)))
    assert (answer["outcome"], c.refused(answer)) == (outcome, refused), answer["rejected"] + answer["warnings"]
    assert wanted_codes <= c.codes(answer)
    if values:
        row = c.row_of(answer, FIRST)
        assert {key: row[key] for key in values} == values


GOOD = c.as_csv(c.good_rows())
UNQUOTED_COMMA = "\r\n".join(
    [c.HEADINGS]
    + [",".join(row.values()).replace(row["demand_kg"], row["demand_kg"].replace(".", ",")) for row in c.good_rows()]
)
FILES: dict[str, tuple[str | bytes, str, int, set[str]]] = {
    "control": (GOOD, TAKEN, 6, set()),
    "byte order mark": (b"\xef\xbb\xbf" + GOOD.encode(), TAKEN, 6, set()),
    "utf-16": (GOOD.encode("utf-16"), TAKEN, 6, set()),
    "utf-16 without mark": (GOOD.encode("utf-16-le"), TAKEN, 6, {"ENCODING"}),
    "windows-1252": (GOOD.replace("Łukasz Żak", "Lukas").encode("cp1252"), WARNED, 6, {"ENCODING"}),
    "two encodings": (
        GOOD.encode().replace("Jürgen Groß".encode(), "Jürgen Groß".encode("cp1252")),
        WARNED,
        6,
        {"ENCODING"},
    ),
    "broken promise of encoding": (b"\xff\xfe" + b"abc", REFUSED, 0, {"ENCODING"}),
    "semicolons": (c.as_csv(c.good_rows(), ";"), TAKEN, 6, set()),
    "tabs": (c.as_csv(c.good_rows(), "\t"), TAKEN, 6, set()),
    "pipes": (c.as_csv(c.good_rows(), "|"), TAKEN, 6, set()),
    "declared separator": ("sep=;\r\n" + c.as_csv(c.good_rows(), ";"), TAKEN, 6, set()),
    "old mac line ends": (GOOD.replace("\r\n", "\r"), TAKEN, 6, set()),
    "unix line ends": (GOOD.replace("\r\n", "\n"), TAKEN, 6, set()),
    "title lines": ("Export of Monday\r\n\r\n" + GOOD, TAKEN, 6, {"TITLE_ROWS"}),
    "blank lines": (GOOD.replace("A1003", "\r\nA1003").replace("A1005", ",,,,,,,,,,,,,\r\nA1005"), TAKEN, 6, set()),
    "comma at every line's end": (GOOD.replace("\r\n", ",\r\n"), TAKEN, 6, set()),
    "unquoted decimal commas": (UNQUOTED_COMMA, REFUSED, 0, {"FIELD_COUNT"}),
    "unclosed quote": (GOOD.replace("Anna", '"Anna'), PARTIAL, 5, {"QUOTE"}),
    "text after a quote": (GOOD.replace("Anna Weiß", '"Anna" Weiß'), PARTIAL, 5, {"QUOTE"}),
    "no header": (GOOD.split("\r\n", 1)[1], ASK, 0, {"NO_HEADER"}),
    "header alone": (c.HEADINGS + "\r\n", REFUSED, 0, {"EMPTY"}),
    "nothing": ("", REFUSED, 0, {"EMPTY"}),
    "blank lines alone": ("\r\n\r\n", REFUSED, 0, {"EMPTY"}),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), REFUSED, 0, {"FILE_TYPE"}),
    "a PDF": (b"%PDF-1.7 ...", REFUSED, 0, {"FILE_TYPE"}),
    "a web page": ("<!DOCTYPE html><html><table></table></html>", REFUSED, 0, {"FILE_TYPE"}),
    "strange headings": ("foo,bar\r\nx,1\r\ny,2\r\n", ASK, 0, {"MISSING_COLUMN"}),
    "same heading twice, other values": (
        GOOD.replace("notes", "city").replace(",5,\r\n", ",5,Ulm\r\n"),
        ASK,
        0,
        {"DUPLICATE_HEADER"},
    ),
    "all swapped": (
        c.as_csv([{**r, "lat": r["lon"], "lon": r["lat"]} for r in c.good_rows()]),
        ASK,
        0,
        {"SWAPPED_LATLON"},
    ),
    "dates of both orders": (
        c.as_csv([{**r, "date": d} for r, d in zip(c.good_rows(), ["13/04/2026", "04/13/2026"] * 3, strict=True)]),
        ASK,
        0,
        {"DATE_AMBIGUOUS"},
    ),
    "dates that nothing tells": (c.as_csv(c.changed(0, date="03/04/2026")), ASK, 0, {"DATE_AMBIGUOUS"}),
    "dates that the service day tells": (
        c.as_csv(
            [{**r, "date": "11/12/2026"} if r["order_id"] == "" else {**r, "date": "23/11/2026"} for r in c.good_rows()]
        ),
        TAKEN,
        6,
        set(),
    ),
    "the same row twice": (GOOD + GOOD.split("\r\n")[1] + "\r\n", TAKEN, 6, {"DUPLICATE_ROW"}),
    "contradicting twins": (
        GOOD + GOOD.split("\r\n")[1].replace("Königstraße 1", "Andere 9") + "\r\n",
        PARTIAL,
        5,
        {"DUPLICATE_ID"},
    ),
    "look-alike numbers": (GOOD.replace("A1001", "000123").replace("A1002", "123"), WARNED, 6, {"LOOKALIKE_ID"}),
    "a row of totals": (GOOD + "Total,,,,,,,,,41,,,,\r\n", PARTIAL, 6, {"TOTAL_ROW"}),
    "one point for all": (c.as_csv(c.changed(0, lat="48.77000", lon="9.18000")), WARNED, 6, {"SAME_POINT"}),
    "coarse coordinates": (
        c.as_csv([{**r, "lat": "48.8", "lon": "9.2"} for r in c.good_rows(3)]),
        WARNED,
        3,
        {"COORD_PRECISION"},
    ),
    "password column": (
        GOOD.replace("notes", "password").replace(",5,\r\n", ",5,secret\r\n"),
        TAKEN,
        6,
        {"PII_UNNEEDED"},
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_whole_file_is_understood_or_refused_in_words(name: str, answer_to: Any) -> None:
    content, outcome, accepted, wanted_codes = FILES[name]
    answer = answer_to(content)
    assert (answer["outcome"], len(answer["rows"])) == (outcome, accepted), answer["rejected"] + answer["warnings"]
    assert wanted_codes <= c.codes(answer)
    if accepted:
        assert answer["rows"][0]["customer_name"] in ("Jürgen Groß", "Anna Weiß")
    for issue in answer["rejected"]:
        assert issue["message"].endswith(".")
