"""Facts are appended: an event sent again changes nothing, and a changed log is seen."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from lastmile_core.model import EventKind, StopEvent
from lastmile_core.store import Store

DAY = date(2026, 11, 23)


def test_an_event_sent_again_is_stored_once(store: Store, make_event: Callable[..., StopEvent]) -> None:
    event = make_event(odometer_m=1200, delivered_share=0.5)
    resent = make_event(odometer_m=1200, delivered_share=0.5, received_at=event.received_at + timedelta(minutes=5))
    assert store.events.append([event]).stored == 1
    again = store.events.append([resent, make_event("e2"), make_event("e2")])
    assert (again.stored, again.duplicates, again.conflicts) == (1, 2, [])
    assert store.events.of_day(DAY, "harbour")[0] == event


def test_other_content_under_a_known_id_is_reported_and_not_taken(
    store: Store, make_event: Callable[..., StopEvent]
) -> None:
    store.events.append([make_event()])
    result = store.events.append([make_event(kind=EventKind.FAILED, reason="nobody_home"), make_event("e2")])
    assert (result.stored, result.duplicates, result.conflicts) == (1, 0, ["e1"])
    assert store.events.of_day(DAY, "harbour")[0].kind is EventKind.DELIVERED


def test_events_are_found_by_day_vehicle_and_order(store: Store, make_event: Callable[..., StopEvent]) -> None:
    earlier = make_event("e3", occurred_at=make_event().occurred_at - timedelta(hours=1), vehicle_id="van-2")
    store.events.append([make_event("e1"), make_event("e2", service_date=DAY - timedelta(days=1)), earlier])
    assert [event.event_id for event in store.events.of_day(DAY, "harbour")] == ["e3", "e1"]
    assert [event.event_id for event in store.events.of_vehicle(DAY, "harbour", "van-2")] == ["e3"]
    assert len(store.events.between(DAY - timedelta(days=1), DAY)) == 3


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stop_events SET note = 'x'",
        "DELETE FROM stop_events",
        "INSERT OR REPLACE INTO stop_events SELECT * FROM stop_events",
        "UPDATE audit SET who = 'x'",
        "DELETE FROM audit",
    ],
)
def test_nobody_can_change_a_fact(
    store: Store, database: Path, make_event: Callable[..., StopEvent], statement: str
) -> None:
    store.events.append([make_event()])
    store.audit.write("Ana", "test")
    raw = sqlite3.connect(database)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute(statement)
    raw.close()


def test_the_audit_log_tells_who_did_what_and_why(store: Store) -> None:
    store.audit.write("Ana", "publish", "day is ready", "2026-11-23/harbour", {"version": 3})
    store.audit.write("Ben", "edit")
    newest, oldest = store.audit.latest(10)
    assert (newest.who, oldest.what, oldest.why, oldest.detail) == ("Ben", "publish", "day is ready", {"version": 3})
    assert store.audit.about("2026-11-23/harbour") == [oldest]
    assert store.audit.verify()
    assert store.audit.head_hash() == newest.hash


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'Eve' WHERE seq = 2", "DELETE FROM audit WHERE seq = 2"])
def test_a_tampered_log_is_seen(store: Store, database: Path, statement: str) -> None:
    for what in ("first", "second", "third"):
        store.audit.write("Ana", what)
    raw = sqlite3.connect(database, isolation_level=None)
    raw.execute("DROP TRIGGER audit_no_update")
    raw.execute("DROP TRIGGER audit_no_delete")
    raw.execute(statement)
    raw.close()
    assert not store.audit.verify()
