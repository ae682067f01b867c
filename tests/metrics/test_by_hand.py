"""Every KPI of the small day (see conftest) against figures worked out on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from lastmile_core.metrics import DEFINITIONS, EmissionFactor, MetricRules, compute, sum_day

# key: (numerator, denominator) unless the definition says otherwise
BY_HAND = {
    "first_attempt_rate": (4, 5),  # A C D E of A B C D E
    "success_per_attempt": (4, 5),
    "never_attempted_rate": (2, 7),  # F G of A-G
    "on_time": (1, 5),  # A; B failed, D early, E late, G never
    "early_share": (1, 5),
    "otif": (1, 5),
    "site_wait": (2, 5),  # two minutes at A
    "overstay": (-7, 5),  # A -2, B -5
    "eta_accuracy": (2, 5),  # C 10, D 10; A 20, B 25, E 20
    "eta_mae": (85, 5),
    "plan_adherence": (5, 6),
    "data_quality": (5, 5),
    "manual_share": (1, 31),
    "idle_time": (24 + 10, 2),  # van 1: queue 10 + unexplained 14; van 2: early wait 10
    "idle_share": (34, 145 + 160),
    "dock_queue": (10, 2),
    "empty_km": (13.5, 55),  # van 2 home with nothing; van 1 still has B on board
    "stem_km": (5 + 6.5 + 20 + 13.5, 55),
    "excess_km": (1 + 2, 55),
    "failed_stop_km": (7.5 - 19 / 3, 55),  # A-B-C in line: direct A-C is a third of all straight lines
    "stops_per_paid_hour": (4, 305 / 60),
    "drops_per_stop": (4, 4),
    "cost_per_delivered_order": (2 * 60 + 55 * 0.5 + 305 / 60 * 24, 4),
    "distance_variance": (3, 18 + 34),
    "time_variance": (25 + 5, 2),
}


@pytest.mark.parametrize("key", BY_HAND)
def test_figure_is_what_paper_says(small_day, key):
    value = compute([small_day])[key]
    numerator, denominator = BY_HAND[key]
    assert value.numerator == pytest.approx(numerator)
    assert value.denominator == pytest.approx(denominator)
    assert value.value == pytest.approx(numerator / denominator)
    assert value.compared_with == "v3"


def test_every_definition_was_worked_out_on_paper(small_day):
    elsewhere = {"eta_p90", "fill_peak", "fill_time", "co2e"}
    assert set(DEFINITIONS) == set(BY_HAND) | elsewhere


def test_ninety_per_cent_of_arrivals_are_within(small_day):
    assert compute([small_day])["eta_p90"].value == pytest.approx(25)


def test_fill_shows_the_fullest_dimension_and_all_of_them(small_day):
    values = compute([small_day])
    peak = values["fill_peak"]
    # kg: 70 of 100 and (F not loaded) 20 of 100; parcels: 3 and 2 of 10
    assert peak.value == pytest.approx(90 / 200)
    assert peak.slices["dimension"]["parcels"].value == pytest.approx(5 / 20)
    # kg x minutes: van 1 30*70+20*20+30*20+30*10, van 2 80*20+35*10
    assert values["fill_time"].value == pytest.approx((3400 + 1950) / (100 * 110 + 100 * 145))


def test_co2e_says_what_is_missing_and_counts_with_a_factor(small_day):
    nothing = compute([small_day])["co2e"]
    assert nothing.value is None
    assert "no factor (kg per km, with its source) set for class van" in nothing.reason
    rules = MetricRules(emission_factors=(("van", EmissionFactor(kg_per_km=0.2, source="fleet manual 2026")),))
    value = compute([small_day], rules)["co2e"]
    assert value.value == pytest.approx(11.0)
    assert any("fleet manual 2026" in note for note in value.notes)


def test_an_attempt_on_an_earlier_day_is_no_first_attempt(small_day):
    value = compute([replace(small_day, earlier_attempts=frozenset("D"))])["first_attempt_rate"]
    assert (value.numerator, value.denominator) == (3, 4)
    assert value.exclusions["attempted on an earlier day"] == 1


def test_a_second_day_knows_the_attempts_of_the_first(small_day):
    moved = [
        replace(
            e,
            event_id=f"next-{e.event_id}",
            occurred_at=e.occurred_at + timedelta(days=1),
            received_at=e.received_at + timedelta(days=1),
        )
        for e in small_day.events
    ]
    second = replace(small_day, service_date=small_day.service_date + timedelta(days=1), plan=None, events=tuple(moved))
    value = compute([second, small_day])["first_attempt_rate"]
    assert (value.numerator, value.denominator) == (4, 5)
    assert compute([second])["first_attempt_rate"].denominator == 5


def test_slices_of_the_first_attempt(small_day):
    slices = compute([small_day])["first_attempt_rate"].slices
    assert (slices["district"]["Old Town"].numerator, slices["district"]["Old Town"].denominator) == (2, 3)
    assert (slices["vehicle"]["Van 1"].numerator, slices["vehicle"]["Van 1"].denominator) == (2, 3)
    assert slices["driver"]["Ana"].denominator == 3
    assert slices["hour"]["08:00"].denominator == 3  # B, C, D
    assert slices["reason"]["Nobody was home"].value == pytest.approx(1 / 5)
    assert slices["handed to"]["neighbour"].value == pytest.approx(1 / 5)


def test_on_time_by_window_width_and_outcome(small_day):
    slices = compute([small_day])["on_time"].slices
    widths = {label: (part.numerator, part.denominator) for label, part in slices["window width"].items()}
    assert widths == {"up to 1 h": (1, 2), "up to 2 h": (0, 2), "up to 4 h": (0, 1)}
    outcomes = {label: part.numerator for label, part in slices["outcome"].items()}
    assert outcomes == {"on time": 1, "failed": 1, "early": 1, "late": 1, "never attempted": 1}


def test_tolerance_is_a_setting(small_day):
    value = compute([small_day], MetricRules(tolerance_s=600))["on_time"]
    assert value.numerator == 3  # D ten minutes early, E five late


def test_half_an_order_is_on_time_but_not_in_full(small_day):
    events = [replace(e, delivered_share=0.5) if e.event_id == "e006" else e for e in small_day.events]
    values = compute([replace(small_day, events=tuple(events))])
    assert values["on_time"].numerator == 1
    assert values["otif"].numerator == 0
    assert values["otif"].slices["outcome"]["on time, not in full"].numerator == 1


def test_free_time_of_a_site_is_taken_off(small_day):
    assert compute([small_day], MetricRules(site_free_s=(("c-A", 60),)))["site_wait"].numerator == 1


def test_dock_queue_by_quarter_hour(small_day):
    slices = compute([small_day])["dock_queue"].slices["quarter hour"]
    assert {label: part.value for label, part in slices.items()} == {"07:00": 10, "07:30": 0}


def test_expected_arrivals_at_departure_know_the_late_start(small_day):
    horizons = compute([small_day])["eta_accuracy"].slices["horizon"]
    # Left 15 late: A 07:45 (5 off), B 08:05 (10), the wait at B swallows 10, C 08:35 (5); D 10, E 20 as planned
    assert (horizons["at departure"].numerator, horizons["at departure"].denominator) == (4, 5)
    assert (horizons["at publish"].numerator, horizons["at publish"].denominator) == (2, 5)


def test_the_waterfall_by_hand(small_day):
    waterfall = sum_day(small_day).waterfall
    minutes = {part: seconds / 60 for part, seconds in waterfall.parts.items()}
    assert minutes == {
        "late start": 20,  # van 1: queue 10, early at the dock 5, stood loaded 5
        "loading": 0,
        "travel": 18 + 10,
        "service": -7,
        "wait": -8 + 10,
        "break": 0,
        "sequence": 0,
        "added stops": 0,
        "removed stops": -15,  # F: 5 service, 10 driving
        "unexplained": 2,  # two minutes between the end at A and leaving
    }
    assert waterfall.difference_s == sum(waterfall.parts.values()) == 30 * 60


def test_overtime_costs_extra_only_with_a_surcharge(small_day):
    shift_ends = {"van1": small_day.plan.routes[0].return_at}  # 20 minutes over
    facts = replace(small_day, shift_ends=shift_ends)
    base = compute([facts])["cost_per_delivered_order"].numerator
    assert base == pytest.approx(269.5)
    extra = compute([facts], MetricRules(overtime_surcharge=0.5))["cost_per_delivered_order"].numerator
    assert extra - base == pytest.approx(20 / 60 * 24 * 0.5)


def test_missing_stamps_are_excluded_and_counted(small_day, without):
    facts = without(small_day, kind="arrived", visit_id="A")
    values = compute([facts])
    assert values["idle_time"].denominator == 1
    assert values["idle_time"].exclusions == {"a stop lacks its arrival or end stamp": 1}
    assert (values["data_quality"].numerator, values["data_quality"].denominator) == (4, 5)


def test_a_delivery_without_an_arrival_counts_with_its_own_time(small_day, without):
    """Marking only “delivered” at the door is what most drivers do; their days had no on-time figure at all."""
    facts = without(small_day, kind="arrived", visit_id="A")
    value = compute([facts])["on_time"]
    assert (value.numerator, value.denominator) == (1, 5)
    assert value.notes == ("no arrival recorded: the time of the delivery stands for it",)
    row = next(row for row in value.rows if row["order"] == "A")
    assert row["counted"]
    assert row["why"].endswith("no arrival recorded")
    # It came no later than that, so nobody is called on time who was late.
    late = replace(facts, events=tuple(_later(e, 7200) if e.visit_id == "A" else e for e in facts.events))
    assert compute([late])["on_time"].numerator == 0


def _later(event, seconds):
    moment = event.occurred_at + timedelta(seconds=seconds)
    return replace(event, occurred_at=moment, received_at=moment)


def test_without_a_counter_the_published_distance_is_named(small_day):
    facts = replace(small_day, events=tuple(replace(e, odometer_m=None) for e in small_day.events))
    values = compute([facts])
    assert values["excess_km"].value is None
    assert "no counter reading at the return" in values["excess_km"].reason
    # Van 1 drove the planned legs; van 2 skipped F, so its last leg is unknown and the whole plan is taken.
    assert values["cost_per_delivered_order"].numerator == pytest.approx(120 + 52 * 0.5 + 122)
    assert any("published distance" in note for note in values["cost_per_delivered_order"].notes)
    assert values["stem_km"].exclusions == {"length of a leg unknown": 1}


def test_rows_say_why_each_case_counts_or_not(small_day):
    rows = compute([small_day])["first_attempt_rate"].rows
    by_order = {row["order"]: row for row in rows}
    assert by_order["B"]["counted"]
    assert by_order["B"]["value"] == 0
    assert by_order["B"]["why"] == "first attempt failed: Nobody was home"
    assert by_order["B"]["route"] == "Van 1"
    assert by_order["B"]["customer"] == "Customer B"
    assert not by_order["G"]["counted"]
    assert by_order["G"]["why"] == "never attempted"
    assert "H" not in by_order


def test_a_running_day_does_not_count_open_stops_as_failed(small_day):
    noon = tuple(e for e in small_day.events if e.vehicle_id == "van1" and e.visit_id in ("A", None))
    facts = replace(small_day, is_over=False, events=tuple(e for e in noon if e.kind.value != "returned"))
    values = compute([facts])
    assert (values["on_time"].numerator, values["on_time"].denominator) == (1, 1)
    assert (values["never_attempted_rate"].numerator, values["never_attempted_rate"].denominator) == (1, 2)  # G; A
    assert values["idle_time"].value is None
    assert "still on the road" in values["idle_time"].reason


def test_an_empty_day_gives_nothing_and_says_why(small_day):
    values = compute([replace(small_day, plan=None, events=(), orders=())])
    assert {value.value for value in values.values()} == {None}
    assert values["on_time"].reason == "No orders on 24 Nov."
    quiet = compute([replace(small_day, events=())])["on_time"]
    assert quiet.value is None
    assert quiet.reason.startswith("Nothing was recorded on 24 Nov")


def test_no_days_at_all():
    assert compute([])["on_time"].reason == "No day in this period."
