"""A whole import taken back: what it brought goes, what it changed is as it was, unless something was published."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from lastmile_core.errors import LastmileError, NotFoundError
from lastmile_core.model import Plan, order_of
from lastmile_core.store.records.undo import RowChange, UndoEntry
from lastmile_core.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """What taking an import back did.

    Attributes
    ----------
    removed, restored
        Orders that are gone, and orders that are as they were before.
    left
        Orders that a later file or person changed since; they stay as they are.
    to_plan_again
        Days with a plan that has some of the removed orders, as (day, depot).
    """

    import_id: str
    file_name: str = ""
    removed: int = 0
    restored: int = 0
    left: list[str] = field(default_factory=list)
    to_plan_again: list[tuple[date, str]] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """The summary for people."""
        parts = [f"{self.removed} orders were removed"]
        if self.restored:
            parts.append(f"{self.restored} are as they were before")
        if self.left:
            shown = ", ".join(self.left[:5]) + (" …" if len(self.left) > 5 else "")
            parts.append(f"{len(self.left)} were changed since and stay ({shown})")
        if self.to_plan_again:
            days = ", ".join(f"{day} at {depot}" for day, depot in self.to_plan_again)
            parts.append(f"plan again: {days}")
        return f"{self.file_name} was taken back: " + "; ".join(parts) + "."


def take_back_import(store: Store, import_id: str, *, by: str, why: str = "") -> TakenBack:
    """Take an import back, all in one transaction.

    Raises
    ------
    NotFoundError
        If there is no such import.
    LastmileError
        If it was taken back already, is older than this can be, or an order of it is in a published plan or on its way.
    """
    with store.atomic():
        record, entry = store.imports.get(import_id), store.undo.get(import_id)
        if record is None:
            raise NotFoundError(f"There is no import {import_id!r}.", "List the imports and choose one.")
        if entry is None:
            raise LastmileError(
                "This import was made before imports could be taken back.", "Change its orders by hand."
            )
        if entry.undone_at is not None:
            raise LastmileError(f"{record.file_name} was taken back already.", "Nothing is left to do.")
        back, left = _what_goes_back(store, entry)
        _refuse_published(store, back)
        planned = _plans_with(store, back)
        store.undo.put_back(back)
        store.undo.mark_undone(import_id)
        orders = [change for change in back if change.table == "orders"]
        taken = TakenBack(
            import_id=import_id,
            file_name=record.file_name,
            removed=sum(change.before is None for change in orders),
            restored=sum(change.before is not None for change in orders),
            left=left,
            to_plan_again=planned,
        )
        detail = {"removed": taken.removed, "restored": taken.restored, "left": left}
        store.audit.write(who=by, what="take back import", why=why, subject=import_id, detail=detail)
    return taken


def _what_goes_back(store: Store, entry: UndoEntry) -> tuple[list[RowChange], list[str]]:
    """Return the changes that can be put back, and the numbers of orders that somebody else has changed since."""
    now = store.undo.now(entry.changes)
    back: list[RowChange] = []
    left: list[str] = []
    for change in entry.changes:
        row = now.get((change.table, change.key))
        if row is None:  # gone already
            continue
        if change.table == "orders" and row["import_id"] != entry.subject:
            left.append(change.key[0])  # a later file brought it again, with other contents
        elif change.table == "orders" and change.before is not None and row != change.after:
            left.append(change.key[0])
        elif change.table == "customers" and change.before is not None and row != change.after:
            continue  # what people learned about a customer since is worth more
        else:
            back.append(change)
    gone = {change.key for change in back if change.table == "orders"}
    made = [change.key[0] for change in back if change.table == "customers" and change.before is None]
    still_used = _still_used(store, made, gone)
    return [c for c in back if c.table == "orders" or c.before is not None or c.key[0] not in still_used], left


def _still_used(store: Store, customer_ids: list[str], gone: set[tuple[str, ...]]) -> set[str]:
    users = store.undo.users_of(customer_ids)
    return {customer_id for customer_id, keys in users.items() if keys - gone}


def _days(store: Store, changes: list[RowChange]) -> dict[tuple[date, str], set[str]]:
    """Return order numbers by day and depot."""
    now = store.undo.now(changes)
    found: dict[tuple[date, str], set[str]] = defaultdict(set)
    for change in changes:
        if change.table == "orders":
            row = now["orders", change.key]
            found[date.fromisoformat(change.key[1]), str(row["depot_id"])].add(change.key[0])
    return found


def _refuse_published(store: Store, changes: list[RowChange]) -> None:
    for (day, depot_id), numbers in _days(store, changes).items():
        promised = store.plans.latest_published(day, depot_id)
        served = _served(promised) if promised else set()
        told = {order_of(event.visit_id) for event in store.events.of_day(day, depot_id) if event.visit_id}
        held = sorted(numbers & (served | told))
        if held:
            shown = ", ".join(held[:5]) + (" …" if len(held) > 5 else "")
            raise LastmileError(
                f"{len(held)} orders of it are in the published plan of {day} or on their way: {shown}.",
                "Take these orders out of the plan and publish it again, or skip them one by one.",
            )


def _plans_with(store: Store, changes: list[RowChange]) -> list[tuple[date, str]]:
    found = []
    for (day, depot_id), numbers in _days(store, changes).items():
        plan = store.plans.latest(day, depot_id)
        if plan and numbers & _served(plan):
            found.append((day, depot_id))
    return sorted(found)


def _served(plan: Plan) -> set[str]:
    return {order_of(stop.visit_id) for route in plan.routes for stop in route.stops}
