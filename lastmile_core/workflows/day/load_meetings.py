"""Whether what orders weigh meets what vehicles hold: a name that differs by a word must not mean “no limit”."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from lastmile_core.model import Load, Order, Vehicle
from lastmile_core.store import Store
from lastmile_core.workflows.company.load_names import NO_LIMIT_NAME, load_names

MEASURES = frozenset({"kg", "m3", "parcels"})
"""Dimensions with a meaning of their own: kilograms never are cubic metres or pieces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadQuestion:
    """A load that no vehicle of the day limits although a limit is there that no order has a load for.

    Attributes
    ----------
    load
        The orders' dimension.
    num_orders, total
        How many orders have it, and how much together.
    limits
        Capacities without a load that it may be, the likeliest first.
    """

    load: str
    num_orders: int
    total: float
    limits: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Return the question in words."""
        orders = "1 order has" if self.num_orders == 1 else f"{self.num_orders:,} orders have"
        return (
            f"{orders} “{self.load}” ({self.total:,g} together), which no vehicle limits, and the vehicles limit "
            f"“{self.limits[0]}”, which no order has. Are they the same?"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadMeeting:
    """What was found: ``questions`` keep the day from being planned, ``notes`` are only said."""

    questions: tuple[LoadQuestion, ...] = ()
    notes: tuple[str, ...] = ()


def loads_meet(orders: Sequence[Order], vehicles: Sequence[Vehicle], settled: Iterable[str] = ()) -> LoadMeeting:
    """Compare the loads of a day's orders with the capacities of the vehicles that go out.

    Parameters
    ----------
    settled
        Loads that somebody said have no limit.
    """
    have: dict[str, list[float]] = {}
    for order in orders:
        for name, amount in order.load.amounts:
            have.setdefault(name, []).append(amount)
    limited = sorted({name for vehicle in vehicles for name, _ in vehicle.capacity.amounts})
    idle = [name for name in limited if name not in have]
    done = frozenset(settled)
    questions, notes = [], []
    for name in sorted(have.keys() - set(limited) - done):
        likely = [limit for limit in idle if not {name, limit} <= MEASURES]
        if likely:
            likely.sort(key=lambda limit: (limit != "parcels", limit))
            amounts = have[name]
            questions.append(
                LoadQuestion(load=name, num_orders=len(amounts), total=round(sum(amounts), 3), limits=tuple(likely))
            )
        elif limited:
            notes.append(f"No vehicle that goes out limits “{name}”: orders with it are planned as if it had no limit.")
    notes += [_idle(name, len(orders)) for name in idle if orders]
    unlimited = [vehicle.name for vehicle in vehicles if not vehicle.capacity.amounts]
    if unlimited and limited:
        names = ", ".join(unlimited[:5]) + (f" and {len(unlimited) - 5} more" if len(unlimited) > 5 else "")
        notes.append(f"Without any limit although others have one: {names}.")
    empty = [order for order in orders if limited and not any(order.load.get(name) for name in limited)]
    if empty and len(empty) < len(orders):
        notes.append(f"{len(empty):,} of {len(orders):,} orders have no load that a vehicle limits; they take no room.")
    return LoadMeeting(questions=tuple(questions), notes=tuple(notes))


def _idle(name: str, num_orders: int) -> str:
    return f"The vehicles limit “{name}”, but none of {num_orders:,} orders says how much of it it has."


def loads_of_day(store: Store, orders: Sequence[Order], vehicles: Sequence[Vehicle]) -> LoadMeeting:
    """Return :func:`loads_meet` with the answers of this company."""
    names = load_names(store)
    return loads_meet(orders, vehicles, [name for name, meant in names.items() if meant == NO_LIMIT_NAME])


def renamed(orders: Sequence[Order], names: Mapping[str, str]) -> list[Order]:
    """Return the orders with their loads under the names that the vehicles' capacities have."""
    meant = {name: other for name, other in names.items() if other != NO_LIMIT_NAME}
    if not meant:
        return list(orders)
    return [
        replace(order, load=_renamed(order.load, meant)) if any(n in meant for n, _ in order.load.amounts) else order
        for order in orders
    ]


def _renamed(load: Load, meant: Mapping[str, str]) -> Load:
    amounts: dict[str, float] = {}
    for name, amount in load.amounts:
        own = meant.get(name, name)
        amounts[own] = amounts.get(own, 0.0) + amount
    return Load.of(amounts)
