"""Makes the address index of a region from its OpenStreetMap file.

The index is one SQLite file beside the road files of the region. It is no part of the store: nothing in it was typed
by a person, it can be deleted and made again at any time, and it goes with the region when that is removed. Hence
``index_tables`` and ``address_index`` are the only modules outside the store that speak SQL.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import shapely

from lastmile_core.errors import LastmileError
from lastmile_core.places.index.index_tables import INDEX_FILE, IndexWriter
from lastmile_core.places.index.osm_addresses import Outlines, Takers, read_addresses
from lastmile_core.places.index.street_groups import Street, group_streets

OnProgress = Callable[[float, str], None]
READING = "Reading the addresses"
SORTING = "Sorting the addresses"


def build_index(
    osm_file: Path,
    folder: Path,
    *,
    on_progress: OnProgress | None = None,
    check: Callable[[], None] | None = None,
) -> Path:
    """Build the address index of a region into its folder; an older one is replaced at the end.

    Parameters
    ----------
    on_progress
        Called with a share from 0 to 1 and what is being done.
    check
        Called often; may raise to stop.

    Raises
    ------
    LastmileError
        If the file cannot be read.
    """
    tell = on_progress or (lambda _share, _words: None)
    may_go_on = check or (lambda: None)
    target = folder / INDEX_FILE
    building = folder / f".{INDEX_FILE}-{os.getpid()}"
    building.unlink(missing_ok=True)
    try:
        with IndexWriter(building) as writer:
            tell(0.0, READING)
            outlines = Outlines()
            takers = Takers(writer.add_door, writer.add_way, writer.add_place, outlines, {})
            read_addresses(osm_file, takers, may_go_on)
            writer.name_streets_of_doors(takers.streets_of_doors)
            tell(0.5, SORTING)
            _write_streets(writer, outlines, tell, may_go_on)
            writer.finish(source=osm_file.name)
        building.replace(target)
    except (sqlite3.Error, OSError) as error:
        raise LastmileError(
            f"The address index could not be written ({error}).", "Check free disk space and access rights."
        ) from error
    finally:
        building.unlink(missing_ok=True)
    tell(1.0, "The addresses are ready")
    return target


def _write_streets(writer: IndexWriter, outlines: Outlines, tell: OnProgress, check: Callable[[], None]) -> None:
    towns, codes = _Finder(outlines.towns), _Finder(outlines.postcodes)
    total = max(1, writer.num_names())
    for number, (ways, doors) in enumerate(writer.by_name()):
        if number % 500 == 0:
            check()
            tell(0.5 + 0.45 * number / total, SORTING)
        for street in group_streets(ways, doors):
            writer.add_street(street, *_around(street, towns, codes))


def _around(street: Street, towns: _Finder, codes: _Finder) -> tuple[list[str], list[str]]:
    """Return the towns and postcodes of a street: what its doors say, and whose outline it lies in."""
    in_towns = [*street.towns, *towns.holding(street.middle)]
    in_codes = [*street.postcodes, *codes.holding(street.middle)]
    return list(dict.fromkeys(in_towns)), list(dict.fromkeys(in_codes))


class _Finder:
    """Which named outlines hold a point."""

    def __init__(self, named: list[tuple[str, shapely.Geometry]]) -> None:
        self._names = [name for name, _ in named]
        self._tree = shapely.STRtree([shape for _, shape in named])

    def holding(self, point: tuple[float, float]) -> list[str]:
        if not self._names:
            return []
        found = self._tree.query(shapely.Point(point[1], point[0]), predicate="intersects")
        return [self._names[index] for index in sorted(found)]
