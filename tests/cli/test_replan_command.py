"""``lastmile replan``: three offers for the rest of a day, one of them published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from lastmile_core.model import EventKind, PlanNotes, PlanOrigin, StopEvent
from lastmile_core.settings import load_settings
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.day.prepare_day import load_inputs, prepare_day
from lastmile_core.workflows.plan.judged_plan import judged_plan

Call = Callable[..., Result]
Read = Callable[[str], dict[str, Any]]
DAY = date(2026, 11, 23)


@pytest.fixture
def on_the_road(with_orders: Path) -> Path:
    """Both vans have left; van 1 has served its first two stops; A1012 came too late for the plan."""
    with open_store(with_orders) as store:
        prepared = prepare_day(load_settings(), load_inputs(store, DAY, "yard"))
        ids = [f"A{1001 + n}" for n in range(11)]
        routes = {"van1": ids[:6], "van2": ids[6:]}
        plan = judged_plan(load_settings(), prepared, routes, PlanNotes(by="Ana", origin=PlanOrigin.SEARCH))
        stored = store.plans.add(plan, expected_head=0)
        store.plans.publish(DAY, "yard", stored.version, by="Ana", at=stored.created_at)
        first = stored.routes[0]
        moments = [(EventKind.DEPARTED, first.departure, None)]
        moments += [(EventKind.DELIVERED, stop.departure, stop.visit_id) for stop in first.stops[:2]]
        store.events.append(
            StopEvent(
                event_id=f"e{n}",
                service_date=DAY,
                depot_id="yard",
                vehicle_id="van1",
                kind=kind,
                occurred_at=at,
                received_at=at + timedelta(seconds=5),
                visit_id=name,
            )
            for n, (kind, at, name) in enumerate(moments)
        )
    return with_orders


def test_three_offers_are_shown_and_nothing_is_published(on_the_road: Path, call: Call) -> None:
    result = call("replan", "--date", DAY, "--at", "10:00", "--time-limit", 1)
    assert result.exit_code == 0, result.output
    for words in ("insert (", "reorder (", "free (", "1 order newly on a route", "Nothing is published yet"):
        assert words in result.stdout
    with open_store(on_the_road) as store:
        assert store.plans.head(DAY, "yard") == 1


def test_a_breakdown_is_marked_and_an_offer_published(on_the_road: Path, call: Call, one_object: Read) -> None:
    words = ("--out-of-order", "van1@48.77,9.18", "--publish", "insert", "--why", "gear box", "--json")
    result = call("replan", "--date", DAY, "--at", "10:00", "--time-limit", 1, *words)
    assert result.exit_code in (0, 1), result.output
    said = one_object(result.stdout)
    assert said["out_of_order"] == ["van1"]
    assert said["published"] == {"mode": "insert", "version": 2}
    insert = next(offer for offer in said["offers"] if offer["mode"] == "insert")
    assert insert["changed"] == 5
    assert "van2" in insert["drivers"]
    with open_store(on_the_road) as store:
        plan = store.plans.latest_published(DAY, "yard")
        rescued = store.orders.get("A1006", DAY)
    assert plan is not None
    assert (plan.version, plan.why, plan.origin) == (2, "gear box", PlanOrigin.REPLAN)
    assert rescued is not None
    assert rescued.pickup is not None
    assert rescued.pickup.location is not None
    assert (rescued.pickup.location.lat, rescued.pickup.location.lon) == (48.77, 9.18)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--out-of-order", "van9"], "There is no vehicle van9"),
        (["--out-of-order", "van1@there"], "is not a place"),
        (["--at", "noon"], "is not a time of day"),
    ],
)
def test_what_cannot_be_understood_is_refused(on_the_road: Path, call: Call, words: list[str], said: str) -> None:
    result = call("replan", "--date", DAY, *words)
    assert result.exit_code == 2
    assert said in result.output


def test_without_a_published_plan_the_next_step_is_said(with_orders: Path, call: Call) -> None:
    result = call("replan", "--date", DAY)
    assert result.exit_code == 2
    assert "Publish a plan first" in result.output
