"""A plan that leaves an order out is partial, whoever says that it is feasible."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from lastmile_core.model import Plan, PlanStatus, Unassigned, UnassignedKind, UnassignedReason


@pytest.mark.parametrize("said", list(PlanStatus))
def test_an_order_left_out_makes_a_plan_partial(said: PlanStatus) -> None:
    left = Unassigned(
        order_id="A1",
        kind=UnassignedKind.NOT_FOUND_YET,
        reason=next(iter(UnassignedReason)),
        message="It was left out.",
        mend="",
    )
    plan = Plan(
        plan_id="p", service_date=date(2026, 11, 23), depot_id="yard", created_at=datetime.now(UTC), status=said
    )
    assert plan.status is said
    whole = said in (PlanStatus.FEASIBLE, PlanStatus.OPTIMAL)
    assert replace(plan, unassigned=(left,)).status is (PlanStatus.PARTIAL if whole else said)
