"""How the facts that lay in the settings are read; part of the step ``m2026_11_29_facts``, and never edited either."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

Row = dict[str, Any]
Said = dict[str, str | None]
NOBODY: Said = {"said_at": None, "said_by": ""}
NOTHING = object()
"""In the place of what is left of a value of which everything was read."""
_NO_VALUE = object()
"""In the place of a value that is no JSON for us: half a character, a number without end."""


class UnreadableError(ValueError):
    """A value is not the fact that its key says; the words tell why."""


class Witness:
    """What the audit tells about who said something and when."""

    def __init__(self, db: Any) -> None:
        self.breakdowns: dict[tuple[str, str], Said] = {}
        self.left_out: dict[tuple[str, str], Said] = {}
        self.load_names: dict[str, Said] = {}
        self.samples: dict[str, Said] = {}
        self.recovered: dict[str, Said] = {}
        self.versions: dict[str, int] = {}
        words = "('mark out of order', 'plan without', 'name of a load', 'load sample city', 'plan day')"
        found = db.execute(f"SELECT what, subject, who, at, detail FROM audit WHERE what IN {words} ORDER BY seq")
        for what, subject, who, at, detail in found.fetchall():
            parts = value_of(detail)
            self._hear(what, subject, {"said_at": at, "said_by": who}, parts if isinstance(parts, dict) else {})

    def _hear(self, what: str, subject: str, said: Said, detail: Mapping[str, Any]) -> None:
        if what == "mark out of order":
            self.breakdowns[subject, str(detail.get("vehicle"))] = said
        elif what == "plan without":
            orders = detail.get("orders")
            for order_id in orders if isinstance(orders, list) else []:
                self.left_out.setdefault((subject, str(order_id)), said)
        elif what == "name of a load":
            self.load_names[subject] = said
        elif what == "load sample city":
            self.samples[subject] = said
        elif isinstance(detail.get("version"), int):
            job_id = str(detail.get("job"))
            self.recovered[job_id], self.versions[job_id] = said, detail["version"]


Read = tuple[list[Row], Any, str]
"""The rows of a value, what is left of it unread, and why."""
Reader = Callable[[str, Any, Witness], Read]


def value_of(text: str) -> Any:
    """Return the value of JSON text; something that is no fact at all where nobody can store it again."""
    try:
        value = json.loads(text)
        json_text(value).encode()
    except (ValueError, RecursionError):
        return _NO_VALUE
    return value


def json_text(value: object) -> str:
    """Return JSON text, without numbers that are none."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def reader_of(key: str) -> tuple[str, Reader] | None:
    """Return the table and the reader of a key; None for what stays a setting."""
    head, colon, _ = key.partition(":")
    return _READERS.get(head + colon)


def read_fact(read: Reader, name: str, value: Any, witness: Witness) -> Read:
    """Read one value.

    Parameters
    ----------
    name
        What stands behind the colon of its key.
    """
    if value is None:  # said and taken back again
        return [], NOTHING, ""
    try:
        return read(name, value, witness)
    except UnreadableError as error:
        return [], value, str(error)


def read_corrections(value: Any) -> Row:
    """Return the columns of a kind of file; nothing when nobody corrected them."""
    return {} if value is None else {"corrections": json_text(_mapping(value))}


def read_answers(value: Any) -> Row:
    """Return the answers of a kind of file; nothing when nobody confirmed it."""
    if value is None:
        return {}
    answers = _mapping(_mapping(value).get("answers", {}))
    by, at = value.get("by", ""), value.get("at")
    if not isinstance(by, str):
        raise UnreadableError("who answered is no text")
    said_at = None if at in (None, "") else _moment(at)
    return {"answers": json_text(answers), "is_confirmed": 1, "said_by": by, "said_at": said_at}


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UnreadableError("names with values were expected")
    return value


def _day(name: str) -> Row:
    day, _, depot_id = name.partition("/")
    service_date = _date(day)
    if not depot_id:
        raise UnreadableError(f"“{name}” names no depot")
    return {"service_date": service_date, "depot_id": depot_id}


def _date(text: Any) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except (TypeError, ValueError):
        raise UnreadableError(f"“{text}” is no date") from None


def _moment(text: Any) -> str:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC).isoformat()
    except (TypeError, ValueError, OverflowError):
        pass
    raise UnreadableError(f"“{text}” is no moment with a time zone")


def _place(pair: Any) -> tuple[float | None, float | None]:
    if not pair:
        return None, None
    try:
        lat, lon = (float(part) for part in pair)
    except (TypeError, ValueError, OverflowError):
        raise UnreadableError("its place is no pair of latitude and longitude") from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise UnreadableError("its place is not on the earth")
    return lat, lon


def _parts(value: Mapping[str, Any], read: Callable[[str, Any], Row]) -> Read:
    """Read every part of a value by itself, so that one bad part costs no other."""
    rows: list[Row] = []
    left: dict[str, Any] = {}
    why = ""
    for name, part in value.items():
        try:
            rows.append(read(name, part))
        except UnreadableError as error:
            left[name], why = part, str(error)
    return rows, left or NOTHING, why


def _breakdowns(name: str, value: Any, witness: Witness) -> Read:
    day = _day(name)

    def read(vehicle_id: str, part: Any) -> Row:
        row = _mapping(part)
        lat, lon = _place(row.get("place"))
        note, since = row.get("note", ""), _moment(row.get("since"))
        if not isinstance(note, str):
            raise UnreadableError("its note is no text")
        said = witness.breakdowns.get((name, vehicle_id), NOBODY)
        return {**day, "vehicle_id": vehicle_id, "since": since, "lat": lat, "lon": lon, "note": note, **said}

    return _parts(_mapping(value), read)


def _left_out(name: str, value: Any, witness: Witness) -> Read:
    day = _day(name)
    if not isinstance(value, list):
        raise UnreadableError("a list of order numbers was expected")
    orders = dict.fromkeys(one for one in value if isinstance(one, str))
    left = [one for one in value if not isinstance(one, str)]
    rows = [{**day, "order_id": one, **witness.left_out.get((name, one), NOBODY)} for one in orders]
    return rows, left or NOTHING, "an order number is no text"


def _recovered(job_id: str, value: Any, witness: Witness) -> Read:
    # “claimed”: stored, but killed before its version was written down here; the audit has it.
    if value != "claimed" and not (type(value) is int and 0 < value < 2**63):
        raise UnreadableError("a plan version was expected")
    version = witness.versions.get(job_id) if value == "claimed" else value
    return [{"job_id": job_id, "version": version, **witness.recovered.get(job_id, NOBODY)}], NOTHING, ""


def _texts(key_column: str, text_column: str, said_of: Callable[[Witness], Mapping[str, Said]]) -> Reader:
    def read_all(name: str, value: Any, witness: Witness) -> Read:
        def read(key: str, text: Any) -> Row:
            if not isinstance(text, str):
                raise UnreadableError("a name was expected")
            return {key_column: key, text_column: text, **said_of(witness).get(key, NOBODY)}

        return _parts(_mapping(value), read)

    return read_all


def _sample(name: str, value: Any, witness: Witness) -> Read:
    day = _date(_mapping(value).get("loaded_on"))
    return [{"loaded_on": day, **witness.samples.get(day, NOBODY)}], NOTHING, ""


_READERS: dict[str, tuple[str, Reader]] = {
    "out_of_order:": ("breakdowns", _breakdowns),
    "planned_without:": ("left_out_orders", _left_out),
    "recovered:": ("recovered_jobs", _recovered),
    "customer_aliases": ("customer_aliases", _texts("alias", "customer_id", lambda _: {})),
    "load_names": ("load_names", _texts("load", "capacity", lambda witness: witness.load_names)),
    "sample_city": ("sample_loads", _sample),
}
