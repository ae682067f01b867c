"""Who wants the same docks at the same time, and what would end that: every change named here was tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from lastmile_core.planning.base.dock_board import DockConflict, DockMend, MendKind
from lastmile_core.problem import DockDay, RoutingProblem
from lastmile_core.schedule.timing.dock_queue import DockLoading

MOST_BAYS_MORE = 3
STEPS_S = (900, 1800, 3600, 7200)
"""By how much earlier docks are tried to open, and later to close."""


def conflicts_of(problem: RoutingProblem, loadings: Sequence[DockLoading]) -> tuple[DockConflict, ...]:
    """Return where somebody has no dock at its time, by the first begin; conflicts that share a loading are one."""
    docks = _by_location(problem.docks)
    groups: list[tuple[int, set[int]]] = []
    for number, loading in enumerate(loadings):
        if loading.is_sound:
            continue
        location = _location_of(problem, loading)
        own = {number} | {
            other
            for other, rival in enumerate(loadings)
            if _location_of(problem, rival) == location and _stands_in_the_way(rival, loading)
        }
        for group in [group for group in groups if group[0] == location and group[1] & own]:
            groups.remove(group)
            own |= group[1]
        groups.append((location, own))
    conflicts = [
        _conflict(location, [loadings[number] for number in sorted(numbers)], docks[location])
        for location, numbers in groups
    ]
    return tuple(sorted(conflicts, key=lambda conflict: (conflict.start, conflict.location)))


def _location_of(problem: RoutingProblem, loading: DockLoading) -> int:
    if loading.visit is not None:
        return problem.visits[loading.visit].location
    return problem.vehicles[loading.vehicle].start


def _served(loading: DockLoading) -> tuple[int, int]:
    """Return from when to when it stands at its dock; without one its own time."""
    late = loading.queue_s if loading.dock is not None else 0
    return loading.start + late, loading.end + late


def _stands_in_the_way(rival: DockLoading, loading: DockLoading) -> bool:
    """Whether it is at a dock while the loading waits, or would load."""
    if rival.dock is None or loading.is_closed:
        return False
    begin, end = _served(rival)
    return begin < max(_served(loading)[0], loading.end) and loading.start < end


def _conflict(location: int, loadings: Sequence[DockLoading], docks: Sequence[DockDay]) -> DockConflict:
    start = min(loading.start for loading in loadings)
    end = max(_served(loading)[1] for loading in loadings)
    num_docks = sum(dock.opens < end and dock.closes > start for dock in docks)
    return DockConflict(location=location, start=start, end=end, loadings=tuple(loadings), num_docks=num_docks)


def with_mends(
    problem: RoutingProblem,
    conflicts: Sequence[DockConflict],
    soonest: Mapping[int, int],
    ends_queues: Callable[[Sequence[DockDay]], bool],
) -> tuple[DockConflict, ...]:
    """Return the conflicts with the least change of each kind that leaves nobody in a queue anywhere.

    Parameters
    ----------
    soonest
        First second of the day at which any loading of a place may begin; opening earlier than that helps nobody.
    ends_queues
        Whether nobody queues with other docks.
    """
    found: dict[int, tuple[DockMend, ...]] = {}
    for location in {conflict.location for conflict in conflicts}:
        own = [conflict for conflict in conflicts if conflict.location == location]
        is_over = any(loading.dock is None for conflict in own for loading in conflict.loadings)
        mends = []
        for tries in _tries(
            problem.docks, location, min(conflict.start for conflict in own), soonest[location], is_over
        ):
            mend = next((mend for mend, docks in tries if ends_queues(docks)), None)
            if mend is not None:
                mends.append(mend)
        found[location] = tuple(mends)
    return tuple(replace(conflict, mends=found[conflict.location]) for conflict in conflicts)


def _tries(
    docks: Sequence[DockDay], location: int, first: int, soonest: int, is_over: bool
) -> Iterator[list[tuple[DockMend, tuple[DockDay, ...]]]]:
    """Yield the changes of one kind, the smallest first; later closing only where somebody finds all docks closed."""
    here = _by_location(docks)[location]
    widest = max(here, key=lambda dock: (dock.closes - dock.opens, -dock.opens))
    yield [
        (
            DockMend(kind=MendKind.DOCKS, amount=more),
            (*docks, *(replace(widest, dock_id=f"{widest.dock_id} more {n}") for n in range(more))),
        )
        for more in range(1, MOST_BAYS_MORE + 1)
    ]
    opens, closes = min(dock.opens for dock in here), max(dock.closes for dock in here)
    earlier = sorted({max(0, opens // 900 * 900 - step) for step in STEPS_S} | {first // 900 * 900}, reverse=True)
    later = [-(-closes // 900) * 900 + step for step in STEPS_S] if is_over else []
    yield [
        (DockMend(kind=MendKind.OPENS, amount=moment), _changed(docks, location, opens=moment))
        for moment in earlier
        if soonest < opens and moment < opens
    ]
    yield [
        (DockMend(kind=MendKind.CLOSES, amount=moment), _changed(docks, location, closes=moment)) for moment in later
    ]


def _changed(
    docks: Sequence[DockDay], location: int, opens: int | None = None, closes: int | None = None
) -> tuple[DockDay, ...]:
    return tuple(
        dock
        if dock.location != location
        else replace(
            dock,
            opens=dock.opens if opens is None else min(opens, dock.opens),
            closes=dock.closes if closes is None else max(closes, dock.closes),
        )
        for dock in docks
    )


def _by_location(docks: Sequence[DockDay]) -> dict[int, list[DockDay]]:
    found: dict[int, list[DockDay]] = {}
    for dock in docks:
        found.setdefault(dock.location, []).append(dock)
    return found
