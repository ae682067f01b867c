"""Pieces of a printed sheet: page numbers for each route, QR codes, paragraph styles."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import quote

import segno
from PIL import Image, ImageOps
from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from lastmile_core.files.cells.safe_cells import clean_text
from lastmile_core.files.writers.sheet_fonts import BOLD, REGULAR
from lastmile_core.model import Order

INK, QUIET, LINE, SHADE, WARN = (HexColor(c) for c in ("#1f2933", "#52606d", "#cbd2d9", "#eef1f5", "#fff3d6"))


def style(size: float, *, bold: bool = False, colour: Any = INK, align: int = 0) -> ParagraphStyle:
    """Return a paragraph style; ``size`` in points, ``align`` 0 left, 1 middle, 2 right."""
    return ParagraphStyle(
        f"s{size}{bold}{align}",
        fontName=BOLD if bold else REGULAR,
        fontSize=size,
        leading=size * 1.25,
        textColor=colour,
        alignment=align,
        splitLongWords=1,
    )


class RouteMark(Flowable):  # type: ignore[misc]
    """Invisible; says which route the pages from here on belong to, and what stands at their foot."""

    def __init__(self, key: str, foot: str) -> None:
        super().__init__()
        self.key, self.foot = key, foot
        self.width = self.height = 0

    def draw(self) -> None:
        """Leave the mark on the canvas."""
        self.canv.route_key, self.canv.route_foot = self.key, self.foot


class NumberedCanvas(Canvas):  # type: ignore[misc]
    """A canvas that writes "page 2 of 3" at the foot, counted for each route, because each driver gets only one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.route_key, self.route_foot = "", ""
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - the library's name
        """Keep the page until the number of pages is known."""
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write all pages with their feet."""
        totals = Counter(page["route_key"] for page in self._pages)
        seen: Counter[str] = Counter()
        for page in self._pages:
            self.__dict__.update(page)
            seen[self.route_key] += 1
            self._draw_foot(f"page {seen[self.route_key]} of {totals[self.route_key]}")
            super().showPage()
        super().save()

    def _draw_foot(self, number: str) -> None:
        width = self._pagesize[0]
        self.setStrokeColor(LINE)
        self.line(12 * mm, 11 * mm, width - 12 * mm, 11 * mm)
        self.setFont(REGULAR, 8)
        self.setFillColor(QUIET)
        self.drawString(12 * mm, 7 * mm, self.route_foot)
        self.drawRightString(width - 12 * mm, 7 * mm, number)


class QrCode(Flowable):  # type: ignore[misc]
    """A QR code as a picture with eight pixels a module, sharp in print; ``side`` in points."""

    PIXELS = 8
    QUIET_ZONE = 2

    def __init__(self, text: str, side: float) -> None:
        super().__init__()
        self.text = text
        self.width = self.height = side
        # Any of the eight masks can be scanned; trying them all out takes ten times as long.
        code = segno.make(text, error="m", micro=False, mask=1)
        rows = [bytes(0 if dark else 255 for dark in row) for row in code.matrix]
        size = len(rows)
        drawn = Image.frombytes("L", (size, size), b"".join(rows)).resize(
            (size * self.PIXELS, size * self.PIXELS), Image.Resampling.NEAREST
        )
        # One picture is written in a twentieth of the time that thousands of little rectangles take.
        self._picture = ImageOps.expand(drawn, border=self.QUIET_ZONE * self.PIXELS, fill=255)

    def draw(self) -> None:
        """Draw the picture."""
        self.canv.drawImage(ImageReader(self._picture), 0, 0, self.width, self.height)


def geo_link(order: Order) -> str:
    """Return a link that opens the driver's map at the planned point, labelled with the address.

    The point comes first because an address alone may be found elsewhere, or not at all.
    """
    words = [order.address, " ".join(part for part in (order.postcode, order.city) if part)]
    address = clean_text(", ".join(word for word in words if word))[:120]
    if order.location is None:
        return f"geo:0,0?q={quote(address)}" if address else ""
    spot = f"{order.location.lat:.6f},{order.location.lon:.6f}"
    return f"geo:{spot}?q={spot}({quote(address)})" if address else f"geo:{spot}"
