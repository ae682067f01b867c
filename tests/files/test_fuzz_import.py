"""A few of the files that ``benchmarks/fuzz_import.py`` makes by the thousand."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path
from types import ModuleType

import pytest


def _benchmark(project_root: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, project_root / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def fuzz(project_root: Path) -> ModuleType:
    return _benchmark(project_root, "fuzz_import")


@pytest.fixture(scope="module")
def shapes(project_root: Path) -> ModuleType:
    return _benchmark(project_root, "fuzz_real_shapes")


def test_files_of_real_shapes_lose_no_row_and_no_column_in_silence(shapes: ModuleType) -> None:
    outcomes = {shapes.read_file(shapes.make_file(seed)).split()[0] for seed in range(700_000, 700_250)}
    assert {"ask", "partial", "accept_with_warnings"} <= outcomes


def test_a_column_left_without_a_word_is_found(shapes: ModuleType) -> None:
    table = shapes.read_table(b"order,address,Foo 9\nA,1 Row,x1\nB,2 Row,x2\nC,3 Row,x3\n", "f", shapes.fuzz.LIMITS)
    mapping = shapes.map_columns(table.headings, table.rows)
    read = shapes.read_orders(table, mapping, shapes.ReadContext(service_date=shapes.fuzz.DAY))
    shapes.check_columns(table, mapping, read)
    read.issues.clear()
    with pytest.raises(AssertionError, match="neither used nor named"):
        shapes.check_columns(table, mapping, read)


def test_broken_files_end_in_words_and_every_row_is_accounted_for(fuzz: ModuleType) -> None:
    outcomes = {fuzz.read_file(fuzz.make_file(seed), seed).split()[0] for seed in range(500_000, 500_150)}
    assert {"ask", "partial", "reject_file"} <= outcomes


def test_a_seed_makes_the_same_file_again(fuzz: ModuleType) -> None:
    seeds = random.Random(4).sample(range(10_000), 12)
    texts = [seed for seed in seeds if not fuzz.make_file(seed).startswith(b"PK")]  # zips carry the time of day
    assert texts
    assert all(fuzz.make_file(seed) == fuzz.make_file(seed) for seed in texts)


@pytest.mark.parametrize(
    "content",
    [
        b"order_id,notes\nA1," + b"y" * 11_000 + b"\xe9\n",
        b"lat,lon\n" + b"1" * 9_000 + b"x,2\n",
        b"lat long\n" + b"n " * 4_000 + b"\n",
        b"time window,address\n" + b"a " * 4_000 + b",Rua 1\n",
        b"(" * 9_000 + b",address\n1,Rua 1\n",
        b"weight,address\n1" + b" " * 9_000 + b"x,Rua 1\n",
        b"name,address\n" + b"\xe9\xc3\xa9" * 3_000 + b",x\n",
    ],
)
def test_no_pattern_runs_away_on_a_long_cell(fuzz: ModuleType, content: bytes) -> None:
    # A pattern that grows with the square of a cell's length takes minutes here and meets the time limit of the suite.
    assert fuzz.read_file(content, 0)
