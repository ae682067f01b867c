"""Times any visit order of one vehicle, without a solver.

Everything happens as early as it can; then the departure moves as late as costs nothing, so that
the driver is paid neither for waiting before the first stop nor for a head start that nobody needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lastmile_core.problem.routing_problem import UNREACHABLE, BreakRule, RoutingProblem, VehicleDay, Visit
from lastmile_core.schedule.break_placement import drive_leg, latest_departure, place_breaks, service_start
from lastmile_core.schedule.route_timetable import RouteTimetable


@dataclass(slots=True)
class _Run:
    """One pass over the legs from one departure."""

    departure: int
    end: int
    arrivals: list[int]
    starts: list[int]
    departures: list[int]
    waits: list[int]
    lateness: list[int]
    windows: list[int]
    breaks: list[tuple[int, int, int]]

    @property
    def late(self) -> int:
        return sum(self.lateness)


def time_route(problem: RoutingProblem, vehicle_idx: int, visits: Sequence[int]) -> RouteTimetable:
    """Return when ``vehicle_idx`` is where, if it serves ``visits`` in this order.

    Rules are not judged here (see ``checks/``), only timed: a late stop is served late, a leg
    without a road takes no time and is named in ``unreachable``. An empty route stays in and costs nothing.

    Parameters
    ----------
    vehicle_idx
        Index into ``problem.vehicles``.
    visits
        Indices into ``problem.visits``, in driving order.

    Returns
    -------
    RouteTimetable
        Times in seconds of the day, distances in metres.
    """
    vehicle = problem.vehicles[vehicle_idx]
    if not visits:
        idle = vehicle.shift[0]
        nothing = (0,) * len(problem.dimensions)
        return RouteTimetable(
            vehicle=vehicle_idx,
            visits=(),
            loading_start=idle,
            departure=idle,
            end=idle,
            loads_before=nothing,
            peaks=nothing,
        )
    stops = [problem.visits[idx] for idx in visits]
    places = [vehicle.start, *(stop.location for stop in stops), vehicle.end]
    # One fancy index a route: reading matrix cells one by one is ten times slower.
    durations = problem.durations[vehicle.profile][places[:-1], places[1:]].tolist()
    distances = problem.distances[vehicle.profile][places[:-1], places[1:]].tolist()
    return time_legs(problem, vehicle_idx, visits, durations, distances)


def time_legs(
    problem: RoutingProblem, vehicle_idx: int, visits: Sequence[int], durations: list[int], distances: list[int]
) -> RouteTimetable:
    """Time a route whose legs are given (``len(visits) + 1`` seconds and metres); see :func:`time_route`."""
    vehicle = problem.vehicles[vehicle_idx]
    stops = [problem.visits[idx] for idx in visits]
    unreachable = tuple(
        leg
        for leg, (duration, distance) in enumerate(zip(durations, distances, strict=True))
        if duration >= UNREACHABLE or distance >= UNREACHABLE
    )
    for leg in unreachable:
        durations[leg] = distances[leg] = 0
    run, missing = _best_run(vehicle, stops, durations)
    before, after, peaks = _loads(stops, len(problem.dimensions))
    loading_start = run.departure - vehicle.loading
    return RouteTimetable(
        vehicle=vehicle_idx,
        visits=tuple(visits),
        loading_start=loading_start,
        departure=run.departure,
        end=run.end,
        arrivals=tuple(run.arrivals),
        starts=tuple(run.starts),
        departures=tuple(run.departures),
        waits=tuple(run.waits),
        lateness=tuple(run.lateness),
        windows=tuple(run.windows),
        leg_durations=tuple(durations),
        leg_distances=tuple(distances),
        loads_before=before,
        loads_after=after,
        peaks=peaks,
        breaks=tuple(run.breaks),
        missing_break=missing,
        unreachable=unreachable,
        distance=sum(distances),
        drive=sum(durations),
        service=sum(stop.service for stop in stops),
        wait=sum(run.waits),
        break_s=sum(end - start for start, end, _ in run.breaks),
        paid=run.end - loading_start,
    )


def _best_run(vehicle: VehicleDay, stops: Sequence[Visit], durations: Sequence[int]) -> tuple[_Run, int]:
    """Return the run with least lateness, then earliest end, then least paid time; and seconds of breaks missed."""
    first = vehicle.shift[0] + vehicle.loading
    plain = _leave_late(stops, durations, first, ((),) * len(durations))
    rules = sorted(vehicle.breaks, key=lambda rule: (rule.earliest, rule.latest))
    if not _due(rules, plain):
        return plain, 0
    missing = 0
    while rules:
        runs = []
        # Leaving after a break's latest start makes that break fall away; so each such moment is a start of its own.
        for moment in sorted({first, *(rule.latest + 1 for rule in rules if rule.latest >= first)}):
            remaining = [rule for rule in rules if rule.latest >= moment]
            counts = place_breaks(stops, durations, moment, remaining)
            if counts is not None:
                run = _leave_late(stops, durations, moment, _split(remaining, counts))
                # A break is never dodged at somebody else's expense.
                if moment == first or (run.late == plain.late and run.end <= max(vehicle.shift[1], plain.end)):
                    runs.append(run)
        if runs:
            return min(runs, key=lambda run: (run.late, run.end, -run.departure)), missing
        missing += rules.pop().duration
    return plain, missing


def _due(rules: Sequence[BreakRule], run: _Run) -> bool:
    return any(run.departure <= rule.latest < run.end for rule in rules)


def _split(rules: Sequence[BreakRule], counts: Sequence[int]) -> tuple[tuple[BreakRule, ...], ...]:
    legs, taken = [], 0
    for count in counts:
        legs.append(tuple(rules[taken : taken + count]))
        taken += count
    return tuple(legs)


def _leave_late(
    stops: Sequence[Visit],
    durations: Sequence[int],
    departure: int,
    breaks_by_leg: tuple[tuple[BreakRule, ...], ...],
) -> _Run:
    early = _run(stops, durations, departure, breaks_by_leg)
    late = latest_departure(stops, durations, breaks_by_leg, early.starts, early.lateness, early.windows, early.end)
    return early if late <= departure else _run(stops, durations, late, breaks_by_leg)


def _run(
    stops: Sequence[Visit],
    durations: Sequence[int],
    departure: int,
    breaks_by_leg: tuple[tuple[BreakRule, ...], ...],
) -> _Run:
    run = _Run(departure, departure, [], [], [], [], [], [], [])
    now = departure
    for leg, duration in enumerate(durations):
        rules = breaks_by_leg[leg]
        arrival = finish = now + duration
        if rules:
            drive = drive_leg(now, duration, rules)
            assert drive is not None, "breaks are only placed where they can begin"
            arrival, finish = drive.arrival, drive.finish
            run.breaks.extend((begin, end, leg) for begin, end in drive.spans)
        if leg == len(stops):
            run.end = finish
            break
        stop = stops[leg]
        start, late, window = service_start(stop, finish)
        rest = sum(rule.duration for rule in rules) - (arrival - now - duration) if rules else 0
        now = start + stop.service
        run.arrivals.append(arrival)
        run.starts.append(start)
        run.departures.append(now)
        run.waits.append(start - arrival - rest)
        run.lateness.append(late)
        run.windows.append(window)
    return run


def _loads(
    stops: Sequence[Visit], num_dimensions: int
) -> tuple[tuple[int, ...], tuple[tuple[int, ...], ...], tuple[int, ...]]:
    """Deliveries are on board from the depot on; collections come on board at their stop and stay."""
    on_board = [0] * num_dimensions
    for stop in stops:
        if not stop.is_collection:
            on_board = [have + more for have, more in zip(on_board, stop.load, strict=True)]
    before = tuple(on_board)
    peaks = before
    after: list[tuple[int, ...]] = []
    for stop in stops:
        sign = 1 if stop.is_collection else -1
        on_board = [have + sign * more for have, more in zip(on_board, stop.load, strict=True)]
        after.append(tuple(on_board))
        peaks = tuple(map(max, peaks, on_board))
    return before, tuple(after), peaks
