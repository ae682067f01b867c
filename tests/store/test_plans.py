"""Plan versions: appended one after the other, never overwritten, published once promised."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from lastmile_core.errors import NotFoundError, StaleVersionError
from lastmile_core.model import Plan, PlanOrigin
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_versions_count_up_and_lists_are_light(store: Store, make_plan: Callable[..., Plan]) -> None:
    first = store.plans.add(make_plan(2), expected_head=0)
    second = store.plans.add(make_plan(3, origin=PlanOrigin.EDIT, why="too late"), expected_head=1)
    assert (first.version, second.version) == (1, 2)
    assert first.plan_id != second.plan_id
    heads = store.plans.versions(DAY, "harbour")
    assert [(head.version, head.num_stops, head.km, head.why) for head in heads] == [
        (2, 3, 12.0, "too late"),
        (1, 2, 8.0, ""),
    ]
    assert store.plans.latest(DAY, "harbour") == second
    assert store.plans.get(DAY, "harbour", 1) == first
    assert store.plans.get(DAY, "harbour", 9) is None
    assert store.plans.head(DAY, "harbour") == 2
    assert store.plans.dates("harbour") == [DAY]


def test_the_second_of_two_editors_is_told_and_nothing_is_overwritten(
    store: Store, database: Path, make_plan: Callable[..., Plan]
) -> None:
    store.plans.add(make_plan(), expected_head=0)
    with open_store(database) as other:
        other.plans.add(make_plan(created_by="Ben"), expected_head=1)
    with pytest.raises(StaleVersionError) as told:
        store.plans.add(make_plan(created_by="Ana"), expected_head=1)
    assert str(told.value).startswith("Somebody saved version 2 by Ben at 10:02 while you were editing version 1.")
    assert [head.created_by for head in store.plans.versions(DAY, "harbour")] == ["Ben", "Ana"]


def test_a_search_result_is_added_after_whatever_came_meanwhile(store: Store, make_plan: Callable[..., Plan]) -> None:
    store.plans.add(make_plan(), expected_head=0)
    assert store.plans.add(make_plan(), expected_head=None).version == 2


def test_the_newest_publication_is_what_was_promised(store: Store, make_plan: Callable[..., Plan]) -> None:
    for head in (0, 1):
        store.plans.add(make_plan(), expected_head=head)
    assert store.plans.latest_published(DAY, "harbour") is None
    store.plans.publish(DAY, "harbour", 2, "Ana", NOON)
    back = store.plans.publish(DAY, "harbour", 1, "Ben", NOON + timedelta(hours=1))
    promised = store.plans.latest_published(DAY, "harbour")
    assert promised is not None
    assert promised == back
    assert (promised.version, promised.published_by) == (1, "Ben")
    assert [head.is_published for head in store.plans.versions(DAY, "harbour")] == [True, True]
    assert store.plans.latest_published(DAY, "elsewhere") is None


def test_publishing_twice_changes_nothing(store: Store, make_plan: Callable[..., Plan]) -> None:
    store.plans.add(make_plan(), expected_head=0)
    first = store.plans.publish(DAY, "harbour", 1, "Ana", NOON)
    assert store.plans.publish(DAY, "harbour", 1, "Ben", NOON + timedelta(hours=1)) == first


def test_publishing_over_a_newer_version_is_refused(store: Store, make_plan: Callable[..., Plan]) -> None:
    store.plans.add(make_plan(), expected_head=0)
    store.plans.add(make_plan(), expected_head=1)
    with pytest.raises(StaleVersionError):
        store.plans.publish(DAY, "harbour", 1, "Ana", NOON, expected_head=1)
    with pytest.raises(NotFoundError):
        store.plans.publish(DAY, "harbour", 7, "Ana", NOON)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plan_versions SET why = 'changed'",
        "DELETE FROM plan_versions",
        "INSERT OR REPLACE INTO plan_versions SELECT * FROM plan_versions",
        "UPDATE publications SET version = 2",
        "DELETE FROM publications",
    ],
)
def test_nobody_can_change_a_version(
    store: Store, database: Path, make_plan: Callable[..., Plan], statement: str
) -> None:
    store.plans.add(make_plan(), expected_head=0)
    store.plans.publish(DAY, "harbour", 1, "Ana", NOON)
    raw = sqlite3.connect(database)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute(statement)
    raw.close()
