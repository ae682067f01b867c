from lastmile_core.problem import Traffic
from lastmile_core.schedule.timing.timetable import time_route
from tests.features.conftest import EIGHT

RUSH = Traffic(factors=((1000,) * 8 + (2000,) + (1000,) * 15,))
"""Everything takes twice as long from eight to nine."""


def test_the_rush_makes_a_window_too_tight(engine, straight_road):
    visits = [{"at": 20, "windows": ((EIGHT, EIGHT + 1800),)}, {"at": 5}]
    assert engine(straight_road(visits, [{}])).unassigned == []
    assert engine(straight_road(visits, [{}], traffic=RUSH)).unassigned == [0]


def test_long_drives_wait_until_the_rush_is_over(engine, straight_road):
    visits = [{"at": 60}, {"at": 5, "service": 50 * 60}]
    problem = straight_road(visits, [{}], traffic=RUSH)
    plan = engine(problem)
    assert plan.routes == {0: [1, 0]}
    assert time_route(problem, 0, plan.routes[0]).drive <= (120 + 5) * 60


def test_windows_hold_in_traffic(engine, straight_road):
    visits = [{"at": 8 + n, "service": 300, "windows": ((EIGHT + n * 600, EIGHT + 1800 + n * 600),)} for n in range(8)]
    plan = engine(straight_road(visits, [{}, {}, {}], traffic=RUSH))
    assert plan.unassigned == []


def test_each_district_has_its_own_rush(engine, straight_road):
    # Who leaves the near place before nine needs twice the time, so the far one has to come first.
    visits = [{"at": 20, "windows": ((EIGHT, EIGHT + 5400),)}, {"at": 40, "windows": ((EIGHT, EIGHT + 50 * 60),)}]
    jam = Traffic(factors=((1000,), RUSH.factors[0]), district=(0, 1, 0, 0))
    assert engine(straight_road(visits, [{}], traffic=jam)).routes == {0: [1, 0]}
    free = Traffic(factors=jam.factors, district=(0, 0, 0, 0))
    assert engine(straight_road(visits, [{}], traffic=free)).unassigned == []
