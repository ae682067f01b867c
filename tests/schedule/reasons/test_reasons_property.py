"""No reason is ever mislabelled: orders of known kind, and small days where every place is tried by hand."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastmile_core.model import UnassignedKind, UnassignedReason
from lastmile_core.problem import BreakRule, DockDay, VehicleDay, Visit
from lastmile_core.schedule import explain, judge
from lastmile_core.schedule.insertion.insertion_search import insert_at
from lastmile_core.schedule.insertion.plan_slots import Slots, block_of
from lastmile_core.schedule.insertion.screen import screen
from lastmile_core.schedule.reasons.single_order_check import SingleOrderCheck
from tests.planning.rich_days import RULES, rich_day
from tests.schedule.conftest import line_problem
from tests.schedule.reasons.mended_day import apply_mend

HOUR, MINUTE = 3600, 60
KIND, REASON = UnassignedKind, UnassignedReason
BEGIN, END = 8 * HOUR, 16 * HOUR
DAY = ((0, 172_800),)


def _order(name="7", at=20, **more) -> Visit:
    return Visit(**{"visit_id": name, "location": at, "load": (1000,), **more})


def _van(name="Van 1", **more) -> VehicleDay:
    usual = {"vehicle_id": name, "shift": (BEGIN, END), "loading": 600, "capacity": (10_000,), "cost_per_km": 30}
    return VehicleDay(**{**usual, "cost_per_hour": 2400, **more})


def _pair(late: int) -> list[Visit]:
    """A pair whose delivery closes ``late`` minutes before the pickup's goods can be there."""
    ready = 12 * HOUR
    there = ready + 300 + 10 * MINUTE
    return [
        _order("7", 30, partner=1, windows=((BEGIN, there - late * MINUTE),)),
        _order("7", 20, partner=0, is_pickup=True, service=300, penalty=0, windows=((ready, 13 * HOUR),)),
    ]


def _impossible(rule: str, by: int):
    """Return a day whose first order breaks one rule alone on every vehicle, by ``by`` minutes (kg, km …)."""
    two = [_van(), _van("Van 2")]
    match rule:
        case "time_window":
            return [_order(windows=((BEGIN - HOUR, BEGIN + 600 + 20 * MINUTE - by * MINUTE),))], two, {}
        case "shift":
            return [_order(service=END - BEGIN - 600 - 40 * MINUTE + by * MINUTE)], two, {}
        case "breaks":
            rest = BreakRule(duration=1800, earliest=11 * HOUR, latest=12 * HOUR)
            visit = _order(service=3 * HOUR + by, windows=((10 * HOUR, 10 * HOUR),))
            return [visit], [_van(breaks=(rest,)), _van("Van 2", breaks=(rest,))], {}
        case "capacity":
            return [_order(load=(10_000 + by * 1000,))], two, {}
        case "skills":
            return [_order(skills=frozenset({"crane", "lift"}))], [_van(skills=frozenset({"lift"})), _van("Van 2")], {}
        case "max_distance":
            return [_order()], [_van(max_distance=40_000 - by * 100), _van("Van 2", max_distance=1000)], {}
        case "max_duration":
            return [_order()], [_van(max_duration=600 + 40 * MINUTE - by), _van("Van 2", max_duration=60)], {}
        case "max_stops":
            return [_order()], [_van(max_stops=0)], {}
        case "trips":
            return [_order()], [_van(max_trips=0)], {}
        case "lock":
            return [_order(allowed_vehicles=frozenset())], two, {}
        case "locked routes":
            return [_order(), _order("8")], [_van(locked_visits=(1,)), _van("Van 2", locked_visits=())], {}
        case "release":
            ready = 12 * HOUR
            closes = ready + 600 + 20 * MINUTE - by * MINUTE
            return [_order(release=ready, windows=((9 * HOUR, closes),))], two, {}
        case "pairs":
            return _pair(by), two, {}
        case "position":
            return [_order(locked_position=by), *(_order(str(n), n) for n in range(1, by))], two, {}
        case "relations":
            held = _van("Van 2", locked_visits=(1,))
            return [_order(), _order("8")], [_van(), held], {"same_route": (frozenset({0, 1}),)}
        case "docks":
            bay = DockDay(dock_id="1", location=0, opens=12 * HOUR, closes=13 * HOUR)
            closes = 12 * HOUR + 600 + 20 * MINUTE - by * MINUTE
            return [_order(windows=((9 * HOUR, closes),))], two, {"docks": (bay,)}
        case _:
            raise AssertionError(rule)


IMPOSSIBLE = {
    "time_window": REASON.TIME_WINDOW,
    "shift": REASON.SHIFT,
    "breaks": REASON.SHIFT,
    "capacity": REASON.CAPACITY,
    "skills": REASON.SKILLS,
    "max_distance": REASON.MAX_DISTANCE,
    "max_duration": REASON.MAX_DURATION,
    "max_stops": REASON.MAX_STOPS,
    "trips": REASON.TRIPS,
    "lock": REASON.LOCK,
    "locked routes": REASON.LOCK,
    "release": REASON.RELEASE,
    "pairs": REASON.PAIRS,
    "position": REASON.POSITION,
    "relations": REASON.RELATIONS,
    "docks": REASON.DOCKS,
}


@pytest.mark.parametrize("rule", IMPOSSIBLE)
@settings(deadline=None, max_examples=8)
@given(by=st.integers(1, 20))
def test_what_one_rule_forbids_is_proven_by_that_rule_and_every_mend_works(rule, by):
    visits, vans, more = _impossible(rule, by)
    problem = line_problem(visits, vans, dimensions=("kg",), places=40, **more)
    routes = {idx: van.locked_visits for idx, van in enumerate(vans) if van.locked_visits}
    (told,) = explain(problem, routes, [0])
    assert (told.kind, told.reason) == (KIND.PROVEN, IMPOSSIBLE[rule])
    assert told.mends, told.mend
    for mend in told.mends:
        mended = apply_mend(problem, mend)
        assert SingleOrderCheck(mended).on_vehicle(0, told.vehicle).violations == ()
        assert explain(mended, routes, [0])[0].kind is not KIND.PROVEN
        assert mend.words[1:] in told.mend


@settings(deadline=None, max_examples=25)
@given(st.sets(st.sampled_from(["window", "load", "skill", "shift", "distance"]), min_size=2), st.integers(1, 30))
def test_an_order_with_several_violations_has_one_mend_for_all(wrong, by):
    order = _order(
        load=(10_000 + by * 1000 if "load" in wrong else 1000,),
        windows=((BEGIN, BEGIN + by),) if "window" in wrong else DAY,
        skills=frozenset({"crane"}) if "skill" in wrong else frozenset(),
        service=END - BEGIN + by if "shift" in wrong else 60,
    )
    problem = line_problem([order], [_van(max_distance=30_000 if "distance" in wrong else None)], dimensions=("kg",))
    (told,) = explain(problem, {}, [0])
    assert told.kind is KIND.PROVEN
    assert told.mends
    for mend in told.mends:
        assert SingleOrderCheck(apply_mend(problem, mend)).on_vehicle(0, 0).violations == ()


def _squeezed(rule: str, num: int):
    """Return a day, its routes and an order (the last) that fits alone, but not beside the others by one rule."""
    others = [_order(str(idx), idx + 1, service=600) for idx in range(num)]
    mine, limit, more = _order("mine", 20, service=600), {}, {}
    whole = judge(line_problem([*others, mine], [_van()], dimensions=("kg",)), {0: range(num + 1)}).timetables[0]
    match rule:
        case "capacity":
            limit = {"capacity": (1000 * num + 500,)}
        case "max_stops":
            limit = {"max_stops": num}
        case "max_duration":
            limit = {"max_duration": whole.paid - 1}
        case "shift":
            limit = {"shift": (BEGIN, BEGIN + whole.paid - 1)}
        case "max_distance":
            # The depot lies between them: 20 km and back to either side.
            limit = {"max_distance": 79_000 - num, "start": 20, "end": 20}
            others, mine = [replace(other, location=0) for other in others], replace(mine, location=40)
        case "time_window":
            others = [replace(other, location=10 + idx) for idx, other in enumerate(others)]
            others[0] = replace(others[0], service=HOUR, windows=((BEGIN + 1200, BEGIN + 1200),))
            mine = replace(mine, windows=((BEGIN + 1800, BEGIN + 1800 + num),))
        case "relations":
            more = {"different_routes": (frozenset({num - 1, num}),)}
        case "position":
            others[0], mine = replace(others[0], locked_position=0), replace(mine, locked_position=0)
    return line_problem([*others, mine], [_van(**limit)], dimensions=("kg",), places=41, **more), {0: list(range(num))}


SQUEEZED = ("capacity", "max_stops", "max_duration", "shift", "max_distance", "time_window", "relations", "position")


@pytest.mark.parametrize("rule", SQUEEZED)
@settings(deadline=None, max_examples=5)
@given(num=st.integers(1, 5))
def test_what_fits_alone_but_not_beside_the_others_is_squeezed_out(rule, num):
    problem, routes = _squeezed(rule, num)
    assert judge(problem, routes).is_feasible
    (told,) = explain(problem, routes, [num])
    assert (told.kind, told.reason) == (KIND.SQUEEZED_OUT, REASON(rule))
    assert told.vehicle == 0
    for mend in told.mends:
        mended = explain(apply_mend(problem, mend), routes, [num])[0]
        assert mended.kind is KIND.NOT_FOUND_YET, mend
    spare = replace(problem, vehicles=(*problem.vehicles, _van("Van 2", start=problem.vehicles[0].start, end=0)))
    assert explain(spare, routes, [num])[0].kind is KIND.NOT_FOUND_YET  # "or send one more vehicle"


@settings(deadline=None, max_examples=15)
@given(num=st.integers(0, 6), at=st.integers(1, 39), penalty=st.sampled_from([100, 100_000]))
def test_a_slot_that_nobody_tried_is_not_found_yet_or_a_matter_of_price(num, at, penalty):
    others = [_order(str(idx), 3 * idx + 1) for idx in range(num)]
    problem = line_problem([*others, _order("mine", at, penalty=penalty, service=300)], [_van()], places=40)
    problem = replace(problem, dimensions=("kg",))
    (told,) = explain(problem, {0: list(range(num))}, [num])
    is_worth_it = told.extra_cost <= penalty
    assert told.kind is (KIND.NOT_FOUND_YET if is_worth_it else KIND.SQUEEZED_OUT)
    assert told.reason is (REASON.UNPLANNED if is_worth_it else REASON.PRICE)


# ---------------------------------------------------------------- every place tried by hand


def _small_day(seed: int):
    """A small day with a random choice of rules, routes that keep them, and orders left out."""
    rng = random.Random(seed)
    share = rng.choice([0.3, 0.6, 1.0])
    rules = {rule for rule in sorted(RULES) if rng.random() < share} - {"docks"}
    problem = rich_day(seed, rng.choice([6, 9, 14]), rules, rng.choice([1, 2]))
    cut, share = rng.choice([0, 3, 6]) * HOUR, rng.choice([1, 2, 6])
    vehicles = tuple(
        replace(
            day,
            shift=(day.shift[0], day.shift[1] - cut),
            capacity=tuple(limit // share for limit in day.capacity),
        )
        for day in problem.vehicles
    )
    problem = replace(problem, vehicles=vehicles)
    routes = {idx: [*(day.locked_visits or day.frozen_prefix)] for idx, day in enumerate(vehicles)}
    done = {visit for route in routes.values() for visit in route}
    orders = [idx for idx, visit in enumerate(problem.visits) if visit.is_order and idx not in done]
    rng.shuffle(orders)
    for order in orders:
        slots = Slots(problem, routes)
        possible = screen(slots, order).is_possible.nonzero()[0].tolist()
        put = insert_at(slots, rng.choice(possible), order) if possible and rng.random() < 0.8 else None
        if put is not None and not put.violations:
            routes[put.vehicle] = list(put.timetable.visits)
    return problem, routes


def _with_it(problem, routes, visit):
    """Yield every route with the visit (both halves of a pair) anywhere, and with one more reload anywhere."""
    block = block_of(problem, visit)
    for vehicle, route in routes.items():
        if problem.vehicles[vehicle].locked_visits is not None:
            continue
        own = frozenset({vehicle})
        spare = [i for i, v in enumerate(problem.visits) if v.is_reload and v.allowed_vehicles == own][:]
        spare = [idx for idx in spare if idx not in route][: 1 if route else 0]
        bases = [route, *([*route[:at], idx, *route[at:]] for idx in spare for at in range(len(route) + 1))]
        for base in bases:
            for first in range(len(base) + 1):
                for last in range(first, len(base) + 1) if len(block) == 2 else (first,):
                    yield vehicle, [*base[:first], *block[:1], *base[first:last], *block[1:], *base[last:]]


def _breaks_more(before, after) -> bool:
    had = Counter({(f.cause, f.vehicle, f.visit, f.unit): f.amount for f in before})
    return any(
        violation.amount > had[violation.cause, violation.vehicle, violation.visit, violation.unit]
        for violation in after
    )


@pytest.mark.parametrize("seed", [*range(14), 57, 67, 1203])
def test_small_days_of_all_rules_are_told_as_trying_every_slot_finds_them(seed):
    problem, routes = _small_day(seed)
    before = judge(problem, routes)
    for told in explain(problem, before.routes, before.unassigned[:5]):
        fits = any(
            not _breaks_more(before.violations, judge(problem, {**routes, vehicle: route}).violations)
            for vehicle, route in _with_it(problem, routes, told.visit)
        )
        if told.kind is KIND.PROVEN or (told.kind is KIND.SQUEEZED_OUT and told.reason is not REASON.PRICE):
            assert not fits, told.message
        elif told.message.startswith("It fits as"):
            assert fits, told.message
        for mend in told.mends if told.kind is KIND.PROVEN else ():
            assert SingleOrderCheck(apply_mend(problem, mend)).on_vehicle(told.visit, told.vehicle).violations == (), (
                told.mend
            )


@pytest.mark.parametrize("seed", [1, 2, 5, 8])
def test_the_screen_refuses_nothing_that_fits(seed):
    problem, routes = _small_day(seed)
    slots = Slots(problem, routes)
    for visit in judge(problem, routes).unassigned[:4]:
        possible = screen(slots, visit).is_possible
        for slot in range(len(slots)):
            assert possible[slot] or insert_at(slots, slot, visit).violations
