"""A plan against another, and a search while it runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from lastmile_core.model import Plan
from lastmile_core.units import show_distance, show_duration, show_money
from pages.charts.palette import STATES, Theme
from pages.charts.plotly_style import figure, note


def cost_curve(
    history: Sequence[tuple[float, float]], currency: str, *, theme: Theme = "light", height: int = 220
) -> go.Figure:
    """Return the cost of the best plan so far over the seconds of the search.

    Parameters
    ----------
    history
        (seconds since the start, cost in cents), one entry for each improvement.
    """
    fig = figure(theme, height=height)
    if not history:
        note(fig, "The search has just begun. The first plan appears here in a moment.", theme)
        return fig
    seconds = [moment for moment, _ in history]
    money = [cents / 100 for _, cents in history]
    state = STATES["under_way"]
    fig.add_trace(
        go.Scatter(
            x=seconds,
            y=money,
            mode="lines+markers",
            # Between two improvements the old plan still stands, so the line is a stair and not a slope.
            line={"shape": "hv", "color": state.colour(theme), "width": 2.5},
            marker={"size": 5},
            hovertemplate="after %{x:.1f} s<br>%{text}<extra></extra>",
            text=[show_money(amount, currency) for amount in money],
            showlegend=False,
        )
    )
    fig.add_annotation(
        x=seconds[-1],
        y=money[-1],
        text=f"<b>{show_money(money[-1], currency)}</b>",
        showarrow=False,
        xanchor="right",
        yanchor="top",
        yshift=-6,
    )
    fig.update_xaxes(title_text="Time of search (s)", rangemode="tozero")
    spread = (max(money) - min(money)) or abs(money[-1]) or 1.0
    fig.update_yaxes(range=[min(money) - spread * 0.25, max(money) + spread * 0.1])
    fig.update_yaxes(title_text=f"Cost of the best plan ({currency})")
    return fig


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    name: str
    value: Callable[[Plan], float]
    show: Callable[[float], str]
    lower_is_better: bool | None = True


def compare_plans(
    left: Plan, right: Plan, currency: str, *, failures: tuple[float | None, float | None] = (None, None)
) -> list[dict[str, str]]:
    """Return one row a figure: ``figure``, both versions' columns, ``change`` and ``verdict`` in words.

    ``left`` is the version in use, ``right`` the candidate; the version columns are named ``v2`` and ``v3``.
    ``failures`` are the failed first attempts to be expected of both, None where no order says its chances.
    """
    names = (f"v{left.version}", f"v{right.version}")
    if names[0] == names[1]:
        names = (f"{names[0]} (left)", f"{names[1]} (right)")
    rows = [_row(item, names, item.value(left), item.value(right)) for item in _figures(currency)]
    if failures[0] is not None and failures[1] is not None:
        item = _Figure(name="Failed first attempts expected", value=lambda _: 0.0, show=lambda value: f"{value:.1f}")
        rows.append(_row(item, names, *(round(value, 1) for value in failures if value is not None)))
    return rows


def _row(item: _Figure, names: tuple[str, str], before: float, after: float) -> dict[str, str]:
    return {
        "figure": item.name,
        names[0]: item.show(before),
        names[1]: item.show(after),
        "change": _signed(after - before, item.show),
        "verdict": _verdict(before, after, item.lower_is_better),
    }


def _figures(currency: str) -> list[_Figure]:
    def count(value: float) -> str:
        return f"{value:.0f}"

    def money(value: float) -> str:
        return show_money(value, currency)

    return [
        _Figure(name="Vans on the road", value=lambda plan: len(plan.routes_in_use), show=count),
        _Figure(name="Stops planned", value=lambda plan: plan.num_stops, show=count, lower_is_better=False),
        _Figure(name="Orders left out", value=lambda plan: len(plan.unassigned), show=count),
        _Figure(name="Distance", value=lambda plan: plan.distance_m, show=show_distance),
        _Figure(name="Paid time", value=lambda plan: plan.paid_s, show=show_duration),
        _Figure(name="Driving", value=lambda plan: sum(r.drive_s for r in plan.routes), show=show_duration),
        _Figure(name="Waiting at stops", value=lambda plan: sum(r.wait_s for r in plan.routes), show=show_duration),
        _Figure(name="Broken rules", value=lambda plan: len(plan.violations), show=count),
        _Figure(name="Cost of the day", value=lambda plan: plan.cost.operating, show=money),
    ]


def _signed(change: float, show: Callable[[float], str]) -> str:
    if abs(change) < 1e-9:
        return "same"
    return ("+" if change > 0 else "−") + show(abs(change))


def _verdict(before: float, after: float, lower_is_better: bool | None) -> str:
    if lower_is_better is None or abs(after - before) < 1e-9:
        return "●  same"
    return "▲  better" if (after < before) == lower_is_better else "▼  worse"
