"""Stops an hour, orders a stop, and how full the vehicles were."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from lastmile_core.metrics.facts.day_view import DayView, OrderFact, RouteFact
from lastmile_core.metrics.facts.tally import Tally
from lastmile_core.metrics.routes.on_board import on_board_by_leg
from lastmile_core.metrics.routes.paid_time import paid_span
from lastmile_core.tracking.moments import seconds_between


def completed_stops(route: RouteFact) -> int:
    """Return the places served: deliveries one after the other at one place are one stop."""
    places = [_place(fact) for fact, visit in route.visits if visit.is_delivered]
    return sum(place != before for place, before in zip(places, [None, *places], strict=False))


def _place(fact: OrderFact) -> tuple[object, ...]:
    order = fact.order
    if order is not None and order.location is not None:
        # Five decimals are about a metre: two doors of one house stay one place only when geocoded alike.
        return round(order.location.lat, 5), round(order.location.lon, 5)
    return (order.address,) if order is not None and order.address else (fact.order_id,)


def tally_productivity(day: DayView, per_hour: Tally, per_stop: Tally) -> None:
    """Fill ``stops_per_paid_hour`` and ``drops_per_stop``."""
    for route in day.routes:
        stops = completed_stops(route)
        orders = len({fact.order_id for fact, visit in route.visits if visit.is_delivered})
        if stops:
            per_stop.count(
                orders, stops, route.row, route.labels, value=orders / stops, why=f"{orders} orders at {stops} stops"
            )
        span = paid_span(route)
        if not day.facts.is_over and route.state.returned is None:
            per_hour.leave_out("still on the road", route.row)
        elif isinstance(span, str):
            per_hour.miss(span, route.row)
        else:
            hours = seconds_between(*span) / 3600
            why = f"{stops} stops in {hours:.1f} paid hours"
            per_hour.count(stops, hours, route.row, route.labels, value=stops / hours, why=why)
    for route in day.silent:
        if day.facts.is_over:
            per_hour.miss("nothing recorded for this route", route.row)
        else:
            per_hour.leave_out("still on the road", route.row)


def tally_fill(day: DayView, tallies: Mapping[str, Tally]) -> None:
    """Fill ``fill_peak`` and ``fill_time``, dimension by dimension."""
    for route in day.routes:
        if not day.facts.is_over and route.state.returned is None:
            for tally in tallies.values():
                tally.leave_out("still on the road", route.row)
            continue
        capacity = route.vehicle.capacity.as_dict() if route.vehicle else {}
        if not capacity:
            for tally in tallies.values():
                tally.miss("vehicle without a capacity", route.row)
            continue
        loads = on_board_by_leg(route, day.orders)
        peaks = {name: max(part.amounts.get(name, 0.0) for parts in loads for part in parts) for name in capacity}
        _count_fill(tallies["fill_peak"], route, peaks, capacity)
        spans = _leg_seconds(route)
        if spans is None:
            tallies["fill_time"].miss("departure, return or a stop not stamped", route.row)
            continue
        hours = sum(spans) / 3600
        carried = {
            name: sum(
                part.amounts.get(name, 0.0) * part.share * span
                for parts, span in zip(loads, spans, strict=True)
                for part in parts
            )
            / 3600
            for name in capacity
        }
        _count_fill(tallies["fill_time"], route, carried, {name: amount * hours for name, amount in capacity.items()})


def _leg_seconds(route: RouteFact) -> list[int] | None:
    """Return seconds from departure to the end of the first visit, and so on to the return."""
    moments = [route.state.departed, *(visit.finished or visit.arrived for _, visit in route.visits)]
    moments.append(route.state.returned)
    known = [moment for moment in moments if moment is not None]
    if len(known) < len(moments):
        return None
    spans = [seconds_between(a, b) for a, b in pairwise(known)]
    if min(spans) < 0 or sum(spans) == 0:
        return None
    return spans


def _count_fill(tally: Tally, route: RouteFact, used: Mapping[str, float], capacity: Mapping[str, float]) -> None:
    shares = {name: used[name] / capacity[name] for name in capacity if capacity[name]}
    if not shares:
        tally.miss("vehicle without a capacity", route.row)
        return
    fullest = max(shares, key=lambda name: shares[name])
    why = ", ".join(f"{name} {share:.0%}" for name, share in shares.items())
    tally.count(used[fullest], capacity[fullest], route.row, value=shares[fullest], why=why)
    for name in shares:
        tally.add_slice("dimension", name, used[name], capacity[name])
