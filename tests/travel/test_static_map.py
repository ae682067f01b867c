import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from lastmile_core.model import Location
from lastmile_core.settings import Settings
from lastmile_core.travel.base_map.map_view import fit
from lastmile_core.travel.regions import RegionInfo
from lastmile_core.travel.static_map import draw_static_map
from lastmile_core.travel.times.region_provider import RegionProvider

Corner = Callable[[float, float], Location]
Line = list[tuple[float, float]]

ROUTE = (27, 120, 217)


@pytest.fixture
def route(corner: Corner) -> Line:
    return [(place.lat, place.lon) for place in (corner(0, 0), corner(0, 5), corner(5, 5))]


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def painted(picture: np.ndarray, colour: tuple[int, int, int], within: int = 20) -> int:
    return int((np.abs(picture - np.array(colour)).max(axis=2) < within).sum())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_route_is_painted_on_the_map(town_settings: Settings, town: RegionInfo, route: Line, theme: str) -> None:
    stops = [(lat, lon, str(number), ROUTE) for number, (lat, lon) in enumerate(route, 1)]
    with_map = pixels(draw_static_map(town_settings, "town", [(route, ROUTE)], stops, (500, 400), theme))
    plain = pixels(draw_static_map(town_settings, None, [(route, ROUTE)], stops, (500, 400), theme))
    assert with_map.shape == (400, 500, 3)
    assert painted(with_map, ROUTE) > 1500
    assert painted(plain, ROUTE) > 1500
    assert len(np.unique(with_map.reshape(-1, 3), axis=0)) > len(np.unique(plain.reshape(-1, 3), axis=0))
    assert (with_map.mean() < 80) == (theme == "dark")


@pytest.mark.parametrize("name", [None, "nowhere", "../town"])
def test_without_a_region_the_route_is_still_drawn(settings: Settings, route: Line, name: str | None) -> None:
    assert painted(pixels(draw_static_map(settings, name, [(route, "#1b78d9")], [], (300, 200))), ROUTE) > 500


def test_nothing_to_draw_is_an_empty_picture(town_settings: Settings, town: RegionInfo) -> None:
    assert pixels(draw_static_map(town_settings, "town", [], [], (80, 60))).shape == (60, 80, 3)


def test_one_stop_alone_is_in_the_middle(town_settings: Settings, corner: Corner) -> None:
    place = corner(2, 2)
    picture = pixels(draw_static_map(town_settings, "town", [], [(place.lat, place.lon, "", ROUTE)], (200, 200)))
    assert painted(picture[90:110, 90:110], ROUTE) > 50


@pytest.mark.parametrize("size", [(0, 100), (100, -1), (5000, 100)])
def test_an_impossible_size_is_refused(settings: Settings, size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        draw_static_map(settings, None, [], [], size)


def test_a_damaged_map_file_leaves_a_gap_and_no_error(town_settings: Settings, town: RegionInfo, route: Line) -> None:
    file = town.path / "basemap" / "areas.geojson"
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole[: len(whole) // 2], encoding="utf-8")
    try:
        picture = pixels(draw_static_map(town_settings, "town", [(route, ROUTE)], [], (300, 200)))
    finally:
        file.write_text(whole, encoding="utf-8")
    assert painted(picture, ROUTE) > 500


def test_what_is_fitted_is_inside_with_a_margin(route: Line) -> None:
    view = fit(route, 400, 300)
    positions = view.pixels(np.array([(lon, lat) for lat, lon in route]))
    assert positions[:, 0].min() >= 20
    assert positions[:, 0].max() <= 380
    west, south, east, north = view.bbox
    assert west < 20.0 < 20.005 < east
    assert south < 10.0 < 10.005 < north


def test_a_street_line_of_the_engine_can_be_drawn(town_settings: Settings, town: RegionInfo, corner: Corner) -> None:
    from lastmile_core.travel.times.polyline import decode

    (line,) = RegionProvider(info=town).legs([corner(0, 0), corner(4, 3)], "van")
    assert painted(pixels(draw_static_map(town_settings, "town", [(decode(line), ROUTE)], [])), ROUTE) > 1000
