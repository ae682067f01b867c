"""A conflict at the docks as one sentence for people, with what would end it."""

from __future__ import annotations

from lastmile_core.planning.base.dock_board import DockBoard, DockConflict, DockMend, MendKind
from lastmile_core.schedule import Words
from lastmile_core.units import show_duration

_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def reasons_by_vehicle(board: DockBoard, words: Words) -> dict[int, str]:
    """Return why somebody still queues and what would end it, once a conflict: for a vehicle that waits in it."""
    found: dict[int, str] = {}
    for conflict in board.conflicts:
        vehicle = next((one.vehicle for one in conflict.waiting if one.vehicle not in found), None)
        if vehicle is not None:
            found[vehicle] = conflict_in_words(conflict, words)
    return found


def conflict_in_words(conflict: DockConflict, words: Words) -> str:
    """Return ``06:00–07:10: 9 vans want 4 bays; the 5th waits 15 min. A fifth bay would end it``."""
    span = f"{words.time(conflict.start)}–{words.time(conflict.end)}"
    text = f"{span}: {_who(conflict)} {_docks_wanted(conflict)}; {_wait(conflict)}"
    mends = [_mend(mend, conflict, words) for mend in conflict.mends]
    if not mends:
        return text
    said = ", or ".join(mends) + ("," if len(mends) > 1 else "")
    return f"{text}. {said[0].upper()}{said[1:]} would end it"


def _who(conflict: DockConflict) -> str:
    number = len(conflict.loadings)
    thing = "loading" if any(loading.trip for loading in conflict.loadings) else "van"
    return f"{number} {thing}s want" if number != 1 else f"1 {thing} wants"


def _docks_wanted(conflict: DockConflict) -> str:
    if not conflict.num_docks:
        return "a bay while none is open"
    return f"{conflict.num_docks} bays" if conflict.num_docks != 1 else "1 bay"


def _wait(conflict: DockConflict) -> str:
    waiting = conflict.waiting
    longest = _minutes(max(loading.queue_s for loading in waiting))
    if all(loading.is_closed for loading in waiting):
        return f"the opening hours miss {'it' if len(waiting) == 1 else 'them'} by {longest}"
    if len(waiting) > 1:
        who = "all" if len(waiting) == len(conflict.loadings) else f"{len(waiting)} of them"
        return f"{who} wait, the longest {longest}"
    if len(conflict.loadings) == 1:
        return f"it waits {longest}"
    return f"the {_ordinal(1 + conflict.loadings.index(waiting[0]))} waits {longest}"


def _mend(mend: DockMend, conflict: DockConflict, words: Words) -> str:
    match mend.kind:
        case MendKind.OPENS:
            return f"opening at {words.time(mend.amount)}"
        case MendKind.CLOSES:
            return f"closing at {words.time(mend.amount)}"
        case MendKind.DOCKS if mend.amount > 1:
            return f"{mend.amount} more bays"
        case _:
            return f"a {_PLACES[conflict.num_docks]} bay" if 0 < conflict.num_docks < len(_PLACES) else "one more bay"


def _minutes(seconds: int) -> str:
    # Rounded up: "waits 0 min" would be nonsense.
    return show_duration(seconds if seconds < 60 else -(-seconds // 60) * 60)


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
