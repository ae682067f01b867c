"""The same seed draws the same city, byte for byte."""

import pytest


@pytest.fixture(scope="module")
def made_again(drawn_town, tmp_path_factory):
    from sample_data.make_city import write_tables

    folder = tmp_path_factory.mktemp("city")
    write_tables(folder, drawn_town)
    return folder


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
def test_the_same_seed_gives_the_same_bytes(made_again, city_folder, name):
    assert (made_again / name).read_bytes() == (city_folder / name).read_bytes()


def test_the_map_is_the_same_too(drawn_town, city_folder, tmp_path):
    from sample_data.maker.osm_writer import write_osm

    path = tmp_path / "port_alder.osm.pbf"
    write_osm(
        path,
        land=drawn_town.land,
        plan=drawn_town.plan,
        greens=drawn_town.greens,
        edges=drawn_town.edges,
        names=drawn_town.names,
        addresses=drawn_town.addresses,
        buildings=drawn_town.buildings,
    )
    assert path.read_bytes() == (city_folder / path.name).read_bytes()
