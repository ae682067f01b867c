"""Interval of a rate from few cases."""

from __future__ import annotations

import math

Z_95 = 1.959963984540054


def wilson_interval(successes: float, total: float) -> tuple[float, float] | None:
    """Return the 95 % Wilson score interval of a rate; None without cases.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
    """
    if total <= 0:
        return None
    rate = successes / total
    z2 = Z_95 * Z_95
    centre = (rate + z2 / (2 * total)) / (1 + z2 / total)
    half = Z_95 / (1 + z2 / total) * math.sqrt(max(0.0, rate * (1 - rate)) / total + z2 / (4 * total * total))
    return max(0.0, min(rate, centre - half)), min(1.0, max(rate, centre + half))
