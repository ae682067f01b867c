"""The frame: side bar, day and depot in the address, the day's stepper, then the page that was chosen."""

from __future__ import annotations

import streamlit as st

from pages.widgets.frame import frame

st.set_page_config(page_title="Lastmile", page_icon=frame.page_icon(), layout="wide")
frame.run()
