"""Stops in planned order, and the way from planned to actual paid time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

from lastmile_core.metrics.facts.day_view import DayView, RouteFact
from lastmile_core.metrics.facts.tally import Tally
from lastmile_core.metrics.orders.attempts import STILL_OPEN
from lastmile_core.metrics.routes.distance import DEPOT
from lastmile_core.metrics.routes.paid_time import PaidTime
from lastmile_core.model import Route
from lastmile_core.tracking.moments import seconds_between

WATERFALL_PARTS = (
    "late start",
    "loading",
    "travel",
    "service",
    "wait",
    "break",
    "sequence",
    "added stops",
    "removed stops",
    "unexplained",
)
"""Where actual paid time differs from the plan; each second of the difference is in exactly one of them."""


def longest_rising(places: list[int]) -> list[int]:
    """Return the indices of one longest strictly rising subsequence (patience sorting, n log n)."""
    tails: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        pile = bisect_left(tops, place)
        before.append(tails[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(place)
            tails.append(index)
        else:
            tops[pile], tails[pile] = place, index
    chain = []
    index = tails[-1] if tails else -1
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]


def tally_adherence(day: DayView, tally: Tally) -> None:
    """Count every stop of the published plan: visited by its vehicle, in its order, or not."""
    for route in (*day.routes, *day.silent):
        if route.planned is None:
            continue
        place = {stop.visit_id: number for number, stop in enumerate(route.planned.stops)}
        order_ids: list[str] = []
        unstamped: set[str] = set()
        for fact, visit in route.visits:
            if fact.order_id in place and fact.order_id not in order_ids:
                if visit.last_stamp is None:
                    unstamped.add(fact.order_id)
                else:
                    order_ids.append(fact.order_id)
        rising = longest_rising([place[order_id] for order_id in order_ids])
        in_order = {order_ids[index] for index in rising}
        for stop in route.planned.stops:
            fact = day.orders[stop.visit_id]
            if stop.visit_id in unstamped:
                tally.miss("visited without a time stamp", fact.row)
            elif not day.facts.is_over and fact.is_open and not fact.attempts:
                tally.leave_out(STILL_OPEN, fact.row)
            else:
                why = "out of order" if stop.visit_id in order_ids else "not visited by its vehicle"
                kept = stop.visit_id in in_order
                tally.count(int(kept), 1, fact.row, route.labels, why="in planned order" if kept else why)


def waterfall_of(route: Route, split: PaidTime) -> dict[str, int]:
    """Return seconds by part; their sum is actual paid time − planned paid time, exactly.

    Driving is compared between stops that plan and day have in common: the same pair with nothing in
    between is travel; with added (removed) stops in between the whole difference belongs to these; a pair
    that only one of the two has is a change of sequence.
    """
    planned = [stop.visit_id for stop in route.stops]
    actual = list(dict.fromkeys(visit.order_id for visit in split.visits))
    common = set(planned) & set(actual)
    parts = dict.fromkeys(WATERFALL_PARTS, 0)
    planned_s = _add_planned(route, common, parts)
    _add_actual(split, common, parts)
    _add_driving(route, split, common, parts)
    planned_loading = seconds_between(route.loading_start, route.departure)
    # What the plan's named parts leave is its break, and the seconds that rounding moved.
    planned_break = route.paid_s - planned_s - planned_loading
    parts["late start"] += split.queue + split.unexplained_before
    parts["loading"] += split.loading - planned_loading
    parts["break"] += split.break_s - planned_break
    parts["unexplained"] += split.unexplained_after
    return parts


def _add_planned(route: Route, common: set[str], parts: dict[str, int]) -> int:
    total = route.way_s(len(route.stops))
    for index, stop in enumerate(route.stops):
        service = seconds_between(stop.service_start, stop.departure)
        # What a driver stamps as waiting holds parking and finding the door.
        wait = stop.wait_s + stop.set_up_s
        total += route.way_s(index) + wait + service
        if stop.visit_id in common:
            parts["service"] -= service
            parts["wait"] -= wait
        else:
            parts["removed stops"] -= service + wait
    return total


def _add_actual(split: PaidTime, common: set[str], parts: dict[str, int]) -> None:
    seen: set[str] = set()
    for visit in split.visits:
        wait = visit.early_wait + visit.site_queue
        if visit.order_id in common and visit.order_id not in seen:
            parts["service"] += visit.service
            parts["wait"] += wait
        else:
            # Coming back to a stop is an addition too: the plan had it once.
            parts["added stops"] += visit.service + wait
        seen.add(visit.order_id)


def _add_driving(route: Route, split: PaidTime, common: set[str], parts: dict[str, int]) -> None:
    ways = [(stop.visit_id, route.way_s(index)) for index, stop in enumerate(route.stops)]
    planned = _between_common(ways, route.way_s(len(route.stops)), common)
    actual = _between_common([(visit.order_id, visit.drive) for visit in split.visits], split.return_drive, common)
    for pair in planned.keys() | actual.keys():
        planned_s, num_removed = planned.get(pair, (0, 0))
        actual_s, num_added = actual.get(pair, (0, 0))
        if pair not in planned or pair not in actual:
            part = "sequence"
        elif num_added:
            part = "added stops"
        else:
            part = "removed stops" if num_removed else "travel"
        parts[part] += actual_s - planned_s


def _between_common(
    legs: list[tuple[str, int]], return_drive: int, common: set[str]
) -> dict[tuple[str, str], tuple[int, int]]:
    """Return (drive seconds, stops passed on the way) for each pair of neighbouring common stops."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    here, seconds, between = DEPOT, 0, 0
    seen: set[str] = set()
    for order_id, drive in [*legs, (DEPOT, return_drive)]:
        seconds += drive
        if order_id != DEPOT and (order_id not in common or order_id in seen):
            between += 1
            continue
        known = found.get((here, order_id), (0, 0))
        found[here, order_id] = (known[0] + seconds, known[1] + between)
        seen.add(order_id)
        here, seconds, between = order_id, 0, 0
    return found


def tally_time_variance(day: DayView, splits: Mapping[str, PaidTime | str], tally: Tally) -> None:
    """Fill ``time_variance`` with the parts of every route."""
    for route in day.routes:
        if not day.facts.is_over and route.state.returned is None:
            tally.leave_out("still on the road", route.row)
            continue
        split = splits[route.vehicle_id]
        if route.planned is None:
            tally.leave_out("not on the published plan", route.row)
        elif isinstance(split, str):
            tally.miss(split, route.row)
        else:
            _count_variance(route, route.planned, split, tally)
    for route in day.silent:
        if day.facts.is_over:
            tally.miss("nothing recorded for this route", route.row)
        else:
            tally.leave_out("still on the road", route.row)


def _count_variance(route: RouteFact, planned: Route, split: PaidTime, tally: Tally) -> None:
    parts = waterfall_of(planned, split)
    difference = split.paid - planned.paid_s
    largest = sorted(parts, key=lambda part: -abs(parts[part]))[:2]
    why = ", ".join(f"{part} {parts[part] / 60:+.0f}" for part in largest if parts[part])
    tally.count(difference / 60, 1, route.row, route.labels, why=f"{why} min" if why else "as planned")
    for part, seconds in parts.items():
        tally.add_part("part", part, seconds / 60)
