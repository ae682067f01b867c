"""What has changed since a day's plan was made: orders, roster, drivers, roads, rules. Read on every page run."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from lastmile_core.clock import today_in
from lastmile_core.errors import LastmileError
from lastmile_core.model import DayKey, Plan
from lastmile_core.problem import plannable
from lastmile_core.problem.day_inputs import basis_of
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.travel.provider import roads_today
from lastmile_core.workflows.day.compare_plan import DayNow, compare_plan
from lastmile_core.workflows.day.day_change import DayChange, DayChangeKind, headline, words_of_changes
from lastmile_core.workflows.day.prepare_day import load_inputs
from lastmile_core.workflows.day.under_way import UnderWay, under_way


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSincePlan:
    """The plan of a day beside the day as it is now.

    Attributes
    ----------
    version
        The version that people work on: the newest one; once the day is under way, the published one.
        None without a plan.
    changes
        Since that version.
    promised_version, promised_changes
        The same for what drivers have; equal to the first two when that is the version people work on.
    is_under_way
        Whether anything has happened on the day: then only re-planning takes changes in.
    """

    service_date: date
    depot_id: str
    version: int | None = None
    changes: tuple[DayChange, ...] = ()
    promised_version: int | None = None
    promised_changes: tuple[DayChange, ...] = ()
    is_under_way: bool = False

    @property
    def sentence(self) -> str:
        """All open changes in one line; empty when there are none."""
        return headline(self.changes, self.version) if self.changes and self.version is not None else ""


class OpenChangesError(LastmileError):
    """Publishing would pass over changes that nobody has said yes to.

    Attributes
    ----------
    changes
        Those.
    """

    def __init__(self, version: int, changes: tuple[DayChange, ...]) -> None:
        named = " · ".join(words_of_changes(changes))
        count = "1 change" if len(changes) == 1 else f"{len(changes)} changes"
        super().__init__(
            f"Version {version} was not published: it does not know of {count} since: {named}.",
            "Take them in first, or say by name that it goes out without them.",
        )
        self.changes = changes


def changed_since_plan(settings: Settings, store: Store, service_date: date, depot_id: str) -> ChangedSincePlan:
    """Compare a day's newest and published plan with the day as it is now.

    Raises
    ------
    NotFoundError
        If there is no such depot.
    """
    empty = ChangedSincePlan(service_date=service_date, depot_id=depot_id)
    head = store.plans.latest(service_date, depot_id)
    if head is None:
        return empty
    begun = under_way(store, DayKey(service_date, depot_id))
    promised = head if head.is_published else None
    newest_promise = store.plans.latest_published(service_date, depot_id)
    if newest_promise is not None and newest_promise.version != head.version:
        promised = newest_promise
    shown = promised if begun is not None and promised is not None else head
    now = None if _is_past(store, begun, service_date, depot_id) else day_now(settings, store, head, begun)
    changes = () if now is None else compare_plan(shown, now)
    of_promise = changes
    if promised is not None and now is not None and promised.version != shown.version:
        of_promise = compare_plan(promised, now)
    return ChangedSincePlan(
        service_date=service_date,
        depot_id=depot_id,
        version=shown.version,
        changes=changes,
        promised_version=promised.version if promised is not None else None,
        promised_changes=of_promise if promised is not None else (),
        is_under_way=begun is not None,
    )


def changes_of(settings: Settings, store: Store, plan: Plan) -> tuple[DayChange, ...]:
    """Return what has changed since one version was made."""
    begun = under_way(store, plan.day_key)
    if _is_past(store, begun, plan.service_date, plan.depot_id):
        return ()
    return compare_plan(plan, day_now(settings, store, plan, begun))


def drivers_today(store: Store, plan: Plan) -> dict[str, str | None]:
    """Return who drives each route, by vehicle id: as the roster says, for a vehicle that is off as planned."""
    today = roster_now(store, plan)
    return {route.vehicle_id: today.get(route.vehicle_id, route.driver_id) for route in plan.routes_in_use}


def roster_now(store: Store, plan: Plan) -> dict[str, str | None]:
    """Return the vehicles that go out, with their drivers; on a day that is over those of the plan."""
    if _is_past(store, under_way(store, plan.day_key), plan.service_date, plan.depot_id):
        return {route.vehicle_id: route.driver_id for route in plan.routes_in_use}
    roster = store.availability.for_day(plan.service_date, plan.depot_id)
    return {entry.vehicle_id: entry.driver_id for entry in roster if entry.is_available}


def new_orders(changed: ChangedSincePlan, plan: Plan) -> list[str]:
    """Return the numbers of orders that came after a version was made and are on none of its routes."""
    changes = changed.changes if changed.version == plan.version else changed.promised_changes
    if plan.version not in (changed.version, changed.promised_version):
        return []
    return [change.order_id for change in changes if change.kind is DayChangeKind.ORDER_NEW and change.order_id]


def refuse_open_changes(settings: Settings, store: Store, plan: Plan, despite: Collection[str]) -> None:
    """Refuse a version that does not know what the day is now, but for changes that were said yes to.

    Parameters
    ----------
    despite
        ``DayChange.key`` of the changes that a person has seen and accepts.

    Raises
    ------
    OpenChangesError
        If there are others.
    """
    if unseen := tuple(change for change in changes_of(settings, store, plan) if change.key not in despite):
        raise OpenChangesError(plan.version, unseen)


def _is_past(store: Store, begun: UnderWay | None, service_date: date, depot_id: str) -> bool:
    """Whether nothing can be taken in any more: every route is back, or the day has run and is not today's."""
    if begun is None:
        return False
    depot = store.depots.get(depot_id)
    return begun.is_over or (depot is not None and service_date < today_in(depot.timezone))


def day_now(settings: Settings, store: Store, plan: Plan, begun: UnderWay | None = None) -> DayNow:
    """Return the day as it is now, for :func:`compare_plan`."""
    service_date, depot_id = plan.service_date, plan.depot_id
    orders = store.orders.due_on(service_date, depot_id)
    inputs = load_inputs(store, service_date, depot_id, orders)
    places = [order.location for order in plannable(orders) if order.location is not None]
    vehicles = store.vehicles.of_depot(depot_id, active_only=False)
    drivers = store.drivers.of_depot(depot_id, active_only=False)
    return DayNow(
        orders=orders,
        drivers_today={entry.vehicle_id: entry.driver_id for entry in inputs.available},
        basis=basis_of(inputs, roads_today(settings, [inputs.depot.location, *places])),
        names={v.vehicle_id: v.name for v in vehicles} | {d.driver_id: d.name for d in drivers},
        settled=frozenset()
        if begun is None
        else frozenset(name for name, stop in begun.state.stops.items() if stop.visits),
        back=frozenset()
        if begun is None
        else frozenset(name for name, route in begun.state.routes.items() if route.returned is not None),
    )
