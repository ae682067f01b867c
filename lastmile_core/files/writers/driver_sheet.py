"""What a driver takes along: one A4 sheet a route with the map, every stop in order, and room to tick and sign."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable, Image, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from lastmile_core.clock import elapsed
from lastmile_core.errors import NotFoundError
from lastmile_core.files.cells.safe_cells import clean_text
from lastmile_core.files.writers.sheet_day import ESTIMATE_NOTE, SheetDay
from lastmile_core.files.writers.sheet_fonts import BOLD, REGULAR, markup, register_fonts
from lastmile_core.files.writers.sheet_parts import (
    INK,
    LINE,
    QUIET,
    SHADE,
    WARN,
    NumberedCanvas,
    QrCode,
    RouteMark,
    geo_link,
    style,
)
from lastmile_core.files.writers.sheet_sketch import RouteSketch
from lastmile_core.model import Load, Order, OrderKind, Priority, Route, RouteBreak, RouteReload, Stop
from lastmile_core.units import show_clock, show_distance, show_duration

# Binary streams instead of text: a fifth smaller, and no slow encoding of every map picture.
rl_config.useA85 = 0

_MARGIN = 12 * mm
_WIDTH = A4[0] - 2 * _MARGIN
_COLUMNS = tuple(part * mm for part in (10, 25, 71, 22, 19, 39))
_MAP_HEIGHT = 82 * mm
_SKETCH_HEIGHT = 66 * mm
_QR = 17 * mm
_BOX = '<font size="12">☐</font>'
_TICK = f'{_BOX} {{done}}  {_BOX} not<br/><br/>____________________<br/><font size="7">name, signature, reason</font>'


def driver_sheet_pdf(day: SheetDay, vehicle_id: str, map_png: bytes | None = None) -> bytes:
    """Return the sheet of one route as PDF.

    Parameters
    ----------
    map_png
        Picture of the route; None draws a sketch without streets.

    Raises
    ------
    NotFoundError
        If the vehicle has no stops in this plan.
    """
    routes = day.routes(vehicle_id)
    if not routes:
        raise NotFoundError(
            f"{day.vehicle_name(vehicle_id)} has no stops in plan v{day.plan.version}.", "Choose a route with stops."
        )
    return _write(day, routes, {vehicle_id: map_png} if map_png else {})


def all_sheets_pdf(day: SheetDay, maps: Mapping[str, bytes | None] | None = None) -> bytes:
    """Return the sheets of all routes in one PDF, each starting on a new page and numbered on its own.

    A plan without routes gives one page that says so.
    """
    return _write(day, day.routes(), maps or {})


def _write(day: SheetDay, routes: tuple[Route, ...], maps: Mapping[str, bytes | None]) -> bytes:
    register_fonts()
    buffer = io.BytesIO()
    title = f"Driver sheets {day.plan.service_date} {day.depot.name} v{day.plan.version}"
    document = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=15 * mm,
        title=clean_text(title),
        author="Lastmile",
        invariant=1,  # no time stamp inside: equal sheets are equal bytes
    )
    story: list[Any] = []
    for route in routes:
        if story:
            story.append(PageBreak())
        story += _sheet(day, route, maps.get(route.vehicle_id))
    if not story:
        story = [Paragraph(f"No routes in plan v{day.plan.version} of {day.plan.service_date}.", style(12))]
    document.build(story, canvasmaker=NumberedCanvas)
    return buffer.getvalue()


def _sheet(day: SheetDay, route: Route, map_png: bytes | None) -> list[Any]:
    foot = (
        f"{day.vehicle_name(route.vehicle_id)} · {day.plan.service_date} · {day.depot.name} · plan v{day.plan.version}"
    )
    known = register_fonts()
    # The foot is drawn letter by letter without markup, so what the font lacks is shown as a box.
    printable = "".join(letter if ord(letter) in known else "□" for letter in clean_text(foot)[:100])
    story: list[Any] = [
        RouteMark(route.vehicle_id, printable),
        _head(day, route),
        Spacer(0, 2 * mm),
        _facts(day, route),
    ]
    for words in day.warnings(route):
        story += [Spacer(0, 2 * mm), _banner(f"<b>{markup(words, 200)}</b>")]
    if day.is_estimate:
        story += [Spacer(0, 2 * mm), _estimate_banner()]
    story += [Spacer(0, 3 * mm), _picture(day, route, map_png)]
    return [*story, Spacer(0, 3 * mm), _stops_table(day, route)]


def _head(day: SheetDay, route: Route) -> Table:
    left = f"<b>{markup(day.vehicle_name(route.vehicle_id), 40)}</b>"
    driver = day.driver_name(route)
    left_part = [Paragraph(left, style(20, bold=True)), Paragraph(markup(driver or "No driver set", 60), style(12))]
    plan = day.plan
    state = "published" if plan.is_published else "not published yet"
    right = (
        f"<b>{plan.service_date:%A} {plan.service_date.day} {plan.service_date:%B %Y}</b><br/>"
        f"{markup(day.depot.name, 60)}<br/>Plan v{plan.version}, {state}"
    )
    table = Table([[left_part, Paragraph(right, style(10, align=2))]], colWidths=[_WIDTH * 0.56, _WIDTH * 0.44])
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *_no_padding()]))
    return table


def _facts(day: SheetDay, route: Route) -> Table:
    facts = [
        ("Loading", f"{show_clock(day.local(route.loading_start))} {day.dock_name(route.dock_id)}".strip()),
        ("Departure", show_clock(day.local(route.departure))),
        ("Stops", str(len(route.stops))),
        ("Distance", show_distance(route.distance_m)),
        ("End" if route.is_open_end or route.end else "Back", show_clock(day.local(route.return_at))),
        ("Paid time", show_duration(route.paid_s)),
        ("Largest load", _load_words(route.peak_load) or "–"),
    ]
    cells = [
        [Paragraph(name, style(7.5, colour=QUIET)), Paragraph(markup(value, 40), style(11, bold=True))]
        for name, value in facts
    ]
    table = Table([cells], colWidths=[_WIDTH * share for share in (0.11, 0.12, 0.09, 0.14, 0.1, 0.16, 0.28)])
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), SHADE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 4),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ]
        )
    )
    return table


def _estimate_banner() -> Table:
    return _banner(f"<b>Estimate.</b> {ESTIMATE_NOTE} Allow some extra time.")


def _banner(words: str) -> Table:
    table = Table([[Paragraph(words, style(9))]], colWidths=[_WIDTH])
    table.setStyle(TableStyle([("BACKGROUND", (0, 0), (-1, -1), WARN), ("BOX", (0, 0), (-1, -1), 0.5, LINE)]))
    return table


def _picture(day: SheetDay, route: Route, map_png: bytes | None) -> Flowable:
    """Return the picture of the streets, or a sketch of the route when there is none."""
    if not map_png:
        return RouteSketch(day, route, _WIDTH, _SKETCH_HEIGHT)
    width, height = ImageReader(io.BytesIO(map_png)).getSize()
    scale = min(_WIDTH / width, _MAP_HEIGHT / height)
    return Image(io.BytesIO(map_png), width=width * scale, height=height * scale)


def _stops_table(day: SheetDay, route: Route) -> Table:
    heads = ("#", "Planned", "Customer and address", "Load", "Map", "Delivered, or why not")
    rows: list[list[Any]] = [[Paragraph(head, style(8, bold=True, colour=QUIET)) for head in heads]]
    looks: list[tuple[Any, ...]] = []
    for number, stop in enumerate(route.stops, start=1):
        _add_between(day, route, number - 1, rows, looks)
        rows.append(_stop_row(day, number, stop))
    _add_between(day, route, len(route.stops), rows, looks)
    rows.append(_wide_row(_end_words(day, route), rows, looks))
    table = Table(rows, colWidths=_COLUMNS, repeatRows=1, splitInRow=0)
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), REGULAR, 9),
                ("FONT", (0, 0), (-1, 0), BOLD, 8),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
                ("LINEABOVE", (0, 0), (-1, 0), 1, INK),
                ("LINEBELOW", (0, 0), (-1, 0), 1, INK),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3),
                ("TOPPADDING", (0, 1), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 1), (-1, -1), 3),
                *looks,
            ]
        )
    )
    return table


def _add_between(day: SheetDay, route: Route, before: int, rows: list[list[Any]], looks: list[tuple[Any, ...]]) -> None:
    """Add what happens before a stop, in the order in which it happens: breaks and reloads."""
    found = [(pause.start, _break_words(day, pause)) for pause in route.breaks if pause.before_stop == before]
    found += [(reload.arrival, _reload_words(day, reload)) for reload in route.reloads if reload.before_stop == before]
    for _, words in sorted(found):
        rows.append(_wide_row(words, rows, looks))


def _reload_words(day: SheetDay, reload: RouteReload) -> str:
    spans = "–".join(show_clock(day.local(moment)) for moment in (reload.start, reload.end))
    bay = f", {markup(day.dock_name(reload.dock_id), 30)}" if reload.dock_id else ""
    load = _load_words(reload.load_after)
    take = f"; take {markup(load, 60)}" if load else ""
    return (
        f"<b>Back to {markup(day.depot.name, 60)} to load again</b>: there {show_clock(day.local(reload.arrival))}, "
        f"loading {spans}{bay}{take}"
    )


def _end_words(day: SheetDay, route: Route) -> str:
    at = show_clock(day.local(route.return_at))
    if route.is_open_end:
        return f"The route ends at the last stop: {at}"
    where = f"Back at {markup(day.depot.name, 60)}" if route.end is None else "At the end of the route"
    return f"{where}: {at}, {show_distance(route.return_distance_m)} from the last stop"


def _break_words(day: SheetDay, pause: RouteBreak) -> str:
    length = show_duration(elapsed(pause.start, pause.end))
    return f"<b>Break</b> {show_clock(day.local(pause.start))}–{show_clock(day.local(pause.end))} ({length})"


def _wide_row(words: str, rows: list[list[Any]], looks: list[tuple[Any, ...]]) -> list[Any]:
    line = len(rows)
    looks += [("SPAN", (0, line), (-1, line)), ("BACKGROUND", (0, line), (-1, line), SHADE)]
    return [Paragraph(words, style(9)), "", "", "", "", ""]


def _stop_row(day: SheetDay, number: int, stop: Stop) -> list[Any]:
    order = day.orders.get(stop.visit_id)
    planned = f"<b>{show_clock(day.local(stop.service_start))}</b>"
    if stop.wait_s >= 60:
        planned += f"<br/>arrive {show_clock(day.local(stop.arrival))}"
    if stop.window is not None:
        ends = (show_clock(day.local(end)) for end in (stop.window.earliest, stop.window.latest))
        planned += f"<br/>window<br/>{'–'.join(ends)}"
    link = geo_link(order) if order is not None else ""
    return [
        Paragraph(f"<b>{number}</b>", style(14, bold=True)),
        Paragraph(planned, style(9)),
        Paragraph(_who(order, stop, is_cancelled=day.is_cancelled(stop.of_order)), style(9)),
        Paragraph(markup(_load_words(order.load) if order else "", 60), style(9)),
        QrCode(link, _QR) if link else "",
        Paragraph(_TICK.format(done="picked up" if stop.is_pickup else "delivered"), style(8.5, colour=QUIET)),
    ]


def _who(order: Order | None, stop: Stop, *, is_cancelled: bool) -> str:
    if order is None:
        return f"<b>[CANCELLED]</b> Order {markup(stop.of_order, 64)} is no longer in the list; do not go there."
    marks = ["CANCELLED, DO NOT GO"] if is_cancelled else []
    if stop.is_pickup:
        marks.append("PICK UP")
    elif order.kind is OrderKind.COLLECTION:
        marks.append("COLLECT")
    if order.priority >= Priority.HIGH:
        marks.append("URGENT")
    marks += sorted(order.skills)
    head = f"<b>{markup(order.customer_name or 'No name', 90)}</b>"
    if marks:
        head += f"  <b>[{markup(', '.join(marks), 60)}]</b>"
    town = " ".join(part for part in (order.postcode, order.city) if part)
    lines = [head, markup(order.address, 160), markup(town, 80)]
    if order.phone:
        lines.append(f"Tel. {markup(order.phone, 40)}")
    if order.notes:
        lines.append(f"<b>Note:</b> {markup(order.notes, 420)}")
    lines.append(f'<font size="7">order {markup(stop.of_order, 64)}</font>')
    return "<br/>".join(line for line in lines if line)


def _load_words(load: Load) -> str:
    return ", ".join(f"{amount:g} {name.removesuffix('s') if amount == 1 else name}" for name, amount in load.amounts)


def _no_padding() -> list[tuple[Any, ...]]:
    return [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
