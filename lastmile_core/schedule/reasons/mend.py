"""Changes of a day that make an order possible, as values that can be applied and tried out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lastmile_core.problem.day_rules import DockDay
from lastmile_core.problem.routing_problem import RoutingProblem, VehicleDay, Visit
from lastmile_core.problem.vehicle_day import BreakRule


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWindow:
    """The customer of ``visit`` agrees to another window instead (seconds of the day)."""

    visit: int
    earliest: int
    latest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyBy:
    """The goods of ``visit`` are at the dock by this second of the day."""

    visit: int
    release: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DropSkills:
    """``visit`` needs these skills no more."""

    visit: int
    skills: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """``visit`` becomes so many orders of equal load; each must fit."""

    visit: int
    parts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeOrder:
    """``visit`` may ride on any vehicle."""

    visit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FreePosition:
    """``visit`` may have any place on its route."""

    visit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeOfGroups:
    """``visit`` need not ride with, or apart from, any other."""

    visit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeRoute:
    """The locked route of ``vehicle`` is open again; what is on it stays on board of the plan."""

    vehicle: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveSkills:
    """``vehicle`` (or one like it) has these skills as well."""

    vehicle: int
    skills: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveRoom:
    """``vehicle`` (or one like it) holds as much as this, thousandths by dimension."""

    vehicle: int
    capacity: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftTo:
    """The shift of ``vehicle`` is this long (seconds of the day)."""

    vehicle: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Allow:
    """``vehicle`` may have ``most`` of a limit: ``max_stops``, ``max_distance``, ``max_duration`` or ``max_trips``."""

    vehicle: int
    limit: str
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveBreak:
    """Break number ``rule`` of ``vehicle`` may begin as late as ``latest``."""

    vehicle: int
    rule: int
    latest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDock:
    """Dock number ``dock`` is open as long as this (seconds of the day)."""

    dock: int
    opens: int
    closes: int


Change = (
    AskWindow
    | ReadyBy
    | DropSkills
    | Split
    | FreeOrder
    | FreePosition
    | FreeOfGroups
    | FreeRoute
    | GiveSkills
    | GiveRoom
    | ShiftTo
    | Allow
    | MoveBreak
    | OpenDock
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """Changes that together make one order possible, and the sentence that asks for them."""

    changes: tuple[Change, ...]
    words: str


def apply_change(problem: RoutingProblem, change: Change) -> RoutingProblem:
    """Return the day after one change."""
    match change:
        case FreeOfGroups(visit=visit):
            halves = {visit, problem.visits[visit].partner}
            return replace(
                problem,
                same_route=tuple(group - halves for group in problem.same_route),
                different_routes=tuple(group - halves for group in problem.different_routes),
            )
        case OpenDock(dock=dock):
            docks = list(problem.docks)
            docks[dock] = DockDay(
                dock_id=docks[dock].dock_id, location=docks[dock].location, opens=change.opens, closes=change.closes
            )
            return replace(problem, docks=tuple(docks))
        case FreeRoute() | GiveSkills() | GiveRoom() | ShiftTo() | Allow() | MoveBreak():
            vehicles = list(problem.vehicles)
            vehicles[change.vehicle] = _changed_vehicle(vehicles[change.vehicle], change)
            return replace(problem, vehicles=tuple(vehicles))
        case _:
            visits = list(problem.visits)
            partner = visits[change.visit].partner
            visits[change.visit] = _changed_visit(visits[change.visit], change)
            if partner is not None and isinstance(change, Split | FreeOrder | DropSkills):
                visits[partner] = _changed_visit(visits[partner], change)
            return replace(problem, visits=tuple(visits))


def _changed_vehicle(
    day: VehicleDay, change: FreeRoute | GiveSkills | GiveRoom | ShiftTo | Allow | MoveBreak
) -> VehicleDay:
    match change:
        case FreeRoute():
            return replace(day, locked_visits=None)
        case GiveSkills(skills=skills):
            return replace(day, skills=day.skills | skills)
        case GiveRoom(capacity=capacity):
            return replace(day, capacity=capacity)
        case ShiftTo(begin=begin, end=end):
            return replace(day, shift=(begin, end))
        case MoveBreak(rule=number, latest=latest):
            rules = list(day.breaks)
            rules[number] = _until(rules[number], latest)
            return replace(day, breaks=tuple(rules))
        case Allow(limit="max_stops"):
            return replace(day, max_stops=change.most)
        case Allow(limit="max_distance"):
            return replace(day, max_distance=change.most)
        case Allow(limit="max_duration"):
            return replace(day, max_duration=change.most)
        case Allow():
            return replace(day, max_trips=change.most)


def _until(rule: BreakRule, latest: int) -> BreakRule:
    return replace(rule, latest=latest, after_work=None)


def _changed_visit(visit: Visit, change: AskWindow | ReadyBy | DropSkills | Split | FreeOrder | FreePosition) -> Visit:
    match change:
        case AskWindow(earliest=earliest, latest=latest):
            return replace(visit, windows=((earliest, latest),), preferred=None)
        case ReadyBy(release=release):
            return replace(visit, release=release)
        case DropSkills(skills=skills):
            return replace(visit, skills=visit.skills - skills)
        case Split(parts=parts):
            return replace(visit, load=tuple(-(-amount // parts) for amount in visit.load))
        case FreeOrder():
            return replace(visit, allowed_vehicles=None)
        case FreePosition():
            return replace(visit, locked_position=None)
