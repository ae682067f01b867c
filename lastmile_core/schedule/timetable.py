"""Times any visit order of one vehicle, without a solver.

Everything happens as early as it can; then the departure moves as late as costs nothing, so that
the driver is paid neither for waiting before the first stop nor for a head start that nobody needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

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
    no_breaks = ((),) * len(durations)
    plain = _run(stops, durations, first, no_breaks)
    rules = [rule for rule in vehicle.breaks if rule.latest >= first]
    rules.sort(key=lambda rule: (rule.earliest, rule.latest))
    if not any(_latest(stops, durations, no_breaks, plain) <= rule.latest < plain.end for rule in rules):
        return _leave_late(stops, durations, no_breaks, plain), 0
    missing = 0
    while rules:
        best = _with_breaks(stops, durations, first, rules)
        # Leaving after a break's latest start makes that break fall away; so each such moment is a start of its own.
        for moment in sorted({rule.latest + 1 for rule in rules}):
            bare = _run(stops, durations, moment, no_breaks)
            # A break is never dodged at somebody else's expense.
            if bare.late > plain.late or bare.end > max(vehicle.shift[1], plain.end):
                continue
            if best is None or (bare.late, bare.end) <= (best.late, best.end):
                run = _with_breaks(stops, durations, moment, [rule for rule in rules if rule.latest >= moment])
                best = _better(best, run, plain.late, max(vehicle.shift[1], plain.end))
        if best is not None:
            return best, missing
        missing += rules.pop().duration
    return _leave_late(stops, durations, no_breaks, plain), missing


def _with_breaks(
    stops: Sequence[Visit], durations: Sequence[int], departure: int, rules: Sequence[BreakRule]
) -> _Run | None:
    counts = place_breaks(stops, durations, departure, rules)
    if counts is None:
        return None
    breaks_by_leg = _split(rules, counts)
    return _leave_late(stops, durations, breaks_by_leg, _run(stops, durations, departure, breaks_by_leg))


def _better(best: _Run | None, run: _Run | None, most_late: int, last_end: int) -> _Run | None:
    if run is None or run.late > most_late or run.end > last_end:
        return best
    if best is None or (run.late, run.end, -run.departure) < (best.late, best.end, -best.departure):
        return run
    return best


def _split(rules: Sequence[BreakRule], counts: Sequence[int]) -> tuple[tuple[BreakRule, ...], ...]:
    legs, taken = [], 0
    for count in counts:
        legs.append(tuple(rules[taken : taken + count]))
        taken += count
    return tuple(legs)


def _leave_late(
    stops: Sequence[Visit],
    durations: Sequence[int],
    breaks_by_leg: tuple[tuple[BreakRule, ...], ...],
    early: _Run,
) -> _Run:
    late = _latest(stops, durations, breaks_by_leg, early)
    return early if late <= early.departure else _run(stops, durations, late, breaks_by_leg)


def _latest(
    stops: Sequence[Visit],
    durations: Sequence[int],
    breaks_by_leg: tuple[tuple[BreakRule, ...], ...],
    run: _Run,
) -> int:
    return latest_departure(stops, durations, breaks_by_leg, run.starts, run.lateness, run.windows, run.end)


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
    columns: list[list[int]] = []
    for dimension in range(num_dimensions):
        delivered = sum(stop.load[dimension] for stop in stops if not stop.is_collection)
        changes = (stop.load[dimension] if stop.is_collection else -stop.load[dimension] for stop in stops)
        columns.append(list(accumulate(changes, initial=delivered)))
    before = tuple(column[0] for column in columns)
    after = tuple(zip(*(column[1:] for column in columns), strict=True)) if columns else ((),) * len(stops)
    return before, after, tuple(max(column) for column in columns)
