"""A first plan in a fraction of a second: every visit goes where its detour is cheapest, without a second look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lastmile_core.planning.base.break_clock import BreakClock, break_clock
from lastmile_core.planning.base.eligibility import eligible_vehicles
from lastmile_core.planning.base.plain_day import is_plain
from lastmile_core.planning.base.route_check import RouteBook
from lastmile_core.planning.base.urgency import urgency
from lastmile_core.planning.repair.insertion_positions import InsertionPlaces
from lastmile_core.problem import RoutingProblem


def quick_start(problem: RoutingProblem, is_over: Callable[[], bool]) -> dict[int, list[int]]:
    """Return routes that keep windows, shifts and loads; rarer rules may break, so they have to be mended.

    Parameters
    ----------
    problem
        Free visits and vehicles only.
    is_over
        Asked between visits; when true, the others stay out.
    """
    if not is_plain(problem):
        return _rich_start(problem, is_over)
    relaxed = _without_breaks(problem, break_clock(problem))
    places = InsertionPlaces(RouteBook(relaxed), {})
    eligible = eligible_vehicles(problem)
    for visit in sorted(range(problem.num_visits), key=lambda number: urgency(problem, number)):
        if is_over():
            break
        for vehicle, position in places.ranked(visit, eligible[visit], 1):
            old = places.routes.get(vehicle, [])
            places.put(vehicle, [*old[:position], visit, *old[position:]])
    return places.routes


def _rich_start(problem: RoutingProblem, is_over: Callable[[], bool]) -> dict[int, list[int]]:
    # The compiler that it needs takes a second to load; plain days do without.
    from lastmile_core.planning.repair.rich_repair import RichRepairer

    repairer = RichRepairer(problem, RouteBook(problem))
    begun = {number: list(day.frozen_prefix) for number, day in enumerate(problem.vehicles) if day.frozen_prefix}
    done = {visit for order in begun.values() for visit in order}
    orders = [number for number, visit in enumerate(problem.visits) if visit.is_order and number not in done]
    return repairer.insert(begun, orders, is_over, asks_judge=False)


def _without_breaks(problem: RoutingProblem, clock: BreakClock) -> RoutingProblem:
    visits = tuple(
        replace(visit, windows=tuple((clock(earliest), clock(latest)) for earliest, latest in visit.windows))
        for visit in problem.visits
    )
    vehicles = tuple(
        replace(
            day,
            shift=(clock(day.shift[0]), max(clock(day.shift[0]), clock(day.shift[1]) - clock.missing(day.breaks))),
            breaks=(),
        )
        for day in problem.vehicles
    )
    return replace(problem, visits=visits, vehicles=vehicles)
