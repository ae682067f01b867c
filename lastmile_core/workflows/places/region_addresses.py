"""The addresses of a road region: made with its roads, or later from the same file; opened for a depot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lastmile_core.errors import RoadsError
from lastmile_core.model import Depot
from lastmile_core.places.index.address_index import AddressIndex
from lastmile_core.places.index.index_tables import INDEX_FILE
from lastmile_core.settings import Settings
from lastmile_core.travel.regions import AlsoBuild, RegionInfo, get_region, list_regions, region_for
from lastmile_core.travel.road_engine.osrm_tools import ShouldStop, stop_if_asked

OnProgress = Callable[[float, str], None]


def addresses_too(on_progress: OnProgress | None = None, should_stop: ShouldStop | None = None) -> AlsoBuild:
    """Return what makes the address index while a region is prepared; it takes the last part of the progress."""
    tell = on_progress or (lambda _share, _words: None)

    def build(osm_file: Path, folder: Path) -> None:
        from lastmile_core.places.index.build_index import build_index

        build_index(
            osm_file,
            folder,
            on_progress=lambda share, words: tell(0.95 + 0.04 * share, words),
            check=lambda: stop_if_asked(should_stop),
        )

    return build


def has_addresses(region: RegionInfo) -> bool:
    """Whether a region has an address index; regions prepared by older versions have none."""
    return (region.path / INDEX_FILE).is_file()


def build_addresses(region: RegionInfo, osm_file: Path, *, on_progress: OnProgress | None = None) -> dict[str, str]:
    """Make the address index of a region that is prepared already and return what is in it.

    Raises
    ------
    LastmileError
        If the file cannot be read.
    """
    from lastmile_core.places.index.build_index import build_index

    build_index(osm_file, region.path, on_progress=on_progress)
    with AddressIndex(region.path) as index:
        return dict(index.facts)


def named_region(settings: Settings, name: str | None) -> RegionInfo:
    """Return the region of that name, or the only one there is.

    Raises
    ------
    RoadsError
        If there is none, or more than one and no name.
    """
    regions = list_regions(settings)
    if name is None and len(regions) == 1:
        return regions[0]
    found = get_region(settings, name) if name else None
    if found is None:
        known = ", ".join(region.name for region in regions) or "none yet"
        words = f"There is no road region “{name}”." if name else "Say which road region."
        raise RoadsError(words, f"Regions: {known}. Prepare one with: lastmile roads add FILE.osm.pbf")
    return found


@contextmanager
def addresses_for(settings: Settings, depot: Depot | None) -> Iterator[tuple[AddressIndex | None, str]]:
    """Open the addresses around a depot; (None, why not) when there are none."""
    region = region_for(settings, [depot.location]) if depot else None
    if region is None:
        where = f"depot {depot.name}" if depot else "this depot"
        yield None, f"No road region around {where} is prepared, so addresses cannot be looked up here."
    elif not has_addresses(region):
        yield None, f"The road region “{region.name}” has no addresses yet: prepare it again from its road file."
    else:
        with AddressIndex(region.path) as index:
            yield index, ""
