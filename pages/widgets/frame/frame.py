"""The frame around every page."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import streamlit as st

from lastmile_core.clock import today_in
from lastmile_core.errors import LastmileError
from lastmile_core.model import Depot
from lastmile_core.settings import Settings, load_settings
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
from lastmile_core.travel.regions import region_for
from pages.widgets.frame import first_steps, stepper
from pages.widgets.shared import state
from pages.widgets.shared.page import PageContext, framed, show_error, show_incident, show_message
from pages.widgets.shared.text import md_escape
from pages.widgets.today import changes_bar

FOLDER = Path(__file__).resolve().parents[2]
DEFAULT_USER = "Dispatcher"
# The page of the user guide (docs/user-guide) for each page of the app.
GUIDES = {
    "": "today",
    "orders": "orders",
    "plan": "plan",
    "routes": "routes",
    "performance": "performance",
    "fleet": "fleet",
    "setup": "settings",
}


def page_icon() -> str:
    """Return the local icon; Streamlit would fetch a named one from the internet."""
    return str(FOLDER / "assets" / "icon.png")


def _pages() -> dict[str, list[st.Page]]:
    def page(name: str, title: str, icon: str, help_text: str, *, default: bool = False) -> st.Page:
        return st.Page(
            FOLDER / f"{name}.py",
            title=title,
            icon=f":material/{icon}:",
            url_path="" if default else name,
            default=default,
            help=help_text,
        )

    return {
        "Day": [
            page("today", "Today", "today", "What needs you now", default=True),
            page("orders", "Orders", "inventory_2", "Orders in, mended and ready"),
            page("plan", "Plan", "auto_awesome", "Search, compare and publish"),
            page("routes", "Routes", "route", "Map, time line, changes by hand"),
        ],
        "Review": [page("performance", "Performance", "monitoring", "What the day and the weeks were like")],
        "Set-up": [
            page("fleet", "Fleet", "local_shipping", "Vehicles, drivers, docks, who is in today"),
            page("setup", "Settings", "settings", "Depots, roads, targets"),
        ],
    }


def run() -> None:
    """Draw the frame and run the chosen page inside it."""
    settings = load_settings()
    try:
        store = open_store(settings.database)
    except LastmileError as error:
        show_error(error)
        return
    with store:
        chosen = st.navigation(_pages())
        try:
            _inside(settings, store, chosen)
        except LastmileError as error:
            show_error(error)
        except Exception as error:
            # Streamlit's own control flow (rerun, stop, switch) derives from BaseException or is named below.
            if type(error).__module__.startswith("streamlit.runtime.scriptrunner"):
                raise
            show_incident(error)


def _inside(settings: Settings, store: Store, chosen: st.Page) -> None:
    depots = store.depots.all()
    if not depots:
        _brand(settings, None, "start")
        if chosen.url_path in ("setup", "fleet"):
            first_steps.welcome(settings, store, short=True)
        else:
            first_steps.welcome(settings, store)
        return
    depot = _choose_depot(depots)
    service_date = _choose_day(depot)
    user = _who()
    _brand(settings, depot, GUIDES.get(chosen.url_path, ""))
    show_message()
    here = PageContext(settings=settings, store=store, service_date=service_date, depot=depot, user=user)
    with framed(here):
        stepper.show(here)
        changes_bar.show(here)
        chosen.run()


def _choose_depot(depots: list[Depot]) -> Depot:
    """Take the depot from the address, show the choice, write it back, so that a copied link opens the same depot."""
    ids = [depot.depot_id for depot in depots]
    asked = st.query_params.get("depot") or state.get("depot")
    if asked not in ids:
        asked = ids[0]
    if state.widget("frame_depot") not in ids or state.get("depot") != asked:
        state.set_widget("frame_depot", asked)
    names = {depot.depot_id: depot.name for depot in depots}
    with st.sidebar:
        chosen = st.selectbox("Depot", ids, format_func=lambda depot_id: names[depot_id], key="frame_depot")
    state.put("depot", chosen)
    st.query_params["depot"] = chosen
    return depots[ids.index(chosen)]


def _read_day(text: str | None, today: date) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return today


def _choose_day(depot: Depot) -> date:
    today = today_in(depot.timezone)
    asked = _read_day(st.query_params.get("day") or state.get("day"), today)
    if state.get("day") != asked.isoformat() or state.widget("frame_day") is None:
        state.set_widget("frame_day", asked)
    with st.sidebar:
        st.date_input("Day", key="frame_day", format="YYYY-MM-DD")
        with st.container(horizontal=True, gap="small"):
            for label, target, tip in (
                (":material/chevron_left:", -1, "Day before"),
                ("Today", None, "Go to today"),
                (":material/chevron_right:", 1, "Day after"),
            ):
                st.button(label, key=f"frame_step_{target}", help=tip, on_click=_step_day, args=(target, today))
    chosen = state.widget("frame_day") or asked
    state.put("day", chosen.isoformat())
    st.query_params["day"] = chosen.isoformat()
    return chosen


def _step_day(step: int | None, today: date) -> None:
    current = state.widget("frame_day") or today
    target = today if step is None else current + timedelta(days=step)
    state.set_widget("frame_day", target)
    state.put("day", target.isoformat())
    st.query_params["day"] = target.isoformat()


def _who() -> str:
    with st.sidebar:
        name = st.text_input(
            "Your name", value=DEFAULT_USER, max_chars=40, key="frame_user", help="Kept with every change you save."
        )
    return name.strip() or DEFAULT_USER


def _brand(settings: Settings, depot: Depot | None, guide: str) -> None:
    st.logo(str(FOLDER / "assets" / "logo.png"), size="large", icon_image=page_icon())
    with st.sidebar:
        st.link_button(
            "Help",
            f"/help/user-guide/{guide}/" if guide else "/help/",
            icon=":material/help:",
            help="Opens the guide of this page in a new tab. It is on this machine and needs no internet.",
        )
        if depot is not None:
            _roads_sign(settings, depot)
        st.caption(
            ":material/lock_open: **Demo access**: no sign-in is configured, so whoever reaches this address "
            "can change everything. Keep it on this machine."
        )


def _roads_sign(settings: Settings, depot: Depot) -> None:
    if settings.osrm_url is not None:
        st.caption(":material/route: Roads: your OSRM server ✓")
        return
    region = region_for(settings, [depot.location])
    if region is None:
        st.caption(
            ":material/warning: Roads: **estimate** ▲ Driving times are straight lines times a factor. "
            "Add a road file on the Settings page."
        )
    else:
        st.caption(f":material/route: Roads: {md_escape(region.name.replace('-', ' ').title())} · road times (OSRM) ✓")
