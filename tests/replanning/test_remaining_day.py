"""The problem that is left: who can have which goods, what may be late, where vehicles begin."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from lastmile_core.model import EventKind, OrderKind
from lastmile_core.planning.replan import ReplanMode, replan
from lastmile_core.planning.solve import SearchLimits
from lastmile_core.replanning.remaining_day import RemainingDay
from lastmile_core.schedule import judge
from lastmile_core.workflows.orders.change_orders import skip_orders
from tests.replanning.conftest import DAY, Publish, RunningDay, order, window

LIMITS = SearchLimits(time_s=30, workers=1, seed=1, max_iterations=10)


def may_serve(rest: RemainingDay, name: str) -> set[str]:
    visit = rest.built.problem.visits[rest.built.visit_idx[name]]
    allowed = visit.allowed_vehicles
    everyone = range(rest.built.problem.num_vehicles)
    return {rest.built.vehicles[idx].vehicle_id for idx in (everyone if allowed is None else allowed)}


def planned(rest: RemainingDay, mode: ReplanMode = ReplanMode.INSERT) -> dict[str, list[str]]:
    found = replan(rest.built.problem, rest.current, mode, LIMITS)
    assert judge(rest.built.problem, found.routes).violations == ()
    built = rest.built
    return {built.vehicles[v].vehicle_id: [built.visit_id(visit) for visit in o] for v, o in found.routes.items()}


def test_goods_on_board_stay_on_their_van_and_a_new_order_goes_with_one_that_still_loads(running: RunningDay) -> None:
    running.drive("v1", 2)
    running.store.orders.save(order("NEW", 9.0))
    rest = running.rest()
    assert may_serve(rest, "E5") == {"v1"}
    assert may_serve(rest, "NEW") == {"v2", "v3"}
    routes = planned(rest)
    assert routes["v1"] == ["E3", "E4", "E5"]
    assert "NEW" in routes["v2"] + routes.get("v3", [])


def test_a_new_collection_may_join_any_route(running: RunningDay) -> None:
    running.drive("v1", 2)
    running.store.orders.save(order("NEW", 9.0, kind=OrderKind.COLLECTION))
    rest = running.rest()
    assert may_serve(rest, "NEW") == {"v1", "v2", "v3"}
    assert planned(rest)["v1"] == ["E3", "E4", "NEW", "E5"] or "NEW" in planned(rest)["v1"]


def test_a_van_that_comes_back_to_load_takes_a_new_order_on_its_next_trip(publish: Publish) -> None:
    day = publish(
        [order("E1", 2), order("E2", 3), order("E3", 2.5)],
        {"v1": ["E1", "E2", "reload/v1/1", "E3"]},
        v1={"max_trips": 2},
        v2={"is_active": False},
        v3={"is_active": False},
    )
    day.drive("v1", 1)
    day.store.orders.save(order("NEW", 2.2))
    routes = planned(day.rest())
    assert routes["v1"][:2] == ["E2", "reload/v1/1"]
    assert set(routes["v1"][2:]) == {"E3", "NEW"}


def test_a_van_on_its_way_to_the_depot_begins_its_next_trip_there(publish: Publish) -> None:
    day = publish(
        [order("E1", 2), order("E2", 3), order("E3", 2.5)],
        {"v1": ["E1", "E2", "reload/v1/1", "E3"]},
        v1={"max_trips": 2},
    )
    day.drive("v1", 2)
    rest = day.rest()
    back = rest.built.vehicles[rest.built.vehicle_idx["v1"]]
    assert (back.start, back.max_trips) == (None, 1)
    assert may_serve(rest, "E3") == {"v1", "v2", "v3"}
    now = rest.built.problem.vehicles[rest.built.vehicle_idx["v1"]]
    assert now.shift[0] > rest.inputs.day.seconds_of(day.now)
    assert now.loading == 600


def test_a_broken_van_hands_its_goods_over_where_it_stands(running: RunningDay) -> None:
    running.drive("v1", 3)
    running.drive("v2", 1)
    rest = running.rest("v1")
    stands = next(one for one in rest.inputs.orders if one.order_id == "E3").location
    changed = {one.order_id: one for one in rest.changed}
    assert set(changed) == {"E4", "E5", "goods-v1"}
    assert changed["E4"].pickup is not None
    assert changed["E4"].pickup.location == stands
    assert changed["goods-v1"].kind is OrderKind.COLLECTION
    assert changed["goods-v1"].load == next(one for one in rest.inputs.orders if one.order_id == "E3").load
    routes = planned(rest)
    assert "v1" not in routes
    for name in ("E4", "E5"):
        there = next(names for names in routes.values() if name in names)
        assert there.index(f"pickup/{name}") < there.index(name)
    assert any("goods-v1" in names for names in routes.values())


def test_a_broken_van_that_has_not_left_changes_no_order(running: RunningDay) -> None:
    rest = running.rest("v1")
    assert rest.changed == ()
    assert may_serve(rest, "E1") == {"v2", "v3"}


def test_what_is_late_anyway_is_served_late_and_everybody_else_on_time(publish: Publish) -> None:
    early = [order("E1", 2), order("E2", 4, windows=window(7, 8)), order("E3", 6, windows=window(7, 15))]
    day = publish(early, {"v1": ["E1", "E2", "E3"]})
    day.drive("v1", 1, late_s=3600)
    rest = day.rest()
    visits = rest.built.problem.visits
    late, on_time = (visits[rest.built.visit_idx[name]] for name in ("E2", "E3"))
    assert on_time.windows[0][1] == 15 * 3600  # as hard as it was
    assert late.visit_id in planned(rest)["v1"]
    judged = judge(rest.built.problem, rest.current)
    assert judged.violations == ()


def test_a_vehicle_begins_when_it_is_free_and_not_in_the_past(running: RunningDay) -> None:
    running.drive("v1", 2)
    running.now += timedelta(hours=1)  # nothing was heard of it since
    rest = running.rest()
    timed = judge(rest.built.problem, rest.current).timetables[rest.built.vehicle_idx["v1"]]
    assert min(timed.starts) >= rest.inputs.day.seconds_of(running.now)


def test_a_locked_stop_stays_on_its_van(publish: Publish) -> None:
    day = publish([order("E1", 2), order("E2", 4), order("W1", -2)], {"v1": ["E1", "E2"], "v2": ["W1"]})
    route = day.plan.routes[0]
    locked = replace(route, stops=tuple(replace(stop, is_locked=True) for stop in route.stops))
    day.plan = replace(day.plan, routes=(locked, *day.plan.routes[1:]))
    assert may_serve(day.rest(), "E2") == {"v1"}


def test_an_order_taken_out_of_the_day_is_forgotten(running: RunningDay) -> None:

    running.drive("v1", 1)
    skip_orders(running.store, DAY, ["E4"], by="Ana")
    assert "E4" not in running.rest().built.visit_idx


def test_a_running_break_is_waited_for(running: RunningDay) -> None:
    running.drive("v1", 1)
    running.happens(EventKind.BREAK_STARTED, running.now + timedelta(minutes=1), "v1")
    running.happens(EventKind.BREAK_FINISHED, running.now + timedelta(minutes=29), "v1")
    state = running.rest().states["v1"]
    assert state.since == running.rest().inputs.day.seconds_of(running.now)
    assert state.breaks_taken == 1


def test_a_van_on_its_way_home_keeps_the_delivery_it_comes_from_and_may_fetch_something(running: RunningDay) -> None:
    running.drive("v2", 4)
    running.store.orders.save(order("NEW", -7.0, kind=OrderKind.COLLECTION))
    rest = running.rest()
    # What was handed over at its last stop is nowhere else, least of all at the depot.
    assert may_serve(rest, "W4") == {"v2"}
    assert judge(rest.built.problem, rest.current).violations == ()
    assert planned(rest)["v2"] == ["W4", "NEW"]
