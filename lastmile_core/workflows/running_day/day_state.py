"""Where the day stands and what comes next, from the store and never from clicks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lastmile_core.errors import NotFoundError
from lastmile_core.jobs.payloads import PlanPayload
from lastmile_core.model import DayKey, Depot, OrderStatus, Plan
from lastmile_core.store import Store
from lastmile_core.store.days.plans import PlanHead
from lastmile_core.tracking import DayState, StopStatus, fold_day
from lastmile_core.units import plural, show_clock


@dataclass(frozen=True, slots=True, kw_only=True)
class DayStep:
    """One step of the day: ``state`` is "done", "current" or "todo"; ``page`` is where it is done."""

    key: str
    label: str
    state: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOverview:
    """The day as a stepper, one sentence, and the next step.

    Attributes
    ----------
    num_orders
        Orders due, skipped ones left out.
    num_waiting
        Orders that cannot be planned yet.
    on_road_share
        Stops of the published plan with an outcome, 0 to 1; None when nothing is published.
    is_closed
        Every route came back and every stop has an outcome.
    next_page, next_label
        The one primary button.
    """

    service_date: date
    depot_id: str
    num_orders: int = 0
    num_ready: int = 0
    num_waiting: int = 0
    plan_version: int | None = None
    published_version: int | None = None
    published_at: datetime | None = None
    is_planning: bool = False
    on_road_share: float | None = None
    num_stops: int = 0
    num_delivered: int = 0
    num_failed: int = 0
    num_routes: int = 0
    num_routes_out: int = 0
    num_routes_back: int = 0
    is_closed: bool = False
    steps: tuple[DayStep, ...] = ()
    sentence: str = ""
    next_label: str = ""
    next_page: str = ""


def tracked_day(store: Store, plan: Plan) -> DayState:
    """Return what the events say about a plan's day."""
    return fold_day(plan, store.events.of_day(plan.service_date, plan.depot_id))


def day_state(store: Store, service_date: date, depot_id: str) -> DayOverview:
    """Return how far one depot's day is.

    Raises
    ------
    NotFoundError
        If there is no such depot.
    """
    depot = store.depots.get(depot_id)
    if depot is None:
        raise NotFoundError(f"There is no depot {depot_id}.", "Choose one on the left.")
    counts = store.orders.counts(service_date, depot_id)
    num_ready = counts.get(OrderStatus.READY, 0)
    num_waiting = counts.get(OrderStatus.NEEDS_PLACE, 0) + counts.get(OrderStatus.NEEDS_LOOK, 0)
    versions = store.plans.versions(service_date, depot_id)
    published = store.plans.latest_published(service_date, depot_id) if _any_published(versions) else None
    facts = _Facts(
        depot=depot,
        service_date=service_date,
        num_ready=num_ready,
        num_waiting=num_waiting,
        newest=versions[0] if versions else None,
        published=published,
        state=tracked_day(store, published) if published else None,
        is_planning=store.jobs.active(PlanPayload.kind, DayKey(service_date, depot_id).subject) is not None,
    )
    return _overview(facts)


def _any_published(versions: list[PlanHead]) -> bool:
    return any(head.is_published for head in versions)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    depot: Depot
    service_date: date
    num_ready: int
    num_waiting: int
    newest: PlanHead | None
    published: Plan | None
    state: DayState | None
    is_planning: bool

    @property
    def num_orders(self) -> int:
        return self.num_ready + self.num_waiting


def _overview(facts: _Facts) -> DayOverview:
    plan, state = facts.published, facts.state
    stops = [state.stops[s.visit_id] for r in plan.routes_in_use for s in r.stops] if plan and state else []
    routes = [state.routes[r.vehicle_id] for r in plan.routes_in_use] if plan and state else []
    delivered = sum(stop.status is StopStatus.DELIVERED for stop in stops)
    failed = sum(stop.status is StopStatus.FAILED for stop in stops)
    back = sum(route.returned is not None for route in routes)
    is_closed = bool(stops) and delivered + failed == len(stops) and back == len(routes)
    share = (delivered + failed) / len(stops) if stops else None
    overview = DayOverview(
        service_date=facts.service_date,
        depot_id=facts.depot.depot_id,
        num_orders=facts.num_orders,
        num_ready=facts.num_ready,
        num_waiting=facts.num_waiting,
        plan_version=facts.newest.version if facts.newest else None,
        published_version=plan.version if plan else None,
        published_at=_local(plan.published_at, facts.depot) if plan else None,
        is_planning=facts.is_planning,
        on_road_share=share,
        num_stops=len(stops),
        num_delivered=delivered,
        num_failed=failed,
        num_routes=len(routes),
        num_routes_out=sum(route.is_out for route in routes),
        num_routes_back=back,
        is_closed=is_closed,
    )
    sentence, label, page = _next(facts, overview)
    values = {name: getattr(overview, name) for name in DayOverview.__slots__}
    values |= {"steps": _steps(overview), "sentence": sentence, "next_label": label, "next_page": page}
    return DayOverview(**values)


def _local(moment: datetime | None, depot: Depot) -> datetime | None:
    return moment.astimezone(ZoneInfo(depot.timezone)) if moment else None


def _steps(day: DayOverview) -> tuple[DayStep, ...]:
    started = day.num_delivered + day.num_failed + day.num_routes_out + day.num_routes_back > 0
    published = f"Published {show_clock(day.published_at)}" if day.published_at else "Publish"
    done = {
        "orders": day.num_orders > 0 and day.num_waiting == 0,
        "plan": day.plan_version is not None,
        "published": day.published_version is not None,
        "on_road": day.is_closed,
        "closed": day.is_closed,
    }
    words = {
        "orders": (f"Orders {day.num_ready} of {day.num_orders} ready" if day.num_orders else "Orders", "orders"),
        "plan": (f"Plan v{day.plan_version}" if day.plan_version else "Plan", "plan"),
        "published": (published, "plan"),
        "on_road": (
            f"On the road {day.on_road_share:.0%}" if started and day.on_road_share is not None else "On the road",
            "today",
        ),
        "closed": ("Closed" if day.is_closed else "Close", "performance"),
    }
    # Orders that still need a look do not hold up a day that is planned: the newest stage reached leads.
    reached = [key for key in done if done[key]]
    last = list(done).index(reached[-1]) if reached else -1
    steps = []
    for number, (key, (label, page)) in enumerate(words.items()):
        state = "done" if done[key] else ("current" if number == last + 1 or number < last else "todo")
        steps.append(DayStep(key=key, label=label, state=state, page=page))
    return tuple(steps)


def _next(facts: _Facts, day: DayOverview) -> tuple[str, str, str]:
    """Return (state in one sentence, label of the button, page it leads to)."""
    if day.published_version is None:
        return _before_publishing(facts, day)
    if day.is_closed:
        back = "The only route is" if day.num_routes == 1 else f"All {day.num_routes} routes are"
        return (
            f"{back} back: {day.num_delivered} delivered, {day.num_failed} failed.",
            "Review the day",
            "performance",
        )
    if day.num_routes_out + day.num_routes_back + day.num_delivered + day.num_failed == 0:
        newer = day.plan_version is not None and day.plan_version > day.published_version
        if newer:
            return (
                f"v{day.published_version} is published; v{day.plan_version} is newer and drivers do not have it.",
                "Compare and publish",
                "plan",
            )
        leaves = (
            min(route.departure for route in facts.published.routes_in_use)
            if day.num_routes and facts.published
            else None
        )
        first = (
            f" The first van leaves at {show_clock(leaves.astimezone(ZoneInfo(facts.depot.timezone)))}."
            if leaves
            else ""
        )
        return f"v{day.published_version} is published.{first}", "Hand out the sheets", "routes"
    if day.num_routes_back == day.num_routes:
        missing = day.num_stops - day.num_delivered - day.num_failed
        return (
            f"All routes are back; {plural(missing, 'stop has', 'stops have')} no outcome yet.",
            "Mark what happened",
            "routes",
        )
    done = day.num_delivered + day.num_failed
    out = f"{day.num_routes_out} of {plural(day.num_routes, 'route is', 'routes are')} out"
    return f"{out}, {done} of {plural(day.num_stops, 'stop')} done.", "See what needs you", "today"


def _before_publishing(facts: _Facts, day: DayOverview) -> tuple[str, str, str]:
    if facts.is_planning:
        return "A plan is being made.", "Watch it", "plan"
    if facts.newest is not None:
        left_out = facts.newest.num_unassigned
        rest = f", {plural(left_out, 'order')} on no route" if left_out else ""
        routes = plural(facts.newest.num_routes, "route")
        return f"Plan v{facts.newest.version} has {routes}{rest}.", "Look and publish", "plan"
    if not day.num_orders:
        return "No orders for this day yet.", "Bring in orders", "orders"
    if not day.num_ready:
        none = "The one order cannot" if day.num_orders == 1 else f"None of the {day.num_orders} orders can"
        return f"{none} be planned yet.", "Mend them", "orders"
    waiting = (
        f" {day.num_waiting} still {'needs' if day.num_waiting == 1 else 'need'} a look." if day.num_waiting else ""
    )
    ready = f"{day.num_ready} of {plural(day.num_orders, 'order is', 'orders are')} ready."
    return f"{ready}{waiting}", "Plan the day", "plan"
