"""Colours with their words and shapes: twelve routes apart for every eye, eight states that never rely on colour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Theme = Literal["light", "dark"]
"""Which of the two palettes; the same words everywhere."""

Rgb = tuple[int, int, int]

# Found by a local search from hand-picked hues: the smallest perceptual distance over normal, deuteranope and
# protanope eyes was raised, with contrast to the map ground kept (2.9 in light, 5 in dark). Same hue in both sets.
ROUTE_COLOURS: Mapping[Theme, tuple[str, ...]] = {
    "light": (
        "#0a53c7",
        "#d53e00",
        "#008a83",
        "#7d3b87",
        "#c47d1b",
        "#0c2765",
        "#f0219a",
        "#5d7900",
        "#62092b",
        "#628ece",
        "#8661fb",
        "#723d00",
    ),
    "dark": (
        "#6ecaff",
        "#fe6c28",
        "#22d2a1",
        "#e96ee0",
        "#e0bd1b",
        "#90a6ac",
        "#ffaeca",
        "#a5f255",
        "#f85c7b",
        "#66feff",
        "#6da1ff",
        "#eca170",
    ),
}

DASHES: tuple[tuple[int, int], ...] = ((0, 0), (6, 3), (2, 2), (10, 3))
"""(drawn, left out) in line widths; the first is a full line. The pattern changes each time the colours repeat."""

DASH_WORDS = ("full line", "long dashes", "dots", "very long dashes")

COLOUR_WORDS = (
    "blue",
    "orange",
    "teal",
    "purple",
    "ochre",
    "navy",
    "pink",
    "olive",
    "wine",
    "sky",
    "violet",
    "brown",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """Colours of everything that is not data, in one theme."""

    ground: str
    ink: str
    quiet_ink: str
    grid: str
    muted_route: str
    target: str


SURFACES: Mapping[Theme, Surface] = {
    "light": Surface(
        ground="#ffffff", ink="#1f2933", quiet_ink="#52606d", grid="#e4e7eb", muted_route="#a3abb5", target="#1f2933"
    ),
    "dark": Surface(
        ground="#161b22", ink="#e6e9ee", quiet_ink="#a7b1bd", grid="#303944", muted_route="#5b6673", target="#e6e9ee"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state as people meet it: the word, the shape, the fill pattern and the colour of each theme."""

    key: str
    word: str
    shape: str
    light: str
    dark: str
    pattern: str = ""

    def colour(self, theme: Theme) -> str:
        """Return the colour as ``#rrggbb``."""
        return self.light if theme == "light" else self.dark


def _state(key: str, word: str, shape: str, light: str, dark: str, pattern: str = "") -> State:
    return State(key=key, word=word, shape=shape, light=light, dark=dark, pattern=pattern)


STATES: Mapping[str, State] = {
    state.key: state
    for state in (
        _state("planned", "planned", "○", "#52667a", "#9fb3c8"),
        _state("under_way", "under way", "◔", "#1d6fd1", "#63b0ff"),
        _state("done", "done", "●", "#18794e", "#4cc38a"),
        _state("failed", "failed", "✕", "#c92a2a", "#ff7b7b"),
        _state("at_risk", "at risk", "▲", "#b45309", "#f5b547"),
        _state("waiting", "waiting", "◇", "#c9a45c", "#d9bd82", "/"),
        _state("break", "break", "▬", "#8a94a0", "#7c8794", "x"),
        _state("loading", "loading", "▣", "#7c5cc4", "#b39cf0", "\\"),
        _state("drive", "driving", "─", "#7b93ad", "#6f89a6"),
        _state("service", "at the stop", "■", "#0b5cad", "#7cc0ff"),
    )
}

_TRACKED = {"delivered": "done", "planned": "planned", "under_way": "under_way", "failed": "failed"}


def state_of(tracked: str) -> State:
    """Return the state for a tracked stop status (``delivered`` is shown as done); unknown words count as planned."""
    return STATES[_TRACKED.get(str(tracked), "planned")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteStyle:
    """How one route is drawn: colour, text colour on it, dash pattern and both in words."""

    colour: str
    ink: str
    dash: tuple[int, int]
    words: str

    @property
    def rgb(self) -> Rgb:
        """Colour as three numbers."""
        return rgb(self.colour)


def rgb(colour: str) -> Rgb:
    """Return ``#rrggbb`` as three numbers 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def rgba(colour: str, alpha: float) -> str:
    """Return ``#rrggbb`` as a CSS colour with an opacity of 0 to 1."""
    red, green, blue = rgb(colour)
    return f"rgba({red},{green},{blue},{alpha:g})"


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2, 0 (black) to 1 (white)."""
    parts = [part / 255 for part in rgb(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of WCAG 2, 1 (equal) to 21."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def ink_on(colour: str) -> str:
    """Return white or near-black, whichever reads better on ``colour``."""
    dark = "#10151c"
    # White is taken a little early: small white numbers on a saturated circle look crisper than black ones.
    return "#ffffff" if contrast("#ffffff", colour) >= min(3.6, contrast(dark, colour)) else dark


def route_style(position: int, theme: Theme) -> RouteStyle:
    """Return the style of the route at ``position`` (0, 1, 2 …); dashes change when colours repeat."""
    colours = ROUTE_COLOURS[theme]
    turn, place = divmod(position, len(colours))
    pattern = turn % len(DASHES)
    return RouteStyle(
        colour=colours[place],
        ink=ink_on(colours[place]),
        dash=DASHES[pattern],
        words=f"{COLOUR_WORDS[place]}, {DASH_WORDS[pattern]}",
    )


def route_styles(vehicle_ids: Iterable[str], theme: Theme) -> dict[str, RouteStyle]:
    """Return a style for each vehicle; the same set of vehicles always gets the same colours.

    Pass the whole fleet of the depot to keep a van's colour when other vans stay in.
    """
    ordered = sorted(set(vehicle_ids), key=_natural)
    return {vehicle_id: route_style(position, theme) for position, vehicle_id in enumerate(ordered)}


def _natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """Order ``van-2`` before ``van-10``."""
    parts: list[str] = []
    for letter in name:
        if parts and parts[-1].isdigit() == letter.isdigit():
            parts[-1] += letter
        else:
            parts.append(letter)
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts)
