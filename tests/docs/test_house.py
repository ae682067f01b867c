"""The house keeps its order: signs, small folders and modules, one name for one class, and the words of the field."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("lastmile_core", "pages")

MOST_FILES = 22
MANY_FILES = {"tests/features": 45, "lastmile_core/cli": 30}
"""Folders with one file for each rule or command, and how many they may hold."""

MOST_LINES = 300
LONG_MODULES = {
    "lastmile_core/cli/import_files.py": 306,
    "lastmile_core/files/writers/driver_sheet.py": 303,
    "pages/widgets/routes/route_edit.py": 301,
}
"""Modules that were longer when the limit came. Their number of lines may only fall; one that fits is taken out."""

MOST_LINES_OF_FUNCTION = 40
LONG_FUNCTIONS = {
    "lastmile_core/cli/import_files.py:import_file": 70,
    "lastmile_core/cli/import_files.py:_dry_run": 43,
    "lastmile_core/cli/import_files.py:events": 56,
    "lastmile_core/cli/kpi.py:kpi": 45,
    "lastmile_core/files/columns/map_columns.py:_finish": 44,
    "lastmile_core/files/events/read_events.py:read_events": 52,
    "lastmile_core/files/fleet/read_depots.py:read_depots": 51,
    "lastmile_core/files/fleet/read_fleet.py:_read": 59,
    "lastmile_core/files/orders/read_orders.py:read_orders": 42,
    "lastmile_core/files/tables/build_table.py:build_table": 41,
    "lastmile_core/planning/engines/ruin_recreate/build_model.py:build_model": 42,
    "lastmile_core/planning/engines/ruin_recreate/timing.py:_paid": 52,
    "lastmile_core/planning/evaluation/best_position.py:best_position": 51,
    "lastmile_core/problem/building/build_problem.py:build_problem": 46,
    "lastmile_core/problem/formats/benchmark_files.py:_problem": 46,
    "lastmile_core/schedule/build_plan.py:build_plan": 51,
    "lastmile_core/schedule/plan_route.py:plan_route": 49,
    "lastmile_core/schedule/reasons/sentences.py:why_impossible": 41,
    "lastmile_core/schedule/timing/timetable.py:time_legs": 57,
    "lastmile_core/tracking/attention.py:_windows_at_risk": 41,
    "lastmile_core/workflows/day/prepare_day.py:prepare_day": 44,
    "lastmile_core/workflows/imports/import_depots.py:import_depots": 64,
    "pages/charts/dock_board.py:dock_board": 44,
    "pages/charts/kpi_bars.py:failure_bars": 42,
    "pages/charts/kpi_charts.py:waterfall": 41,
    "pages/widgets/fleet/fleet_rules.py:_columns": 57,
    "pages/widgets/orders/orders_rules.py:_columns": 49,
    "pages/widgets/plan/plan_compare.py:choose": 45,
    "pages/widgets/plan/plan_start.py:show": 53,
    "pages/widgets/plan/unassigned.py:show": 41,
    "pages/widgets/routes/route_tables.py:_routes": 52,
    "pages/widgets/shared/grid.py:edit": 41,
}
"""Functions that were longer, without their docstring; as above."""

OLD_WORDS = {
    r"VehicleNow|vehicles_now": "VehicleState, vehicle_states",
    r"RestOfDay|rest_of_day": "RemainingDay, remaining_day",
    r"[Ss]titched\w*": "combined_plan, CombinedRoute",
    r"handed_over|HandOver": "goods_transfer, TransferTimes",
    r"still_there": "drop_missing_visits",
    r"Here": "PageContext",
    r"slot_of": "file_key",
    r"most_metres|max_metres": "max_distance",
    r"running_cost": "operating_cost",
    r"(route|plan|bound|rule)_faults|Fault": "route_violations, plan_violations, RuleViolation",
    r"eased|_eased": "relaxed",
    r"[Ll]anes?|trouble": "route_slots, violation_severity",
    r"Alone": "SingleOrderCheck",
    r"strange|is_strange": "unfamiliar",
    r"next_order_id": "next_visit_id",
    r"WHAT|owed|rides|room_of": "FEATURES, prefix_violations, is_eligible, spare_capacity",
    r"can_say|take_turns|line_up|crowds?": "supports, first_come_first_served, reduce_queueing, dock_conflicts",
    r"rich_file\w*|solve_rich_file": "vrplib_files, solve_vrplib_file",
    r"has_room|FleetRoom|require_room": "has_spare_capacity, SpareCapacity, require_memory",
    r"may_serve": "eligible_vehicles",
    r"(Pair|Trip|Free)Place|locked_places": "PairSlots, TripSlot, FreePosition, locked_positions",
}
"""Old names (whole identifiers) and what they are called now; see docs/glossary.md."""
SPARED = {
    "pages/charts/timeline_marks.py": r"lanes?",
    "lastmile_core/travel/road_engine/osrm_client.py": r"trouble",
}
"""Where a word is the right one: the lanes of a chart, the trouble of a road server."""


def _modules(*tops: str) -> list[Path]:
    return sorted(path for top in tops for path in (ROOT / top).rglob("*.py"))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _folders(*tops: str) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = defaultdict(list)
    for path in _modules(*tops):
        found[_name(path.parent)].append(path)
    return found


def test_every_folder_has_a_sign() -> None:
    signs = {
        folder: ast.get_docstring(ast.parse(path.read_text())) or ""
        for folder, paths in _folders(*PRODUCT).items()
        for path in paths
        if path.name == "__init__.py"
    }
    bare = [
        folder for folder in _folders(*PRODUCT) if folder not in PRODUCT and "read" not in signs.get(folder, "").lower()
    ]
    assert not bare, f"write an __init__.py that says what the folder holds and which file to read first: {bare}"


def test_no_folder_is_a_hall() -> None:
    full = {
        folder: len(paths)
        for folder, paths in _folders(*PRODUCT, "tests").items()
        if len(paths) > MANY_FILES.get(folder, MOST_FILES)
    }
    assert not full, f"a folder holds at most {MOST_FILES} files; make sub-folders with signs: {full}"


def test_modules_stay_short() -> None:
    sizes = {_name(path): len(path.read_text().splitlines()) for path in _modules(*PRODUCT)}
    _assert_within(sizes, MOST_LINES, LONG_MODULES, "LONG_MODULES")


def test_functions_stay_short() -> None:
    sizes: dict[str, int] = {}
    for path in _modules(*PRODUCT):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                key = f"{_name(path)}:{node.name}"
                sizes[key] = max(sizes.get(key, 0), _lines(node))
    _assert_within(sizes, MOST_LINES_OF_FUNCTION, LONG_FUNCTIONS, "LONG_FUNCTIONS")


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function without its docstring."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    if ast.get_docstring(function, clean=False) is None:
        return lines
    return lines - ((function.body[0].end_lineno or 0) - function.body[0].lineno + 1)


def _assert_within(sizes: dict[str, int], most: int, excused: dict[str, int], name: str) -> None:
    long = {key: size for key, size in sizes.items() if size > excused.get(key, most)}
    assert not long, f"split these (at most {most} lines, or what {name} in {Path(__file__).name} says): {long}"
    stale = [key for key in excused if sizes.get(key, 0) <= most]
    assert not stale, f"these fit now: take them out of {name} in {Path(__file__).name}: {stale}"


def test_a_public_class_has_a_name_of_its_own() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for path in _modules("lastmile_core"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(_name(path))
    twice = {name: paths for name, paths in found.items() if len(paths) > 1}
    assert not twice, f"give each its own name: {twice}"


@pytest.mark.parametrize("old", OLD_WORDS)
def test_an_old_word_does_not_come_back(old: str) -> None:
    found = [
        f"{name}:{line} {word}"
        for name, words in _identifiers().items()
        for line, word in words
        if re.fullmatch(old, word)
        and not any(name.startswith(at) and re.fullmatch(o, word) for at, o in SPARED.items())
    ]
    assert not found, f"say {OLD_WORDS[old]}: {found}"


_KNOWN: dict[str, list[tuple[int, str]]] = {}


def _identifiers() -> dict[str, list[tuple[int, str]]]:
    """Return the identifiers of every module of the product with their lines; read once."""
    if not _KNOWN:
        for path in [*_modules(*PRODUCT), ROOT / "app.py"]:
            tokens = tokenize.generate_tokens(io.StringIO(path.read_text()).readline)
            _KNOWN[_name(path)] = [(token.start[0], token.string) for token in tokens if token.type == tokenize.NAME]
    return _KNOWN


def test_the_glossary_is_sorted_and_says_each_word_once() -> None:
    words = re.findall(r"^\| \*\*(.+?)\*\* \|", (ROOT / "docs" / "glossary.md").read_text(), re.MULTILINE)
    assert words == sorted(words, key=str.casefold), "sort the glossary by its words"
    assert len({word.casefold() for word in words}) == len(words) > 100
