"""What a dispatcher does by hand: nothing is lost, nothing is doubled, nothing is silently elsewhere."""

from __future__ import annotations

import pytest

from lastmile_core.errors import NotFoundError
from lastmile_core.model import PlanLocks
from lastmile_core.schedule.edits import (
    AddReload,
    Assign,
    Edits,
    LockRoute,
    LockStop,
    MoveStop,
    ReorderRoute,
    Unassign,
    apply_edit,
    vehicle_of,
)

ROUTES = {"v1": ("a", "b", "c"), "v2": ("d",)}
STATE = Edits(routes=ROUTES, locks=PlanLocks(stops=frozenset({"a"}), routes=frozenset({"v2"})))


@pytest.mark.parametrize(
    ("edit", "routes", "touched", "words"),
    [
        (
            MoveStop(visit_id="a", vehicle_id="v1", position=2),
            {"v1": ("b", "c", "a"), "v2": ("d",)},
            {"v1"},
            "Moved #a to v1, stop 3",
        ),
        (
            MoveStop(visit_id="b", vehicle_id="v2", position=0),
            {"v1": ("a", "c"), "v2": ("b", "d")},
            {"v1", "v2"},
            "Moved #b to v2, stop 1",
        ),
        (
            MoveStop(visit_id="b", vehicle_id="v3", position=9),
            {"v1": ("a", "c"), "v2": ("d",), "v3": ("b",)},
            {"v1", "v3"},
            "Moved #b to v3, stop 10",
        ),
        (MoveStop(visit_id="new", vehicle_id="v2", position=1), {**ROUTES, "v2": ("d", "new")}, {"v2"}, "Moved #new"),
        (Assign(visit_id="new", vehicle_id="v2", position=0), {**ROUTES, "v2": ("new", "d")}, {"v2"}, "Put #new on v2"),
        (Unassign(visit_id="d"), {"v1": ("a", "b", "c"), "v2": ()}, {"v2"}, "Took #d off its route"),
        (
            ReorderRoute(vehicle_id="v1", visit_ids=("c", "a", "b")),
            {"v1": ("c", "a", "b"), "v2": ("d",)},
            {"v1"},
            "Reordered the stops of v1",
        ),
        (LockStop(visit_id="b"), ROUTES, set(), "Locked #b"),
        (LockRoute(vehicle_id="v1"), ROUTES, set(), "Locked the route of v1"),
    ],
)
def test_an_edit_changes_what_it_says(edit, routes, touched, words):
    after = apply_edit(STATE, edit)
    assert after.routes == routes
    assert {v for v in {*ROUTES, *after.routes} if ROUTES.get(v, ()) != after.routes.get(v, ())} == touched
    assert edit.describe().startswith(words)
    assert ROUTES == {"v1": ("a", "b", "c"), "v2": ("d",)}


@pytest.mark.parametrize(
    ("edit", "stops", "routes"),
    [
        (LockStop(visit_id="b"), {"a", "b"}, {"v2"}),
        (LockStop(visit_id="a", is_locked=False), set(), {"v2"}),
        (LockRoute(vehicle_id="v1"), {"a"}, {"v1", "v2"}),
        (LockRoute(vehicle_id="v2", is_locked=False), {"a"}, set()),
        (Unassign(visit_id="a"), set(), {"v2"}),
        (MoveStop(visit_id="a", vehicle_id="v2", position=0), {"a"}, {"v2"}),
    ],
)
def test_locks_follow_the_edit(edit, stops, routes):
    after = apply_edit(STATE, edit)
    assert (after.locks.stops, after.locks.routes) == (frozenset(stops), frozenset(routes))


@pytest.mark.parametrize(
    "edit",
    [
        Unassign(visit_id="zz"),
        Assign(visit_id="a", vehicle_id="v2", position=0),
        ReorderRoute(vehicle_id="v1", visit_ids=("a", "b")),
        ReorderRoute(vehicle_id="v1", visit_ids=("a", "b", "b")),
        LockStop(visit_id="zz"),
    ],
)
def test_an_edit_that_no_longer_fits_is_refused_with_the_next_step(edit):
    with pytest.raises(NotFoundError) as refused:
        apply_edit(STATE, edit)
    assert refused.value.mend


def test_vehicle_of_finds_the_route():
    assert vehicle_of(ROUTES, "d") == "v2"
    assert vehicle_of(ROUTES, "zz") is None


R1, R2 = "reload/v1/1", "reload/v1/2"
TRIPS = {"v1": ("a", "b", R1, "pickup/c", "c"), "v2": ("d",)}


@pytest.mark.parametrize(
    ("edit", "v1", "v2", "words"),
    [
        # Positions count stops: the third place is behind the second stop, before the vehicle loads again.
        (Assign(visit_id="n", vehicle_id="v1", position=2), ("a", "b", "n", R1, "pickup/c", "c"), ("d",), "Put #n on"),
        (
            MoveStop(visit_id="d", vehicle_id="v1", position=2, after_reload=True),
            ("a", "b", R1, "d", "pickup/c", "c"),
            (),
            "Moved #d to v1, stop 3",
        ),
        (MoveStop(visit_id="a", vehicle_id="v1", position=9), ("b", R1, "pickup/c", "c", "a"), ("d",), "Moved #a"),
        # Both halves of a pair change the vehicle together, whichever is taken hold of.
        (MoveStop(visit_id="c", vehicle_id="v2", position=0), ("a", "b", R1), ("pickup/c", "c", "d"), "Moved #c to"),
        (
            MoveStop(visit_id="pickup/c", vehicle_id="v2", position=1),
            ("a", "b", R1),
            ("d", "pickup/c", "c"),
            "Moved the pickup of #c to v2",
        ),
        (MoveStop(visit_id="pickup/c", vehicle_id="v1", position=0), ("pickup/c", "a", "b", R1, "c"), ("d",), "Moved"),
        (Unassign(visit_id="c"), ("a", "b", R1), ("d",), "Took #c off"),
        (Unassign(visit_id="pickup/c"), ("a", "b", R1), ("d",), "Took the pickup of #c off"),
        (Unassign(visit_id=R1), ("a", "b", "pickup/c", "c"), ("d",), "Took reload 1 off"),
        (MoveStop(visit_id=R1, vehicle_id="v1", position=1), ("a", R1, "b", "pickup/c", "c"), ("d",), "Moved reload 1"),
        (
            AddReload(vehicle_id="v1", position=1),
            ("a", R2, "b", R1, "pickup/c", "c"),
            ("d",),
            "Sent v1 back to load before stop 2",
        ),
        (AddReload(vehicle_id="v2", position=5), TRIPS["v1"], ("d", "reload/v2/1"), "Sent v2 back"),
        (
            ReorderRoute(vehicle_id="v1", visit_ids=("b", "a", "pickup/c", "c")),
            ("b", "a", R1, "pickup/c", "c"),
            ("d",),
            "Reordered",
        ),
        (
            ReorderRoute(vehicle_id="v1", visit_ids=("a", R1, "b", "pickup/c", "c")),
            ("a", R1, "b", "pickup/c", "c"),
            ("d",),
            "Reordered",
        ),
    ],
)
def test_edits_of_routes_with_trips_and_pickups(edit, v1, v2, words):
    assert apply_edit(Edits(routes=TRIPS), edit).routes == {"v1": v1, "v2": v2}
    assert edit.describe().startswith(words)


def test_a_position_is_locked_and_freed_with_its_stop():
    state = apply_edit(Edits(routes=TRIPS), LockStop(visit_id="b", with_position=True))
    assert (state.locks.stops, state.locks.positions) == ({"b"}, {"b"})
    assert apply_edit(state, LockStop(visit_id="b")).locks.positions == frozenset()
    assert apply_edit(state, LockStop(visit_id="b", is_locked=False)).locks.stops == frozenset()
    assert apply_edit(state, Unassign(visit_id="b")).locks.positions == frozenset()


@pytest.mark.parametrize(
    "edit",
    [
        MoveStop(visit_id=R1, vehicle_id="v2", position=0),
        Unassign(visit_id=R2),
        ReorderRoute(vehicle_id="v1", visit_ids=("a", "b", "c")),
    ],
)
def test_an_edit_of_trips_that_does_not_fit_is_refused(edit):
    with pytest.raises(NotFoundError) as refused:
        apply_edit(Edits(routes=TRIPS), edit)
    assert refused.value.mend
