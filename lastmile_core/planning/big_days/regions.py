"""Which visits and vehicles make a region in one round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from lastmile_core.planning.big_days.lay_out import Floats, split
from lastmile_core.problem import RoutingProblem

Routes = Mapping[int, Sequence[int]]


@dataclass(slots=True)
class Region:
    """Neighbouring routes, the visits near them that are still out, and vehicles.

    Attributes
    ----------
    visits
        Numbers of the day; reloads of its vehicles among them.
    vehicles
        Those of the routes, and some that are free.
    """

    visits: list[int] = field(default_factory=list)
    vehicles: list[int] = field(default_factory=list)


class Divider:
    """Divides one day into regions, other ones each time it is asked.

    Parameters
    ----------
    problem
        Free visits and vehicles only.
    points
        Where each visit lies.
    kind_of
        For each vehicle a number that vehicles nobody can tell apart share.
    most
        Visits in a region, about.
    """

    def __init__(self, problem: RoutingProblem, points: Floats, kind_of: Sequence[int], most: int) -> None:
        self.problem, self.points, self.most = problem, points, most
        self._kind_of = kind_of
        self._bundle_of = _bundles(problem)
        self._reloads: dict[int, list[int]] = {}
        for number, visit in enumerate(problem.visits):
            if visit.is_reload:
                for vehicle in visit.allowed_vehicles or ():
                    self._reloads.setdefault(vehicle, []).append(number)

    def divide(self, routes: Routes, rng: np.random.Generator) -> list[Region]:
        """Return regions apart from each other that hold every visit and every vehicle once."""
        items = self._items(routes)
        centres = np.array([self.points[visits].mean(axis=0) for visits, _ in items])
        groups = split(centres, [len(visits) for visits, _ in items], self.most, rng)
        regions = [Region() for _ in groups]
        out = [0] * len(groups)
        for number, group in enumerate(groups):
            for item in sorted(group):
                visits, vehicles = items[item]
                regions[number].visits += visits
                regions[number].vehicles += vehicles
                out[number] += 0 if vehicles else len(visits)
        self._deal(regions, out)
        for region in regions:
            region.vehicles.sort()
            region.visits = sorted({*region.visits, *(r for v in region.vehicles for r in self._reloads.get(v, ()))})
        return regions

    def _items(self, routes: Routes) -> list[tuple[list[int], list[int]]]:
        """Return what must not be cut apart, as (visits, vehicles): routes, begun days, what rides together."""
        bundles: dict[object, tuple[list[int], list[int]]] = {}
        placed: dict[int, object] = {}
        begun = {number: day.frozen_prefix for number, day in enumerate(self.problem.vehicles) if day.frozen_prefix}
        of_vehicle = {**begun, **{vehicle: order for vehicle, order in routes.items() if order}}
        joined = _UnionFind()
        for vehicle, order in of_vehicle.items():
            for visit in order:
                placed[visit] = ("route", vehicle)
                joined.join(("route", vehicle), ("bundle", self._bundle_of[visit]))
        for visit, day in enumerate(self.problem.visits):
            if not day.is_reload:
                key = joined.head(placed.get(visit, ("bundle", self._bundle_of[visit])))
                bundles.setdefault(key, ([], []))[0].append(visit)
        for vehicle in of_vehicle:
            key = joined.head(("route", vehicle))
            bundles.setdefault(key, ([], []))[1].append(vehicle)
        return [bundle for bundle in bundles.values() if bundle[0]]

    def _deal(self, regions: Sequence[Region], out: Sequence[int]) -> None:
        """Give the vehicles that are free to the regions: kind by kind, most where most is still out."""
        taken = {vehicle for region in regions for vehicle in region.vehicles}
        free: dict[int, list[int]] = {}
        for vehicle, kind in enumerate(self._kind_of):
            if vehicle not in taken:
                free.setdefault(kind, []).append(vehicle)
        weight = np.array(out, dtype=np.float64) + 0.02 * np.array([len(region.visits) for region in regions])
        for vehicles in free.values():
            for region, share in zip(regions, _shares(len(vehicles), weight), strict=True):
                region.vehicles += vehicles[:share]
                del vehicles[:share]


def _shares(count: int, weight: Floats) -> list[int]:
    """Return whole shares that add up to ``count``, the largest remainders rounded up."""
    exact = count * weight / weight.sum()
    whole = np.floor(exact).astype(np.int64)
    for number in np.argsort(whole - exact, kind="stable")[: count - int(whole.sum())]:
        whole[number] += 1
    return [int(share) for share in whole]


class _UnionFind:
    """Things that belong together, by union and find."""

    def __init__(self) -> None:
        self._above: dict[object, object] = {}

    def head(self, thing: object) -> object:
        while (above := self._above.get(thing, thing)) != thing:
            thing = above
        return thing

    def join(self, one: object, other: object) -> None:
        first, second = self.head(one), self.head(other)
        if first != second:
            self._above[second] = first


def _bundles(problem: RoutingProblem) -> list[int]:
    """Return for each visit the least number among those that it must ride with."""
    joined = _UnionFind()
    for number, visit in enumerate(problem.visits):
        if visit.partner is not None:
            joined.join(min(number, visit.partner), max(number, visit.partner))
    for group in problem.same_route:
        for member in group:
            joined.join(min(group), member)
    heads = [joined.head(number) for number in range(problem.num_visits)]
    return [head if isinstance(head, int) else 0 for head in heads]
