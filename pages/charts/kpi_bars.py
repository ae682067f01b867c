"""Counts of a period as bars: failures, dock queues by quarter of an hour, how late vans came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from pages.charts.palette import STATES, SURFACES, State, Theme
from pages.charts.plotly_style import chart_text, figure, note


def failure_bars(
    rows: Sequence[tuple[str, int, int | None]],
    *,
    by: str,
    theme: Theme = "light",
    sort: bool = True,
    at_most: int = 12,
) -> go.Figure:
    """Return failed deliveries as horizontal bars, the largest on top.

    Parameters
    ----------
    rows
        (label, failed, attempts or None); with attempts the share is written beside the count.
    by
        What a row is: "reason", "district" or "hour". Hours keep their order (``sort=False``).
    at_most
        Further rows are summed as "others", so that the bars still add up.
    """
    shown = sorted(rows, key=lambda row: -row[1]) if sort else list(rows)
    if not any(failed for _, failed, _ in shown):
        fig = figure(theme, height=160)
        note(fig, "No failed deliveries in this period.", theme)
        return fig
    if sort:
        shown = _with_others(shown, at_most)
    fig = figure(theme, height=84 + 28 * len(shown))
    fig.add_trace(
        go.Bar(
            orientation="h",
            y=list(range(len(shown))),
            x=[failed for _, failed, _ in shown],
            width=0.66,
            text=[_count_text(failed, attempts) for _, failed, attempts in shown],
            textposition="outside",
            cliponaxis=False,
            marker={"color": STATES["failed"].colour(theme)},
            customdata=[[label] for label, _, _ in shown],
            hovertext=[f"{chart_text(label)}: {_count_text(failed, total)}" for label, failed, total in shown],
            hoverinfo="text",
        )
    )
    fig.update_yaxes(
        tickmode="array",
        tickvals=list(range(len(shown))),
        ticktext=[chart_text(label, 36) + "  " for label, _, _ in shown],
        range=[len(shown) - 0.4, -0.6],
        showgrid=False,
        title_text="",
    )
    most = max(failed for _, failed, _ in shown)
    fig.update_xaxes(title_text=f"✕ Failed deliveries (orders) by {chart_text(by)}", range=[0, most * 1.3])
    return fig


def _with_others(rows: list[tuple[str, int, int | None]], at_most: int) -> list[tuple[str, int, int | None]]:
    """Return at most ``at_most`` rows; what does not fit becomes one row, so that the bars still add up."""
    if len(rows) <= at_most:
        return rows
    rest = rows[at_most - 1 :]
    known = [attempts for _, _, attempts in rest if attempts is not None]
    total = sum(known) if len(known) == len(rest) else None
    return [*rows[: at_most - 1], (f"{len(rest)} others", sum(failed for _, failed, _ in rest), total)]


def _count_text(failed: int, attempts: int | None) -> str:
    if not attempts:
        return str(failed)
    return f"{failed} of {attempts} ({failed / attempts:.0%})".replace("%", " %")


def dock_queue_bars(
    quarters: Sequence[tuple[str, float, int]], *, theme: Theme = "light", limit_min: float | None = None
) -> go.Figure:
    """Return the mean wait for a dock by quarter of an hour of arrival.

    Parameters
    ----------
    quarters
        (clock such as "07:30", mean wait in minutes, vans that arrived).
    limit_min
        Dashed line; quarters above it are written with ▲.
    """
    fig = figure(theme, height=280)
    if not quarters:
        note(fig, "No loadings recorded in this period.", theme)
        return fig
    over = [limit_min is not None and wait > limit_min for _, wait, _ in quarters]
    waiting, risk = STATES["waiting"], STATES["at_risk"]
    fig.add_trace(
        go.Bar(
            x=[chart_text(clock, 12) for clock, _, _ in quarters],
            y=[wait for _, wait, _ in quarters],
            marker=_two_looks(over, (waiting, risk), ("/", ""), theme),
            text=[f"{'▲ ' if is_over else ''}{wait:.0f}" for (_, wait, _), is_over in zip(quarters, over, strict=True)],
            textposition="outside",
            cliponaxis=False,
            hovertext=[f"{chart_text(clock, 12)}: {wait:.1f} min, {vans} vans" for clock, wait, vans in quarters],
            hoverinfo="text",
        )
    )
    if limit_min is not None:
        _limit_line(fig, limit_min, f"target {limit_min:g} min", theme)
    highest = max([wait for _, wait, _ in quarters] + [limit_min or 0.0, 1.0])
    fig.update_yaxes(title_text="Mean wait for a bay (min)", range=[0, highest * 1.2])
    fig.update_xaxes(title_text="Arrival at the dock (quarter of an hour)", type="category", showgrid=False)
    return fig


def _two_looks(
    is_bad: Sequence[bool], states: tuple[State, State], shapes: tuple[str, str], theme: Theme
) -> dict[str, Any]:
    """Return bar markers whose good and bad bars differ in colour and in pattern."""
    return {
        "color": [states[bad].colour(theme) for bad in is_bad],
        "pattern": {
            "shape": [shapes[bad] for bad in is_bad],
            "fillmode": "overlay",
            "fgcolor": SURFACES[theme].ground,
            "size": 7,
            "solidity": 0.18,
        },
    }


def _limit_line(fig: go.Figure, value: float, words: str, theme: Theme) -> None:
    ink = SURFACES[theme].target
    fig.add_hline(y=value, line={"color": ink, "width": 1.5, "dash": "dash"})
    fig.add_annotation(
        x=1,
        xref="paper",
        y=value,
        xanchor="right",
        yanchor="bottom",
        showarrow=False,
        text=words,
        font={"size": 11, "color": ink},
    )
