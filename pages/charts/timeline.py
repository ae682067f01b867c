"""The day as rows of time: loading, driving, service, waits and breaks of every route, one trace a state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import plotly.graph_objects as go

from lastmile_core.clock import elapsed, first_of, last_of, shift
from lastmile_core.model import Order, Plan, Route, RouteBreak, RouteReload, Stop, by_visit
from lastmile_core.units import show_clock, show_duration
from pages.charts.palette import STATES, SURFACES, Theme, route_styles
from pages.charts.plotly_style import chart_text, figure, legend_below, local_time, note
from pages.charts.timeline_marks import (
    add_brackets,
    add_now_line,
    add_reloads,
    add_route_chips,
    add_stop_numbers,
    add_violations,
    rows_for_brackets,
)

ROW_PX = 26
_NUMBER_ROWS = 0.6
"""Height above the selected row's bars, in rows: room for its stop numbers."""

_STATES_IN_ORDER = ("loading", "drive", "service", "waiting", "break")
# Driving is thin and service thick, so that the two differ in shape and not only in colour.
_THICKNESS = {"loading": 0.5, "drive": 0.18, "service": 0.62, "waiting": 0.36, "break": 0.5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a route in one state; ``order_id`` is empty when it belongs to no stop."""

    state: str
    start: datetime
    end: datetime
    order_id: str = ""
    number: int = 0


@dataclass(slots=True)
class _Bars:
    """Columns of one trace."""

    base: list[str] = field(default_factory=list)
    length_ms: list[float] = field(default_factory=list)
    row: list[float] = field(default_factory=list)
    opacity: list[float] = field(default_factory=list)
    ids: list[list[str]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


def route_timeline(
    plan: Plan,
    orders_by_id: Mapping[str, Order],
    timezone: str,
    *,
    theme: Theme = "light",
    selected_vehicle: str | None = None,
    selected_order: str | None = None,
    vehicle_names: Mapping[str, str] | None = None,
    fleet: Sequence[str] = (),
    now: datetime | None = None,
) -> go.Figure:
    """Return the time line of a plan.

    A click answers with ``customdata`` = [vehicle_id, order_id] (order_id empty for loading, breaks and the return).

    Parameters
    ----------
    timezone
        The depot's; all times are shown in it.
    selected_vehicle
        Its row is taller and shows windows as brackets and stop numbers; the others fade.
    now
        Draws the line of the present moment when it lies within the day shown.
    """
    routes = plan.routes_in_use
    if not routes:
        fig = figure(theme, height=180)
        note(fig, "No routes yet. Plan the day, and every van's hours appear here.", theme)
        return fig
    zone = ZoneInfo(timezone)
    names = vehicle_names or {}
    rows, height = _row_positions(routes, selected_vehicle)
    fig = figure(theme, height=70 + round(ROW_PX * (height + 0.9)), barmode="overlay", bargap=0)
    columns = _collect(routes, by_visit(orders_by_id.values()), zone, rows, selected_vehicle, selected_order, names)
    for key in _STATES_IN_ORDER:
        if columns[key].base:
            fig.add_trace(_trace(key, columns[key], theme))
    add_reloads(fig, routes, rows, zone, theme)
    styles = route_styles([*fleet, *(route.vehicle_id for route in plan.routes)], theme)
    add_route_chips(fig, routes, rows, styles, zone)
    chosen = next((route for route in routes if route.vehicle_id == selected_vehicle), None)
    if chosen is not None:
        add_brackets(fig, chosen, rows[chosen.vehicle_id], zone, theme)
        add_stop_numbers(fig, chosen, rows[chosen.vehicle_id], zone, theme, selected_order)
    add_violations(fig, plan, rows, zone, theme)
    first, last = first_of(*(r.loading_start for r in routes)), last_of(*(r.return_at for r in routes))
    if now is not None and elapsed(first, now) >= 0 <= elapsed(now, last):
        add_now_line(fig, now, zone, theme)
    _lay_out(fig, routes, rows, height, names, zone)
    return fig


def describe_timeline(plan: Plan) -> str:
    """Return the time line in words."""
    routes = plan.routes_in_use
    if not routes:
        return "Time line without routes."
    first = first_of(*(route.loading_start for route in routes))
    last = last_of(*(route.return_at for route in routes))
    waits = sum(route.wait_s for route in routes)
    breaks = sum(len(route.breaks) for route in routes)
    reloads = sum(len(route.reloads) for route in routes)
    trips = f" {reloads} times a vehicle comes back to the depot and loads again." if reloads else ""
    return (
        f"Time line of {len(routes)} routes from {show_clock(first)} to {show_clock(last)}: loading, driving, "
        f"service, waiting ({show_duration(waits)} in all) and {breaks} breaks.{trips} "
        f"{len(plan.violations)} rules are broken."
    )


def pieces_of(route: Route) -> Iterator[Piece]:
    """Yield the route's stretches in the order in which they happen, without gaps."""
    yield Piece(state="loading", start=route.loading_start, end=route.departure)
    now = route.departure
    for index, stop in enumerate((*route.stops, None)):
        breaks = [pause for pause in route.breaks if min(pause.before_stop, len(route.stops)) == index]
        for reload in route.reloads:
            if reload.before_stop == index:
                yield from _way_to(reload, 0, now, [pause for pause in breaks if elapsed(pause.end, reload.start) >= 0])
                yield Piece(state="loading", start=reload.start, end=reload.end)
                now, breaks = reload.end, [pause for pause in breaks if elapsed(pause.end, reload.start) < 0]
        if stop is not None:
            yield from _way_to(stop, index + 1, now, breaks)
            yield Piece(
                state="service", start=stop.service_start, end=stop.departure, order_id=stop.visit_id, number=index + 1
            )
            now = stop.departure
    for pause in breaks:
        yield Piece(state="drive", start=now, end=pause.start)
        yield Piece(state="break", start=pause.start, end=pause.end)
        now = pause.end
    yield Piece(state="drive", start=now, end=route.return_at)


def _way_to(place: Stop | RouteReload, number: int, now: datetime, breaks: Sequence[RouteBreak]) -> Iterator[Piece]:
    """Yield the drive to a stop or to the depot, the set-up and the wait there and any break in between."""
    begin = place.service_start if isinstance(place, Stop) else place.start
    ids = {"order_id": place.visit_id, "number": number} if isinstance(place, Stop) else {}
    for pause in breaks:
        before = first_of(last_of(pause.start, now), place.arrival)
        yield Piece(state="drive", start=now, end=before, **ids)  # type: ignore[arg-type]
        if elapsed(place.arrival, pause.start) > 0:
            yield Piece(state="waiting", start=last_of(now, place.arrival), end=pause.start, **ids)  # type: ignore[arg-type]
        yield Piece(state="break", start=pause.start, end=pause.end)
        now = pause.end
    if elapsed(now, place.arrival) > 0:
        yield Piece(state="drive", start=now, end=place.arrival, **ids)  # type: ignore[arg-type]
    now = last_of(now, place.arrival)
    if isinstance(place, Stop) and place.set_up_s:
        ready = first_of(shift(now, place.set_up_s), begin)
        yield Piece(state="service", start=now, end=ready, **ids)  # type: ignore[arg-type]
        now = ready
    yield Piece(state="waiting", start=now, end=begin, **ids)  # type: ignore[arg-type]


def _row_positions(routes: Sequence[Route], selected: str | None) -> tuple[dict[str, float], float]:
    """Return the vertical middle of each route's bars, and the height of all, in rows from the top."""
    positions: dict[str, float] = {}
    top = 0.0
    for route in routes:
        is_selected = route.vehicle_id == selected
        positions[route.vehicle_id] = top + 0.5 + (_NUMBER_ROWS if is_selected else 0.0)
        top += 1.0 + (_NUMBER_ROWS + rows_for_brackets(route) if is_selected else 0.0)
    return positions, top


def _collect(
    routes: Sequence[Route],
    orders: Mapping[str, Order],
    zone: ZoneInfo,
    rows: Mapping[str, float],
    vehicle: str | None,
    order_id: str | None,
    names: Mapping[str, str],
) -> dict[str, _Bars]:
    """Return the bars of all routes, by state."""
    columns = {key: _Bars() for key in _STATES_IN_ORDER}
    for route in routes:
        strength = 1.0 if vehicle in (None, route.vehicle_id) else 0.45
        for piece in pieces_of(route):
            seconds = elapsed(piece.start, piece.end)
            if seconds <= 0:
                continue
            bars = columns[piece.state]
            bars.base.append(local_time(piece.start, zone))
            bars.length_ms.append(seconds * 1000)
            bars.row.append(rows[route.vehicle_id])
            bars.opacity.append(
                strength if order_id in (None, piece.order_id) or piece.state != "service" else strength * 0.6
            )
            bars.ids.append([route.vehicle_id, piece.order_id])
            bars.text.append(_hover(piece, orders, zone, names.get(route.vehicle_id, route.vehicle_id)))
    return columns


def _hover(piece: Piece, orders: Mapping[str, Order], zone: ZoneInfo, name: str) -> str:
    begin, end = piece.start.astimezone(zone), piece.end.astimezone(zone)
    times = f"{show_clock(begin)}–{show_clock(end)} ({show_duration(elapsed(piece.start, piece.end))})"
    head = f"{chart_text(name, 30)} · {STATES[piece.state].word} {times}"
    order = orders.get(piece.order_id)
    if order is None:
        return head
    return f"{head}<br>Stop {piece.number}: {chart_text(order.customer_name or order.address or order.order_id, 40)}"


def _trace(key: str, bars: _Bars, theme: Theme) -> go.Bar:
    state = STATES[key]
    return go.Bar(
        name=f"{state.shape} {state.word}",
        orientation="h",
        base=bars.base,
        x=bars.length_ms,
        y=bars.row,
        width=_THICKNESS[key],
        customdata=bars.ids,
        hovertext=bars.text,
        hoverinfo="text",
        marker={
            "color": state.colour(theme),
            "opacity": bars.opacity,
            "line": {"width": 0},
            "pattern": {
                "shape": state.pattern,
                "fillmode": "overlay",
                "fgcolor": SURFACES[theme].ground,
                "size": 6,
                "solidity": 0.22,
            },
        },
    )


def _lay_out(
    fig: go.Figure,
    routes: Sequence[Route],
    rows: Mapping[str, float],
    height: float,
    names: Mapping[str, str],
    zone: ZoneInfo,
) -> None:
    """Name the rows, put the first route on top, and bound the axes."""
    fig.update_yaxes(
        tickmode="array",
        tickvals=[rows[route.vehicle_id] for route in routes],
        ticktext=[chart_text(names.get(route.vehicle_id, route.vehicle_id), 18) + "  " for route in routes],
        range=[height + 0.5, -0.4],
        showgrid=False,
        zeroline=False,
        fixedrange=True,
    )
    fig.update_xaxes(
        type="date",
        tickformat="%H:%M",
        showgrid=True,
        title_text=f"Time of day ({zone.key})",
        range=[
            local_time(shift(first_of(*(route.loading_start for route in routes)), -720), zone),
            local_time(shift(last_of(*(route.return_at for route in routes)), 300), zone),
        ],
    )
    legend_below(fig)
    fig.update_layout(hovermode="closest", dragmode="pan", clickmode="event+select", margin={"t": 40, "b": 40})
