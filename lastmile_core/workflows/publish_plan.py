"""Publish a plan version: from now on it is what was promised."""

from __future__ import annotations

from datetime import date

from lastmile_core.clock import utc_now
from lastmile_core.errors import LastmileError, NotFoundError
from lastmile_core.model import Plan
from lastmile_core.store import Store


def publish_plan(
    store: Store,
    service_date: date,
    depot_id: str,
    version: int,
    *,
    by: str,
    why: str = "",
    accept_violations: bool = False,
    expected_head: int | None = None,
) -> Plan:
    """Publish one stored version of a day's plan.

    Parameters
    ----------
    accept_violations
        A plan that breaks a rule is published only when the dispatcher says so by name.
    expected_head
        Newest version the dispatcher has seen; when somebody saved a newer one, nothing is published.

    Raises
    ------
    NotFoundError
        If there is no such version.
    StaleVersionError
        If a newer version than ``expected_head`` exists.
    LastmileError
        If the plan breaks rules and ``accept_violations`` is false.
    """
    with store.atomic():
        plan = store.plans.get(service_date, depot_id, version)
        if plan is None:
            raise NotFoundError(f"There is no plan version {version} for this day.", "Plan the day first.")
        if plan.violations and not accept_violations:
            raise LastmileError(
                f"Version {version} breaks a rule in {len(plan.violations)} places and was not published.",
                "Mend them on the Routes page, or tick that you accept them.",
            )
        store.plans.publish(service_date, depot_id, version, by=by, at=utc_now(), expected_head=expected_head)
        store.audit.write(
            who=by,
            what="publish plan",
            why=why,
            subject=f"{service_date.isoformat()}/{depot_id}",
            detail={"version": version, "violations": len(plan.violations)},
        )
        published = store.plans.get(service_date, depot_id, version)
    assert published is not None
    return published
