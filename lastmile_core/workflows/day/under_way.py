"""Whether a day has begun: from then on it is re-planned from where the vans are, never planned anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lastmile_core.errors import LastmileError
from lastmile_core.model import DayKey, Plan, PlanOrigin
from lastmile_core.store import Store
from lastmile_core.tracking import DayState, fold_day
from lastmile_core.units import show_clock


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """A day of which something has happened already.

    Attributes
    ----------
    version
        What is published.
    since
        When the first thing happened.
    num_begun, num_stops
        Stops that somebody has begun or done, of all stops of the published plan.
    state
        Everything that has happened.
    """

    version: int
    since: datetime
    num_begun: int
    num_stops: int
    state: DayState

    @property
    def is_over(self) -> bool:
        """Whether every route is back or every stop has an outcome."""
        routes = [route for route in self.state.routes.values() if route.is_planned]
        return bool(routes) and all(route.returned is not None or not route.remaining for route in routes)

    @property
    def sentence(self) -> str:
        """What has happened so far, in words."""
        verb = "is" if self.num_begun == 1 else "are"
        begun = f"{self.num_begun} of {self.num_stops} stops {verb} begun or done"
        return f"This day is under way since {show_clock(self.since)}: {begun}."


def under_way(store: Store, day: DayKey) -> UnderWay | None:
    """Return how far a published day is; None as long as nothing is published or nothing has happened."""
    if not store.events.has_any(day.service_date, day.depot_id):
        return None
    plan = store.plans.latest_published(day.service_date, day.depot_id)
    if plan is None:
        return None
    events = store.events.of_day(day.service_date, day.depot_id)
    state = fold_day(plan, events)
    planned = [stop.visit_id for route in plan.routes_in_use for stop in route.stops]
    return UnderWay(
        version=plan.version,
        since=min(event.occurred_at for event in events),
        num_begun=sum(bool(state.stops[name].visits) for name in planned),
        num_stops=len(planned),
        state=state,
    )


def refuse_anew(store: Store, day: DayKey) -> None:
    """Refuse to plan a day from its beginning once anything of it has happened.

    Raises
    ------
    LastmileError
        If the day is under way; the mend names what to do instead.
    """
    found = under_way(store, day)
    if found is not None:
        raise LastmileError(
            f"{found.sentence} It is not planned anew: what has begun cannot be taken back.",
            "Re-plan the rest from where the vans are: on the Today page, or with "
            f"lastmile replan --date {day.service_date.isoformat()} --depot {day.depot_id}.",
        )


def refuse_torn(store: Store, plan: Plan) -> None:
    """Refuse to publish a version that takes back what has happened on a day that is under way.

    Raises
    ------
    LastmileError
        If it was planned from the beginning of the day, or has begun stops on another vehicle or in another order.
    """
    if (torn := torn_by(store, plan)) is not None:
        raise torn


def torn_by(store: Store, plan: Plan) -> LastmileError | None:
    """Return why a version cannot be published on a day that is under way; None when it can."""
    found = under_way(store, plan.day_key)
    promised = store.plans.latest_published(plan.service_date, plan.depot_id)
    if found is None or promised is None or promised.version == plan.version:
        return None
    mend = "Re-plan the rest from where the vans are, on the Today page or with lastmile replan."
    if plan.origin is PlanOrigin.SEARCH:
        return LastmileError(
            f"{found.sentence} Version {plan.version} plans the day from its beginning and is not published.", mend
        )
    begun = {name for name, stop in found.state.stops.items() if stop.visits}
    before, after = _begun(promised, begun), _begun(plan, begun)
    torn = [name for vehicle_id, names in before.items() if names != after.get(vehicle_id, []) for name in names]
    if not torn:
        return None
    stops = "1 stop that is" if len(torn) == 1 else f"{len(torn)} stops that are"
    return LastmileError(
        f"Version {plan.version} moves {stops} begun or done to another vehicle or place and is not published.", mend
    )


def _begun(plan: Plan, begun: set[str]) -> dict[str, list[str]]:
    found = {route.vehicle_id: [s.visit_id for s in route.stops if s.visit_id in begun] for route in plan.routes_in_use}
    return {vehicle_id: names for vehicle_id, names in found.items() if names}
