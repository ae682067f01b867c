"""What the shops reckon: the chance that somebody opens, by the hour, in whole per cent."""

from __future__ import annotations

import numpy as np

from sample_data.maker.addresses import Address

# From that hour on, in per cent; nobody delivers in the night, so the first one holds from midnight.
_CURVES = {
    "private": {0: 84, 8: 90, 9: 85, 10: 78, 11: 76, 12: 82, 13: 80, 14: 83, 15: 87, 16: 91, 17: 95, 18: 97, 20: 93},
    "office": {0: 40, 8: 82, 9: 95, 10: 97, 12: 93, 13: 96, 16: 92, 17: 75, 18: 50},
    "shop": {0: 45, 8: 70, 9: 92, 10: 97, 12: 95, 13: 97, 18: 85, 19: 55},
    "restaurant": {0: 50, 8: 78, 9: 86, 10: 94, 12: 88, 13: 86, 14: 95, 17: 93},
    "site": {0: 99},
}
_OLD_TOWN_BEFORE_TEN = 0.55
"""Of the chance elsewhere: shutters go up late there."""


def chances_text(kind: str, address: Address, rng: np.random.Generator) -> str:
    """Return one chance an hour from midnight to the last change, as an order file says it: ``78 78 … 95 %``."""
    curve, hours = _CURVES[kind], []
    shift = 0.0 if kind == "site" else float(rng.normal(0, 4))
    slow = address.district.name == "Old Town" and kind != "site"
    level = 0
    for hour in range(max(curve) + 1):
        level = curve.get(hour, level)
        chance = (level + shift) * (_OLD_TOWN_BEFORE_TEN if slow and hour < 10 else 1.0)
        hours.append(round(float(np.clip(chance, 5, 99))))
    return " ".join(map(str, hours)) + " %"
