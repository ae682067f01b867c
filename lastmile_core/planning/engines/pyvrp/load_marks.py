"""Rules said as further loads: visits that are bound to some vehicles, orders that are counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import gcd

from lastmile_core.problem import RoutingProblem


@dataclass(frozen=True, slots=True)
class LoadMarks:
    """The load dimensions of the fast model beyond the problem's own.

    Attributes
    ----------
    units
        What all loads of a dimension have in common: coarse units keep fines for overloading in a useful range.
    bound
        (vehicles, visits) for each set of vehicles that some visits are bound to; others have no room for the mark.
        A vehicle whose day has begun is made to go on by a client of its own, here -1 - vehicle.
    counts_stops
        Whether any vehicle has a limit on orders.
    """

    units: tuple[int, ...]
    bound: tuple[tuple[frozenset[int], frozenset[int]], ...]
    counts_stops: bool

    @classmethod
    def of(cls, problem: RoutingProblem, bound: Mapping[int, frozenset[int]]) -> LoadMarks:
        """Return the marks for the visits that are ``bound`` to vehicles."""
        groups: dict[frozenset[int], list[int]] = {}
        for visit, vehicles in bound.items():
            groups.setdefault(vehicles, []).append(visit)
        for number, day in enumerate(problem.vehicles):
            if day.frozen_prefix:
                groups.setdefault(frozenset({number}), []).append(-1 - number)
        ordered = sorted(groups.items(), key=lambda item: item[1][0])
        return cls(
            units=tuple(
                gcd(*(visit.load[number] for visit in problem.visits)) or 1 for number in range(len(problem.dimensions))
            ),
            bound=tuple((vehicles, frozenset(visits)) for vehicles, visits in ordered),
            counts_stops=any(day.max_stops is not None for day in problem.vehicles),
        )

    def loads(self, problem: RoutingProblem, visit: int) -> tuple[list[int], list[int]]:
        """Return the load of a visit and its marks."""
        load = [amount // unit for amount, unit in zip(problem.visits[visit].load, self.units, strict=True)]
        return load, [*self.marks(visit), *([1] * self.counts_stops)]

    def marks(self, visit: int) -> list[int]:
        """Return which bound sets a visit is in."""
        return [int(visit in visits) for _, visits in self.bound]
