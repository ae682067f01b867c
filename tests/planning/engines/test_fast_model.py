"""What the fast engine is told about a day, and the way back from its answer."""

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastmile_core.planning.base.free_part import free_part
from lastmile_core.planning.base.search_limits import SearchBudget
from lastmile_core.planning.engines.pyvrp.build_model import build_model
from lastmile_core.planning.engines.pyvrp.local_search import run_search
from lastmile_core.planning.engines.pyvrp.read_routes import read_routes
from lastmile_core.planning.engines.pyvrp.time_bands import EXTRA_SHARE, hour_price, time_bands
from lastmile_core.planning.repair.repair import Repairer
from lastmile_core.problem import UNREACHABLE, DayPrices, RoutingProblem, Traffic, VehicleDay, Visit
from lastmile_core.schedule.judge import judge
from lastmile_core.schedule.timing.timetable import time_route
from lastmile_core.schedule.timing.visit_prices import visit_price
from tests.planning.rich_days import RULES, rich_day

HOUR = 3600


def starts_of(problem, routes):
    return {vehicle: time_route(problem, vehicle, order).starts for vehicle, order in routes.items()}


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000), rules=st.one_of(st.just(RULES), st.frozensets(st.sampled_from(sorted(RULES)))))
def test_routes_survive_the_way_there_and_back(seed, rules):
    problem = free_part(rich_day(seed, 16, rules=rules)).problem
    routes = Repairer(problem).repair({})
    model = build_model(problem)
    back = read_routes(model, model.write(routes, starts_of(problem, routes)))
    # Vehicles that are the same to the engine may come back in each other's place.
    same = {vehicle: group for group in model.fleet.members for vehicle in group}
    for group in model.fleet.members:
        there = sorted(tuple(routes[vehicle]) for vehicle in group if vehicle in routes)
        here = sorted(tuple(back[vehicle]) for vehicle in group if vehicle in back)
        assert here == there
    assert set(back) <= set(same)


@pytest.mark.parametrize("seed", range(2))
def test_what_it_finds_is_nearly_clean_and_mended_at_once(seed):
    rules = {"windows", "set_up", "trips", "release", "pairs", "overtime", "max_duration", "on_board", "same_address"}
    problem = rich_day(seed, 30, rules=rules)
    model = build_model(problem)
    limits = SearchBudget(deadline=time.monotonic() + 60, max_iterations=60)
    found = judge(problem, read_routes(model, run_search(model.data, limits)))
    # All of these rules are said exactly, so that nothing is left to mend.
    assert found.violations == ()
    assert len(found.unassigned) <= 2


def test_a_plain_day_needs_no_place_matrix_or_client_of_its_own(random_day):
    problem = random_day(2)
    data = build_model(problem).data
    assert data.num_locations == len(problem.durations[0])
    assert data.num_profiles == len(problem.profiles)
    assert data.num_clients == sum(len(visit.windows) for visit in problem.visits)
    assert data.num_shipments == 0


@pytest.fixture
def line():
    def build(visits, vehicles, **rules):
        size = max(visit.location for visit in visits) + 1
        minutes = np.abs(np.arange(size)[:, None] - np.arange(size)[None]) * 10
        usual = {"cost_per_km": 50, "cost_per_hour": 2000, "capacity": (10_000,), "shift": (8 * HOUR, 18 * HOUR)}
        days = [VehicleDay(**{"vehicle_id": f"v{n}", **usual, **day}) for n, day in enumerate(vehicles)]
        return RoutingProblem(
            visits=tuple(visits),
            vehicles=tuple(days),
            durations=(minutes * 60,),
            distances=(minutes * 500,),
            dimensions=("kg",),
            **rules,
        )

    return build


def test_set_up_is_paid_once_an_address_and_at_the_first_stop(line):
    at = {"location": 1, "load": (0,), "set_up": 300}
    problem = line([Visit(visit_id="a", **at), Visit(visit_id="b", **at)], [{}])
    model = build_model(problem)
    route = model.write({0: [0, 1]}, {0: (0, 0)}).routes()[0]
    assert route.duration() == time_route(problem, 0, [0, 1]).paid
    assert route.travel_duration() == 2 * 600 + 300


def test_overtime_and_the_longest_duration_are_said(line):
    visit = Visit(visit_id="a", location=1, load=(0,), service=2 * HOUR)
    problem = line([visit], [{"regular_time": HOUR, "overtime_price": 900, "loading": 600, "max_duration": 3 * HOUR}])
    model = build_model(problem)
    route = model.write({0: [0]}, {0: (0,)}).routes()[0]
    timetable = time_route(problem, 0, [0])
    assert route.duration() == timetable.paid
    assert route.overtime() == timetable.paid - HOUR
    assert route.is_feasible()
    tight = replace(problem, vehicles=(replace(problem.vehicles[0], max_duration=2 * HOUR),))
    assert not build_model(tight).write({0: [0]}, {0: (0,)}).routes()[0].is_feasible()


def test_a_trip_waits_for_its_goods_and_then_loads(line):
    reload = Visit(visit_id="r", location=0, load=(0,), service=600, allowed_vehicles=frozenset({0}), is_reload=True)
    visits = [
        Visit(visit_id="a", location=1, load=(6000,)),
        Visit(visit_id="b", location=1, load=(6000,), release=12 * HOUR),
        reload,
    ]
    problem = line(visits, [{"max_trips": 2}])
    model = build_model(problem)
    route = model.write({0: [0, 2, 1]}, {0: (0, 0, 0)}).routes()[0]
    assert route.is_feasible()
    assert route.end_time() == 12 * HOUR + 600 + 1200 == time_route(problem, 0, [0, 2, 1]).end
    assert not model.write({0: [0, 1]}, {0: (0, 0)}).routes()[0].is_feasible()


def test_a_begun_route_goes_on_from_where_it_is(line):
    visits = [Visit(visit_id=f"o{n}", location=n + 1, load=(4000,), service=600) for n in range(3)]
    problem = line(visits, [{"frozen_prefix": (1,), "max_stops": 2}, {}])
    model = build_model(problem)
    routes = {0: [1, 0], 1: [2]}
    solution = model.write(routes, starts_of(problem, routes))
    assert solution.is_feasible()
    assert read_routes(model, solution) == routes
    # Two are on board when it leaves, so a third does not fit; and it takes two orders at most.
    assert not model.write({0: [1, 0, 2]}, {0: (0, 0, 0)}).is_feasible()
    assert read_routes(model, model.write({}, {})) == {0: [1]}


def test_who_must_not_serve_has_no_way_there_when_many_are_bound(line):
    visits = [
        Visit(visit_id=f"o{n}", location=1, load=(0,), allowed_vehicles=frozenset({n, (n + 1) % 6})) for n in range(6)
    ]
    problem = line(visits, [{}] * 6)
    model = build_model(problem)
    assert model.data.num_load_dimensions == 1
    right = model.write({0: [0, 5], 2: [1, 2]}, {0: (0, 0), 2: (0, 0)})
    wrong = model.write({3: [0]}, {3: (0,)})
    assert not right.has_time_warp()
    assert wrong.has_time_warp()


def test_traffic_is_the_mean_of_the_hours_out_there(line):
    visit = Visit(visit_id="a", location=1, load=(0,))
    factors = ((1000,) * 8 + (2000,) * 5 + (1000,),)
    problem = line([visit], [{"shift": (8 * HOUR, 18 * HOUR)}], traffic=Traffic(factors=factors))
    data = build_model(problem).data
    assert data.duration_matrix(0)[0, 1] == 900
    blocked = replace(problem, durations=(np.where(problem.durations[0] > 0, UNREACHABLE, 0),))
    assert build_model(blocked).data.duration_matrix(0)[0, 1] == 10_000_000


def test_bands_say_what_the_judge_asks_for(line):
    visit = Visit(
        visit_id="a", location=1, load=(0,), windows=((8 * HOUR, 18 * HOUR),), preferred=(10 * HOUR, 12 * HOUR),
        late_price=1200, chances=(500,) * 17 + (1000,),
    )  # fmt: skip
    problem = line(
        [visit, *[replace(visit, preferred=None, chances=())] * 9], [{}], prices=DayPrices(failed_attempt=800)
    )
    for start in (8 * HOUR, 11 * HOUR, 13 * HOUR + 5, 17 * HOUR):
        price = visit_price(problem.prices, visit, start)
        assert hour_price(problem, visit, start) == pytest.approx(price.wish / 3600 + price.failed / 1000)
    bands = time_bands(problem)
    assert bands[0][0].earliest == 8 * HOUR
    assert bands[0][-1].latest == 18 * HOUR
    assert all(one.latest + 1 == two.earliest for one, two in zip(bands[0], bands[0][1:], strict=False))
    assert len(bands[0]) > 3
    assert all(len(other) == 1 for other in bands[1:])
    assert bands[0][0].price < bands[0][-2].price


def test_a_long_day_of_wishes_does_not_drown_the_search():
    problem = rich_day(1, 60)
    bands = time_bands(problem)
    extra = sum(map(len, bands)) - sum(len(visit.windows) for visit in problem.visits)
    assert 0 < extra <= EXTRA_SHARE * problem.num_visits


def test_who_knows_the_place_is_nearer(line):
    visit = Visit(visit_id="a", location=1, load=(0,), familiar_vehicles=frozenset({1}))
    problem = line([visit], [{}, {}], prices=DayPrices(unfamiliar=250))
    model = build_model(problem)
    costs = [model.write({vehicle: [0]}, {vehicle: (0,)}) for vehicle in (0, 1)]
    far, near = (solution.distance() for solution in costs)
    # 250 cents at 50 a kilometre.
    assert far - near == 5000
