"""A value of an earlier release that could not be understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadSetting:
    """A stored value that is kept as it was, because nobody could read it as the fact that it should be.

    Attributes
    ----------
    key, value
        As an earlier release stored them; ``value`` is JSON text.
    why
        What is wrong with it, in plain words.
    kept_at
        When it was set aside.
    """

    key: str
    value: str
    why: str
    kept_at: datetime
