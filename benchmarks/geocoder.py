"""How many dirty addresses the geocoder finds, how sure it is, and how fast.

    python benchmarks/geocoder.py [--roads FOLDER] [--number 2000] [--seed 7] [--show 20]

Measured on Port Alder, whose doors are all known; on Port Alder with two doors of three taken out of the map, so that
most numbers must be interpolated; and, with ``--roads``, on the streets of Porto Alegre (``porto_alegre.osm.pbf`` in
that folder): as they are, without house numbers, and with invented doors every so many metres, of which one in three
is in the map. An address without a known door counts as found when the answer lies within 50 m of the street.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from lastmile_core.places import CONFIDENT, AddressIndex, AddressQuery, PlaceAnswer, PlaceFinder
from lastmile_core.places.index.build_index import build_index
from sample_data.maker.dirty_addresses import DirtyAddress, TrueAddress, make_dirty
from sample_data.maker.true_addresses import distance_m, read_doors, read_streets, with_doors, without_doors

SAMPLE = Path(__file__).resolve().parent.parent / "sample_data" / "port_alder.osm.pbf"
NEAR_M, WRONG_M = 50, 500


def measure(title: str, osm_file: Path, dirty: Sequence[DirtyAddress], show: int) -> None:
    """Build the index of a map, look the addresses up and print what came out."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        size = build_index(osm_file, Path(folder)).stat().st_size
        built = time.perf_counter() - began
        began, worked = time.perf_counter(), time.process_time()
        with AddressIndex(Path(folder)) as index:
            finder = PlaceFinder(index)
            answers = [finder.find(AddressQuery(text=d.text, postcode=d.postcode, town=d.town)) for d in dirty]
        took, worked = time.perf_counter() - began, time.process_time() - worked
    away = [_away(answer, address) for answer, address in zip(answers, dirty, strict=True)]
    sure = [answer.confidence >= CONFIDENT for answer in answers]
    wrong = [metres > WRONG_M and is_sure for metres, is_sure in zip(away, sure, strict=True)]
    print(f"\n## {title}")
    print(f"index {size / 1e6:.1f} MB in {built:.1f} s")
    thousand = 1000 / len(dirty)
    print(f"{len(dirty):,} addresses; 1,000 take {took * thousand:.1f} s ({worked * thousand:.1f} s of one core)")
    print(f"found within {NEAR_M} m: {_share([metres <= NEAR_M for metres in away])}")
    print(f"sure (no look needed): {_share(sure)}")
    near_sure = [metres <= NEAR_M for metres, is_sure in zip(away, sure, strict=True) if is_sure]
    print(f"of the sure ones within {NEAR_M} m: {_share(near_sure)}; sure and beyond {WRONG_M} m: {sum(wrong)}")
    for dirt, places in sorted(_by_dirt(dirty).items()):
        found = _share([away[at] <= NEAR_M for at in places])
        print(f"  {dirt:30} {len(places):5}  found {found:>8}  sure {_share([sure[at] for at in places]):>8}")
    bad = [at for at in range(len(dirty)) if wrong[at]] + [at for at in range(len(dirty)) if away[at] > NEAR_M]
    for at in dict.fromkeys(bad[:show]):
        address, best = dirty[at], answers[at].best
        said = f"{best.confidence} {best.kind.value} {best.matched}" if best else "nothing"
        asked = " | ".join((address.text, address.postcode, address.town))
        print(f"  {away[at]:7.0f} m  {asked}  ({address.truth.street} {address.truth.number}) -> {said}")


def _away(answer: PlaceAnswer, address: DirtyAddress) -> float:
    if answer.best is None:
        return float("inf")
    return distance_m((answer.best.location.lat, answer.best.location.lon), address.truth)


def _by_dirt(dirty: Sequence[DirtyAddress]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for at, address in enumerate(dirty):
        for name in address.dirt:
            found[name].append(at)
    return found


def _share(yes: Sequence[bool]) -> str:
    return f"{100 * sum(yes) / len(yes):.2f} %" if yes else "–"


def main() -> None:
    """Print one block a map."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--roads", type=Path, help="folder with porto_alegre.osm.pbf")
    parser.add_argument("--number", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", type=int, default=15, help="so many failures are printed")
    given = parser.parse_args()

    def draw(truths: Sequence[TrueAddress]) -> list[DirtyAddress]:
        chosen = random.Random(given.seed).sample(list(truths), min(given.number, len(truths)))
        return make_dirty(chosen, given.seed)

    doors = read_doors(SAMPLE)
    measure("Port Alder", SAMPLE, draw(doors), given.show)
    with tempfile.TemporaryDirectory() as folder:
        thin = Path(folder) / "thin.osm.pbf"
        without_doors(SAMPLE, thin, share_kept=1 / 3, seed=given.seed)
        measure("Port Alder, one door in three known", thin, draw(doors), given.show)
        if given.roads:
            file = given.roads / "porto_alegre.osm.pbf"
            measure(
                "Porto Alegre, streets only",
                file,
                draw(read_streets(file, "Porto Alegre", "pt", given.seed)),
                given.show,
            )
            filled = Path(folder) / "filled.osm.pbf"
            invented = with_doors(file, filled, "Porto Alegre", "pt", share_kept=1 / 3, seed=given.seed)
            measure("Porto Alegre, invented doors, one in three known", filled, draw(invented), given.show)


if __name__ == "__main__":
    main()
