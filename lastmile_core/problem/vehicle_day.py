"""One vehicle with its driver on one day."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakRule:
    """A break of ``duration`` seconds that begins between ``earliest`` and ``latest`` (seconds of the day).

    It is due only on a route that is still under way at ``latest``: a route back at the depot before needs none.

    Attributes
    ----------
    after_work
        The break begins no later than so many seconds after loading began (``latest`` still holds); None for none.
    """

    duration: int
    earliest: int
    latest: int
    after_work: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleDay:
    """One vehicle with its driver on this day.

    Attributes
    ----------
    profile
        Index into ``RoutingProblem.durations`` and ``distances``.
    start, end
        Location indices. A route that may begin or end anywhere (open end) has a place of its own in the
        matrices for that, whose row and column are all zero.
    shift
        Loading begins no earlier than the first, return no later than the second (seconds of the day).
    loading
        Seconds at the dock before departure; paid. Reload visits bring their own.
    capacity
        In thousandths, order of ``RoutingProblem.dimensions``.
    on_board
        Load on board from the start that stays until the end (collected before the planning began); empty for none.
    fixed_cost, cost_per_km, cost_per_hour
        In cents.
    regular_time
        Paid seconds at the usual price; each later one costs ``overtime_price`` more; None without overtime.
    overtime_price
        Cents per hour beyond ``regular_time``, on top of ``cost_per_hour``.
    max_duration
        Most paid seconds from the start of loading to the return.
    max_stops
        Most orders on the route, reloads and pickups not counted.
    max_trips
        Trips from the depot; the reload visits of the problem are its further trips.
    locked_visits
        Visit indices in order for a route that a search must not touch; None when it is free.
    frozen_prefix
        Visits that come first, in this order (done or under way); more may follow.
    """

    vehicle_id: str
    driver_id: str | None = None
    profile: int = 0
    start: int = 0
    end: int = 0
    shift: tuple[int, int] = (0, 86_400)
    loading: int = 0
    capacity: tuple[int, ...] = ()
    on_board: tuple[int, ...] = ()
    skills: frozenset[str] = frozenset()
    fixed_cost: int = 0
    cost_per_km: int = 0
    cost_per_hour: int = 0
    regular_time: int | None = None
    overtime_price: int = 0
    breaks: tuple[BreakRule, ...] = ()
    max_stops: int | None = None
    max_distance: int | None = None
    max_duration: int | None = None
    max_trips: int = 1
    locked_visits: tuple[int, ...] | None = None
    frozen_prefix: tuple[int, ...] = ()
