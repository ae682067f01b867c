"""Who made a plan, when, how and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from lastmile_core.clock import utc_now
from lastmile_core.model.plans.plan import PlanOrigin


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanNotes:
    """What stands beside the routes of a plan version; ``at`` is now unless it is said."""

    by: str
    origin: PlanOrigin
    why: str = ""
    at: datetime = field(default_factory=utc_now)
