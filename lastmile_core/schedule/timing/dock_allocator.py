"""The one allocator of docks: who comes first is served first, where it can begin earliest.

The judge, the search for begins, the small steps after it and the dock board of a page all ask here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

type Span = tuple[int, int]
"""From when to when (seconds of the day)."""


class DockTurn(NamedTuple):
    """When and where one loading is served.

    Attributes
    ----------
    dock
        Index into the docks; also when ``over`` says that this one, the best of all, closes too early.
    begin
        When it can begin there.
    over
        Seconds by which it would outlast the closing time; 0 when it is served.
    """

    dock: int
    begin: int
    over: int


def first_come_first_served(loadings: Iterable[Span], docks: Sequence[Span]) -> list[DockTurn]:
    """Return the turn of each loading.

    Each takes, of the docks where it begins earliest, the one that closes first, so that docks with longer hours stay
    free. One that no dock can serve before it closes takes up none.

    Parameters
    ----------
    loadings
        (start, end) in the order in which they come.
    docks
        (opens, closes) of each dock of the place; at least one.
    """
    free = [opens for opens, _ in docks]
    turns = []
    for start, end in loadings:
        length = end - start
        ranks = []
        for dock, (since, (_, closes)) in enumerate(zip(free, docks, strict=True)):
            begin = start if start > since else since
            over = begin + length - closes
            ranks.append((over > 0, over if over > 0 else begin, closes, dock))
        is_over, amount, _, dock = min(ranks)
        begin = max(start, free[dock])
        turns.append(DockTurn(dock, begin, amount if is_over else 0))
        if not is_over:
            free[dock] = begin + length
    return turns


def turning_moments(loading: Span, docks: Iterable[Span], taken: Iterable[Span]) -> set[int]:
    """Return the begins of a loading at which something changes: no others are worth trying.

    Its own, the moments at which a dock opens or must be begun at before it closes, and those at which another loading
    (``taken``) leaves or must be left before.
    """
    length = loading[1] - loading[0]
    moments = {loading[0]}
    for opens, closes in docks:
        moments |= {opens, closes - length}
    for since, until in taken:
        moments |= {until, since - length}
    return moments
