import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import LineString, Point, Polygon

from lastmile_core.settings import Settings
from lastmile_core.travel.base_map.coast import land_and_sea
from lastmile_core.travel.base_map.glyphs import glyph_range, write_glyphs
from lastmile_core.travel.base_map.osm_classes import area_kind, road_key
from lastmile_core.travel.base_map.palette import PALETTES, THEMES
from lastmile_core.travel.base_map.served_files import basemap_file, plain_style, style_url
from lastmile_core.travel.regions import RegionInfo

BOX = (0.0, 0.0, 1.0, 1.0)


def layer(town: RegionInfo, name: str) -> list[dict[str, Any]]:
    text = (town.path / "basemap" / f"{name}.geojson").read_text(encoding="utf-8")
    features: list[dict[str, Any]] = json.loads(text)["features"]
    return features


def read_fields(data: bytes) -> Iterator[tuple[int, Any]]:
    """Read protocol buffer fields: numbers and byte strings."""
    at = 0

    def varint() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(data):
        key = varint()
        if key & 7 == 0:
            yield key >> 3, varint()
        else:
            length = varint()
            yield key >> 3, data[at : at + length]
            at += length


def test_the_town_is_land_in_the_sea(town: RegionInfo) -> None:
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in layer(town, "ground")]
    assert {feature["properties"]["k"] for feature in layer(town, "ground")} == {"land"}
    land = shapely.union_all(shapes)
    assert land.contains(Point(20.002, 10.002))
    assert land.contains(Point(20.02, 10.001))
    assert not land.contains(Point(20.013, 10.002))
    background = style_json_of(town, "light")["layers"][0]["paint"]["background-color"]
    assert background == PALETTES["light"]["sea"]


def style_json_of(town: RegionInfo, theme: str) -> dict[str, Any]:
    style: dict[str, Any] = json.loads((town.path / "basemap" / f"style-{theme}.json").read_text(encoding="utf-8"))
    return style


def test_roads_carry_class_name_and_direction(town: RegionInfo) -> None:
    by_name = {feature["properties"].get("n"): feature for feature in layer(town, "roads")}
    one_way = by_name["One Way Avenue “Ł”"]
    assert one_way["properties"] == {"c": "secondary", "o": 1, "n": "One Way Avenue “Ł”"}
    assert one_way["geometry"]["coordinates"][0] == [20.0, 10.0]
    assert by_name["Row 3 Street"]["properties"]["c"] == "street"


def test_parks_buildings_and_house_numbers_are_there(town: RegionInfo) -> None:
    kinds = [feature["properties"]["k"] for feature in layer(town, "areas")]
    assert kinds == ["built", "park"]
    assert len(layer(town, "buildings")) == 1
    assert [feature["properties"]["n"] for feature in layer(town, "houses")] == ["7"]


def test_names_keep_only_letters_that_the_map_can_show(town: RegionInfo) -> None:
    assert [feature["properties"]["n"] for feature in layer(town, "places")] == ["<b>Old Town</b>"]


@pytest.mark.parametrize("theme", THEMES)
def test_a_style_names_only_what_exists_and_nobody_else(town: RegionInfo, town_settings: Settings, theme: str) -> None:
    style = style_json_of(town, theme)
    assert "http" not in json.dumps(style)
    assert style["version"] == 8
    for source in style["sources"].values():
        assert basemap_file(town_settings, "town", source["data"].removeprefix("/basemap/town/")) is not None
    assert style["sources"]["roads"]["attribution"] == "© OpenStreetMap contributors"
    ids = [layer["id"] for layer in style["layers"]]
    assert len(ids) == len(set(ids))
    for drawn in style["layers"]:
        assert drawn["type"] == "background" or drawn["source"] in style["sources"]


def test_every_letter_of_a_label_has_its_glyph_file(town: RegionInfo, town_settings: Settings) -> None:
    stacks: set[str] = set()
    for drawn in style_json_of(town, "dark")["layers"]:
        stacks |= set(drawn.get("layout", {}).get("text-font", []))
    assert len(stacks) == 3
    for stack in stacks:
        for letter in "Old Town Ł → “":
            start = ord(letter) // 256 * 256
            assert basemap_file(town_settings, "town", f"glyphs/{stack}/{start}-{start + 255}.pbf") is not None


def test_a_glyph_is_a_distance_field_with_its_border() -> None:
    ((number, stack),) = read_fields(glyph_range("Lastmile Regular", 0, (32, 72)))
    assert number == 1
    fields = list(read_fields(stack))
    assert fields[0] == (1, b"Lastmile Regular")
    assert fields[1] == (2, b"0-255")
    space, letter = (dict(read_fields(body)) for number, body in fields[2:] if number == 3)
    assert space[1] == 32
    assert 2 not in space
    assert letter[1] == ord("H")
    width, height = letter[3] + 6, letter[4] + 6
    assert len(letter[2]) == width * height
    assert letter[2][0] < 80
    assert max(letter[2]) > 191
    assert 12 <= letter[7] <= 24


def test_letters_that_no_font_has_still_get_a_file(tmp_path: Path) -> None:
    write_glyphs(tmp_path, ["漢字", "\x07"])
    assert (tmp_path / "Lastmile Bold" / "28416-28671.pbf").is_file()


@pytest.mark.parametrize(
    "name",
    [
        "../region.json", "glyphs/../../region.json", "/etc/passwd", "..", "", "roads.geojson/..", "basemap.json",
        "glyphs/Lastmile Regular/../../style-light.json", "style-light.json\x00", "STYLE-LIGHT.JSON",
        "glyphs\\Lastmile Regular\\0-255.pbf", "style-light.json\n",
    ],
)  # fmt: skip
def test_nothing_but_map_files_is_served(town_settings: Settings, town: RegionInfo, name: str) -> None:
    assert basemap_file(town_settings, "town", name) is None


@pytest.mark.parametrize("region", ["..", ".", "", "town/../town", "TOWN", "nowhere", ".building-town-1", "town\n"])
def test_nothing_outside_a_region_is_served(town_settings: Settings, town: RegionInfo, region: str) -> None:
    assert basemap_file(town_settings, region, "roads.geojson") is None


def test_a_link_out_of_the_folder_is_not_followed(town_settings: Settings, town: RegionInfo, tmp_path: Path) -> None:
    (tmp_path / "secret.geojson").write_text("{}")
    link = town.path / "basemap" / "secret.geojson"
    link.symlink_to(tmp_path / "secret.geojson")
    try:
        assert basemap_file(town_settings, "town", "secret.geojson") is None
    finally:
        link.unlink()


def test_addresses_of_styles() -> None:
    assert style_url("town", "dark") == "/basemap/town/style-dark.json"
    assert style_url("town", "neon") == "/basemap/town/style-light.json"
    assert plain_style("dark")["sources"] == {}


def test_both_themes_know_the_same_colours() -> None:
    assert PALETTES["light"].keys() == PALETTES["dark"].keys()


def test_a_coast_that_leaves_the_extract_divides_land_and_sea() -> None:
    # Going east with the land on the left: land in the north, sea in the south.
    found = land_and_sea([LineString([(0.0, 0.4), (0.5, 0.5), (1.0, 0.4)])], [], BOX)
    assert not found.is_sea_around
    sea = shapely.union_all(found.shapes)
    assert sea.contains(Point(0.5, 0.1))
    assert sea.contains(Point(0.5, -1.0))
    assert not sea.contains(Point(0.5, 0.9))
    assert not sea.contains(Point(0.5, 2.0))


def test_a_coast_in_pieces_is_put_together() -> None:
    pieces = [LineString([(0.5, 0.5), (1.0, 0.4)]), LineString([(0.0, 0.4), (0.5, 0.5)])]
    assert shapely.union_all(land_and_sea(pieces, [], BOX).shapes).contains(Point(0.5, 0.1))


def test_a_lagoon_drawn_the_other_way_round_is_water() -> None:
    outer = LineString([(-1, -1), (2, -1), (2, 2), (-1, 2), (-1, -1)])
    lagoon = LineString([(0.4, 0.4), (0.4, 0.6), (0.6, 0.6), (0.6, 0.4), (0.4, 0.4)])
    found = land_and_sea([outer, lagoon], [], BOX)
    assert found.is_sea_around
    land = shapely.union_all(found.shapes)
    assert land.contains(Point(0.1, 0.1))
    assert not land.contains(Point(0.5, 0.5))


def test_inland_needs_no_coast_and_an_island_without_one_is_land() -> None:
    assert not land_and_sea([], [], BOX).is_sea_around
    island = Polygon([(-1, -1), (2, -1), (2, 2), (-1, 2)])
    assert land_and_sea([], [island], BOX).is_sea_around


@pytest.mark.parametrize(
    ("tags", "key"),
    [
        ({"highway": "motorway_link", "oneway": "yes"}, ("motorway", "lo", "")),
        ({"highway": "residential", "oneway": "-1", "name": "A"}, ("street", "r", "A")),
        ({"highway": "primary", "bridge": "yes"}, ("primary", "b", "")),
        ({"highway": "tertiary", "tunnel": "building_passage"}, ("tertiary", "", "")),
        ({"highway": "service", "service": "driveway"}, ("service", "x", "")),
        ({"highway": "secondary", "junction": "roundabout"}, ("secondary", "o", "")),
        ({"highway": "steps", "oneway": "yes"}, ("path", "", "")),
        ({"railway": "subway"}, ("rail", "t", "")),
        ({"highway": "proposed"}, None),
        ({"building": "yes"}, None),
    ],
)
def test_tags_become_roads(tags: dict[str, str], key: tuple[str, str, str] | None) -> None:
    assert road_key(tags) == key


def test_tags_become_areas() -> None:
    assert area_kind({"leisure": "park"}) == "park"
    assert area_kind({"landuse": "harbour"}) == "port"
    assert area_kind({"landuse": "unknown"}) is None
