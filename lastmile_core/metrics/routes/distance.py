"""Kilometres of a route, leg by leg, and the four shares of them that carry nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from lastmile_core.metrics.facts.day_view import DayView, OrderFact, RouteFact
from lastmile_core.metrics.facts.tally import Tally
from lastmile_core.metrics.routes.odometer import CounterLegs, counter_of
from lastmile_core.metrics.routes.on_board import on_board_by_leg
from lastmile_core.model import Location

DEPOT = ""
"""Stands for the depot where legs name orders."""

PLANNED_LEGS = "some legs have the published distance, not a counter reading"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrivenLeg:
    """One leg: from and to (order ids, ``DEPOT``), metres, and whether a counter measured it."""

    start: str
    end: str
    metres: int
    is_measured: bool


def planned_legs(route: RouteFact) -> dict[tuple[str, str], int]:
    """Return the metres of each leg of the published route."""
    if route.planned is None:
        return {}
    legs = {}
    here = DEPOT
    for index, stop in enumerate(route.planned.stops):
        legs[here, stop.visit_id] = route.planned.way_m(index)
        here = stop.visit_id
    legs[here, DEPOT] = route.planned.way_m(len(route.planned.stops))
    return legs


def driven_legs(route: RouteFact, depot: Location) -> list[DrivenLeg] | None:
    """Return the legs that were driven, counter first, published distance second; None when one is unknown."""
    planned = planned_legs(route)
    legs: list[DrivenLeg] = []
    here = DEPOT
    names = [*(fact.order_id for fact, _ in route.visits), DEPOT]
    for there, metres in zip(names, counter_of(route, depot).legs, strict=True):
        if metres is not None:
            legs.append(DrivenLeg(start=here, end=there, metres=metres, is_measured=True))
        elif (here, there) in planned:
            legs.append(DrivenLeg(start=here, end=there, metres=planned[here, there], is_measured=False))
        else:
            return None
        here = there
    return legs


def driven_metres(route: RouteFact, depot: Location) -> tuple[int, bool] | None:
    """Return (metres of the whole route, whether the counter measured them); None when unknown."""
    total = counter_of(route, depot).total
    if total is not None:
        return total, True
    legs = driven_legs(route, depot)
    return (sum(leg.metres for leg in legs), False) if legs is not None else None


def tally_empty_km(day: DayView, tallies: Mapping[str, Tally]) -> None:
    """Fill ``empty_km``, ``stem_km``, ``failed_stop_km``, ``excess_km`` and ``distance_variance``."""
    for route in day.routes:
        if not day.facts.is_over and route.state.returned is None:
            for tally in tallies.values():
                tally.leave_out("still on the road", route.row)
            continue
        counter = counter_of(route, day.facts.depot.location)
        _tally_variance(route, counter, tallies)
        legs = driven_legs(route, day.facts.depot.location) if route.visits else None
        if legs is None:
            why = "length of a leg unknown" if route.visits else "no stop recorded"
            for key in ("empty_km", "stem_km", "failed_stop_km"):
                tallies[key].miss(why, route.row)
            continue
        total = sum(leg.metres for leg in legs)
        on_board = on_board_by_leg(route, day.orders)
        empty = sum(
            leg.metres * part.share
            for leg, parts in zip(legs, on_board, strict=True)
            for part in parts
            if not part.orders
        )
        over_depot = (leg.metres for leg, parts in zip(legs[1:-1], on_board[1:-1], strict=True) if len(parts) > 1)
        stem = legs[0].metres + legs[-1].metres + sum(over_depot)
        _count_km(tallies["empty_km"], route, legs, empty, total, counter.fault)
        _count_km(tallies["stem_km"], route, legs, stem, total, counter.fault)
        failed = failed_stop_metres(route, legs, day.facts.depot.location)
        if failed is None:
            tallies["failed_stop_km"].miss("a failed stop or its neighbour has no place on the map", route.row)
        else:
            _count_km(tallies["failed_stop_km"], route, legs, failed, total, counter.fault)
    for route in day.silent:
        for tally in tallies.values():
            if day.facts.is_over:
                tally.miss("nothing recorded for this route", route.row)
            else:
                tally.leave_out("still on the road", route.row)


def _count_km(tally: Tally, route: RouteFact, legs: list[DrivenLeg], metres: float, total: int, fault: str) -> None:
    if not all(leg.is_measured for leg in legs):
        tally.note(f"{PLANNED_LEGS}: {fault}" if fault else PLANNED_LEGS)
    share = metres / total if total else 0.0
    why = f"{metres / 1000:.1f} of {total / 1000:.1f} km"
    tally.count(metres / 1000, total / 1000, route.row, route.labels, value=share, why=why)


def _tally_variance(route: RouteFact, counter: CounterLegs, tallies: Mapping[str, Tally]) -> None:
    two = (tallies["excess_km"], tallies["distance_variance"])
    if counter.total is None:
        for tally in two:
            tally.miss(counter.fault or "no counter reading at the return", route.row)
        return
    if route.planned is None:
        for tally in two:
            tally.miss("not on the published plan", route.row)
        return
    driven, planned = counter.total, route.planned.distance_m
    over = (driven - planned) / 1000
    why = f"planned {planned / 1000:.1f} km, driven {driven / 1000:.1f} km"
    for tally, base in zip(two, (driven, planned), strict=True):
        share = over / (base / 1000) if base else 0.0
        tally.count(over, base / 1000, route.row, route.labels, value=share, why=why)


def straight_metres(a: Location, b: Location) -> float:
    """Return the great-circle distance on a sphere of 6,371 km."""
    lat1, lat2 = math.radians(a.lat), math.radians(b.lat)
    half_lat, half_lon = (lat2 - lat1) / 2, math.radians(b.lon - a.lon) / 2
    h = math.sin(half_lat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return 2 * 6_371_000 * math.asin(min(1.0, math.sqrt(h)))


def failed_stop_metres(route: RouteFact, legs: list[DrivenLeg], depot: Location) -> float | None:
    """Return the metres that would vanish without the failed stops; None when a place is unknown.

    The direct way between the neighbours of a run of failed stops was not driven; it is estimated as
    straight line × the route's own detour factor and never longer than what was driven.
    """
    places = _places([fact for fact, _ in route.visits], depot)
    failed = [False, *(visit.is_delivered is False for _, visit in route.visits), False]
    if not any(failed):
        return 0.0
    if any(place is None for place in places):
        return None
    known = [place for place in places if place is not None]
    straight = sum(straight_metres(a, b) for a, b in pairwise(known))
    detour = sum(leg.metres for leg in legs) / straight if straight else 1.0
    vanished = 0.0
    last_good = 0
    for station in range(1, len(failed)):
        if failed[station]:
            continue
        if station - last_good > 1:
            driven = sum(leg.metres for leg in legs[last_good:station])
            direct = straight_metres(known[last_good], known[station]) * max(1.0, detour)
            vanished += max(0.0, driven - direct)
        last_good = station
    return vanished


def _places(visited: list[OrderFact], depot: Location) -> list[Location | None]:
    return [depot, *(fact.order.location if fact.order else None for fact in visited), depot]
