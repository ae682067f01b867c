"""Three offers, their changes, and what publishing one does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lastmile_core.errors import LastmileError, StaleVersionError
from lastmile_core.model import Breakdown, DayKey, EventKind, OrderKind, Plan, PlanOrigin, Route
from lastmile_core.planning.replan import ReplanMode, replan
from lastmile_core.planning.solve import SearchLimits
from lastmile_core.replanning.change_words import change_sentences, stop_sentence
from lastmile_core.replanning.combined_plan import as_it_runs, combined_plan
from lastmile_core.replanning.plan_changes import ChangeKind, changed_stops, plan_changes
from lastmile_core.replanning.remaining_day import RemainingDay
from lastmile_core.replanning.vehicle_state import VehicleState, VehicleStatus
from lastmile_core.tracking import StopStatus, fold_day
from lastmile_core.workflows.running_day.out_of_order import back_in_order, mark_out_of_order, out_of_order
from lastmile_core.workflows.running_day.replan_day import TIME_LIMIT_S, ReplanOffers, publish_offer, replan_day
from lastmile_core.workflows.running_day.replan_job import offers_from_json, offers_to_json
from tests.replanning.conftest import DAY, Publish, RunningDay, order, window

LIMITS = SearchLimits(time_s=30, workers=1, seed=1, max_iterations=2)
NAMES = {"v1": "Van 1", "v2": "Van 2", "v3": "Van 3"}


def break_down(day: RunningDay, vehicle_id: str) -> None:
    mark = Breakdown(vehicle_id=vehicle_id, since=day.now, note="gear box")
    mark_out_of_order(day.store, DayKey(DAY, "yard"), mark, by="Ana")


def offers_of(day: RunningDay, time_limit_s: float = 0.9) -> ReplanOffers:
    return replan_day(day.settings, day.store, DayKey(DAY, "yard"), now=day.now, time_limit_s=time_limit_s)


def route_of(plan: Plan, vehicle_id: str) -> Route:
    return next(route for route in plan.routes if route.vehicle_id == vehicle_id)


def assert_sums_fit(plan: Plan) -> None:
    for route in plan.routes:
        parts = route.loading_s + route.drive_s + route.set_up_s + route.service_s + route.wait_s + route.break_s
        assert route.paid_s == parts
        assert route.wait_s >= 0
        moments = [route.departure]
        for stop in route.stops:
            moments += [stop.arrival, stop.service_start, stop.departure]
        assert moments == sorted(moments)
        assert route.return_at >= moments[-1]


def test_each_mode_answers_and_the_past_stays_as_it_was(running: RunningDay) -> None:
    running.drive("v1", 2, late_s=600)
    running.store.orders.save(order("NEW", -5.0))
    # The time that a person waits: on a busy machine, loading the search takes most of a second.
    offers = offers_of(running, TIME_LIMIT_S)
    assert [offer.mode for offer in offers.offers] == list(ReplanMode)
    for offer in offers.offers:
        assert_sums_fit(offer.plan)
        first, second = route_of(offer.plan, "v1").stops[:2]
        assert (first.visit_id, second.visit_id) == ("E1", "E2")
        assert first.arrival == running.plan.routes[0].stops[0].arrival + timedelta(minutes=10)
        assert "NEW" in {stop.visit_id for route in offer.plan.routes for stop in route.stops}
        assert offer.plan.origin is PlanOrigin.REPLAN
    changes = offers.changes(ReplanMode.INSERT)
    assert [(stop.order_id, stop.kind) for stop in changes.changed] == [("NEW", ChangeKind.ADDED)]
    assert changes.extra_cost > 0
    assert changes.late == ()


def test_without_a_published_plan_there_is_nothing_to_replan(store: object, settings: object) -> None:
    with pytest.raises(LastmileError, match="No plan is published"):
        replan_day(settings, store, DayKey(DAY, "yard"))  # type: ignore[arg-type]


def test_when_all_is_done_nothing_is_left(publish: Publish) -> None:
    day = publish([order("E1", 2)], {"v1": ["E1"]})
    day.drive("v1", 1)
    day.happens(EventKind.RETURNED, day.now + timedelta(minutes=30), "v1")
    with pytest.raises(LastmileError, match="Nothing is left"):
        offers_of(day)


def test_publishing_a_rescue_stores_who_fetches_what_and_the_day_goes_on_without_delay(running: RunningDay) -> None:
    running.drive("v1", 3, late_s=1200)
    running.drive("v2", 1)
    break_down(running, "v1")
    offers = offers_of(running)
    plan = publish_offer(running.store, offers, ReplanMode.INSERT, by="Ana")
    assert plan.is_published
    assert plan.version == 2
    assert_sums_fit(plan)
    assert [stop.visit_id for stop in route_of(plan, "v1").stops] == ["E1", "E2", "E3"]
    assert route_of(plan, "v1").is_open_end
    rescued = running.store.orders.get("E4", DAY)
    assert rescued is not None
    assert rescued.pickup is not None
    assert rescued.pickup.name == "Van 1 (out of order)"
    assert running.store.orders.get("goods-v1", DAY) is not None
    state = fold_day(plan, running.events)
    assert state.stops["E3"].status is StopStatus.DELIVERED
    # The late past is in the plan now: nothing is moved by it a second time.
    assert abs(state.routes["v1"].delay_s) < 60
    assert abs(state.routes["v2"].delay_s) < 60
    again = offers_of(running)
    assert again.changes(ReplanMode.INSERT).changed == ()


def test_an_offer_is_refused_when_another_version_was_published(running: RunningDay) -> None:
    running.drive("v1", 2)
    running.store.orders.save(order("NEW", -5.0))
    offers = offers_of(running)
    publish_offer(running.store, offers, ReplanMode.INSERT, by="Ana")
    with pytest.raises(StaleVersionError, match="Re-plan again"):
        publish_offer(running.store, offers, ReplanMode.FREE, by="Ben")


def test_an_offer_is_refused_when_a_stop_that_it_moves_was_begun_meanwhile(running: RunningDay) -> None:
    running.drive("v1", 3)
    break_down(running, "v1")
    offers = offers_of(running)
    running.happens(EventKind.DELIVERED, running.now + timedelta(minutes=9), "v1", "E4")
    with pytest.raises(LastmileError, match="#E4 was begun meanwhile"):
        publish_offer(running.store, offers, ReplanMode.INSERT, by="Ana")
    assert running.store.plans.head(DAY, "yard") == 1


def test_an_offer_is_refused_when_the_van_runs_again(running: RunningDay) -> None:
    running.drive("v1", 3)
    break_down(running, "v1")
    offers = offers_of(running)
    back_in_order(running.store, DayKey(DAY, "yard"), "v1", by="Ana")
    assert out_of_order(running.store, DayKey(DAY, "yard")) == {}
    with pytest.raises(LastmileError, match="out of order"):
        publish_offer(running.store, offers, ReplanMode.INSERT, by="Ana")


def test_offers_survive_the_way_through_a_job_row(running: RunningDay) -> None:
    running.drive("v1", 2)
    running.store.orders.save(order("NEW", -5.0))
    offers = offers_of(running)
    back = offers_from_json(offers_to_json(offers))
    assert back is not None
    assert [offer.plan.routes for offer in back.offers] == [offer.plan.routes for offer in offers.offers]
    assert back.changes(ReplanMode.FREE) == offers.changes(ReplanMode.FREE)


def test_a_stop_behind_its_window_is_named_with_the_minutes(publish: Publish) -> None:
    early = [order("E1", 2), order("E2", 4, windows=window(7, 8))]
    day = publish(early, {"v1": ["E1", "E2"]})
    day.drive("v1", 1, late_s=3600)
    offers = offers_of(day)
    (late,) = offers.changes(ReplanMode.INSERT, {"E2": early[1]}).late
    assert late.was_late_s == late.late_s > 0
    assert late.kind is ChangeKind.KEPT
    said = stop_sentence(late, NAMES)
    assert said.startswith("#E2 (Customer E2) stays on Van 1 at 08:")
    assert "after its window 07:00–08:00" in said
    plan = offers.of(ReplanMode.INSERT).plan
    assert [(v.visit_id, v.cause.value) for v in plan.violations] == [("E2", "time_window")]


def _moved(plan: Plan, name: str, there: str) -> Plan:
    """Put a stop at the end of another route, its times as they were."""
    stop = next(stop for route in plan.routes for stop in route.stops if stop.visit_id == name)
    routes = []
    for route in plan.routes:
        stops = tuple(one for one in route.stops if one.visit_id != name)
        routes.append(replace(route, stops=(*stops, stop) if route.vehicle_id == there else stops))
    return replace(plan, routes=tuple(routes))


def test_the_list_of_changes_between_two_plans(running: RunningDay) -> None:
    orders = {one.order_id: one for one in running.store.orders.due_on(DAY, "yard")}
    after = _moved(running.plan, "E5", "v2")
    after = replace(after, cost=replace(after.cost, distance=after.cost.distance + 3.5))
    changes = plan_changes(running.plan, after, orders)
    (moved,) = changes.changed
    assert (moved.order_id, moved.kind, moved.from_vehicle, moved.to_vehicle) == ("E5", ChangeKind.MOVED, "v1", "v2")
    assert changes.vehicles == ("v1", "v2")
    assert changes.extra_cost == pytest.approx(3.5)
    said = change_sentences(changes, NAMES, "EUR")
    assert said[0] == "1 stop to another vehicle: 1 from Van 1 to Van 2."
    assert "Every promised window is kept." in said
    assert "2 drivers to tell: Van 1, Van 2." in said
    assert said[-1].startswith("It costs €3.50 more")
    assert plan_changes(running.plan, running.plan, orders).stops == ()


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ({"a": "123", "b": "45"}, {"a": "123", "b": "45"}, ""),
        ({"a": "123"}, {"a": "1x23"}, "x"),
        ({"a": "123"}, {"a": "312"}, "3"),
        ({"a": "123", "b": "45"}, {"a": "13", "b": "425"}, "2"),
        ({"a": "123"}, {"b": "123"}, "123"),
        ({"a": "1234"}, {"a": "4321"}, "321"),
    ],
)
def test_the_fewest_stops_that_explain_a_new_order_count(
    before: dict[str, str], after: dict[str, str], changed: str
) -> None:
    assert len(changed_stops(before, after)) == len(changed)
    if len(changed) == 1:
        assert changed_stops(before, after) == set(changed)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_at_any_moment_a_replan_keeps_the_past_and_loses_no_order(data: st.DataObject, running: RunningDay) -> None:
    running.store.orders.save_many(
        [order("NEW1", 7.0), order("NEW2", -3.0, kind=OrderKind.COLLECTION), order("NEW3", 1.0, windows=window(1, 2))]
    )
    day = replace(running, events=[], keeps_events=False)
    for vehicle_id in ("v1", "v2"):
        _some_way(data, day, vehicle_id)
    broken = data.draw(st.lists(st.sampled_from(["v1", "v2"]), max_size=1), "broken")
    rest = day.rest(*broken)
    before = as_it_runs(rest)
    mode = data.draw(st.sampled_from(ReplanMode), "mode")
    plan = combined_plan(rest, replan(rest.built.problem, rest.current, mode, LIMITS).routes)
    assert_sums_fit(plan)
    _assert_all_are_there_once(rest, plan)
    for vehicle_id, state in rest.states.items():
        _assert_begun_stays(state, plan, is_broken=vehicle_id in broken)
    if mode is not ReplanMode.FREE:
        moved = plan_changes(before, plan).of(ChangeKind.MOVED)
        assert all(stop.from_vehicle in broken for stop in moved)


def _some_way(data: st.DataObject, day: RunningDay, vehicle_id: str) -> None:
    """Let a vehicle do any part of its route, early or late, with a stop that fails and one that it stands at."""
    if not data.draw(st.booleans(), f"{vehicle_id} left"):
        return
    route = route_of(day.plan, vehicle_id)
    done = data.draw(st.integers(0, len(route.stops)), f"{vehicle_id} done")
    late = data.draw(st.integers(-300, 5400), f"{vehicle_id} late")
    day.drive(vehicle_id, done, late)
    if done < len(route.stops):
        stop, moment = route.stops[done], day.now + timedelta(minutes=data.draw(st.integers(1, 40), "later"))
        match data.draw(st.sampled_from(["nothing", "fails", "there"]), f"{vehicle_id} next"):
            case "fails":
                day.happens(EventKind.FAILED, moment, vehicle_id, stop.visit_id, reason="nobody_home")
            case "there":
                day.happens(EventKind.ARRIVED, moment, vehicle_id, stop.visit_id)
    elif data.draw(st.booleans(), f"{vehicle_id} back"):
        day.happens(EventKind.RETURNED, day.now + timedelta(minutes=30), vehicle_id)


def _assert_all_are_there_once(rest: RemainingDay, plan: Plan) -> None:
    served = [stop.visit_id for route in plan.routes for stop in route.stops if not stop.is_pickup]
    assert len(served) == len(set(served))
    left = {one.order_id for one in plan.unassigned}
    assert left.isdisjoint(served)
    assert set(served) | left == {one.order_id for one in rest.inputs.orders}


def _assert_begun_stays(state: VehicleState, plan: Plan, *, is_broken: bool) -> None:
    route = next((one for one in plan.routes if one.vehicle_id == state.vehicle_id), None)
    names = [stop.visit_id for stop in route.stops] if route is not None else []
    past = [stop.visit_id for stop in state.past]
    assert names[: len(past)] == past
    if is_broken and state.status is VehicleStatus.ON_ROUTE:
        assert names == [*past, state.begun] if state.is_there else names == past
    elif not is_broken:
        assert names[len(past) :][:1] == ([state.begun] if state.begun else names[len(past) :][:1])
        assert state.on_board <= set(names)


def test_whoever_has_waited_long_still_gets_three_whole_offers(running: RunningDay) -> None:
    running.drive("v2", 1)
    break_down(running, "v2")
    offers = replan_day(running.settings, running.store, DayKey(DAY, "yard"), now=running.now, waited_s=60.0)
    assert [offer.mode for offer in offers.offers] == list(ReplanMode)
    assert all(offer.plan.unassigned == () for offer in offers.offers)
