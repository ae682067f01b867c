"""The whole city in a store, with estimated roads (preparing real ones takes minutes)."""

from collections import defaultdict
from datetime import date, time, timedelta

import pytest

from lastmile_core.metrics.facts.day_facts import attempted_orders
from lastmile_core.model import EventKind, TravelSource
from lastmile_core.settings import Settings
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.sample import load_sample as loading
from lastmile_core.workflows.sample.load_sample_history import NUM_DAYS, past_dates

pytestmark = pytest.mark.long

TODAY = date(2026, 3, 4)
YESTERDAY = date(2026, 3, 3)


@pytest.fixture(scope="module")
def loaded_city(tmp_path_factory):
    home = tmp_path_factory.mktemp("city")
    settings = Settings(home=home, database=home / "lastmile.db")
    with pytest.MonkeyPatch.context() as patch, open_store(settings.database) as store:
        patch.setattr(loading, "_prepare_roads", lambda settings, tell: None)
        said = []
        summary = loading.load_sample(store, settings, today=TODAY, on_progress=lambda s, *_: said.append(s))
        yield store, settings, summary, said


@pytest.fixture(scope="module")
def past(loaded_city):
    store = loaded_city[0]
    start = TODAY - timedelta(days=70)
    orders = {(o.order_id, o.service_date): o for o in store.orders.between(start, YESTERDAY)}
    days = [day for day in store.plans.dates() if start <= day <= YESTERDAY]
    promised = [store.plans.latest_published(day, depot.depot_id) for day in days for depot in store.depots.all()]
    return orders, store.events.between(start, YESTERDAY), [plan for plan in promised if plan is not None]


def test_the_summary_counts_what_is_in_the_store(loaded_city, past):
    _, _, summary, said = loaded_city
    orders, events, plans = past
    assert summary.was_loaded
    assert summary.num_orders_today == 320
    assert summary.num_past_orders == len(orders) > 10_000
    assert summary.num_plans == len(plans) == 2 * NUM_DAYS
    assert summary.num_events == len(events) > 40_000
    assert said == sorted(said)
    assert said[-1] == 1.0


def test_loading_again_changes_nothing(loaded_city, monkeypatch):
    store, settings, *_ = loaded_city
    monkeypatch.setattr(loading, "_prepare_roads", lambda settings, tell: None)
    before = (len(store.events.of_day(YESTERDAY)), len(store.orders.due_on(TODAY)), len(store.imports.latest(9)))
    again = loading.load_sample(store, settings, today=TODAY)
    assert not again.was_loaded
    assert before == (
        len(store.events.of_day(YESTERDAY)),
        len(store.orders.due_on(TODAY)),
        len(store.imports.latest(9)),
    )


def test_yesterday_is_complete(loaded_city):
    store = loaded_city[0]
    for depot_id in ("harbour", "northgate"):
        plan = store.plans.latest_published(YESTERDAY, depot_id)
        events = store.events.of_day(YESTERDAY, depot_id)
        ended = {e.visit_id for e in events if e.kind in (EventKind.DELIVERED, EventKind.FAILED)}
        assert ended == {stop.visit_id for route in plan.routes for stop in route.stops}
        assert sum(e.kind is EventKind.RETURNED for e in events) == len(plan.routes_in_use)
        assert plan.travel_source is TravelSource.ESTIMATE


@pytest.mark.parametrize("today", [date(2026, 3, day) for day in range(1, 8)])
def test_yesterday_always_has_work_and_other_sundays_are_free(today):
    days = past_dates(today)
    assert len(set(days)) == NUM_DAYS
    assert days[0] == today - timedelta(days=1)
    assert all(day.weekday() != 6 for day in days[1:])


def test_about_nine_of_ten_first_attempts_succeed(past):
    _, events, _ = past
    first = {}
    for event in sorted(events, key=lambda event: event.occurred_at):
        if event.kind is EventKind.DELIVERED or (event.kind is EventKind.FAILED and attempted_orders([event])):
            first.setdefault(event.visit_id, event.kind)
    share = sum(kind is EventKind.DELIVERED for kind in first.values()) / len(first)
    assert 0.88 < share < 0.94


def test_old_town_fails_in_the_morning(past):
    orders, events, _ = past
    tried, failed = defaultdict(int), defaultdict(int)
    arrived = {(e.visit_id, e.service_date): e.occurred_at for e in events if e.kind is EventKind.ARRIVED}
    for event in events:
        key = (event.visit_id, event.service_date)
        if event.kind in (EventKind.DELIVERED, EventKind.FAILED) and key in arrived:
            group = (orders[key].district == "Old Town", arrived[key].hour < 10)
            tried[group] += 1
            failed[group] += event.kind is EventKind.FAILED
    share = {group: failed[group] / tried[group] for group in tried}
    assert tried[True, True] > 150
    assert share[True, True] > 0.25
    assert share[True, True] > 2.5 * share[True, False]
    assert share[True, True] > 3 * share[False, True]


def test_the_market_hall_keeps_drivers_waiting(past):
    orders, events, _ = past
    stamps = defaultdict(dict)
    for event in events:
        if event.visit_id:
            stamps[event.visit_id, event.service_date][event.kind] = event.occurred_at
    waits = [
        (found[EventKind.SERVICE_STARTED] - found[EventKind.ARRIVED]).total_seconds() / 60
        for key, found in stamps.items()
        if orders[key].customer_name == "Market Hall" and {EventKind.SERVICE_STARTED, EventKind.ARRIVED} <= set(found)
    ]
    assert len(waits) > 30
    assert all(wait >= 20 for wait in waits)


def test_vans_queue_at_the_harbour_at_half_past_seven(past):
    _, events, plans = past
    starts = {(p.service_date, r.vehicle_id): r.loading_start for p in plans for r in p.routes_in_use}
    ready = {(e.service_date, e.vehicle_id): e.occurred_at for e in events if e.kind is EventKind.DOCK_ARRIVED}
    queues = defaultdict(list)
    for event in events:
        if event.kind is EventKind.LOADING_STARTED:
            key = (event.service_date, event.vehicle_id)
            at = max(ready[key], starts[key])
            is_peak, is_later = time(7, 20) <= at.time() < time(8, 30), at.time() >= time(9)
            minutes = (event.occurred_at - at).total_seconds() / 60
            queues[event.depot_id, "peak" if is_peak else "later" if is_later else "early"].append(minutes)
    mean = {group: sum(found) / len(found) for group, found in queues.items()}
    assert mean["harbour", "peak"] > 8
    assert mean["harbour", "peak"] > 3 * mean["harbour", "later"]
    assert mean["harbour", "peak"] > 3 * mean["northgate", "peak"]


def test_failed_orders_come_again_under_their_number(past):
    orders, events, _ = past
    days = defaultdict(set)
    for order_id, day in orders:
        days[order_id].add(day)
    failed = defaultdict(set)
    for event in events:
        if event.kind is EventKind.FAILED:
            failed[event.visit_id].add(event.service_date)
    twice = {order_id: found for order_id, found in days.items() if len(found) > 1}
    assert len(twice) > 300
    assert all(min(found) in failed[order_id] for order_id, found in twice.items())


def test_reasons_and_hand_overs_vary(past):
    _, events, _ = past
    reasons = {event.reason for event in events if event.reason}
    assert {"nobody_home", "business_closed", "out_of_time", "not_loaded", "no_access", "refused"} <= reasons
    assert {event.outcome for event in events if event.outcome} == {"recipient", "neighbour", "safe_place"}


def test_the_counter_only_grows(past):
    _, events, _ = past
    counters = defaultdict(list)
    for event in sorted(events, key=lambda event: (event.occurred_at, event.event_id)):
        if event.odometer_m is not None:
            counters[event.service_date, event.vehicle_id].append(event.odometer_m)
    assert all(found == sorted(found) for found in counters.values())
