"""Changes of a day as people ask for them."""

from __future__ import annotations

from collections.abc import Sequence

from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.reasons.mend import (
    Allow,
    AskWindow,
    Change,
    DropSkills,
    FreeOfGroups,
    FreeOrder,
    FreePosition,
    FreeRoute,
    GiveRoom,
    GiveSkills,
    MoveBreak,
    OpenDock,
    ReadyBy,
    ShiftTo,
    Split,
)
from lastmile_core.schedule.reasons.words import Words, listed, quantity
from lastmile_core.units import show_distance, show_duration


def in_words(problem: RoutingProblem, changes: Sequence[Change], visit: int, words: Words) -> str:
    """Return changes as one request: ``start the shift of Van 1 14 min earlier and let it be out …``.

    Parameters
    ----------
    visit
        The order it is about, which a sentence calls "it".
    """
    return listed(tuple(_request(problem, change, visit, words) for change in changes))


def _request(problem: RoutingProblem, change: Change, visit: int, words: Words) -> str:
    match change:
        case GiveSkills() | GiveRoom() | ShiftTo() | Allow() | FreeRoute() | MoveBreak():
            return _of_vehicle(problem, change, words)
        case OpenDock():
            return _open_dock(problem, change, words)
        case AskWindow():
            return _ask(problem, change, visit, words)
        case ReadyBy():
            return f"have its goods at the dock by {words.time(change.release)}"
        case DropSkills():
            return f"remove the need for {listed(tuple(sorted(change.skills)))} from the order"
        case Split():
            return f"split it into {change.parts} orders"
        case FreeOrder() if any(words.is_barred(visit, idx) for idx in range(len(problem.vehicles))):
            return "let any vehicle serve it (Fleet, Who serves whom, or the order's rules)"
        case FreeOrder():
            return "unlock the order, so that any vehicle may take it"
        case FreePosition():
            return f"let {_name(change.visit, visit, words)} have any place on its route"
        case FreeOfGroups():
            return f"take {_name(change.visit, visit, words)} out of its group"


def _name(idx: int, visit: int, words: Words) -> str:
    return "it" if idx == visit else words.order(idx)


def _ask(problem: RoutingProblem, change: AskWindow, visit: int, words: Words) -> str:
    span = f"{words.time(change.earliest)}–{words.time(change.latest)}"
    if change.visit == visit:
        return f"ask for {span}"
    if problem.visits[visit].partner == change.visit:
        return f"ask for {span} at its pickup"
    return f"ask {words.order(change.visit)} for {span}"


def _of_vehicle(
    problem: RoutingProblem, change: GiveSkills | GiveRoom | ShiftTo | Allow | FreeRoute | MoveBreak, words: Words
) -> str:
    name, day = words.vehicle(change.vehicle), problem.vehicles[change.vehicle]
    match change:
        case GiveSkills():
            return f"send a vehicle or driver with {listed(tuple(sorted(change.skills)))} today"
        case GiveRoom():
            more = [
                quantity(new / problem.load_scale(k), problem.dimensions[k])
                for k, (new, old) in enumerate(zip(change.capacity, day.capacity, strict=True))
                if new > old
            ]
            return f"send a vehicle that holds at least {listed(tuple(more))}"
        case ShiftTo():
            return _shift(change, day.shift, name, words)
        case Allow():
            return _allow(problem, change, name)
        case FreeRoute():
            return f"unlock the route of {name}"
        case MoveBreak():
            return f"let the break of {name} begin as late as {words.time(change.latest)}"


def _shift(change: ShiftTo, now: tuple[int, int], name: str, words: Words) -> str:
    asks = []
    if change.begin < now[0]:
        asks.append(f"start the shift of {name} {_minutes(now[0] - change.begin)} earlier")
    if change.end > now[1]:
        asks.append(f"let the shift of {name} run until {words.time(change.end)}")
    return " and ".join(asks)


def _minutes(seconds: int) -> str:
    """Return seconds as whole minutes, rounded up: a minute too few would not do."""
    return show_duration(seconds if seconds < 60 else -(-seconds // 60) * 60)


def _allow(problem: RoutingProblem, change: Allow, name: str) -> str:
    day = problem.vehicles[change.vehicle]
    match change.limit:
        case "max_distance":
            return f"raise the limit of {name} by {show_distance(change.most - (day.max_distance or 0))}"
        case "max_duration":
            return f"let {name} be out {_minutes(change.most - (day.max_duration or 0))} longer"
        case "max_stops":
            more = change.most - (day.max_stops or 0)
            return f"allow {name} {more} more {'stop' if more == 1 else 'stops'}"
        case _:
            more = change.most - day.max_trips
            return f"allow {name} {more} more {'trip' if more == 1 else 'trips'}"


def _open_dock(problem: RoutingProblem, change: OpenDock, words: Words) -> str:
    dock, asks = problem.docks[change.dock], []
    name = dock.dock_id if dock.dock_id.lower().startswith("bay") else f"bay {dock.dock_id}"
    if change.opens < dock.opens:
        asks.append(f"open {name} at {words.time(change.opens)}")
    if change.closes > dock.closes:
        asks.append(f"keep {name} open until {words.time(change.closes)}")
    return " and ".join(asks)
