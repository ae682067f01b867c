"""A hand-made town by the sea: a grid of streets, a one-way, an island nobody can drive to, a park, a house."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import osmium
import pytest
from osmium.osm.mutable import Node, Way

from lastmile_core.model import Location
from lastmile_core.settings import Settings
from lastmile_core.travel.provider import forget_servers
from lastmile_core.travel.regions import RegionInfo, add_region

SIZE = 6
STEP = 0.001  # about 111 m
SOUTH, WEST = 10.0, 20.0

MakeTown = Callable[[Path], Path]


class _Town:
    def __init__(self, path: Path) -> None:
        self._writer = osmium.SimpleWriter(str(path), overwrite=True)
        self._next = 1
        self._ways: list[Way] = []

    def node(self, lat: float, lon: float, **tags: str) -> int:
        number, self._next = self._next, self._next + 1
        clean = {key.replace("__", ":"): value for key, value in tags.items()}
        self._writer.add_node(Node(id=number, location=(lon, lat), tags=clean, version=1))
        return number

    def way(self, nodes: list[int], **tags: str) -> None:
        self._ways.append(Way(id=len(self._ways) + 1, nodes=nodes, tags=tags, version=1))

    def ring(self, corners: list[tuple[float, float]], **tags: str) -> None:
        nodes = [self.node(lat, lon) for lat, lon in corners]
        self.way([*nodes, nodes[0]], **tags)

    def close(self) -> None:
        for way in self._ways:
            self._writer.add_way(way)
        self._writer.close()


def write_town(path: Path) -> Path:
    town = _Town(path)
    grid = [[town.node(SOUTH + row * STEP, WEST + column * STEP) for column in range(SIZE)] for row in range(SIZE)]
    for row in range(SIZE):
        town.way(grid[row], highway="residential", name=f"Row {row} Street")
    for column in range(SIZE):
        line = [grid[row][column] for row in range(SIZE)]
        if column == 0:
            # Northwards only: driving back south takes the next street.
            town.way(line, highway="secondary", name="One Way Avenue “Ł”", oneway="yes")
        else:
            town.way(line, highway="residential", name=f"Column {column} Street", maxspeed="30")
    island = [town.node(SOUTH + row * STEP, WEST + 0.02) for row in range(3)]
    town.way(island, highway="residential", name="Lonely Lane")
    left, right, low, high = WEST - 0.004, WEST + 0.009, SOUTH - 0.004, SOUTH + 0.009
    # Counter-clockwise: land on the left, the sea outside.
    town.ring([(low, left), (low, right), (high, right), (high, left)], natural="coastline")
    town.ring(
        [(SOUTH - 0.002, WEST + 0.017), (SOUTH - 0.002, WEST + 0.023), (SOUTH + 0.004, WEST + 0.02)],
        natural="coastline",
    )
    town.ring([(10.0002, 20.0002), (10.0002, 20.0008), (10.0008, 20.0008)], leisure="park", name="Pocket Park")
    town.ring([(10.0012, 20.0012), (10.0012, 20.0014), (10.0014, 20.0014)], building="yes")
    town.node(SOUTH + 2.5 * STEP, WEST + 2.5 * STEP, place="suburb", name="<b>Old Town</b> 😀")
    town.node(SOUTH + 0.0001, WEST + 0.0001, addr__housenumber="7")
    town.close()
    return path


@pytest.fixture(scope="session")
def make_town() -> MakeTown:
    return write_town


@pytest.fixture(scope="session")
def town_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_town(tmp_path_factory.mktemp("osm") / "town.osm.pbf")


@pytest.fixture(scope="session")
def town_settings(tmp_path_factory: pytest.TempPathFactory, town_file: Path) -> Settings:
    home = tmp_path_factory.mktemp("town")
    settings = Settings(home=home, database=home / "lastmile.db")
    add_region(settings, town_file, "town")
    return settings


@pytest.fixture(scope="session")
def town(town_settings: Settings) -> RegionInfo:
    from lastmile_core.travel.regions import get_region

    found = get_region(town_settings, "town")
    assert found is not None
    return found


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, database=tmp_path / "lastmile.db")


@pytest.fixture
def corner() -> Callable[[float, float], Location]:
    """Return a place by street numbers: ``corner(row, column)``."""
    return lambda row, column: Location(lat=SOUTH + row * STEP, lon=WEST + column * STEP)


@pytest.fixture
def lonely() -> Location:
    return Location(lat=SOUTH + STEP, lon=WEST + 0.02)


@pytest.fixture(autouse=True)
def _no_memory_of_servers() -> None:
    forget_servers()
