"""Which of its vertices an arterial keeps when it is drawn with fewer of them.

An arterial is a bow whose halves are alike, so two of its vertices lie equally far from the chord, and which of them
Douglas and Peucker's rule keeps hangs on the last digit, that is on the processor. One vertex moved a junction, one
junction moved every number drawn after it, and another processor drew another city. So what the rule kept when the
city was drawn first is written down. ``python -m sample_data.maker.bends`` writes it down anew, and with it goes the
city of today: its history has to be made again too.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from shapely.geometry import LineString

from sample_data.maker.streets import StreetLine

BENDS_FILE = Path(__file__).with_name("bends.json")
TOLERANCE_M = 1.2


@lru_cache(maxsize=1)
def _bends() -> dict[str, list[int]]:
    return json.loads(BENDS_FILE.read_text(encoding="utf-8"))


def is_even_bow(street: StreetLine) -> bool:
    """Whether the rule cannot choose its vertices by itself."""
    return street.key.startswith("art")


def with_fewer_vertices(street: StreetLine) -> LineString:
    """Return the street's line without the vertices that nobody would see.

    Raises
    ------
    ValueError
        When the table does not know the street: somebody drew another town.
    """
    if not is_even_bow(street):
        return street.line.simplify(TOLERANCE_M)
    kept, points = _bends().get(street.key), list(street.line.coords)
    if kept is None or kept[-1] != len(points) - 1:
        raise ValueError(
            f"{BENDS_FILE.name} does not know the arterial {street.key} with {len(points)} vertices; the town was "
            "changed: run python -m sample_data.maker.bends, then make_city and make_history"
        )
    return LineString([points[i] for i in kept])


def _kept_by_the_rule(line: LineString) -> list[int]:
    points, kept = list(line.coords), [0]
    for point in list(line.simplify(TOLERANCE_M).coords)[1:-1]:
        kept.append(points.index(point, kept[-1] + 1))
    return [*kept, len(points) - 1]


def write_bends(streets: list[StreetLine]) -> None:
    """Write down what the rule keeps on this processor."""
    rows = [f'"{s.key}": {_kept_by_the_rule(s.line)}' for s in streets if is_even_bow(s)]
    BENDS_FILE.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    from sample_data.maker.town import draw_lines

    write_bends(draw_lines()[0])
