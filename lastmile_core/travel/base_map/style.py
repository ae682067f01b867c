"""The look of the base map, light and dark: quiet, so that routes and stops stand out."""

from __future__ import annotations

from typing import Any

from lastmile_core.travel.base_map.palette import CASINGS, DRAWN, MIN_ZOOM, PALETTES, WIDTHS

Style = dict[str, Any]

REGULAR, BOLD, ITALIC = ["Lastmile Regular"], ["Lastmile Bold"], ["Lastmile Italic"]


def by_zoom(stops: tuple[tuple[float, float], ...], add: float = 0.0) -> list[Any]:
    """Return a width that grows with the zoom; links and alleys are half as wide."""
    expression: list[Any] = ["interpolate", ["exponential", 1.5], ["zoom"]]
    for zoom, width in stops:
        narrow = round(width * 0.55 + add, 2)
        thin = ["any", ["has", "l"], ["has", "x"]]
        expression += [zoom, ["case", thin, narrow, round(width + add, 2)]]
    return expression


def _fill(kind: str, colour: str, source: str = "areas", **more: Any) -> Style:
    return {
        "id": f"{source}-{kind}",
        "type": "fill",
        "source": source,
        "filter": ["==", ["get", "k"], kind],
        "paint": {"fill-color": colour, **more},
    }


def _ground(palette: dict[str, str], is_sea_around: bool) -> list[Style]:
    kind = "land" if is_sea_around else "sea"
    background = palette["sea"] if is_sea_around else palette["land"]
    return [
        {"id": "background", "type": "background", "paint": {"background-color": background}},
        _fill(kind, palette[kind], "ground"),
        {
            "id": "coast",
            "type": "line",
            "source": "ground",
            "paint": {"line-color": palette["coast"], "line-width": 1, "line-opacity": 0.8},
        },
    ]


def _surface(palette: dict[str, str]) -> list[Style]:
    kinds = ("built", "campus", "commercial", "industrial", "port", "airport", "grass", "wood", "park", "cemetery")
    layers = [_fill(kind, palette[kind]) for kind in (*kinds, "pitch", "sand")]
    layers.append(_fill("water", palette["sea"], "water"))
    width = ["interpolate", ["exponential", 1.4], ["zoom"], 9, 0.4, 14, 2, 18, 8]
    layers.append(
        {
            "id": "water-lines",
            "type": "line",
            "source": "water",
            "filter": ["==", ["geometry-type"], "LineString"],
            "minzoom": 11,
            "layout": {"line-cap": "round", "line-join": "round"},
            "paint": {"line-color": palette["water_line"], "line-width": width},
        }
    )
    layers += [_fill(kind, palette[kind]) for kind in ("pier", "square")]
    layers.append(
        {
            "id": "buildings",
            "type": "fill",
            "source": "buildings",
            "minzoom": 14,
            "paint": {
                "fill-color": palette["building"],
                "fill-outline-color": palette["building_edge"],
                "fill-opacity": ["interpolate", ["linear"], ["zoom"], 14, 0, 15, 1],
            },
        }
    )
    return layers


def _line(name: str, where: list[Any], colour: str, width: Any, minzoom: float, **more: Any) -> Style:
    cap = more.pop("cap", "round")
    return {
        "id": name,
        "type": "line",
        "source": "roads",
        "filter": where,
        "minzoom": minzoom,
        "layout": {"line-cap": cap, "line-join": "round"},
        "paint": {"line-color": colour, "line-width": width, **more},
    }


def _is(kind: str, *more: list[Any]) -> list[Any]:
    return ["all", ["==", ["get", "c"], kind], *more]


def _roads(palette: dict[str, str]) -> list[Style]:
    on_ground: list[Any] = ["all", ["!", ["has", "t"]], ["!", ["has", "b"]]]
    layers = [
        _line(f"tunnel-{kind}", _is(kind, ["has", "t"]), palette.get(kind, palette["road"]), by_zoom(WIDTHS[kind]),
              max(12, MIN_ZOOM[kind]), cap="butt", **{"line-opacity": 0.45, "line-dasharray": [2, 1]})
        for kind in DRAWN
    ]  # fmt: skip
    layers.append(_line("pier-lines", _is("pier"), palette["pier"], _straight((12, 1.0), (18, 10.0)), 12))
    paths = _straight((14, 0.5), (18, 2.2))
    layers.append(_line("paths", _is("path"), palette["path"], paths, 14.5, **{"line-dasharray": [2, 1.6]}))
    layers += [layer for kind in DRAWN if kind in CASINGS for layer in [_casing(palette, kind, "casing", on_ground)]]
    layers += [_road(palette, kind, "road", on_ground) for kind in DRAWN]
    above = _is("rail", ["!", ["has", "t"]])
    ties = {"line-dasharray": [0.25, 2.5]}
    layers.append(_line("rail", above, palette["rail"], _straight((11, 0.6), (16, 1.6)), 11, cap="butt"))
    layers.append(_line("rail-ties", above, palette["rail"], _straight((14, 3), (18, 7)), 14, cap="butt", **ties))
    for kind in DRAWN:
        if kind in CASINGS:
            layers.append(_casing(palette, kind, "bridge-casing", ["has", "b"], cap="butt", add=1.0))
        layers.append(_road(palette, kind, "bridge", ["has", "b"]))
    return layers


def _straight(*stops: tuple[float, float]) -> list[Any]:
    return ["interpolate", ["linear"], ["zoom"], *[number for stop in stops for number in stop]]


def _casing(
    palette: dict[str, str], kind: str, prefix: str, where: list[Any], cap: str = "round", add: float = 0.0
) -> Style:
    colour = palette.get(f"{kind}_casing", palette["casing"])
    width = by_zoom(WIDTHS[kind], CASINGS[kind] + add)
    return _line(f"{prefix}-{kind}", _is(kind, where), colour, width, max(12, MIN_ZOOM[kind]), cap=cap)


def _road(palette: dict[str, str], kind: str, prefix: str, where: list[Any]) -> Style:
    colour = palette["square"] if kind == "pedestrian" else palette.get(kind, palette["road"])
    return _line(f"{prefix}-{kind}", _is(kind, where), colour, by_zoom(WIDTHS[kind]), MIN_ZOOM[kind])


def _text(name: str, source: str, where: list[Any], palette: dict[str, str], **options: Any) -> Style:
    """Return a label layer; options: colour, font, size, minzoom, line (runs along it), layout (more of it)."""
    layout: Style = {
        "text-field": ["get", "n"],
        "text-font": options.get("font", REGULAR),
        "text-size": options.get("size", 12),
        "text-padding": 4,
        **options.get("layout", {}),
    }
    if options.get("line"):
        layout |= {"symbol-placement": "line", "symbol-spacing": 320, "text-max-angle": 32}
    return {
        "id": name,
        "type": "symbol",
        "source": source,
        "filter": where,
        "minzoom": options.get("minzoom", 0),
        "layout": layout,
        "paint": {
            "text-color": palette[options.get("colour", "label")],
            "text-halo-color": palette["label_halo"],
            "text-halo-width": 1.3,
        },
    }


def _labels(palette: dict[str, str]) -> list[Style]:
    named = ["has", "n"]
    arrows = _text("one-way", "roads", ["all", ["has", "o"], ["!", ["has", "l"]]], palette, line=True, minzoom=16,
                   colour="arrow", size=_straight((16, 10), (18, 15)))  # fmt: skip
    arrows["layout"] |= {"text-field": "→", "text-keep-upright": False, "symbol-spacing": 130, "text-padding": 1}
    house = _text("houses", "houses", named, palette, minzoom=17, colour="house", size=10)
    layers = [house, arrows]
    for kind, zoom, size in (
        ("street", 15, _straight((15, 10), (18, 13))),
        ("pedestrian", 15.5, _straight((15, 10), (18, 13))),
        ("tertiary", 14, _straight((14, 10), (18, 13.5))),
        ("secondary", 13.5, _straight((13, 10), (18, 14))),
        ("primary", 13, _straight((13, 10.5), (18, 14))),
        ("motorway", 12.5, _straight((13, 10.5), (18, 14))),
    ):
        minor = kind in ("street", "pedestrian")
        layers.append(
            _text(f"label-{kind}", "roads", _is(kind, named), palette, line=True, minzoom=zoom, size=size,
                  colour="label_minor" if minor else "label")
        )  # fmt: skip
    wet = {"font": ITALIC, "colour": "water_label"}
    on_line, on_area = ["==", ["geometry-type"], "LineString"], ["!=", ["geometry-type"], "LineString"]
    layers.append(_text("label-rivers", "water", ["all", named, on_line], palette, line=True, minzoom=12, **wet))
    layers.append(_text("label-lakes", "water", ["all", named, on_area], palette, minzoom=12, **wet))
    green = ["all", named, ["in", ["get", "k"], ["literal", ["park", "wood", "cemetery"]]]]
    layers.append(_text("label-parks", "areas", green, palette, minzoom=14, font=ITALIC, colour="park_label", size=11,
                        layout={"text-max-width": 7}))  # fmt: skip
    return layers + _place_labels(palette)


def _place_labels(palette: dict[str, str]) -> list[Style]:
    layers = []
    capitals = {"text-transform": "uppercase", "text-letter-spacing": 0.12, "text-max-width": 8}
    for kind, lowest, highest, size, layout, font in (
        ("locality", 15, 18, 10.5, {}, REGULAR),
        ("hamlet", 13, 17, 11, {}, REGULAR),
        ("neighbourhood", 13.5, 16.5, 10.5, capitals, REGULAR),
        ("quarter", 12.5, 16, 11, capitals, REGULAR),
        ("suburb", 11, 15.5, 11.5, capitals, BOLD),
        ("borough", 11, 14.5, 12, capitals, BOLD),
        ("village", 10, 15.5, 13, {}, BOLD),
        ("town", 8, 14.5, 15, {}, BOLD),
        ("city", 4, 12.5, 19, {}, BOLD),
    ):
        layer = _text(f"place-{kind}", "places", ["==", ["get", "k"], kind], palette, minzoom=lowest, size=size,
                      font=font, colour="place", layout=layout)  # fmt: skip
        layer["maxzoom"] = highest
        layers.append(layer)
    return layers


def make_style(
    theme: str, base_url: str, *, is_sea_around: bool, attribution: str, centre: tuple[float, float]
) -> Style:
    """Return the style of a region.

    Parameters
    ----------
    theme
        ``"light"`` or ``"dark"``.
    base_url
        Address of the folder with the region's map files, without a slash at the end.
    is_sea_around
        Whether the background is water (an island).
    centre
        Longitude and latitude in the middle.

    Raises
    ------
    ValueError
        If the theme is unknown.
    """
    if theme not in PALETTES:
        raise ValueError(f"there is no map theme “{theme}”; use light or dark")
    palette = PALETTES[theme]
    sources = ("ground", "areas", "water", "buildings", "roads", "places", "houses")
    # A tolerance below the default keeps corners of streets sharp; maxzoom 14 halves the work in the browser.
    extra: dict[str, Style] = {
        "houses": {"maxzoom": 16},
        "buildings": {"maxzoom": 15},
        "roads": {"maxzoom": 15, "tolerance": 0.25},
    }
    return {
        "version": 8,
        "name": f"Lastmile {theme}",
        "center": list(centre),
        "zoom": 12,
        "glyphs": f"{base_url}/glyphs/{{fontstack}}/{{range}}.pbf",
        "sources": {
            name: {
                "type": "geojson",
                "data": f"{base_url}/{name}.geojson",
                **({"attribution": attribution} if name == "roads" else {}),
                **extra.get(name, {}),
            }
            for name in sources
        },
        "layers": [
            *_ground(palette, is_sea_around),
            *_surface(palette),
            *_roads(palette),
            *_labels(palette),
        ],
    }


def plain_style(theme: str) -> Style:
    """Return a style without any data: the calm background used where no region is prepared."""
    colour = PALETTES[theme]["land"]
    layer = {"id": "background", "type": "background", "paint": {"background-color": colour}}
    return {"version": 8, "name": f"Lastmile plain {theme}", "sources": {}, "layers": [layer]}
