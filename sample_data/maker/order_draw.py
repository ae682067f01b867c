"""What somebody orders: sizes, windows, skills, priority."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Window (empty for any time) and its share in per cent. Shops promise the morning to nearly everybody,
# so that most vans have to be on the road by eight.
_WINDOWS = {
    "private": "any 12 07:30-09:00 20 08:00-11:00 12 08:00-12:00 14 09:00-12:00 12 09:00-11:00 6"
    " 12:00-16:00 14 13:00-17:00 10",
    "office": "any 4 08:00-10:00 16 09:00-12:00 38 09:00-17:00 32 13:00-16:00 10",
    "shop": "07:30-09:00 36 08:00-10:00 14 09:00-12:00 28 10:00-17:00 22",
    "restaurant": "07:30-09:00 52 08:30-10:30 30 14:00-16:30 18",
    "site": "08:00-11:30 100",
}


def _window(kind: str, rng: np.random.Generator) -> tuple[str, str] | None:
    words = _WINDOWS[kind].split()
    shares = np.array([float(share) for share in words[1::2]])
    chosen = words[::2][int(rng.choice(len(shares), p=shares / shares.sum()))]
    earliest, _, latest = chosen.partition("-")
    return (earliest, latest) if latest else None


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
            int(rng.integers(15, 24)),
        )
    if draw < bulky + medium:
        return (
            int(rng.integers(2, 7)),
            float(rng.uniform(10, 38)),
            float(rng.uniform(0.22, 0.62)),
            int(rng.integers(7, 14)),
        )
    return int(rng.integers(1, 4)), float(rng.uniform(0.6, 12)), float(rng.uniform(0.02, 0.20)), int(rng.integers(4, 9))


def draw_order(kind: str, rng: np.random.Generator) -> Drawn:
    """Draw an order for a customer of this kind."""
    parcels, kg, m3, service = _size(kind, rng)
    window = _window(kind, rng)
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
