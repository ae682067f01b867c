"""What the judge says to people about each rule."""

from __future__ import annotations

import pytest

from lastmile_core.model import ViolationCause
from lastmile_core.problem import VehicleDay, Visit
from lastmile_core.schedule import RuleViolation, plain_words
from lastmile_core.schedule.checks.violation_severity import HARDNESS, UNIT_WEIGHT
from lastmile_core.schedule.reasons.sentences import REASONS
from lastmile_core.schedule.reasons.words import broken_rule

C = ViolationCause

SAID = {
    "duration": (
        (C.MAX_DURATION, None, 900, "s", (), None),
        "Van 1 is out 15 min longer than it may be (8 h 00 min)",
    ),
    "one trip": ((C.TRIPS, None, 1, "trips", (), None), "Van 1 makes 1 trip more than the 2 it may make"),
    "trips": ((C.TRIPS, None, 2, "trips", (), None), "Van 1 makes 2 trips more than the 2 it may make"),
    "release": ((C.RELEASE, 0, 600, "s", (), None), "Van 1 loads #7 10 min before it is at the dock (09:00)"),
    "no pickup": ((C.PAIRS, 2, 1, "visits", ("alone",), 1), "Van 1 delivers #8 without picking it up"),
    "no delivery": ((C.PAIRS, 1, 1, "visits", ("alone",), 2), "Van 1 picks #8 up but does not deliver it"),
    "turned round": ((C.PAIRS, 2, 1, "visits", ("order",), 1), "Van 1 delivers #8 before it has picked it up"),
    "depot between": (
        (C.PAIRS, 2, 1, "visits", ("trip",), 1),
        "Van 1 is back at the depot between picking #8 up and delivering it",
    ),
    "apart": ((C.RELATIONS, 0, 1, "visits", ("apart",), 2), "#7 must ride with #8 but rides alone on Van 1"),
    "together": (
        (C.RELATIONS, 0, 1, "visits", ("together",), 2),
        "#7 and #8 must not ride together but are both on Van 1",
    ),
    "queue": ((C.DOCKS, None, 720, "s", ("queue",), None), "Van 1 queues 12 min for a bay at its first loading"),
    "reload queue": ((C.DOCKS, 3, 60, "s", ("queue",), None), "Van 1 queues 1 min for a bay at its reload"),
    "closed": (
        (C.DOCKS, 3, 1800, "s", ("closed",), None),
        "No bay is open for the reload of Van 1 at its time; it misses the opening hours by 30 min",
    ),
    "frozen": (
        (C.POSITION, None, 2, "visits", ("frozen",), None),
        "The beginning of the route of Van 1, which is done or under way, was changed",
    ),
    "place": (
        (C.POSITION, 0, 2, "stops", ("place",), None),
        "#7 is locked as stop 3 of its route but is 2 stops away from there on Van 1",
    ),
    "late pickup": (
        (C.TIME_WINDOW, 1, 60, "s", (), None),
        "Van 1 reaches the pickup of #8 1 min after its window (00:00–01:00)",
    ),
    "somebody else's trip": ((C.LOCK, 3, 1, "visits", (), None), "Van 1 takes a trip that belongs to another vehicle"),
}


@pytest.mark.parametrize("name", SAID)
def test_a_broken_rule_is_a_plain_sentence(line, name):
    (cause, visit, amount, unit, detail, other), sentence = SAID[name]
    visits = [
        Visit(visit_id="7", location=1, load=(), release=9 * 3600, locked_position=2),
        Visit(visit_id="pickup/8", location=2, load=(), partner=2, is_pickup=True, windows=((0, 3600),)),
        Visit(visit_id="8", location=3, load=(), partner=1),
        Visit(visit_id="reload/Van 1/1", location=0, load=(), is_reload=True, allowed_vehicles=frozenset({0})),
    ]
    problem = line(visits, [VehicleDay(vehicle_id="Van 1", max_duration=8 * 3600, max_trips=2)])
    violation = RuleViolation(cause=cause, vehicle=0, visit=visit, amount=amount, unit=unit, detail=detail, other=other)
    assert broken_rule(problem, violation, plain_words(problem)) == sentence


def test_every_rule_has_a_rank_and_a_reason():
    assert set(HARDNESS) == set(REASONS) == set(ViolationCause)
    assert {violation[3] for violation, _ in SAID.values()} <= set(UNIT_WEIGHT)


@pytest.mark.parametrize("cause", ViolationCause)
def test_every_rule_has_a_sentence(line, cause):
    visits = [Visit(visit_id="7", location=1, load=()), Visit(visit_id="8", location=2, load=())]
    problem = line(visits, [VehicleDay(vehicle_id="Van 1")])
    violation = RuleViolation(cause=cause, vehicle=0, visit=0, other=1, amount=60, unit="s", detail=("crane",))
    assert "Van 1" in broken_rule(problem, violation, plain_words(problem))
