from dataclasses import replace

from lastmile_core.problem import UNREACHABLE
from tests.features.conftest import HOUR


def test_each_vehicle_drives_by_its_own_times(engine, straight_road):
    # The far window is only reachable at van speed; a bike takes three times as long.
    visits = [{"at": 60, "windows": ((8 * HOUR, 9 * HOUR + 300),)}, {"at": 5}]
    problem = straight_road(visits, [{"profile": 1, "fixed_cost": 0, "cost_per_hour": 500}, {}], slow=3.0)
    plan = engine(problem)
    assert plan.unassigned == []
    assert 0 in plan.routes[1]


def test_a_cheap_bike_takes_what_it_can(engine, straight_road):
    bike = {"profile": 1, "fixed_cost": 0, "cost_per_km": 0, "cost_per_hour": 200, "capacity": (3000,)}
    visits = [{"at": 5, "load": (1000,)}, {"at": 6, "load": (1000,)}, {"at": 8, "load": (50_000,)}]
    plan = engine(straight_road(visits, [bike, {}], slow=1.5))
    assert plan.unassigned == []
    assert 2 in plan.routes[1]
    assert set(plan.routes) >= {1}


def test_a_place_without_a_bike_path_goes_to_the_van(engine, straight_road):
    problem = straight_road([{"at": 5}, {"at": 6}], [{"profile": 1, "fixed_cost": 0}, {"fixed_cost": 9000}], slow=1.0)
    blocked = problem.distances[1].copy()
    blocked[1, :] = blocked[:, 1] = UNREACHABLE
    blocked[1, 1] = 0
    problem = replace(problem, distances=(problem.distances[0], blocked))
    plan = engine(problem)
    assert plan.unassigned == []
    assert 0 in plan.routes[1]


def test_a_place_without_any_road_is_left_out(engine, straight_road):
    problem = straight_road([{"at": 5}, {"at": 6}], [{}, {}])
    blocked = problem.durations[0].copy()
    blocked[1, :] = UNREACHABLE
    blocked[1, 1] = 0
    plan = engine(replace(problem, durations=(blocked,)))
    assert plan.unassigned == [0]
