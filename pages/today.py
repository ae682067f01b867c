"""Today: what needs you now, how every route stands, the map."""

from __future__ import annotations

import streamlit as st

from pages.widgets import events_upload, replan, today_board
from pages.widgets.page import here

now = here()
st.title("Today")
plan = today_board.published(now)
if plan is not None:
    day = today_board.track(now, plan)
    today_board.figures(now, plan, day)
    left, right = st.columns([2, 3], gap="medium")
    with left:
        today_board.attention(now, plan, day)
    with right:
        today_board.show_map(now, plan, day)
    replan.show(now, plan, day)
    today_board.routes(now, plan, day)
events_upload.show(now)
