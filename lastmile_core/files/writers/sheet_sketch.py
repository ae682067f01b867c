"""A route drawn into a sheet as lines and numbers when there is no picture of the streets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from lastmile_core.files.writers.sheet_day import LatLon, SheetDay
from lastmile_core.files.writers.sheet_fonts import BOLD, REGULAR
from lastmile_core.files.writers.sheet_parts import INK, LINE, QUIET, SHADE
from lastmile_core.model import Route

_ROUTE = HexColor("#0a53c7")
_EDGE = 7 * mm
_NICE_M = (100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)


class RouteSketch(Flowable):  # type: ignore[misc]
    """The route's line, its numbered stops, the depot, north up, with a scale bar."""

    def __init__(self, day: SheetDay, route: Route, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height
        self.hAlign = "CENTER"
        self._line = day.path(route)
        self._depot = (day.depot.location.lat, day.depot.location.lon)
        self._stops = [
            (number, (order.location.lat, order.location.lon))
            for number, stop in enumerate(route.stops, start=1)
            if (order := day.orders.get(stop.visit_id)) is not None and order.location is not None
        ]
        self._fit([*self._line, self._depot, *(place for _, place in self._stops)])

    def _fit(self, points: Sequence[LatLon]) -> None:
        """Choose scale and middle so that every point lies inside the frame."""
        lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
        self._middle = ((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2)
        self._squeeze = math.cos(math.radians(self._middle[0]))
        wide, high = (max(lons) - min(lons)) * self._squeeze, max(lats) - min(lats)
        inner = self.width - 2 * _EDGE, self.height - 2 * _EDGE
        # 0.001 degrees (100 m) at least, or one stop beside the depot would be blown up without end.
        self._scale = min(inner[0] / max(wide, 1e-3), inner[1] / max(high, 1e-3))

    def _at(self, place: LatLon) -> tuple[float, float]:
        return (
            self.width / 2 + (place[1] - self._middle[1]) * self._squeeze * self._scale,
            self.height / 2 + (place[0] - self._middle[0]) * self._scale,
        )

    def draw(self) -> None:
        """Draw frame, line, stops (the first on top), depot and scale."""
        canvas: Any = self.canv
        canvas.setFillColor(SHADE)
        canvas.setStrokeColor(LINE)
        canvas.roundRect(0, 0, self.width, self.height, 4, stroke=1, fill=1)
        path = canvas.beginPath()
        for i, place in enumerate(self._line):
            (path.lineTo if i else path.moveTo)(*self._at(place))
        canvas.setStrokeColor(_ROUTE)
        canvas.setLineWidth(1.6)
        canvas.setLineJoin(1)
        canvas.drawPath(path)
        for number, place in reversed(self._stops):
            self._draw_stop(str(number), *self._at(place))
        x, y = self._at(self._depot)
        canvas.setFillColor(INK)
        canvas.rect(x - 5, y - 5, 10, 10, stroke=0, fill=1)
        canvas.setFillColor(white)
        canvas.setFont(BOLD, 7)
        canvas.drawCentredString(x, y - 2.5, "D")
        self._draw_scale()

    def _draw_stop(self, number: str, x: float, y: float) -> None:
        canvas: Any = self.canv
        canvas.setFillColor(_ROUTE)
        canvas.setStrokeColor(white)
        canvas.setLineWidth(0.8)
        canvas.circle(x, y, 6.2, stroke=1, fill=1)
        canvas.setFillColor(white)
        canvas.setFont(BOLD, 7 if len(number) < 3 else 5.5)
        canvas.drawCentredString(x, y - 2.5, number)

    def _draw_scale(self) -> None:
        """Draw a bar of a round length, at most a quarter of the width."""
        canvas: Any = self.canv
        per_metre = self._scale / 111_320
        metres = max((m for m in _NICE_M if m * per_metre <= self.width / 4), default=_NICE_M[0])
        left, low = 8, 9
        canvas.setStrokeColor(QUIET)
        canvas.setFillColor(QUIET)
        canvas.setLineWidth(1)
        canvas.line(left, low, left + metres * per_metre, low)
        canvas.setFont(REGULAR, 7)
        words = f"{metres} m" if metres < 1000 else f"{metres // 1000} km"
        canvas.drawString(left, low + 3, f"{words} · north is up · D = depot")
