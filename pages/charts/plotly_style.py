"""One look for every plotly figure: quiet grid, readable ink, units on the axes, nothing fetched from outside."""

from __future__ import annotations

import html
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import plotly.graph_objects as go

from pages.charts.palette import SURFACES, Theme

FONT_FAMILY = "Source Sans, DejaVu Sans, Arial, sans-serif"


def chart_text(text: str, length: int = 60) -> str:
    """Return text from outside for a figure: shortened, and never read as markup or a link."""
    short = text if len(text) <= length else text[: length - 1] + "…"
    return html.escape(short, quote=False).replace("://", ":​//")


def local_time(moment: datetime, zone: ZoneInfo) -> str:
    """Return the local wall-clock time as the text that plotly's time axis reads; plotly itself knows no zones."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def template(theme: Theme) -> go.layout.Template:
    """Return the figure template of a theme; show the figure with ``theme=None`` so that it is used."""
    surface = SURFACES[theme]
    axis = {
        "gridcolor": surface.grid,
        "linecolor": surface.grid,
        "zerolinecolor": surface.grid,
        "tickcolor": surface.grid,
        "tickfont": {"color": surface.quiet_ink, "size": 12},
        "title": {"font": {"color": surface.quiet_ink, "size": 12}, "standoff": 8},
        "automargin": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT_FAMILY, "color": surface.ink, "size": 13},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "title": {"font": {"size": 15, "color": surface.ink}, "x": 0, "xanchor": "left", "xref": "container"},
            "xaxis": axis,
            "yaxis": axis,
            "legend": {"font": {"color": surface.quiet_ink, "size": 12}, "bgcolor": "rgba(0,0,0,0)"},
            "hoverlabel": {
                "bgcolor": surface.ground,
                "bordercolor": surface.grid,
                "font": {"color": surface.ink, "family": FONT_FAMILY, "size": 13},
                "align": "left",
            },
            "margin": {"l": 8, "r": 8, "t": 34, "b": 8},
        }
    )


def figure(theme: Theme, *, title: str = "", height: int = 280, **layout: Any) -> go.Figure:
    """Return an empty figure in the common look.

    Parameters
    ----------
    height
        In pixels.
    """
    fig = go.Figure()
    fig.update_layout(template=template(theme), height=height, title_text=title, **layout)
    return fig


def legend_below(fig: go.Figure) -> None:
    """Put the legend in one line above the plot, where it takes no width."""
    fig.update_layout(legend={"orientation": "h", "x": 0, "xanchor": "left", "y": 1.0, "yanchor": "bottom"})


def note(fig: go.Figure, text: str, theme: Theme) -> None:
    """Write a sentence into the middle of a figure that has nothing to show."""
    fig.add_annotation(
        text=chart_text(text, 200),
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        showarrow=False,
        font={"color": SURFACES[theme].quiet_ink, "size": 14},
    )
    fig.update_xaxes(visible=False)
    fig.update_yaxes(visible=False)
