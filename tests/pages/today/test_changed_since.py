"""What has changed since the plan, on every page of a small day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from lastmile_core.clock import utc_now
from lastmile_core.model import EventKind, Order, StopEvent
from lastmile_core.store import Store
from lastmile_core.workflows.orders.change_orders import skip_orders

Look = Callable[..., AppTest]
PAGES = ("today", "orders", "plan", "routes", "performance", "fleet", "setup")


def said(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.info, app.warning, app.error, app.success)
    return "\n".join(str(one.value) for kind in kinds for one in kind)


def keys(app: AppTest) -> set[str]:
    return {button.key for button in app.button if button.key and button.key.startswith("changes_")}


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def late(store: Store, today: date) -> Order:
    found = store.orders.get("A1", today)
    assert found is not None
    return replace(found, order_id="LATE", customer_name="Late comer")


def van(store: Store, today: date, vehicle_id: str, **changes: object) -> None:
    row = next(row for row in store.availability.for_day(today, "north") if row.vehicle_id == vehicle_id)
    store.availability.set(replace(row, **changes))  # type: ignore[arg-type]


def depart(store: Store, today: date, vehicle_id: str = "v2", order_id: str | None = None) -> None:
    at = utc_now() - timedelta(seconds=1)
    kind = EventKind.DEPARTED if order_id is None else EventKind.DELIVERED
    store.events.append(
        [
            StopEvent(
                event_id=f"e-{vehicle_id}-{order_id}",
                service_date=today,
                depot_id="north",
                vehicle_id=vehicle_id,
                kind=kind,
                occurred_at=at,
                received_at=at,
                visit_id=order_id,
            )
        ]
    )


def test_a_day_that_is_as_planned_has_no_bar(look: Look, published_day: Store) -> None:
    for page in PAGES:
        app = look(page)
        assert "since v" not in said(app), page
        assert keys(app) == set(), page


@pytest.mark.parametrize("page", PAGES)
def test_every_page_names_what_changed(page: str, look: Look, published_day: Store, today: date) -> None:
    van(published_day, today, "v1", is_available=False)
    published_day.orders.save(late(published_day, today))
    app = look(page)
    assert "**2 changes since v1:** Van 1 off · LATE new" in said(app)
    assert keys(app) == {"changes_hand_over", "changes_put_in", "changes_replan"}


def test_today_says_that_a_van_without_a_day_needs_somebody(look: Look, published_day: Store, today: date) -> None:
    van(published_day, today, "v1", is_available=False)
    van(published_day, today, "v2", driver_id="d1")
    skip_orders(published_day, today, ["A4"], by="Ana")
    published_day.orders.save(late(published_day, today))
    app = look("today")
    words = said(app).replace("\\", "")
    assert "Nothing needs you" not in words
    assert "Van 1 is off today but has 3 stops to serve." in words
    assert "A4 (Customer 4) is cancelled, but Van 2 still goes there." in words
    assert "LATE (Late comer) came after version 1 and is on no route." in words
    assert "Van 2 is driven by Driver 1 instead of Driver 2; the published list names the other one." in words


def test_what_changed_can_be_taken_in_and_the_rest_stays_open(look: Look, published_day: Store, today: date) -> None:
    van(published_day, today, "v1", is_available=False)
    skip_orders(published_day, today, ["A4"], by="Ana")
    app = look("routes")
    app.button(key="changes_take_off").click().run()
    newest = published_day.plans.latest(today, "north")
    assert newest is not None
    assert [(route.vehicle_id, len(route.stops)) for route in newest.routes_in_use] == [("v1", 3)]
    assert newest.created_by == "Dispatcher"
    assert "**1 change since v2:** Van 1 off" in said(app)
    app.button(key="changes_hand_over").click().run()
    handed = published_day.plans.latest(today, "north")
    assert handed is not None
    assert [(route.vehicle_id, len(route.stops)) for route in handed.routes_in_use] == [("v2", 3)]
    assert "Version 3 knows what changed since v1" in said(app)
    assert "drivers still have v1" in said(app)
    # Today says of each thing what is next: what the newer version knows is published, the rest is taken in.
    published_day.orders.save_many([replace(late(published_day, today), order_id=f"L{n}") for n in range(5)])
    words = said(look("today")).replace("\\", "")
    assert "Version 3 knows it: publish it." in words
    assert "5 orders are new since the plan: L0, L1, L2 and 2 more." in words
    assert "Take it in with the bar above, then publish." in words


def test_a_plan_that_does_not_know_the_day_is_published_by_name(look: Look, planned_day: Store, today: date) -> None:
    planned_day.orders.save(late(planned_day, today))
    app = look("plan")
    assert app.button(key="publish").disabled
    box = next(box for box in app.checkbox if box.label == "Publish without this change")
    box.check().run()
    assert not app.button(key="publish").disabled
    # One more change: what was said yes to does not cover it.
    van(planned_day, today, "v2", is_available=False)
    app.button(key="publish").click().run()
    assert planned_day.plans.latest_published(today, "north") is None
    assert any(box.label == "Publish without these 2 changes" for box in app.checkbox)
    next(box for box in app.checkbox if box.label == "Publish without these 2 changes").check().run()
    app.button(key="publish").click().run()
    assert planned_day.plans.latest_published(today, "north") is not None


def test_a_late_order_is_not_served_and_can_be_picked(look: Look, published_day: Store, today: date) -> None:
    published_day.orders.save(late(published_day, today))
    plan = look("plan")
    tables = "\n".join(table.value.to_string() for table in plan.table)
    assert "LATE" in tables
    assert "New since the plan" in tables
    skip_orders(published_day, today, ["A5"], by="Ana")
    tables = "\n".join(table.value.to_string() for table in look("plan").table)
    assert "A5" not in tables
    picker = next(box for box in look("routes").selectbox if "without a route" in box.label)
    assert picker.label.startswith("1 order without a route")
    assert any("LATE" in option for option in picker.options)


def test_once_the_day_is_under_way_only_replanning_is_offered(look: Look, published_day: Store, today: date) -> None:
    depart(published_day, today)
    van(published_day, today, "v1", is_available=False)
    app = look("plan")
    assert keys(app) == {"changes_replan"}
    assert "Plan again" not in labels(app)
    assert "plan_go" not in {button.key for button in app.button}
    assert "under way since" in said(app)
    assert "Re-plan the rest of the day" in labels(app)
    app.button(key="plan_rest").click().run()
    assert not app.exception
    job = published_day.jobs.latest("replan", f"{today}/north")
    assert job is not None
    published_day.jobs.request_cancel(job.job_id)


def test_a_draft_from_the_beginning_is_not_published_over_a_running_day(
    look: Look, published_day: Store, today: date
) -> None:
    first = published_day.plans.latest(today, "north")
    assert first is not None
    published_day.plans.add(replace(first, published_at=None, published_by=""), expected_head=1)
    depart(published_day, today)
    app = look("plan")
    assert "plans the day from its beginning and is not published" in said(app).replace("\\", "")
    assert "publish" not in {button.key for button in app.button}
    assert published_day.plans.latest_published(today, "north").version == 1  # type: ignore[union-attr]
