"""First come first served: nobody shares a dock, nobody waits without need, and every caller counts alike."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lastmile_core.planning.docks.dock_schedule import DockWish
from lastmile_core.planning.docks.settle import docks_for
from lastmile_core.problem import DockDay
from lastmile_core.schedule.timing.dock_allocator import first_come_first_served, turning_moments

HOURS = st.tuples(st.integers(0, 12), st.integers(0, 30)).map(lambda pair: (pair[0] * 10, (pair[0] + pair[1]) * 10))
docks = st.lists(HOURS, min_size=1, max_size=4)
loadings = st.lists(
    st.tuples(st.integers(0, 25), st.integers(1, 6)).map(lambda pair: (pair[0] * 10, sum(pair) * 10)), max_size=9
).map(sorted)


def test_the_dock_that_closes_first_is_taken_so_that_longer_hours_stay_free():
    assert first_come_first_served([(0, 10), (0, 10)], [(0, 100), (0, 50)]) == [(1, 0, 0), (0, 0, 0)]


def test_who_comes_later_waits_until_a_dock_is_free_and_until_it_opens():
    assert first_come_first_served([(0, 10), (5, 15)], [(20, 100)]) == [(0, 20, 0), (0, 30, 0)]


def test_who_would_outlast_the_hours_takes_up_no_dock():
    assert first_come_first_served([(0, 50), (0, 10)], [(0, 30)]) == [(0, 0, 20), (0, 0, 0)]


@settings(max_examples=300, deadline=None)
@given(loadings, docks)
def test_nobody_shares_a_dock_or_loads_outside_its_hours(wanted, hours):
    served = [
        (turn.dock, turn.begin, turn.begin + end - start)
        for (start, end), turn in zip(wanted, first_come_first_served(wanted, hours), strict=True)
        if not turn.over
    ]
    for number, (dock, begin, end) in enumerate(served):
        assert hours[dock][0] <= begin
        assert end <= hours[dock][1]
        assert all(other != dock or until <= begin or end <= since for other, since, until in served[:number])


@settings(max_examples=300, deadline=None)
@given(loadings, docks)
def test_nobody_waits_while_an_open_dock_is_free(wanted, hours):
    taken = []
    for (start, end), turn in zip(wanted, first_come_first_served(wanted, hours), strict=True):
        if turn.over or turn.begin > start:
            for dock, (opens, closes) in enumerate(hours):
                is_open = opens <= start and end <= closes
                assert not is_open or any(one == dock and until > start for one, _, until in taken)
        if not turn.over:
            taken.append((turn.dock, turn.begin, turn.begin + end - start))


@settings(max_examples=200, deadline=None)
@given(loadings, docks)
def test_small_steps_find_docks_exactly_where_nobody_queues(wanted, hours):
    wishes = [
        DockWish(vehicle=n, trip=0, location=0, length=end - start, wanted=start, spans=((start, start),))
        for n, (start, end) in enumerate(wanted)
    ]
    days = [DockDay(dock_id=str(n), location=0, opens=opens, closes=closes) for n, (opens, closes) in enumerate(hours)]
    turns = first_come_first_served(wanted, hours)
    is_free = all(not turn.over and turn.begin == start for turn, (start, _) in zip(turns, wanted, strict=True))
    found = docks_for(wishes, days, [start for start, _ in wanted])
    assert found == ([turn.dock for turn in turns] if is_free else None)


@settings(max_examples=200, deadline=None)
@given(loadings.filter(bool), docks)
def test_the_next_free_moment_is_one_at_which_something_changes(wanted, hours):
    *others, last = wanted
    turns = first_come_first_served(others, hours)
    taken = [
        (turn.begin, turn.begin + end - start)
        for (start, end), turn in zip(others, turns, strict=True)
        if not turn.over
    ]
    turn = first_come_first_served(wanted, hours)[-1]
    assert turn.over or turn.begin in turning_moments(last, hours, taken)
