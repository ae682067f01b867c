"""A depot's planning rules as the rules of a problem: prices, docks, traffic, groups of orders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lastmile_core.model import Order
from lastmile_core.problem.building.day_parts import DayParts
from lastmile_core.problem.building.work_hours import HORIZON, seconds_on, span_of
from lastmile_core.problem.day_rules import DayPrices, DockDay, Traffic


def prices_of(parts: DayParts) -> DayPrices:
    """Return the prices in cents; one that nothing of this day can be asked for is 0, so a search leaves it out."""
    rules = parts.rules
    has_chances = any(order.chances for order in parts.orders)
    has_districts = any(driver.districts for driver in map(parts.driver_of, parts.vehicles) if driver is not None)
    has_wishes = any(order.preferred_vehicles for order in parts.orders)
    has_promise = parts.previous is not None
    return DayPrices(
        waiting=round(rules.waiting_price * 100),
        failed_attempt=round(rules.failed_attempt_price * 100) if has_chances else 0,
        moved_stop=round(rules.moved_stop_price * 100) if has_promise else 0,
        changed_time=round(rules.changed_time_price * 100) if has_promise else 0,
        unfamiliar=round(rules.unfamiliar_price * 100) if has_districts or has_wishes else 0,
        balance=round(rules.balance_price * 100),
    )


def docks_of(parts: DayParts) -> tuple[DockDay, ...]:
    """Return the docks when the depot counts them; a dock that never closes is open on both days.

    A dock that is open over midnight is open on the morning of the day as well, with the hours of the night before.
    """
    if not parts.rules.use_docks:
        return ()
    found = []
    for dock in parts.docks:
        is_always = dock.opens == dock.closes
        opens, closes = (0, HORIZON) if is_always else span_of(parts.day, dock.opens, dock.closes)
        if not is_always and dock.closes < dock.opens and (morning := seconds_on(parts.day, dock.closes)) > 0:
            found.append(DockDay(dock_id=dock.dock_id, location=0, opens=0, closes=morning))
        found.append(DockDay(dock_id=dock.dock_id, location=0, opens=opens, closes=closes))
    return tuple(found)


def traffic_of(parts: DayParts, num_places: int) -> Traffic | None:
    """Return how much longer drives take by hour and district; None when they always take the roads' own time."""
    general = _thousandths(parts.rules.traffic)
    by_district = {name: _thousandths(factors) for name, factors in parts.rules.district_traffic if factors}
    if all(factor == 1000 for factors in (general, *by_district.values()) for factor in factors):
        return None
    number = {name.casefold(): idx for idx, name in enumerate(by_district, 1)}
    district = [0] * num_places
    for idx, order in enumerate(parts.orders):
        district[idx + 1] = number.get(order.district.casefold(), 0)
    return Traffic(factors=(general, *by_district.values()), district=tuple(district) if any(district) else ())


def groups_of(orders: Sequence[Order], field: str) -> tuple[frozenset[int], ...]:
    """Return the groups that ``field`` of the orders names, as visit indices; a group of one says nothing."""
    members: dict[str, set[int]] = {}
    for idx, order in enumerate(orders):
        for name in getattr(order, field):
            members.setdefault(name, set()).add(idx)
    return tuple(frozenset(group) for _, group in sorted(members.items()) if len(group) > 1)


def _thousandths(factors: Iterable[float]) -> tuple[int, ...]:
    return tuple(round(factor * 1000) for factor in factors) or (1000,)
