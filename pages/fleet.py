"""Fleet: who is out today, vehicles, drivers, docks, who serves whom."""

from __future__ import annotations

import streamlit as st

from pages.widgets.fleet import fleet_hours, fleet_people, fleet_roster, fleet_rules, fleet_serving, fleet_vehicles
from pages.widgets.fleet.fleet_upload import upload
from pages.widgets.shared.page import here

page = here()
st.title("Fleet")
today_tab, vehicles_tab, drivers_tab, docks_tab, serving_tab, upload_tab = st.tabs(
    ["Out today", "Vehicles", "Drivers", "Docks", "Who serves whom", "Import"], key="fleet_tab"
)
with today_tab:
    fleet_roster.show(page)
with vehicles_tab:
    fleet_vehicles.show(page)
    fleet_hours.show(page)
    fleet_rules.show(page)
with drivers_tab:
    fleet_people.show_drivers(page)
with docks_tab:
    fleet_people.show_docks(page)
with serving_tab:
    fleet_serving.show(page)
with upload_tab:
    upload(page)
