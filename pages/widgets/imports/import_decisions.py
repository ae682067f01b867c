"""What a person decided about the file on the screen, step by step, so that the last step can be undone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import streamlit as st

from lastmile_core.model.basics.import_answers import NO_ANSWERS, ImportAnswers
from pages.widgets.shared import state

_MOST_STEPS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """All answers so far; ``label`` says what the last step was."""

    answers: ImportAnswers = NO_ANSWERS
    label: str = ""


def file_key(content: bytes, name: str) -> str:
    """Return a short name for one file, for widget keys."""
    return hashlib.sha256(name.encode() + b"\0" + content).hexdigest()[:12]


def current(file_key: str) -> Decisions:
    """Return what was decided about a file so far."""
    steps = state.get(f"import_steps_{file_key}") or []
    return steps[-1] if steps else Decisions()


def decide(file_key: str, label: str, answers: ImportAnswers) -> None:
    """Add one step and read the file again."""
    steps = list(state.get(f"import_steps_{file_key}") or [])
    before = steps[-1] if steps else Decisions()
    step = Decisions(answers=answers.after(before.answers), label=label)
    state.put(f"import_steps_{file_key}", [*steps, step][-_MOST_STEPS:])
    st.rerun()


def undo(file_key: str) -> None:
    """Take the last step back and read the file again."""
    steps = list(state.get(f"import_steps_{file_key}") or [])
    state.put(f"import_steps_{file_key}", steps[:-1])
    st.rerun()


def forget(file_key: str) -> None:
    """Forget the steps of a file that went in."""
    state.drop(f"import_steps_{file_key}")
