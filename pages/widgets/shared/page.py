"""What every page gets from the frame: the store, the day, the depot, who sits in front of it."""

from __future__ import annotations

import contextlib
import secrets
import sys
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from lastmile_core.clock import ServiceDay
from lastmile_core.errors import LastmileError
from lastmile_core.model import DayKey, Depot
from lastmile_core.settings import Settings, load_settings
from lastmile_core.store import Store
from lastmile_core.store.database.soundness import damaged_error, look_through
from lastmile_core.store.open_store import open_store
from pages.charts.palette import Theme
from pages.widgets.shared import state
from pages.widgets.shared.text import md_escape


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """What a page is shown for: store, service day, depot and the person in front of it."""

    settings: Settings
    store: Store
    service_date: date
    depot: Depot
    user: str

    @property
    def day(self) -> ServiceDay:
        """The service day in the depot's time zone."""
        return ServiceDay(service_date=self.service_date, timezone=self.depot.timezone)

    @property
    def day_key(self) -> DayKey:
        """The same day as a key: what plans, searches and audit entries are about."""
        return DayKey(self.service_date, self.depot.depot_id)

    @property
    def theme(self) -> Theme:
        """``light`` or ``dark``, as the browser shows it."""
        return "dark" if st.context.theme.type == "dark" else "light"


# Set by the frame for the length of one script run. A page that finds it empty was started without the frame.
_here: ContextVar[PageContext | None] = ContextVar("lastmile_here", default=None)


@contextlib.contextmanager
def framed(here: PageContext) -> Iterator[None]:
    """Let the frame hand its context to the page it runs."""
    token = _here.set(here)
    try:
        yield
    finally:
        _here.reset(token)


def here() -> PageContext:
    """Return the frame's context; a page run without the frame goes back to it and shows nothing."""
    found = _here.get()
    if found is None:
        st.switch_page("main.py")
    return found


@contextlib.contextmanager
def reopened(base: PageContext) -> Iterator[PageContext]:
    """Give what is asked for after the page was drawn (a download) its own connection; the frame's is closed by then.

    Raises
    ------
    LastmileError
        If the database is gone, exchanged or damaged since the page was drawn.
    """
    with open_store(base.settings.database) as store:
        yield replace(base, store=store)


@contextlib.contextmanager
def fresh(base: PageContext) -> Iterator[PageContext]:
    """Give a fragment that runs by itself its own connection; a database that cannot be opened is told on the page."""
    with contextlib.ExitStack() as stack:
        try:
            inner = stack.enter_context(reopened(base))
        except LastmileError as error:
            show_error(error)
            st.stop()
        yield inner


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Turn a failure inside the block into a sentence on the page."""
    try:
        yield
    except LastmileError as error:
        show_error(error)


def show_error(error: LastmileError) -> None:
    """Show what happened and the next step."""
    text = md_escape(error.message, 800)
    if error.mend:
        text += "\n\n" + md_escape(error.mend, 400)
    st.error(text, icon=":material/error:")


def show_incident(error: Exception) -> bool:
    """Write the details of an unexpected failure to the log and show a number for it."""
    number = secrets.token_hex(3).upper()
    print(f"incident {number}\n{''.join(traceback.format_exception(error))}", file=sys.stderr, flush=True)
    path = load_settings().database
    # Values that cannot be read may come from a damaged file; then nothing is called safe.
    if not look_through(path).is_sound:
        show_error(damaged_error(path))
        return True
    st.error(
        f"Something went wrong on this page (incident {number}). What you had saved is safe. "
        "Reload the page; if it happens again, give this number to whoever looks after Lastmile.",
        icon=":material/error:",
    )
    return True


def remember_message(text: str) -> None:
    """Show a short confirmation after the coming rerun, letter by letter: it may name what came from outside."""
    state.put("message", text)


def show_message() -> None:
    """Show the confirmation that was left by the run before."""
    if text := state.take("message"):
        st.toast(md_escape(text, 600), icon=":material/check_circle:")


__all__ = [
    "PageContext",
    "framed",
    "fresh",
    "here",
    "remember_message",
    "reopened",
    "show_error",
    "show_incident",
    "show_message",
    "told",
]
