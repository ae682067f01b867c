"""What a dispatcher does by hand: nothing is lost, nothing is doubled, nothing is silently elsewhere."""

from __future__ import annotations

import pytest

from lastmile_core.errors import NotFoundError
from lastmile_core.schedule.edits import (
    Assign,
    Edits,
    LockRoute,
    LockStop,
    MoveStop,
    ReorderRoute,
    Unassign,
    apply_edit,
    touched_vehicles,
    vehicle_of,
)

ROUTES = {"v1": ("a", "b", "c"), "v2": ("d",)}
STATE = Edits(routes=ROUTES, locked_stops=frozenset({"a"}), locked_routes=frozenset({"v2"}))


@pytest.mark.parametrize(
    ("edit", "routes", "touched", "words"),
    [
        (
            MoveStop(order_id="a", vehicle_id="v1", position=2),
            {"v1": ("b", "c", "a"), "v2": ("d",)},
            {"v1"},
            "Moved #a to v1, stop 3",
        ),
        (
            MoveStop(order_id="b", vehicle_id="v2", position=0),
            {"v1": ("a", "c"), "v2": ("b", "d")},
            {"v1", "v2"},
            "Moved #b to v2, stop 1",
        ),
        (
            MoveStop(order_id="b", vehicle_id="v3", position=9),
            {"v1": ("a", "c"), "v2": ("d",), "v3": ("b",)},
            {"v1", "v3"},
            "Moved #b to v3, stop 10",
        ),
        (MoveStop(order_id="new", vehicle_id="v2", position=1), {**ROUTES, "v2": ("d", "new")}, {"v2"}, "Moved #new"),
        (Assign(order_id="new", vehicle_id="v2", position=0), {**ROUTES, "v2": ("new", "d")}, {"v2"}, "Put #new on v2"),
        (Unassign(order_id="d"), {"v1": ("a", "b", "c"), "v2": ()}, {"v2"}, "Took #d off its route"),
        (
            ReorderRoute(vehicle_id="v1", order_ids=("c", "a", "b")),
            {"v1": ("c", "a", "b"), "v2": ("d",)},
            {"v1"},
            "Reordered the stops of v1",
        ),
        (LockStop(order_id="b"), ROUTES, set(), "Locked #b"),
        (LockRoute(vehicle_id="v1"), ROUTES, set(), "Locked the route of v1"),
    ],
)
def test_an_edit_changes_what_it_says(edit, routes, touched, words):
    after = apply_edit(STATE, edit)
    assert after.routes == routes
    assert touched_vehicles(ROUTES, edit) == touched
    assert edit.describe().startswith(words)
    assert ROUTES == {"v1": ("a", "b", "c"), "v2": ("d",)}


@pytest.mark.parametrize(
    ("edit", "stops", "routes"),
    [
        (LockStop(order_id="b"), {"a", "b"}, {"v2"}),
        (LockStop(order_id="a", is_locked=False), set(), {"v2"}),
        (LockRoute(vehicle_id="v1"), {"a"}, {"v1", "v2"}),
        (LockRoute(vehicle_id="v2", is_locked=False), {"a"}, set()),
        (Unassign(order_id="a"), set(), {"v2"}),
        (MoveStop(order_id="a", vehicle_id="v2", position=0), {"a"}, {"v2"}),
    ],
)
def test_locks_follow_the_edit(edit, stops, routes):
    after = apply_edit(STATE, edit)
    assert (after.locked_stops, after.locked_routes) == (frozenset(stops), frozenset(routes))


@pytest.mark.parametrize(
    "edit",
    [
        Unassign(order_id="zz"),
        Assign(order_id="a", vehicle_id="v2", position=0),
        ReorderRoute(vehicle_id="v1", order_ids=("a", "b")),
        ReorderRoute(vehicle_id="v1", order_ids=("a", "b", "b")),
        LockStop(order_id="zz"),
    ],
)
def test_an_edit_that_no_longer_fits_is_refused_with_the_next_step(edit):
    with pytest.raises(NotFoundError) as refused:
        apply_edit(STATE, edit)
    assert refused.value.mend


def test_vehicle_of_finds_the_route():
    assert vehicle_of(ROUTES, "d") == "v2"
    assert vehicle_of(ROUTES, "zz") is None
