"""Reasons where trips, pairs, docks, begun routes and groups have a say, and when there is too much to look at."""

from __future__ import annotations

from dataclasses import replace

from lastmile_core.model import UnassignedKind, UnassignedReason
from lastmile_core.problem import BreakRule, DockDay, Traffic, VehicleDay, Visit
from lastmile_core.schedule import explain, judge
from lastmile_core.schedule.insertion.plan_slots import Slots
from lastmile_core.schedule.insertion.slot_search import SlotSearch
from lastmile_core.schedule.insertion.work_budget import WorkBudget
from tests.planning.rich_days import rich_day

HOUR, MINUTE = 3600, 60
KIND, REASON = UnassignedKind, UnassignedReason
BEGIN = 8 * HOUR


def _order(name="7", at=10, **more) -> Visit:
    return Visit(**{"visit_id": name, "location": at, "load": (1000,), **more})


def _van(name="Van 1", **more) -> VehicleDay:
    usual = {"vehicle_id": name, "shift": (BEGIN, 16 * HOUR), "loading": 600, "capacity": (2000,)}
    return VehicleDay(**{**usual, "cost_per_km": 30, "cost_per_hour": 2400, **more})


def _reload(vehicle=0) -> Visit:
    name = f"reload/Van {vehicle + 1}/1"
    return Visit(
        visit_id=name, location=0, load=(0,), service=900, is_reload=True, allowed_vehicles=frozenset({vehicle})
    )


def test_a_full_van_may_load_again(line):
    visits = [_order("1", 10), _order("2", 11), _order("3", 12), _reload()]
    problem = line(visits, [_van(max_trips=2)], dimensions=("kg",))
    (told,) = explain(problem, {0: [0, 1]}, [2])
    assert (told.kind, told.reason) == (KIND.NOT_FOUND_YET, REASON.UNPLANNED)
    assert "of Van 1 on a further trip (" in told.message
    found = SlotSearch(Slots(problem, {0: [0, 1]}), WorkBudget(problem)).find(2).put
    assert found is not None
    assert judge(problem, {0: found.timetable.visits}).is_feasible
    once = line(visits[:3], [_van()], dimensions=("kg",))
    assert explain(once, {0: [0, 1]}, [2])[0].reason is REASON.CAPACITY


def test_one_more_trip_splits_goods_that_come_late_from_those_that_must_leave(line):
    # With everything loaded at noon the first customer is late; with a second trip only the late goods wait.
    visits = [_order("1", 10), _order("2", 12, release=12 * HOUR), _order("3", 11, windows=((BEGIN, 9 * HOUR),))]
    problem = line([*visits, _reload()], [_van(capacity=(9000,), max_trips=2)], dimensions=("kg",))
    (told,) = explain(problem, {0: [0, 1]}, [2])
    assert told.kind is KIND.NOT_FOUND_YET
    assert "on a further trip" in told.message


def test_a_pair_goes_in_with_other_stops_between(line):
    halves = [
        _order("p", 5, partner=1, is_pickup=True, penalty=0, windows=((BEGIN, 8 * HOUR + 20 * MINUTE),)),
        _order("p", 30, partner=0),
    ]
    visits = [*halves, _order("2", 10, windows=((BEGIN, 8 * HOUR + 25 * MINUTE),))]
    problem = line(visits, [_van()], dimensions=("kg",))
    (told,) = explain(problem, {0: [2]}, [1])
    assert told.kind is KIND.NOT_FOUND_YET
    assert told.message.startswith("It fits as stop 1 of Van 1")
    found = SlotSearch(Slots(problem, {0: [2]}), WorkBudget(problem)).find(1).put
    assert found is not None
    assert found.timetable.visits == (0, 2, 1)


def test_a_pair_without_slots_is_squeezed_out_with_the_rule(line):
    halves = [_order("p", 5, partner=1, is_pickup=True, penalty=0, load=(2000,)), _order("p", 30, partner=0)]
    halves[1] = replace(halves[1], load=(2000,))
    day = [*halves, _order("2", 40, windows=((BEGIN, 8 * HOUR + 50 * MINUTE),))]
    problem = line(day, [_van(shift=(BEGIN, 9 * HOUR + 30 * MINUTE))], dimensions=("kg",))
    (told,) = explain(problem, {0: [2]}, [1])
    assert (told.kind, told.reason) == (KIND.SQUEEZED_OUT, REASON.SHIFT)
    assert "no route has room" in told.message


def test_what_is_under_way_comes_first(line):
    visits = [_order("far", 100), _order("near", 5, windows=((BEGIN, 9 * HOUR),))]
    begun = line(visits, [_van(frozen_prefix=(0,))], dimensions=("kg",))
    (told,) = explain(begun, {0: [0]}, [1])
    assert (told.kind, told.reason) == (KIND.PROVEN, REASON.TIME_WINDOW)
    free = line(visits, [_van()], dimensions=("kg",))
    assert explain(free, {0: [0]}, [1])[0].kind is KIND.NOT_FOUND_YET


def test_an_order_taken_out_of_what_is_done_belongs_back_there(line):
    problem = line([_order("1"), _order("2")], [_van(frozen_prefix=(0,)), _van("Van 2")], dimensions=("kg",))
    (told,) = explain(problem, {0: [1]}, [0])
    assert (told.kind, told.reason, told.vehicle) == (KIND.SQUEEZED_OUT, REASON.POSITION, 0)
    assert told.mend == "Put it back on Van 1."


def test_a_group_is_named_with_the_order_it_is_about(line):
    visits = [_order("1", 10), _order("2", 12), _order("3", 14)]
    vans = [_van(), _van("Van 2", max_stops=1)]
    problem = line(visits, vans, dimensions=("kg",), same_route=(frozenset({1, 2}),))
    (told,) = explain(problem, {0: [0], 1: [1]}, [2])
    assert (told.kind, told.reason) == (KIND.SQUEEZED_OUT, REASON.MAX_STOPS)
    assert told.vehicle == 1  # where the other one of its group is


def test_a_queue_at_the_bay_is_no_slot_yet(line):
    # Both loadings want the only bay at nine, and neither may be earlier or later.
    windows = ((9 * HOUR + 20 * MINUTE, 9 * HOUR + 20 * MINUTE),)
    bay = DockDay(dock_id="1", location=0, opens=9 * HOUR, closes=18 * HOUR)
    vans = [_van(), _van("Van 2", capacity=(5000,))]
    visits = [_order("1", 10, windows=windows), _order("2", 10, windows=windows, load=(1500,))]
    problem = line(visits, vans, dimensions=("kg",), docks=(bay,))
    (told,) = explain(problem, {0: [0]}, [1])
    assert (told.kind, told.reason) == (KIND.NOT_FOUND_YET, REASON.DOCKS)
    assert "Van 2 queues 10 min for a bay" in told.message
    early = replace(problem, docks=(replace(bay, opens=8 * HOUR),))
    (told,) = explain(early, {0: [0]}, [1])
    assert told.message.startswith("It fits as stop 1 of Van 2, which stays in so far")


def test_staggered_loadings_of_the_plan_are_kept_in_mind(line):
    bay = DockDay(dock_id="1", location=0, opens=BEGIN, closes=18 * HOUR)
    vans = [_van(), _van("Van 2")]
    visits = [_order("1", 10), _order("2", 20), _order("3", 21)]
    problem = line(visits, vans, dimensions=("kg",), docks=(bay,))
    starts = {0: (BEGIN,), 1: (BEGIN + 600,)}
    judgement = judge(problem, {0: [0], 1: [1]}, starts)
    assert judgement.is_feasible
    (told,) = explain(problem, judgement.routes, [2], timetables=judgement.timetables)
    assert told.message.startswith("It fits as stop 1 of Van 2")


def test_a_way_through_another_district_may_help_and_is_not_called_impossible(line):
    # Straight there the morning traffic makes it late; by the other district it would not be.
    visits = [_order("1", 10, windows=((BEGIN, BEGIN + 600 + 10 * MINUTE),)), _order("2", 1)]
    traffic = Traffic(factors=((2000,), (500,)), district=(0, 1, *([0] * 9)))
    problem = line(visits, [_van()], dimensions=("kg",), traffic=traffic)
    (told,) = explain(problem, {}, [0])
    assert told.kind is KIND.NOT_FOUND_YET
    assert told.message.startswith("Alone it cannot be served")
    assert judge(problem, {0: [1, 0]}).is_feasible
    assert explain(problem, {0: [1]}, [0])[0].message.startswith("It fits as stop 2 of Van 1")
    slow = replace(problem, traffic=Traffic(factors=((2000,), (1900,)), district=traffic.district))
    assert explain(slow, {}, [0])[0].kind is KIND.PROVEN


def test_set_up_that_others_at_the_address_pay_is_no_proof_of_lateness(line):
    closes = BEGIN + 600 + 10 * MINUTE + 60
    windows = ((BEGIN, closes),)
    visits = [_order("1", 10, set_up=300, windows=windows), _order("2", 10, service=60)]
    problem = line(visits, [_van()], dimensions=("kg",))
    assert judge(problem, {0: [1, 0]}).is_feasible
    assert explain(problem, {0: [1]}, [0])[0].kind is KIND.NOT_FOUND_YET
    slow = replace(problem, visits=(visits[0], replace(visits[1], service=120)))
    assert explain(slow, {}, [0])[0].kind is KIND.PROVEN


def test_the_place_of_an_open_end_is_no_way_to_anywhere(line):
    problem = line([_order("1", 30, windows=((BEGIN, BEGIN + 1800),))], [_van(end=31)], places=32, dimensions=("kg",))
    for matrix in (*problem.durations, *problem.distances):
        matrix[31, :] = matrix[:, 31] = 0
    assert explain(problem, {}, [0])[0].kind is KIND.PROVEN


def test_a_break_that_leaves_no_time_is_named(line):
    rest = BreakRule(duration=1800, earliest=11 * HOUR, latest=12 * HOUR)
    order = _order(service=3 * HOUR, windows=((10 * HOUR, 10 * HOUR),))
    (told,) = explain(line([order], [_van(breaks=(rest,))], dimensions=("kg",)), {}, [0])
    assert told.kind is KIND.PROVEN
    assert told.message.startswith("Even alone it leaves Van 1 no time for its break")
    assert told.mend.startswith("Let the break of Van 1 begin as late as 13:00")


def test_when_there_is_too_much_to_look_at_it_is_said_so():
    problem = rich_day(3, 60, {"windows", "skills"}, 2)
    routes = {0: [], 1: []}
    left_out = [idx for idx, visit in enumerate(problem.visits) if visit.is_order]
    told = explain(problem, routes, left_out, budget=60)
    unseen = [one for one in told if "not searched" in one.message]
    assert unseen
    assert {one.kind for one in unseen} == {KIND.NOT_FOUND_YET}
    assert told == explain(problem, routes, left_out, budget=60)
    assert not any("not searched" in one.message for one in explain(problem, routes, left_out, budget=None))


def test_the_orders_that_matter_most_are_looked_at_first(line):
    visits = [_order(str(idx), 10 + idx, penalty=10_000 + idx) for idx in range(5)]
    problem = line(visits, [_van()], dimensions=("kg",))
    told = explain(problem, {}, range(5), budget=1)
    assert [one.message.startswith("It fits as") for one in told] == [False] * 4 + [True]
