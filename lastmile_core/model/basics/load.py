"""What a stop brings on or takes off a vehicle, in any number of dimensions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    """Amounts by dimension name, such as ``{"parcels": 2, "kg": 5.5}``; missing means zero.

    Build it with :meth:`of`; ``amounts`` is a sorted tuple so that equal loads are equal values.

    Raises
    ------
    ValueError
        If an amount is negative or not finite.
    """

    amounts: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        for dimension, amount in self.amounts:
            if not math.isfinite(amount) or amount < 0:
                raise ValueError(f"load {dimension} is {amount}; give zero or a positive number")

    @classmethod
    def of(cls, amounts: Mapping[str, float] | None = None, /, **more: float) -> Load:
        """Return a load from a mapping or from keywords: ``Load.of(parcels=2, kg=5.5)``."""
        together = {**(amounts or {}), **more}
        return cls(tuple(sorted((name, float(value)) for name, value in together.items() if value)))

    @classmethod
    def limits(cls, amounts: Mapping[str, float]) -> Load:
        """Return limits by dimension: zero stays, it means that nothing fits; a dimension without a limit is absent."""
        return cls(tuple(sorted((name, float(value)) for name, value in amounts.items())))

    def get(self, dimension: str) -> float:
        """Return the amount in ``dimension``; zero when the load does not name it."""
        return dict(self.amounts).get(dimension, 0.0)

    def as_dict(self) -> dict[str, float]:
        """Return the amounts as a new dictionary."""
        return dict(self.amounts)

    def __add__(self, other: Load) -> Load:
        names = {name for name, _ in self.amounts + other.amounts}
        return Load.of({name: self.get(name) + other.get(name) for name in names})
