"""The part of a day that a search may change: locked routes and hopeless visits stay outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lastmile_core.planning.base.eligibility import eligible_vehicles
from lastmile_core.planning.base.route_check import RouteBook
from lastmile_core.problem import RoutingProblem, VehicleDay, Visit

Routes = dict[int, list[int]]

ELSEWHERE = -1
"""Instead of a vehicle that the part does not have: whoever serves the visit, it is another one."""


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
    outside = on_locked | _hopeless_visits(problem, vehicles, on_locked)
    visits = [n for n in range(problem.num_visits) if n not in outside]
    vehicle_of = {whole: own for own, whole in enumerate(vehicles)}
    visit_of = {whole: own for own, whole in enumerate(visits)}
    reduced = replace(
        problem,
        visits=tuple(_renumbered(problem.visits[number], visit_of, vehicle_of) for number in visits),
        vehicles=tuple(_with_own_prefix(problem.vehicles[number], visit_of) for number in vehicles),
        same_route=_groups(problem.same_route, visit_of),
        different_routes=_groups(problem.different_routes, visit_of),
    )
    kept = {vehicle: order for vehicle, order in locked.items() if order}
    return FreePart(problem=reduced, visits=tuple(visits), vehicles=tuple(vehicles), locked=kept)


def _renumbered(visit: Visit, visit_of: Mapping[int, int], vehicle_of: Mapping[int, int]) -> Visit:
    previous = visit.previous_vehicle
    return replace(
        visit,
        allowed_vehicles=_own_vehicles(visit.allowed_vehicles, vehicle_of),
        familiar_vehicles=_own_vehicles(visit.familiar_vehicles, vehicle_of),
        partner=None if visit.partner is None else visit_of[visit.partner],
        previous_vehicle=None if previous is None else vehicle_of.get(previous, ELSEWHERE),
    )


def _own_vehicles(named: frozenset[int] | None, vehicle_of: Mapping[int, int]) -> frozenset[int] | None:
    return None if named is None else frozenset(vehicle_of[n] for n in named if n in vehicle_of)


def _with_own_prefix(day: VehicleDay, visit_of: Mapping[int, int]) -> VehicleDay:
    return replace(day, frozen_prefix=tuple(visit_of[visit] for visit in day.frozen_prefix))


def _groups(groups: tuple[frozenset[int], ...], visit_of: Mapping[int, int]) -> tuple[frozenset[int], ...]:
    own = (frozenset(visit_of[visit] for visit in group if visit in visit_of) for group in groups)
    return tuple(group for group in own if len(group) > 1)


def _hopeless_visits(problem: RoutingProblem, vehicles: Sequence[int], on_locked: set[int]) -> set[int]:
    """Return visits that break a rule even alone on any of these vehicles; they would only cost search time.

    What a route begins with is not among them, nor is a reload of these vehicles.
    """
    free = frozenset(vehicles)
    book = RouteBook(_without_positions(problem))
    begun = {visit for number in vehicles for visit in problem.vehicles[number].frozen_prefix}
    taken = {visit for group in problem.same_route if group & on_locked for visit in group}
    hopeless = set()
    for visit, eligible in enumerate(eligible_vehicles(problem)):
        day = problem.visits[visit]
        if visit in begun or day.partner in begun or visit in on_locked:
            continue
        if day.is_reload:
            is_hopeless = not eligible & free
        elif visit in taken or day.partner in on_locked:
            is_hopeless = True
        else:
            one_a_kind = {book.kind_of[number]: number for number in vehicles if number in eligible}
            is_hopeless = not any(_fits_alone(book, visit, number) for number in one_a_kind.values())
        if is_hopeless:
            # Half a pair is no use.
            hopeless |= {visit} if day.partner is None else {visit, day.partner}
    return hopeless - on_locked


def _without_positions(problem: RoutingProblem) -> RoutingProblem:
    """Return a problem without locked places: one further down the route says nothing about a visit alone."""
    if all(visit.locked_position is None for visit in problem.visits):
        return problem
    return replace(problem, visits=tuple(replace(visit, locked_position=None) for visit in problem.visits))


def _fits_alone(book: RouteBook, visit: int, vehicle: int) -> bool:
    day, frozen = book.problem.visits[visit], book.problem.vehicles[vehicle].frozen_prefix
    if day.partner is None or day.partner in frozen:
        return book.is_clean(vehicle, [*frozen, visit]) or _fits_after_reload(book, visit, vehicle)
    pair = [visit, day.partner] if day.is_pickup else [day.partner, visit]
    return book.is_clean(vehicle, [*frozen, *pair])


def _fits_after_reload(book: RouteBook, visit: int, vehicle: int) -> bool:
    """Whether a begun route can come back for goods that were not there when it left."""
    frozen = book.problem.vehicles[vehicle].frozen_prefix
    if not frozen:
        return False
    own = frozenset({vehicle})
    reloads = (n for n, day in enumerate(book.problem.visits) if day.is_reload and day.allowed_vehicles == own)
    return any(book.is_clean(vehicle, [*frozen, reload, visit]) for reload in reloads if reload not in frozen)
