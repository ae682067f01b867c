"""Marks on the time line: route colour chips, windows as brackets, stop numbers, broken rules, the present moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import plotly.graph_objects as go

from lastmile_core.clock import first_of, shift
from lastmile_core.model import Plan, Route
from lastmile_core.units import show_clock
from pages.charts.palette import STATES, SURFACES, RouteStyle, Theme
from pages.charts.plotly_style import chart_text, local_time

_LANE = 0.55
_MOST_LANES = 5


def rows_for_brackets(route: Route) -> float:
    """Return the height in rows that the windows of a route need below its bars."""
    lanes = 1 + max((bracket.lane for bracket in brackets_of(route)), default=-1)
    return 0.4 + _LANE * min(lanes, _MOST_LANES + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """A window that one or several stops of a route share; lane 0 is nearest to the bars."""

    earliest: datetime
    latest: datetime
    numbers: tuple[int, ...]
    lane: int


def brackets_of(route: Route) -> list[Bracket]:
    """Return the route's windows, equal ones together, packed into lanes without overlap."""
    shared: dict[tuple[datetime, datetime], list[int]] = {}
    for number, stop in enumerate(route.stops, start=1):
        if stop.window is not None:
            shared.setdefault((stop.window.earliest, stop.window.latest), []).append(number)
    free_from: list[datetime] = []
    brackets = []
    for (earliest, latest), numbers in sorted(shared.items()):
        lane = next((i for i, end in enumerate(free_from) if end <= earliest), len(free_from))
        if lane == len(free_from):
            free_from.append(latest)
        free_from[lane] = latest
        brackets.append(Bracket(earliest=earliest, latest=latest, numbers=tuple(numbers), lane=lane))
    return brackets


def add_brackets(fig: go.Figure, route: Route, row: float, zone: ZoneInfo, theme: Theme) -> None:
    """Draw the windows of the selected route below its bars, with the numbers of their stops."""
    x: list[str | None] = []
    y: list[float | None] = []
    labels_x, labels_y, labels, hover = [], [], [], []
    begin, end = route.loading_start, route.return_at
    for bracket in brackets_of(route):
        # A window "any time today" would stretch the axis over the whole day; the line ends with the route.
        earliest, latest = max(bracket.earliest, begin), min(bracket.latest, end)
        if latest < earliest:
            earliest, latest = bracket.earliest, bracket.latest
        left, right = local_time(earliest, zone), local_time(latest, zone)
        level = row + 0.62 + _LANE * min(bracket.lane, _MOST_LANES)
        x += [left, left, right, right, None]
        y += [level - 0.1, level, level, level - 0.1, None]
        labels_x.append(local_time(earliest + (latest - earliest) / 2, zone))
        labels_y.append(level)
        labels.append(_numbers(bracket.numbers))
        clock = f"{show_clock(bracket.earliest.astimezone(zone))}–{show_clock(bracket.latest.astimezone(zone))}"
        hover.append(f"Window {clock} of stop {_numbers(bracket.numbers, 30)}")
    surface = SURFACES[theme]
    fig.add_trace(
        go.Scatter(
            x=x, y=y, mode="lines", name="[ ] window", hoverinfo="skip", line={"color": surface.quiet_ink, "width": 1.5}
        )
    )
    fig.add_trace(
        go.Scatter(
            x=labels_x,
            y=labels_y,
            mode="text",
            text=labels,
            hovertext=hover,
            hoverinfo="text",
            showlegend=False,
            textposition="bottom center",
            textfont={"size": 10, "color": surface.quiet_ink},
        )
    )


def _numbers(numbers: Sequence[int], at_most: int = 4) -> str:
    words = ", ".join(str(number) for number in numbers[:at_most])
    return words + (f" +{len(numbers) - at_most}" if len(numbers) > at_most else "")


def add_stop_numbers(
    fig: go.Figure, route: Route, row: float, zone: ZoneInfo, theme: Theme, selected_order: str | None
) -> None:
    """Write the stop numbers above the bars of the selected route; the selected stop bold in a frame."""
    surface = SURFACES[theme]
    texts = [
        f"<b>[{number}]</b>" if stop.visit_id == selected_order else str(number)
        for number, stop in enumerate(route.stops, start=1)
    ]
    # Two heights in turn keep neighbours apart when stops follow each other within minutes.
    fig.add_trace(
        go.Scatter(
            x=[
                local_time(stop.service_start + (stop.departure - stop.service_start) / 2, zone) for stop in route.stops
            ],
            y=[row - (0.52 if number % 2 else 0.82) for number in range(len(route.stops))],
            mode="text",
            text=texts,
            showlegend=False,
            customdata=[[route.vehicle_id, stop.visit_id] for stop in route.stops],
            hoverinfo="skip",
            textfont={"size": 10, "color": surface.ink},
        )
    )


def add_violations(fig: go.Figure, plan: Plan, rows: Mapping[str, float], zone: ZoneInfo, theme: Theme) -> None:
    """Mark each broken rule with ▲ at its stop, or at the departure when it concerns the whole route."""
    moments: dict[tuple[str, str | None], datetime] = {}
    for route in plan.routes_in_use:
        moments[route.vehicle_id, None] = route.departure
        moments.update({(route.vehicle_id, stop.visit_id): stop.service_start for stop in route.stops})
    marks = [(v, moments[v.vehicle_id, v.visit_id]) for v in plan.violations if (v.vehicle_id, v.visit_id) in moments]
    if not marks:
        return
    state = STATES["at_risk"]
    fig.add_trace(
        go.Scatter(
            x=[local_time(moment, zone) for _, moment in marks],
            y=[rows[violation.vehicle_id] - 0.12 for violation, _ in marks],
            mode="markers",
            name="broken rule",
            marker={
                "symbol": "triangle-up",
                "size": 12,
                "color": state.colour(theme),
                "line": {"width": 1.2, "color": SURFACES[theme].ground},
            },
            customdata=[[violation.vehicle_id, violation.visit_id or ""] for violation, _ in marks],
            hovertext=[f"▲ {chart_text(violation.message, 90)}" for violation, _ in marks],
            hoverinfo="text",
        )
    )


def add_reloads(
    fig: go.Figure, routes: Sequence[Route], rows: Mapping[str, float], zone: ZoneInfo, theme: Theme
) -> None:
    """Mark where a vehicle is back at the depot and loads again, with the number of the trip that begins."""
    marks = [
        (route, trip, reload) for route in routes for trip, reload in enumerate(route.reloads, start=2) if route.stops
    ]
    if not marks:
        return
    fig.add_trace(
        go.Scatter(
            x=[local_time(reload.start + (reload.end - reload.start) / 2, zone) for _, _, reload in marks],
            y=[rows[route.vehicle_id] for route, _, _ in marks],
            mode="markers+text",
            name="↻ reload, next trip",
            text=[f"<b>{trip}</b>" for _, trip, _ in marks],
            textfont={"size": 10, "color": SURFACES[theme].ink},
            marker={
                "symbol": "circle",
                "size": 17,
                "color": SURFACES[theme].ground,
                "line": {"width": 2, "color": STATES["loading"].colour(theme)},
            },
            cliponaxis=False,
            hoverinfo="text",
            hovertext=[
                f"↻ Trip {trip}: back {show_clock(reload.arrival.astimezone(zone))}, "
                f"loads {show_clock(reload.start.astimezone(zone))}–{show_clock(reload.end.astimezone(zone))}"
                for _, trip, reload in marks
            ],
            customdata=[[route.vehicle_id, ""] for route, _, _ in marks],
        )
    )


def add_route_chips(
    fig: go.Figure, routes: Sequence[Route], rows: Mapping[str, float], styles: Mapping[str, RouteStyle], zone: ZoneInfo
) -> None:
    """Put a square in the route's map colour at the left end of each row."""
    fig.add_trace(
        go.Scatter(
            x=[local_time(shift(first_of(*(route.loading_start for route in routes)), -360), zone)] * len(routes),
            y=[rows[route.vehicle_id] for route in routes],
            mode="markers",
            showlegend=False,
            cliponaxis=False,
            hoverinfo="text",
            hovertext=[f"Colour on the map: {styles[route.vehicle_id].words}" for route in routes],
            customdata=[[route.vehicle_id, ""] for route in routes],
            marker={"symbol": "square", "size": 11, "color": [styles[route.vehicle_id].colour for route in routes]},
        )
    )


def add_now_line(fig: go.Figure, now: datetime, zone: ZoneInfo, theme: Theme) -> None:
    """Draw the present moment as a dotted line with its time."""
    state = STATES["under_way"]
    at = local_time(now, zone)
    fig.add_shape(
        type="line",
        x0=at,
        x1=at,
        y0=0,
        y1=1,
        yref="paper",
        line={"color": state.colour(theme), "width": 1.5, "dash": "dot"},
    )
    fig.add_annotation(
        x=at,
        y=0,
        yref="paper",
        yanchor="bottom",
        xanchor="left",
        showarrow=False,
        text=f" now {show_clock(now.astimezone(zone))}",
        bgcolor=SURFACES[theme].ground,
        font={"color": state.colour(theme), "size": 11},
    )
