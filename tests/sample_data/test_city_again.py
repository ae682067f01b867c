"""The same seed draws the same city on any processor."""

from __future__ import annotations

import dataclasses

import pytest

from tests.sample_data.other_processor import play_other_processor
from tests.sample_data.same_city import differing_cells, differing_things, read_cells, read_map

pytestmark = pytest.mark.long

MAP = "port_alder.osm.pbf"


def _written(folder, drawn):
    from sample_data.make_city import write_city

    write_city(folder, drawn)
    return folder


@pytest.fixture(scope="module", params=["this processor", "another processor", "a third processor"])
def made_again(request, drawn_town, tmp_path_factory):
    if request.param == "this processor":
        return _written(tmp_path_factory.mktemp("city"), drawn_town)
    from sample_data.maker.town import make_town

    with pytest.MonkeyPatch.context() as patch:
        play_other_processor(patch, seed=len(request.param))
        return _written(tmp_path_factory.mktemp("city"), make_town())


@pytest.mark.parametrize(
    "name",
    [
        "orders_today.csv",
        "orders_today.xlsx",
        "customers.csv",
        "vehicles.csv",
        "drivers.csv",
        "depots.csv",
        "districts.geojson",
    ],
)
def test_the_same_seed_gives_the_same_tables(made_again, city_folder, name):
    shipped = read_cells(city_folder / name)
    assert shipped
    assert differing_cells(read_cells(made_again / name), shipped)[:5] == []


def test_the_map_is_the_same_too(made_again, city_folder):
    assert differing_things(read_map(made_again / MAP), read_map(city_folder / MAP))[:5] == []


def test_another_city_is_told_apart(city_folder):
    shipped = read_map(city_folder / MAP)
    moved = dataclasses.replace(shipped.ways[0], points=tuple((lon + 1e-5, lat) for lon, lat in shipped.ways[0].points))
    assert len(differing_things(dataclasses.replace(shipped, ways=(moved, *shipped.ways[1:])), shipped)) == 1
    assert differing_things(dataclasses.replace(shipped, ways=shipped.ways[1:]), shipped)
    rows = read_cells(city_folder / "customers.csv")
    other = [list(row) for row in rows]
    other[3][3], other[5][7] = "1 Nowhere Street", other[5][7] + 1e-5
    assert len(differing_cells(other, rows)) == 2
    assert differing_cells(rows[1:], rows)


def test_an_arterial_that_the_table_does_not_know_is_refused_by_name():
    from shapely.geometry import LineString

    from sample_data.maker.bends import with_fewer_vertices
    from sample_data.maker.streets import StreetLine

    street = StreetLine(key="art0", line=LineString([(0, 0), (5, 1), (9, 0)]), highway="secondary")
    with pytest.raises(ValueError, match="art0 with 3 vertices; the town was changed: run python -m"):
        with_fewer_vertices(street)
