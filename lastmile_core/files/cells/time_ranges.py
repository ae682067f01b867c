"""Ranges in one cell: ``9–12``, ``ab 14 Uhr``, ``before noon``, ``2-4 pm``, ``9-12 und 14-17``, ``vormittags``."""

from __future__ import annotations

import re
from functools import lru_cache

from lastmile_core.files.cells.times import Clock, read_time
from lastmile_core.files.cells.values import CellError
from lastmile_core.files.cells.words import plain
from lastmile_core.files.raw_table import shorten

Range = tuple[Clock | None, Clock | None]
_FROM = (
    r"(?:from|von|de las|del|desde(?: las)?|de|du|das|da|dalle(?: ore)?|van|between|zwischen|entre(?: las)?|tra(?: le)?"
    r"|tussen)"
)
_START = re.compile(rf"{_FROM}\s+(?=\S)")
_JOIN = re.compile(
    r"\s*(?:-|–|—|~|/|\bto\b|\btill\b|\buntil\b|\bbis\b|\ba las\b|\ba\b|\bas\b|\bate(?: as)?\b|\balle(?: ore)?\b"
    r"|\bhasta(?: las)?\b|\btot\b|\bund\b|\band\b|\bet\b|\by(?: las)?\b|\be(?: le)?\b|\ben\b)\s*"
)
_APART = re.compile(r"\s*(?:[;&|+\n,/]|\b(?:und|and|et|e|y|en|oder|or|ou|o|of)\b)\s*")
_AFTER = re.compile(
    r"(?:after|from|not before|no earlier than|earliest|since|ab|nach|nicht vor|fruhestens(?: um)?|apres"
    r"|a partir d(?:e|as|es|u)?|pas avant|des|dopo(?: le)?|dalle(?: ore)?|non prima delle|desde(?: las)?"
    r"|despues de(?: las)?|depois das|vanaf|na|niet voor|>=?)\s*(.+)"
)
_BEFORE = re.compile(
    r"(?:before|until|till|by|no later than|latest|not after|up to|bis|vor|spatestens(?: um)?|nicht nach|avant"
    r"|jusqu ?'?a|au plus tard|pas apres|entro(?: le)?|prima delle|non oltre le|hasta(?: las)?|antes de(?: las)?"
    r"|ate(?: as)?|antes das|tot|voor|uiterlijk|niet na|<=?)\s*(.+)"
)
_LONGEST = 150
_NOON, _EVENING = 12 * 3600, 17 * 3600
_MORNING = """
    morning|mornings|in the morning|am|a m|forenoon|vormittag|vormittags|morgens|fruh|matin|le matin|matinee|
    mattina|la mattina|mattino|manana|por la manana|manha|de manha|pela manha|ochtend|s ochtends|voormiddag|
    before lunch
"""
_AFTERNOON = """
    afternoon|afternoons|in the afternoon|pm|p m|nachmittag|nachmittags|apres midi|l apres midi|pomeriggio|
    il pomeriggio|tarde|por la tarde|a tarde|de tarde|middag|namiddag|s middags|after lunch
"""
_NIGHTFALL = """
    evening|evenings|in the evening|abend|abends|soir|le soir|soiree|sera|la sera|noche|por la noche|noite|
    a noite|avond|s avonds
"""
_ANY_TIME = """
    all day|any time|anytime|any|whole day|full day|flexible|open|24 h|24h|24 7|ganztags|ganztagig|ganzer tag|
    egal|beliebig|jederzeit|toute la journee|journee|tout le jour|tutto il giorno|giornata|todo el dia|
    cualquier hora|o dia todo|dia inteiro|qualquer hora|hele dag|de hele dag|no restriction|none
"""


def _each(words: str, part: Range) -> dict[str, Range]:
    return {" ".join(word.split()): part for word in words.split("|")}


_PARTS: dict[str, Range] = {
    **_each(_MORNING, (None, Clock(_NOON))),
    **_each(_AFTERNOON, (Clock(_NOON), None)),
    **_each(_NIGHTFALL, (Clock(_EVENING), None)),
    **_each(_ANY_TIME, (None, None)),
}
_HALF = re.compile(r"\d\s*([ap])\.?\s*m?\.?$")
_HAS_HALF = re.compile(r"[ap]\.?\s*m\b|[ap]\.?$")


def read_ranges(text: str, timezone: str = "UTC") -> list[Range]:
    """Return the windows of a cell; an empty list when it says "any time".

    Raises
    ------
    CellError
        TIME_FORMAT when a part of it is no time.
    """
    if len(text) > _LONGEST:
        raise CellError("TIME_FORMAT", f"{shorten(text)!r} is not a range of times.", "Write it as 09:00-12:00.")
    parts = [part for part in _APART.split(_simple(text)) if part]
    if len(parts) > 1:
        try:
            ranges = [_any(part, timezone) for part in parts]
        except CellError:
            ranges = []
        # "9/12" is one range, not two moments.
        if ranges and all(first != second for first, second in ranges):
            return ranges
    found = read_range(text, timezone)
    return [] if found == (None, None) else [found]


@lru_cache(maxsize=8192)
def read_range(text: str, timezone: str = "UTC") -> Range:
    """Return the two ends of a range in one cell; None for an end that is open. A single time is both ends.

    Raises
    ------
    CellError
        TIME_FORMAT when it is none.
    """
    try:
        return _any(_simple(text), timezone)
    except CellError as fault:
        raise CellError(fault.code, f"{text!r} is not a range of times.", "Write it as 09:00-12:00.") from None


def _simple(text: str) -> str:
    return plain(text).replace("’", "'").replace("\u2212", "-")


def _words_of(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", plain(text)).split())


def _any(cell: str, timezone: str) -> Range:
    part = _PARTS.get(_words_of(cell))
    if part is not None:
        return part
    for pattern, is_start in ((_AFTER, True), (_BEFORE, False)):
        match = pattern.fullmatch(cell)
        if match and (clock := _maybe(match.group(1), timezone)):
            return (clock, None) if is_start else (None, clock)
    bare = _START.sub("", cell, count=1) if _START.match(cell) else cell
    for join in _JOIN.finditer(bare):
        first, second = bare[: join.start()], bare[join.end() :]
        ends = _maybe(_with_half(first, second), timezone), _maybe(second, timezone)
        if ends[0] and ends[1]:
            return ends
    single = read_time(bare, timezone)
    return single, single


def _with_half(first: str, second: str) -> str:
    """Return the first end with the half of the day that only the second names: ``2-4 pm`` is 14 to 16 o'clock."""
    half = _HALF.search(second)
    digits = re.match(r"(\d{1,2})", first), re.match(r"(\d{1,2})", second)
    if not half or _HAS_HALF.search(first) or not all(digits):
        return first
    hours = [int(match.group(1)) % 12 for match in digits if match]
    is_same = hours[0] <= hours[1]
    other = {"a": "p", "p": "a"}[half.group(1)]
    return f"{first.strip()} {half.group(1) if is_same else other}m"


def _maybe(text: str, timezone: str) -> Clock | None:
    try:
        return read_time(text.strip(), timezone) if text.strip() else None
    except CellError:
        return None
