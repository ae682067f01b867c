"""The page of issue codes is complete, and says nothing of codes that do not exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

_MAKERS = {"stop", "look", "note", "CellError", "FileError", "Issue"}
_CODE = re.compile(r"[A-Z][A-Z_]{3,}")


def _codes_in(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or ast.unparse(node.func)
        if name in _MAKERS or name.startswith("note if"):
            for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
                for part in ast.walk(argument):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and _CODE.fullmatch(part.value):
                        found.add(part.value)
    return found


def test_every_issue_code_is_explained_and_every_explained_code_exists(project_root: Path) -> None:
    core = project_root / "lastmile_core"
    used: set[str] = set()
    for path in [*(core / "files").rglob("*.py"), *(core / "workflows").rglob("*.py")]:
        used |= _codes_in(path)
    used |= {"PHONE", "EMAIL", "ID_PRECISION", "ID_SUSPECT", "ID_CHARS"}  # chosen before the issue is made
    page = (project_root / "docs" / "issues.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))
    assert used - explained == set()
    assert explained - used == set()


def test_every_code_has_a_meaning_and_a_mend(project_root: Path) -> None:
    page = (project_root / "docs" / "issues.md").read_text(encoding="utf-8")
    for line in page.splitlines():
        if re.match(r"\| `[A-Z_]+` \|", line):
            code, severity, meaning, _example, mend = (cell.strip() for cell in line.strip("|").split("|"))
            assert severity, code
            assert meaning.endswith("."), code
            assert mend.endswith("."), code
