"""One timed route in people's words: stops, reloads, breaks, loads, docks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lastmile_core.model import Load, OrderKind, PlanLocks, Route, RouteBreak, RouteReload, Stop, StopKind, TimeWindow
from lastmile_core.problem.built_problem import BuiltProblem
from lastmile_core.problem.routing_problem import Visit
from lastmile_core.schedule.timing.cost import route_cost
from lastmile_core.schedule.timing.route_timetable import RouteTimetable


def plan_route(
    built: BuiltProblem,
    timetable: RouteTimetable,
    *,
    locks: PlanLocks,
    docks: Mapping[int, str],
    geometry: tuple[str, ...],
) -> Route:
    """Return a route that serves something.

    Parameters
    ----------
    docks
        Dock id by trip, 0 for the first loading.
    geometry
        Encoded polylines, one a driven leg; left out when the number does not match.
    """
    day, vehicle, own = built.day, built.problem.vehicles[timetable.vehicle], built.vehicles[timetable.vehicle]
    visits, loads = timetable.visits, route_loads(built, timetable)
    reloads = [position for position, visit in enumerate(visits) if built.is_reload(visit)]
    stops_at = sorted({*range(len(visits))} - {*reloads})
    legs = len(visits) + 1 - own.open_start - own.open_end
    return Route(
        vehicle_id=vehicle.vehicle_id,
        driver_id=vehicle.driver_id,
        loading_start=day.at(timetable.loading_start),
        departure=day.at(timetable.departure),
        return_at=day.at(timetable.end),
        stops=tuple(_stop(built, timetable, at, loads[at + 1], locks) for at in stops_at),
        breaks=tuple(
            RouteBreak(start=day.at(start), end=day.at(end), before_stop=sum(at < before for at in stops_at))
            for start, end, before in timetable.breaks
        ),
        distance_m=timetable.distance,
        drive_s=timetable.drive,
        service_s=timetable.service,
        wait_s=timetable.wait,
        break_s=timetable.break_s,
        loading_s=timetable.loading,
        return_drive_s=timetable.leg_durations[-1],
        return_distance_m=timetable.leg_distances[-1],
        peak_load=_peak(loads),
        cost=route_cost(built.problem, timetable).operating / 100,
        geometry=geometry if len(geometry) == legs else (),
        is_locked=own.vehicle_id in locks.routes,
        reloads=tuple(
            _reload(built, timetable, position, loads[position + 1], docks.get(trip, ""))
            for trip, position in enumerate(reloads, 1)
        ),
        set_up_s=timetable.set_up,
        start=own.start if vehicle.start and not own.open_start else None,
        end=own.end if vehicle.end and not own.open_end else None,
        is_open_start=own.open_start,
        is_open_end=own.open_end,
        dock_id=docks.get(0, ""),
    )


def _stop(
    built: BuiltProblem,
    timetable: RouteTimetable,
    position: int,
    load_after: Load,
    locks: PlanLocks,
) -> Stop:
    day, idx = built.day, timetable.visits[position]
    visit, order = built.problem.visits[idx], built.order(idx)
    earliest, latest = visit.windows[timetable.windows[position]]
    return Stop(
        visit_id=visit.visit_id,
        arrival=day.at(timetable.arrivals[position]),
        service_start=day.at(timetable.starts[position]),
        departure=day.at(timetable.departures[position]),
        wait_s=timetable.waits[position],
        drive_s=timetable.leg_durations[position],
        distance_m=timetable.leg_distances[position],
        load_after=load_after,
        window=TimeWindow(earliest=day.at(earliest), latest=day.at(latest)) if order.windows else None,
        is_locked=visit.visit_id in locks.stops,
        kind=StopKind.PICKUP if visit.is_pickup else StopKind.ORDER,
        set_up_s=timetable.set_ups[position],
        has_locked_position=visit.visit_id in locks.positions,
    )


def _reload(
    built: BuiltProblem, timetable: RouteTimetable, position: int, load_after: Load, dock_id: str
) -> RouteReload:
    day = built.day
    return RouteReload(
        reload_id=built.visit_id(timetable.visits[position]),
        arrival=day.at(timetable.arrivals[position]),
        start=day.at(timetable.starts[position]),
        end=day.at(timetable.departures[position]),
        before_stop=sum(not built.is_reload(visit) for visit in timetable.visits[:position]),
        drive_s=timetable.leg_durations[position],
        distance_m=timetable.leg_distances[position],
        wait_s=timetable.waits[position],
        load_after=load_after,
        dock_id=dock_id,
    )


def route_loads(built: BuiltProblem, timetable: RouteTimetable) -> list[Load]:
    """Return what is on board at departure and after each visit, in all dimensions of the orders.

    Not only in those that some vehicle limits, which is all that the problem knows.
    """
    problem = built.problem
    carried = problem.vehicles[timetable.vehicle].on_board
    own = {problem.dimensions[k]: amount / problem.load_scale(k) for k, amount in enumerate(carried)}
    visits = [problem.visits[idx] for idx in timetable.visits]
    on_board = _loaded(built, visits, own)
    loads = [_rounded(on_board)]
    picked: set[str] = set()
    for position, visit in enumerate(visits):
        if visit.is_reload:
            picked.clear()
            on_board = _loaded(built, visits[position + 1 :], own)
        else:
            order = built.by_visit[visit.visit_id]
            sign = 1 if order.kind is OrderKind.COLLECTION else -1
            if visit.is_pickup:
                picked.add(visit.visit_id)
            elif visit.partner is not None and problem.visits[visit.partner].visit_id not in picked:
                sign = 0  # what was never fetched is not unloaded; the judge names it
            for name, amount in order.load.amounts:
                on_board[name] = on_board.get(name, 0.0) + sign * amount
        loads.append(_rounded(on_board))
    return loads


def _loaded(built: BuiltProblem, visits: Sequence[Visit], own: Mapping[str, float]) -> dict[str, float]:
    """Return what is on board when a trip begins: what stays all day, and the deliveries until the next reload."""
    on_board = dict(own)
    for visit in visits:
        if visit.is_reload:
            break
        if not visit.is_collection and visit.partner is None:
            for name, amount in built.by_visit[visit.visit_id].load.amounts:
                on_board[name] = on_board.get(name, 0.0) + amount
    return on_board


def _rounded(amounts: Mapping[str, float]) -> Load:
    # Sums of floats leave crumbs, also below zero; nothing is counted more finely than this.
    return Load.of({name: max(0.0, round(amount, 9)) for name, amount in amounts.items()})


def _peak(loads: Sequence[Load]) -> Load:
    names = {name for load in loads for name, _ in load.amounts}
    return Load.of({name: max(load.get(name) for load in loads) for name in names})
