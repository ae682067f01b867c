"""How finely loads are counted: in thousandths, finer where a day has amounts that thousandths would lose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lastmile_core.model import Load
from lastmile_core.problem.routing_problem import LOAD_SCALE

FINEST = 10**9
LOST = 0.001
"""Share of an amount that rounding may change."""


def load_scales(loads: Iterable[Load], dimensions: Sequence[str]) -> tuple[int, ...]:
    """Return for each dimension the power of ten in which whole numbers keep every amount to within a thousandth."""
    amounts: dict[str, set[float]] = {name: set() for name in dimensions}
    for load in loads:
        for name, amount in load.amounts:
            if name in amounts and amount:
                amounts[name].add(amount)
    return tuple(_scale(amounts[name]) for name in dimensions)


def _scale(amounts: Iterable[float]) -> int:
    scale = LOAD_SCALE
    for amount in sorted(amounts):
        while scale < FINEST and abs(round(amount * scale) - amount * scale) > LOST * amount * scale:
            scale *= 10
    return scale


def scaled(load: Load, dimensions: Sequence[str], scales: Sequence[int]) -> tuple[int, ...]:
    """Return a load in whole numbers, one amount a dimension; what is more than nothing stays more than nothing."""
    amounts = dict(load.amounts)
    return tuple(
        max(round(amounts.get(name, 0.0) * scale), int(amounts.get(name, 0.0) > 0))
        for name, scale in zip(dimensions, scales, strict=True)
    )
