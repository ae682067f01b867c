"""Today: what needs you now, how every route stands, the map."""

from __future__ import annotations

import streamlit as st

from pages.widgets.shared.page import here
from pages.widgets.today import events_upload, replan, today_board

page = here()
st.title("Today")
plan = today_board.published(page)
if plan is not None:
    day = today_board.track(page, plan)
    today_board.figures(page, plan, day)
    left, right = st.columns([2, 3], gap="medium")
    with left:
        today_board.attention(page, plan, day)
    with right:
        today_board.show_map(page, plan, day)
    replan.show(page, plan, day)
    today_board.routes(page, plan, day)
events_upload.show(page)
