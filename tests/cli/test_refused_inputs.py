"""Every input that once ended in a traceback: refused by name, with the exit code and a sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from lastmile_core.cli import main
from lastmile_core.errors import LastmileError
from lastmile_core.problem.formats.benchmark_files import read_benchmark
from lastmile_core.problem.formats.problem_json import problem_from_json, read_problem

HUGE, MONEY = 2**64, 2**62
HOUR = 3600


def valid_problem() -> dict[str, Any]:
    """Return three visits, two vans and one matrix, as a file holds them."""
    matrix = [[0, 300, 400, 500], [300, 0, 200, 300], [400, 200, 0, 250], [500, 300, 250, 0]]
    return {
        "format": "lastmile-problem",
        "version": 1,
        "name": "small",
        "dimensions": ["kg"],
        "profiles": ["van"],
        "visits": [
            {"order_id": f"A{n}", "location": n, "load": [1000], "service": 120, "windows": [[8 * HOUR, 17 * HOUR]]}
            for n in (1, 2, 3)
        ],
        "vehicles": [
            {
                "vehicle_id": f"van{n}",
                "capacity": [5000],
                "shift": [7 * HOUR, 18 * HOUR],
                "fixed_cost": 6000,
                "cost_per_km": 45,
                "cost_per_hour": 2400,
                "breaks": [{"duration": 1800, "earliest": 11 * HOUR, "latest": 14 * HOUR}],
            }
            for n in (1, 2)
        ],
        "docks": [{"dock_id": "north", "location": 0, "opens": 0, "closes": 86400}],
        "traffic": {"factors": [[1000, 1200]], "district": [0, 0, 0, 0]},
        "prices": {"waiting": 100},
        "same_route": [[0, 1]],
        "different_routes": [],
        "durations": [matrix],
        "distances": [[[10 * entry for entry in row] for row in matrix]],
    }


def _put(*path: Any) -> Callable[[dict[str, Any]], None]:
    *way, last, value = path

    def spoil(data: Any) -> None:
        for step in way:
            data = data[step]
        data[last] = value

    return spoil


PROBLEMS: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "unequal matrices": (_put("distances", 0, [[0, 1], [1, 0]]), "distances[0] has 2 places and durations[0] has 4"),
    "a matrix that is not square": (_put("durations", 0, 1, [1, 2]), "durations[0][1] has 2 entries"),
    "2^64 in a matrix": (
        _put("durations", 0, 1, 2, HUGE),
        "durations[0][1][2], from place 1 to place 2 is 18446744073709551616",
    ),
    "2^64 seconds": (_put("visits", 0, "service", HUGE), "visits[0].service is 18446744073709551616; write a whole"),
    "2^64 as a place": (_put("visits", 1, "location", HUGE), "visits[1].location"),
    "2^64 as load": (_put("visits", 1, "load", [HUGE]), "visits[1].load[0]"),
    "2^64 trips": (_put("vehicles", 1, "max_trips", HUGE), "vehicles[1].max_trips"),
    "4,000 digits": (_put("visits", 1, "service", "4000 digits"), "more than 40 digits"),
    "profile -1": (_put("vehicles", 0, "profile", -1), "vehicles[0].profile is -1"),
    "place -1": (_put("vehicles", 0, "start", -1), "vehicles[0].start is -1"),
    "a partner -1": (_put("visits", 0, "partner", -1), "visits[0].partner is -1"),
    "a doubled beginning": (_put("vehicles", 0, "frozen_prefix", [1, 1]), "has a visit twice in its frozen_prefix"),
    "a visit fixed to two vans": (
        lambda d: [v.update(locked_visits=[1]) for v in d["vehicles"]],
        "visit 1 is fixed to van1 and to van2",
    ),
    "doubled vehicle ids": (_put("vehicles", 1, "vehicle_id", "van1"), "vehicles has 'van1' twice"),
    "doubled order ids": (_put("visits", 1, "order_id", "A1"), "visits has 'A1' twice"),
    "a text as visit": (_put("visits", 0, "A1"), 'visits[0] is "A1"; write an object'),
    "a number as visits": (_put("visits", 7), "visits is 7; write a list"),
    "a text as vehicle": (_put("vehicles", 0, "van"), 'vehicles[0] is "van"'),
    "null as vehicles": (_put("vehicles", None), "vehicles is null"),
    "a text as break": (_put("vehicles", 0, "breaks", ["noon"]), "vehicles[0].breaks[0]"),
    "a list as prices": (_put("prices", []), "prices is a list of 0"),
    "a text as traffic": (_put("traffic", "dense"), 'traffic is "dense"'),
    "a number as name": (_put("name", 3), "name is 3"),
    "a number as skill": (_put("visits", 0, "skills", [3]), "visits[0].skills[0] is 3"),
    "a skill that is a text": (_put("visits", 0, "skills", "crane"), 'skills is "crane"; write a list'),
    "true as seconds": (_put("visits", 0, "service", True), "visits[0].service is true"),
    "a fraction": (_put("visits", 0, "service", 1.5), "visits[0].service is 1.5"),
    "a text in a matrix": (
        _put("durations", 0, 0, 1, "5 min"),
        'durations[0][0][1], from place 0 to place 1 is "5 min"',
    ),
    "a window of one number": (_put("visits", 0, "windows", [[5]]), "write two numbers: [first, last]"),
    "a reversed window": (_put("visits", 0, "windows", [[9, 8]]), "ends before it begins"),
    "a reversed shift": (_put("vehicles", 0, "shift", [64800, 25200]), "vehicles[0].shift is [64800, 25200] and ends"),
    "a reversed break": (_put("vehicles", 0, "breaks", 0, "latest", 0), "break whose latest begin is before"),
    "a price of 2^62": (_put("vehicles", 0, "cost_per_km", MONEY), "vehicles[0].cost_per_km is 4611686018427387904"),
    "a penalty of 2^62": (_put("visits", 0, "penalty", MONEY), "visits[0].penalty is 4611686018427387904"),
    "a fixed cost of 2^62": (_put("vehicles", 0, "fixed_cost", MONEY), "vehicles[0].fixed_cost is 4611686018427387904"),
    "penalties that add up too far": (
        lambda d: d.update(visits=[{**d["visits"][0], "order_id": str(n), "penalty": 10**13} for n in range(21)]),
        "a search counts up to",
    ),
    "a group with a visit twice": (_put("same_route", [[1, 1]]), "same_route[0] names 1 twice"),
    "a district too many": (_put("traffic", "district", [0, 0, 0, 9]), "district without factors"),
    "no order id": (lambda d: d["visits"][0].pop("order_id"), "visits[0] has no field 'order_id'"),
    "no durations": (lambda d: d.pop("durations"), "has no field 'durations'"),
    "a mistyped field": (_put("visits", 0, "windos", []), "did you mean 'windows'?"),
    "another format": (_put("format", "x"), "not a Lastmile problem"),
    "another version": (_put("version", HUGE), "is not known"),
}
TEXTS = {
    "deep nesting": ("[" * 100_000 + "]" * 100_000, "nested too deeply"),
    "NaN": (
        json.dumps(valid_problem()).replace("6000", "NaN", 1),
        "vehicles[0].fixed_cost is NaN; write a whole number",
    ),
    "Infinity": (json.dumps(valid_problem()).replace("6000", "-Infinity", 1), "vehicles[0].fixed_cost is -Infinity"),
    "a field twice": ('{"format": "lastmile-problem", "format": "x"}', "names 'format' twice"),
    "no JSON": ("visits: none", "is not valid JSON"),
    "an empty file": ("", "is not valid JSON"),
    "half a file": (json.dumps(valid_problem())[:300], "is not valid JSON"),
    "a list": ("[]", "not a Lastmile problem"),
    "5,000 digits": ('{"version": ' + "9" * 5000 + "}", "is not valid JSON"),
}
OPTIONS = {
    "--seed -5": (["solve", "FILE", "--seed", "-5"], "-5 is not in the range 0<=x<=2147483647"),
    "--seed 2^64": (["solve", "FILE", "--seed", HUGE], "is not in the range"),
    "--time-limit nan": (
        ["solve", "FILE", "--time-limit", "nan"],
        "“nan” cannot be used; write seconds from 0.1 to 86,400",
    ),
    "--time-limit inf": (["solve", "FILE", "--time-limit", "inf"], "“inf” cannot be used"),
    "--time-limit 1e9": (["solve", "FILE", "--time-limit", "1e9"], "“1e9” cannot be used"),
    "--time-limit 0": (["solve", "FILE", "--time-limit", "0"], "“0” cannot be used"),
    "--time-limit -1": (["solve", "FILE", "--time-limit", "-1"], "“-1” cannot be used"),
    "--time-limit soon": (["solve", "FILE", "--time-limit", "soon"], "“soon” cannot be used"),
    "--workers 0": (["solve", "FILE", "--workers", "0"], "0 is not in the range"),
    "plan --time-limit nan": (["plan", "--time-limit", "nan"], "write seconds from 1 to 3,600"),
    "plan --seed -5": (["plan", "--seed", "-5"], "is not in the range"),
    "plan in 9999": (["plan", "--date", "9999-12-31"], "“9999-12-31” is not a service day; its year must be from 2000"),
    "kpi in 9999": (["kpi", "--date", "9999-12-31", "--days", 400], "is not a service day"),
    "kpi in year 1": (["kpi", "--date", "0001-01-01", "--days", 400], "is not a service day"),
    "import in 9999": (["import", "FILE", "--date", "9999-12-31"], "is not a service day"),
    "events in 9999": (["events", "FILE", "--date", "9999-12-31"], "is not a service day"),
    "replan in 9999": (["replan", "--date", "9999-12-31"], "is not a service day"),
    "replan --at with a zone": (["replan", "--at", "11:00+02:00"], "names a time zone"),
    "replan --time-limit nan": (["replan", "--time-limit", "nan"], "write seconds from 1 to 60"),
    "publish --version 0": (["publish", "--version", "0"], "0 is not in the range 1<=x<=999999"),
    "publish --version -1": (["publish", "--version", "-1"], "-1 is not in the range"),
    "publish --version 2^70": (["publish", "--version", 2**70], "1180591620717411303424 is not in the range"),
    "plan-many --time-limit inf": (["plan-many", "FILE", "--time-limit", "inf"], "“inf” cannot be used"),
    "plan-many --max-iterations 2^64": (["plan-many", "FILE", "--max-iterations", HUGE], "is not in the range"),
    "watch --every nan": (["watch", ".", "--every", "nan"], "“nan” cannot be used"),
    "serve --port 99999": (["serve", "--port", 99_999], "99999 is not in the range 1<=x<=65535"),
    "places elsewhere --per-second nan": (["places", "elsewhere", "--per-second", "nan"], "“nan” cannot be used"),
}


def run(*words: Any) -> Result:
    """Call the command as a person does: whatever goes wrong must come out as words."""
    return CliRunner().invoke(main, [str(word) for word in words], prog_name="lastmile")


def assert_said(result: Result, sentence: str) -> None:
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 2
    assert sentence in " ".join(result.stderr.split())
    assert "Traceback" not in result.output
    assert "incident" not in result.output


def write(folder: Path, text: str) -> Path:
    path = folder / "problem.json"
    path.write_text(text, encoding="utf-8")
    return path


def spoiled(name: str) -> str:
    """Return the text of a problem file with one thing wrong."""
    data = valid_problem()
    PROBLEMS[name][0](data)
    # A number of 4,000 digits can be read and not be written.
    return json.dumps(data).replace('"4000 digits"', "1" + "0" * 4000)


def test_the_problem_that_the_wrong_ones_are_made_from_is_right() -> None:
    problem = problem_from_json(valid_problem())
    assert (problem.num_visits, problem.num_vehicles) == (3, 2)


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_wrong_problem_is_refused_by_name(name: str, tmp_path: Path, own_home: Path) -> None:
    assert_said(run("solve", write(tmp_path, spoiled(name)), "--time-limit", 0.1), PROBLEMS[name][1])


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_that_is_no_problem_is_refused_by_name(name: str, tmp_path: Path, own_home: Path) -> None:
    assert_said(run("solve", write(tmp_path, TEXTS[name][0]), "--time-limit", 0.1), TEXTS[name][1])


VRPLIB = (
    "NAME : t\nTYPE : CVRP\nDIMENSION : 3\nVEHICLES : {vans}\nEDGE_WEIGHT_TYPE : EUC_2D\nCAPACITY : {capacity}\n"
    "NODE_COORD_SECTION\n1 0 0\n2 {x} 30\n3 5 5\nDEMAND_SECTION\n1 0\n2 {demand}\n3 1\nDEPOT_SECTION\n1\n-1\nEOF\n"
)
SOUND = {"vans": 2, "capacity": 10, "x": 3, "demand": 4}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("vans", 0, "VEHICLES is 0."),
        ("vans", "many", "VEHICLES is many."),
        ("capacity", MONEY, "among the capacities that is no number, or beyond 1,000,000,000,000"),
        ("capacity", "nan", "among the capacities that is no number"),
        ("capacity", -1, "There is -1 among the capacities."),
        ("demand", HUGE, "among the demands that is no number, or beyond"),
        ("demand", -4, "There is -4 among the demands."),
        ("x", "nan", "Node 2 of the file lies at (nan, 30.0)."),
        ("x", "inf", "Node 2 of the file lies at (inf, 30.0)."),
        ("x", "1e300", "Node 2 of the file lies at (1e+300, 30.0)."),
    ],
)
def test_a_wrong_benchmark_file_is_refused_by_name(
    field: str, value: Any, sentence: str, tmp_path: Path, own_home: Path
) -> None:
    path = tmp_path / "odd.vrp"
    path.write_text(VRPLIB.format(**{**SOUND, field: value}), encoding="utf-8")
    assert_said(run("solve", path, "--time-limit", 0.1, "--round", "round"), sentence)


def test_more_vans_than_visits_take_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "many.vrp"
    path.write_text(VRPLIB.format(**{**SOUND, "vans": 2**31}), encoding="utf-8")
    found = read_benchmark(path).problem
    assert found is not None
    assert found.num_vehicles == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[" * 100_000, "is not JSON"),
        ('{"region": 5}', "“region” in the context is no JSON object."),
        ('{"answers": [1]}', "“answers” in the context is no JSON object."),
        ('{"region": {"bbox": "x", "tz": "Nowhere", "depot": [1], "hours": 9}}', "has a value that cannot be used"),
    ],
)
def test_a_wrong_context_of_a_dry_run_is_refused_by_name(
    text: str, sentence: str, tmp_path: Path, own_home: Path
) -> None:
    orders, context = tmp_path / "orders.csv", tmp_path / "context.json"
    orders.write_text("order_id,address\nA1,Weg 1\n", encoding="utf-8")
    context.write_text(text, encoding="utf-8")
    assert_said(run("import", orders, "--dry-run", "--context", context), sentence)


@pytest.mark.parametrize("name", OPTIONS)
def test_a_wrong_option_is_refused_by_name(name: str, tmp_path: Path, own_home: Path) -> None:
    words, sentence = OPTIONS[name]
    file = write(tmp_path, json.dumps(valid_problem()))
    assert_said(run(*(file if word == "FILE" else word for word in words)), sentence)


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 5),
    st.sampled_from([-1, 10**9, 10**12, 2**31, 2**62, 2**63, 2**64, 2**70, -(2**64), 0.5, 1e308, "", "x", "NaN"]),
    st.text(max_size=5),
    st.lists(st.one_of(st.integers(-2, 9), st.text(max_size=2), st.none()), max_size=4),
    st.dictionaries(st.text(max_size=4), st.integers(), max_size=2),
)


def places_in(data: Any) -> list[tuple[Any, Any]]:
    """Return every (container, key) of a JSON value."""
    found: list[tuple[Any, Any]] = []
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, part in inner:
        found.append((data, key))
        found += places_in(part)
    return found


@st.composite
def mutations(draw: st.DrawFn) -> dict[str, Any]:
    data = valid_problem()
    for _ in range(draw(st.integers(1, 3))):
        places = places_in(data)
        if not places:
            break
        inside, key = places[draw(st.integers(0, len(places) - 1))]
        change = draw(st.sampled_from(["put", "drop", "double"]))
        if change == "put":
            inside[key] = draw(ODD)
        elif change == "drop":
            inside.pop(key)
        elif isinstance(inside, list):
            inside.append(inside[key])
    return data


@effort(max_examples=300, deadline=None)
@given(mutations())
def test_any_mutation_of_a_problem_is_read_or_refused_in_a_sentence(data: dict[str, Any]) -> None:
    said = None
    try:
        problem_from_json(json.loads(json.dumps(data)))
    except LastmileError as error:
        said = error
    assert said is None or (re.search(r"\w+ \w+.*\.$", said.message, re.DOTALL) and said.mend)


@effort(max_examples=12, deadline=None)
@given(data=mutations())
def test_any_mutation_of_a_problem_ends_the_command_in_order(data: dict[str, Any], tmp_path_factory: Any) -> None:
    file = write(tmp_path_factory.mktemp("mutation"), json.dumps(data))
    result = run("solve", file, "--time-limit", 0.1, "--workers", 1)
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert result.exit_code in (0, 1, 2)
    assert "incident" not in result.output, result.output
    assert "Traceback" not in result.output
    assert " " in result.output.strip()


def test_a_mark_at_the_begin_of_the_file_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(valid_problem()), encoding="utf-8-sig")
    assert read_problem(path).num_visits == 3
