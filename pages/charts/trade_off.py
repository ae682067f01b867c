"""Failed first attempts against distance: a point a price, joined in the order of prices."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from lastmile_core.units import show_distance, show_money
from lastmile_core.workflows.plan.trade_off_day import CurvePoint
from pages.charts.palette import STATES, SURFACES, Theme
from pages.charts.plotly_style import figure, note

SAME_FAILURES = 0.05
"""Fewer than this are no difference to a person who reads one digit."""


def trade_off_curve(
    points: Sequence[CurvePoint], chosen: float, currency: str, *, theme: Theme = "light", height: int = 320
) -> go.Figure:
    """Return the curve; the point of the price that is ``chosen`` is filled and named.

    Parameters
    ----------
    points
        The lowest price first.
    chosen
        The price of a failed first attempt that plans are made with at present.
    """
    fig = figure(theme, height=height)
    if not points:
        note(fig, "The first point appears here in a moment.", theme)
        return fig
    colour = STATES["under_way"].colour(theme)
    is_chosen = [abs(point.price - chosen) < 0.005 for point in points]
    fig.add_trace(
        go.Scatter(
            x=[point.distance_m / 1000 for point in points],
            y=[point.failures for point in points],
            mode="lines+markers",
            line={"color": colour, "width": 2.5},
            marker={
                "size": [15 if mine else 10 for mine in is_chosen],
                "color": [colour if mine else SURFACES[theme].ground for mine in is_chosen],
                "line": {"color": colour, "width": 2.5},
            },
            hovertemplate="%{text}<extra></extra>",
            text=[_hover(point, currency) for point in points],
            showlegend=False,
        )
    )
    _name_points(fig, points, is_chosen, currency, theme)
    fig.update_xaxes(title_text="Distance of all routes (km)")
    fig.update_yaxes(title_text="Failed first attempts expected")
    _leave_room(fig, points)
    return fig


def _name_points(
    fig: go.Figure, points: Sequence[CurvePoint], is_chosen: Sequence[bool], currency: str, theme: Theme
) -> None:
    """Write the prices beside the points; those that came out as the same plan share one label."""
    groups: dict[tuple[int, int], list[int]] = {}
    for number, point in enumerate(points):
        groups.setdefault((round(point.distance_m / 100), round(point.failures * 10)), []).append(number)
    for members in groups.values():
        words = ", ".join(show_money(points[number].price, currency) for number in members)
        mine = any(is_chosen[number] for number in members)
        fig.add_annotation(
            x=points[members[0]].distance_m / 1000,
            y=points[members[0]].failures,
            text=f"<b>{words} ● now</b>" if mine else words,
            showarrow=False,
            xanchor="left",
            yanchor="bottom",
            xshift=9,
            yshift=3,
            font={"color": SURFACES[theme].ink if mine else SURFACES[theme].quiet_ink, "size": 12},
        )


def _leave_room(fig: go.Figure, points: Sequence[CurvePoint]) -> None:
    """Keep labels inside the plot, also when all points are one."""
    distances = [point.distance_m / 1000 for point in points]
    failures = [point.failures for point in points]
    wide = max(distances) - min(distances) or 1.0
    high = max(failures) - min(failures) or 1.0
    fig.update_xaxes(range=[min(distances) - 0.06 * wide, max(distances) + 0.3 * wide])
    fig.update_yaxes(range=[min(failures) - 0.12 * high, max(failures) + 0.2 * high])


def _hover(point: CurvePoint, currency: str) -> str:
    return (
        f"a failed attempt at {show_money(point.price, currency)}"
        f"<br>{point.failures:.1f} failed first attempts expected"
        f"<br>{show_distance(point.distance_m)}, cost of the day {show_money(point.cost, currency)}"
    )


def trade_off_sentence(point: CurvePoint, base: CurvePoint, currency: str) -> str:
    """Say what ``point`` gives and takes against ``base``: ``3.1 fewer failed first attempts for 4.2 km more``."""
    fewer, metres, money = base.failures - point.failures, point.distance_m - base.distance_m, point.cost - base.cost
    if abs(fewer) < SAME_FAILURES:
        gain = "As many failed first attempts"
    else:
        gain = f"{abs(fewer):.1f} {'fewer' if fewer > 0 else 'more'} failed first attempts"
    if abs(metres) < 50:
        way = "the same distance"
    else:
        way = f"{abs(metres) / 1000:,.1f} km {'more' if metres > 0 else 'less'}"
    cost = "the same cost" if abs(money) < 0.5 else f"{show_money(abs(money), currency)} {_more(money)}"
    return f"{gain} for {way} ({cost})"


def _more(amount: float) -> str:
    return "more" if amount > 0 else "less"


def trade_off_rows(points: Sequence[CurvePoint], currency: str) -> list[dict[str, object]]:
    """Return one row a price, short enough to stand beside the curve; orders left out only where they differ."""
    rows: list[dict[str, object]] = [
        {
            f"Price ({currency})": round(point.price, 2),
            "Failed first attempts": round(point.failures, 1),
            "Distance (km)": round(point.distance_m / 1000, 1),
            f"Cost ({currency})": round(point.cost),
        }
        for point in points
    ]
    if len({point.num_unassigned for point in points}) > 1:
        for row, point in zip(rows, points, strict=True):
            row["Not served"] = point.num_unassigned
    return rows
