"""“When” is now: a mark carries the moment of the click, and another time only when somebody types one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from lastmile_core.clock import ServiceDay, utc_now
from lastmile_core.model import EventKind
from lastmile_core.store import Store
from pages.widgets.routes import route_outcome
from pages.widgets.routes.route_outcome import NOW, OTHER, moment_typed

Look = Callable[..., AppTest]


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.moment = utc_now()

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(route_outcome, "utc_now", found)
    return found


def stamps(store: Store, today: date) -> dict[EventKind, datetime]:
    return {event.kind: event.occurred_at for event in store.events.of_day(today, "north")}


def test_a_mark_carries_the_moment_of_the_click(look: Look, published_day: Store, today: date, clock: Clock) -> None:
    app = look("routes", stop="A1")
    opened = clock.moment
    clock.moment = opened + timedelta(seconds=47)
    app.button(key="mark_arrived").click().run()
    clock.moment = opened + timedelta(seconds=83)
    app.button(key="mark_delivered").click().run()
    assert stamps(published_day, today) == {
        EventKind.ARRIVED: opened + timedelta(seconds=47),
        EventKind.DELIVERED: opened + timedelta(seconds=83),
    }


def test_a_typed_time_holds_for_one_mark(look: Look, published_day: Store, today: date, clock: Clock) -> None:
    app = look("routes", stop="A1")
    app.segmented_control[0].set_value(OTHER).run()
    midnight = time(0, 0)
    next(box for box in app.time_input if box.label.startswith("At")).set_value(midnight).run()
    app.button(key="mark_arrived").click().run()
    assert stamps(published_day, today)[EventKind.ARRIVED] == ServiceDay(service_date=today, timezone="UTC").local(
        midnight
    )
    assert [control.value for control in app.segmented_control] == [NOW]
    clock.moment += timedelta(seconds=60)
    app.button(key="mark_delivered").click().run()
    assert stamps(published_day, today)[EventKind.DELIVERED] == clock.moment


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (time(23, 50), datetime(2026, 11, 24, 23, 50, tzinfo=UTC)),
        (time(0, 20), datetime(2026, 11, 25, 0, 20, tzinfo=UTC)),
        (time(0, 40), datetime(2026, 11, 24, 0, 40, tzinfo=UTC)),
    ],
)
def test_after_midnight_a_typed_time_is_the_newest_that_has_come(typed: time, meant: datetime) -> None:
    day = ServiceDay(service_date=date(2026, 11, 24), timezone="UTC")
    assert moment_typed(day, typed, datetime(2026, 11, 25, 0, 30, tzinfo=UTC)) == meant
