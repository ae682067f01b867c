"""Figures of any unit as people read them."""

from __future__ import annotations

from lastmile_core.units import show_money


def shown(value: float | None, unit: str, currency: str) -> str:
    """Return a value with its unit; a dash when there is none."""
    if value is None:
        return "–"
    if unit == "share":
        return f"{value * 100:.1f} %"
    if unit == "money":
        return show_money(value, currency)
    if unit == "min":
        return f"{value:.1f} min"
    if unit == "min/route":
        return f"{value:.0f} min per route"
    if unit == "per hour":
        return f"{value:.1f} per hour"
    if unit == "per stop":
        return f"{value:.2f} per stop"
    return f"{value:,.1f} {unit}"


def difference(value: float, unit: str, currency: str) -> str:
    """Return a change with its sign; shares in points."""
    if unit == "share":
        return f"{value * 100:+.1f} points"
    if unit == "money":
        return ("+" if value > 0 else "") + show_money(value, currency)
    return f"{value:+.1f} {unit}"


def scaled(value: float | None, unit: str) -> float | None:
    """Return the value as charts draw it: shares in per cent."""
    return None if value is None else value * 100 if unit == "share" else value


def axis_unit(unit: str, currency: str) -> str:
    """Return the unit for an axis."""
    return {"share": "%", "money": currency}.get(unit, unit)
