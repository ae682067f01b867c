"""A vehicle whose counter was never reset does not make a delivery cost thousands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from lastmile_core.workflows.reports.report_period import report_period

LIFE_M = 84_312_000


@pytest.mark.parametrize("kind", ["life", "stuck"])
def test_the_cost_is_that_of_the_route(harbour_store, make_day, kind):
    day, other = date(2026, 11, 24), date(2026, 11, 25)
    for on in (day, other):
        orders, plan, events = make_day(on, num_routes=2, stops_per_route=5)
        harbour_store.orders.save_many(orders)
        stored = harbour_store.plans.add(plan, expected_head=None)
        at = datetime.combine(on, datetime.min.time(), tzinfo=UTC) + timedelta(hours=6)
        harbour_store.plans.publish(on, "harbour", stored.version, "Ana", at)
        if on == other:
            events = [
                replace(event, odometer_m=LIFE_M + (event.odometer_m if kind == "life" else 0))
                if event.odometer_m is not None
                else event
                for event in events
            ]
        harbour_store.events.append(events)
    right = report_period(harbour_store, day, day, "harbour").metrics
    found = report_period(harbour_store, other, other, "harbour").metrics
    assert found["cost_per_delivered_order"].value == pytest.approx(right["cost_per_delivered_order"].value, rel=0.25)
    # Without a total by the counter the two cannot be compared, and the card says why.
    assert found["distance_variance"].value is None
    assert any("counter" in note for note in found["cost_per_delivered_order"].notes)
