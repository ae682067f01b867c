"""The docks as rows, every loading and reload as a bar; who waits for a dock is hatched and said in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import plotly.graph_objects as go

from lastmile_core.clock import elapsed, first_of, last_of, shift
from lastmile_core.model import Dock, Plan
from lastmile_core.units import plural, show_clock, show_duration
from pages.charts.dock_loadings import BoardLoading, dock_loadings, hours_of
from pages.charts.palette import STATES, SURFACES, Theme, ink_on
from pages.charts.plotly_style import chart_text, figure, legend_below, local_time, note

ROW_PX = 46
EDGE_S = 900
"""Left and right of the first and the last loading."""
NO_DOCK = "No bay open"
WIDTH_PX, LETTER_PX = 850, 7
"""Of the plot on a wide screen, and of a letter in a bar."""


def dock_board(
    plan: Plan,
    docks: Sequence[Dock],
    vehicle_names: Mapping[str, str] | None = None,
    *,
    theme: Theme = "light",
    timezone: str | None = None,
) -> go.Figure:
    """Return the docks as rows with one bar a loading; a van that waits stands hatched above its dock.

    ``customdata`` of a bar is ``[vehicle_id, ""]`` as on the time line.

    Parameters
    ----------
    timezone
        The depot's; None takes the zone in which the plan's own times are told.
    """
    zone = _zone(plan, timezone)
    loadings = dock_loadings(plan, docks)
    labels = _labels(docks, loadings)
    fig = figure(theme, height=92 + ROW_PX * len(labels), barmode="overlay")
    if not loadings:
        note(fig, "No loadings yet. They appear here when a plan exists.", theme)
        return fig
    first = shift(first_of(*(loading.start for loading in loadings)), -EDGE_S)
    last = shift(last_of(*(loading.done for loading in loadings)), EDGE_S)
    _add_closedhours_of(fig, plan, docks, (first, last), zone, theme)
    names = vehicle_names or {}
    for is_reload in (False, True):
        if own := [loading for loading in loadings if (loading.trip > 1) == is_reload]:
            fig.add_trace(_bars(own, is_reload, (first, last), zone, theme, names))
    if late := [loading for loading in loadings if loading.queue_s]:
        fig.add_trace(_queue_bars(late, zone, theme, names))
    fig.update_yaxes(
        tickmode="array",
        tickvals=list(range(len(labels))),
        ticktext=[_row_text(label, [one for one in loadings if one.row == row]) for row, label in enumerate(labels)],
        range=[len(labels) - 0.45, -0.65],
        showgrid=False,
        fixedrange=True,
    )
    fig.update_xaxes(
        type="date",
        tickformat="%H:%M",
        title_text=f"Time of day ({zone.key})",
        range=[local_time(first, zone), local_time(last, zone)],
        nticks=8,
        fixedrange=False,
    )
    legend_below(fig)
    # A name that does not fit its bar is left out rather than made unreadable; the table has it.
    fig.update_layout(margin={"t": 36, "b": 40}, uniformtext={"minsize": 10, "mode": "hide"})
    return fig


def _row_text(label: str, loadings: Sequence[BoardLoading]) -> str:
    """Return the name of a dock and, below it, who waits there."""
    waits = [loading.queue_s for loading in loadings if loading.queue_s]
    text = chart_text(label, 16) + "  "
    if waits:
        state = STATES["waiting"]
        text += f"<br><span style='font-size:11px'>{state.shape} {len(waits)} wait{'s' * (len(waits) == 1)}  </span>"
    return text


def _labels(docks: Sequence[Dock], loadings: Sequence[BoardLoading]) -> list[str]:
    labels = [dock.name for dock in docks] or ["Yard (no bays)"]
    return [*labels, NO_DOCK] if any(loading.row >= len(labels) for loading in loadings) else labels


def _zone(plan: Plan, timezone: str | None) -> ZoneInfo:
    if timezone is None and plan.routes:
        own = plan.routes[0].loading_start.tzinfo
        if isinstance(own, ZoneInfo):
            return own
    return ZoneInfo(timezone or "UTC")


def _add_closedhours_of(
    fig: go.Figure,
    plan: Plan,
    docks: Sequence[Dock],
    shown: tuple[datetime, datetime],
    zone: ZoneInfo,
    theme: Theme,
) -> None:
    closed = []
    for row, dock in enumerate(docks):
        opens, closes = hours_of(dock, plan, shown[0].astimezone(zone))
        closed += [
            (row, since, until)
            for since, until in ((shown[0], first_of(opens, shown[1])), (last_of(closes, shown[0]), shown[1]))
            if elapsed(since, until) > 0
        ]
    if not closed:
        return
    fig.add_trace(
        go.Bar(
            name="░ closed",
            orientation="h",
            base=[local_time(since, zone) for _, since, _ in closed],
            x=[elapsed(since, until) * 1000 for _, since, until in closed],
            y=[row for row, _, _ in closed],
            width=0.86,
            marker={"color": SURFACES[theme].grid, "line": {"width": 0}},
            hovertext=[f"{chart_text(docks[row].name, 30)} is closed" for row, _, _ in closed],
            hoverinfo="text",
        )
    )


def _bars(
    loadings: Sequence[BoardLoading],
    is_reload: bool,
    shown: tuple[datetime, datetime],
    zone: ZoneInfo,
    theme: Theme,
    names: Mapping[str, str],
) -> go.Bar:
    scale = WIDTH_PX / elapsed(*shown)
    rooms = [elapsed(loading.begin, loading.done) * scale for loading in loadings]
    state = STATES["service" if is_reload else "loading"]
    colour = state.colour(theme)
    return go.Bar(
        name="↻ reload" if is_reload else f"{state.shape} first loading",
        orientation="h",
        base=[local_time(loading.begin, zone) for loading in loadings],
        x=[elapsed(loading.begin, loading.done) * 1000 for loading in loadings],
        y=[loading.row for loading in loadings],
        width=0.58,
        text=[_name_on_bar(loading, names, room) for loading, room in zip(loadings, rooms, strict=True)],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": ink_on(colour), "size": 12},
        marker={
            "color": colour,
            "line": {"color": SURFACES[theme].ground, "width": 1.5},
            # Told apart by more than colour; thin enough that the name stays readable.
            "pattern": {
                "shape": "." if is_reload else "",
                "fillmode": "overlay",
                "fgcolor": ink_on(colour),
                "size": 8,
                "solidity": 0.08,
            },
        },
        customdata=[[loading.vehicle_id, ""] for loading in loadings],
        hovertext=[_told(loading, zone, names) for loading in loadings],
        hoverinfo="text",
    )


def _queue_bars(loadings: Sequence[BoardLoading], zone: ZoneInfo, theme: Theme, names: Mapping[str, str]) -> go.Bar:
    state, surface = STATES["waiting"], SURFACES[theme]
    return go.Bar(
        name=f"{state.shape} waits for the bay",
        orientation="h",
        base=[local_time(loading.start, zone) for loading in loadings],
        x=[loading.queue_s * 1000 for loading in loadings],
        # Above the van that stands at the dock meanwhile.
        y=[loading.row - 0.41 for loading in loadings],
        width=0.22,
        marker={
            "color": state.colour(theme),
            "line": {"color": surface.ink, "width": 1},
            "pattern": {"shape": state.pattern, "fillmode": "overlay", "fgcolor": surface.ink, "size": 5},
        },
        customdata=[[loading.vehicle_id, ""] for loading in loadings],
        hovertext=[_told(loading, zone, names) for loading in loadings],
        hoverinfo="text",
    )


def _name_on_bar(loading: BoardLoading, names: Mapping[str, str], room_px: float) -> str:
    """Return the vehicle's name where the bar has room for it on a wide screen, else its id."""
    name = _called(loading, names)
    return chart_text(name if len(name) * LETTER_PX <= room_px else loading.vehicle_id, 14)


def _wait(seconds: int) -> str:
    """Return a wait in words, rounded up to minutes as the judge tells it."""
    return show_duration(seconds if seconds < 60 else -(-seconds // 60) * 60)


def _called(loading: BoardLoading, names: Mapping[str, str]) -> str:
    return names.get(loading.vehicle_id, loading.vehicle_id)


def _told(loading: BoardLoading, zone: ZoneInfo, names: Mapping[str, str]) -> str:
    begin, done = show_clock(loading.begin.astimezone(zone)), show_clock(loading.done.astimezone(zone))
    text = f"{chart_text(_called(loading, names), 30)} {'loads' if loading.trip == 1 else 'reloads'} {begin}–{done}"
    if loading.trip > 1:
        text += f" for trip {loading.trip}"
    if loading.queue_s:
        text += f"<br>waits {_wait(loading.queue_s)} for the bay"
    return text


def dock_rows(
    plan: Plan, docks: Sequence[Dock], vehicle_names: Mapping[str, str], timezone: str
) -> list[dict[str, str | int]]:
    """Return the board as a table, one row a loading."""
    zone, loadings = ZoneInfo(timezone), dock_loadings(plan, docks)
    labels = [*(_labels(docks, loadings)), NO_DOCK]
    return [
        {
            "Bay": labels[loading.row],
            "Vehicle": _called(loading, vehicle_names),
            "Trip": loading.trip,
            "From": show_clock(loading.begin.astimezone(zone)),
            "To": show_clock(loading.done.astimezone(zone)),
            "Waits": _wait(loading.queue_s) if loading.queue_s else "–",
        }
        for loading in loadings
    ]


def describe_docks(plan: Plan, docks: Sequence[Dock], timezone: str) -> str:
    """Return the board in one or two sentences: how many load where and when, who waits, when it is fullest."""
    zone, loadings = ZoneInfo(timezone), dock_loadings(plan, docks)
    if not loadings:
        return "No loadings."
    first, last = min(one.begin for one in loadings), max(one.done for one in loadings)
    waiting = [loading for loading in loadings if loading.queue_s or loading.row >= max(1, len(docks))]
    most, moment = max(
        ((sum(other.begin <= one.begin < other.done for other in loadings), one.begin) for one in loadings),
        key=lambda pair: (pair[0], -pair[1].timestamp()),
    )
    text = (
        f"{plural(len(loadings), 'loading')} at {plural(len(docks), 'bay')} from "
        f"{show_clock(first.astimezone(zone))} to {show_clock(last.astimezone(zone))}; "
    )
    longest = max((loading.queue_s for loading in waiting), default=0)
    if not waiting:
        text += "nobody waits"
    elif len(waiting) == 1:
        text += f"one waits{f' {_wait(longest)}' if longest else ''} for a bay"
    else:
        text += f"{len(waiting)} of them wait for a bay" + (f", the longest {_wait(longest)}" if longest else "")
    if len(docks) == 1:
        return f"{text}."
    return f"{text}. Most at once: {most}, at {show_clock(moment.astimezone(zone))}."
