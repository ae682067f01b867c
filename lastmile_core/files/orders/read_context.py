"""What the company knows when a file is read, and what a person already answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from lastmile_core.files.cells.coordinates import Known
from lastmile_core.model import Depot, ImportAnswers


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadContext:
    """Surroundings of one import.

    Attributes
    ----------
    service_date
        Day of rows that name none.
    depot_id
        Depot of all rows; None takes the depot column, else the nearest depot.
    region
        Smallest latitude, smallest longitude, largest latitude, largest longitude of orders; None when unknown.
    opens, closes
        Hours of the depot when known; windows wholly outside are named.
    largest
        Dimension → most that any vehicle takes, for dimensions that all vehicles limit.
    riders
        Name of a vehicle or driver in plain words → the vehicles it means.
    front_door
        Street address → its front door, without the flat; the addresses of one block come out equal.
    answers
        What a person decided about this file.
    """

    service_date: date
    depot_id: str | None = None
    depots: tuple[Depot, ...] = ()
    timezone: str = "UTC"
    region: tuple[float, float, float, float] | None = None
    opens: time | None = None
    closes: time | None = None
    largest: Mapping[str, float] = field(default_factory=dict)
    riders: Mapping[str, frozenset[str]] = field(default_factory=dict)
    front_door: Callable[[str], str] = str.lower
    answers: ImportAnswers = field(default_factory=ImportAnswers)

    @property
    def known(self) -> Known:
        """Region and depots for the judgement of places; the chosen depot alone when one is chosen."""
        chosen = tuple(depot for depot in self.depots if depot.depot_id == self.depot_id)
        return Known(bbox=self.region, depots=chosen or self.depots)
