"""Where the visits of a day lie beside each other, made from the matrix alone, and how to split them into regions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lastmile_core.problem import UNREACHABLE, RoutingProblem

Floats = npt.NDArray[np.float64]

LANDMARKS = 24
"""Places by whose distances all others are laid out; more change nothing that can be seen."""
TURN = np.pi / 6
"""Most that a cut is turned away from square across the longer side, so that no two rounds cut alike."""
OFF_CENTRE = 0.08
"""Most that a cut lies beside the middle, as a share of the visits."""


def lay_out(problem: RoutingProblem) -> Floats:
    """Return a point in the plane for each visit, so that near by road is near in the plane (landmark scaling).

    Returns
    -------
    NDArray
        Shape (visits, 2), about metres; directions mean nothing.
    """
    rows = np.array([visit.location for visit in problem.visits], dtype=np.int64)
    metres = problem.distances[0]
    marks = _landmarks(metres, rows)
    far = metres[np.ix_(marks, rows)] + metres[np.ix_(rows, marks)].T
    reached = far[far < UNREACHABLE]
    square = (np.minimum(far, int(reached.max(initial=1))) / 2.0) ** 2
    between = square[:, [int(np.flatnonzero(rows == mark)[0]) for mark in marks]]
    between = (between + between.T) / 2
    means = between.mean(axis=1)
    centred = between - means[:, None] - means[None, :] + between.mean()
    values, vectors = np.linalg.eigh(-centred / 2)
    size = np.sqrt(np.maximum(values[-2:], 1e-9))
    points: Floats = -0.5 * (square - means[:, None]).T @ (vectors[:, -2:] / size)
    return points


def _landmarks(metres: npt.NDArray[np.int64], rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return locations far from each other."""
    chosen = [int(rows[0])]
    gap = np.full(len(rows), np.iinfo(np.int64).max)
    for _ in range(min(LANDMARKS, len(np.unique(rows))) - 1):
        step = metres[chosen[-1], rows]
        gap = np.minimum(gap, np.where(step < UNREACHABLE, step, 0))
        chosen.append(int(rows[np.argmax(gap)]))
    return np.array(sorted(set(chosen)), dtype=np.int64)


def split(points: Floats, weights: Sequence[int], most: int, rng: np.random.Generator) -> list[list[int]]:
    """Return groups of neighbours of about equal weight, none much heavier than ``most``.

    Parameters
    ----------
    points
        Where each item lies.
    weights
        Visits that each item stands for.
    """
    weight = np.array(weights, dtype=np.int64)
    groups: list[list[int]] = []
    open_groups = [np.arange(len(points))]
    while open_groups:
        items = open_groups.pop()
        total = int(weight[items].sum())
        parts = -(-total // most)
        if parts <= 1 or len(items) == 1:
            groups.append(items.tolist())
            continue
        share = (parts // 2) / parts + rng.uniform(-OFF_CENTRE, OFF_CENTRE) / parts
        order = items[np.argsort(_along(points[items], rng.uniform(-TURN, TURN)), kind="stable")]
        place = int(np.searchsorted(np.cumsum(weight[order]), share * total)) + 1
        place = min(max(1, place), len(order) - 1)
        open_groups += [order[place:], order[:place]]
    return groups


def _along(points: Floats, turn: float) -> Floats:
    """Return how far each point lies along the longest side of them all, turned a little."""
    centred = points - points.mean(axis=0)
    longest = np.linalg.eigh(centred.T @ centred)[1][:, -1]
    cos, sin = np.cos(turn), np.sin(turn)
    along: Floats = centred @ np.array([cos * longest[0] - sin * longest[1], sin * longest[0] + cos * longest[1]])
    return along
