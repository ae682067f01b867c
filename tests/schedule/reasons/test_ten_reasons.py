"""Ten orders that cannot be served: each with its reason in plain words, and mends that work when they are applied."""

from __future__ import annotations

import pytest

from lastmile_core.model import UnassignedKind, UnassignedReason
from lastmile_core.problem import BreakRule, DockDay, RoutingProblem, VehicleDay, Visit
from lastmile_core.schedule import Explanation, explain, judge
from lastmile_core.schedule.reasons.single_order_check import SingleOrderCheck
from tests.schedule.conftest import line_problem
from tests.schedule.reasons.mended_day import apply_mend

HOUR, MINUTE = 3600, 60
REASON = UnassignedReason
MORNING = (8 * HOUR, 12 * HOUR)

# Places lie on a street, a minute and a kilometre apart; the depot is at its beginning.
ORDERS = {
    "early": {"at": 30, "windows": ((7 * HOUR, 8 * HOUR + 26 * MINUTE),)},
    "piano": {"at": 5, "load": (950, 3)},
    "crane": {"at": 6, "skills": frozenset({"crane"})},
    "evening": {"at": 40, "windows": ((15 * HOUR + 45 * MINUTE, 18 * HOUR),)},
    "bread": {"at": 20, "release": 9 * HOUR + 30 * MINUTE, "windows": ((8 * HOUR, 9 * HOUR + 50 * MINUTE),)},
    "farm": {"at": 75},
    "workshop": {"at": 10, "service": 7 * HOUR},
    "parcel": {"at": 35, "windows": ((10 * HOUR, 10 * HOUR + 50 * MINUTE),)},
    "regular": {"at": 12, "allowed_vehicles": frozenset()},
    "afternoon": {"at": 15, "release": 11 * HOUR, "windows": ((8 * HOUR, 16 * HOUR),)},
}

LATE_BREAD = (
    "Its goods are at the dock at 09:30, so Van 1 is there at 10:00 at the earliest, "
    "10 min after its window ends (09:50)."
)
SAID = {
    "early": (
        REASON.TIME_WINDOW,
        "Its window ends at 08:26, 14 min before the earliest possible arrival (08:40, with Van 1).",
        "Ask for 08:40–10:10, or start the shift of Van 1 14 min earlier.",
    ),
    "piano": (
        REASON.CAPACITY,
        "It is 950 kg; the largest vehicle that could take it (Van 1) holds 800 kg.",
        "Send a vehicle that holds at least 950 kg, or split it into 2 orders.",
    ),
    "crane": (
        REASON.SKILLS,
        "It needs crane; no vehicle on today has that (Van 1 comes closest, without crane).",
        "Send a vehicle or driver with crane today, or remove the need for crane from the order.",
    ),
    "evening": (
        REASON.SHIFT,
        "Even alone on Van 1 it is back at 16:25, 25 min after the shift ends (16:00).",
        "Let the shift of Van 1 run until 16:25, or ask for 13:05–15:20.",
    ),
    "bread": (
        REASON.RELEASE,
        LATE_BREAD,
        "Ask for 10:00–11:50, or have its goods at the dock by 09:20.",
    ),
    "farm": (
        REASON.MAX_DISTANCE,
        "There and back is 150.0 km; Van 1 may drive 120.0 km.",
        "Raise the limit of Van 1 by 30.0 km.",
    ),
    "workshop": (
        REASON.MAX_DURATION,
        "Even alone it keeps Van 1 out 30 min longer than the 7 h 00 min that it may be.",
        "Let Van 1 be out 30 min longer.",
    ),
    "parcel": (
        REASON.PAIRS,
        "Picked up by 10:35, it is delivered by Van 1 at 11:00 at the earliest, 10 min after its window ends (10:50).",
        "Ask for 11:00–12:00, or ask for 08:50–10:20 at its pickup.",
    ),
    "regular": (
        REASON.LOCK,
        "It is locked to a vehicle that is not on today.",
        "Unlock the order, so that any vehicle may take it, or make that vehicle available.",
    ),
    "afternoon": (
        REASON.DOCKS,
        "No bay is open when Van 1 would have to load it; the opening hours miss that by 1 h 10 min.",
        "Keep bay 1 open until 11:10.",
    ),
}


def the_day() -> RoutingProblem:
    """Two vans and a bay; ten orders, the last one with a pickup, none of which can be served."""
    visits = [Visit(**_visit(name, **wish)) for name, wish in ORDERS.items()]
    number = list(ORDERS).index("parcel")
    pickup = {"at": 10, "service": 300, "windows": ((10 * HOUR + 30 * MINUTE, 12 * HOUR),), "penalty": 0}
    visits.append(Visit(**_visit("parcel", is_pickup=True, partner=number, **pickup)))
    visits[number] = Visit(**_visit("parcel", partner=len(visits) - 1, **ORDERS["parcel"]))
    rest = BreakRule(duration=1800, earliest=12 * HOUR, latest=13 * HOUR)
    van = {"shift": (8 * HOUR, 16 * HOUR), "loading": 600, "cost_per_km": 30, "cost_per_hour": 2400}
    vans = [
        VehicleDay(vehicle_id="Van 1", capacity=(800_000, 40_000), max_distance=120_000, max_duration=7 * HOUR, **van),
        VehicleDay(
            vehicle_id="Van 2",
            capacity=(500_000, 20_000),
            max_distance=90_000,
            max_duration=6 * HOUR,
            breaks=(rest,),
            **van,
        ),
    ]
    bay = DockDay(dock_id="1", location=0, opens=7 * HOUR, closes=10 * HOUR)
    return line_problem(visits, vans, places=80, dimensions=("kg", "parcels"), docks=(bay,))


def _visit(name: str, at: int, load: tuple[int, int] = (10, 1), **wish):
    return {"visit_id": name, "location": at, "load": tuple(1000 * amount for amount in load), **wish}


@pytest.fixture(scope="module")
def told() -> dict[str, Explanation]:
    problem = the_day()
    left_out = judge(problem, {}).unassigned
    return {problem.visits[one.visit].visit_id: one for one in explain(problem, {}, left_out)}


@pytest.mark.parametrize("name", SAID)
def test_an_order_that_cannot_be_served_says_why_and_what_helps(told, name):
    reason, message, mend = SAID[name]
    one = told[name]
    assert (one.kind, one.reason) == (UnassignedKind.PROVEN, reason)
    assert (one.message, one.mend) == (message, mend)


@pytest.mark.parametrize("name", SAID)
def test_each_mend_works_when_it_is_applied(told, name):
    problem, one = the_day(), told[name]
    stop = problem.visits[one.visit]
    assert one.mends
    for mend in one.mends:
        mended = apply_mend(problem, mend)
        alone = [one.visit] if stop.partner is None else [stop.partner, one.visit]
        # The bay closes at ten: whoever could load later loads before that.
        loading = SingleOrderCheck(mended).on_vehicle(one.visit, one.vehicle).timetable.loading_start
        assert judge(mended, {one.vehicle: alone}, {one.vehicle: (loading,)}).is_feasible, mend.words
        assert explain(mended, {}, [one.visit])[0].kind is not UnassignedKind.PROVEN


def test_there_are_ten_and_no_reason_twice(told):
    assert len(told) == len({one.reason for one in told.values()}) == len(SAID) == 10
