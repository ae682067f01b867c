"""What a search by ruin and recreate keeps beside its board."""

from __future__ import annotations

from typing import NamedTuple

from lastmile_core.planning.evaluation.day_arrays import Bools, Floats, Ints

CURRENT, BEST = 0, 1
"""Columns of the totals, cents."""


class Hunt(NamedTuple):
    """What a search keeps beside its board.

    Attributes
    ----------
    near
        For each visit the movable ones, nearest first, shape (n, k): what is taken out together.
    beside
        For each visit all others, nearest first, shape (n, k): what it may be put beside.
    seeds, is_movable
        Visits that a ruin may begin at, and for every visit whether it may be taken out.
    keys
        Shape (4, n): orders can be put back by these, smallest first.
    saved
        Routes as they were before the round, shape (v, positions).
    best
        The best routes, the same.
    lengths
        Of the saved and of the best routes, shape (2, v).
    answers
        Of the saved routes, shape (v, 3).
    touched
        Vehicles whose route changed in this round; the first entry is their number.
    absent, sort
        Orders on no route, and what they are sorted by.
    positions, detours, edit
        Room for ``best_position``.
    totals
        Cents of the current and of the best routes.
    """

    near: Ints
    beside: Ints
    seeds: Ints
    is_movable: Bools
    keys: Floats
    saved: Ints
    best: Ints
    lengths: Ints
    answers: Floats
    touched: Ints
    absent: Ints
    sort: Floats
    positions: Ints
    detours: Floats
    edit: Ints
    totals: Floats
