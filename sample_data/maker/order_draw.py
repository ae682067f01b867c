"""What somebody orders: sizes, windows, skills, priority."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_WINDOWS: dict[str, tuple[tuple[tuple[str, str] | None, float], ...]] = {
    "private": (
        (None, 0.30),
        (("08:00", "12:00"), 0.24),
        (("12:00", "16:00"), 0.18),
        (("09:00", "11:00"), 0.08),
        (("10:00", "13:00"), 0.08),
        (("13:00", "15:00"), 0.05),
        (("14:00", "17:00"), 0.05),
        (("07:30", "09:30"), 0.02),
    ),
    "office": ((None, 0.10), (("09:00", "17:00"), 0.50), (("09:00", "12:00"), 0.28), (("13:00", "16:00"), 0.12)),
    "shop": ((("08:00", "10:00"), 0.24), (("09:00", "12:00"), 0.40), (("10:00", "17:00"), 0.36)),
    "restaurant": ((("08:00", "10:00"), 0.34), (("09:00", "11:00"), 0.40), (("14:00", "16:30"), 0.26)),
    "site": ((("08:00", "11:30"), 1.0),),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One order without its customer; ``window`` as clock texts, service in minutes."""

    kind: str
    parcels: int
    kg: float
    m3: float
    window: tuple[str, str] | None
    service_min: int
    priority: str
    skills: tuple[str, ...]


def _size(kind: str, rng: np.random.Generator) -> tuple[int, float, float, int]:
    draw = rng.random()
    bulky = {"private": 0.06, "office": 0.05, "shop": 0.10, "restaurant": 0.02, "site": 1.0}[kind]
    medium = {"private": 0.22, "office": 0.30, "shop": 0.45, "restaurant": 0.50, "site": 0.0}[kind]
    if draw < bulky:
        return (
            int(rng.integers(2, 7)),
            float(rng.uniform(28, 85)),
            float(rng.uniform(0.7, 1.5)),
            int(rng.integers(12, 19)),
        )
    if draw < bulky + medium:
        return (
            int(rng.integers(2, 7)),
            float(rng.uniform(10, 38)),
            float(rng.uniform(0.22, 0.62)),
            int(rng.integers(6, 11)),
        )
    return int(rng.integers(1, 4)), float(rng.uniform(0.6, 12)), float(rng.uniform(0.02, 0.20)), int(rng.integers(3, 7))


def draw_order(kind: str, rng: np.random.Generator) -> Drawn:
    """Draw an order for a customer of this kind."""
    parcels, kg, m3, service = _size(kind, rng)
    windows = _WINDOWS[kind]
    window = windows[int(rng.choice(len(windows), p=[share for _, share in windows]))][0]
    skills: list[str] = []
    if m3 > 0.95 and rng.random() < 0.5:
        skills.append("two_person")
    if rng.random() < (0.22 if kind == "restaurant" else 0.02):
        skills.append("fridge")
    priority = str(rng.choice(["low", "normal", "high"], p=[0.06, 0.84, 0.10]))
    is_return = kind in ("private", "shop", "office") and rng.random() < 0.04
    return Drawn(
        kind="collection" if is_return else "delivery",
        parcels=parcels,
        kg=round(kg, 1),
        m3=round(m3, 2),
        window=window,
        service_min=service,
        priority=priority,
        skills=tuple(skills),
    )
