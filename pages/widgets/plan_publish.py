"""Publishing: the moment from which a plan is a promise."""

from __future__ import annotations

import streamlit as st

from lastmile_core.errors import LastmileError
from lastmile_core.model import Plan
from lastmile_core.workflows.publish_plan import publish_plan
from pages.widgets.page import Here, remember_message, show_error
from pages.widgets.text import md_escape, plural


def show(now: Here, plan: Plan) -> None:
    """Offer to publish the version that is shown, and say what publishing touches."""
    drivers = plural(len(plan.routes_in_use), "driver")
    if plan.is_published:
        published = now.store.plans.latest_published(now.service_date, now.depot.depot_id)
        if published is not None and published.version == plan.version and plan.published_at is not None:
            local = plan.published_at.astimezone(now.day.midnight.tzinfo)
            st.success(
                f"Version {plan.version} is published since {local:%H:%M} by {md_escape(plan.published_by)}. "
                "Driver sheets are on the Routes page.",
                icon=":material/campaign:",
            )
            return
    accepted = True
    if plan.violations:
        st.warning(
            f"This version breaks a rule in {plural(len(plan.violations), 'place')}. "
            "Mend them on the Routes page or accept them.",
            icon=":material/warning:",
        )
        accepted = st.checkbox("I have seen them and accept them", key=f"accept_{plan.version}")
    if st.button(
        f"Publish version {plan.version} to {drivers}",
        type="primary",
        icon=":material/campaign:",
        key="publish",
        disabled=not accepted or not plan.routes_in_use,
        help="Freezes the promised windows and makes driver sheets final. You can publish a newer version later.",
    ):
        _publish(now, plan, accepted)


def _publish(now: Here, plan: Plan, accepted: bool) -> None:
    head = now.store.plans.latest(now.service_date, now.depot.depot_id)
    try:
        publish_plan(
            now.store,
            now.service_date,
            now.depot.depot_id,
            plan.version,
            by=now.user,
            accept_violations=accepted,
            expected_head=head.version if head else None,
        )
    except LastmileError as error:
        show_error(error)
        return
    remember_message(f"Version {plan.version} is published.")
    st.rerun()
