from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lastmile_core.metrics import DEFINITIONS, DayFacts, MetricKind, compute, finish_days, sum_day
from lastmile_core.metrics.facts.day_view import view_day
from lastmile_core.metrics.routes.adherence import longest_rising, waterfall_of
from lastmile_core.metrics.routes.paid_time import split_paid_time
from lastmile_core.metrics.wilson import wilson_interval
from lastmile_core.model import EventKind

SHARES = [d.key for d in DEFINITIONS.values() if d.kind is MetricKind.RATE]
SHARES += ["idle_share", "empty_km", "stem_km", "failed_stop_km", "fill_time", "fill_peak"]
quick = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@st.composite
def disturbances(draw):
    """What to do with each of 31 events: drop it, move it by minutes, hand it to the other van, fail it."""
    return [
        (
            draw(st.sampled_from(["keep", "keep", "keep", "drop", "shift", "other van", "fail"])),
            draw(st.integers(-40, 90)),
        )
        for _ in range(31)
    ]


def disturb(facts: DayFacts, plan: list[tuple[str, int]]) -> DayFacts:
    events = []
    for event, (what, minutes) in zip(facts.events, plan, strict=True):
        if what == "drop":
            continue
        if what == "shift":
            by = timedelta(minutes=minutes, seconds=minutes % 7)
            event = replace(event, occurred_at=event.occurred_at + by, received_at=event.received_at + by)
        elif what == "other van" and event.visit_id:
            event = replace(event, vehicle_id="van2" if event.vehicle_id == "van1" else "van1")
        elif what == "fail" and event.kind is EventKind.DELIVERED:
            event = replace(event, kind=EventKind.FAILED, reason="refused")
        events.append(event)
    return replace(facts, events=tuple(events))


def bare(values):
    return {key: (replace(value, behind=None), value.slices) for key, value in values.items()}


@quick
@given(plan=disturbances())
def test_shares_stay_between_nothing_and_all(small_day, plan):
    values = compute([disturb(small_day, plan)])
    for key in SHARES:
        value = values[key]
        assert value.value is None or -1e-9 <= value.value <= 1 + 1e-9, (key, value.value)
        assert value.value is not None or value.reason
        if value.interval and value.value is not None:
            assert value.interval[0] <= value.value <= value.interval[1]
        assert value.data_quality is None or 0 <= value.data_quality <= 1


@quick
@given(plan=disturbances(), random=st.randoms(use_true_random=False))
def test_order_and_repetition_of_events_change_no_figure(small_day, plan, random):
    facts = disturb(small_day, plan)
    events = [event for event in facts.events for _ in range(random.randint(1, 3))]
    random.shuffle(events)
    assert bare(compute([replace(facts, events=tuple(events))])) == bare(compute([facts]))


@quick
@given(plan=disturbances())
def test_paid_time_and_waterfall_add_up_to_the_second(small_day, plan):
    facts = disturb(small_day, plan)
    for route in view_day(facts).routes:
        split = split_paid_time(route)
        if isinstance(split, str):
            continue
        parts = (split.drive, split.service, split.early_wait, split.queue, split.unexplained, split.loading)
        assert sum(parts) + split.break_s == split.paid
        assert all(seconds >= 0 for seconds in (*parts, split.break_s))
        if route.planned is not None:
            assert sum(waterfall_of(route.planned, split).values()) == split.paid - route.planned.paid_s
    waterfall = sum_day(facts).waterfall
    assert sum(waterfall.parts.values()) == waterfall.difference_s


@quick
@given(plan=disturbances(), other=disturbances())
def test_a_period_is_the_sum_of_its_days_never_the_mean_of_rates(small_day, plan, other):
    days = [disturb(small_day, plan), disturb(small_day, other)]
    sums = [sum_day(facts) for facts in days]
    together = finish_days(sums)
    for key, value in together.items():
        assert value.numerator == pytest.approx(sum(day.tallies[key].numerator for day in sums if day.tallies))
        assert value.denominator == pytest.approx(sum(day.tallies[key].denominator for day in sums if day.tallies))
        assert value.counted + value.excluded == sum(
            day.tallies[key].counted + sum(day.tallies[key].missing.values()) + sum(day.tallies[key].left_out.values())
            for day in sums
            if day.tallies
        )


@quick
@given(plan=disturbances())
def test_computing_again_gives_the_same_and_rows_explain_the_figure(small_day, plan):
    facts = disturb(small_day, plan)
    first, again = compute([facts]), compute([facts])
    assert first == again
    for key in SHARES:
        value = first[key]
        if value.definition.kind is MetricKind.RATE and key != "manual_share":
            counted = [row for row in value.rows if row["counted"]]
            assert len(counted) == value.denominator
            assert sum(row["value"] for row in counted) == value.numerator
            assert len(value.rows) == value.counted + value.excluded


@given(st.lists(st.integers(0, 30), unique=True, max_size=12))
def test_longest_rising_is_rising_and_not_shorter_than_any_run(places):
    chain = [places[index] for index in longest_rising(places)]
    assert chain == sorted(chain)
    best = [1] * len(places)
    for i in range(len(places)):
        best[i] = 1 + max((best[j] for j in range(i) if places[j] < places[i]), default=0)
    assert len(chain) == max(best, default=0)


@given(st.integers(0, 500), st.integers(0, 500))
def test_wilson_holds_the_rate_and_stays_a_share(successes, failures):
    interval = wilson_interval(successes, successes + failures)
    if successes + failures == 0:
        assert interval is None
        return
    low, high = interval
    assert 0 <= low <= successes / (successes + failures) <= high <= 1


def test_wilson_by_hand():
    # 4 of 5: centre (0.8 + 1.9208/5) / (1 + 3.8415/5) = 0.66963; half width 0.29411
    low, high = wilson_interval(4, 5)
    assert low == pytest.approx(0.37553, abs=1e-4)
    assert high == pytest.approx(0.96379, abs=1e-4)
