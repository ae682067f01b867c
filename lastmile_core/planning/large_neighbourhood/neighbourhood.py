"""What a search by ruin and recreate knows of a day beside the price of a route."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lastmile_core.planning.evaluation.day_arrays import Floats, Ints, Near, Table

ORDER = np.dtype(
    [
        ("penalty", np.float64),
        ("partner", np.int64),
        *[(name, np.bool_) for name in ("is_order", "is_reload", "is_movable")],
    ],
    align=True,
)
"""A visit: cents of leaving it out, the other half of its pair (-1 for none), what it is, whether it may move."""

HABITS = np.dtype(
    [
        *[(name, np.float64) for name in ("mean_removed", "longest_string", "absent_chance", "reload_chance")],
        ("balance", np.float64),
        *[(name, np.bool_) for name in ("is_simple", "has_reloads")],
    ]
)
"""How much a ruin takes out, how often it is where an order is left out and how often reloads go with a string; cents
for each second between the longest paid time and the mean; whether every visit is an order that moves by itself."""


class Neighbourhood(NamedTuple):
    """Which visits are taken out together, and in which sequence they come back.

    Attributes
    ----------
    near
        For each visit others, nearest first, shape (n, k).
    seeds
        Visits that a ruin may begin at.
    visits, habits
        See ``ORDER`` and ``HABITS``.
    related
        As in ``DayArrays``; no columns without relations.
    keys
        Shape (s, n): orders may come back by these, smallest first.
    until
        Shape (s,): of a number drawn below 1, from where on each key counts; below the first the sequence is random.
    """

    near: Near
    seeds: Ints
    visits: Table
    habits: Table
    related: Ints
    keys: Floats
    until: Floats


def order_table(
    penalty: Floats,
    *,
    partner: Ints | None = None,
    is_order: npt.NDArray[np.bool_] | None = None,
    is_reload: npt.NDArray[np.bool_] | None = None,
    movable: Collection[int] | None = None,
) -> Table:
    """Return the visits of a neighbourhood; plain orders where nothing else is said."""
    table = np.zeros(len(penalty), dtype=ORDER)
    table["penalty"], table["partner"], table["is_order"], table["is_movable"] = penalty, -1, True, movable is None
    if partner is not None:
        table["partner"] = partner
    if is_order is not None:
        table["is_order"] = is_order
    if is_reload is not None:
        table["is_reload"] = is_reload
    if movable:
        table["is_movable"][sorted(movable)] = True
    return table


def habits(
    longest_string: float,
    *,
    mean_removed: float = 10.0,
    absent_chance: float = 0.0,
    reload_chance: float = 0.0,
    balance: float = 0.0,
    is_simple: bool = False,
    has_reloads: bool = False,
) -> Table:
    """Return the habits of a search."""
    row = (mean_removed, longest_string, absent_chance, reload_chance, balance, is_simple, has_reloads)
    return np.array([row], dtype=HABITS)
