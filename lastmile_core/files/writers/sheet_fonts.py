"""Letters for printed sheets: a font with Latin, Greek, Cyrillic and more, and a way to print what it lacks."""

from __future__ import annotations

import html
import importlib.util
from functools import lru_cache
from pathlib import Path

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

from lastmile_core.files.cells.safe_cells import clean_text

REGULAR, BOLD = "LastmileSans", "LastmileSans-Bold"

# Fonts that every PDF viewer brings or fetches itself; used only for runs that our font has no letters for.
_ASIAN_FONTS = (
    ("\u3040", "\u30ff", "HeiseiMin-W3"),
    ("\uac00", "\ud7af", "HYSMyeongJo-Medium"),
    ("\u2e80", "\u9fff", "STSong-Light"),
)
_MISSING = "\u25a1"


@lru_cache(maxsize=1)
def register_fonts() -> frozenset[int]:
    """Register the sheet's fonts once; return the code points that they can print.

    DejaVu comes with matplotlib (its folder is found without importing it); without it Vera, which
    comes with the PDF library, prints at least western European letters.
    """
    regular, bold = _font_files()
    pdfmetrics.registerFont(TTFont(REGULAR, regular))
    pdfmetrics.registerFont(TTFont(BOLD, bold))
    for is_bold, name in ((0, REGULAR), (1, BOLD)):
        for is_italic in (0, 1):
            addMapping(REGULAR, is_bold, is_italic, name)
    for _, _, name in _ASIAN_FONTS:
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    return frozenset(pdfmetrics.getFont(REGULAR).face.charToGlyph)


def _font_files() -> tuple[str, str]:
    spec = importlib.util.find_spec("matplotlib")
    for place in (spec.submodule_search_locations or []) if spec is not None else []:
        folder = Path(place) / "mpl-data" / "fonts" / "ttf"
        files = folder / "DejaVuSans.ttf", folder / "DejaVuSans-Bold.ttf"
        if all(file.is_file() for file in files):
            return str(files[0]), str(files[1])
    return "Vera.ttf", "VeraBd.ttf"


def markup(text: str, length: int = 300) -> str:
    """Return text from outside as paragraph markup: shortened, escaped, every letter printable."""
    text = clean_text(text)
    if len(text) > length:
        text = text[: length - 1].rstrip() + "…"
    known = register_fonts()
    parts: list[tuple[str, str]] = []
    for letter in text:
        font = "" if ord(letter) in known else _asian_font(letter)
        shown = letter if font or ord(letter) in known else _MISSING
        if parts and parts[-1][0] == font:
            parts[-1] = (font, parts[-1][1] + shown)
        else:
            parts.append((font, shown))
    return "".join(
        f'<font name="{font}">{html.escape(run)}</font>' if font else html.escape(run) for font, run in parts
    )


def _asian_font(letter: str) -> str:
    for first, last, name in _ASIAN_FONTS:
        if first <= letter <= last:
            return name
    return ""
