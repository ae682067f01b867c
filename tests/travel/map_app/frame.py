"""A page with nothing but the base map."""

import pydeck as pdk
import streamlit as st

theme = st.query_params.get("theme", "light")
view = pdk.ViewState(latitude=10.0025, longitude=20.0055, zoom=14)
st.pydeck_chart(
    pdk.Deck([], initial_view_state=view, map_provider="mapbox", map_style=f"/basemap/town/style-{theme}.json"),
    height=600,
)
