"""A place on the earth."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A point in WGS 84 degrees.

    Raises
    ------
    ValueError
        If a coordinate is not finite or outside the earth; the message says the mend.
    """

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lat) and math.isfinite(self.lon)):
            raise ValueError("a coordinate is not a number; give latitude and longitude in degrees")
        if not -90 <= self.lat <= 90:
            raise ValueError(f"latitude {self.lat} is outside -90 to 90; latitude and longitude may be swapped")
        if not -180 <= self.lon <= 180:
            raise ValueError(f"longitude {self.lon} is outside -180 to 180; check for a missing decimal point")
