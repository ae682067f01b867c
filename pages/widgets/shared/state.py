"""The only file that touches ``st.session_state``: ids of what this browser tab looks at, and what its forms showed.

What a form or table showed is kept to compare it when it is saved (``grid.py``, ``form.py``); it is never
shown again as if it were stored.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

_PREFIX = "lm_"


def get(name: str, default: Any = None) -> Any:
    """Return a small value of this tab (an id, a choice)."""
    return st.session_state.get(_PREFIX + name, default)


def put(name: str, value: Any) -> None:
    """Remember a small value for this tab."""
    st.session_state[_PREFIX + name] = value


def drop(name: str) -> None:
    """Forget a value."""
    st.session_state.pop(_PREFIX + name, None)


def take(name: str, default: Any = None) -> Any:
    """Return a value and forget it: for messages shown once after a rerun."""
    return st.session_state.pop(_PREFIX + name, default)


def widget(key: str, default: Any = None) -> Any:
    """Return what a keyed widget holds at this moment."""
    return st.session_state.get(key, default)


def set_widget(key: str, value: Any) -> None:
    """Set a keyed widget before it is drawn in this run."""
    st.session_state[key] = value


def drop_widget(key: str) -> None:
    """Let a keyed widget start afresh."""
    st.session_state.pop(key, None)


def count(name: str, step: int = 0) -> int:
    """Return a counter, raised by ``step``; used in widget keys so that a form empties after saving."""
    value = int(get(name, 0)) + step
    put(name, value)
    return value
