from __future__ import annotations

import itertools

import numpy as np
import pytest

from pages.charts.palette import (
    DASHES,
    ROUTE_COLOURS,
    STATES,
    contrast,
    ink_on,
    rgb,
    route_style,
    route_styles,
    state_of,
)

# Machado, Oliveira & Fernandes 2009, severity 1.0.
EYES = {
    "normal": np.eye(3),
    "deuteranope": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "protanope": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
}
TO_LMS = np.array([[0.41222, 0.53633, 0.05145], [0.21190, 0.68070, 0.10740], [0.08830, 0.28172, 0.62998]])
TO_LAB = np.array([[0.21045, 0.79362, -0.00407], [1.97800, -2.42859, 0.45059], [0.02590, 0.78277, -0.80868]])


def seen(colour: str, eye: str) -> np.ndarray:
    """OKLab of a colour as an eye sees it."""
    parts = np.array(rgb(colour)) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return TO_LAB @ np.cbrt(TO_LMS @ np.clip(EYES[eye] @ linear, 0, 1))


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_any_two_route_colours_are_told_apart_by_every_eye(theme, eye):
    colours = ROUTE_COLOURS[theme]
    assert len(set(colours)) == 12
    closest = min(np.linalg.norm(seen(a, eye) - seen(b, eye)) for a, b in itertools.combinations(colours, 2))
    assert closest > 0.055  # 0.02 is just noticeable side by side


@pytest.mark.parametrize(("theme", "ground", "least"), [("light", "#f2efe9", 2.8), ("dark", "#1b222c", 5.0)])
def test_route_colours_stand_out_from_the_map_ground(theme, ground, least):
    assert min(contrast(colour, ground) for colour in ROUTE_COLOURS[theme]) >= least


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_numbers_can_be_read_on_every_route_colour(theme):
    assert min(contrast(ink_on(colour), colour) for colour in ROUTE_COLOURS[theme]) >= 3.5


def test_dashes_change_when_colours_repeat():
    first, thirteenth = route_style(0, "light"), route_style(12, "light")
    assert first.colour == thirteenth.colour
    assert first.dash == (0, 0) != thirteenth.dash
    assert len({(route_style(i, "light").colour, route_style(i, "light").dash) for i in range(48)}) == 12 * len(DASHES)


def test_a_van_keeps_its_colour_whatever_the_order_of_the_list():
    fleet = ["van-10", "van-2", "bike-1"]
    assert route_styles(fleet, "light") == route_styles(reversed(fleet), "light")
    assert list(route_styles(fleet, "light")) == ["bike-1", "van-2", "van-10"]


def test_every_state_has_its_own_word_and_shape():
    assert len({state.word for state in STATES.values()}) == len(STATES)
    assert len({state.shape for state in STATES.values()}) == len(STATES)
    assert state_of("delivered").word == "done"
    assert state_of("nonsense").word == "planned"
