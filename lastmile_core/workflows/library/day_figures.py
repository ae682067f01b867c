"""The figures of a day from its plan and what was reported."""

from __future__ import annotations

from collections.abc import Sequence

from lastmile_core.metrics import DayFacts, MetricValue, compute
from lastmile_core.model import Plan, StopEvent
from lastmile_core.workflows.library.planning_day import PlanningDay


def day_figures(day: PlanningDay, plan: Plan, events: Sequence[StopEvent]) -> dict[str, MetricValue]:
    """Return every figure of a day by its key (docs/metrics.md), as it stands when the day is over.

    Parameters
    ----------
    plan
        The plan that was promised.
    events
        What was reported, in any order; events that came twice count once.
    """
    facts = DayFacts(
        service_date=day.service_date,
        depot=day.depot,
        plan=plan,
        orders=day.orders,
        events=tuple({event.event_id: event for event in events}.values()),
        vehicles={vehicle.vehicle_id: vehicle for vehicle in day.vehicles},
        drivers={driver.driver_id: driver for driver in day.drivers},
    )
    return compute([facts])
