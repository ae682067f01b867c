import json
from dataclasses import asdict

import numpy as np
import pytest

from lastmile_core.errors import LastmileError
from lastmile_core.problem import UNREACHABLE
from lastmile_core.problem.formats.benchmark_files import read_benchmark
from lastmile_core.problem.formats.problem_json import problem_from_json, problem_to_json, read_problem, write_problem
from lastmile_core.workflows.plan.solve_file import main, solve_file

SOLOMON = """tiny

VEHICLE
NUMBER     CAPACITY
  3          10

CUSTOMER
CUST NO.  XCOORD.    YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE TIME

    0      0          0          0          0       200          0
    1      3          4          6          0       100          5
    2      6          8          4          0       100          5
    3      0         10          7         50        60          5
"""

EXPLICIT = """NAME : tiny
TYPE : VRPTW
DIMENSION : 3
EDGE_WEIGHT_TYPE : EXPLICIT
VEHICLES : 2
EDGE_WEIGHT_FORMAT : FULL_MATRIX
CAPACITY : 5
EDGE_WEIGHT_SECTION
0 7 9
8 0 4
9 5 0
DEMAND_SECTION
1 0
2 2
3 3
DEPOT_SECTION
1
-1
SERVICE_TIME_SECTION
1 0
2 1
3 1
TIME_WINDOW_SECTION
1 0 100
2 0 50
3 0 50
EOF
"""

RICH = EXPLICIT.replace("CAPACITY : 5\n", "").replace(
    "DEPOT_SECTION", "CAPACITY_SECTION\n1 5\n2 3\nVEHICLES_FIXED_COST_SECTION\n1 100\n2 1\nDEPOT_SECTION"
)


@pytest.fixture
def solomon_file(tmp_path):
    path = tmp_path / "tiny.txt"
    path.write_text(SOLOMON)
    return path


@pytest.fixture
def explicit_file(tmp_path):
    path = tmp_path / "tiny.vrp"
    path.write_text(EXPLICIT)
    return path


def test_coordinates_follow_the_dimacs_convention_unless_said_otherwise(solomon_file):
    by_default = read_benchmark(solomon_file).problem
    assert by_default.durations[0][0, 1] == 50
    assert by_default.visits[2].windows == ((500, 600),)
    assert read_benchmark(solomon_file, "round").problem.durations[0][0, 1] == 5
    assert read_benchmark(solomon_file, "exact").problem.durations[0][0, 1] == 5000


def test_a_matrix_is_taken_as_it_stands(explicit_file):
    file = read_benchmark(explicit_file)
    assert file.rounding == "none"
    assert file.problem.durations[0].tolist() == [[0, 7, 9], [8, 0, 4], [9, 5, 0]]
    assert [visit.load for visit in file.problem.visits] == [(2,), (3,)]
    assert len(file.problem.vehicles) == 2


def test_the_objective_is_the_files_own(explicit_file, tmp_path):
    out = tmp_path / "solution.json"
    answer = solve_file(explicit_file, 1.0, workers=1, out=out, max_iterations=50)
    assert answer["status"] == "FEASIBLE"
    assert answer["objective"] == 7 + 4 + 9
    assert [route["visits"] for route in answer["routes"]] == [[1, 2]]
    assert json.loads(out.read_text()) == answer


def test_solomon_text_is_solved_in_tenths(solomon_file):
    answer = solve_file(solomon_file, 1.0, workers=1, max_iterations=50)
    assert answer["objective"] == 400
    assert answer["unassigned"] == []


def test_a_vrplib_file_of_many_rules_is_solved_with_its_vehicle_numbers(tmp_path):
    path = tmp_path / "rich.vrp"
    path.write_text(RICH)
    assert read_benchmark(path).problem is None
    answer = solve_file(path, 1.0, workers=2, max_iterations=50)
    assert answer["status"] == "FEASIBLE"
    # One vehicle takes both for 20 + 100, two take one each for 15 + 18 + 101.
    assert answer["objective"] == 120
    assert answer["routes"] == [{"vehicle": 0, "visits": [1, 2]}]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hello", "neither"),
        ("DIMENSION : 3\n", "could not be read"),
        (EXPLICIT.replace("0 7 9", "0 7.5 9"), "not whole"),
        (EXPLICIT.replace("8 0 4\n", ""), "not complete"),
    ],
    ids=["other text", "no sections", "fractions", "row missing"],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path, text, words):
    path = tmp_path / "bad.vrp"
    path.write_text(text)
    with pytest.raises(LastmileError) as caught:
        solve_file(path, 1.0, workers=1, max_iterations=10)
    assert words in caught.value.message
    assert caught.value.mend


def test_a_missing_file_and_an_unknown_rounding_are_named(tmp_path, explicit_file):
    with pytest.raises(LastmileError, match="There is no file"):
        solve_file(tmp_path / "none.vrp", 1.0)
    with pytest.raises(LastmileError, match="is not known"):
        read_benchmark(explicit_file, "up")


def test_the_command_prints_and_writes(explicit_file, tmp_path, capsys):
    out = tmp_path / "solution.json"
    assert main([str(explicit_file), "--time-limit", "0.5", "--workers", "1", "--out", str(out)]) == 0
    assert json.loads(capsys.readouterr().out)["objective"] == 20
    assert out.is_file()
    assert main([str(tmp_path / "none.vrp")]) == 1


def test_a_problem_survives_its_json(random_day, tmp_path):
    problem = random_day(1)
    path = tmp_path / "day.json"
    write_problem(problem, path)
    back = read_problem(path)
    assert [asdict(visit) for visit in back.visits] == [asdict(visit) for visit in problem.visits]
    assert [asdict(vehicle) for vehicle in back.vehicles] == [asdict(vehicle) for vehicle in problem.vehicles]
    assert all(np.array_equal(a, b) for a, b in zip(back.durations, problem.durations, strict=True))
    assert back.dimensions == problem.dimensions
    answer = solve_file(path, 1.0, workers=1, max_iterations=30)
    served = [visit for route in answer["routes"] for visit in route["visits"]]
    assert sorted([*served, *answer["unassigned"]]) == list(range(20))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data.update(format="x"), "not a Lastmile problem"),
        (lambda data: data.update(version=9), "Version 9"),
        (lambda data: data.pop("visits"), "no field"),
        (lambda data: data["durations"][0][0].__setitem__(1, 1.5), "whole number"),
        (lambda data: data["durations"][0][0].__setitem__(1, "60"), "whole number"),
        (lambda data: data["durations"][0][2].__setitem__(1, -900), "from place 2 to place 1 is -900"),
        (lambda data: data["visits"][0].update(location=99), "outside the matrices"),
        (lambda data: data["visits"][0].update(service=-1), "visits[0].service is -1; write a whole number from 0"),
        (lambda data: data["visits"][0].update(windows=[]), "no window"),
        (lambda data: data["visits"][0].update(windows=[[5, 1]]), "ends before it begins"),
        (lambda data: data["visits"][0].update(load=[1]), "number of loads"),
        (lambda data: data["vehicles"][0].update(profile=7), "road profile"),
        (lambda data: data["vehicles"][0].update(locked_visits=[77]), "not there"),
        (lambda data: data["vehicles"][0].update(colour="red"), "cannot be used"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_problem_json_is_refused_with_its_reason(random_day, change, words):
    data = json.loads(json.dumps(problem_to_json(random_day(1))))
    change(data)
    with pytest.raises(LastmileError) as caught:
        problem_from_json(data)
    assert words in caught.value.message


@pytest.mark.parametrize(
    ("said", "meant"), [(-0.5, 0), (-1, 0), (None, UNREACHABLE), (float("nan"), UNREACHABLE), (7.0, 7)]
)
def test_odd_numbers_of_a_road_engine_are_understood_in_problem_json(random_day, said, meant):
    data = json.loads(json.dumps(problem_to_json(random_day(1))))
    data["distances"][0][0][1] = said
    assert problem_from_json(json.loads(json.dumps(data))).distances[0][0, 1] == meant


def test_a_negative_edge_weight_is_named_with_its_nodes(tmp_path):
    path = tmp_path / "negative.vrp"
    path.write_text(EXPLICIT.replace("8 0 4", "8 0 -40"))
    with pytest.raises(LastmileError, match="from node 2 to node 3 is -40"):
        read_benchmark(path)
    path.write_text(EXPLICIT.replace("8 0 4", "8 0 -1"))
    assert read_benchmark(path).problem.durations[0].tolist() == [[0, 7, 9], [8, 0, 0], [9, 5, 0]]


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["ortec", "homberger_200"])
def test_a_real_benchmark_day_is_answered_whole(shared_data, folder):
    path = sorted((shared_data / "vrp" / folder).glob("*.txt"))[0]
    answer = solve_file(path, 3.0, workers=2)
    assert answer["status"] == "FEASIBLE"
    assert answer["unassigned"] == []


@pytest.mark.shared
def test_a_rich_benchmark_day_is_answered_whole(shared_data):
    answer = solve_file(shared_data / "vrp" / "variants" / "PR01.vrp", 2.0)
    assert answer["status"] == "FEASIBLE"
