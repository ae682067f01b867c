"""Two invented villages with the names that are hard: abbreviations, elisions, one name in both, few known doors."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import osmium
import pytest
from osmium.osm.mutable import Node, Relation, Way

from lastmile_core.model import Depot, Location
from lastmile_core.places import AddressIndex, AddressQuery, PlaceAnswer, PlaceFinder
from lastmile_core.places.index.build_index import build_index
from lastmile_core.places.index.flat_earth import metres_between
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
from lastmile_core.travel.region_files.region_info import RegionInfo

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

LAT, LON = 45.0, 9.0
STEP = 0.0009  # about 100 m of latitude

Ask = Callable[..., PlaceAnswer]
Away = Callable[[PlaceAnswer, float, float], float]


class MapMaker:
    """Writes an OSM file; places are in steps of about 100 m north and 71 m east of (45, 9)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._nodes: list[Node] = []
        self._ways: list[Way] = []
        self._relations: list[Relation] = []

    def node(self, north: float, east: float, **tags: str) -> int:
        number = len(self._nodes) + 1
        clean = {key.replace("__", ":"): value for key, value in tags.items()}
        place = (LON + east * STEP, LAT + north * STEP)
        self._nodes.append(Node(id=number, version=1, location=place, tags=clean))
        return number

    def way(self, points: list[tuple[float, float]], **tags: str) -> int:
        nodes = [self.node(*point) for point in points]
        return self.way_of([*nodes, nodes[0]] if tags.pop("closed", "") else nodes, **tags)

    def way_of(self, nodes: list[int], **tags: str) -> int:
        number = len(self._ways) + 1
        clean = {key.replace("__", ":"): value for key, value in tags.items()}
        self._ways.append(Way(id=number, version=1, nodes=nodes, tags=clean))
        return number

    def relation(self, members: list[tuple[str, int, str]], **tags: str) -> None:
        self._relations.append(Relation(id=len(self._relations) + 1, version=1, members=members, tags=tags))

    def street(self, name: str, row: float, east: tuple[float, float] = (0, 6), **tags: str) -> int:
        return self.way([(row, east[0]), (row, east[1])], highway="residential", name=name, **tags)

    def door(self, number: str, street: str, north: float, east: float, **more: str) -> int:
        tags = {f"addr__{key}": value for key, value in more.items()}
        return self.node(north, east, addr__housenumber=number, addr__street=street, **tags)

    def write(self) -> Path:
        with osmium.SimpleWriter(str(self.path), overwrite=True) as writer:
            for node in self._nodes:
                writer.add_node(node)
            for way in self._ways:
                writer.add_way(way)
            for relation in self._relations:
                writer.add_relation(relation)
        return self.path


def write_villages(path: Path) -> Path:
    """Acquaviva in the west with postcode 20100, Borgo Alto 6 km east of it with 20200."""
    town = MapMaker(path)
    west = {"postcode": "20100", "city": "Acquaviva"}
    town.node(3, 3, place="town", name="Acquaviva")
    town.node(3, 90, place="village", name="Borgo Alto")
    names = ["Via Giuseppe Garibaldi", "Corso d'Azeglio", "Königstraße", "Rua Sete de Setembro", "King's Road"]
    names += ["Avenida São João", "Piazza Santa Maria", "Saint Brannoc's Lane", "Pear Road", "Pearl Road"]
    for row, name in enumerate(names):
        town.street(name, row)
        for place in range(1, 6):
            town.door(str(2 * place), name, row + 0.1, place, **west)
    # One name in both villages.
    for east, more in ((0, west), (87, {"postcode": "20200", "city": "Borgo Alto"})):
        town.street("Via Roma", 12, (east, east + 6))
        town.door("1", "Via Roma", 12.1, east + 0.5, **more)
        town.door("21", "Via Roma", 12.1, east + 5.5, **more)
    # A bent street of which only the two ends are known, and a house that is an area.
    town.way([(14, 0), (14, 4), (18, 4)], highway="residential", name="Via Lunga")
    town.door("1", "Via Lunga", 14.1, 0, **west)
    town.door("41", "Via Lunga", 18, 4.1, **west)
    corners = [(20.2, 1.0), (20.2, 1.2), (20.4, 1.2), (20.4, 1.0)]
    tags = {"addr__housenumber": "7/b", "addr__street": "Via dei Mille", "addr__postcode": "20100"}
    town.street("Via dei Mille", 20)
    town.way(corners, closed="yes", building="yes", **tags)
    # A door that knows its street from a relation only, and a street with a second name.
    lost = town.node(22.1, 2, addr__housenumber="5")
    lane = town.street("Vicolo Corto", 22)
    town.relation([("n", lost, "house"), ("w", lane, "street")], type="associatedStreet", name="Vicolo Corto")
    town.street("Via Nuova", 24, alt_name="Via dei Pini")
    town.door("12", "Via Nuova", 24.1, 3, **west)
    return town.write()


@pytest.fixture(scope="session")
def villages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AddressIndex]:
    folder = tmp_path_factory.mktemp("villages")
    build_index(write_villages(folder / "villages.osm.pbf"), folder)
    with AddressIndex(folder) as index:
        yield index


@pytest.fixture(scope="session")
def ask(villages: AddressIndex) -> Ask:
    finder = PlaceFinder(villages)
    return lambda text, postcode="", town="": finder.find(AddressQuery(text=text, postcode=postcode, town=town))


@pytest.fixture(scope="session")
def away() -> Away:
    """Return how many metres the best guess is from a place in steps."""

    def metres(answer: PlaceAnswer, north: float, east: float) -> float:
        assert answer.best is not None
        here = (answer.best.location.lat, answer.best.location.lon)
        return metres_between(here, (LAT + north * STEP, LON + east * STEP))

    return metres


@pytest.fixture(scope="session")
def make_map() -> Callable[[Path], MapMaker]:
    return MapMaker


@pytest.fixture
def home(tmp_path: Path, villages: AddressIndex) -> Settings:
    """An installation whose region has an address index and, for speed, no roads."""
    settings = Settings(home=tmp_path, database=tmp_path / "lastmile.db")
    folder = settings.regions / "villages"
    folder.mkdir(parents=True)
    shutil.copy(villages.path, folder)
    RegionInfo(
        name="villages",
        bbox=(8.9, 44.9, 9.2, 45.1),
        profiles=(),
        built_at="2026-11-24T00:00:00+00:00",
        build_id="1",
        path=folder,
        has_basemap=False,
        attribution="",
    ).write()
    return settings


@pytest.fixture
def store(home: Settings) -> Iterator[Store]:
    with open_store(home.database) as opened:
        opened.depots.save(Depot(depot_id="yard", name="Yard", location=Location(lat=45.0, lon=9.0), timezone="UTC"))
        yield opened
