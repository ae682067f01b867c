"""Words in one cell."""

from __future__ import annotations


def split_words(text: str | None) -> frozenset[str]:
    """Return the words of a comma-separated cell, lower case."""
    return frozenset(word.strip().lower() for word in (text or "").replace(";", ",").split(",") if word.strip())
