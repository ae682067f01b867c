"""What a company calls its loads: the answer to “are volumes parcels?”, asked once and kept."""

from __future__ import annotations

from lastmile_core.errors import LastmileError
from lastmile_core.model import LoadName
from lastmile_core.store import Store

NO_LIMIT_NAME = ""
"""Instead of a capacity: this load has no limit, and somebody said so."""


def load_names(store: Store) -> dict[str, str]:
    """Return the answers: name of a load in orders → capacity that it is, or ``NO_LIMIT_NAME``."""
    return {name.load: name.capacity for name in store.load_names.all() if name.capacity is not None}


def keep_load_name(store: Store, load: str, capacity: str, *, by: str) -> None:
    """Keep that a load of the orders is what the vehicles limit as ``capacity``, for all days to come.

    Raises
    ------
    LastmileError
        If a name is missing, or both are the same.
    """
    if not load.strip() or load == capacity:
        raise LastmileError("An answer about loads names two different ones.", "Write it like volumes=parcels.")
    with store.atomic():
        store.load_names.add(LoadName(load=load, capacity=capacity, said_by=by))
        store.audit.write(
            who=by, what="name of a load", why="", subject=load, detail={"is": capacity or "without a limit"}
        )


def forget_load_name(store: Store, load: str, *, by: str) -> None:
    """Forget an answer; the question comes again."""
    with store.atomic():
        store.load_names.add(LoadName(load=load, capacity=None, said_by=by))
        store.audit.write(who=by, what="name of a load", why="", subject=load, detail={"is": "asked again"})
