"""A plan notices what has changed since: every kind once, nothing when nothing changed; and takes it in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from lastmile_core.clock import ServiceDay, today_in, utc_now
from lastmile_core.errors import LastmileError, StaleVersionError
from lastmile_core.jobs.payloads import PlanPayload
from lastmile_core.model import (
    DayKey,
    Depot,
    Driver,
    EventKind,
    Load,
    Location,
    Order,
    OrderStatus,
    Plan,
    PlanNotes,
    PlanOrigin,
    StopEvent,
    TimeWindow,
    Vehicle,
)
from lastmile_core.schedule.edits import LockStop, MoveStop, Unassign
from lastmile_core.settings import Settings, load_settings
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.day.changed_since_plan import OpenChangesError, changed_since_plan, changes_of
from lastmile_core.workflows.day.day_change import DayAction, DayChangeKind, headline
from lastmile_core.workflows.day.prepare_day import load_inputs, prepare_day
from lastmile_core.workflows.day.under_way import under_way
from lastmile_core.workflows.plan.edit_route import best_places, edit_route, undo
from lastmile_core.workflows.plan.judged_plan import judged_plan
from lastmile_core.workflows.plan.plan_day import start_planning
from lastmile_core.workflows.plan.publish_plan import PublishConsent, publish_plan
from lastmile_core.workflows.plan.take_in_changes import possible_actions, take_in_changes

DAY = today_in("UTC") + timedelta(days=1)  # tomorrow: a test that runs over midnight is not in the past
AT = ServiceDay(service_date=DAY, timezone="UTC")
ROUTES = {"a": ["S1", "S2", "S3"], "b": ["S4", "S5"]}


def order(number: str, east: float, **changes: object) -> Order:
    values: dict[str, object] = {
        "order_id": number,
        "service_date": DAY,
        "depot_id": "yard",
        "customer_name": f"Customer {number}",
        "location": Location(lat=45.0, lon=-30.0 + east / 100),
        "load": Load.of(kg=5),
        "service_s": 300,
    }
    return Order(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture
def settings(own_home: object) -> Settings:
    return load_settings()


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """A yard with Van A and Van B on the road, Van C without work and Van D that stays in; version 1 is planned."""
    with open_store(settings.database) as opened:
        place = Location(lat=45.0, lon=-30.0)
        opened.depots.save(Depot(depot_id="yard", name="Yard", location=place, timezone="UTC", loading_s=600))
        for name in "abcd":
            driver = Driver(driver_id=f"d{name}", name=f"Driver {name.upper()}", depot_id="yard", break_s=0)
            opened.drivers.save(replace(driver, shift_end=time(18)))
            van = Vehicle(vehicle_id=name, name=f"Van {name.upper()}", depot_id="yard", driver_id=driver.driver_id)
            opened.vehicles.save(replace(van, capacity=Load.of(kg=100)))
        roster(opened, "d", is_available=False)
        opened.orders.save_many([order(f"S{number}", number) for number in (1, 2, 3, 4, 5)])
        opened.plans.add(made(settings, opened), expected_head=0)
        yield opened


def made(settings: Settings, store: Store, origin: PlanOrigin = PlanOrigin.SEARCH) -> Plan:
    prepared = prepare_day(settings, load_inputs(store, DAY, "yard"))
    return judged_plan(settings, prepared, ROUTES, PlanNotes(by="Ana", origin=origin))


def roster(store: Store, vehicle_id: str, **changes: object) -> None:
    row = next(row for row in store.availability.for_day(DAY, "yard") if row.vehicle_id == vehicle_id)
    store.availability.set(replace(row, **changes))  # type: ignore[arg-type]


def change_order(store: Store, number: str, **changes: object) -> None:
    found = store.orders.get(number, DAY)
    assert found is not None
    store.orders.save(replace(found, **changes))  # type: ignore[arg-type]


def change_van(store: Store, vehicle_id: str, **changes: object) -> None:
    found = store.vehicles.get(vehicle_id)
    assert found is not None
    store.vehicles.save(replace(found, **changes))  # type: ignore[arg-type]


def change_driver(store: Store) -> None:
    found = store.drivers.get("da")
    assert found is not None
    store.drivers.save(replace(found, skills=frozenset({"crane"})))


def change_rules(store: Store) -> None:
    store.planning_rules.save("yard", replace(store.planning_rules.of_depot("yard"), waiting_price=9.0))


WINDOW = TimeWindow(earliest=AT.local(time(10)), latest=AT.local(time(12)))
CHANGES: dict[str, tuple[Callable[[Store], object], DayChangeKind, str]] = {
    "van off": (lambda s: roster(s, "a", is_available=False), DayChangeKind.VEHICLE_OFF, "Van A off"),
    "van sold": (lambda s: change_van(s, "b", is_active=False), DayChangeKind.VEHICLE_OFF, "Van B off"),
    "van new": (lambda s: roster(s, "d", is_available=True), DayChangeKind.VEHICLE_NEW, "Van D new"),
    "shift": (
        lambda s: roster(s, "c", shift_start=time(9)),
        DayChangeKind.VEHICLE_CHANGED,
        "Van C changed (shift)",
    ),
    "driver swapped": (
        lambda s: roster(s, "b", driver_id="dd"),
        DayChangeKind.DRIVER_SWAPPED,
        "Van B: Driver D instead of Driver B",
    ),
    "driver changed": (change_driver, DayChangeKind.DRIVER_CHANGED, "Driver A changed (skills)"),
    "cancelled": (
        lambda s: change_order(s, "S1", status=OrderStatus.SKIPPED),
        DayChangeKind.ORDER_CANCELLED,
        "S1 cancelled",
    ),
    "to another day": (
        lambda s: change_order(s, "S2", depot_id="other") if s.depots.save(other_depot()) is None else None,
        DayChangeKind.ORDER_REMOVED,
        "S2 removed",
    ),
    "needs a look": (
        lambda s: change_order(s, "S3", status=OrderStatus.NEEDS_LOOK),
        DayChangeKind.ORDER_WAITING,
        "S3 needs a look",
    ),
    "late order": (lambda s: s.orders.save(order("LATE-1", 2.5)), DayChangeKind.ORDER_NEW, "LATE-1 new"),
    "window": (
        lambda s: change_order(s, "S4", windows=(WINDOW,)),
        DayChangeKind.ORDER_CHANGED,
        "S4 changed (window)",
    ),
    "load and place": (
        lambda s: change_order(s, "S5", load=Load.of(kg=7), location=Location(lat=45.01, lon=-30.0)),
        DayChangeKind.ORDER_CHANGED,
        "S5 changed (place, load)",
    ),
    "rules": (change_rules, DayChangeKind.RULES_CHANGED, "planning rules changed"),
}


def other_depot() -> Depot:
    return Depot(depot_id="other", name="Other", location=Location(lat=45.0, lon=-30.0))


def found(settings: Settings, store: Store) -> list[tuple[DayChangeKind, str]]:
    changed = changed_since_plan(settings, store, DAY, "yard")
    return [(change.kind, change.words) for change in changed.changes]


def test_nothing_has_changed_when_nothing_has(settings: Settings, store: Store) -> None:
    assert found(settings, store) == []
    publish_plan(settings, store, DayKey(DAY, "yard"), 1, by="Ana")
    # Names, telephone numbers and notes change no plan; neither does a van without stops that stays in.
    change_order(store, "S1", customer_name="Renamed", phone="1", notes="Ring twice")
    change_van(store, "a", name="Van Alpha")
    roster(store, "c", is_available=False)
    assert found(settings, store) == []
    assert changed_since_plan(settings, store, DAY, "yard").sentence == ""


@pytest.mark.parametrize("name", CHANGES)
def test_each_kind_of_change_is_found_exactly_once(name: str, settings: Settings, store: Store) -> None:
    change, kind, words = CHANGES[name]
    change(store)
    assert found(settings, store) == [(kind, words)]
    with pytest.raises(OpenChangesError) as told:
        publish_plan(settings, store, DayKey(DAY, "yard"), 1, by="Ana")
    assert words in told.value.message
    assert store.plans.latest_published(DAY, "yard") is None
    assert publish_plan(
        settings,
        store,
        DayKey(DAY, "yard"),
        1,
        by="Ana",
        consent=PublishConsent(changes=[c.key for c in told.value.changes]),
    )


def test_changes_do_not_hide_each_other(settings: Settings, store: Store) -> None:
    # What changed about a driver whose van is off is no matter, and a sold van has no driver.
    together = [name for name in CHANGES if name not in ("driver changed", "van sold")]
    for name in together:
        CHANGES[name][0](store)
    assert sorted(found(settings, store)) == sorted(CHANGES[name][1:] for name in together)


@given(names=st.sets(st.sampled_from(["cancelled", "late order", "window", "rules", "shift", "van new"])))
@hypothesis_settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_changes_are_found_each_once_and_gone_when_taken_back(
    names: set[str], settings: Settings, store: Store
) -> None:
    def change_and_look() -> None:
        with store.atomic():
            for name in sorted(names):
                CHANGES[name][0](store)
            assert sorted(found(settings, store)) == sorted(CHANGES[name][1:] for name in names)
            raise _UndoError

    with pytest.raises(_UndoError):
        change_and_look()
    assert found(settings, store) == []


class _UndoError(Exception):
    pass


def test_the_bar_says_it_in_one_line(settings: Settings, store: Store) -> None:
    for name in ("late order", "cancelled", "van off"):
        CHANGES[name][0](store)
    changed = changed_since_plan(settings, store, DAY, "yard")
    assert changed.sentence == "3 changes since v1: Van A off · S1 cancelled · LATE-1 new"
    store.orders.save_many([order(f"L{number}", 3) for number in range(2, 32)])
    changed = changed_since_plan(settings, store, DAY, "yard")
    assert changed.sentence == "33 changes since v1: Van A off · S1 cancelled · L10 new · L11 new · 29 more orders new"
    assert headline(changed.changes[:1], 4) == "1 change since v4: Van A off"


def test_everything_is_taken_in_by_the_smallest_change(settings: Settings, store: Store) -> None:
    for name in ("late order", "cancelled", "van off", "driver swapped"):
        CHANGES[name][0](store)
    changed = changed_since_plan(settings, store, DAY, "yard")
    actions = possible_actions(changed.changes, is_under_way=False)
    assert list(actions) == [
        DayAction.HAND_OVER,
        DayAction.TAKE_OFF,
        DayAction.PUT_IN,
        DayAction.CHANGE_DRIVER,
        DayAction.REPLAN,
    ]
    # Taking off leaves the van that is off its stops, and the late order new.
    taken = take_in_changes(settings, store, DAY, "yard", 1, actions[DayAction.TAKE_OFF], by="Ana")
    assert stops(taken.plan) == {"a": ["S2", "S3"], "b": ["S4", "S5"]}
    assert [left.order_id for left in taken.plan.unassigned] == ["LATE-1"]
    assert [words for _, words in found(settings, store)] == ["Van A off", "LATE-1 new"]
    # The free van drives the stops in their order.
    handed = take_in_changes(settings, store, DAY, "yard", 2, actions[DayAction.HAND_OVER], by="Ana")
    assert stops(handed.plan) == {"c": ["S2", "S3"], "b": ["S4", "S5"]}
    assert handed.handed_to == {"a": "c"}
    assert [words for _, words in found(settings, store)] == ["LATE-1 new"]
    put = take_in_changes(settings, store, DAY, "yard", 3, actions[DayAction.PUT_IN], by="Ana")
    assert "LATE-1" in {name for names in stops(put.plan).values() for name in names}
    assert put.not_placed == ()
    assert found(settings, store) == []
    drivers = {route.vehicle_id: route.driver_id for route in put.plan.routes_in_use}
    assert drivers == {"b": "dd", "c": "dc"}
    assert put.plan.why == "Took in: LATE-1 new"
    assert [entry.what for entry in store.audit.latest(3)] == ["take in changes since the plan"] * 3
    assert publish_plan(
        settings, store, DayKey(DAY, "yard"), 4, by="Ana", consent=PublishConsent(violations=True)
    ).is_published


def stops(plan: Plan) -> dict[str, list[str]]:
    return {route.vehicle_id: [stop.visit_id for stop in route.stops] for route in plan.routes_in_use}


def test_a_change_of_one_route_empties_no_other_one(settings: Settings, store: Store) -> None:
    """A van that is off kept its stops once, until somebody locked a stop of another van."""
    for name in ("van off", "van sold", "late order"):
        CHANGES[name][0](store)
    edited = edit_route(settings, store, DAY, "yard", 1, LockStop(visit_id="S4"), by="Ana", why="")
    assert stops(edited) == ROUTES
    assert [words for _, words in found(settings, store)] == ["Van A off", "Van B off", "LATE-1 new"]
    assert {place.vehicle_id for place in best_places(settings, store, edited, "LATE-1")} == {"c"}
    moved = edit_route(
        settings, store, DAY, "yard", 2, MoveStop(visit_id="LATE-1", vehicle_id="c", position=0), by="Ana", why=""
    )
    assert [words for _, words in found(settings, store)] == ["Van A off", "Van B off"]
    # Undone, the late order is new again.
    undo(settings, store, DAY, "yard", moved.version, by="Ana")
    assert [words for _, words in found(settings, store)] == ["Van A off", "Van B off", "LATE-1 new"]


def test_an_order_taken_off_by_hand_is_not_new(settings: Settings, store: Store) -> None:
    edit_route(settings, store, DAY, "yard", 1, Unassign(visit_id="S4"), by="Ana", why="")
    assert found(settings, store) == []


def test_without_a_free_van_the_route_stays_and_the_sentence_says_what_to_do(settings: Settings, store: Store) -> None:
    CHANGES["van off"][0](store)
    roster(store, "c", is_available=False)
    changes = changed_since_plan(settings, store, DAY, "yard").changes
    with pytest.raises(LastmileError, match="No vehicle is free to take the route of Van A"):
        take_in_changes(settings, store, DAY, "yard", 1, changes, by="Ana")
    assert store.plans.head(DAY, "yard") == 1
    store.plans.add(made_from_latest(store), expected_head=1)
    with pytest.raises(StaleVersionError, match="under your name"):
        take_in_changes(settings, store, DAY, "yard", 1, changes, by="Ana")


def made_from_latest(store: Store) -> Plan:
    latest = store.plans.latest(DAY, "yard")
    assert latest is not None
    return latest


def test_a_plan_of_an_older_program_is_compared_by_what_it_says_itself(settings: Settings, store: Store) -> None:
    old = replace(made(settings, store), made_from=None, plan_id="old")
    store.plans.add(old, expected_head=1)
    assert found(settings, store) == []
    for name in ("van off", "cancelled", "late order", "driver swapped"):
        CHANGES[name][0](store)
    assert [words for _, words in found(settings, store)] == [
        "Van A off",
        "S1 cancelled",
        "LATE-1 new",
        "Van B: Driver D instead of Driver B",
    ]


def test_a_newer_draft_that_knows_leaves_the_published_one_behind(settings: Settings, store: Store) -> None:
    publish_plan(settings, store, DayKey(DAY, "yard"), 1, by="Ana")
    CHANGES["cancelled"][0](store)
    changes = changed_since_plan(settings, store, DAY, "yard").changes
    take_in_changes(settings, store, DAY, "yard", 1, changes, by="Ana")
    changed = changed_since_plan(settings, store, DAY, "yard")
    assert (changed.version, changed.changes, changed.promised_version) == (2, (), 1)
    assert [change.words for change in changed.promised_changes] == ["S1 cancelled"]


def happens(store: Store, kind: EventKind, at: datetime, vehicle_id: str, order_id: str | None = None) -> None:
    event = StopEvent(
        event_id=f"{kind.value}-{vehicle_id}-{order_id}",
        service_date=DAY,
        depot_id="yard",
        vehicle_id=vehicle_id,
        kind=kind,
        occurred_at=at,
        received_at=at,
        visit_id=order_id,
    )
    store.events.append([event])


@pytest.fixture
def begun(settings: Settings, store: Store) -> Store:
    """Version 1 is published, Van A has left and served S1."""
    publish_plan(settings, store, DayKey(DAY, "yard"), 1, by="Ana")
    happens(store, EventKind.DEPARTED, AT.local(time(7)), "a")
    happens(store, EventKind.DELIVERED, AT.local(time(8)), "a", "S1")
    return store


def test_a_running_day_is_not_planned_anew(settings: Settings, begun: Store) -> None:
    found_ = under_way(begun, DayKey(DAY, "yard"))
    assert found_ is not None
    assert found_.sentence == "This day is under way since 07:00: 1 of 5 stops is begun or done."
    with pytest.raises(LastmileError) as told:
        start_planning(settings, begun, PlanPayload(day=DayKey(DAY, "yard"), time_limit_s=1), by="Ana")
    assert "not planned anew" in told.value.message
    assert f"lastmile replan --date {DAY} --depot yard" in told.value.mend
    assert begun.jobs.latest("plan", DayKey(DAY, "yard").subject) is None
    assert possible_actions([], is_under_way=True) == {DayAction.REPLAN: ()}
    with pytest.raises(LastmileError, match="not planned anew"):
        take_in_changes(settings, begun, DAY, "yard", 1, [], by="Ana")


def test_a_plan_from_scratch_that_was_ready_too_late_is_not_published(settings: Settings, begun: Store) -> None:
    begun.plans.add(made(settings, begun), expected_head=1)
    with pytest.raises(LastmileError, match="plans the day from its beginning and is not published"):
        publish_plan(settings, begun, DayKey(DAY, "yard"), 2, by="Ana")
    moved = edit_route(
        settings, begun, DAY, "yard", 2, MoveStop(visit_id="S1", vehicle_id="b", position=0), by="Ana", why=""
    )
    with pytest.raises(LastmileError, match="moves 1 stop that is begun or done"):
        publish_plan(settings, begun, DayKey(DAY, "yard"), moved.version, by="Ana")
    back = edit_route(
        settings, begun, DAY, "yard", 3, MoveStop(visit_id="S1", vehicle_id="a", position=0), by="Ana", why=""
    )
    assert publish_plan(settings, begun, DayKey(DAY, "yard"), back.version, by="Ana").is_published


def test_what_is_done_changes_no_more(settings: Settings, begun: Store) -> None:
    change_order(begun, "S1", status=OrderStatus.SKIPPED)
    assert found(settings, begun) == []
    CHANGES["van off"][0](begun)
    [change] = changed_since_plan(settings, begun, DAY, "yard").changes
    assert (change.words, change.num_stops) == ("Van A off", 2)
    for order_id in ("S2", "S3"):
        happens(begun, EventKind.DELIVERED, AT.local(time(9)), "a", order_id)
    assert found(settings, begun) == []


def test_a_day_that_is_over_is_not_compared(settings: Settings, begun: Store) -> None:
    for vehicle_id in ("a", "b"):
        happens(begun, EventKind.RETURNED, AT.local(time(17)), vehicle_id)
    plan = made(settings, begun)
    for name in set(CHANGES) - {"van sold"}:
        CHANGES[name][0](begun)
    assert found(settings, begun) == []
    assert changes_of(settings, begun, plan) == ()


def test_a_day_far_ahead_is_compared_too(settings: Settings, store: Store) -> None:
    day: date = DAY + timedelta(days=30)
    store.orders.save(replace(order("F1", 1), service_date=day))
    prepared = prepare_day(settings, load_inputs(store, day, "yard"))
    plan = judged_plan(settings, prepared, {"a": ["F1"]}, PlanNotes(by="Ana", origin=PlanOrigin.SEARCH))
    store.plans.add(plan, expected_head=0)
    store.plans.publish(day, "yard", 1, by="Ana", at=utc_now())
    store.orders.save(replace(order("F2", 1), service_date=day))
    assert [change.words for change in changed_since_plan(settings, store, day, "yard").changes] == ["F2 new"]
