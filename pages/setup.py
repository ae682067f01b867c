"""Settings: depots, what matters in planning, roads, base maps and addresses, targets, who changed what."""

from __future__ import annotations

import streamlit as st

from pages.widgets.settings import (
    setup_addresses,
    setup_audit,
    setup_depots,
    setup_roads,
    setup_rules,
    setup_targets,
    setup_traffic,
)
from pages.widgets.shared.page import here

page = here()
st.title("Settings")
depot_tab, rules_tab, roads_tab, targets_tab, audit_tab = st.tabs(
    ["Depots", "Planning rules", "Roads and map", "Targets", "Who changed what"], key="setup_tab"
)
with depot_tab:
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("This depot")
        setup_depots.change(page)
    with right:
        st.subheader("Another depot")
        setup_depots.add(page.store, page.user)
with rules_tab:
    setup_rules.show(page)
    setup_traffic.show(page)
with roads_tab:
    setup_roads.show(page)
    setup_addresses.show(page)
with targets_tab:
    setup_targets.show(page)
with audit_tab:
    setup_audit.show(page)
