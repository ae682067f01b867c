"""Showing text safely: what comes from outside is never read as Markdown or HTML."""

from __future__ import annotations

import re

from lastmile_core.model import Load, is_pickup_id, is_reload_id, order_of, visit_words
from lastmile_core.units import plural as plural

# Streamlit's Markdown knows links, images, colour directives (:red[..]), icons (:material/..:), LaTeX ($..$) and HTML.
# A backslash before each of these characters shows the character itself.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&^=@])")
# Control characters and line breaks would leave the line that the text was put in.
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


def md_escape(text: object, limit: int = 200) -> str:
    """Return outside text so that Markdown shows it letter by letter, on one line, at most ``limit`` characters."""
    flat = _CONTROL.sub(" ", str(text)).strip()
    if len(flat) > limit:
        flat = flat[: limit - 1] + "…"
    # Bare addresses become links even without brackets; a zero-width space after the scheme's colon stops that.
    flat = re.sub(r"(?i)(https?|ftp|mailto):", lambda match: match.group(0) + "\u200b", flat)
    flat = re.sub(r"(?i)\bwww\.", "www\u200b.", flat)
    return _SPECIAL.sub(r"\\\1", flat)


def visit_cell(name: str) -> str:
    """Return a visit for a table of orders: ``10233``, ``10233 (pickup)``, ``reload 1``."""
    if is_reload_id(name):
        return visit_words(name)
    return f"{order_of(name)} (pickup)" if is_pickup_id(name) else name


def show_load(load: Load) -> str:
    """Return what an order brings, ``3.6 kg, 0.07 m³, 1 parcel``."""
    words = {"m3": "m³", "parcels": "parcels"}
    parts = []
    for name, amount in load.amounts:
        word = words.get(name, name)
        parts.append(f"{amount:g} {word[:-1] if amount == 1 and word.endswith('s') else word}")
    return ", ".join(parts)
