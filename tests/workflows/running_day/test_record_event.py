from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from lastmile_core.clock import utc_now
from lastmile_core.errors import LastmileError
from lastmile_core.model import DayKey, EventKind
from lastmile_core.workflows.running_day.record_event import EventReport, record_event

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def record(store, order_id, kind, at=NOON, **more):
    said = EventReport(day=DayKey(DAY, "harbour"), vehicle_id="van00", kind=kind, at=at, visit_id=order_id, **more)
    return record_event(store, said, by="Ana")


def test_a_delivery_is_stored_once_with_its_audit(harbour_store, fill_day):
    fill_day(DAY, happened=False)
    for _ in range(2):
        result = record(harbour_store, "0302-001", EventKind.DELIVERED, event_id="click-1")
    assert (result.stored, result.duplicates) == (0, 1)
    (event,) = harbour_store.events.of_day(DAY, "harbour")
    assert (event.outcome, event.source, event.visit_id) == ("recipient", "page", "0302-001")
    audit = harbour_store.audit.about(DayKey(DAY, "harbour").subject)
    assert [(entry.who, entry.what) for entry in audit] == [("Ana", "record delivered")]


def test_the_same_id_with_other_content_is_refused(harbour_store, fill_day):
    fill_day(DAY, happened=False)
    record(harbour_store, "0302-001", EventKind.DELIVERED, event_id="click-1")
    with pytest.raises(LastmileError, match="already recorded"):
        record(harbour_store, "0302-001", EventKind.ARRIVED, event_id="click-1")
    assert len(harbour_store.events.of_day(DAY, "harbour")) == 1


WRONG = {
    "failure without a reason": (("0302-001", EventKind.FAILED, NOON), {}, "needs a reason"),
    "unknown reason": (("0302-001", EventKind.FAILED, NOON), {"reason": "aliens"}, "unknown reason"),
    "reason without its note": (("0302-001", EventKind.FAILED, NOON), {"reason": "address_wrong"}, "needs a note"),
    "delivery with a reason": (("0302-001", EventKind.DELIVERED, NOON), {"reason": "refused"}, "Only a failed"),
    "unknown taker": (("0302-001", EventKind.DELIVERED, NOON), {"outcome": "dog"}, "who took"),
    "arrival without a stop": ((None, EventKind.ARRIVED, NOON), {}, "no stop was named"),
    "departure of a stop": (("0302-001", EventKind.DEPARTED, NOON), {}, "whole route"),
    "another van's stop": (("0302-007", EventKind.ARRIVED, NOON), {}, "on the route of Van 1"),
    "stop on no route": (("X", EventKind.ARRIVED, NOON), {}, "on no route"),
    "time without a zone": (("0302-001", EventKind.ARRIVED, datetime(2026, 3, 2, 12)), {}, "no time zone"),
    "more than everything": (("0302-001", EventKind.DELIVERED, NOON), {"delivered_share": 1.2}, "share handed over"),
    "tomorrow": (("0302-001", EventKind.ARRIVED, utc_now() + timedelta(days=1)), {}, "has not come yet"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_does_not_fit_is_refused_with_a_mend_and_nothing_is_stored(harbour_store, fill_day, case):
    fill_day(DAY, happened=False)
    (order_id, kind, at), more, words = WRONG[case]
    with pytest.raises(LastmileError, match=words) as caught:
        record(harbour_store, order_id, kind, at, **more)
    assert caught.value.mend
    assert harbour_store.events.of_day(DAY, "harbour") == []


def test_a_note_explains_a_stop_of_another_van(harbour_store, fill_day):
    fill_day(DAY, happened=False)
    result = record(harbour_store, "0302-007", EventKind.DELIVERED, note="took it over at the corner")
    assert result.stored == 1


def test_nothing_can_be_recorded_before_publishing(harbour_store, fill_day):
    fill_day(DAY, publish=False, happened=False)
    with pytest.raises(LastmileError, match="No plan is published"):
        record(harbour_store, "0302-001", EventKind.ARRIVED)
