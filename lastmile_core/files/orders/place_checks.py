"""Doubtful places, flagged before anything is planned: out of reach, 0, 0, one point for many addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from statistics import median

from lastmile_core.files.cells.coordinates import FAR_KM, SIGNS, Known, Pair, km_between
from lastmile_core.files.orders.order_draft import OrderDraft
from lastmile_core.files.orders.read_context import ReadContext
from lastmile_core.files.raw_table import look, stop
from lastmile_core.model import Issue

_SAME_POINT = 5
_MANY = 20
_FEWEST = 3
_SAMPLED = 200


def check_places(
    drafts: list[OrderDraft], ctx: ReadContext, column: str, lost_signs: Mapping[int, str]
) -> tuple[list[Issue], set[int]]:
    """Judge the places of the orders; return issues and the rows whose place a person should look at.

    Parameters
    ----------
    lost_signs
        Row index → whose sign is wrong, where the mirror image fits.
    """
    issues = _nowhere(drafts, column)
    placed = [draft for draft in drafts if draft.pair is not None]
    known = Known() if ctx.answers.is_yes("keep_latlon") else ctx.known
    far = [(draft, told) for draft in placed if (told := how_far(draft.pair, known))]
    if not far and not ctx.known.bbox and not ctx.known.depots:
        far = _apart(placed)
    if len(far) > _MANY and len(far) > len(placed) / 2:
        draft, told = far[0]
        message = f"{len(far)} of {len(placed)} orders are out of reach; row {draft.row}: {told}"
        issues.append(look("OUT_OF_REGION", message, "Is this the right depot?", column=column))
    else:
        issues += [
            look("OUT_OF_REGION", told, _mend(draft, lost_signs), row=draft.row, column=column) for draft, told in far
        ]
    found, shared = _same_points(placed, ctx, column)
    return issues + found, {draft.row for draft, _ in far} | shared


def ask_about_region(pairs: list[Pair | None], ctx: ReadContext, column: str) -> Issue | None:
    """Return the question whether this is the right depot, when nearly every place is out of reach."""
    placed = [pair for pair in pairs if pair is not None and pair != (0.0, 0.0)]
    sample = placed[:: max(1, len(placed) // _SAMPLED)]
    if sum(bool(how_far(pair, ctx.known)) for pair in sample) < 0.8 * len(sample):
        return None
    far = [told for pair in placed if (told := how_far(pair, ctx.known))]
    if ctx.answers.is_yes("keep_latlon") or len(placed) < _FEWEST or len(far) < 0.9 * len(placed):
        return None
    message = f"{len(far)} of {len(placed)} orders are out of reach; for instance {far[0]}"
    mend = "Choose the right depot or file, or say that the places are right."
    return stop("OUT_OF_REGION", message, mend, column=column)


def how_far(pair: Pair | None, known: Known) -> str:
    """Return in words that a place is out of reach; "" when it is not."""
    if pair is None:
        return ""
    distance = known.nearest_km(pair)
    if distance > FAR_KM:
        return f"{pair[0]:g}, {pair[1]:g} is {distance:,.0f} km from the depot."
    if known.bbox and not known.holds(pair):
        return f"{pair[0]:g}, {pair[1]:g} is outside the region."
    return ""


def _nowhere(drafts: list[OrderDraft], column: str) -> list[Issue]:
    issues = []
    for draft in drafts:
        if draft.pair is not None and max(map(abs, draft.pair)) < 0.001:
            draft.pair = None
            message = "0, 0 lies in the sea off Africa; it stands for a missing place."
            mend = "Give the true place or leave both cells empty."
            issues.append(look("NULL_ISLAND", message, mend, row=draft.row, column=column))
    return issues


def _apart(placed: list[OrderDraft]) -> list[tuple[OrderDraft, str]]:
    """Return the few orders that lie far from nearly all others, for files without region and depot."""
    pairs = [draft.pair for draft in placed if draft.pair]
    if len(pairs) < 2 * _SAME_POINT:
        return []
    middle = (median(lat for lat, _ in pairs), median(lon for _, lon in pairs))
    away = [(draft, km_between(draft.pair, middle)) for draft in placed if draft.pair]
    far = [(draft, distance) for draft, distance in away if distance > 2 * FAR_KM]
    if len(far) > 0.1 * len(placed):
        return []
    return [(draft, f"the place is {distance:,.0f} km from the other orders.") for draft, distance in far]


def _mend(draft: OrderDraft, lost_signs: Mapping[int, str]) -> str:
    which = lost_signs.get(draft.row - 1)
    if which is None or draft.pair is None:
        return "Check the place on the map."
    turn_lat, turn_lon = SIGNS[which]
    return f"Was {draft.pair[0] * turn_lat:g}, {draft.pair[1] * turn_lon:g} meant? Check the minus sign."


def _same_points(placed: list[OrderDraft], ctx: ReadContext, column: str) -> tuple[list[Issue], set[int]]:
    addresses: dict[Pair, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for draft in placed:
        if draft.pair:
            # The flats of one block have one door; only different doors make a point the middle of a town.
            words = (ctx.front_door(draft.texts.get("address", "")), draft.texts.get("postcode", "").lower())
            town = draft.texts.get("city", "").lower()
            addresses[draft.pair][" ".join((*words, town)).strip()].append(draft.row)
    issues, shared = [], set()
    for pair, known in addresses.items():
        if len(known) < _SAME_POINT:
            continue
        rows = sorted(row for found in known.values() for row in found)
        shared.update(rows)
        message = f"{len(rows)} orders with {len(known)} different addresses share the point {pair[0]:g}, {pair[1]:g}."
        mend = "It may stand for a whole town; place them one by one."
        issues.append(look("SAME_POINT", message, mend, column=column, value=", ".join(map(str, rows))))
    return issues, shared
