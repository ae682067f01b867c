"""Where what happened and the plan do not meet: stops of another van, and stops that nobody reported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from lastmile_core.model import Order, OrderStatus, Route, is_reload_id
from lastmile_core.tracking.attention_item import Attention, Urgency
from lastmile_core.tracking.day_state import DayState
from lastmile_core.units import plural

SHOWN = 3
"""Customers named in one sentence."""


def about_other_vans(state: DayState, names: Mapping[str, str]) -> list[Attention]:
    """Name vans that reported stops of another van's route: events and plan tell two different days."""
    taken: dict[tuple[str, str], list[str]] = defaultdict(list)
    for stop in state.stops.values():
        if stop.visits and stop.planned_vehicle_id and stop.vehicle_id != stop.planned_vehicle_id:
            taken[stop.vehicle_id, stop.planned_vehicle_id].append(stop.visit_id)
    return [
        Attention(
            severity=Urgency.NOTE,
            vehicle_id=planned,
            visit_id=order_ids[0],
            visit_ids=tuple(order_ids),
            what=f"{names.get(driven, driven)} reported {plural(len(order_ids), 'stop')} of the route of "
            f"{names.get(planned, planned)}.",
            next_step="Ask who drives this route, and give the stops to go to that van.",
        )
        for (driven, planned), order_ids in taken.items()
    ]


def about_no_outcome(route: Route, state: DayState, name: str, known: Mapping[str, Order]) -> list[Attention]:
    """Name the stops of a van that is back without having said what became of them."""
    open_ids = [
        stop.visit_id
        for stop in route.stops
        if not is_reload_id(stop.visit_id)
        and not state.stops[stop.visit_id].is_done
        and not is_cancelled(known.get(stop.visit_id))
    ]
    if not open_ids:
        return []
    whose = [(known[each].customer_name if each in known else "") or each for each in open_ids]
    more = f" and {len(whose) - SHOWN} more" if len(whose) > SHOWN else ""
    return [
        Attention(
            severity=Urgency.SOON,
            vehicle_id=route.vehicle_id,
            visit_id=open_ids[0],
            visit_ids=tuple(open_ids),
            what=f"{name} is back, and {plural(len(open_ids), 'stop has', 'stops have')} no outcome: "
            f"{', '.join(whose[:SHOWN])}{more}.",
            next_step="Ask the driver and mark what happened, or plan it for another day.",
        )
    ]


def is_cancelled(order: Order | None) -> bool:
    """Whether nobody is to be served any more."""
    return order is not None and order.status is OrderStatus.SKIPPED
