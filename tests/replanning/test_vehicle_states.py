"""Where vehicles stand: done, under way, on board."""

from __future__ import annotations

from datetime import timedelta

from lastmile_core.model import EventKind, Load
from lastmile_core.replanning.vehicle_state import VehicleStatus
from tests.replanning.conftest import RunningDay


def test_a_van_that_has_not_left_can_still_load_everything(running: RunningDay) -> None:
    state = running.rest().states["v1"]
    assert state.status is VehicleStatus.AT_DEPOT
    assert state.rest == ("E1", "E2", "E3", "E4", "E5")
    assert (state.begun, state.past, state.on_board) == ("", (), frozenset())


def test_a_van_on_the_road_keeps_its_next_stop_and_carries_the_rest(running: RunningDay) -> None:
    running.drive("v1", 3)
    state = running.rest().states["v1"]
    assert state.status is VehicleStatus.ON_ROUTE
    assert [stop.visit_id for stop in state.past] == ["E1", "E2", "E3"]
    assert (state.begun, state.is_there, state.rest) == ("E4", False, ("E5",))
    assert state.on_board == {"E4", "E5"}
    assert state.carried == Load.of(kg=10)  # what E3 gave


def test_a_stop_that_the_van_stands_at_has_begun(running: RunningDay) -> None:
    running.drive("v1", 1)
    arrival = running.plan.routes[0].stops[1].arrival
    running.happens(EventKind.ARRIVED, arrival, "v1", "E2")
    state = running.rest().states["v1"]
    assert (state.begun, state.is_there) == ("E2", True)
    assert state.since == running.rest().inputs.day.seconds_of(arrival)


def test_goods_that_nobody_took_stay_on_board(running: RunningDay) -> None:
    running.drive("v1", 1)
    stop = running.plan.routes[0].stops[1]
    running.happens(EventKind.FAILED, stop.departure, "v1", "E2", reason="nobody_home")
    state = running.rest().states["v1"]
    assert state.carried == Load.of(kg=10)
    assert "E2" not in state.open_visits


def test_a_stop_that_a_breakdown_prevented_still_waits(running: RunningDay) -> None:
    running.drive("v1", 2)
    running.happens(EventKind.FAILED, running.now + timedelta(minutes=1), "v1", "E5", reason="breakdown")
    state = running.rest("v1").states["v1"]
    assert set(state.open_visits) == {"E3", "E4", "E5"}
    assert [stop.visit_id for stop in state.past] == ["E1", "E2"]


def test_a_van_that_is_back_does_nothing_more(running: RunningDay) -> None:
    running.drive("v2", 4)
    running.happens(EventKind.RETURNED, running.now + timedelta(minutes=20), "v2")
    rest = running.rest()
    assert rest.states["v2"].status is VehicleStatus.FINISHED
    assert "v2" not in rest.built.vehicle_idx


def test_times_of_the_past_are_those_that_were_reported(running: RunningDay) -> None:
    running.drive("v1", 2, late_s=900)
    state = running.rest().states["v1"]
    planned = running.plan.routes[0].stops[1]
    assert state.past[1].arrival == planned.arrival + timedelta(minutes=15)
    assert state.departure == running.plan.routes[0].departure + timedelta(minutes=15)
