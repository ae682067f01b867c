"""Who loads when: CP-SAT gives every loading its moment, with what each route can bear and what it costs.

Docks of a place with the same hours are one cumulative resource, so nobody has to try which of them is which; docks
with other hours are another one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from lastmile_core.problem import DockDay

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar, LinearExprT

SECONDS_A_CENT = 3600
"""An hour of moving a loading counts like one cent, so that among equals nobody is moved without need."""
NEAR_S = 300
"""How far below a begin whose return is known the return is taken to come sooner by the same seconds."""
NEEDLESS_S = 300
"""Seconds a loading by which it may be moved more than needed: proving the last ones is not worth the time."""
HORIZON_S = 10**6
"""No time of the day is larger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DockWish:
    """One loading: how long it takes, when its route can bear it to begin, and what that costs.

    Attributes
    ----------
    trip
        0 for the first loading, 1 for the first reload, and so on.
    location
        Its index.
    length, wanted
        Seconds of loading; when it begins if nobody asks it to wait (second of the day).
    spans
        (first, last) begins that break no rule, sorted, apart; never empty.
    prices
        (begin, cents more than at ``wanted``) at some begins, sorted; straight in between. For a reload the first
        number is the delay in seconds after it could begin.
    after
        Index of the wish of the trip before; None when that one does not move.
    follows
        (begin of the loading before, earliest begin of this one) at some begins, sorted; both grow together.
    """

    vehicle: int
    trip: int
    location: int
    length: int
    wanted: int
    spans: tuple[tuple[int, int], ...]
    prices: tuple[tuple[int, int], ...] = ()
    after: int | None = None
    follows: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DockAnswer:
    """What the solver found.

    Attributes
    ----------
    begins
        Of all wishes; None when none were found.
    least_cents
        Proved: no begins cost less than this more than the cheapest of every wish; infinite when there are none.
    """

    begins: tuple[int, ...] | None
    least_cents: float = 0.0


def schedule_loadings(
    wishes: Sequence[DockWish],
    docks: Sequence[DockDay],
    *,
    time_s: float,
    work_s: float,
    seed: int = 1,
    hint: Sequence[int] = (),
) -> DockAnswer:
    """Return the begins that cost least, with every loading at a dock of its own that is open for all of it.

    Parameters
    ----------
    time_s
        Wall clock; the same seed gives the same answer as long as it is not reached.
    work_s
        Most work in the solver's own seconds, which pass alike on any machine.
    hint
        Begins to start from.
    """
    # The door of CP-SAT brings pandas along; a process that places no loadings does not wait for it.
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    begins = [
        model.new_int_var_from_domain(cp_model.Domain.from_intervals([list(span) for span in wish.spans]), f"begin {n}")
        for n, wish in enumerate(wishes)
    ]
    costs = [_order_trips_and_price(model, wishes, begins, n) for n in range(len(wishes))]
    for location in {wish.location for wish in wishes}:
        here = [(wish.length, begin) for wish, begin in zip(wishes, begins, strict=True) if wish.location == location]
        _take_docks(model, here, [dock for dock in docks if dock.location == location])
    moves = [_distance(model, begin, wish.wanted) for begin, wish in zip(begins, wishes, strict=True)]
    cheapest = sum(min((price for _, price in wish.prices), default=0) for wish in wishes)
    model.minimize(SECONDS_A_CENT * (sum(costs) - cheapest) + sum(moves))
    for begin, moment in zip(begins, hint, strict=False):
        model.add_hint(begin, moment)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    # Relaxations say nothing about who goes first: without them four times the answers are seen in the same time.
    solver.parameters.linearization_level = 0
    solver.parameters.max_time_in_seconds = max(0.01, time_s)
    solver.parameters.max_deterministic_time = work_s
    solver.parameters.absolute_gap_limit = NEEDLESS_S * len(wishes)
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return DockAnswer(begins=None, least_cents=float("inf") if status == cp_model.INFEASIBLE else 0.0)
    moved = sum(_reach(wish) for wish in wishes)
    least = (solver.best_objective_bound - moved) / SECONDS_A_CENT
    return DockAnswer(begins=tuple(map(solver.value, begins)), least_cents=max(0.0, least))


def _reach(wish: DockWish) -> int:
    """Return the most seconds that a loading can be moved."""
    return max(abs(wish.spans[-1][1] - wish.wanted), abs(wish.spans[0][0] - wish.wanted))


def _distance(model: CpModel, begin: IntVar, wanted: int) -> IntVar:
    far = model.new_int_var(0, HORIZON_S, "moved")
    model.add(far >= begin - wanted)
    model.add(far >= wanted - begin)
    return far


def _order_trips_and_price(
    model: CpModel, wishes: Sequence[DockWish], begins: Sequence[IntVar], number: int
) -> LinearExprT:
    """Let a reload begin no earlier than its vehicle is back, and return what the begin costs."""
    wish, begin = wishes[number], begins[number]
    if wish.after is None:
        return _piecewise(model, begin, wish.prices)
    before = begins[wish.after]
    soonest = min(reached for _, reached in wish.follows)
    trip = min(reached - left for left, reached in wish.follows)
    ready = model.new_int_var(0, HORIZON_S, "ready")
    model.add_max_equality(ready, [soonest, before + trip])
    model.add(begin >= ready)
    for left, reached in wish.follows:
        # Traffic, breaks and later windows bend the line upwards: who begins so late is back no earlier than that,
        # and who begins a little sooner is back by no more than that sooner.
        if reached > max(soonest, left + trip):
            is_near, is_later = model.new_bool_var("near"), model.new_bool_var("later")
            model.add(before < left - NEAR_S).only_enforce_if(~is_near)
            model.add(begin >= before + (reached - left)).only_enforce_if(is_near)
            model.add(before < left).only_enforce_if(~is_later)
            model.add(begin >= reached).only_enforce_if(is_later)
    return _piecewise(model, begin - ready, wish.prices)


def _piecewise(model: CpModel, moment: Any, points: Sequence[tuple[int, int]]) -> LinearExprT:
    """Return a variable that is at least the price at ``moment``: straight lines between the points."""
    if len({price for _, price in points}) < 2:
        return points[0][1] if points else 0
    lines = list(pairwise(points))
    cents = [price for _, price in points]
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in lines]
    cost = model.new_int_var(min(cents), max(cents) + round(max(0.0, *slopes) * HORIZON_S), "cost")
    if all(first <= second for first, second in pairwise(slopes)):
        for line in lines:
            model.add(_above(cost, moment, *line))
        return cost
    chosen = [model.new_bool_var("line") for _ in lines]
    model.add_exactly_one(chosen)
    for position, (line, is_chosen) in enumerate(zip(lines, chosen, strict=True)):
        model.add(_above(cost, moment, *line)).only_enforce_if(is_chosen)
        if position:
            model.add(moment >= line[0][0]).only_enforce_if(is_chosen)
        if position < len(lines) - 1:
            model.add(moment <= line[1][0]).only_enforce_if(is_chosen)
    return cost


def _above(cost: IntVar, moment: Any, left: tuple[int, int], right: tuple[int, int]) -> Any:
    width, rise = right[0] - left[0], right[1] - left[1]
    return width * cost >= width * left[1] + rise * (moment - left[0])


def _take_docks(model: CpModel, loadings: Sequence[tuple[int, IntVar]], docks: Sequence[DockDay]) -> None:
    """Give every (length, begin) a dock that is open for all of it."""
    kinds = _kinds(docks)
    taken: dict[tuple[int, int], list[Any]] = {hours: [] for hours in kinds}
    for length, begin in loadings:
        chosen = []
        for hours in kinds:
            is_here = model.new_bool_var("bay")
            model.add(begin >= hours[0]).only_enforce_if(is_here)
            model.add(begin + length <= hours[1]).only_enforce_if(is_here)
            taken[hours].append(model.new_optional_fixed_size_interval_var(begin, length, is_here, "loading"))
            chosen.append(is_here)
        model.add_exactly_one(chosen)
    for hours, intervals in taken.items():
        model.add_cumulative(intervals, [1] * len(intervals), kinds[hours])


def _kinds(docks: Sequence[DockDay]) -> dict[tuple[int, int], int]:
    """Return how many docks have which hours."""
    kinds: dict[tuple[int, int], int] = defaultdict(int)
    for dock in docks:
        kinds[dock.opens, dock.closes] += 1
    return dict(kinds)
