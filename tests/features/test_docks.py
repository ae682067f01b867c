import pytest

from lastmile_core.model import PlanStatus, ViolationCause
from lastmile_core.planning.solve import solve
from lastmile_core.problem import DockDay
from lastmile_core.schedule.judge import judge
from lastmile_core.schedule.timing.timetable import time_route
from tests.features.conftest import EIGHT, HOUR
from tests.features.every_engine import QUICK


def bays(number, opens=6 * HOUR, closes=20 * HOUR):
    return tuple(DockDay(dock_id=str(n), location=0, opens=opens, closes=closes) for n in range(number))


def loadings(problem, plan):
    found = [
        loading
        for vehicle, order in plan.routes.items()
        for loading in time_route(problem, vehicle, order, plan.loading_starts.get(vehicle, ())).loadings
    ]
    return sorted((loading.start, loading.end) for loading in found)


def test_vans_take_turns_at_one_bay(engine, straight_road):
    visits = [{"at": 10, "load": (5000,), "windows": ((EIGHT, 12 * HOUR),)} for _ in range(3)]
    van = {"capacity": (5000,), "loading": 900}
    problem = straight_road(visits, [van] * 3, docks=bays(1))
    plan = engine(problem)
    assert (plan.status, plan.unassigned) == (PlanStatus.FEASIBLE, [])
    assert [end - start for start, end in loadings(problem, plan)] == [900] * 3
    assert plan.docks.queue_s == 0


def test_who_must_leave_at_the_same_time_needs_two_bays(straight_road):
    visits = [{"at": 10, "load": (5000,), "windows": ((EIGHT, EIGHT + 2400),)} for _ in range(2)]
    van = {"capacity": (5000,), "loading": 1200}
    crowded = straight_road(visits, [van] * 2, docks=bays(1))
    plan = solve(crowded, QUICK)
    # Both vans must have left at 8:30; the one bay serves both by 8:40, and the plan says who queues and why.
    assert plan.status is PlanStatus.INFEASIBLE
    assert plan.unassigned == []
    (violation,) = judge(crowded, plan.routes, plan.loading_starts).violations
    assert (violation.cause, violation.amount) == (ViolationCause.DOCKS, 600)
    assert [conflict.mends[0].amount for conflict in plan.docks.conflicts] == [1]
    assert solve(straight_road(visits, [van] * 2, docks=bays(2)), QUICK).status is PlanStatus.FEASIBLE


def test_reloads_find_their_bay(engine, straight_road, reload_of):
    visits = [*({"at": 10, "load": (5000,)} for _ in range(4)), reload_of(0), reload_of(1)]
    van = {"capacity": (5000,), "max_trips": 2, "loading": 600, "shift": (EIGHT, EIGHT + 2 * HOUR)}
    problem = straight_road(visits, [van] * 2, docks=bays(1))
    plan = engine(problem)
    assert plan.unassigned == []
    assert len(loadings(problem, plan)) == 4


def test_nobody_loads_before_the_yard_opens(engine, straight_road):
    visits = [{"at": 10, "load": (5000,)} for _ in range(2)]
    problem = straight_road(visits, [{"capacity": (5000,), "loading": 600}] * 2, docks=bays(1, opens=EIGHT + HOUR))
    plan = engine(problem)
    assert plan.unassigned == []
    assert loadings(problem, plan)[0][0] >= EIGHT + HOUR


@pytest.mark.parametrize("number", [1, 3])
def test_bays_are_counted_only_where_they_are(engine, straight_road, number):
    elsewhere = tuple(DockDay(dock_id=str(n), location=1, opens=0, closes=1) for n in range(number))
    problem = straight_road([{"at": 10}, {"at": 20}], [{"loading": 600, "max_stops": 1}] * 2, docks=elsewhere)
    assert engine(problem).loading_starts == {}
