"""Plan a day, or judge routes that somebody else made: values in, a plan out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lastmile_core.model import Plan, PlanNotes, PlanOrigin
from lastmile_core.planning.solve import SearchLimits, solve
from lastmile_core.schedule import to_ids, to_indices
from lastmile_core.settings import load_settings
from lastmile_core.workflows.day.prepare_day import PreparedDay, prepare_day
from lastmile_core.workflows.library.planning_day import PlanningDay, inputs_of
from lastmile_core.workflows.plan.judged_plan import judged_plan

BY = "program"


def plan_routes(
    day: PlanningDay,
    *,
    time_limit_s: float = 10.0,
    workers: int = 1,
    seed: int = 1,
    initial: Mapping[str, Sequence[str]] | None = None,
) -> Plan:
    """Search routes for a day and return them as a judged plan.

    Driving times come from where the app has them: a road server, a prepared region, else estimates
    (``Plan.travel_source``). The call blocks the interpreter until it is done.

    Parameters
    ----------
    day
        What to plan.
    time_limit_s
        Wall-clock seconds of the search.
    workers
        Processor cores to use.
    seed
        Same seed, same start.
    initial
        Routes to start from: vehicle id to order ids in their order.

    Returns
    -------
    Plan
        Orders that no route serves are in ``unassigned`` with their reason.

    Raises
    ------
    LastmileError
        If the roads cannot be asked, or ``initial`` names what is not in the day.
    """
    prepared = prepare_day(load_settings(), inputs_of(day))
    start = None if initial is None else to_indices(prepared.built, initial)
    limits = SearchLimits(time_s=time_limit_s, workers=workers, seed=seed)
    result = solve(prepared.built.problem, limits, initial=start)
    ids = [vehicle.vehicle_id for vehicle in prepared.built.vehicles]
    return _judged(
        prepared,
        to_ids(prepared.built, result.routes),
        PlanOrigin.SEARCH,
        {ids[vehicle]: starts for vehicle, starts in result.loading_starts.items()},
    )


def judge_routes(day: PlanningDay, routes: Mapping[str, Sequence[str]]) -> Plan:
    """Time, check and price routes that somebody else made.

    Parameters
    ----------
    day
        The day that the routes are for.
    routes
        Vehicle id to order ids in the order in which they are served. An order with a pickup is named twice:
        ``pickup/<order id>``, and later its own id.

    Returns
    -------
    Plan
        Every broken rule is in ``violations`` with its amount, every order without a route in ``unassigned``.

    Raises
    ------
    NotFoundError
        If a route names a vehicle or an order that is not in the day.
    """
    return _judged(prepare_day(load_settings(), inputs_of(day)), routes, PlanOrigin.EDIT)


def _judged(
    prepared: PreparedDay,
    routes: Mapping[str, Sequence[str]],
    origin: PlanOrigin,
    loading_starts: Mapping[str, Sequence[int]] | None = None,
) -> Plan:
    return judged_plan(
        load_settings(), prepared, routes, PlanNotes(by=BY, origin=origin), loading_starts=loading_starts
    )
