"""Publish a plan version: from now on it is what was promised."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from lastmile_core.clock import utc_now
from lastmile_core.errors import LastmileError, NotFoundError
from lastmile_core.model import DayKey, Plan
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.workflows.day.changed_since_plan import refuse_open_changes
from lastmile_core.workflows.day.under_way import refuse_torn


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishConsent:
    """What the dispatcher publishes knowingly.

    Attributes
    ----------
    violations
        A plan that breaks a rule is published only when the dispatcher says so by name.
    changes
        ``DayChange.key`` of what has changed since the version was made and is left out of it.
    """

    violations: bool = False
    changes: Collection[str] = ()


NO_CONSENT = PublishConsent()


def publish_plan(
    settings: Settings,
    store: Store,
    day: DayKey,
    version: int,
    *,
    by: str,
    why: str = "",
    consent: PublishConsent = NO_CONSENT,
    expected_head: int | None = None,
) -> Plan:
    """Publish one stored version of a day's plan.

    Parameters
    ----------
    expected_head
        Newest version the dispatcher has seen; when somebody saved a newer one, nothing is published.

    Raises
    ------
    NotFoundError
        If there is no such version.
    StaleVersionError
        If a newer version than ``expected_head`` exists.
    OpenChangesError
        If the day has changed since the version was made in a way that ``consent`` does not name.
    LastmileError
        If the plan breaks rules and nobody consents, or tears what is under way.
    """
    with store.atomic():
        plan = store.plans.get(day.service_date, day.depot_id, version)
        if plan is None:
            raise NotFoundError(f"There is no plan version {version} for this day.", "Plan the day first.")
        if plan.violations and not consent.violations:
            raise LastmileError(
                f"Version {version} breaks a rule in {len(plan.violations)} places and was not published.",
                "Mend them on the Routes page, or tick that you accept them.",
            )
        refuse_torn(store, plan)
        refuse_open_changes(settings, store, plan, consent.changes)
        store.plans.publish(day.service_date, day.depot_id, version, by=by, at=utc_now(), expected_head=expected_head)
        store.audit.write(
            who=by,
            what="publish plan",
            why=why,
            subject=day.subject,
            detail={
                "version": version,
                "violations": len(plan.violations),
                **({"without": list(consent.changes)} if consent.changes else {}),
            },
        )
        published = store.plans.get(day.service_date, day.depot_id, version)
    assert published is not None
    return published
