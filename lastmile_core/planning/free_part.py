"""The part of a day that a search may change: locked routes and hopeless visits stay outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lastmile_core.planning.eligibility import eligible_vehicles
from lastmile_core.planning.route_check import RouteBook
from lastmile_core.problem import RoutingProblem

Routes = dict[int, list[int]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FreePart:
    """A smaller problem and the way back to the whole one.

    Attributes
    ----------
    problem
        Free visits and vehicles only.
    visits, vehicles
        Number in the whole problem of each visit and vehicle of the part.
    locked
        Routes of the whole problem that stay as they are.
    """

    problem: RoutingProblem
    visits: tuple[int, ...]
    vehicles: tuple[int, ...]
    locked: Routes

    def outward(self, routes: Mapping[int, Sequence[int]]) -> Routes:
        """Return routes of the part as routes of the whole problem, the locked ones among them."""
        found = {self.vehicles[v]: [self.visits[i] for i in order] for v, order in routes.items() if order}
        return dict(sorted({**self.locked, **found}.items()))

    def inward(self, routes: Mapping[int, Sequence[int]]) -> Routes:
        """Return routes of the whole problem as far as they lie in the part; each visit once."""
        vehicle_of = {whole: own for own, whole in enumerate(self.vehicles)}
        visit_of = {whole: own for own, whole in enumerate(self.visits)}
        found: Routes = {}
        for vehicle, order in routes.items():
            own = [visit_of.pop(visit) for visit in order if visit in visit_of]
            if vehicle in vehicle_of and own:
                found[vehicle_of[vehicle]] = own
        return found


def free_part(problem: RoutingProblem) -> FreePart:
    """Return what is left to search once locked routes and visits that fit no vehicle alone are taken out."""
    locked = {n: list(v.locked_visits) for n, v in enumerate(problem.vehicles) if v.locked_visits is not None}
    on_locked = {visit for order in locked.values() for visit in order}
    vehicles = [number for number in range(problem.num_vehicles) if number not in locked]
    hopeless = _hopeless_visits(problem, vehicles)
    visits = [n for n in range(problem.num_visits) if n not in on_locked and n not in hopeless]
    number_of = {whole: own for own, whole in enumerate(vehicles)}
    reduced = replace(
        problem,
        visits=tuple(
            replace(visit, allowed_vehicles=_renumber(visit.allowed_vehicles, number_of))
            for visit in (problem.visits[number] for number in visits)
        ),
        vehicles=tuple(problem.vehicles[number] for number in vehicles),
    )
    kept = {vehicle: order for vehicle, order in locked.items() if order}
    return FreePart(problem=reduced, visits=tuple(visits), vehicles=tuple(vehicles), locked=kept)


def _renumber(allowed: frozenset[int] | None, number_of: Mapping[int, int]) -> frozenset[int] | None:
    return None if allowed is None else frozenset(number_of[n] for n in allowed if n in number_of)


def _hopeless_visits(problem: RoutingProblem, vehicles: Sequence[int]) -> set[int]:
    """Return visits that break a rule even alone on any of these vehicles; they would only cost search time."""
    book = RouteBook(problem)
    hopeless = set()
    for visit, eligible in enumerate(eligible_vehicles(problem)):
        one_a_kind = {book.kind_of[number]: number for number in vehicles if number in eligible}
        if not any(book.is_clean(number, [visit]) for number in one_a_kind.values()):
            hopeless.add(visit)
    return hopeless
