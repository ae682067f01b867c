"""No function takes a dozen things one by one: what belongs together is a value."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST = 8
EXCUSED = {
    "build_problem": 11,
    "route_map": 11,
    "route_timeline": 9,
    "trend_line": 9,
    "prepare_region": 9,
    "bring_in_orders": 9,
    "supervise": 9,
    "_preview": 9,
}
"""Functions that took more when the limit came; their number may only fall, and one that fits is taken out."""


def _is_excepted(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Options of a command are its parameters, and compiled functions take arrays one by one."""
    words = [ast.unparse(decorator) for decorator in function.decorator_list]
    return any(word.startswith("compiled") or ".command(" in word for word in words)


def test_long_lists_of_parameters_are_values() -> None:
    found: dict[str, int] = {}
    for path in [*(ROOT / "lastmile_core").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "app.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not _is_excepted(node):
                taken = len([*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs])
                if taken > MOST:
                    found[node.name] = max(found.get(node.name, 0), taken)
    more = {name: taken for name, taken in found.items() if taken > EXCUSED.get(name, MOST)}
    assert not more, f"make a value of what belongs together (at most {MOST} parameters): {more}"
    stale = {name for name, most in EXCUSED.items() if found.get(name, 0) < most}
    assert not stale, f"these take less now, say so in EXCUSED: {stale}"
