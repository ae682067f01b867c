from __future__ import annotations

from dataclasses import replace

from lastmile_core.model import Order, OrderStatus, Unassigned, UnassignedKind, UnassignedReason
from lastmile_core.tracking import Urgency, fold_day, what_needs_attention


def test_nothing_is_wanted_before_the_day_begins(morning_plan, at):
    assert what_needs_attention(morning_plan, fold_day(morning_plan, []), at("06:30")) == []


def test_without_a_published_plan_nothing_was_promised(at):
    assert what_needs_attention(None, fold_day(None, []), at("06:30")) == []


def test_a_van_still_at_the_dock_is_named_with_the_latest_useful_departure(morning_plan, at):
    found = what_needs_attention(morning_plan, fold_day(morning_plan, []), at("07:25"), vehicle_names={"van1": "Van 7"})
    assert found[0].severity is Urgency.NOW
    assert found[0].what == "Van 7 should have left at 07:15 and has not."
    assert found[0].until == at("07:30")  # C has 15 minutes to spare


def test_a_window_that_will_be_missed_comes_first(morning_plan, make_event, at):
    state = fold_day(morning_plan, [make_event("departed", "08:00")])
    found = what_needs_attention(morning_plan, state, at("08:00"))
    # 45 late: A 08:15, B 08:55 (in time, 5 to spare), C 09:00 + 25 = 09:25, ten late
    assert found[0].severity is Urgency.NOW
    assert found[0].visit_ids == ("B", "C")
    assert "will miss 1 window" in found[0].what


def test_a_late_route_without_a_window_in_danger(morning_plan, make_event, at):
    state = fold_day(
        morning_plan,
        [make_event("arrived", "09:00", order) for order in "AB"]
        + [make_event("delivered", "09:25", order) for order in "AB"]
        + [make_event("arrived", "09:14", "C")],
    )
    found = what_needs_attention(morning_plan, state, at("09:30"))
    assert [item.severity for item in found] == [Urgency.SOON]
    assert "45 min behind" in found[0].what


def test_failed_and_left_out_orders_carry_their_next_step(morning_plan, make_event, at):
    plan = replace(
        morning_plan,
        unassigned=(
            Unassigned(
                order_id="X",
                kind=UnassignedKind.PROVEN,
                reason=UnassignedReason.TIME_WINDOW,
                message="the window ends 14 min before the earliest arrival.",
                mend="Ask for 10:30–12:30.",
            ),
        ),
    )
    state = fold_day(
        plan, [make_event("departed", "07:15"), make_event("failed", "07:40", "A", reason="address_not_found")]
    )
    orders = [Order(order_id="A", service_date=plan.service_date, depot_id="harbour", customer_name="Meyer")]
    found = what_needs_attention(plan, state, at("07:45"), orders)
    assert [(item.visit_id, item.next_step) for item in found] == [
        ("X", "Ask for 10:30–12:30."),
        ("A", "Correct the address, then plan it again."),
    ]
    assert found[1].what == "Meyer could not be served: address could not be found."


def test_a_silent_van_is_named(morning_plan, make_event, at):
    state = fold_day(morning_plan, [make_event("departed", "07:15")])
    plan = replace(
        morning_plan,
        routes=(
            replace(morning_plan.routes[0], stops=tuple(replace(s, window=None) for s in morning_plan.routes[0].stops)),
        ),
    )
    found = what_needs_attention(plan, state, at("08:50"))
    assert [item.what for item in found] == ["Nothing heard from van1 for 1 h 35 min."]


def test_a_van_that_drives_another_vans_route_is_named_with_both(morning_plan, make_event, at):
    state = fold_day(
        morning_plan,
        [make_event("delivered", "07:40", "A", "van2"), make_event("failed", "08:30", "B", "van2", reason="damaged")],
    )
    found = what_needs_attention(morning_plan, state, at("07:00"), vehicle_names={"van1": "Van 7", "van2": "Van 8"})
    (other,) = [item for item in found if "reported" in item.what]
    assert other.what == "Van 8 reported 2 stops of the route of Van 7."
    assert (other.severity, other.vehicle_id, other.visit_ids) == (Urgency.NOTE, "van1", ("A", "B"))
    own = fold_day(morning_plan, [make_event("delivered", "07:40", "A")])
    assert not any("reported" in item.what for item in what_needs_attention(morning_plan, own, at("07:00")))


def test_a_van_that_is_back_without_a_word_on_a_stop_names_the_customer(morning_plan, make_event, at):
    events = [make_event("delivered", "07:40", "A"), make_event("delivered", "08:40", "B")]
    state = fold_day(morning_plan, [*events, make_event("returned", "10:30")])
    order = Order(
        order_id="C", service_date=morning_plan.service_date, depot_id="harbour", customer_name="Bar da Ponte"
    )
    (item,) = what_needs_attention(morning_plan, state, at("11:00"), [order], {"van1": "Van 7"})
    assert item.what == "Van 7 is back, and 1 stop has no outcome: Bar da Ponte."
    assert (item.severity, item.visit_ids) == (Urgency.SOON, ("C",))
    skipped = replace(order, status=OrderStatus.SKIPPED)
    assert what_needs_attention(morning_plan, state, at("11:00"), [skipped]) == []
