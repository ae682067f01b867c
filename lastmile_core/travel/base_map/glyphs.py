"""Letters for the map's labels: signed distance fields in the format that the map library reads.

A glyph file is a protocol buffer ``{1: stack}``, stack ``{1: name, 2: range, 3: glyph …}``, glyph ``{1: code point,
2: bitmap, 3: width, 4: height, 5: left (zigzag), 6: top (zigzag), 7: advance}``; 24 px letters, a border of 3 px, and
bytes that fall by 255/8 a pixel from 191 at the outline.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

SIZE = 24
OVERSAMPLE = 4
BORDER = 3
RANGE = 256
FAR = 32
"""Distance in pixels of the oversampled letter beyond which a byte is 0 or 255 whatever it is."""

FONTS = {
    "Lastmile Regular": "DejaVuSans.ttf",
    "Lastmile Bold": "DejaVuSans-Bold.ttf",
    "Lastmile Italic": "DejaVuSans-Oblique.ttf",
}
"""Font stacks of the styles and the files they are drawn from."""

ALWAYS = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180)))) + "‘’“”–—…→"
"""Letters written for every region, whether its names use them or not."""


def font_file(name: str) -> Path:
    """Return a font file that an installed package ships.

    Raises
    ------
    FileNotFoundError
        If neither it nor the substitute is there.
    """
    candidates = []
    for package, folder, file in (
        ("matplotlib", "mpl-data/fonts/ttf", name),
        ("reportlab", "fonts", "VeraBd.ttf" if "Bold" in name else "Vera.ttf"),
    ):
        # find_spec looks the package up without importing it; matplotlib would cost half a second.
        spec = importlib.util.find_spec(package)
        if spec is not None and spec.origin is not None:
            candidates.append(Path(spec.origin).parent / folder / file)
    for candidate in candidates:
        if candidate.is_file():
            return candidate
    raise FileNotFoundError(name)


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _field(number: int, value: int | bytes) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def distance_to(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return how far each pixel is from the nearest one of ``mask``, in pixels and at most ``FAR``.

    First along the rows, then over them: the nearest of all lies in the row whose own nearest and whose distance add up
    to the least (Felzenszwalb and Huttenlocher, Distance Transforms of Sampled Functions, 2012).
    """
    height, width = mask.shape
    columns = np.arange(width)
    before = np.maximum.accumulate(np.where(mask, columns, -FAR), axis=1)
    after = np.minimum.accumulate(np.where(mask, columns, width + FAR)[:, ::-1], axis=1)[:, ::-1]
    along = np.full((height + 2 * FAR, width), FAR**2, dtype=np.int32)
    along[FAR:-FAR] = np.minimum(np.minimum(columns - before, after - columns), FAR) ** 2
    nearest = along[FAR:-FAR].copy()
    for rows in range(1, FAR):
        for shifted in (along[FAR - rows : -FAR - rows], along[FAR + rows : height + FAR + rows]):
            np.minimum(nearest, shifted + rows * rows, out=nearest)
    return np.sqrt(nearest)


def _distance_field(mask: NDArray[np.bool_]) -> bytes:
    """Return one byte a pixel from an oversampled mask whose sides are whole pixels."""
    distance = (distance_to(mask) - distance_to(~mask)) / OVERSAMPLE
    height, width = mask.shape[0] // OVERSAMPLE, mask.shape[1] // OVERSAMPLE
    pixels = distance.reshape(height, OVERSAMPLE, width, OVERSAMPLE).mean(axis=(1, 3))
    return np.clip(255 - 255 * (pixels / 8 + 0.25), 0, 255).round().astype(np.uint8).tobytes()


def _glyph(font: ImageFont.FreeTypeFont, code: int) -> bytes:
    letter = chr(code)
    advance = round(font.getlength(letter) / OVERSAMPLE)
    left, top, right, bottom = font.getbbox(letter, anchor="ls")
    if right <= left or bottom <= top:
        return _field(1, code) + _field(3, 0) + _field(4, 0) + _field(5, 0) + _field(6, 0) + _field(7, advance)
    x0, y0 = left // OVERSAMPLE, top // OVERSAMPLE
    width, height = -(-right // OVERSAMPLE) - x0, -(-bottom // OVERSAMPLE) - y0
    side = ((width + 2 * BORDER) * OVERSAMPLE, (height + 2 * BORDER) * OVERSAMPLE)
    image = Image.new("L", side, 0)
    origin = ((BORDER - x0) * OVERSAMPLE, (BORDER - y0) * OVERSAMPLE)
    ImageDraw.Draw(image).text(origin, letter, font=font, fill=255, anchor="ls")
    bitmap = _distance_field(np.asarray(image) > 127)
    # 18 px is where the map library expects the baseline below the top of a 24 px line.
    numbers = ((3, width), (4, height), (5, _zigzag(x0)), (6, _zigzag(-y0 - 18)), (7, advance))
    return _field(1, code) + _field(2, bitmap) + b"".join(_field(number, value) for number, value in numbers)


@lru_cache(maxsize=64)
def glyph_range(stack: str, start: int, codes: tuple[int, ...]) -> bytes:
    """Return the glyph file of one font stack for the code points ``codes`` from ``start`` to ``start + 255``."""
    font = ImageFont.truetype(font_file(FONTS[stack]), SIZE * OVERSAMPLE, layout_engine=ImageFont.Layout.BASIC)
    missing = bytes(font.getmask(chr(0x10FFFF)))
    body = _field(1, stack.encode()) + _field(2, f"{start}-{start + RANGE - 1}".encode())
    for code in codes:
        # A letter that the font lacks is left out; the map library then draws nothing instead of a box.
        if bytes(font.getmask(chr(code))) != missing:
            body += _field(3, _glyph(font, code))
    return _field(1, body)


def write_glyphs(folder: Path, texts: Iterable[str]) -> None:
    """Write the glyph files that labels with these texts need, one folder a font stack.

    Ranges without a single letter in the font are written too: a missing file would make the map drop every label of
    the tile.
    """
    codes = {ord(letter) for text in (ALWAYS, *texts) for letter in text}
    codes = {code for code in codes if 0x20 <= code < 0x10000 and not 0xD800 <= code < 0xE000}
    ranges: dict[int, list[int]] = {}
    for code in sorted(codes):
        ranges.setdefault(code // RANGE * RANGE, []).append(code)
    for stack in FONTS:
        target = folder / stack
        target.mkdir(parents=True, exist_ok=True)
        for start, inside in ranges.items():
            (target / f"{start}-{start + RANGE - 1}.pbf").write_bytes(glyph_range(stack, start, tuple(inside)))
