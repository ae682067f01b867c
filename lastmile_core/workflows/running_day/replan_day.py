"""Re-plan the rest of a running day: three offers side by side, and nothing is published without a choice."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from lastmile_core.clock import utc_now
from lastmile_core.errors import LastmileError, StaleVersionError
from lastmile_core.model import DayKey, Order, Plan, by_visit
from lastmile_core.planning.base.search_limits import SearchLimits
from lastmile_core.planning.replan import ReplanMode, replan
from lastmile_core.problem import input_hash
from lastmile_core.problem.day_inputs import DayInputs
from lastmile_core.replanning.combined_plan import as_it_runs, combined_plan
from lastmile_core.replanning.goods_transfer import goods_transfer
from lastmile_core.replanning.plan_changes import ChangeKind, ChangeList, plan_changes
from lastmile_core.replanning.remaining_day import RemainingDay, remaining_day
from lastmile_core.replanning.replan_rules import ReplanRules
from lastmile_core.replanning.vehicle_states import vehicle_states
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.tracking import DayState, StopStatus, fold_day
from lastmile_core.workflows.day.prepare_day import load_inputs
from lastmile_core.workflows.running_day.out_of_order import out_of_order

TIME_LIMIT_S = 3.0
"""A dispatcher waits this long for the answer, whatever it is."""
FINISH_S = 0.3
"""Kept back for judging and putting plans together."""
LEAST_S = 0.2
"""Every mode gets as much, also when getting ready took too long."""
SHARES = {ReplanMode.INSERT: 0.35, ReplanMode.REORDER: 0.25, ReplanMode.FREE: 0.4}
"""How the modes share the time; each begins with what the one before found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The rest of the day in one mode, as a plan of the whole day that is not stored yet."""

    mode: ReplanMode
    plan: Plan
    runtime_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplanOffers:
    """What a dispatcher chooses from.

    Attributes
    ----------
    now
        The moment up to which everything is as it happened.
    version
        The published version that they start from.
    broken
        Vehicles that were out of order, by id.
    before
        The day as it would go on without a change, vehicles out of order as if they went on.
    """

    now: datetime
    version: int
    broken: tuple[str, ...]
    before: Plan
    offers: tuple[Offer, ...]

    def of(self, mode: ReplanMode) -> Offer:
        """Return the offer of a mode.

        Raises
        ------
        LastmileError
            If there is none.
        """
        found = next((offer for offer in self.offers if offer.mode is mode), None)
        if found is None:
            raise LastmileError("This offer was not made.", "Re-plan again.")
        return found

    def changes(
        self, mode: ReplanMode, orders: Mapping[str, Order] | None = None, rules: ReplanRules | None = None
    ) -> ChangeList:
        """Return what an offer changes."""
        rules = rules or ReplanRules()
        return plan_changes(self.before, self.of(mode).plan, orders, retimed_s=rules.retimed_s, since=self.now)


def replan_day(
    settings: Settings,
    store: Store,
    day: DayKey,
    *,
    now: datetime | None = None,
    rules: ReplanRules | None = None,
    time_limit_s: float = TIME_LIMIT_S,
    waited_s: float = 0.0,
    on_offer: Callable[[ReplanOffers], None] | None = None,
) -> ReplanOffers:
    """Return the three offers for the rest of the day; nothing is stored.

    Searches in the calling process, which it blocks: call it from a worker or the command line.

    Parameters
    ----------
    now
        The moment to plan from; what happened later is not looked at. None for the present.
    waited_s
        Of the time limit, what is over already: a worker needs a while to start.
    on_offer
        Told after each offer, with those that are there.
    """
    until = time.monotonic() + time_limit_s - waited_s - FINISH_S
    now = now or utc_now()
    rest = _rest(settings, store, load_inputs(store, day.service_date, day.depot_id), now, rules)
    offers = ReplanOffers(
        now=now,
        version=rest.plan.version,
        broken=tuple(sorted(rest.broken)),
        before=as_it_runs(rest),
        offers=(),
    )
    before: _Found | None = None
    for mode in ReplanMode:
        offer, before = _offer(rest, mode, before, until, settings.workers)
        offers = replace(offers, offers=(*offers.offers, offer))
        if on_offer is not None:
            on_offer(offers)
    return offers


type _Found = tuple[Mapping[int, Sequence[int]], Plan]
"""Routes, and the plan of the whole day that they make."""


def _offer(
    rest: RemainingDay, mode: ReplanMode, before: _Found | None, until: float, workers: int
) -> tuple[Offer, _Found]:
    """Return the offer of a mode with its routes; it takes its share of the time that is left.

    Parameters
    ----------
    before
        What the mode found that may change less: this one begins with it, and often ends with it.
    """
    begun = time.monotonic()
    modes = list(ReplanMode)
    share = SHARES[mode] / sum(SHARES[one] for one in modes[modes.index(mode) :])
    limits = SearchLimits(time_s=max(LEAST_S, (until - begun) * share), workers=workers)
    begin = before[0] if before is not None else None
    found = replan(rest.built.problem, rest.current, mode, limits, begin=begin)
    is_same = before is not None and _plain(before[0]) == _plain(found.routes)
    plan = before[1] if before is not None and is_same else combined_plan(rest, found.routes)
    return Offer(mode=mode, plan=plan, runtime_s=round(time.monotonic() - begun, 3)), (found.routes, plan)


def _plain(routes: Mapping[int, Sequence[int]]) -> dict[int, tuple[int, ...]]:
    return {vehicle: tuple(order) for vehicle, order in routes.items() if order}


def publish_offer(store: Store, offers: ReplanOffers, mode: ReplanMode, *, by: str, why: str = "") -> Plan:
    """Store an offer as a new version and publish it, with the orders whose goods somebody else fetches now.

    Raises
    ------
    StaleVersionError
        If another version was published meanwhile.
    LastmileError
        If a stop that the offer changes was begun meanwhile, or another vehicle broke down.
    """
    offer = offers.of(mode)
    service_date, depot_id = offer.plan.service_date, offer.plan.depot_id
    with store.atomic():
        published = _published(store, service_date, depot_id)
        if published.version != offers.version:
            raise StaleVersionError(
                f"Version {published.version} was published meanwhile; these offers were made for {offers.version}.",
                "Re-plan again.",
            )
        _refuse_outrun(store, offers, mode)
        _save_goods_transfer(store, offers, published)
        inputs = load_inputs(store, service_date, depot_id)
        plan = replace(
            offer.plan,
            created_at=utc_now(),
            created_by=by,
            why=why or f"re-plan at {offers.now.astimezone(inputs.day.midnight.tzinfo):%H:%M} ({WORDS[mode]})",
            parent_version=published.version,
            input_hash=_hash(inputs, offer.plan),
        )
        stored = store.plans.add(plan, expected_head=None)
        store.audit.write(
            who=by,
            what="publish re-plan",
            why=plan.why,
            subject=DayKey(service_date, depot_id).subject,
            detail={"version": stored.version, "from": published.version, "mode": mode.value},
        )
        return store.plans.publish(service_date, depot_id, stored.version, by=by, at=utc_now())


WORDS = {
    ReplanMode.INSERT: "only put in",
    ReplanMode.REORDER: "re-order within routes",
    ReplanMode.FREE: "free",
}
"""How the modes are called."""


def _published(store: Store, service_date: date, depot_id: str) -> Plan:
    plan = store.plans.latest_published(service_date, depot_id)
    if plan is None:
        raise LastmileError(
            f"No plan is published for {service_date:%d %b}, so there is nothing to re-plan.", "Publish a plan first."
        )
    return plan


def _state_at(store: Store, plan: Plan, now: datetime | None) -> DayState:
    events = store.events.of_day(plan.service_date, plan.depot_id)
    return fold_day(plan, [event for event in events if now is None or event.occurred_at <= now])


def _rest(
    settings: Settings, store: Store, inputs: DayInputs, now: datetime, rules: ReplanRules | None
) -> RemainingDay:
    service_date, depot_id = inputs.day.service_date, inputs.depot.depot_id
    plan = _published(store, service_date, depot_id)
    broken = out_of_order(store, DayKey(service_date, depot_id))
    rest = remaining_day(settings, inputs, plan, _state_at(store, plan, now), now, broken, rules)
    if not any(visit.is_order for visit in rest.built.problem.visits):
        raise LastmileError("Nothing is left to do on this day.", "There is nothing to re-plan.")
    return rest


def _refuse_outrun(store: Store, offers: ReplanOffers, mode: ReplanMode) -> None:
    """Refuse an offer that the day has overtaken: what it moves was begun where it was."""
    plan = offers.of(mode).plan
    broken = tuple(sorted(out_of_order(store, plan.day_key)))
    if broken != offers.broken:
        raise LastmileError("Other vehicles are out of order than when these offers were made.", "Re-plan again.")
    published = _published(store, plan.service_date, plan.depot_id)
    then, now = _state_at(store, published, offers.now), _state_at(store, published, None)
    for stop in offers.changes(mode).of(ChangeKind.MOVED, ChangeKind.REORDERED):
        if _status(then, stop.order_id) is not _status(now, stop.order_id):
            raise LastmileError(
                f"Stop #{stop.order_id} was begun meanwhile, and this offer moves it.", "Re-plan again."
            )


def _status(state: DayState, name: str) -> StopStatus | None:
    found = state.stops.get(name)
    return found.status if found is not None else None


def _save_goods_transfer(store: Store, offers: ReplanOffers, plan: Plan) -> None:
    """Store the orders whose goods are fetched from a vehicle that is out of order."""
    broken = out_of_order(store, plan.day_key)
    if not broken:
        return
    inputs = load_inputs(store, plan.service_date, plan.depot_id)
    known = by_visit(inputs.orders)
    states = vehicle_states(plan, _state_at(store, plan, offers.now), inputs.day, offers.now, known)
    rules = ReplanRules().transfer_times
    changed = goods_transfer(broken.values(), states, known, inputs.vehicles, inputs.depot, rules)
    # Onto the orders as they are stored: those of the day carry what is said of their customers as well.
    stored = {one.order_id: one for one in store.orders.get_many(list(changed), plan.service_date)}
    store.orders.save_many(
        replace(stored.get(one.order_id, one), pickup=one.pickup, release_at=one.release_at) for one in changed.values()
    )


def _hash(inputs: DayInputs, plan: Plan) -> str:
    return input_hash(
        inputs.orders,
        inputs.vehicles,
        inputs.drivers.values(),
        inputs.availability,
        inputs.depot,
        travel=f"{plan.travel_source.value}:{plan.travel_region}",
        rules=inputs.rules,
        docks=inputs.docks,
    )
