"""Our rules as an OR-Tools routing model: one function a rule.

Supported exactly: skills and forbidden pairs, windows (one or several), shifts, set-up, loads in every dimension with
collections, pickup-and-delivery pairs and reloads, release, breaks (also after so much work), overtime, longest
duration and distance, most stops, priced waiting, wished or promised times, stability, territory, relations,
positions, the frozen beginning of a route.

Approximated, on the safe side where a rule could break; the judge has the last word and mends the rest:

* traffic: a drive takes the factor of the hour in which its place is usually left, by the routes that are known; the
  search takes turns with the judge's timetable to find out which hour that is;
* loading that depends on the orders is exact for the first trip; a reload takes as long as in the routes that are
  known, or its even share; so does the first loading for overtime;
* chances of the first attempt, and several prices of one moment together, are said by two lines (``soft_times``);
* waiting has its price for everything that a van stands still for, so also for breaks; where seconds are free a van
  may wait on purpose for a better hour, which the judge's timetable does not do;
* balance counts driving and service only, and its mean is taken over the routes of the plan that the search begins
  with.

Not supported: docks. They are handed out to finished routes (``dock_schedule``), because here they would have to be
tried out second by second for every route that is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ortools.constraint_solver import pywrapcp

from lastmile_core.planning.base.cost_scale import CostScale
from lastmile_core.planning.engines.ortools.breaks import add_breaks
from lastmile_core.planning.engines.ortools.clock import add_clock, add_max_duration, add_overtime, add_windows
from lastmile_core.planning.engines.ortools.limits import (
    add_costs,
    add_eligibility,
    add_max_distance,
    add_max_stops,
    add_penalties,
)
from lastmile_core.planning.engines.ortools.loads import add_loads
from lastmile_core.planning.engines.ortools.relations import add_positions, add_relations
from lastmile_core.planning.engines.ortools.route_model import RouteModel
from lastmile_core.planning.engines.ortools.soft_prices import add_balance, add_misfits, misfit_prices
from lastmile_core.planning.engines.ortools.soft_times import add_time_prices
from lastmile_core.planning.engines.ortools.traffic import usual_traffic
from lastmile_core.planning.engines.ortools.transits import Transits
from lastmile_core.planning.engines.ortools.trips import add_dock_time, add_pairs, add_release, reload_seconds
from lastmile_core.problem import RoutingProblem

__all__ = ["RouteModel", "build_model"]


def build_model(problem: RoutingProblem, known: Mapping[int, Sequence[int]] | None = None) -> RouteModel:
    """Return the model of a problem that has at least one visit and one vehicle.

    Parameters
    ----------
    known
        Routes that say how many there will be and in which hour each place is usually left; without them both are
        guessed.

    Raises
    ------
    ValueError
        If there is no vehicle or no visit: the solver would end the whole process.
    """
    if not problem.vehicles or not problem.visits:
        raise ValueError("a search needs at least one vehicle and one visit")
    places = sorted({place for vehicle in problem.vehicles for place in (vehicle.start, vehicle.end)})
    node = {place: number for number, place in enumerate(places)}
    manager = pywrapcp.RoutingIndexManager(
        len(places) + problem.num_visits,
        problem.num_vehicles,
        [node[vehicle.start] for vehicle in problem.vehicles],
        [node[vehicle.end] for vehicle in problem.vehicles],
    )
    model = pywrapcp.RoutingModel(manager)
    routes = {vehicle: visits for vehicle, visits in (known or {}).items() if visits}
    built = RouteModel(problem, CostScale.of(problem), places, manager, model)
    built.num_routes, built.reload_seconds = len(routes), reload_seconds(problem, routes)
    _add_rules(built, Transits(built, usual_traffic(problem, routes)))
    return built


def _add_rules(built: RouteModel, transits: Transits) -> None:
    add_costs(built, transits)
    add_clock(built, transits)
    add_windows(built)
    add_max_duration(built)
    add_overtime(built)
    add_loads(built)
    add_max_stops(built)
    add_max_distance(built, transits)
    add_eligibility(built)
    add_pairs(built)
    add_dock_time(built)
    add_release(built)
    add_breaks(built)
    add_relations(built)
    add_positions(built)
    add_penalties(built, add_misfits(built, misfit_prices(built)), add_time_prices(built))
    add_balance(built, transits)
