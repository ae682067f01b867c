"""A processor that rounds differently, played: every sine and every vertex may end in another last digit."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import shapely

from sample_data.maker import town

LAST_DIGIT = 2.0**-52


class OtherProcessor:
    """Moves numbers by their last digit, up, down or not at all."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def moved(self, values: Any) -> np.ndarray:
        """Return the numbers, each moved by its last digit."""
        values = np.asarray(values, dtype=float)
        return values * (1 + self.rng.integers(-1, 2, values.shape) * LAST_DIGIT)

    def rounding(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as this processor would work it out."""

        def other(*values: Any) -> Any:
            found = self.moved(function(*values))
            return found if found.ndim else float(found)

        return other

    def shape(self, shape: Any) -> Any:
        """Return a shape with every vertex moved; a ring stays closed."""
        if not hasattr(shape, "geom_type"):
            return shape
        return shapely.transform(shape, self._vertices)

    def _vertices(self, vertices: np.ndarray) -> np.ndarray:
        _, first, at = np.unique(vertices, axis=0, return_index=True, return_inverse=True)
        return self.moved(vertices)[first][at.reshape(-1)]

    def drawing(self, drawn: Any) -> Any:
        """Return a record of the maker with every shape in it moved."""
        moved = {field.name: self._field(getattr(drawn, field.name)) for field in dataclasses.fields(drawn)}
        return dataclasses.replace(drawn, **moved)

    def _field(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(self._field(part) for part in value)
        return self.shape(value)


def play_other_processor(patch: pytest.MonkeyPatch, seed: int) -> None:
    """Let the maker of the city run as if on another processor."""
    other = OtherProcessor(seed)
    for module, names in ((np, ("sin", "cos", "exp", "hypot")), (math, ("sin", "cos", "atan2"))):
        for name in names:
            patch.setattr(module, name, other.rounding(getattr(module, name)))
    for name in ("make_land", "make_plan", "make_greens"):
        patch.setattr(town, name, _after(getattr(town, name), other.drawing))
    patch.setattr(town, "draw_streets", _after(town.draw_streets, lambda lines: list(map(other.drawing, lines))))


def _after(function: Callable[..., Any], then: Callable[[Any], Any]) -> Callable[..., Any]:
    return lambda *values: then(function(*values))
