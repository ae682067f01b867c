from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from lastmile_core.model import EventKind
from lastmile_core.tracking import StopStatus, fold_day
from lastmile_core.tracking.moments import seconds_between, shift


def test_a_day_without_events_shows_the_plan(morning_plan, at):
    state = fold_day(morning_plan, [])
    assert [stop.status for stop in state.stops.values()] == [StopStatus.PLANNED] * 3
    assert state.routes["van1"].remaining == 3
    assert state.routes["van1"].next_visit_id == "A"
    assert not state.routes["van1"].has_report
    assert state.stops["C"].eta == at("09:00")


def test_progress_delay_and_next_stop_follow_the_last_known_stop(morning_plan, make_event, at):
    state = fold_day(
        morning_plan,
        [
            make_event("departed", "07:20"),
            make_event("arrived", "07:40", "A"),
            make_event("service_started", "07:41", "A"),
            make_event("delivered", "07:50", "A", outcome="neighbour"),
            make_event("left", "07:55", "A"),
        ],
    )
    route = state.routes["van1"]
    assert (route.done, route.failed, route.remaining) == (1, 0, 2)
    assert route.delay_s == 15 * 60  # left at 07:55, planned 07:40
    assert route.next_visit_id == "B"
    assert state.stops["A"].outcome == "neighbour"
    assert state.stops["B"].eta == at("08:25")
    # The planned wait of 20 minutes at B swallows the 15.
    assert state.stops["C"].eta == at("09:00")


def test_an_early_van_waits_for_the_window_to_open(morning_plan, make_event, at):
    state = fold_day(morning_plan, [make_event("departed", "06:55")])
    assert state.routes["van1"].delay_s == -20 * 60
    assert state.stops["A"].eta == at("07:10")
    assert state.stops["B"].eta == at("07:50")
    assert state.stops["C"].eta == at("09:00")


def test_delay_beyond_the_planned_wait_reaches_the_next_stop(morning_plan, make_event, at):
    state = fold_day(morning_plan, [make_event("departed", "07:45")])
    assert state.stops["B"].eta == at("08:40")
    assert state.stops["C"].eta == at("09:10")  # 30 late, 20 swallowed


def test_every_order_of_four_events_gives_the_same_state(morning_plan, make_event):
    events = [
        make_event("arrived", "07:30", "A"),
        make_event("service_started", "07:31", "A"),
        make_event("delivered", "07:39", "A"),
        make_event("left", "07:40", "A"),
    ]
    expected = fold_day(morning_plan, events)
    assert expected.stops["A"].status is StopStatus.DELIVERED
    for shuffled in permutations(events):
        assert fold_day(morning_plan, shuffled) == expected


def test_a_second_outcome_soon_after_is_a_correction(morning_plan, make_event, at):
    state = fold_day(
        morning_plan,
        [
            make_event("arrived", "07:30", "A"),
            make_event("failed", "07:35", "A", reason="nobody_home"),
            make_event("delivered", "07:45", "A"),
        ],
    )
    assert state.stops["A"].status is StopStatus.DELIVERED
    assert len(state.stops["A"].visits) == 1
    assert state.stops["A"].finished == at("07:35")
    assert state.stops["A"].reason == ""


def test_coming_back_in_the_afternoon_is_a_second_visit(morning_plan, make_event):
    state = fold_day(
        morning_plan,
        [
            make_event("arrived", "07:30", "A"),
            make_event("failed", "07:35", "A", reason="nobody_home"),
            make_event("delivered", "14:00", "A"),
        ],
    )
    assert [visit.is_delivered for visit in state.stops["A"].visits] == [False, True]
    assert state.stops["A"].status is StopStatus.DELIVERED


def test_an_arrival_stamped_after_the_outcome_stays_one_visit(morning_plan, make_event, at):
    state = fold_day(morning_plan, [make_event("delivered", "07:35", "A"), make_event("arrived", "07:36", "A")])
    assert len(state.stops["A"].visits) == 1
    assert state.stops["A"].status is StopStatus.DELIVERED
    assert state.stops["A"].arrived == at("07:36")


def test_another_vans_refusal_does_not_undo_a_delivery(morning_plan, make_event):
    state = fold_day(
        morning_plan,
        [
            make_event("delivered", "07:35", "A", vehicle_id="van2"),
            make_event("failed", "09:00", "A", reason="not_loaded"),
        ],
    )
    assert state.stops["A"].status is StopStatus.DELIVERED
    assert state.stops["A"].vehicle_id == "van2"
    assert state.routes["van2"].done == 1
    assert not state.routes["van2"].is_planned
    assert state.routes["van1"].remaining == 2


def test_a_stamp_from_the_future_is_flagged_and_ordered_by_receipt(morning_plan, make_event, at):
    ahead = make_event("arrived", "12:00", "A", received_at=at("07:30"))
    state = fold_day(morning_plan, [make_event("delivered", "07:38", "A"), ahead])
    assert [flag.event_id for flag in state.flags] == [ahead.event_id]
    assert state.stops["A"].arrived == at("07:30")
    assert state.stops["A"].status is StopStatus.DELIVERED


def test_two_minutes_ahead_are_still_believed(morning_plan, make_event, at):
    event = make_event("arrived", "07:32", "A", received_at=at("07:30"))
    state = fold_day(morning_plan, [event])
    assert state.flags == ()
    assert state.stops["A"].arrived == at("07:32")


def test_a_stop_that_is_not_on_the_plan_is_kept_and_flagged(morning_plan, make_event):
    state = fold_day(morning_plan, [make_event("delivered", "08:00", "Z")])
    assert state.stops["Z"].status is StopStatus.DELIVERED
    assert state.stops["Z"].planned_vehicle_id == ""
    assert "not on the published plan" in state.flags[0].message


def test_events_without_a_plan_still_tell_what_happened(make_event):
    state = fold_day(None, [make_event("delivered", "08:00", "Z"), make_event("returned", "09:00", odometer_m=1200)])
    assert state.stops["Z"].status is StopStatus.DELIVERED
    assert state.routes["van1"].odometer_m == 1200
    assert state.flags == ()


def test_breaks_are_paired(morning_plan, make_event, at):
    state = fold_day(
        morning_plan,
        [
            make_event("break_started", "08:00"),
            make_event("break_finished", "08:20"),
            make_event("break_started", "09:30"),
        ],
    )
    assert state.routes["van1"].breaks == ((at("08:00"), at("08:20")), (at("09:30"), None))


def test_durations_are_right_across_a_clock_change():
    zone = ZoneInfo("Europe/Paris")
    before, after = datetime(2026, 3, 29, 1, 30, tzinfo=zone), datetime(2026, 3, 29, 3, 30, tzinfo=zone)
    assert seconds_between(before, after) == 3600
    assert shift(before, 3600) == after


KINDS = st.sampled_from(list(EventKind))


@st.composite
def histories(draw):
    size = draw(st.integers(0, 12))
    return [
        (
            draw(KINDS),
            draw(st.integers(0, 200)),
            draw(st.sampled_from(["A", "B", "C", "Z"])),
            draw(st.sampled_from(["van1", "van2"])),
            draw(st.sampled_from([0, 60, -600])),
        )
        for _ in range(size)
    ]


@given(histories(), st.randoms(use_true_random=False))
def test_order_of_arrival_and_duplicates_change_nothing(history, random):
    from lastmile_core.model import StopEvent  # local: the strategy above needs only the kinds

    start = datetime(2026, 11, 24, 7, tzinfo=ZoneInfo("UTC"))
    route_kinds = {"dock_arrived", "loading_started", "loading_finished", "departed", "returned"}
    events = [
        StopEvent(
            event_id=f"e{number}",
            service_date=start.date(),
            depot_id="harbour",
            vehicle_id=vehicle,
            kind=kind,
            occurred_at=start + timedelta(minutes=minute),
            received_at=start + timedelta(minutes=minute, seconds=lag),
            visit_id=None if kind.value in route_kinds or kind.value.startswith("break") else order,
        )
        for number, (kind, minute, order, vehicle, lag) in enumerate(history)
    ]
    expected = fold_day(None, events)
    again = [replace(event) for event in events for _ in range(random.randint(1, 4))]
    random.shuffle(again)
    assert fold_day(None, again) == expected
