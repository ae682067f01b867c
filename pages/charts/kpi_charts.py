"""Figures of a period: trend against target, planned to actual, reasons and docks.

Each function takes plain numbers, so that it can draw any metric; names, units and counts come with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import plotly.graph_objects as go

from pages.charts.palette import STATES, SURFACES, Theme, rgba
from pages.charts.plotly_style import chart_text, figure, legend_below, note

_NOTHING = "Nothing to show for this period yet. Publish a plan and record what happened."


def trend_line(
    days: Sequence[date],
    values: Sequence[float | None],
    *,
    name: str,
    unit: str,
    theme: Theme = "light",
    target: float | None = None,
    higher_is_better: bool = True,
    intervals: Sequence[tuple[float, float] | None] = (),
    height: int = 260,
) -> go.Figure:
    """Return a metric over days, with its target as a dashed line and days that miss it marked ▲.

    Parameters
    ----------
    values
        In ``unit``; None leaves a gap (no data is not zero).
    intervals
        95 % interval of each day, drawn as a band; empty for none.
    """
    fig = figure(theme, height=height)
    known = [(day, value) for day, value in zip(days, values, strict=True) if value is not None]
    if not known:
        note(fig, _NOTHING, theme)
        return fig
    if len(intervals) == len(days):
        _add_band(fig, days, intervals, theme)
    colour = STATES["service"].colour(theme)
    fig.add_trace(
        go.Scatter(
            x=list(days),
            y=list(values),
            mode="lines+markers",
            name=chart_text(name),
            line={"color": colour, "width": 2.5},
            marker={"size": 5},
            connectgaps=False,
            hovertemplate=f"%{{x|%a %d %b}}<br>%{{y:,.1f}} {chart_text(unit)}<extra></extra>",
        )
    )
    if target is not None:
        _add_target(fig, target, unit, theme)
        missed = [(day, value) for day, value in known if (value < target if higher_is_better else value > target)]
        _add_missed(fig, missed, theme)
    fig.update_xaxes(title_text="", tickformat="%d %b", type="date", showgrid=False)
    fig.update_yaxes(title_text=f"{chart_text(name)} ({chart_text(unit)})")
    legend_below(fig)
    return fig


def _add_band(
    fig: go.Figure, days: Sequence[date], intervals: Sequence[tuple[float, float] | None], theme: Theme
) -> None:
    # One closed outline for each run of days with data: a band across a day without data would invent one.
    x: list[date | None] = []
    y: list[float | None] = []
    run: list[tuple[date, tuple[float, float]]] = []
    for day, pair in [*zip(days, intervals, strict=True), (None, None)]:
        if day is not None and pair is not None:
            run.append((day, pair))
            continue
        if run:
            x += [*(d for d, _ in run), *(d for d, _ in reversed(run)), run[0][0], None]
            y += [*(high for _, (_, high) in run), *(low for _, (low, _) in reversed(run)), run[0][1][1], None]
            run = []
    colour = STATES["service"].colour(theme)
    fig.add_trace(
        go.Scatter(
            x=x,
            y=y,
            mode="lines",
            line={"width": 1, "color": rgba(colour, 0.16)},
            fill="toself",
            fillcolor=rgba(colour, 0.16),
            name="95 % interval",
            hoverinfo="skip",
        )
    )


def _add_target(fig: go.Figure, target: float, unit: str, theme: Theme) -> None:
    ink = SURFACES[theme].target
    fig.add_hline(y=target, line={"color": ink, "width": 1.5, "dash": "dash"})
    fig.add_annotation(
        x=1,
        xref="paper",
        y=target,
        xanchor="right",
        yanchor="bottom",
        showarrow=False,
        text=f"target {target:g} {chart_text(unit)}",
        font={"size": 11, "color": ink},
    )


def _add_missed(fig: go.Figure, missed: Sequence[tuple[date, float]], theme: Theme) -> None:
    if not missed:
        return
    fig.add_trace(
        go.Scatter(
            x=[day for day, _ in missed],
            y=[value for _, value in missed],
            mode="markers",
            name="target missed",
            hoverinfo="skip",
            marker={
                "symbol": "triangle-up",
                "size": 11,
                "color": STATES["at_risk"].colour(theme),
                "line": {"width": 1, "color": SURFACES[theme].ground},
            },
        )
    )


def waterfall(
    parts: Sequence[tuple[str, float]],
    *,
    unit: str,
    theme: Theme = "light",
    start: tuple[str, float] | None = None,
    end_name: str = "Actual",
    lower_is_better: bool = True,
    height: int = 320,
) -> go.Figure:
    """Return the way from planned to actual, part by part; the last column is the sum, so it always adds up.

    Parameters
    ----------
    parts
        (name, change in ``unit``), in the order shown.
    start
        (name, value) of the first column, such as ("Planned", 6912); None starts from zero.
    """
    fig = figure(theme, height=height)
    if not parts and start is None:
        note(fig, _NOTHING, theme)
        return fig
    begin = [start] if start is not None else []
    total = sum(change for _, change in parts) + (start[1] if start is not None else 0.0)
    texts = [f"{value:,.0f}" for _, value in begin] + [_signed(change) for _, change in parts]
    texts.append(f"{total:,.0f}" if begin else _signed(total))
    worse, better = STATES["failed"].colour(theme), STATES["done"].colour(theme)
    fig.add_trace(
        go.Waterfall(
            x=[*(chart_text(name, 24) for name, _ in [*begin, *parts]), chart_text(end_name, 24)],
            y=[*(value for _, value in [*begin, *parts]), total],
            measure=[*["absolute"] * len(begin), *["relative"] * len(parts), "total"],
            text=texts,
            textposition="outside",
            cliponaxis=False,
            # The sign is written on every bar, so red and green only repeat what the text says.
            increasing={"marker": {"color": worse if lower_is_better else better}},
            decreasing={"marker": {"color": better if lower_is_better else worse}},
            totals={"marker": {"color": STATES["planned"].colour(theme)}},
            connector={"line": {"color": SURFACES[theme].quiet_ink, "width": 1, "dash": "dot"}},
            hovertemplate=f"%{{x}}: %{{text}} {chart_text(unit)}<extra></extra>",
            showlegend=False,
        )
    )
    fig.update_yaxes(title_text=f"{chart_text(unit)[:1].upper()}{chart_text(unit)[1:]}")
    # Names of parts are long: on a phone they stand upright instead of on top of each other.
    fig.update_xaxes(showgrid=False, automargin=True)
    _leave_room_on_top(fig, [value for _, value in begin], [change for _, change in parts])
    return fig


def _leave_room_on_top(fig: go.Figure, begin: Sequence[float], changes: Sequence[float]) -> None:
    """Zoom into the levels that change, so that small parts of a large total can be seen, and leave room for text."""
    level = sum(begin)
    levels = [level]
    for change in changes:
        level += change
        levels.append(level)
    low, high = min(levels), max(levels)
    spread = (high - low) or abs(high) or 1.0
    # A cut axis is only honest when it is said; without a start column the axis keeps its zero.
    if begin and low > spread * 3:
        fig.update_yaxes(range=[low - spread * 0.6, high + spread * 0.25])
        fig.add_annotation(
            text="axis does not start at zero",
            x=1,
            y=1.02,
            xref="paper",
            yref="paper",
            showarrow=False,
            font={"size": 11},
        )
    else:
        fig.update_yaxes(range=[min(0.0, low) - spread * 0.12, max(0.0, high) + spread * 0.18])


def _signed(value: float) -> str:
    if round(value) == 0:
        return "0"
    return f"+{value:,.0f}" if value > 0 else f"−{abs(value):,.0f}"
