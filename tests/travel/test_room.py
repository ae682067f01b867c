"""A day that does not fit the memory is refused before anything is computed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastmile_core.errors import LastmileError
from lastmile_core.problem.formats.benchmark_files import read_benchmark
from lastmile_core.travel.times import memory_needed as room
from lastmile_core.travel.times.memory_needed import free_bytes, most_places, require_memory


def test_thirty_thousand_orders_are_refused_with_how_many_fit() -> None:
    with pytest.raises(
        LastmileError, match=r"30,000 places .* need about 40 GB .* 16 GB are free; about 17,100 fit"
    ) as no:
        require_memory(30_000, free=16 * 10**9)
    assert "Split the day" in no.value.mend


@given(st.integers(10**9, 10**12), st.integers(1, 2))
def test_what_is_said_to_fit_fits(free: int, profiles: int) -> None:
    require_memory(most_places(profiles, free), profiles, free)
    with pytest.raises(LastmileError):
        require_memory(most_places(profiles, free) + 2, profiles, free)


def test_an_ordinary_day_fits_this_machine() -> None:
    assert free_bytes() > 0
    require_memory(1000, 2)


def test_a_benchmark_file_is_refused_by_its_dimension(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.vrp"
    path.write_text("NAME : huge\nTYPE : CVRP\nDIMENSION : 30001\nEDGE_WEIGHT_TYPE : EUC_2D\n")
    monkeypatch.setattr(room, "free_bytes", lambda: 8 * 10**9)
    with pytest.raises(LastmileError, match="30,001 places"):
        read_benchmark(path)
