"""Coordinates in cells, and whether latitude and longitude were swapped on the way."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from lastmile_core.files.cells.map_links import Pair as Pair
from lastmile_core.files.cells.map_links import read_link
from lastmile_core.files.cells.values import CellError
from lastmile_core.model import Depot

FAR_KM = 300.0
_LONGEST = 80
SIGNS = {"lon": (1, -1), "lat": (-1, 1), "both": (-1, -1)}
_DECIMAL = re.compile(r"([-+\u2212]?)\s*(\d{1,12}(?:[.,]\d+)?)\s*°?\s*([NSEWnsew])?")
_DMS = re.compile(
    r"([NSEWnsew])?\s*([-\u2212]?\d{1,3})\s*[°ºd]\s*(\d{1,2}(?:[.,]\d+)?)\s*['’′m]?\s*"
    r"(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:[\"”″s]|''|’’)?)?\s*([NSEWOnsewo])?"
)
_PAIR = re.compile(r"([\[(]?)\s*([-+]?\d{1,3}(?:\.\d+)?)\s*°?\s*[,;\s]\s*([-+]?\d{1,3}(?:\.\d+)?)\s*°?\s*[\])]?")
_COMMA_PAIR = re.compile(r"([-+]?\d{1,3},\d+)\s*[;,/\s]\s*([-+]?\d{1,3},\d+)")
_HALVES = re.compile(r"(.*?[NSns])[\s,;/]+(.*[EWOewo])|([NSns].*?)[\s,;/]+([EWOewo].*)")
_MEND = "Write degrees with a decimal point, such as 48.7758."


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known about where orders should be.

    ``bbox`` is (smallest latitude, smallest longitude, largest latitude, largest longitude).
    """

    bbox: tuple[float, float, float, float] | None = None
    depots: tuple[Depot, ...] = ()

    def holds(self, pair: Pair) -> bool:
        """Return whether a place is in the region, or near a depot when no region is known."""
        if self.bbox:
            south, west, north, east = self.bbox
            return south - 0.3 <= pair[0] <= north + 0.3 and west - 0.3 <= pair[1] <= east + 0.3
        return any(km_between(pair, (d.location.lat, d.location.lon)) <= FAR_KM for d in self.depots)

    def nearest_km(self, pair: Pair) -> float:
        """Return the distance to the nearest depot; 0 when no depot is known."""
        return min((km_between(pair, (d.location.lat, d.location.lon)) for d in self.depots), default=0.0)


def km_between(one: Pair, two: Pair) -> float:
    """Return the great-circle distance in kilometres."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *two))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12_742.0 * math.asin(min(1.0, math.sqrt(max(0.0, half))))


def read_degree(text: str) -> float:
    """Return degrees from ``48.77``, ``48,77``, ``48.77 N`` or ``48° 46' 30" N``. Raises CellError COORD_FORMAT."""
    cell = text.strip().lstrip("'")[: _LONGEST + 1]
    match = _DECIMAL.fullmatch(cell)
    if match:
        value = float(match.group(2).replace(",", "."))
        negative = match.group(1) in ("-", "\u2212") or (match.group(3) or "").upper() in ("S", "W")
        return -value if negative else value
    parts = _DMS.fullmatch(cell)
    if parts:
        before, degrees, minutes, seconds, after = parts.groups()
        minute, second = (float((part or "0").replace(",", ".")) for part in (minutes, seconds))
        if minute < 60 and second < 60:
            value = abs(int(degrees.replace("\u2212", "-"))) + minute / 60 + second / 3600
            is_negative = degrees[0] in "-\u2212" or (before or after or "").upper() in ("S", "W")
            return -value if is_negative else value
    raise CellError("COORD_FORMAT", f"{text!r} is not a coordinate.", _MEND)


def read_pair(text: str) -> Pair | None:
    """Return the two numbers of one cell, latitude first (longitude first inside ``[ ]``); None when it holds none.

    Links to maps count; raises CellError COORD_FORMAT for a link without coordinates.
    """
    if len(text) > _LONGEST:
        return read_link(text)
    match = _PAIR.fullmatch(text)
    if match:
        first, second = float(match.group(2)), float(match.group(3))
        return (second, first) if match.group(1) == "[" else (first, second)
    match = _COMMA_PAIR.fullmatch(text)
    if match:
        return float(match.group(1).replace(",", ".")), float(match.group(2).replace(",", "."))
    match = _HALVES.fullmatch(text)
    if match:
        try:
            halves = [half for half in match.groups() if half]
            return read_degree(halves[0]), read_degree(halves[1])
        except CellError:
            return None
    return read_link(text)


def decimals(text: str) -> int:
    """Return how many digits stand behind the decimal mark."""
    match = re.search(r"[.,](\d+)", text)
    return len(match.group(1)) if match else 0


def on_earth(pair: Pair) -> bool:
    """Return whether a pair is within the range of latitude and longitude."""
    return -90 <= pair[0] <= 90 and -180 <= pair[1] <= 180


def _inhabited(pair: Pair) -> bool:
    # Deliveries happen between Tierra del Fuego and Svalbard.
    return -56 <= pair[0] <= 79 and -180 <= pair[1] <= 180


def find_swapped(pairs: Sequence[Pair | None], known: Known) -> tuple[bool, set[int]]:
    """Return whether all coordinates are swapped, else the positions of single rows that fit only when swapped.

    Evidence is the region box, else the depots; without either, places where nobody lives.
    """
    there = [(index, pair) for index, pair in enumerate(pairs) if pair is not None and pair != (0.0, 0.0)]
    if not there:
        return False, set()
    if known.bbox or known.depots:
        as_is = {index for index, pair in there if known.holds(pair)}
        turned = {index for index, pair in there if known.holds((pair[1], pair[0]))}
        if len(as_is) <= 0.1 * len(there) and len(turned) >= 0.9 * len(there) and turned - as_is:
            return True, set()
        if as_is or turned:
            return False, turned - as_is
    as_is = {index for index, pair in there if _inhabited(pair)}
    turned = {index for index, pair in there if _inhabited((pair[1], pair[0]))}
    if len(as_is) <= 0.2 * len(there) and len(turned) >= 0.9 * len(there):
        return True, set()
    return False, {index for index, pair in there if index not in as_is and index in turned and not on_earth(pair)}


def find_lost_signs(pairs: Sequence[Pair | None], known: Known) -> tuple[str, dict[int, str]]:
    """Return whose sign is wrong in the whole file ("" for none), else position → whose sign is wrong there.

    A sign counts as wrong when the place is out of reach and its mirror image is not: of the region or the depots,
    or of most other rows when neither is known.
    """
    there = {index: pair for index, pair in enumerate(pairs) if pair is not None and pair != (0.0, 0.0)}
    if not there:
        return "", {}
    is_near = known.holds if known.bbox or known.depots else _near_most(list(there.values()))
    if is_near is None:
        return "", {}
    out = {index: pair for index, pair in there.items() if not is_near(pair)}
    mended: dict[int, str] = {}
    for index, (lat, lon) in out.items():
        for name, (turn_lat, turn_lon) in SIGNS.items():
            if is_near((lat * turn_lat, lon * turn_lon)):
                mended[index] = name
                break
    for name in SIGNS:
        if list(mended.values()).count(name) >= 0.9 * len(there) and len(out) >= 0.9 * len(there):
            return name, {}
    return "", mended


def _near_most(pairs: list[Pair]) -> Callable[[Pair], bool] | None:
    """Return a test for lying near the bulk of the rows; None when there is no bulk."""
    if len(pairs) < 5:
        return None
    middle = (median(lat for lat, _ in pairs), median(lon for _, lon in pairs))
    if sum(km_between(pair, middle) <= FAR_KM for pair in pairs) < 0.7 * len(pairs):
        return None
    return lambda pair: km_between(pair, middle) <= FAR_KM
