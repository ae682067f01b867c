"""One door for writing: pages, widgets and commands only read the store; what they change goes through a workflow.

Which methods of the store write is read from the store itself, so that a new repository is covered at once.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STORE = ROOT / "lastmile_core" / "store"
FILES = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py")), *sorted((ROOT / "lastmile_core/cli").rglob("*.py"))]
_ON_DATABASE = {"write", "write_many", "try_write_many", "atomic"}
_STORE_ITSELF = {"atomic", "backup", "close"}
OPENERS = {"pages/widgets/frame/frame.py", "pages/widgets/shared/page.py", "lastmile_core/cli/shared/common.py"}
OPENERS |= {"lastmile_core/cli/watch.py"}


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _repositories() -> dict[str, str]:
    """Return the attributes of ``Store`` with the class of each."""
    found = {}
    for node in ast.walk(_tree(STORE / "store.py")):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name):
            (target,) = node.targets
            if isinstance(target, ast.Attribute) and not target.attr.startswith("_"):
                found[target.attr] = node.value.func.id
    return found


def _own_calls(method: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """Yield (object, method) of calls like ``self.save_many()`` and ``self._db.write()``."""
    for node in ast.walk(method):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name)):
                yield "self", name
            case ast.Call(func=ast.Attribute(value=ast.Attribute(value=ast.Name(id="self"), attr="_db"), attr=name)):
                yield "_db", name


def _writers() -> dict[str, set[str]]:
    """Return class → its methods that write, directly or through another one."""
    writers: dict[str, set[str]] = {}
    for path in STORE.rglob("*.py"):
        for one in ast.walk(_tree(path)):
            if not isinstance(one, ast.ClassDef):
                continue
            calls = {m.name: set(_own_calls(m)) for m in one.body if isinstance(m, ast.FunctionDef)}
            found = {name for name, made in calls.items() if any(o == "_db" and m in _ON_DATABASE for o, m in made)}
            while more := {n for n, made in calls.items() if any(o == "self" and m in found for o, m in made)} - found:
                found |= more
            writers[one.name] = found
    return writers


REPOSITORIES = _repositories()
WRITERS = _writers()


def _found(tree: ast.Module, path: str) -> list[str]:
    """Return what a module does to the store that it may not, as “line: what”."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Attribute(attr=name), attr=method) if name in REPOSITORIES:
                if method in WRITERS[REPOSITORIES[name]]:
                    found.append(f"{node.lineno}: {name}.{method}")
            case ast.Attribute(value=ast.Name(id="store") | ast.Attribute(attr="store"), attr=name):
                if name in _STORE_ITSELF:
                    found.append(f"{node.lineno}: store.{name}")
                elif name in REPOSITORIES and not isinstance(parents[node], ast.Attribute):
                    # Under another name nobody would see what is done with it.
                    found.append(f"{node.lineno}: store.{name} handed on")
            case ast.Attribute(attr="atomic"):
                found.append(f"{node.lineno}: atomic")
            case ast.ImportFrom(module="lastmile_core.store.open_store") | ast.Name(id="open_store"):
                if path not in OPENERS:
                    found.append(f"{node.lineno}: open_store")
            case ast.Call(func=ast.Name(id="Sheet") | ast.Attribute(attr="Sheet")):
                found.append(f"{node.lineno}: Sheet made here")
            case ast.Import(names=names) if any("open_store" in one.name for one in names):
                found.append(f"{node.lineno}: open_store")
            case ast.ImportFrom(module="lastmile_core.store.database.connection"):
                found.append(f"{node.lineno}: connection")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_widgets_and_commands_only_read_the_store(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    assert _found(_tree(path), name) == [], "put the write into a workflow, with its audit line"


@pytest.mark.parametrize(
    ("planted", "seen"),
    [
        ("page.store.vehicles.save_many(changed)", "1: vehicles.save_many"),
        ("page.store.audit.write(who='a', what='b')", "1: audit.write"),
        ("store.settings.set(Setting.TARGETS, {})", "1: settings.set"),
        ("inner.store.jobs.request_cancel(job_id)", "1: jobs.request_cancel"),
        ("page.store.docks.remove(dock_id)", "1: docks.remove"),
        ("page.store.availability.set(entry)", "1: availability.set"),
        ("page.store.orders.save(order)", "1: orders.save"),
        ("page.store.undo.mark_undone(undo_id)", "1: undo.mark_undone"),
        ("page.store.breakdowns.add(day, mark, by='a')", "1: breakdowns.add"),
        ("with page.store.atomic(): pass", "1: store.atomic"),
        ("with s.atomic(): pass", "1: atomic"),
        ("s = page.store\ns.depots.save(depot)", "2: depots.save"),
        ("save = page.store.drivers.save_many\nsave(x)", "1: drivers.save_many"),
        ("docks = page.store.docks\ndocks.save(dock)", "1: store.docks handed on"),
        ("sheet = Sheet(what='x', subject='y', read=read, write=write)", "1: Sheet made here"),
        ("from lastmile_core.store.open_store import open_store", "1: open_store"),
        ("import lastmile_core.store.open_store as o\nwith o.open_store(path): pass", "1: open_store"),
    ],
)
def test_a_planted_write_is_found(planted: str, seen: str) -> None:
    assert seen in _found(ast.parse(planted), "pages/widgets/planted.py")


@pytest.mark.parametrize(
    "harmless",
    [
        "page.store.vehicles.of_depot(depot_id)",
        "names.set('a')\nfound.add('b')\nstate.put('c', 1)",
        "page.store.jobs.latest(kind, subject)",
        "page.store.data_version()",
    ],
)
def test_reading_is_not_writing(harmless: str) -> None:
    assert _found(ast.parse(harmless), "pages/widgets/harmless.py") == []


NO_LINE = {
    "company/serve_whom.py": "steps of who-serves-whom, saved by the table's sheet or the import",
    "imports/bring_in_orders.py": "follows up the undo entry of the import",
    "imports/import_memory.py": "part of the import, which is told as a whole",
    "places/doubtful_places.py": "part of confirming places, told by the mend",
    "places/geocoding.py": "answers that can be found again",
    "reports/report_days.py": "sums that can be computed again",
    "running_day/replan_job.py": "signs of life of a job",
    "sample/load_sample_events.py": "the invented city, told as a whole",
}
"""Modules of workflows that write without a line of their own in the audit, and why."""


def _writes_and_tells(tree: ast.Module) -> tuple[bool, bool]:
    calls = {
        (node.value.attr, node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr in REPOSITORIES
    }
    written = {name for name, method in calls if method in WRITERS[REPOSITORIES[name]]}
    return bool(written - {"audit"}), "audit" in written


def test_a_workflow_that_writes_tells_the_audit() -> None:
    rooms = ROOT / "lastmile_core" / "workflows"
    silent = set()
    for path in rooms.rglob("*.py"):
        writes, tells = _writes_and_tells(_tree(path))
        # What a sheet writes is told by ``compare_and_save``, field by field.
        if writes and not tells and path.parent.name != "sheets":
            silent.add(path.relative_to(rooms).as_posix())
    assert silent == set(NO_LINE), "write the audit in the same transaction, or say here why not"


def test_the_store_was_understood() -> None:
    assert {"depots", "vehicles", "audit", "settings", "jobs", "orders", "plans"} <= REPOSITORIES.keys()
    # Every repository that anybody writes to has a writer, else the test above would be blind to it.
    silent = {name for name, kind in REPOSITORIES.items() if not WRITERS.get(kind)}
    assert silent == {"unread_settings"}
