"""Changes of routes as rows of a table, see ``day`` for its columns."""

from __future__ import annotations

import numpy as np

from lastmile_core.planning.evaluation.day_arrays import (
    DROP_FROM,
    DROP_TOO,
    DROP_UNTIL,
    EDIT_COLUMNS,
    FIRST,
    FIRST_AT,
    ROUTE,
    SECOND,
    SECOND_AT,
    TAIL,
    TAIL_AT,
    Ints,
)


def edits(vehicle: int | Ints, number: int) -> Ints:
    """Return so many edits that change nothing yet."""
    table = np.full((number, EDIT_COLUMNS), -1, dtype=np.int64)
    table[:, ROUTE] = vehicle
    return table


def insertions(vehicle: int | Ints, positions: Ints, visit: int, reload: int | None = None) -> Ints:
    """Return edits that put a visit before each position; with ``reload`` also at the begin and end of new trips."""
    plain = edits(vehicle, len(positions))
    plain[:, FIRST], plain[:, FIRST_AT] = visit, positions
    if reload is None:
        return plain
    before, behind = plain.copy(), plain.copy()
    before[:, FIRST], before[:, SECOND], before[:, SECOND_AT] = reload, visit, positions
    behind[:, SECOND], behind[:, SECOND_AT] = reload, positions
    return np.concatenate([plain, before, behind])


def pair_insertions(vehicle: int, firsts: Ints, seconds: Ints, pickup: int, delivery: int) -> Ints:
    """Return edits that put a pickup before each first and its delivery before each second position."""
    table = edits(vehicle, len(firsts))
    table[:, FIRST], table[:, FIRST_AT] = pickup, firsts
    table[:, SECOND], table[:, SECOND_AT] = delivery, seconds
    return table


def removals(vehicle: int | Ints, positions: Ints, partners: Ints) -> Ints:
    """Return edits that take out the visit at each position and the one at the partner's (-1 for none)."""
    table = edits(vehicle, len(positions))
    table[:, DROP_FROM], table[:, DROP_UNTIL], table[:, DROP_TOO] = positions, positions + 1, partners
    return table


def moves(vehicle: int, here: int, positions: Ints, visit: int) -> Ints:
    """Return edits that move the visit at position ``here`` before each of these positions of its own route."""
    table = insertions(vehicle, positions, visit)
    table[:, DROP_FROM], table[:, DROP_UNTIL] = here, here + 1
    return table


def swaps_in(vehicle: int | Ints, positions: Ints, visits: int | Ints) -> Ints:
    """Return edits that put another visit in the stead of the one at each position."""
    table = edits(vehicle, len(positions))
    table[:, FIRST], table[:, FIRST_AT] = visits, positions
    table[:, DROP_FROM], table[:, DROP_UNTIL] = positions, positions + 1
    return table


def new_tails(
    vehicle: int | Ints, positions: int | Ints, tails: int | Ints, tail_positions: int | Ints, number: int
) -> Ints:
    """Return edits that end a route before a position and go on with the visits of another from a position on."""
    table = edits(vehicle, number)
    table[:, DROP_FROM], table[:, DROP_UNTIL] = positions, 1 << 40
    table[:, TAIL], table[:, TAIL_AT] = tails, tail_positions
    return table
