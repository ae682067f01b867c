"""Dirty addresses of whole cities: found, and never surely at the wrong place.

The long run is ``benchmarks/geocoder.py``.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from lastmile_core.places import CONFIDENT, AddressIndex, AddressQuery, PlaceFinder
from lastmile_core.places.index.build_index import build_index
from sample_data.maker.dirty_addresses import DIRT, DirtyAddress, TrueAddress, make_dirty
from sample_data.maker.true_addresses import distance_m, read_doors, read_streets

ROOT = Path(__file__).resolve().parents[2]
NEAR_M, WRONG_M, SEED = 50, 500, 3


def _measure(osm_file: Path, folder: Path, dirty: Sequence[DirtyAddress]) -> tuple[float, float, list[str]]:
    """Return the shares found and sure, and what was surely wrong."""
    build_index(osm_file, folder)
    near = sure = 0
    wrong = []
    with AddressIndex(folder) as index:
        finder = PlaceFinder(index)
        for address in dirty:
            answer = finder.find(AddressQuery(text=address.text, postcode=address.postcode, town=address.town))
            place = answer.best.location if answer.best else None
            away = distance_m((place.lat, place.lon), address.truth) if place else float("inf")
            near += away <= NEAR_M
            sure += answer.confidence >= CONFIDENT
            if answer.confidence >= CONFIDENT and away > WRONG_M:
                wrong.append(f"{address.text} -> {answer.guesses[0].matched}")
    return near / len(dirty), sure / len(dirty), wrong


def _dirty(truths: Sequence[TrueAddress], number: int) -> list[DirtyAddress]:
    return make_dirty(random.Random(SEED).sample(list(truths), number), SEED)


def test_the_sample_city_is_found_however_it_is_written(tmp_path: Path) -> None:
    file = ROOT / "sample_data" / "port_alder.osm.pbf"
    dirty = _dirty(read_doors(file), 300)
    assert {name for address in dirty for name in address.dirt} == set(DIRT)
    found, sure, wrong = _measure(file, tmp_path, dirty)
    assert found >= 0.98
    assert sure >= 0.9
    assert wrong == []


@pytest.mark.shared
def test_the_streets_of_porto_alegre_are_found(tmp_path: Path, shared_data: Path) -> None:
    file = shared_data / "roads" / "porto_alegre.osm.pbf"
    found, _, wrong = _measure(file, tmp_path, _dirty(read_streets(file, "Porto Alegre", "pt", SEED, most=150), 150))
    assert found >= 0.95
    assert wrong == []


def test_the_same_seed_makes_the_same_dirt() -> None:
    truth = TrueAddress(street="Altair Avenue", number="5", postcode="4131", town="Port Alder", point=(45.0, -30.0))
    assert make_dirty([truth] * 20, 1) == make_dirty([truth] * 20, 1) != make_dirty([truth] * 20, 2)
