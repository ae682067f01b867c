"""Orders that another day or depot has already, and stored orders that a new file calls off."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from lastmile_core.files.orders.read_orders import OrdersRead
from lastmile_core.files.raw_table import look, stop
from lastmile_core.model import ImportAnswers, ImportOutcome, Issue, Order, OrderStatus
from lastmile_core.store.store import Store
from lastmile_core.workflows.imports.import_report import ImportReport

_NEAR = timedelta(days=14)
_SHARE_BEFORE = 0.5
ANSWERS = ("again", "move")


def ask_about_known(
    store: Store, read: OrdersRead, service_date: date, depot_id: str | None, answers: ImportAnswers
) -> Issue | None:
    """Return the question whether the orders of a file are those that another day or depot has; None without doubt.

    Yesterday's orders that come again are failed attempts, unless they are half the file.
    """
    if answers.text("known_order") in ANSWERS:
        return None
    elsewhere = _elsewhere(store, read, service_date)
    if depot_id:
        elsewhere += _at_other_depot(store, read, depot_id)
    if not elsewhere:
        return None
    past = [order for order in elsewhere if order.service_date < service_date]
    if len(past) == len(elsewhere) and len(past) < _SHARE_BEFORE * len(read.orders):
        return None
    where = Counter((order.service_date, order.depot_id) for order in elsewhere)
    names = {depot.depot_id: depot.name or depot.depot_id for depot in store.depots.all()}
    shown = ", ".join(
        f"{count} for {day:%d %B %Y} at {names.get(depot, depot)}" for (day, depot), count in where.most_common(3)
    )
    message = f"{len(elsewhere)} of {len(read.orders)} orders are stored already: {shown}."
    return stop("KNOWN_ORDER", message, "Say whether they are delivered again, or moved to this day and depot.")


def moved_orders(store: Store, read: OrdersRead, service_date: date, answers: ImportAnswers) -> list[Order]:
    """Return the orders of other days as they are stored when a person said that the file moves them."""
    if answers.text("known_order") != "move":
        return []
    return [replace(order, status=OrderStatus.SKIPPED) for order in _elsewhere(store, read, service_date)]


def called_off(store: Store, read: OrdersRead) -> tuple[list[Order], list[Issue]]:
    """Return stored orders that the file calls off, taken out of their day, and what to say of them."""
    orders: list[Order] = []
    issues: list[Issue] = []
    rows = {(draft.order_id, draft.day): draft for draft in read.left_out if draft.day and not draft.has_generated_id}
    for day in {day for _, day in rows if day}:
        known = store.orders.get_many([number for number, on in rows if on == day], day)
        for order in known:
            if order.status is OrderStatus.SKIPPED:
                continue
            draft = rows[order.order_id, day]
            message = (
                f"Order {order.order_id} was in the list of {day:%d %B %Y} and {draft.left_out}; it was taken out."
            )
            mend = "Plan the day again if it is in a plan."
            issues.append(look("LEFT_OUT", message, mend, row=draft.row, column=draft.left_column))
            orders.append(replace(order, status=OrderStatus.SKIPPED))
    return orders, issues


def waiting_report(report: ImportReport, question: Issue) -> ImportReport:
    """Return the report of a file all of whose orders wait for an answer."""
    waiting = report.accepted
    return replace(
        report,
        outcome=ImportOutcome.ASK,
        issues=[question, *report.issues],
        waiting=waiting,
        new=0,
        changed=0,
        unchanged=0,
        needs_place=0,
        needs_look=0,
        changes=[],
        orders=[],
    )


def _elsewhere(store: Store, read: OrdersRead, service_date: date) -> list[Order]:
    """Return the same orders (number, customer, place) on days near; rows that name their day themselves are sure."""
    wanted = {
        order.order_id: order
        for draft, order in zip(read.drafts, read.orders, strict=True)
        if not draft.has_generated_id and not draft.core.get("date")
    }
    if not wanted:
        return []
    days = [day for day in store.orders.dates() if day != service_date and abs(day - service_date) <= _NEAR]
    found = [order for day in days for order in store.orders.get_many(wanted, day)]
    return [
        order for order in found if order.status is not OrderStatus.SKIPPED and _same(order, wanted[order.order_id])
    ]


def _at_other_depot(store: Store, read: OrdersRead, depot_id: str) -> list[Order]:
    by_day: dict[date, dict[str, Order]] = {}
    for draft, order in zip(read.drafts, read.orders, strict=True):
        if not draft.has_generated_id:
            by_day.setdefault(order.service_date, {})[order.order_id] = order
    return [
        order
        for day, wanted in by_day.items()
        for order in store.orders.get_many(wanted, day)
        if order.depot_id != depot_id
        and order.status is not OrderStatus.SKIPPED
        and _same(order, wanted[order.order_id])
    ]


def _same(one: Order, two: Order) -> bool:
    """Return whether two orders of one number are the same; a counter that begins at 1 every day is none."""
    return (one.customer_name, one.address) == (two.customer_name, two.address)
