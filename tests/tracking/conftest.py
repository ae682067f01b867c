from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from lastmile_core.model import EventKind, Plan, Route, Stop, StopEvent, TimeWindow

DAY = date(2026, 11, 24)


def clock(hhmm: str) -> datetime:
    hours, minutes = hhmm.split(":")
    return datetime(2026, 11, 24, int(hours), int(minutes), tzinfo=UTC)


@pytest.fixture(name="at")
def at_fixture():
    return clock


@pytest.fixture
def make_event():
    numbers = count(1)

    def make(kind: str, at: str, order_id: str | None = None, vehicle_id: str = "van1", **more) -> StopEvent:
        occurred = clock(at)
        more.setdefault("event_id", f"e{next(numbers):04d}")
        more.setdefault("received_at", occurred + timedelta(seconds=5))
        return StopEvent(
            service_date=DAY,
            depot_id="harbour",
            vehicle_id=vehicle_id,
            kind=EventKind(kind),
            occurred_at=occurred,
            visit_id=order_id,
            **more,
        )

    return make


def make_stop(order_id: str, arrive: str, start: str, leave: str, window: tuple[str, str] | None = None) -> Stop:
    arrival, begin = clock(arrive), clock(start)
    return Stop(
        visit_id=order_id,
        arrival=arrival,
        service_start=begin,
        departure=clock(leave),
        wait_s=int((begin - arrival).total_seconds()),
        window=TimeWindow(earliest=clock(window[0]), latest=clock(window[1])) if window else None,
    )


@pytest.fixture
def morning_plan() -> Plan:
    """One van, three stops: a free one, one with a wait of 20 minutes, a tight one."""
    route = Route(
        vehicle_id="van1",
        loading_start=clock("07:00"),
        departure=clock("07:15"),
        return_at=clock("10:30"),
        stops=(
            make_stop("A", "07:30", "07:30", "07:40"),
            make_stop("B", "08:10", "08:30", "08:40", ("08:30", "09:00")),
            make_stop("C", "09:00", "09:00", "09:10", ("08:00", "09:15")),
        ),
    )
    return Plan(
        plan_id="p1",
        service_date=DAY,
        depot_id="harbour",
        version=1,
        routes=(route,),
        created_at=clock("05:00"),
        published_at=clock("06:00"),
    )
