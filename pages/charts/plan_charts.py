"""A plan against another, a search while it runs, and the loading bays hour by hour."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import plotly.graph_objects as go

from lastmile_core.model import Dock, Plan, Route
from lastmile_core.units import show_clock, show_distance, show_duration, show_money
from pages.charts.palette import STATES, SURFACES, Theme, ink_on, rgba
from pages.charts.plotly_style import chart_text, figure, legend_below, local_time, note


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


def compare_plans(left: Plan, right: Plan, currency: str) -> list[dict[str, str]]:
    """Return one row a figure: ``figure``, both versions' columns, ``change`` and ``verdict`` in words.

    ``left`` is the version in use, ``right`` the candidate; the version columns are named ``v2`` and ``v3``.
    """
    names = (f"v{left.version}", f"v{right.version}")
    if names[0] == names[1]:
        names = (f"{names[0]} (left)", f"{names[1]} (right)")
    rows = []
    for item in _figures(currency):
        before, after = item.value(left), item.value(right)
        rows.append(
            {
                "figure": item.name,
                names[0]: item.show(before),
                names[1]: item.show(after),
                "change": _signed(after - before, item.show),
                "verdict": _verdict(before, after, item.lower_is_better),
            }
        )
    return rows


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
        _Figure(name="Cost of the day", value=lambda plan: plan.cost.running, show=money),
    ]


def _signed(change: float, show: Callable[[float], str]) -> str:
    if abs(change) < 1e-9:
        return "same"
    return ("+" if change > 0 else "−") + show(abs(change))


def _verdict(before: float, after: float, lower_is_better: bool | None) -> str:
    if lower_is_better is None or abs(after - before) < 1e-9:
        return "●  same"
    return "▲  better" if (after < before) == lower_is_better else "▼  worse"


@dataclass(frozen=True, slots=True, kw_only=True)
class DockLoading:
    """One loading at one bay; ``bay`` counts from 0, ``queue_s`` is the wait for a free bay in seconds."""

    vehicle_id: str
    bay: int
    start: datetime
    end: datetime
    queue_s: int


def spread_on_docks(routes: Sequence[Route], num_docks: int) -> list[DockLoading]:
    """Return who loads at which bay: in order of planned start, each at the bay that is free first.

    With too few bays a loading begins later than planned; the difference is its ``queue_s``.
    """
    free_from: list[datetime | None] = [None] * max(num_docks, 1)
    loadings = []
    for route in sorted(routes, key=lambda r: (r.loading_start, r.vehicle_id)):
        bay = _bay_for(route.loading_start, free_from)
        free = free_from[bay]
        start = route.loading_start if free is None else max(route.loading_start, free)
        end = start + (route.departure - route.loading_start)
        free_from[bay] = end
        queue = round((start - route.loading_start).total_seconds())
        loadings.append(DockLoading(vehicle_id=route.vehicle_id, bay=bay, start=start, end=end, queue_s=queue))
    return loadings


def _bay_for(wanted: datetime, free_from: Sequence[datetime | None]) -> int:
    """Return the first bay that is free at ``wanted``, else the one that is free soonest."""
    for bay, free in enumerate(free_from):
        if free is None or free <= wanted:
            return bay
    return min(range(len(free_from)), key=lambda bay: (free_from[bay] or wanted, bay))


def dock_board(
    plan: Plan,
    docks: Sequence[Dock],
    vehicle_names: Mapping[str, str] | None = None,
    *,
    theme: Theme = "light",
    timezone: str | None = None,
) -> go.Figure:
    """Return the loading bays as rows with one bar a loading; waits for a bay are drawn before it.

    ``customdata`` of a bar is ``[vehicle_id, ""]`` as on the time line.

    Parameters
    ----------
    timezone
        The depot's; None takes the zone in which the plan's own times are told.
    """
    zone = _zone(plan, timezone)
    names = vehicle_names or {}
    labels = [dock.name for dock in docks] or ["Yard (no bays set up)"]
    fig = figure(theme, height=92 + 44 * len(labels), barmode="overlay")
    loadings = spread_on_docks(plan.routes_in_use, len(labels))
    if not loadings:
        note(fig, "No loadings yet. They appear here when a plan exists.", theme)
        return fig
    late = [loading for loading in loadings if loading.queue_s > 0]
    if late:
        fig.add_trace(_queue_bars(late, zone, theme, names))
    fig.add_trace(_loading_bars(loadings, zone, theme, names))
    fig.update_yaxes(
        tickmode="array",
        tickvals=list(range(len(labels))),
        ticktext=[chart_text(label, 24) + "  " for label in labels],
        range=[len(labels) - 0.4, -0.6],
        showgrid=False,
        fixedrange=True,
    )
    fig.update_xaxes(type="date", tickformat="%H:%M", title_text=f"Time of day ({zone.key})")
    legend_below(fig)
    fig.update_layout(margin={"t": 36, "b": 40})
    return fig


def _zone(plan: Plan, timezone: str | None) -> ZoneInfo:
    if timezone is None and plan.routes:
        own = plan.routes[0].loading_start.tzinfo
        if isinstance(own, ZoneInfo):
            return own
    return ZoneInfo(timezone or "UTC")


def _loading_bars(loadings: Sequence[DockLoading], zone: ZoneInfo, theme: Theme, names: Mapping[str, str]) -> go.Bar:
    state = STATES["loading"]
    colour = state.colour(theme)
    return go.Bar(
        name=f"{state.shape} {state.word}",
        orientation="h",
        base=[local_time(loading.start, zone) for loading in loadings],
        x=[(loading.end - loading.start).total_seconds() * 1000 for loading in loadings],
        y=[loading.bay for loading in loadings],
        width=0.62,
        text=[chart_text(names.get(loading.vehicle_id, loading.vehicle_id), 14) for loading in loadings],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": ink_on(colour), "size": 12},
        marker={"color": colour, "line": {"color": SURFACES[theme].ground, "width": 1.5}},
        customdata=[[loading.vehicle_id, ""] for loading in loadings],
        hovertext=[
            f"{chart_text(names.get(loading.vehicle_id, loading.vehicle_id), 30)} loads "
            f"{show_clock(loading.start.astimezone(zone))}–{show_clock(loading.end.astimezone(zone))}"
            + (f"<br>waits {show_duration(loading.queue_s)} for a bay" if loading.queue_s else "")
            for loading in loadings
        ],
        hoverinfo="text",
    )


def _queue_bars(late: Sequence[DockLoading], zone: ZoneInfo, theme: Theme, names: Mapping[str, str]) -> go.Bar:
    state = STATES["waiting"]
    return go.Bar(
        name=f"{state.shape} waiting for a bay",
        orientation="h",
        base=[local_time(loading.start, zone) for loading in late],
        x=[-loading.queue_s * 1000 for loading in late],
        y=[loading.bay + 0.42 for loading in late],
        width=0.16,
        marker={"color": state.colour(theme), "line": {"color": rgba(SURFACES[theme].ink, 0.5), "width": 1}},
        customdata=[[loading.vehicle_id, ""] for loading in late],
        hovertext=[
            f"{chart_text(names.get(loading.vehicle_id, loading.vehicle_id), 30)} waits "
            f"{show_duration(loading.queue_s)} for a bay"
            for loading in late
        ],
        hoverinfo="text",
    )
