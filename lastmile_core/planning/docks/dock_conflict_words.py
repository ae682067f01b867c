"""A crowd at the docks as one sentence for people, with what would end it."""

from __future__ import annotations

from lastmile_core.planning.base.dock_board import DockBoard, DockCrowd, DockMend, MendKind
from lastmile_core.schedule import Words
from lastmile_core.units import show_duration

_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def reasons_by_vehicle(board: DockBoard, words: Words) -> dict[int, str]:
    """Return why somebody still queues and what would end it, once a crowd: for a vehicle that waits in it."""
    found: dict[int, str] = {}
    for crowd in board.crowds:
        vehicle = next((one.vehicle for one in crowd.waiting if one.vehicle not in found), None)
        if vehicle is not None:
            found[vehicle] = crowd_in_words(crowd, words)
    return found


def crowd_in_words(crowd: DockCrowd, words: Words) -> str:
    """Return ``06:00–07:10: 9 vans want 4 bays; the 5th waits 15 min. A fifth bay would end it``."""
    text = f"{words.time(crowd.start)}–{words.time(crowd.end)}: {_who(crowd)} {_bays(crowd)}; {_wait(crowd)}"
    mends = [_mend(mend, crowd, words) for mend in crowd.mends]
    if not mends:
        return text
    said = ", or ".join(mends) + ("," if len(mends) > 1 else "")
    return f"{text}. {said[0].upper()}{said[1:]} would end it"


def _who(crowd: DockCrowd) -> str:
    number = len(crowd.loadings)
    thing = "loading" if any(loading.trip for loading in crowd.loadings) else "van"
    return f"{number} {thing}s want" if number != 1 else f"1 {thing} wants"


def _bays(crowd: DockCrowd) -> str:
    if not crowd.num_bays:
        return "a bay while none is open"
    return f"{crowd.num_bays} bays" if crowd.num_bays != 1 else "1 bay"


def _wait(crowd: DockCrowd) -> str:
    waiting = crowd.waiting
    longest = _minutes(max(loading.queue_s for loading in waiting))
    if all(loading.is_closed for loading in waiting):
        return f"the opening hours miss {'it' if len(waiting) == 1 else 'them'} by {longest}"
    if len(waiting) > 1:
        who = "all" if len(waiting) == len(crowd.loadings) else f"{len(waiting)} of them"
        return f"{who} wait, the longest {longest}"
    if len(crowd.loadings) == 1:
        return f"it waits {longest}"
    return f"the {_ordinal(1 + crowd.loadings.index(waiting[0]))} waits {longest}"


def _mend(mend: DockMend, crowd: DockCrowd, words: Words) -> str:
    match mend.kind:
        case MendKind.OPENS:
            return f"opening at {words.time(mend.amount)}"
        case MendKind.CLOSES:
            return f"closing at {words.time(mend.amount)}"
        case MendKind.BAYS if mend.amount > 1:
            return f"{mend.amount} more bays"
        case _:
            return f"a {_PLACES[crowd.num_bays]} bay" if 0 < crowd.num_bays < len(_PLACES) else "one more bay"


def _minutes(seconds: int) -> str:
    # Rounded up: "waits 0 min" would be nonsense.
    return show_duration(seconds if seconds < 60 else -(-seconds // 60) * 60)


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
