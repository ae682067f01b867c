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


def insertions(vehicle: int | Ints, places: Ints, visit: int, reload: int | None = None) -> Ints:
    """Return edits that put a visit before each of these places; with ``reload`` at the begin and end of new trips."""
    plain = edits(vehicle, len(places))
    plain[:, FIRST], plain[:, FIRST_AT] = visit, places
    if reload is None:
        return plain
    before, behind = plain.copy(), plain.copy()
    before[:, FIRST], before[:, SECOND], before[:, SECOND_AT] = reload, visit, places
    behind[:, SECOND], behind[:, SECOND_AT] = reload, places
    return np.concatenate([plain, before, behind])


def pair_insertions(vehicle: int, firsts: Ints, seconds: Ints, pickup: int, delivery: int) -> Ints:
    """Return edits that put a pickup before each first and its delivery before each second place."""
    table = edits(vehicle, len(firsts))
    table[:, FIRST], table[:, FIRST_AT] = pickup, firsts
    table[:, SECOND], table[:, SECOND_AT] = delivery, seconds
    return table


def removals(vehicle: int | Ints, places: Ints, partners: Ints) -> Ints:
    """Return edits that take out the visit at each place and the one at the partner's (-1 for none)."""
    table = edits(vehicle, len(places))
    table[:, DROP_FROM], table[:, DROP_UNTIL], table[:, DROP_TOO] = places, places + 1, partners
    return table


def moves(vehicle: int, here: int, places: Ints, visit: int) -> Ints:
    """Return edits that move the visit at place ``here`` before each of these places of its own route."""
    table = insertions(vehicle, places, visit)
    table[:, DROP_FROM], table[:, DROP_UNTIL] = here, here + 1
    return table


def swaps_in(vehicle: int | Ints, places: Ints, visits: int | Ints) -> Ints:
    """Return edits that put another visit in the stead of the one at each place."""
    table = edits(vehicle, len(places))
    table[:, FIRST], table[:, FIRST_AT] = visits, places
    table[:, DROP_FROM], table[:, DROP_UNTIL] = places, places + 1
    return table


def new_tails(vehicle: int | Ints, places: int | Ints, tails: int | Ints, tail_places: int | Ints, number: int) -> Ints:
    """Return edits that end a route before a place and go on with the visits of another from a place on."""
    table = edits(vehicle, number)
    table[:, DROP_FROM], table[:, DROP_UNTIL] = places, 1 << 40
    table[:, TAIL], table[:, TAIL_AT] = tails, tail_places
    return table
