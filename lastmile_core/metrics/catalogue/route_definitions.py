"""KPIs of whole routes: paid time, distance, money, fill."""

from __future__ import annotations

from lastmile_core.metrics.catalogue.metric_definition import MetricDefinition, MetricKind

_WHO = ("vehicle", "driver")
_PAID = (
    "paid time runs from the arrival at the dock (the planned start of loading when that is not stamped) to the return"
)
_STAMPS = (
    "routes without loading, departure or return stamp, or with a visited stop that lacks arrival or end, "
    "are excluded and counted"
)
_LEGS = (
    "routes with a leg of unknown length are excluded and counted; legs without a counter reading take the published "
    "distance when they are legs of the plan, and the card says so"
)

ROUTE_DEFINITIONS = (
    MetricDefinition(
        key="idle_time",
        name="Idle time per route",
        kind=MetricKind.RATIO,
        formula="Σ (early wait at stops + queue at dock + unexplained) ÷ routes, where paid time = drive + service + "
        "early wait + queue at dock + loading + break + unexplained",
        unit="min/route",
        numerator="idle minutes; unexplained includes waiting at customers after the window opened",
        denominator=f"routes with complete stamps; {_PAID}",
        exclusions=_STAMPS,
        source="all stamps of the route and its stops, windows of the published plan",
        better="lower",
        slices=(*_WHO, "part", "paid time"),
    ),
    MetricDefinition(
        key="idle_share",
        name="Idle share of paid time",
        kind=MetricKind.RATIO,
        formula="Σ (early wait at stops + queue at dock + unexplained) ÷ Σ paid time",
        unit="share",
        numerator="idle minutes",
        denominator=f"paid minutes; {_PAID}",
        exclusions=_STAMPS,
        source="all stamps of the route and its stops, windows of the published plan",
        better="lower",
        slices=_WHO,
    ),
    MetricDefinition(
        key="dock_queue",
        name="Queue at the dock",
        kind=MetricKind.RATIO,
        formula="Σ (loading started − max(arrived at dock, planned start of loading), at least 0) ÷ loadings",
        unit="min",
        numerator="minutes vehicles waited for a free dock",
        denominator="loadings with both stamps",
        exclusions="routes without one of the two stamps are excluded and counted",
        source="dock stamps, loading times of the published plan",
        better="lower",
        slices=("quarter hour", *_WHO),
    ),
    MetricDefinition(
        key="empty_km",
        name="Empty distance: nothing on board",
        kind=MetricKind.RATIO,
        formula="km driven with no order on board ÷ km driven",
        unit="share",
        numerator="km of legs on which no order was on board; a failed delivery stays on board until the depot, the "
        "goods of a later trip come on board there",
        denominator="km of all legs",
        exclusions=_LEGS,
        source="counter readings, published distances, outcomes of stops",
        better="lower",
        slices=_WHO,
    ),
    MetricDefinition(
        key="stem_km",
        name="Empty distance: stem",
        kind=MetricKind.RATIO,
        formula="km from the depot to the first stop of every trip and from its last stop back ÷ km driven",
        unit="share",
        numerator="km of the first and the last leg, and of legs over the depot between two trips",
        denominator="km of all legs",
        exclusions=_LEGS,
        source="counter readings, published distances",
        better="lower",
        slices=_WHO,
    ),
    MetricDefinition(
        key="excess_km",
        name="Empty distance: more than planned",
        kind=MetricKind.RATIO,
        formula="(km driven − km of the published plan) ÷ km driven",
        unit="share",
        numerator="km beyond the plan; negative when less was driven",
        denominator="km driven by the vehicle's counter",
        exclusions="routes without a counter reading at the return, or not on the published plan, are excluded and "
        "counted",
        source="counter readings, published distances",
        better="lower",
        slices=_WHO,
    ),
    MetricDefinition(
        key="failed_stop_km",
        name="Empty distance: failed stops",
        kind=MetricKind.RATIO,
        formula="km that would vanish without the failed stops ÷ km driven",
        unit="share",
        numerator="km to and from failed stops less the direct way between their neighbours; the direct way is "
        "estimated as straight line × the route's own detour factor",
        denominator="km of all legs",
        exclusions=f"{_LEGS}; routes with a failed stop that has no place on the map are excluded and counted",
        source="counter readings, published distances, places of orders, outcomes",
        better="lower",
        slices=_WHO,
    ),
    MetricDefinition(
        key="stops_per_paid_hour",
        name="Stops per paid hour",
        kind=MetricKind.RATIO,
        formula="completed stops ÷ paid hours",
        unit="per hour",
        numerator="places at which at least one order was delivered; orders served one after the other at one place "
        "are one stop",
        denominator=f"paid hours; {_PAID}",
        exclusions="routes without a return stamp, or without any start, are excluded and counted; compare with own "
        "history only",
        source="dock and return stamps, outcomes",
        better="higher",
        slices=_WHO,
    ),
    MetricDefinition(
        key="drops_per_stop",
        name="Drops per stop",
        kind=MetricKind.RATIO,
        formula="delivered orders ÷ completed stops",
        unit="per stop",
        numerator="orders delivered",
        denominator="places at which at least one order was delivered",
        exclusions="none",
        source="outcomes, places of orders",
        better="higher",
        slices=_WHO,
    ),
    MetricDefinition(
        key="cost_per_delivered_order",
        name="Cost per delivered order",
        kind=MetricKind.RATIO,
        formula="(fixed + km + paid hours + overtime) ÷ delivered orders",
        unit="money",
        numerator="cost of every route that went out, failed attempts included; overtime costs extra only when a "
        "surcharge is set",
        denominator="orders delivered by those routes",
        exclusions="routes without a return stamp or of a vehicle without rates are excluded with their orders and "
        "counted; "
        "without a counter reading the published distance is taken, and the card says so",
        source="vehicle rates, dock and return stamps, counter readings, outcomes",
        better="lower",
        slices=(*_WHO, "part"),
    ),
    MetricDefinition(
        key="distance_variance",
        name="Distance against plan",
        kind=MetricKind.RATIO,
        formula="(km driven − km of the published plan) ÷ km of the published plan",
        unit="share",
        numerator="km beyond the plan; negative when less was driven",
        denominator="km of the published plan for the same routes",
        exclusions="routes without a counter reading at the return, or not on the published plan, are excluded and "
        "counted",
        source="counter readings, published distances",
        better="lower",
        slices=_WHO,
    ),
    MetricDefinition(
        key="time_variance",
        name="Paid time against plan",
        kind=MetricKind.RATIO,
        formula="Σ (actual paid time − planned paid time) ÷ routes, split into late start, loading, travel, service, "
        "wait, "
        "break, sequence, added stops, removed stops and unexplained, which add up exactly",
        unit="min/route",
        numerator="minutes beyond the plan",
        denominator="routes of the published plan with complete stamps",
        exclusions=f"{_STAMPS}; routes that are not on the published plan",
        source="all stamps, the published plan",
        better="lower",
        slices=(*_WHO, "part"),
    ),
    MetricDefinition(
        key="fill_peak",
        name="Fill at the fullest moment",
        kind=MetricKind.BINDING,
        formula="Σ peak load ÷ Σ capacity, for each dimension; the fullest dimension is shown",
        unit="share",
        numerator="largest load on board during each route",
        denominator="capacity of the vehicles that went out",
        exclusions="routes of a vehicle without a capacity are excluded and counted; dimensions without a limit",
        source="loads of orders, outcomes, vehicle capacities",
        better="higher",
        slices=("dimension",),
    ),
    MetricDefinition(
        key="fill_time",
        name="Fill over the whole route",
        kind=MetricKind.BINDING,
        formula="Σ load × time ÷ Σ capacity × time, for each dimension; the fullest dimension is shown",
        unit="share",
        numerator="load on board times hours on the road",
        denominator="capacity times hours on the road",
        exclusions="routes without departure or return stamp, or of a vehicle without a capacity, are excluded and "
        "counted",
        source="loads of orders, stamps, vehicle capacities",
        better="higher",
        slices=("dimension",),
    ),
    MetricDefinition(
        key="co2e",
        name="CO2e",
        kind=MetricKind.TOTAL,
        formula="km driven × factor of the vehicle class",
        unit="kg",
        numerator="kilograms by your own factors; without a counter reading the published distance is taken, and the "
        "card says so",
        denominator="none; a total",
        exclusions="routes of a class without a factor, or of unknown length, are excluded and counted",
        source="counter readings, your factors with their source text",
        better="lower",
        slices=_WHO,
    ),
)
