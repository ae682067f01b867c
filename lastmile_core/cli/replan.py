"""``lastmile replan``: the rest of a running day, in three offers."""

from __future__ import annotations

import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lastmile_core.cli.shared.common import (
    DONE,
    LOOK,
    answer,
    day_options,
    db_option,
    json_option,
    one_depot,
    opened,
    plain_errors,
    who,
)
from lastmile_core.cli.shared.params import ClockParam, Seconds

if TYPE_CHECKING:
    from lastmile_core.model import Breakdown, Depot
    from lastmile_core.replanning.plan_changes import ChangeList
    from lastmile_core.store import Store
    from lastmile_core.workflows.running_day.replan_day import ReplanOffers


@click.command()
@day_options
@click.option("--at", "clock", type=ClockParam(), default=None, help="Local time to plan from, HH:MM; default: now.")
@click.option(
    "--out-of-order",
    "broken",
    multiple=True,
    metavar="VEHICLE[@LAT,LON]",
    help="A vehicle that goes no further, and where it stands (default: its last stop). May be repeated.",
)
@click.option("--time-limit", type=Seconds(1, 60), default=3.0, show_default=True, help="Seconds for all three offers.")
@click.option(
    "--publish",
    "chosen",
    type=click.Choice(["insert", "reorder", "free"]),
    default=None,
    help="Store and publish one of the offers; without it nothing is changed but what --out-of-order says.",
)
@click.option("--why", default="", help="Reason, kept with the version.")
@db_option
@json_option
@plain_errors
def replan(
    service_date: date,
    depot_id: str | None,
    clock: time | None,
    broken: tuple[str, ...],
    time_limit: float,
    chosen: str | None,
    why: str,
    db: Path | None,
    as_json: bool,
) -> None:
    """Re-plan the rest of a running day: what has happened stays, the rest comes in three offers.

    insert puts open orders in and moves nothing else; reorder may also change the order of stops on a route; free
    may change everything that has not begun, at the price of change.
    """
    from lastmile_core.clock import ServiceDay
    from lastmile_core.model import DayKey
    from lastmile_core.planning.replan import ReplanMode
    from lastmile_core.workflows.running_day.out_of_order import mark_out_of_order
    from lastmile_core.workflows.running_day.replan_day import publish_offer, replan_day

    with opened(db) as (settings, store):
        depot = one_depot(store, depot_id)
        day = ServiceDay(service_date=service_date, timezone=depot.timezone)
        now = day.local(clock) if clock is not None else datetime.now(day.midnight.tzinfo)
        key = DayKey(service_date, depot.depot_id)
        for text in broken:
            mark_out_of_order(store, key, _mark(text, now), by=who())
        offers = replan_day(settings, store, key, now=now, time_limit_s=time_limit)
        said = _offers(store, depot, offers)
        if chosen is not None:
            version = publish_offer(store, offers, ReplanMode(chosen), by=who(), why=why).version
            said["published"] = {"mode": chosen, "version": version}
    if as_json:
        answer(said)
    else:
        _show(said)
    sys.exit(LOOK if any(offer["late"] or offer["left_out"] for offer in said["offers"]) else DONE)


def _mark(text: str, now: datetime) -> Breakdown:
    from lastmile_core.errors import LastmileError
    from lastmile_core.model import Breakdown, Location

    vehicle_id, _, place = text.partition("@")
    try:
        lat, lon = (float(part) for part in place.split(",")) if place else (None, None)
        where = Location(lat=lat, lon=lon) if lat is not None and lon is not None else None
    except ValueError as error:
        raise LastmileError(f"“{place}” is not a place.", "Write it as VEHICLE@48.77,9.18.") from error
    return Breakdown(vehicle_id=vehicle_id, since=now, location=where)


def _offers(store: Store, depot: Depot, offers: ReplanOffers) -> dict[str, Any]:
    """Return the offers for scripts, with units in the names."""
    from lastmile_core.model import by_visit
    from lastmile_core.replanning.change_words import change_sentences, stop_sentence

    day = offers.before.service_date
    orders = by_visit(store.orders.due_on(day, depot.depot_id))
    names = {v.vehicle_id: v.name for v in store.vehicles.of_depot(depot.depot_id, active_only=False)}
    found = []
    for offer in offers.offers:
        changes = offers.changes(offer.mode, orders)
        found.append(
            {
                "mode": offer.mode.value,
                "runtime_s": offer.runtime_s,
                "sentences": change_sentences(changes, names, depot.currency),
                "stops": [stop_sentence(stop, names) for stop in changes.stops],
                **_figures(changes),
            }
        )
    moment = {"service_date": day.isoformat(), "depot": depot.depot_id, "at": offers.now.isoformat()}
    return {**moment, "from_version": offers.version, "out_of_order": list(offers.broken), "offers": found}


def _figures(changes: ChangeList) -> dict[str, Any]:
    return {
        "changed": len(changes.changed),
        "late": len(changes.late),
        "left_out": len(changes.left_out),
        "drivers": list(changes.vehicles),
        "extra_cost": round(changes.extra_cost, 2),
        "extra_km": round(changes.extra_m / 1000, 2),
        "extra_paid_h": round(changes.extra_s / 3600, 2),
    }


def _show(said: dict[str, Any]) -> None:
    for offer in said["offers"]:
        click.echo(f"{offer['mode']} ({offer['runtime_s']:.1f} s)")
        for sentence in offer["sentences"]:
            click.echo(f"  {sentence}")
    if "published" in said:
        click.echo(f"Version {said['published']['version']} ({said['published']['mode']}) is published.")
    else:
        click.echo("Nothing is published yet; choose one with --publish.")
