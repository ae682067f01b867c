"""Single cells and columns that are odd: numbers, units, dates, times, windows, words."""

from __future__ import annotations

from datetime import date

from odd_base import ASK, PARTIAL, REFUSED, TAKEN, WARNED, Odd, but, day, each, odd, renamed, text, without

FIRST = "P2001"
SERIAL = (date(2026, 11, 23) - date(1899, 12, 30)).days


def cell(outcome: str, codes: str = "", *, name: str, written: str, **fields: object) -> Odd:
    """Return a file in which the first row has one odd cell."""
    refused = (1,) if outcome == PARTIAL else ()
    return odd(
        text(but(1, **{name: written})),
        outcome,
        5 if refused else 6,
        codes,
        refused=refused,
        values={FIRST: fields} if fields else None,
    )


def column(name: str, texts: list[str], outcome: str = TAKEN, codes: str = "", **more: object) -> Odd:
    """Return a file with one column given cell by cell."""
    accepted = 0 if outcome in (ASK, REFUSED) else int(str(more.pop("accepted", len(texts))))
    return odd(text(each(name, texts)), outcome, accepted, codes, **more)  # type: ignore[arg-type]


def ranges(written: str, *windows: tuple[str, str], outcome: str = TAKEN, codes: str = "") -> Odd:
    """Return a file with windows in one cell, and the windows that must come out (local clock times)."""
    rows = [{**row, "time window": "09:00-12:00"} for row in without("tw_start", "tw_end")]
    rows[0]["time window"] = written
    refused = (1,) if outcome == PARTIAL else ()
    found = {} if refused else {FIRST: {"clock": [list(window) for window in windows]}}
    return odd(text(rows), outcome, 5 if refused else 6, codes, refused=refused, values=found)


NUMBERS: dict[str, Odd] = {
    "unit in the cell": cell(TAKEN, name="demand_kg", written="5 kg", demand_kg=5.0),
    "another unit than the heading": cell(PARTIAL, "NUMBER", name="demand_kg", written="500 g"),
    "about seven": cell(PARTIAL, "NUMBER", name="demand_kg", written="ca. 7"),
    "a range of weights": cell(PARTIAL, "NUMBER", name="demand_kg", written="12-15"),
    "a weight in words": cell(PARTIAL, "NUMBER", name="demand_kg", written="heavy"),
    "infinite": cell(PARTIAL, "NUMBER", name="demand_kg", written="inf"),
    "not a number": cell(PARTIAL, "NUMBER", name="demand_kg", written="NaN"),
    "an overflow": cell(PARTIAL, "NUMBER", name="demand_kg", written="1e400"),
    "far too heavy": cell(PARTIAL, "TOO_LARGE", name="demand_kg", written="9223372036854775808"),
    "unusually heavy": cell(WARNED, "IMPLAUSIBLE", name="demand_kg", written="5000", demand_kg=5000.0),
    "below zero": cell(PARTIAL, "NEGATIVE", name="demand_kg", written="-5"),
    "a dash for nothing": cell(TAKEN, name="demand_kg", written="-", demand_kg=None),
    "a spreadsheet error": cell(PARTIAL, "CELL_ERROR", name="demand_kg", written="#N/A"),
    "decimal commas": column("demand_kg", ["1,5", "2,25", "3", "4,75", "5", "6"], values={FIRST: {"demand_kg": 1.5}}),
    "commas and thousands points": column(
        "demand_kg", ["1.250,5", "2,25", "3", "4", "5", "6"], values={FIRST: {"demand_kg": 1250.5}}
    ),
    "points and thousands commas": column(
        "demand_kg", ["1,250.5", "2.25", "3", "4", "5", "6"], values={FIRST: {"demand_kg": 1250.5}}
    ),
    "spaces and apostrophes between thousands": column(
        "demand_kg", ["1 250,5", "2'250,5", "3,5", "4", "5", "6"], values={FIRST: {"demand_kg": 1250.5}}
    ),
    "points and commas mixed": column(
        "demand_kg", ["1.234", "2,5", "3.5", "4", "5", "6"], PARTIAL, "NUMBER", accepted=5, refused=(1,)
    ),
    "grams in the heading": odd(
        text(renamed(but(1, demand_kg="750"), demand_kg="Weight (g)")), values={FIRST: {"demand_kg": 0.75}}
    ),
    "pounds in the heading": odd(
        text(renamed(but(1, demand_kg="10"), demand_kg="Weight lb")), values={FIRST: {"demand_kg": 4.5359237}}
    ),
    "units in the cells": odd(
        text(renamed(each("demand_kg", ["750 g", "10 lb", "2 kg", "0,5 t", "4 oz", "3"]), demand_kg="Weight")),
        values={FIRST: {"demand_kg": 0.75}, "P2004": {"demand_kg": 500.0}},
    ),
    "litres": odd(text(renamed(but(1, demand_kg="250"), demand_kg="Volume (l)")), values={FIRST: {"volume_m3": 0.25}}),
    "cubic metres": odd(
        text(renamed(but(1, demand_kg="0,25"), demand_kg="Volumen (m³)")), values={FIRST: {"volume_m3": 0.25}}
    ),
    "amounts by product": odd(
        text([{**row, "qty[COLD]": "3", "qty[DRY]": "1"} for row in day()]),
        values={FIRST: {"load": {"cold": 3.0, "dry": 1.0, "kg": 2.5}}},
    ),
    "minutes, seconds and hours": odd(
        text(each("service_min", ["5", "5 min", "90 s", "1h30", "0:10", "00:05:00"])),
        values={"P2003": {"service_min": 1.5}, "P2004": {"service_min": 90.0}, "P2006": {"service_min": 5.0}},
    ),
    "seconds in the heading": odd(
        text(renamed(each("service_min", ["300"] * 6), service_min="Duration (s)")), values={FIRST: {"service_min": 5.0}}
    ),
    "hours in the heading": odd(
        text(renamed(each("service_min", ["0,25"] * 6), service_min="Dauer (h)")), values={FIRST: {"service_min": 15.0}}
    ),
    "minutes that look like seconds": column("service_min", ["300"] * 6, WARNED, "IMPLAUSIBLE", never="NUMBER")
    if False
    else odd(text(renamed(each("service_min", ["300"] * 6), service_min="Duration")), WARNED, 6, "IMPLAUSIBLE"),
    "no service times": odd(text(without("service_min")), TAKEN, 6, "SERVICE_DEFAULT", values={FIRST: {"service_min": 4.0}}),
    "service times filled at once": odd(
        text(each("service_min", ["", "7", "", "", "", ""])),
        TAKEN,
        6,
        "FILLED",
        answers={"fill": {"service": "6 min"}},
        values={FIRST: {"service_min": 6.0}, "P2002": {"service_min": 7.0}},
    ),
    "a visit of 30 hours": cell(PARTIAL, "TOO_LARGE", name="service_min", written="1800"),
    "signs used on purpose": column("demand_kg", ["-1", "-2", "3", "-4", "5", "6"], ASK, "NEGATIVE"),
    "signs that mean collections": column(
        "demand_kg",
        ["-1", "-2", "3", "-4", "5", "6"],
        answers={"negative_is_collection": True},
        values={FIRST: {"kind": "collection", "demand_kg": 1.0}, "P2003": {"kind": "delivery"}},
    ),
    "more than any vehicle": odd(
        text(but(1, demand_kg="900")), WARNED, 6, "OVER_CAPACITY", region={"capacity": {"kg": 850}, "tz": "Europe/Lisbon"}
    ),
}  # fmt: skip

DATES: dict[str, Odd] = {
    "day first, seen in the last row": column(
        "date", ["03/04/2026"] * 5 + ["13/04/2026"], WARNED, "DATE_AMBIGUOUS", values={FIRST: {"date": "2026-04-03"}}
    ),
    "month first, seen in the last row": column(
        "date", ["04/03/2026"] * 5 + ["04/13/2026"], WARNED, "DATE_AMBIGUOUS", values={FIRST: {"date": "2026-04-03"}}
    ),
    "nothing tells the order": column("date", ["03/04/2026"] * 6, ASK, "DATE_AMBIGUOUS"),
    "the order answered": column(
        "date", ["03/04/2026"] * 6, answers={"date_order": "mdy"}, values={FIRST: {"date": "2026-03-04"}}
    ),
    "both orders in one column": column("date", ["13/04/2026", "04/13/2026"] * 3, ASK, "DATE_AMBIGUOUS"),
    "the service day tells": column(
        "date", ["11/12/2026", "11/23/2026"] * 3, WARNED, "DATE_AMBIGUOUS", values={FIRST: {"date": "2026-11-12"}}
    ),
    "year first, two digits": column("date", ["26-11-23"] * 6, WARNED, "DATE_AMBIGUOUS", values={FIRST: {"date": "2026-11-23"}}),
    "points": column("date", ["03.04.2026"] * 6, TAKEN, "DATE_AMBIGUOUS", values={FIRST: {"date": "2026-04-03"}}),
    "no year": column("date", ["23.11."] * 6, values={FIRST: {"date": "2026-11-23"}}),
    "months in words": column(
        "date",
        ["23 Nov 2026", "23. November 2026", "November 23, 2026", "lunedì 23 novembre 2026", "23 de noviembre de 2026", "23-Nov-26"],
        values={"P2004": {"date": "2026-11-23"}, "P2005": {"date": "2026-11-23"}},
    ),
    "days as Excel counts": column("date", [str(SERIAL)] * 6, values={FIRST: {"date": "2026-11-23"}}),
    "compact": column("date", ["20261123"] * 6, values={FIRST: {"date": "2026-11-23"}}),
    "moments in UTC": column("date", ["2026-11-23T00:30:00Z"] * 6, values={FIRST: {"date": "2026-11-23"}}),
    "a day that does not exist": cell(PARTIAL, "DATE_FORMAT", name="date", written="2026-02-30"),
    "a day in words": cell(PARTIAL, "DATE_FORMAT", name="date", written="soon"),
    "the wrong century": cell(PARTIAL, "DATE_RANGE", name="date", written="1926-11-23"),
    "another day": cell(TAKEN, "OTHER_DAY", name="date", written="2026-11-24", date="2026-11-24"),
    "two years ago": column("date", ["2024-11-23"] * 6, WARNED, "DATE_RANGE"),
    "a dash for no date": cell(TAKEN, name="date", written="-", date="2026-11-23"),
}  # fmt: skip

TIMES: dict[str, Odd] = {
    "HHMM": cell(TAKEN, name="tw_start", written="0930", tw_start="09:30"),
    "a point": cell(TAKEN, name="tw_start", written="9.30", tw_start="09:30"),
    "9h30": cell(TAKEN, name="tw_start", written="9h30", tw_start="09:30"),
    "9 Uhr": cell(TAKEN, name="tw_start", written="9 Uhr", tw_start="09:00"),
    "afternoon": odd(text(but(1, tw_start="1:15 PM", tw_end="2:30 p. m.")), values={FIRST: {"tw_start": "13:15", "tw_end": "14:30"}}),
    "12 am and 12 pm": odd(text(but(1, tw_start="12:00 AM", tw_end="12 pm")), values={FIRST: {"tw_start": "00:00", "tw_end": "12:00"}}),
    "parts of a day": odd(text(but(1, tw_start="0.375", tw_end="0,5")), values={FIRST: {"tw_start": "09:00", "tw_end": "12:00"}}),
    "a day and a part of it": odd(text(but(1, tw_start=f"{SERIAL}.375")), values={FIRST: {"tw_start": "09:00"}}),
    "with a date": odd(text(but(1, tw_start="23.11.2026 09:15")), values={FIRST: {"tw_start": "09:15"}}),
    "a moment with its offset": odd(
        text(but(1, tw_start="2026-11-23T10:30:00+01:00")), WARNED, 6, "TIME_ZONE_MIXED", values={FIRST: {"tw_start": "09:30"}}
    ),
    "a clock of another zone": odd(
        text(each("tw_start", ["10:30 CET"] * 6)), values={FIRST: {"tw_start": "09:30"}}
    ),
    "milliseconds since 1970": odd(
        text(each("tw_start", ["1795426200000"] * 6, without("date"))), values={FIRST: {"tw_start": "09:30", "date": "2026-11-23"}}
    ),
    "no such hour": cell(PARTIAL, "TIME_FORMAT", name="tw_start", written="25:00"),
    "no such minute": cell(PARTIAL, "TIME_FORMAT", name="tw_end", written="10:75"),
    "two readings": cell(PARTIAL, "TIME_FORMAT", name="tw_start", written="9.5"),
    "a time in words": cell(PARTIAL, "TIME_FORMAT", name="tw_end", written="later"),
    "n/a for no time": cell(TAKEN, name="tw_start", written="n/a", tw_start=None),
    "backwards": odd(text(but(1, tw_start="14:00", tw_end="09:00")), PARTIAL, 5, "WINDOW_ORDER", refused=(1,)),
    "over midnight": odd(text(but(1, tw_start="22:00", tw_end="02:00")), WARNED, 6, "CROSS_MIDNIGHT"),
    "the next day, said": odd(text(but(1, tw_start="22:00", tw_end="02:00 (+1)")), values={FIRST: {"tw_end": "02:00"}}),
    "the next day, +1 day": odd(text(but(1, tw_start="22:00", tw_end="02:00 +1 day")), values={FIRST: {"tw_end": "02:00"}}),
    "until midnight": odd(text(but(1, tw_start="20:00", tw_end="00:00")), values={FIRST: {"tw_start": "20:00"}}),
    "of a moment": odd(text(but(1, tw_end="09:05")), WARNED, 6, "WINDOW_NARROW"),
    "clocks go forward": odd(
        text(day(date="2026-03-29", tw_start="01:30", tw_end="04:00")), WARNED, 6, "DST_GAP"
    ),
    "clocks go back": odd(text(day(date="2026-10-25", tw_start="01:30", tw_end="04:00")), WARNED, 6, "DST_AMBIGUOUS"),
    "outside the depot's hours": odd(
        text(but(1, tw_start="03:00", tw_end="04:00")), WARNED, 6, "OUTSIDE_DEPOT_HOURS",
        region={"tz": "Europe/Lisbon", "depot": [41.1496, -8.611], "hours": ["06:00", "20:00"]},
    ),
    "two windows": odd(
        text([{**row, "time window start 2": "14:00", "time window end 2": "17:00"} for row in day()]),
        values={FIRST: {"clock": [["09:00", "12:00"], ["14:00", "17:00"]]}},
    ),
    "9–12": ranges("9–12", ("09:00", "12:00")),
    "9-12 Uhr": ranges("9-12 Uhr", ("09:00", "12:00")),
    "ab 14 Uhr": ranges("ab 14 Uhr", ("14:00", "23:59")),
    "before noon": ranges("before noon", ("00:00", "12:00")),
    "2-4 pm": ranges("2-4 pm", ("14:00", "16:00")),
    "11-2 pm": ranges("11-2 pm", ("11:00", "14:00")),
    "de 9h à 12h": ranges("de 9h à 12h", ("09:00", "12:00")),
    "dalle 9 alle 12": ranges("dalle 9 alle 12:30", ("09:00", "12:30")),
    "de las 9 a las 12": ranges("de las 9 a las 12", ("09:00", "12:00")),
    "das 9h às 12h": ranges("das 9h às 12h", ("09:00", "12:00")),
    "9 tot 12 uur": ranges("9 tot 12 uur", ("09:00", "12:00")),
    "nachmittags": ranges("nachmittags", ("12:00", "23:59")),
    "any time": ranges("any time"),
    "two in one cell": ranges("9-12 und 14:00-17:30", ("09:00", "12:00"), ("14:00", "17:30")),
    "two in one cell, with a slash": ranges("9-12/14-17", ("09:00", "12:00"), ("14:00", "17:00")),
    "two moments": ranges("2026-11-23T09:00:00Z/2026-11-23T12:00:00Z", ("09:00", "12:00")),
    "no range": ranges("when at home", outcome=PARTIAL, codes="TIME_FORMAT"),
}  # fmt: skip

WORDS: dict[str, Odd] = {
    "kinds in words": odd(
        text([{**row, "type": word} for row, word in zip(day(), ["Delivery", "pickup", "P", "D", "Retoure", "ritiro"], strict=True)]),
        values={"P2002": {"kind": "collection"}, "P2005": {"kind": "collection"}, "P2004": {"kind": "delivery"}},
    ),
    "a kind that is none": odd(
        text([{**row, "type": word} for row, word in zip(day(), ["swap", "D", "D", "D", "P", "D"], strict=True)]), WARNED, 6, "KIND"
    ),
    "a pickup with a minus": odd(
        text([{**row, "type": "P" if row["order_id"] == FIRST else "D"} for row in but(1, demand_kg="-5")]),
        values={FIRST: {"kind": "collection", "demand_kg": 5.0}},
    ),
    "priorities in words and numbers": odd(
        text([{**row, "priority": word} for row, word in zip(day(), ["high", "3", "dringend", "basse", "", "C"], strict=True)]),
        values={FIRST: {"priority": "high"}, "P2003": {"priority": "must"}, "P2004": {"priority": "low"}, "P2006": {"priority": "must"}},
    ),
    "a priority that is none": odd(text([{**row, "priority": "blue"} for row in day()]), TAKEN, 6, "PRIORITY"),
    "skills in one cell": odd(
        text([{**row, "skills": "Fridge; crane, two men"} for row in day()]), values={FIRST: {"skills": ["crane", "fridge", "two men"]}}
    ),
    "skills in brackets": odd(text([{**row, "skills": '["fridge","lift"]'} for row in day()]), values={FIRST: {"skills": ["fridge", "lift"]}}),
    "no skills, in words": odd(text([{**row, "skills": "none"} for row in day()]), values={FIRST: {"skills": []}}),
    "a phone of words": cell(TAKEN, "PHONE", name="phone", written="ask neighbour", phone="ask neighbour"),
    "a phone that a spreadsheet shortened": cell(TAKEN, "PHONE", name="phone", written="3.51225E+11"),
    "an e-mail that is none": odd(
        text([{**row, "email": "ana@example.org" if row["order_id"] != FIRST else "ana@"} for row in day()]), TAKEN, 6, "EMAIL"
    ),
    "postcode and town in one cell": odd(
        text([{**row, "PLZ/Ort": "01067 Dresden"} for row in without("postcode", "city")]),
        values={FIRST: {"postcode": "01067", "city": "Dresden"}},
    ),
    "a house number of its own": odd(
        text([{**row, "street": "Rua Nova", "house number": "12B"} for row in without("address")]), values={FIRST: {"address": "Rua Nova 12B"}}
    ),
    "first and last name": odd(
        text([{**row, "first name": "Ana", "last name": "Sá"} for row in without("customer_name")]), values={FIRST: {"customer_name": "Ana Sá"}}
    ),
    "a postcode that lost its zero": odd(
        text(each("postcode", ["1067", "01069", "01097", "01099", "01127", "01129"])), WARNED, 6, "POSTCODE"
    ),
}  # fmt: skip
