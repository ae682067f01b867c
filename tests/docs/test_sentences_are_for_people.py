"""No code reads a sentence written for people to know what happened: that is in codes, enums, facts and error types."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Attributes, and names, that hold sentences for people.
SENTENCES = {"message", "mend", "sentence"}
SEARCHES = {
    "startswith",
    "endswith",
    "find",
    "index",
    "count",
    "split",
    "rsplit",
    "splitlines",
    "partition",
    "rpartition",
    "replace",
    "removeprefix",
    "removesuffix",
}


def _is_sentence(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"lower", "casefold"}:
        return _is_sentence(node.func.value)
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name in SENTENCES


def _is_searched(left: ast.expr, others: list[ast.expr]) -> bool:
    """Return whether words of the code are looked for in a sentence; "type" in message asks for a key of a record."""
    sides = [left, *others]
    words = [one.value for one in ast.walk(ast.Tuple(elts=sides)) if isinstance(one, ast.Constant)]
    has_words = any(isinstance(word, str) and (" " in word or isinstance(sides[-1], ast.Attribute)) for word in words)
    in_sentence = isinstance(others[-1], ast.Attribute) and _is_sentence(others[-1])
    return any(map(_is_sentence, sides)) and (has_words or in_sentence)


def readings(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and code of each place that searches, slices or compares a sentence for people."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Compare(left=left, comparators=others) if _is_searched(left, others):
                yield node.lineno, ast.unparse(node)
            case ast.Call(func=ast.Attribute(value=value, attr=attr)) if attr in SEARCHES and _is_sentence(value):
                yield node.lineno, ast.unparse(node)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"))) if any(map(_is_sentence, node.args)):
                yield node.lineno, ast.unparse(node)
            case ast.Subscript(value=value, slice=place) if _is_sentence(value):
                # message["type"] is a message between processes, sentence[2:] a sentence cut.
                if not (isinstance(place, ast.Constant) and isinstance(place.value, str)):
                    yield node.lineno, ast.unparse(node)


@pytest.mark.parametrize(
    "source",
    [
        'if "two ways" not in issue.message: pass',
        'number = int(missing.message.split(" ")[0])',
        'text = report.sentence.replace("a", "b")',
        "small = sentence[2:]",
        're.search("busy", error.message)',
        'if issue.mend == "Nothing to do.": pass',
        'if job.message.lower().startswith("no"): pass',
    ],
)
def test_such_a_reading_is_found(source: str) -> None:
    assert list(readings(source))


def test_no_sentence_is_read_to_know_what_happened() -> None:
    files = [*(ROOT / "lastmile_core").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "app.py"]
    assert len(files) > 500
    found = [
        f"{path.relative_to(ROOT)}:{line}: {code}"
        for path in files
        for line, code in readings(path.read_text(encoding="utf-8"))
    ]
    assert not found, "read codes, enums, Issue.facts or the error's type instead of words:\n" + "\n".join(found)
