"""Places written as links to a map, ``geo:`` addresses or plus codes. Nothing is ever opened: only the text is read."""

from __future__ import annotations

import re
from urllib.parse import unquote

from openlocationcode import openlocationcode

from lastmile_core.files.cells.values import CellError

Pair = tuple[float, float]
_LONGEST_LINK, _LONGEST_CODE = 2000, 120
_NUMBER = r"(-?\d{1,3}(?:\.\d+)?)"
_BOTH = rf"{_NUMBER}\s*,\s*{_NUMBER}"
_IS_LINK = re.compile(r"\s*(https?://|geo:|www\.|maps\.|goo\.gl|waze\.)", re.IGNORECASE)
# Best first: the marked place itself, then what was searched for, then the middle of the picture.
_LINKS = (
    re.compile(rf"!3d{_NUMBER}!4d{_NUMBER}"),
    re.compile(rf"[?&]mlat={_NUMBER}&mlon={_NUMBER}"),
    re.compile(rf"[?&](?:q|ll|query|destination|daddr|coordinate|center|sll|saddr|loc|to)=(?:loc:|ll\.)?{_BOTH}"),
    re.compile(rf"[?&]cp={_NUMBER}~{_NUMBER}"),
    re.compile(rf"/(?:place|search|dir|l)/(?:[^?]*/)?{_BOTH}"),
    re.compile(rf"#map=\d+(?:\.\d+)?/{_NUMBER}/{_NUMBER}"),
    re.compile(rf"@{_BOTH}"),
    re.compile(rf"[?&]map={_BOTH}"),
)
_LONGITUDE_FIRST = re.compile(rf"yandex\.[^?]*\?.*?(?:pt|ll|whatshere\[point\])={_BOTH}")
_GEO = re.compile(rf"geo:{_BOTH}(?:,-?[\d.]+)?(?:[;?].*)?", re.IGNORECASE)
_GEO_QUERY = re.compile(rf"geo:0(?:\.0+)?,0(?:\.0+)?\?q={_BOTH}.*", re.IGNORECASE)
_CODE = r"[23456789CFGHJMPQRVWX]"
_PLUS = re.compile(rf"({_CODE}{{2,8}}0{{0,6}}\+(?:{_CODE}{{2,7}})?)(?:[\s,]+(\D.*))?", re.IGNORECASE)


def is_link(text: str) -> bool:
    """Return whether a cell begins like a link or a ``geo:`` address."""
    return bool(_IS_LINK.match(text))


def read_link(text: str) -> Pair | None:
    """Return latitude and longitude that a link carries.

    Raises
    ------
    CellError
        COORD_FORMAT for a link without coordinates, such as a shortened one.
    """
    if not is_link(text):
        return None
    link = unquote(text.strip()[:_LONGEST_LINK]).replace("+", "")
    for pattern in (_GEO_QUERY, _GEO):
        if match := pattern.fullmatch(link):
            return float(match.group(1)), float(match.group(2))
    if match := _LONGITUDE_FIRST.search(link):
        return float(match.group(2)), float(match.group(1))
    for pattern in _LINKS:
        if match := pattern.search(link):
            return float(match.group(1)), float(match.group(2))
    raise CellError(
        "COORD_FORMAT",
        "The link does not carry coordinates, and links are never opened.",
        "Open it yourself, copy latitude and longitude and write them as 48.77, 9.18.",
    )


def is_plus_code(text: str) -> bool:
    """Return whether a cell is a plus code, with or without the name of a town behind it."""
    return bool(_plus_code(text))


def read_plus_code(text: str, near: Pair | None) -> Pair | None:
    """Return the middle of a plus code's area; None when the text is none.

    Parameters
    ----------
    near
        A place nearby, usually the depot; a short code means the area nearest to it.

    Raises
    ------
    CellError
        COORD_FORMAT for a short code without a place nearby, COORD_PRECISION for an area wider than a house.
    """
    code = _plus_code(text)
    if not code:
        return None
    if openlocationcode.isShort(code):
        if near is None:
            raise CellError(
                "COORD_FORMAT",
                f"{code} is a short plus code: it needs a place nearby.",
                "Write the full code, such as 8FWFQ5GM+85, or choose the depot.",
            )
        code = openlocationcode.recoverNearest(code, near[0], near[1])
    area = openlocationcode.decode(code)
    if area.codeLength < 10:
        raise CellError("COORD_PRECISION", f"The area of {code} is wider than a house.", "Write the full plus code.")
    return round(area.latitudeCenter, 6), round(area.longitudeCenter, 6)


def _plus_code(text: str) -> str:
    match = _PLUS.fullmatch(text.strip()) if len(text) <= _LONGEST_CODE else None
    code = match.group(1).upper() if match else ""
    return code if code and openlocationcode.isValid(code) else ""
