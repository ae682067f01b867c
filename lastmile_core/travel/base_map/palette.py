"""Colours and widths of the base map, for the browser's map and for pictures alike."""

from __future__ import annotations

THEMES = ("light", "dark")

PALETTES: dict[str, dict[str, str]] = {
    "light": {
        "land": "#f1efe9", "sea": "#bfd9e6", "water_line": "#a9cbdc", "coast": "#a3c3d3",
        "built": "#e8e5de", "campus": "#ece5d6", "commercial": "#ebe3e0", "industrial": "#e2dfe6", "port": "#dcdde4",
        "airport": "#e6e6ea", "grass": "#e3ebd6", "wood": "#cfe2c4", "park": "#d5e7c9", "cemetery": "#dbe5d2",
        "pitch": "#c8e0c0", "sand": "#f2e7c9", "square": "#f4efe6", "pier": "#ece9e3",
        "building": "#dbd5cb", "building_edge": "#cbc3b7",
        "casing": "#c9c3b8", "road": "#ffffff", "motorway": "#f6d9a4", "motorway_casing": "#dcb679",
        "primary": "#fdedc2", "primary_casing": "#d6c18b", "secondary": "#ffffff", "secondary_casing": "#c3bbad",
        "service": "#fbfaf8", "path": "#c9bfae", "rail": "#b9b4ae", "arrow": "#a49c90",
        "label": "#5d625f", "label_minor": "#7b7c78", "label_halo": "#ffffff", "place": "#3f4a55",
        "water_label": "#5b8aa3", "park_label": "#5d8052", "house": "#a0968a",
    },
    "dark": {
        "land": "#101419", "sea": "#0a1b29", "water_line": "#12293a", "coast": "#1d3547",
        "built": "#161c23", "campus": "#181c20", "commercial": "#191c21", "industrial": "#181a22", "port": "#171b24",
        "airport": "#181b22", "grass": "#141d18", "wood": "#12211a", "park": "#14241b", "cemetery": "#16201a",
        "pitch": "#18291e", "sand": "#201f19", "square": "#1b2026", "pier": "#171c21",
        "building": "#1b2129", "building_edge": "#252d37",
        "casing": "#0c0f13", "road": "#303a45", "motorway": "#5b4d33", "motorway_casing": "#1b1710",
        "primary": "#434036", "primary_casing": "#14130f", "secondary": "#3d4955", "secondary_casing": "#0c0f13",
        "service": "#222931", "path": "#38424c", "rail": "#39414a", "arrow": "#77828e",
        "label": "#a4afbb", "label_minor": "#8a96a3", "label_halo": "#0f1317", "place": "#c6d0da",
        "water_label": "#5f8daa", "park_label": "#6d9a72", "house": "#5d6873",
    },
}  # fmt: skip

WIDTHS: dict[str, tuple[tuple[float, float], ...]] = {
    "motorway": ((9, 1.0), (12, 2.6), (14, 5.0), (16, 10.0), (18, 24.0)),
    "primary": ((10, 0.8), (12, 2.0), (14, 4.4), (16, 9.0), (18, 22.0)),
    "secondary": ((10, 0.5), (12, 1.5), (14, 3.6), (16, 8.0), (18, 20.0)),
    "tertiary": ((11, 0.4), (13, 1.7), (14, 2.8), (16, 7.0), (18, 18.0)),
    "street": ((11, 0.35), (12, 0.5), (13, 0.9), (14, 1.8), (16, 5.5), (18, 15.0)),
    "service": ((14, 0.5), (16, 2.6), (18, 8.0)),
    "pedestrian": ((14, 0.8), (16, 3.2), (18, 9.0)),
}
"""Pixels of the fill by zoom."""

CASINGS = {"motorway": 1.6, "primary": 1.6, "secondary": 1.6, "tertiary": 1.4, "street": 1.3, "service": 1.0}

MIN_ZOOM = {"motorway": 0, "primary": 0, "secondary": 9, "tertiary": 10, "street": 11, "service": 14, "pedestrian": 14}

DRAWN = ("pedestrian", "service", "street", "tertiary", "secondary", "primary", "motorway")
"""Least important first."""
