"""From planned to actual paid time, part by part, for a period."""

from __future__ import annotations

from dataclasses import dataclass, field

from lastmile_core.metrics.facts.day_view import DayView
from lastmile_core.metrics.routes.adherence import WATERFALL_PARTS, waterfall_of
from lastmile_core.metrics.routes.paid_time import PaidTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """Seconds by part; ``sum(parts) == actual_s - planned_s`` to the second.

    Attributes
    ----------
    num_routes
        Routes compared; the others lack stamps or a plan, ``num_left_out``.
    """

    planned_s: int = 0
    actual_s: int = 0
    parts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(WATERFALL_PARTS, 0))
    num_routes: int = 0
    num_left_out: int = 0

    @property
    def difference_s(self) -> int:
        """Actual less planned paid time."""
        return self.actual_s - self.planned_s

    def __add__(self, other: Waterfall) -> Waterfall:
        return Waterfall(
            planned_s=self.planned_s + other.planned_s,
            actual_s=self.actual_s + other.actual_s,
            parts={name: self.parts[name] + other.parts[name] for name in WATERFALL_PARTS},
            num_routes=self.num_routes + other.num_routes,
            num_left_out=self.num_left_out + other.num_left_out,
        )


def build_waterfall(day: DayView, splits: dict[str, PaidTime | str]) -> Waterfall:
    """Return the waterfall of one day over all routes that have a plan and complete stamps."""
    total = Waterfall(num_left_out=len(day.silent))
    for route in day.routes:
        split = splits[route.vehicle_id]
        if route.planned is None or isinstance(split, str):
            total += Waterfall(num_left_out=1)
        else:
            total += Waterfall(
                planned_s=route.planned.paid_s,
                actual_s=split.paid,
                parts=waterfall_of(route.planned, split),
                num_routes=1,
            )
    return total
