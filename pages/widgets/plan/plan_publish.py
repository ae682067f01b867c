"""Publishing: the moment from which a plan is a promise."""

from __future__ import annotations

import zlib

import streamlit as st

from lastmile_core.errors import LastmileError
from lastmile_core.model import Plan
from lastmile_core.workflows.day.changed_since_plan import changes_of
from lastmile_core.workflows.day.day_change import DayChange, words_of_changes
from lastmile_core.workflows.day.under_way import torn_by
from lastmile_core.workflows.plan.publish_plan import PublishConsent, publish_plan
from pages.widgets.shared import plan_version
from pages.widgets.shared.page import PageContext, remember_message, show_error
from pages.widgets.shared.text import md_escape, plural
from pages.widgets.today import changes_bar


def show(page: PageContext, plan: Plan) -> None:
    """Offer to publish the version that is shown, and say what publishing touches."""
    drivers = plural(len(plan.routes_in_use), "driver")
    if plan.is_published:
        published = page.store.plans.latest_published(page.service_date, page.depot.depot_id)
        if published is not None and published.version == plan.version and plan.published_at is not None:
            local = plan.published_at.astimezone(page.day.midnight.tzinfo)
            st.success(
                f"Version {plan.version} is published since {local:%H:%M} by {md_escape(plan.published_by)}. "
                "Driver sheets are on the Routes page.",
                icon=":material/campaign:",
            )
            return
    if (torn := torn_by(page.store, plan)) is not None:
        st.info(md_escape(f"{torn.message} {torn.mend}", 500), icon=":material/block:")
        return
    accepted = True
    if plan.violations:
        st.warning(
            f"This version breaks a rule in {plural(len(plan.violations), 'place')}. "
            "Mend them on the Routes page or accept them.",
            icon=":material/warning:",
        )
        accepted = st.checkbox("I have seen them and accept them", key=f"accept_{plan.version}")
    changes = _changes(page, plan)
    despite = bool(changes) and _publish_without(plan, changes)
    if st.button(
        f"Publish version {plan.version} to {drivers}",
        type="primary",
        icon=":material/campaign:",
        key="publish",
        disabled=not accepted or not plan.routes_in_use or (bool(changes) and not despite),
        help="Freezes the promised windows and makes driver sheets final. You can publish a newer version later.",
    ):
        _publish(page, plan, accepted, changes if despite else ())


def _changes(page: PageContext, plan: Plan) -> tuple[DayChange, ...]:
    """Return what has changed since the version that would be published."""
    changed = changes_bar.current(page)
    if plan.version == changed.version:
        return changed.changes
    return changes_of(page.settings, page.store, plan)


def _publish_without(plan: Plan, changes: tuple[DayChange, ...]) -> bool:
    """Ask by name whether the version goes out although it does not know these changes."""
    st.warning(
        f"Version {plan.version} does not know of {plural(len(changes), 'change')}. "
        "Take them in with the bar above, or publish without them:\n"
        + "\n".join(f"* {md_escape(words, 120)}" for words in words_of_changes(changes)),
        icon=":material/sync_problem:",
    )
    # A change that comes later asks again: the key names those that were seen.
    mark = zlib.crc32("|".join(change.key for change in changes).encode())
    which = "this change" if len(changes) == 1 else f"these {len(changes)} changes"
    return st.checkbox(f"Publish without {which}", key=f"despite_{plan.version}_{mark:x}")


def _publish(page: PageContext, plan: Plan, accepted: bool, despite: tuple[DayChange, ...]) -> None:
    if (seen := plan_version.seen(page, plan)) != plan.version:
        st.error(
            f"Version {plan.version} came while you looked at version {seen}, so nothing was published. "
            "Look at it first, then publish.",
            icon=":material/sync_problem:",
        )
        return
    head = page.store.plans.latest(page.service_date, page.depot.depot_id)
    try:
        publish_plan(
            page.settings,
            page.store,
            page.day_key,
            plan.version,
            by=page.user,
            expected_head=head.version if head else None,
            consent=PublishConsent(violations=accepted, changes=[change.key for change in despite]),
        )
    except LastmileError as error:
        show_error(error)
        return
    remember_message(f"Version {plan.version} is published.")
    st.rerun()
