"""Many changed routes at once, compiled: the one door to the compiled judge, because every door is compiled anew."""

from __future__ import annotations

import numpy as np

from lastmile_core.planning.evaluation.compiled import compiled
from lastmile_core.planning.evaluation.day_arrays import (
    DROP_FROM,
    DROP_TOO,
    DROP_UNTIL,
    FIRST,
    FIRST_AT,
    ROUTE,
    SECOND,
    SECOND_AT,
    TAIL,
    TAIL_AT,
    DayArrays,
    Floats,
    Ints,
    Work,
)
from lastmile_core.planning.evaluation.evaluate import evaluate
from lastmile_core.planning.evaluation.search_state import NOW, SearchState


@compiled
def price_edits(day: DayArrays, work: Work, state: SearchState, edits: Ints, only_clean: bool, answers: Floats) -> None:
    """Price routes that differ by an edit each from the ones they begin with.

    Parameters
    ----------
    state
        The routes, one a vehicle.
    edits
        Shape (e, 10), see the names of the columns; the route is also the vehicle.
    only_clean
        A route with a violation is not looked at further.
    answers
        Shape (e, 3): cost in cents, violations, paid seconds.
    """
    for number in range(len(edits)):
        size = make_up(work, state, edits[number])
        cost, violations, paid = evaluate(day, work, edits[number, ROUTE], work.order, size, only_clean)
        answers[number, 0], answers[number, 1], answers[number, 2] = cost, violations, paid


@compiled
def make_up(work: Work, state: SearchState, edit: Ints) -> np.int64:
    """Write an edited route down; return its length."""
    order, length, size = state.orders[NOW, edit[ROUTE]], state.routes[edit[ROUTE]].length, np.int64(0)
    for position in range(length + 1):
        if edit[FIRST] >= 0 and edit[FIRST_AT] == position:
            work.order[size] = edit[FIRST]
            size += 1
        if edit[SECOND] >= 0 and edit[SECOND_AT] == position:
            work.order[size] = edit[SECOND]
            size += 1
        if position < length and position != edit[DROP_TOO] and not (edit[DROP_FROM] <= position < edit[DROP_UNTIL]):
            work.order[size] = order[position]
            size += 1
    if edit[TAIL] >= 0:
        for position in range(edit[TAIL_AT], state.routes[edit[TAIL]].length):
            work.order[size] = state.orders[NOW, edit[TAIL], position]
            size += 1
    return size
