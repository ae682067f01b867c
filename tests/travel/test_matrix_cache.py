import os
from pathlib import Path

import numpy as np
import pytest

from lastmile_core.model import Location
from lastmile_core.travel.times.estimate import EstimateProvider
from lastmile_core.travel.times.matrix_cache import MatrixCache, matrix_key
from lastmile_core.travel.times.travel_matrix import TravelMatrix

PLACES = [Location(lat=1.0 + index / 100, lon=2.0) for index in range(4)]


@pytest.fixture
def travel() -> TravelMatrix:
    return EstimateProvider(note="why “this”").matrix(PLACES, "van")


def test_a_stored_matrix_comes_back_equal(tmp_path: Path, travel: TravelMatrix) -> None:
    cache = MatrixCache(folder=tmp_path / "new")
    cache.store("k", travel)
    found = cache.load("k")
    assert found is not None
    assert np.array_equal(found.durations, travel.durations)
    assert np.array_equal(found.distances, travel.distances)
    assert (found.profile, found.source, found.note) == (travel.profile, travel.source, travel.note)
    assert cache.age_s("k") is not None
    assert list(cache.folder.glob("*.part")) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half a file", b"not a file of numbers"])
def test_a_damaged_file_is_forgotten(tmp_path: Path, travel: TravelMatrix, content: bytes) -> None:
    cache = MatrixCache(folder=tmp_path)
    cache.store("k", travel)
    (file,) = tmp_path.glob("*.npz")
    file.write_bytes(content)
    assert cache.load("k") is None
    assert not file.exists()


def test_a_cut_off_file_is_forgotten(tmp_path: Path, travel: TravelMatrix) -> None:
    cache = MatrixCache(folder=tmp_path)
    cache.store("k", travel)
    (file,) = tmp_path.glob("*.npz")
    file.write_bytes(file.read_bytes()[:-200])
    assert cache.load("k") is None


def test_nothing_pickled_is_ever_read(tmp_path: Path) -> None:
    cache = MatrixCache(folder=tmp_path)
    with (tmp_path / "matrix-k.npz").open("wb") as file:
        np.savez(file, durations=np.array([object()], dtype=object))
    assert cache.load("k") is None


def test_the_oldest_go_when_the_folder_is_full(tmp_path: Path, travel: TravelMatrix) -> None:
    cache = MatrixCache(folder=tmp_path)
    for age, key in ((300, "a"), (200, "b"), (100, "c")):
        cache.store(key, travel)
        file = tmp_path / f"matrix-{key}.npz"
        stamp = file.stat().st_mtime - age
        os.utime(file, (stamp, stamp))
    size = (tmp_path / "matrix-a.npz").stat().st_size
    MatrixCache(folder=tmp_path, max_bytes=size * 2).store("d", travel)
    assert {file.name for file in tmp_path.glob("*.npz")} == {"matrix-c.npz", "matrix-d.npz"}


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path, travel: TravelMatrix) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = MatrixCache(folder=tmp_path / "file")
    cache.store("k", travel)
    assert cache.load("k") is None


def test_keys_tell_places_profile_and_origin_apart() -> None:
    base = matrix_key(PLACES, "van", "region|1")
    nearly = [Location(lat=place.lat + 1e-9, lon=place.lon) for place in PLACES]
    assert matrix_key(nearly, "van", "region|1") == base
    others = {
        matrix_key(PLACES[::-1], "van", "region|1"),
        matrix_key(PLACES[:3], "van", "region|1"),
        matrix_key(PLACES, "cargo_bike", "region|1"),
        matrix_key(PLACES, "van", "region|2"),
    }
    assert base not in others
    assert len(others) == 4
