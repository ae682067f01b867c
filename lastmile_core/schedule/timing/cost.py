"""The objective in cents; a search must minimise the same.

For every vehicle that serves at least one visit::

    vehicles        = fixed_cost
    distance        = metres * cost_per_km / 1000
    paid_time       = paid seconds * cost_per_hour / 3600      paid from loading start to return
    overtime        = max(0, paid seconds - regular_time) * overtime_price / 3600
    waiting         = waiting seconds * prices.waiting / 3600
    lateness        = sum over visits of (early_price * seconds before, late_price * seconds after preferred) / 3600
                      + LATENESS_CENTS_PER_S * seconds that service begins after the last window
    failed_attempts = sum over visits of prices.failed_attempt * (1 - chance of the hour)
    instability     = prices.moved_stop * orders on another vehicle than before
                      + sum over orders of prices.changed_time * |start - previous start| / 3600
    territory       = prices.unfamiliar * orders whose place the driver does not know

and for the plan ``unserved`` = the penalties of all orders that no route serves (reloads and pickups have none) and
``balance`` = prices.balance * (longest - mean paid seconds of the routes in use) / 3600. Halves round up; each route
rounds once per part (``lateness`` once for the wishes), so a plan's sum is at most one cent a vehicle and part away
from the exact figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from lastmile_core.problem.routing_problem import RoutingProblem, Visit
from lastmile_core.schedule.timing.route_timetable import RouteTimetable
from lastmile_core.schedule.timing.visit_prices import visit_price

LATENESS_CENTS_PER_S = 1
"""Price of lateness, 36.00 an hour: it only ranks plans that break a window, since a search never may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostCents:
    """The objective in whole cents, part by part; ``model.CostParts`` has the same names."""

    vehicles: int = 0
    distance: int = 0
    paid_time: int = 0
    overtime: int = 0
    waiting: int = 0
    lateness: int = 0
    failed_attempts: int = 0
    unserved: int = 0
    instability: int = 0
    territory: int = 0
    balance: int = 0

    @property
    def total(self) -> int:
        """All parts together."""
        spent = self.operating + self.waiting + self.lateness + self.failed_attempts + self.unserved
        return spent + self.instability + self.territory + self.balance

    @property
    def operating(self) -> int:
        """Money that will be spent: vehicles, distance, paid time and overtime."""
        return self.vehicles + self.distance + self.paid_time + self.overtime

    def __add__(self, other: CostCents) -> CostCents:
        return CostCents(**{name: getattr(self, name) + getattr(other, name) for name in _PARTS})


_PARTS = tuple(part.name for part in fields(CostCents))


def route_cost(problem: RoutingProblem, timetable: RouteTimetable) -> CostCents:
    """Return the cost of one route; nothing for a vehicle that stays in."""
    if not timetable.visits:
        return CostCents()
    vehicle = problem.vehicles[timetable.vehicle]
    wishes = failed = instability = territory = 0
    if problem.has_visit_prices:
        wishes, failed, instability, territory = _visit_costs(problem, timetable)
    overtime = 0
    if vehicle.regular_time is not None:
        overtime = _cents(max(0, timetable.paid - vehicle.regular_time) * vehicle.overtime_price, 3600)
    return CostCents(
        vehicles=vehicle.fixed_cost,
        distance=_cents(timetable.distance * vehicle.cost_per_km, 1000),
        paid_time=_cents(timetable.paid * vehicle.cost_per_hour, 3600),
        overtime=overtime,
        waiting=_cents(timetable.wait * problem.prices.waiting, 3600),
        lateness=wishes + LATENESS_CENTS_PER_S * sum(timetable.lateness),
        failed_attempts=failed,
        instability=instability,
        territory=territory,
    )


def plan_cost(
    problem: RoutingProblem, timetables: Iterable[RouteTimetable], unassigned: Iterable[int] = ()
) -> CostCents:
    """Return the cost of a whole plan: its routes, what no route serves, and balance between the routes in use."""
    parts = dict.fromkeys(_PARTS, 0)
    paid: list[int] = []
    for timetable in timetables:
        if timetable.visits:
            paid.append(timetable.paid)
            cost = route_cost(problem, timetable)
            for name in _PARTS:
                parts[name] += getattr(cost, name)
    parts["unserved"] = unserved_cost(problem, unassigned).unserved
    parts["balance"] = balance_cost(problem, paid)
    return CostCents(**parts)


def balance_cost(problem: RoutingProblem, paid: Iterable[int]) -> int:
    """Return the price in cents of the longest route being longer than the mean; ``paid`` seconds by route in use."""
    seconds = list(paid)
    if not problem.prices.balance or not seconds:
        return 0
    return _cents(problem.prices.balance * (max(seconds) * len(seconds) - sum(seconds)), 3600 * len(seconds))


def unserved_cost(problem: RoutingProblem, unassigned: Iterable[int]) -> CostCents:
    """Return the price of leaving these visits out; reloads and pickups have none."""
    visits = (problem.visits[idx] for idx in unassigned)
    return CostCents(unserved=sum(visit.penalty for visit in visits if visit.is_order))


def _visit_costs(problem: RoutingProblem, timetable: RouteTimetable) -> tuple[int, int, int, int]:
    """Return the prices of wishes, failed attempts, instability and territory, each rounded once."""
    prices, vehicle = problem.prices, timetable.vehicle
    wish = failed = changed = moved = unfamiliar = 0
    for idx, start in zip(timetable.visits, timetable.starts, strict=True):
        visit = problem.visits[idx]
        price = visit_price(prices, visit, start)
        wish, failed, changed = wish + price.wish, failed + price.failed, changed + price.changed
        if visit.is_order:
            moved += _is_moved(visit, vehicle)
            unfamiliar += visit.familiar_vehicles is not None and vehicle not in visit.familiar_vehicles
    instability = prices.moved_stop * moved + _cents(changed, 3600)
    return _cents(wish, 3600), _cents(failed, 1000), instability, prices.unfamiliar * unfamiliar


def _is_moved(visit: Visit, vehicle: int) -> bool:
    return visit.previous_vehicle is not None and visit.previous_vehicle != vehicle


def _cents(amount: int, parts: int) -> int:
    """Return ``amount / parts`` rounded, halves up."""
    return (2 * amount + parts) // (2 * parts)
