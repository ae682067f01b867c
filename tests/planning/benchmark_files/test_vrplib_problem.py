"""PyVRP's reading of a file, said as our own problem: both must mean the same plan and price it alike."""

import time

import pytest
from pyvrp import Client, ClientGroup, CostEvaluator, Depot, Location, ProblemData, VehicleType
from pyvrp.constants import MAX_VALUE

from lastmile_core.planning.base.search_limits import SearchBudget
from lastmile_core.planning.benchmark_files.solve_vrplib_file import solve_vrplib_file
from lastmile_core.planning.benchmark_files.vrplib_problem import as_problem, as_solution
from lastmile_core.schedule.judge import judge

LINE = [[10 * abs(a - b) for b in range(5)] for a in range(5)]


def data_of(clients, vehicles, depots=1, matrices=(LINE,), groups=()):
    import numpy as np

    tables = [np.array(matrix, dtype=np.int64) for matrix in matrices]
    return ProblemData(
        locations=[Location(x=place, y=0) for place in range(5)],
        clients=[Client(location=place, **rest) for place, rest in clients],
        depots=[Depot(location=place) for place in range(depots)],
        vehicle_types=vehicles,
        distance_matrices=tables,
        duration_matrices=tables,
        groups=list(groups),
    )


def fair(data, solution):
    return CostEvaluator([0] * data.num_load_dimensions, 0, 0).penalised_cost(solution)


def test_prices_of_a_mixed_fleet_from_two_depots_are_the_files_own():
    kinds = [
        VehicleType(num_available=1, capacity=[5], fixed_cost=70, unit_distance_cost=3, unit_duration_cost=2),
        VehicleType(num_available=2, capacity=[9], start_depot=1, end_depot=1, shift_duration=500),
    ]
    data = data_of([(n, {"delivery": [2], "service_duration": 7}) for n in (2, 3, 4)], kinds, depots=2)
    problem = as_problem(data)
    routes = {0: [0], 2: [1, 2]}
    verdict = judge(problem, routes)
    assert not verdict.violations
    assert [vehicle.max_duration for vehicle in problem.vehicles] == [None, 500, 500]
    assert verdict.cost.operating == fair(data, as_solution(data, problem, routes)) == 70 + 3 * 40 + 2 * 47 + 60


def test_an_optional_client_left_out_costs_its_prize():
    clients = [(1, {"delivery": [1]}), (4, {"delivery": [1], "prize": 33, "required": False})]
    data = data_of(clients, [VehicleType(num_available=1, capacity=[5])])
    problem = as_problem(data)
    assert judge(problem, {0: [0]}).cost.total == fair(data, as_solution(data, problem, {0: [0]})) == 20 + 33
    assert problem.visits[0].penalty >= 10 * 40


def test_a_place_that_a_profile_cannot_reach_is_barred_and_the_matrix_shared():
    barred = [[MAX_VALUE if 2 in (a, b) and a != b else LINE[a][b] for b in range(5)] for a in range(5)]
    kinds = [VehicleType(num_available=2, capacity=[5]), VehicleType(num_available=1, capacity=[5], profile=1)]
    problem = as_problem(data_of([(n, {"delivery": [1]}) for n in (1, 2)], kinds, matrices=(LINE, barred)))
    assert [visit.allowed_vehicles for visit in problem.visits] == [None, frozenset({0, 1})]
    assert [matrix.tolist() for matrix in problem.distances] == [LINE]


def test_collections_and_windows_are_kept():
    client = {"pickup": [3], "tw_early": 20, "tw_late": 90}
    problem = as_problem(data_of([(1, client)], [VehicleType(num_available=1, capacity=[5])]))
    assert (problem.visits[0].is_collection, problem.visits[0].load) == (True, (3,))
    assert problem.visits[0].windows == ((20, 90),)


@pytest.mark.parametrize(
    ("client", "vehicle", "groups"),
    [
        ({"release_time": 5}, {}, ()),
        ({"delivery": [1], "pickup": [1]}, {}, ()),
        ({}, {"reload_depots": [0]}, ()),
        ({}, {"shift_duration": 50, "max_overtime": 9, "unit_overtime_cost": 1}, ()),
        ({"required": False, "group": 0}, {}, (ClientGroup([0]),)),
    ],
    ids=["release", "both ways", "reload", "overtime", "group"],
)
def test_what_the_compiled_search_does_not_know_is_left_to_the_other(client, vehicle, groups):
    kind = VehicleType(num_available=1, capacity=[5], **vehicle)
    assert as_problem(data_of([(1, {"delivery": [1], **client})], [kind], groups=groups)) is None


def test_both_searches_run_side_by_side_and_the_best_comes_back(tmp_path):
    path = tmp_path / "two.vrp"
    path.write_text(
        "NAME : two\nTYPE : HFVRP\nDIMENSION : 4\nVEHICLES : 2\nEDGE_WEIGHT_TYPE : EXPLICIT\n"
        "EDGE_WEIGHT_FORMAT : FULL_MATRIX\nEDGE_WEIGHT_SECTION\n0 10 20 30\n10 0 10 20\n20 10 0 10\n30 20 10 0\n"
        "DEMAND_SECTION\n1 0\n2 1\n3 1\n4 1\nCAPACITY_SECTION\n1 2\n2 3\n"
        "VEHICLES_FIXED_COST_SECTION\n1 5\n2 100\nDEPOT_SECTION\n1\n-1\nEOF\n"
    )
    answer = solve_vrplib_file(
        path, "none", SearchBudget(deadline=time.monotonic() + 30, workers=2, max_iterations=100)
    )
    assert answer.is_feasible
    assert answer.is_complete
    # The small one cannot take all, so the large one takes them alone for 100 + 60 or both are used for 105 + 80.
    assert answer.objective == 160
