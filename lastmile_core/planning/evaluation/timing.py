"""When a route is where, compiled: earliest and latest run, breaks where they cost least."""

from __future__ import annotations

import numpy as np

from lastmile_core.planning.evaluation.compiled import compiled, inlined
from lastmile_core.planning.evaluation.day_arrays import (
    DRIVE,
    LATE,
    NEVER,
    RELEASE,
    SERVICE,
    SET_UP,
    START,
    WAIT,
    WINDOW,
    DayArrays,
    Ints,
    Work,
)
from lastmile_core.planning.evaluation.drive import arrive, leave_by, rest_on_leg
from lastmile_core.planning.evaluation.windows_and_prices import window_of


@compiled
def prepare(day: DayArrays, work: Work, vehicle: int, order: Ints, length: int) -> tuple[int, int, int, int]:
    """Fill in the legs of a route; return first loading, earliest departure, metres and legs without a road."""
    rules = day.vehicles[vehicle]
    here, metres, broken, previous = rules.start, 0, 0, -1
    for leg in range(length + 1):
        there = rules.end if leg == length else day.visits[order[leg]].location
        drive, distance = day.seconds[rules.profile, here, there], day.metres[rules.profile, here, there]
        if drive >= 1_000_000_000 or distance >= 1_000_000_000:
            drive, distance, broken = 0, 0, broken + 1
        work.legs[DRIVE, leg] = drive
        metres += distance
        work.rests[leg] = 0
        if leg < length:
            stop = day.visits[order[leg]]
            work.legs[SET_UP, leg] = 0 if there == previous else stop.set_up
            work.legs[SERVICE, leg], work.legs[RELEASE, leg] = stop.service, 0
            previous = there
        here = there
    work.legs[SET_UP, length] = work.legs[SERVICE, length] = work.legs[RELEASE, length] = 0
    dock, release = 0, 0
    if day.features[0].has_trips:
        for leg in range(length - 1, -1, -1):
            stop = day.visits[order[leg]]
            if stop.is_reload:
                work.legs[SERVICE, leg] += dock
                work.legs[RELEASE, leg] = release
                dock, release = 0, 0
            elif stop.is_from_depot:
                dock += stop.dock_time
                release = max(release, stop.release)
    loading = rules.loading + dock
    return loading, max(rules.opens, release) + loading, metres, broken


@inlined
def district_of(day: DayArrays, vehicle: int, order: Ints, leg: int) -> int:
    """Return the district that a leg leaves from."""
    if leg == 0:
        return day.district[day.vehicles[vehicle].start]
    return day.district[day.visits[order[leg - 1]].location]


@inlined
def serve(day: DayArrays, work: Work, visit: int, leg: int, ready: int, times: Ints) -> int:
    """Write down when service begins for who is ready; return when it is over."""
    opens = max(ready, work.legs[RELEASE, leg])
    window = window_of(day, visit, opens)
    start, late = max(opens, day.windows[visit, window, 0]), max(0, opens - day.windows[visit, window, 1])
    times[START, leg], times[WAIT, leg], times[LATE, leg], times[WINDOW, leg] = start, start - ready, late, window
    return start + work.legs[SERVICE, leg]


@compiled
def run(
    day: DayArrays, work: Work, vehicle: int, order: Ints, length: int, departure: int, loading: int, times: Ints
) -> int:
    """Drive the route from a departure with the breaks of ``work.rests``; return its end, NEVER if one fails."""
    # A plain 0 would be a type of its own, for which everything called from here is compiled once more.
    now, taken = departure, np.int64(0)
    for leg in range(length + 1):
        district = district_of(day, vehicle, order, leg)
        drive, set_up, count = work.legs[DRIVE, leg], work.legs[SET_UP, leg], work.rests[leg]
        if count == 0:
            ready = arrive(day, district, now, drive) + set_up
        else:
            _, ready, _ = rest_on_leg(day, vehicle, taken, count, departure - loading, district, now, drive, set_up)
            taken += count
            if ready >= NEVER:
                return NEVER
        if leg == length:
            return ready
        now = serve(day, work, order[leg], leg, ready, times)
    return now


@compiled
def latest_departure(day: DayArrays, work: Work, vehicle: int, order: Ints, length: int, end: int, times: Ints) -> int:
    """Return the latest departure after which nothing is later than in the run of ``times``."""
    finish, taken = end, day.vehicles[vehicle].num_breaks
    leave = finish
    for leg in range(length, -1, -1):
        count, rest = work.rests[leg], 0
        limit = NEVER
        taken -= count
        for number in range(taken, taken + count):
            limit = min(limit, day.breaks[vehicle, number, 2] - rest)
            rest += day.breaks[vehicle, number, 0]
        district = district_of(day, vehicle, order, leg)
        leave = leave_by(day, district, finish - work.legs[SET_UP, leg] - rest, work.legs[DRIVE, leg])
        leave = min(leave, limit)
        if leg > 0:
            visit = order[leg - 1]
            due = day.windows[visit, times[WINDOW, leg - 1], 1]
            if times[LATE, leg - 1] > 0:
                due = times[START, leg - 1]
            finish = min(leave - work.legs[SERVICE, leg - 1], due)
    return leave


@compiled
def total_late(times: Ints, length: int) -> int:
    """Return the seconds of lateness of a run."""
    late = 0
    for leg in range(length):
        late += times[LATE, leg]
    return late


@compiled
def place_breaks(
    day: DayArrays, work: Work, vehicle: int, order: Ints, length: int, departure: int, loading: int
) -> bool:
    """Put every break of a vehicle into a leg, with least lateness and then the earliest end; False if one cannot be.

    Of all ways to have taken so many breaks so far only the best is kept.
    """
    most = day.vehicles[vehicle].num_breaks
    time, late, here = work.labels[0], work.labels[1], work.labels[2]
    for taken in range(most + 1):
        time[0, taken] = departure if taken == 0 else NEVER
        late[0, taken] = 0
    for leg in range(length + 1):
        for taken in range(most + 1):
            time[leg + 1, taken] = NEVER
        # On equal terms the later position wins: it leaves more room to depart later.
        for before in range(most, -1, -1):
            if time[leg, before] >= NEVER:
                continue
            for count in range(most - before + 1):
                _extend(day, work, vehicle, order, length, leg, before, count, departure - loading)
    if time[length + 1, most] >= NEVER:
        return False
    taken = most
    for leg in range(length, -1, -1):
        work.rests[leg] = here[leg + 1, taken]
        taken -= here[leg + 1, taken]
    return True


@compiled
def _extend(
    day: DayArrays, work: Work, vehicle: int, order: Ints, length: int, leg: int, before: int, count: int, begin: int
) -> None:
    """Go on from the label with ``before`` breaks over a leg with ``count`` more; keep what is better."""
    time, late, here = work.labels[0], work.labels[1], work.labels[2]
    _, ready, _ = rest_on_leg(
        day,
        vehicle,
        before,
        count,
        begin,
        district_of(day, vehicle, order, leg),
        time[leg, before],
        work.legs[DRIVE, leg],
        work.legs[SET_UP, leg],
    )
    if ready >= NEVER:
        return
    taken, behind = before + count, late[leg, before]
    if leg < length:
        ready = serve(day, work, order[leg], leg, ready, work.late)
        behind += work.late[LATE, leg]
        if taken < day.vehicles[vehicle].num_breaks:
            due = min(day.breaks[vehicle, taken, 2], begin + day.breaks[vehicle, taken, 3])
            if ready > due:
                return
    old_late, old_time = late[leg + 1, taken], time[leg + 1, taken]
    if old_time >= NEVER or behind < old_late or (behind == old_late and ready <= old_time):
        time[leg + 1, taken], late[leg + 1, taken], here[leg + 1, taken] = ready, behind, count
