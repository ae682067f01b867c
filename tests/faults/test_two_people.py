"""Two people change one plan: the second is told, and nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from lastmile_core.errors import StaleVersionError
from lastmile_core.model import DayKey, Plan
from lastmile_core.schedule.edits import LockStop, MoveStop, Unassign
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.plan.edit_route import edit_route, redo, undo
from lastmile_core.workflows.plan.publish_plan import PublishConsent, publish_plan

DAY = date(2026, 11, 23)


@pytest.fixture
def bens_store(fault_settings: Settings, hand_plan: Plan) -> Iterator[Store]:
    with open_store(fault_settings.database) as store:
        yield store


def _edit(settings: Settings, store: Store, version: int, by: str, edit: MoveStop | LockStop | Unassign) -> Plan:
    return edit_route(settings, store, DAY, "yard", version, edit, by=by, why="")


def test_the_second_to_save_is_told_in_plain_words(
    fault_settings: Settings, fault_store: Store, bens_store: Store
) -> None:
    anas = _edit(fault_settings, fault_store, 1, "Ana", MoveStop(visit_id="A00", vehicle_id="van2", position=0))
    with pytest.raises(StaleVersionError) as told:
        _edit(fault_settings, bens_store, 1, "Ben", MoveStop(visit_id="A01", vehicle_id="van1", position=0))
    assert told.value.message == (
        "Ana saved version 2 while you were working on version 1. "
        "Nothing was overwritten and your change was not saved."
    )
    assert told.value.mend == "Look at version 2, then make your change again."
    assert [head.version for head in bens_store.plans.versions(DAY, "yard")] == [2, 1]
    assert bens_store.plans.latest(DAY, "yard") == anas
    assert [line.who for line in bens_store.audit.latest(5)] == ["Ana"]
    # Having looked, the change goes in on top, and Ana's is still there.
    both = _edit(fault_settings, bens_store, 2, "Ben", MoveStop(visit_id="A01", vehicle_id="van1", position=0))
    place = {stop.visit_id: route.vehicle_id for route in both.routes for stop in route.stops}
    assert (both.version, place["A00"], place["A01"]) == (3, "van2", "van1")


@pytest.mark.parametrize("verb", [undo, redo])
def test_undo_and_redo_refuse_a_stale_version_too(
    verb: object, fault_settings: Settings, fault_store: Store, bens_store: Store
) -> None:
    _edit(fault_settings, fault_store, 1, "Ana", LockStop(visit_id="A00"))
    _edit(fault_settings, fault_store, 2, "Ana", LockStop(visit_id="A02"))
    with pytest.raises(StaleVersionError, match="Ana saved version 3"):
        verb(fault_settings, bens_store, DAY, "yard", 2, by="Ben")  # type: ignore[operator]
    assert bens_store.plans.head(DAY, "yard") == 3


def test_of_many_at_the_same_moment_exactly_one_gets_in(
    fault_settings: Settings, fault_store: Store, hand_plan: Plan
) -> None:
    people = 4
    together = Barrier(people)

    def change(number: int) -> str:
        with open_store(fault_settings.database) as store:
            together.wait(timeout=60)
            try:
                _edit(fault_settings, store, 1, f"Person {number}", Unassign(visit_id=f"A{number:02d}"))
            except StaleVersionError:
                return "told"
            return f"A{number:02d}"

    with ThreadPoolExecutor(people) as pool:
        results = list(pool.map(change, range(people)))
    (saved,) = [result for result in results if result != "told"]
    latest = fault_store.plans.latest(DAY, "yard")
    assert latest is not None
    assert latest.version == 2
    assert [left.order_id for left in latest.unassigned] == [saved]
    assert len(fault_store.audit.latest(9)) == 1


def test_publishing_what_one_has_not_seen_is_refused(
    fault_settings: Settings, fault_store: Store, bens_store: Store
) -> None:
    _edit(fault_settings, fault_store, 1, "Ana", LockStop(visit_id="A00"))
    _edit(fault_settings, fault_store, 2, "Ana", LockStop(visit_id="A02"))
    before = (bens_store.audit.latest(9), bens_store.plans.latest_published(DAY, "yard"))
    with pytest.raises(StaleVersionError) as told:
        publish_plan(
            fault_settings,
            bens_store,
            DayKey(DAY, "yard"),
            2,
            by="Ben",
            expected_head=2,
            consent=PublishConsent(violations=True),
        )
    assert "3" in told.value.message
    assert told.value.mend
    assert (bens_store.audit.latest(9), bens_store.plans.latest_published(DAY, "yard")) == before
    published = publish_plan(
        fault_settings,
        bens_store,
        DayKey(DAY, "yard"),
        3,
        by="Ben",
        expected_head=3,
        consent=PublishConsent(violations=True),
    )
    assert (published.version, published.published_by) == (3, "Ben")
