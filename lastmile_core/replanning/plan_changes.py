"""What one plan of a day changes against another: stops, times, promises, drivers, money."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from lastmile_core.metrics.routes.adherence import longest_rising
from lastmile_core.model import CostParts, Order, Plan, Stop, TimeWindow, Unassigned
from lastmile_core.tracking.moments import seconds_between


class ChangeKind(StrEnum):
    """What became of an order; REORDERED is on the same vehicle as before, KEPT is as it was (told only when late)."""

    MOVED = "moved"
    REORDERED = "reordered"
    RETIMED = "retimed"
    ADDED = "added"
    LEFT_OUT = "left_out"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopChange:
    """What becomes of one order.

    Attributes
    ----------
    from_vehicle, to_vehicle
        Vehicle ids; None for no route.
    before, after
        Begin of service.
    window
        The promised window; None when any time is right.
    late_s, was_late_s
        Seconds that service begins after the window, now and before.
    reason, mend
        Why it is left out, and what would help.
    """

    order_id: str
    customer: str
    kind: ChangeKind
    from_vehicle: str | None = None
    to_vehicle: str | None = None
    before: datetime | None = None
    after: datetime | None = None
    window: TimeWindow | None = None
    late_s: int = 0
    was_late_s: int = 0
    reason: str = ""
    mend: str = ""

    @property
    def shift_s(self) -> int:
        """Seconds that service begins later than before; negative for earlier; 0 when one of the two is not known."""
        return seconds_between(self.before, self.after) if self.before and self.after else 0

    @property
    def later_by_s(self) -> int:
        """Seconds that service begins further after its window than it would have anyway."""
        return max(0, self.late_s - self.was_late_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChange:
    """One part of the cost, before and after, in the depot's currency."""

    part: str
    before: float
    after: float

    @property
    def difference(self) -> float:
        """What it costs more."""
        return self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeList:
    """All that differs.

    Attributes
    ----------
    stops
        Every order that is changed, or late, or left out; in the order of the new times.
    vehicles
        Ids of the vehicles whose drivers need a new list, because stops or their order changed, or times did.
    prices
        Every part of the cost that one of the plans has.
    extra_m, extra_s
        Metres and paid seconds more.
    """

    stops: tuple[StopChange, ...]
    vehicles: tuple[str, ...]
    prices: tuple[PriceChange, ...]
    extra_m: int
    extra_s: int

    def of(self, *kinds: ChangeKind) -> tuple[StopChange, ...]:
        """Return the orders that are changed in one of these ways."""
        return tuple(stop for stop in self.stops if stop.kind in kinds)

    @property
    def changed(self) -> tuple[StopChange, ...]:
        """Orders on another route than before, or elsewhere on their own."""
        return self.of(ChangeKind.MOVED, ChangeKind.REORDERED, ChangeKind.ADDED)

    @property
    def late(self) -> tuple[StopChange, ...]:
        """Orders that are served after their window."""
        return tuple(stop for stop in self.stops if stop.late_s > 0)

    @property
    def left_out(self) -> tuple[StopChange, ...]:
        """Orders that no route serves."""
        return self.of(ChangeKind.LEFT_OUT)

    @property
    def extra_cost(self) -> float:
        """Money that will be spent more: vehicles, distance, paid time and overtime."""
        spent = ("vehicles", "distance", "paid_time", "overtime")
        return sum(price.difference for price in self.prices if price.part in spent)


def plan_changes(
    before: Plan,
    after: Plan,
    orders: Mapping[str, Order] | None = None,
    *,
    retimed_s: int = 900,
    since: datetime | None = None,
) -> ChangeList:
    """Return what ``after`` changes against ``before``, two plans of one day.

    Parameters
    ----------
    orders
        By number, for the customers' names.
    retimed_s
        A stop served at least this much earlier or later counts as changed, in seconds.
    since
        Stops served before are past, and nobody is told that they were late; None for a day that has not begun.
    """
    comparison = _PlanComparison(before, after, orders or {}, retimed_s)
    stops = [comparison.served(name) for name in comparison.after]
    stops += [comparison.left_out(left) for left in after.unassigned]
    told = [stop for stop in stops if stop.kind is not ChangeKind.KEPT or (stop.late_s > 0 and _is_ahead(stop, since))]
    return ChangeList(
        stops=tuple(sorted(told, key=lambda s: (s.after.timestamp() if s.after else float("inf"), s.order_id))),
        vehicles=comparison.vehicles(stops),
        prices=_prices(before.cost, after.cost),
        extra_m=after.distance_m - before.distance_m,
        extra_s=after.paid_s - before.paid_s,
    )


class _PlanComparison:
    def __init__(self, before: Plan, after: Plan, orders: Mapping[str, Order], retimed_s: int) -> None:
        self.before, self.after = _stops(before), _stops(after)
        self._orders, self._retimed_s = orders, retimed_s
        self.sequences = _sequences(before), _sequences(after)
        self._changed = changed_stops(*self.sequences)

    def served(self, name: str) -> StopChange:
        vehicle, stop = self.after[name]
        home, old = self.before.get(name, (None, None))
        return StopChange(
            order_id=name,
            customer=self._customer(name),
            kind=self._kind(name),
            from_vehicle=home,
            to_vehicle=vehicle,
            before=old.service_start if old else None,
            after=stop.service_start,
            window=stop.window,
            late_s=_late(stop),
            was_late_s=_late(old) if old else 0,
        )

    def _kind(self, name: str) -> ChangeKind:
        vehicle, stop = self.after[name]
        if name not in self.before:
            return ChangeKind.ADDED
        home, old = self.before[name]
        if home != vehicle:
            return ChangeKind.MOVED
        if name in self._changed:
            return ChangeKind.REORDERED
        moved = abs(seconds_between(old.service_start, stop.service_start)) >= self._retimed_s
        return ChangeKind.RETIMED if moved else ChangeKind.KEPT

    def left_out(self, left: Unassigned) -> StopChange:
        home, old = self.before.get(left.order_id, (None, None))
        return StopChange(
            order_id=left.order_id,
            customer=self._customer(left.order_id),
            kind=ChangeKind.LEFT_OUT,
            from_vehicle=home,
            before=old.service_start if old else None,
            window=old.window if old else None,
            reason=left.message,
            mend=left.mend,
        )

    def _customer(self, name: str) -> str:
        order = self._orders.get(name)
        return order.customer_name if order is not None else ""

    def vehicles(self, stops: Iterable[StopChange]) -> tuple[str, ...]:
        retimed = {stop.to_vehicle for stop in stops if stop.kind is ChangeKind.RETIMED}
        before, after = self.sequences
        return tuple(
            vehicle
            for vehicle in sorted(before.keys() | after.keys())
            if before.get(vehicle) != after.get(vehicle) or vehicle in retimed
        )


def changed_stops[Vehicle: Hashable, Name: Hashable](
    before: Mapping[Vehicle, Sequence[Name]], after: Mapping[Vehicle, Sequence[Name]]
) -> set[Name]:
    """Return the stops that are new, on another vehicle, or elsewhere among those that they were with.

    Of a new sequence the fewest stops that explain it count: those outside of the longest run that kept its order.
    """
    home = {stop: (vehicle, position) for vehicle, order in before.items() for position, stop in enumerate(order)}
    changed: set[Name] = set()
    for vehicle, order in after.items():
        kept = [stop for stop in order if stop in home and home[stop][0] == vehicle]
        in_order = {kept[index] for index in longest_rising([home[stop][1] for stop in kept])}
        changed |= {stop for stop in order if stop not in in_order}
    return changed


def _stops(plan: Plan) -> dict[str, tuple[str, Stop]]:
    """Return the stops of a plan by order; pickups are only half a stop."""
    return {
        stop.visit_id: (route.vehicle_id, stop) for route in plan.routes for stop in route.stops if not stop.is_pickup
    }


def _sequences(plan: Plan) -> dict[str, tuple[str, ...]]:
    return {route.vehicle_id: route.visit_ids for route in plan.routes if route.stops}


def _is_ahead(stop: StopChange, since: datetime | None) -> bool:
    return since is None or stop.after is None or seconds_between(since, stop.after) >= 0


def _late(stop: Stop) -> int:
    return max(0, seconds_between(stop.window.latest, stop.service_start)) if stop.window is not None else 0


def _prices(before: CostParts, after: CostParts) -> tuple[PriceChange, ...]:
    parts = [(field.name, getattr(before, field.name), getattr(after, field.name)) for field in fields(CostParts)]
    return tuple(PriceChange(part=name, before=old, after=new) for name, old, new in parts if old or new)
