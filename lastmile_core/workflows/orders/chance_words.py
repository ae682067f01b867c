"""The chance that the first attempt succeeds, by hour, in words that a person can read and write."""

from __future__ import annotations

import re
from collections import Counter

HOURS = 24
_PART = re.compile(r"(?:(\d{1,2})(?::00)?\s*[-–]\s*(\d{1,2})(?::00)?\s*h?\s*:?\s+)?(\d{1,3}(?:[.,]\d+)?)\s*%?")
HOW = "60 %; 17–20 90 % means 90 per cent from 17:00 to 20:00 and 60 per cent at other hours"


def chance_words(chances: tuple[float, ...]) -> str:
    """Return ``60 %; 17–20 90 %``: the usual chance, then the hours that differ; "" when unknown."""
    if not chances:
        return ""
    # The last one holds for later hours.
    by_hour = [chances[min(hour, len(chances) - 1)] for hour in range(HOURS)]
    usual = Counter(by_hour).most_common(1)[0][0]
    parts, begin = [_per_cent(usual)], 0
    for hour in range(1, HOURS + 1):
        if hour == HOURS or by_hour[hour] != by_hour[begin]:
            if by_hour[begin] != usual:
                parts.append(f"{begin}–{hour} {_per_cent(by_hour[begin])}")
            begin = hour
    return "; ".join(parts)


def read_chances(text: str) -> tuple[float, ...]:
    """Return the chances by hour of such words; () for an empty text.

    Raises
    ------
    ValueError
        If it cannot be meant; the sentence says how to write it.
    """
    usual: float | None = None
    spans: list[tuple[int, int, float]] = []
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        found = _PART.fullmatch(part)
        share = float(found[3].replace(",", ".")) / 100 if found else -1.0
        if found is None or share > 1:
            raise ValueError(f"“{part[:40]}” is no chance; write it like this: {HOW}")
        if found[1] is None:
            usual = share
            continue
        begin, end = int(found[1]), int(found[2])
        if not 0 <= begin < end <= HOURS:
            raise ValueError(f"“{part[:40]}” has no hours from 0 to {HOURS}; write it like this: {HOW}")
        spans.append((begin, end, share))
    if usual is None:
        if spans:
            raise ValueError(f"the chance at other hours is missing; write it like this: {HOW}")
        return ()
    by_hour = [usual] * HOURS
    for begin, end, share in spans:
        by_hour[begin:end] = [share] * (end - begin)
    return tuple(round(share, 4) for share in by_hour) if spans else (round(usual, 4),)


def _per_cent(share: float) -> str:
    return f"{round(share * 100, 2):g} %"
