"""A whole import as every door does it: the file's orders are stored, and addresses without a place are looked up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lastmile_core.model import Order, OrderStatus
from lastmile_core.model.basics.import_answers import NO_ANSWERS, ImportAnswers
from lastmile_core.settings import Settings
from lastmile_core.store.store import Store
from lastmile_core.workflows.imports.import_orders import import_orders
from lastmile_core.workflows.imports.import_report import ImportReport, say
from lastmile_core.workflows.places.place_orders import OnProgress, PlacingReport, place_orders

_PLACE = ("lat", "lon", "status")


def bring_in_orders(
    store: Store,
    settings: Settings,
    content: bytes,
    file_name: str,
    *,
    service_date: date,
    depot_id: str | None = None,
    by: str,
    answers: ImportAnswers = NO_ANSWERS,
    on_progress: OnProgress | None = None,
) -> ImportReport:
    """Import a file, then give its orders without coordinates the place of their address where that is sure.

    The orders are stored first: a slow or silent geocoder elsewhere cannot lose them. Parameters as in
    :func:`lastmile_core.workflows.imports.import_orders.import_orders`.
    """
    report = import_orders(
        store,
        content,
        file_name,
        service_date=service_date,
        depot_id=depot_id,
        by=by,
        answers=answers,
    )
    waiting = [order for order in report.orders if order.status is OrderStatus.NEEDS_PLACE]
    if not waiting:
        return report
    found = place_orders(store, settings, waiting, by=by, on_progress=on_progress)
    if found.placed and report.import_id:
        # Taking the import back must not mistake a place found by itself for the work of a person.
        keys = {(one.order.order_id, one.order.service_date.isoformat()) for one in found.placed}
        store.undo.follow(report.import_id, "orders", keys, _PLACE)
    return _with_places(report, found)


def _with_places(report: ImportReport, found: PlacingReport) -> ImportReport:
    placed = {_key(one.order): one.order for one in found.placed}
    still = {one.order.order_id for one in found.waiting}
    report = replace(
        report,
        orders=[placed.get(_key(order), order) for order in report.orders],
        issues=[
            issue for issue in report.issues if issue.code != "NEEDS_GEOCODING" or issue.facts.get("order_id") in still
        ],
        needs_place=len(found.waiting),
        num_placed=len(placed),
        num_looked_up=len(found.placed) + len(found.waiting),
        notices=found.notices,
    )
    return replace(report, sentence=say(report))


def _key(order: Order) -> tuple[str, date]:
    return order.order_id, order.service_date
