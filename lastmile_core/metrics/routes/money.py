"""What a delivered order cost, and what left the exhaust."""

from __future__ import annotations

from lastmile_core.metrics.facts.day_view import DayView, RouteFact
from lastmile_core.metrics.facts.metric_rules import MetricRules
from lastmile_core.metrics.facts.tally import Tally
from lastmile_core.metrics.routes.distance import driven_metres
from lastmile_core.metrics.routes.odometer import counter_of
from lastmile_core.metrics.routes.paid_time import paid_span
from lastmile_core.model import Location
from lastmile_core.tracking.moments import seconds_between

PLANNED_DISTANCE = "a route without a counter reading takes the published distance"
PLANNED_START = "a route without a dock stamp is paid from its first known start"


def tally_cost(day: DayView, rules: MetricRules, tally: Tally) -> None:
    """Count what every route cost against what it delivered."""
    for route in day.routes:
        span = paid_span(route)
        metres = _metres(route, day.facts.depot.location)
        if not day.facts.is_over and route.state.returned is None:
            tally.leave_out("still on the road", route.row)
        elif isinstance(span, str):
            tally.miss(span, route.row)
        elif route.vehicle is None:
            tally.miss("vehicle without rates", route.row)
        elif metres is None:
            tally.miss("distance unknown", route.row)
        else:
            if not metres[1]:
                fault = counter_of(route, day.facts.depot.location).fault
                tally.note(f"{PLANNED_DISTANCE}: {fault}" if fault else PLANNED_DISTANCE)
            if route.state.dock_arrived is None:
                tally.note(PLANNED_START)
            hours = seconds_between(*span) / 3600
            shift_end = day.facts.shift_ends.get(route.vehicle_id)
            over = max(0, seconds_between(shift_end, span[1])) / 3600 if shift_end else 0.0
            rate = route.vehicle.cost_per_hour
            parts = {
                "fixed": route.vehicle.fixed_cost,
                "distance": metres[0] / 1000 * route.vehicle.cost_per_km,
                "paid hours": hours * rate,
                "overtime": over * rate * rules.overtime_surcharge,
            }
            cost = sum(parts.values())
            delivered = delivered_by(route)
            why = f"{delivered} delivered; {metres[0] / 1000:.1f} km, {hours:.1f} paid hours"
            tally.count(cost, delivered, route.row, route.labels, why=why)
            for part, amount in parts.items():
                tally.add_part("part", part, amount)
    for route in day.silent:
        if day.facts.is_over:
            tally.miss("nothing recorded for this route", route.row)
        else:
            tally.leave_out("still on the road", route.row)


def delivered_by(route: RouteFact) -> int:
    """Return the orders this vehicle handed over."""
    return len({fact.order_id for fact, visit in route.visits if visit.is_delivered})


def _metres(route: RouteFact, depot: Location) -> tuple[int, bool] | None:
    """Return (metres, whether measured): the counter, else driven legs of the plan, else the whole published route."""
    driven = driven_metres(route, depot)
    if driven is None and route.planned is not None:
        return route.planned.distance_m, False
    return driven


def tally_co2e(day: DayView, rules: MetricRules, tally: Tally) -> None:
    """Count kilograms by the company's own factors; without factors only say what is missing."""
    factors = dict(rules.emission_factors)
    for route in day.routes:
        metres = _metres(route, day.facts.depot.location)
        if not day.facts.is_over and route.state.returned is None:
            tally.leave_out("still on the road", route.row)
        elif route.vehicle is None:
            tally.miss("vehicle unknown", route.row)
        elif (factor := factors.get(route.vehicle.vehicle_class.value)) is None:
            name = route.vehicle.vehicle_class.value.replace("_", " ")
            tally.miss(f"no factor (kg per km, with its source) set for class {name}", route.row)
        elif metres is None:
            tally.miss("distance unknown", route.row)
        else:
            if not metres[1]:
                fault = counter_of(route, day.facts.depot.location).fault
                tally.note(f"{PLANNED_DISTANCE}: {fault}" if fault else PLANNED_DISTANCE)
            tally.note(f"factor for class {route.vehicle.vehicle_class.value.replace('_', ' ')}: {factor.source}")
            kilograms = metres[0] / 1000 * factor.kg_per_km
            why = f"{metres[0] / 1000:.1f} km × {factor.kg_per_km} kg"
            tally.count(kilograms, 1, route.row, route.labels, why=why)
