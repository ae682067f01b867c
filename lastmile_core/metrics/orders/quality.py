"""How much of the day was stamped, and by whom."""

from __future__ import annotations

from lastmile_core.metrics.facts.day_view import DayView
from lastmile_core.metrics.facts.tally import Tally
from lastmile_core.tracking.moments import seconds_between


def tally_quality(day: DayView, both_stamps: Tally, manual: Tally) -> None:
    """Fill ``data_quality`` and ``manual_share``."""
    for fact in day.orders.values():
        who = {name: fact.labels[name] for name in ("vehicle", "driver")}
        for visit in fact.state.visits if fact.state else ():
            by_hand = f"{visit.num_manual_stamps} of {visit.num_stamps} stamps by hand"
            manual.count(visit.num_manual_stamps, visit.num_stamps, fact.row, who, why=by_hand)
            if not visit.is_attempt:
                both_stamps.leave_out("no attempt", fact.row)
                continue
            if not day.facts.is_over and visit.is_delivered is None:
                both_stamps.leave_out("still open", fact.row)
                continue
            lacking = [
                name for name, stamp in (("arrival", visit.arrived), ("end of service", visit.finished)) if not stamp
            ]
            why = f"{' and '.join(lacking)} not stamped" if lacking else "both stamps"
            if not lacking and visit.arrived and visit.finished and seconds_between(visit.arrived, visit.finished) < 0:
                lacking, why = ["order"], "end stamped before the arrival"
            both_stamps.count(int(not lacking), 1, fact.row, who, why=why)
    for route in day.routes:
        if route.state.num_stamps:
            by_hand = f"{route.state.num_manual_stamps} of {route.state.num_stamps} stamps by hand"
            manual.count(
                route.state.num_manual_stamps, route.state.num_stamps, route.row, dict(route.labels), why=by_hand
            )
