"""A list of changes as sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from lastmile_core.model import visit_words
from lastmile_core.replanning.goods_transfer import GOODS
from lastmile_core.replanning.plan_changes import ChangeKind, ChangeList, StopChange
from lastmile_core.units import show_clock, show_distance, show_duration, show_money

PARTS = {
    "vehicles": "vehicles",
    "distance": "driving",
    "paid_time": "paid time",
    "overtime": "overtime",
    "waiting": "waiting",
    "lateness": "lateness",
    "failed_attempts": "failed attempts",
    "unserved": "orders left out",
    "instability": "changes",
    "territory": "strange districts",
    "balance": "balance",
}
"""How the parts of the cost are called."""


def change_sentences(changes: ChangeList, vehicles: Mapping[str, str], currency: str) -> list[str]:
    """Return what changes, who is late, who is left out, who must be told and what it costs, one sentence each.

    Parameters
    ----------
    vehicles
        Names by id.
    """
    said = [*_moves(changes, vehicles), _order_and_times(changes), _late(changes, vehicles)]
    said += _left_out(changes, vehicles)
    said += [_drivers(changes, vehicles), money_sentence(changes, currency)]
    return [sentence for sentence in said if sentence]


def stop_sentence(stop: StopChange, vehicles: Mapping[str, str]) -> str:
    """Return what becomes of one order: ``#102 (Harbour Café) moves from Van 8 to Van 3 …``."""
    is_named = stop.customer and not stop.order_id.startswith(GOODS)
    who = order_words(stop.order_id, vehicles) + (f" ({stop.customer})" if is_named else "")
    who = who[0].upper() + who[1:]
    here, there = (_name(vehicle, vehicles) for vehicle in (stop.from_vehicle, stop.to_vehicle))
    match stop.kind:
        case ChangeKind.MOVED:
            what = f"moves from {here} to {there}"
        case ChangeKind.REORDERED:
            what = f"is served in another order on {there}"
        case ChangeKind.RETIMED:
            what = f"stays on {there} at another time"
        case ChangeKind.ADDED:
            what = f"goes on {there}"
        case ChangeKind.LEFT_OUT:
            return f"{who} is left out. {stop.reason} {stop.mend}".strip()
        case ChangeKind.KEPT:
            what = f"stays on {there}"
    return f"{who} {what}{_times(stop)}{_promise(stop)}."


def is_goods(name: str) -> bool:
    """Return whether a change is about the goods of a broken vehicle, and not about an order."""
    return name.startswith(GOODS)


def order_words(name: str, vehicles: Mapping[str, str]) -> str:
    """Return what an order is called: ``#10233``, or ``what Van 8 had collected`` for goods of a broken vehicle."""
    if is_goods(name):
        return f"what {_name(name.removeprefix(GOODS), vehicles)} had collected"
    return visit_words(name)


def money_sentence(changes: ChangeList, currency: str) -> str:
    """Return the difference in money with the driving and the paid time behind it."""
    extra = changes.extra_cost
    if abs(extra) < 0.005 and not changes.extra_m and not changes.extra_s:
        return "It costs nothing more."
    word = "more" if extra >= 0 else "less"
    spent = [price for price in changes.prices if price.part in ("vehicles", "overtime")]
    parts = [
        f"{_signed(show_distance(abs(changes.extra_m)), changes.extra_m)} of driving",
        f"{_signed(show_duration(abs(changes.extra_s)), changes.extra_s)} of paid time",
        *(
            f"{_signed(show_money(abs(price.difference), currency), price.difference)} for {PARTS[price.part]}"
            for price in spent
            if abs(price.difference) >= 0.005
        ),
    ]
    return f"It costs {show_money(abs(extra), currency)} {word}: {', '.join(parts)}."


def _signed(text: str, value: float) -> str:
    return ("−" if value < 0 else "+") + text


def _moves(changes: ChangeList, vehicles: Mapping[str, str]) -> list[str]:
    moved = Counter((stop.from_vehicle, stop.to_vehicle) for stop in changes.of(ChangeKind.MOVED))
    said = []
    if moved:
        ways = ", ".join(
            f"{count} from {_name(here, vehicles)} to {_name(there, vehicles)}"
            for (here, there), count in sorted(moved.items(), key=lambda entry: (-entry[1], str(entry[0])))
        )
        said.append(f"{_count(sum(moved.values()), 'stop')} to another vehicle: {ways}.")
    added = Counter(stop.to_vehicle for stop in changes.of(ChangeKind.ADDED))
    if added:
        ways = ", ".join(f"{count} on {_name(there, vehicles)}" for there, count in sorted(added.items(), key=str))
        said.append(f"{_count(sum(added.values()), 'order')} newly on a route: {ways}.")
    return said


def _order_and_times(changes: ChangeList) -> str:
    reordered, retimed = len(changes.of(ChangeKind.REORDERED)), len(changes.of(ChangeKind.RETIMED))
    parts = []
    if reordered:
        parts.append(f"{_count(reordered, 'stop')} on the same vehicle in another order")
    if retimed:
        shifts = [abs(stop.shift_s) for stop in changes.of(ChangeKind.RETIMED)]
        parts.append(f"{_count(retimed, 'stop')} at another time (by up to {show_duration(max(shifts))})")
    return f"{' and '.join(parts)}." if parts else ""


def _late(changes: ChangeList, vehicles: Mapping[str, str]) -> str:
    late = changes.late
    if not late:
        return "Every promised window is kept."
    worst = max(late, key=lambda stop: stop.late_s)
    already = [stop for stop in late if stop.was_late_s > 0]
    text = f"{_count(len(late), 'customer')} after the promised window, at most {show_duration(max(60, worst.late_s))}"
    text += f" ({order_words(worst.order_id, vehicles)}{f', {worst.customer}' if worst.customer else ''})"
    if already:
        text += f"; {len(already)} of them" if len(late) > 1 else "; it"
        text += " would have been late anyway"
        if (more := max(stop.later_by_s for stop in already)) >= 60:
            text += f", by {'up to ' if len(already) > 1 else ''}{show_duration(more)} less"
    return f"{text}."


def _left_out(changes: ChangeList, vehicles: Mapping[str, str]) -> list[str]:
    lost = [stop for stop in changes.left_out if stop.from_vehicle is not None]
    never = [stop for stop in changes.left_out if stop.from_vehicle is None]
    said = []
    if lost:
        said.append(f"{_count(len(lost), 'order')} left out. {_reasons(lost, vehicles)}")
    if never:
        said.append(f"{_count(len(never), 'order')} still on no route. {_reasons(never, vehicles)}")
    return said


def _reasons(stops: Sequence[StopChange], vehicles: Mapping[str, str]) -> str:
    told = "; ".join(f"{order_words(stop.order_id, vehicles)}: {stop.reason.rstrip('.')}" for stop in stops[:3])
    return f"{told}; and {len(stops) - 3} more." if len(stops) > 3 else f"{told}."


def _drivers(changes: ChangeList, vehicles: Mapping[str, str]) -> str:
    if not changes.vehicles:
        return "No driver needs a new list."
    names = ", ".join(_name(vehicle, vehicles) for vehicle in changes.vehicles)
    return f"{_count(len(changes.vehicles), 'driver')} to tell: {names}."


def _times(stop: StopChange) -> str:
    if stop.after is None:
        return ""
    now = show_clock(stop.after)
    if stop.before is None or abs(stop.shift_s) < 60:
        return f" at {now}"
    word = "later" if stop.shift_s > 0 else "earlier"
    return f" at {now} instead of {show_clock(stop.before)} ({show_duration(abs(stop.shift_s))} {word})"


def _promise(stop: StopChange) -> str:
    if stop.window is None:
        return ""
    promised = f"{show_clock(stop.window.earliest)}–{show_clock(stop.window.latest)}"
    if stop.late_s:
        return f"; {show_duration(max(60, stop.late_s))} after its window {promised}"
    return f"; its window {promised} is kept"


def _name(vehicle: str | None, vehicles: Mapping[str, str]) -> str:
    return "no route" if vehicle is None else vehicles.get(vehicle, vehicle)


def _count(number: int, one: str) -> str:
    return f"{number} {one if number == 1 else one + 's'}"
