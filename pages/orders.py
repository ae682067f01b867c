"""Orders: files in, what is wrong with them, places to settle, the day's orders as table and map."""

from __future__ import annotations

import streamlit as st

from pages.widgets.imports import orders_import
from pages.widgets.orders import orders_files, orders_places, orders_remembered, orders_rules, orders_table
from pages.widgets.shared.page import here

page = here()
st.title("Orders")
orders = orders_table.load(page)
orders_table.headline(page, orders)
orders_import.show(page, has_orders=bool(orders))
orders_places.show(page, orders)
if orders:
    shown = orders_table.filtered(orders)
    paged = orders_table.one_page(shown)
    table_tab, rules_tab, map_tab = st.tabs(["Table", "Rules", "Map"], key="orders_view")
    with table_tab:
        orders_table.show(page, paged)
        orders_files.show(page, shown)
    with rules_tab:
        orders_rules.show(page, paged, orders_table.view(paged))
    with map_tab:
        orders_table.show_map(page, shown)
        orders_remembered.show(page)
