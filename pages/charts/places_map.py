"""The map on which a person puts an order where it belongs: guesses with numbers, the pin, and where a click counts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydeck import Layer

from lastmile_core.model import Depot, Location
from lastmile_core.places import PlaceGuess
from pages.charts.deck import SIZE_PX, CompactDeck, build_deck, fit_view, point, svg_icon, text_layer
from pages.charts.palette import STATES, SURFACES, Theme, ink_on, rgb
from pages.charts.stop_layers import depot_layer

_METRES_PER_DEGREE = 111_195.0
_FROM_TWO_POINTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Spots:
    """A square of the map that takes clicks: the browser reports things that are drawn, never a bare place.

    Attributes
    ----------
    middle
        Centre of the square.
    half_m
        Half its width, in metres.
    across
        How many spots lie side by side; a click is good to half the distance between two.
    """

    middle: Location
    half_m: float
    across: int = 48

    @property
    def step_m(self) -> float:
        """Distance between two spots in metres."""
        return 2 * self.half_m / self.across

    def place(self, number: int) -> Location | None:
        """Return the place of a spot by its number; None for a number that no spot has."""
        if not 0 <= number < self.across * self.across:
            return None
        row, column = divmod(number, self.across)
        lat = self.middle.lat + self._degrees(row)
        lon = self.middle.lon + self._degrees(column) / self._shrink
        return Location(lat=round(max(-90.0, min(90.0, lat)), 6), lon=round(max(-180.0, min(180.0, lon)), 6))

    @property
    def corners(self) -> list[list[float]]:
        """The outline as a closed line of ``[lon, lat]``."""
        up = self.half_m / _METRES_PER_DEGREE
        right = up / self._shrink
        lat, lon = self.middle.lat, self.middle.lon
        signs = ((-1, -1), (-1, 1), (1, 1), (1, -1), (-1, -1))
        return [point(lat + up * north, lon + right * east) for north, east in signs]

    def _degrees(self, number: int) -> float:
        return (self.step_m * (number + 0.5) - self.half_m) / _METRES_PER_DEGREE

    @property
    def _shrink(self) -> float:
        return max(0.05, math.cos(math.radians(self.middle.lat)))


def places_map(
    guesses: Sequence[PlaceGuess],
    pin: Location | None,
    spots: Spots,
    depot: Depot,
    *,
    theme: Theme = "light",
    style_url: str | None = None,
    size_px: tuple[int, int] = SIZE_PX,
) -> CompactDeck:
    """Return the map; layers "spots" (rows with ``i``) and "guesses" (rows with ``g``) are pickable."""
    shown = [guess for guess in guesses if _is_near(guess.location, spots)]
    layers = [_spots_layer(spots, theme), _frame(spots, theme), depot_layer(depot, theme)]
    if shown:
        layers += _guess_layers(guesses, theme)
    if pin is not None:
        layers.append(_pin_layer(pin, theme))
    view = fit_view(spots.corners, size_px=size_px)
    return build_deck(layers, view, theme=theme, style_url=style_url)


def describe_places_map(name: str, guesses: Sequence[PlaceGuess], pin: Location | None) -> str:
    """Return the map in words."""
    parts = [f"{len(guesses)} guess{'es' if len(guesses) != 1 else ''} with numbers" if guesses else "no guess"]
    parts.append(f"the pin at {pin.lat:.5f}, {pin.lon:.5f}" if pin else "no pin yet")
    return f"Map to put the place of {name}: {', '.join(parts)}. A click inside the dashed frame puts the pin there."


def clicked_place(event: Any, guesses: Sequence[PlaceGuess], spots: Spots) -> Location | None:
    """Return the place of what was clicked; only numbers are taken from the browser."""
    objects = (event or {}).get("selection", {}).get("objects", {})
    for row in objects.get("guesses", []):
        number = row.get("g")
        if isinstance(number, int) and 0 <= number < len(guesses):
            return guesses[number].location
    for row in objects.get("spots", []):
        number = row.get("i")
        if isinstance(number, int):
            return spots.place(number)
    return None


def _is_near(place: Location, spots: Spots) -> bool:
    return abs(place.lat - spots.middle.lat) * _METRES_PER_DEGREE < _FROM_TWO_POINTS * spots.half_m


def _spots_layer(spots: Spots, theme: Theme) -> Layer:
    rows = []
    for number in range(spots.across * spots.across):
        place = spots.place(number)
        assert place is not None
        rows.append({"i": number, "p": point(place.lat, place.lon), "title": "Put the pin here", "text": ""})
    colour = rgb(STATES["at_risk"].colour(theme))
    return Layer(
        "ScatterplotLayer",
        data=rows,
        id="spots",
        get_position="p",
        get_radius=spots.step_m * 0.71,
        radius_units="'meters'",
        get_fill_color=[*colour, 1],  # nothing to see, but there for the click
        pickable=True,
        auto_highlight=True,
        highlight_color=[*colour, 130],
    )


def _frame(spots: Spots, theme: Theme) -> Layer:
    return Layer(
        "PathLayer",
        data=[{"path": spots.corners}],
        id="frame",
        get_path="path",
        get_color=list(rgb(SURFACES[theme].quiet_ink)),
        get_width=1.5,
        width_units="'pixels'",
        extensions=[{"@@type": "PathStyleExtension", "dash": True}],
        get_dash_array=[6, 4],
    )


def _guess_layers(guesses: Sequence[PlaceGuess], theme: Theme) -> list[Layer]:
    colour = STATES["under_way"].colour(theme)
    rows = [
        {
            "g": number,
            "p": point(guess.location.lat, guess.location.lon),
            "title": guess.matched[:60],
            "text": f"Guess {number + 1}",
        }
        for number, guess in enumerate(guesses)
    ]
    circles = Layer(
        "ScatterplotLayer",
        data=rows,
        id="guesses",
        get_position="p",
        get_fill_color=list(rgb(colour)),
        get_line_color=list(rgb(SURFACES[theme].ground)),
        stroked=True,
        get_radius=11,
        radius_units="'pixels'",
        get_line_width=1.5,
        line_width_units="'pixels'",
        pickable=True,
    )
    numbers = [{"p": row["p"], "n": str(number + 1), "k": rgb(ink_on(colour))} for number, row in enumerate(rows)]
    return [circles, text_layer("guess-numbers", numbers, get_size=13)]


def _pin_layer(pin: Location, theme: Theme) -> Layer:
    surface, colour = SURFACES[theme], STATES["failed"].colour(theme)
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 24 24">'
        f'<path d="M12 23.2C7.4 16.6 5 13 5 9.2a7 7 0 0 1 14 0c0 3.8-2.4 7.4-7 14z" fill="{colour}" '
        f'stroke="{surface.ground}" stroke-width="1.4"/>'
        f'<circle cx="12" cy="9.2" r="2.8" fill="{surface.ground}"/></svg>'
    )
    icon = {**svg_icon(svg), "anchorY": 94}
    return Layer(
        "IconLayer",
        data=[{"p": point(pin.lat, pin.lon), "i": icon}],
        id="pin",
        get_position="p",
        get_icon="i",
        get_size=40,
        size_units="'pixels'",
        pickable=False,
    )
