"""Places of the fast model: one for every location, more where visits at one location differ in the way to them.

The time to set up is paid on arrival from another location. An engine that knows only ways from place to place says it
by a longer way; where visits at one location need different times, or the first visit is at the depot's own door, the
location becomes several places without a way between them. So it does where visits are bound to different vehicles,
for whom there may be no way (see ``vehicle_prices``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from lastmile_core.planning.base.finite import finite
from lastmile_core.planning.engines.pyvrp.mean_traffic import with_mean_traffic
from lastmile_core.problem import RoutingProblem

Matrix = npt.NDArray[np.int64]

_FIRST = -1
"""Instead of a set-up time: a place where routes begin; whoever comes from it pays even for its own location."""


@dataclass(frozen=True, slots=True, eq=False)
class ModelPlaces:
    """Matrices over places, a profile each, and the place of everything.

    Attributes
    ----------
    location
        Location of every place.
    clients
        Place of every visit.
    vehicles
        For places whose visits are bound to some vehicles, these.
    """

    location: Matrix
    clients: tuple[int, ...]
    distances: tuple[Matrix, ...]
    durations: tuple[Matrix, ...]
    _starts: dict[int, int]
    vehicles: dict[int, frozenset[int]] = field(default_factory=dict)

    def start(self, location: int) -> int:
        """Return the place where a route begins that begins at ``location``."""
        return self._starts[location]

    def end(self, location: int) -> int:
        """Return the place where a route ends that ends at ``location``."""
        return self._starts[location]


def model_places(problem: RoutingProblem, bound: Mapping[int, frozenset[int]] | None = None) -> ModelPlaces:
    """Return the places of a problem; without any time to set up or ``bound`` visits they are its locations."""
    bound = bound or {}
    distances = tuple(finite(problem, n, matrix) for n, matrix in enumerate(problem.distances))
    durations = tuple(
        finite(problem, n, with_mean_traffic(problem, matrix)) for n, matrix in enumerate(problem.durations)
    )
    ends = {place for day in problem.vehicles for place in (day.start, day.end)}
    if not bound and not any(visit.set_up for visit in problem.visits):
        size = len(distances[0])
        clients = tuple(visit.location for visit in problem.visits)
        return ModelPlaces(np.arange(size), clients, distances, durations, {place: place for place in ends})
    numbers: dict[tuple[int, int, frozenset[int] | None], int] = {}
    for place in sorted(ends):
        numbers[place, _FIRST, None] = len(numbers)
    clients = tuple(
        numbers.setdefault((visit.location, visit.set_up, bound.get(number)), len(numbers))
        for number, visit in enumerate(problem.visits)
    )
    location = np.array([place for place, _, _ in numbers], dtype=np.int64)
    set_up = np.array([max(0, seconds) for _, seconds, _ in numbers], dtype=np.int64)
    is_first = np.array([seconds == _FIRST for _, seconds, _ in numbers])
    arrives = (location[:, None] != location[None, :]) | is_first[:, None]
    extra = np.where(arrives, set_up[None, :], 0)
    np.fill_diagonal(extra, 0)
    table = np.ix_(location, location)
    return ModelPlaces(
        location,
        clients,
        tuple(matrix[table] for matrix in distances),
        tuple(matrix[table] + extra for matrix in durations),
        {place: numbers[place, _FIRST, None] for place in ends},
        {number: vehicles for (_, _, vehicles), number in numbers.items() if vehicles is not None},
    )
