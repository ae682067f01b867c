"""``lastmile plan`` and ``lastmile publish``."""

from __future__ import annotations

import sys
import time
from datetime import date
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
from lastmile_core.cli.shared.params import SEED, VERSION, Seconds
from lastmile_core.errors import LastmileError
from lastmile_core.jobs.payloads import PlanPayload
from lastmile_core.model import DayKey, Job, JobStatus, Plan
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.units import plural, show_distance, show_duration, show_money

if TYPE_CHECKING:
    from lastmile_core.workflows.day.changed_since_plan import OpenChangesError

_NAMED = 12


def plan_summary(plan: Plan) -> dict[str, Any]:
    """Return a plan's figures for scripts, with units in the names."""
    return {
        "service_date": plan.service_date.isoformat(),
        "depot": plan.depot_id,
        "version": plan.version,
        "status": plan.status.value,
        "routes": len(plan.routes_in_use),
        "stops": plan.num_stops,
        "distance_km": round(plan.distance_m / 1000, 2),
        "paid_h": round(plan.paid_s / 3600, 2),
        "cost": round(plan.cost.operating, 2),
        "travel": plan.travel_source.value,
        "unassigned": [
            {
                "order_id": u.order_id,
                "kind": u.kind.value,
                "reason": u.reason.value,
                "message": u.message,
                "mend": u.mend,
            }
            for u in plan.unassigned
        ],
        "violations": [{"cause": v.cause.value, "message": v.message} for v in plan.violations],
        "published": plan.is_published,
    }


def show_plan(plan: Plan, currency: str) -> None:
    """Print a plan's figures for a person."""
    click.echo(
        f"Version {plan.version}: {plural(plan.num_stops, 'stop')} on {plural(len(plan.routes_in_use), 'route')}, "
        f"{show_distance(plan.distance_m)}, {show_duration(plan.paid_s)} paid, "
        f"{show_money(plan.cost.operating, currency)}"
        + (f"; partial, {len(plan.unassigned)} not served" if plan.unassigned else "")
    )
    if plan.travel_source.value == "estimate":
        click.echo("Driving times are estimates: no road region covers this depot (lastmile roads add FILE.osm.pbf).")
    for left in plan.unassigned:
        click.echo(f"  not served {left.order_id}: {left.message} {left.mend}".rstrip())
    for violation in plan.violations:
        click.echo(f"  breaks a rule: {violation.message}")


@click.command()
@day_options
@click.option("--time-limit", type=Seconds(1, 3600), default=30.0, show_default=True, help="Seconds to search.")
@click.option("--keep/--fresh", default=False, help="Keep locked stops and routes of the newest version.")
@click.option("--seed", type=SEED, default=1, show_default=True)
@click.option("--why", default="", help="Reason, kept with the version.")
@click.option("--without", multiple=True, help="Number of an order that waits for a place or a look and may stay out.")
@click.option("--load", multiple=True, help="NAME=CAPACITY: a load that is a capacity; NAME= has no limit. Kept.")
@db_option
@json_option
@plain_errors
def plan(
    service_date: date,
    depot_id: str | None,
    time_limit: float,
    keep: bool,
    seed: int,
    why: str,
    without: tuple[str, ...],
    load: tuple[str, ...],
    db: Path | None,
    as_json: bool,
) -> None:
    """Plan a depot's day and store the result as a new version.

    The search runs in a worker of its own: closing this terminal does not end it. A day that is under way is not
    planned anew: see “lastmile replan”.
    """
    from lastmile_core.workflows.plan.plan_day import start_planning

    with opened(db) as (settings, store):
        depot = one_depot(store, depot_id)
        _settle_waiting(store, service_date, depot.depot_id, without)
        _settle_loads(store, load)
        notes = _notes(settings, store, service_date, depot.depot_id)
        for note in notes if not as_json else ():
            click.echo(f"  {note}")
        job = start_planning(
            settings,
            store,
            PlanPayload(
                day=DayKey(service_date, depot.depot_id), time_limit_s=time_limit, why=why, keep=keep, seed=seed
            ),
            by=who(),
        )
        version = _version_of(settings, store, _follow(settings, store, job, as_json))
        found = store.plans.get(service_date, depot.depot_id, version)
    assert found is not None
    if as_json:
        answer(plan_summary(found) | {"notes": notes})
    else:
        show_plan(found, depot.currency)
    sys.exit(LOOK if found.violations or found.unassigned else DONE)


def _follow(settings: Settings, store: Store, job: Job, as_json: bool) -> Job:
    """Say how far the search is until it ends, and return how it ended."""
    from lastmile_core.workflows.long_work import tend_jobs
    from lastmile_core.workflows.plan.search_news import SearchProgress

    shown = ""
    while job.is_active:
        time.sleep(0.25)
        tend_jobs(settings, store)
        job = store.jobs.get(job.job_id)
        told = SearchProgress.from_json(job.progress)
        placed = f"{job.message}: {told.num_placed} of {told.num_visits} stops"
        line = placed if told.num_placed else job.message
        if line and line != shown and not as_json:
            click.echo(f"  {line}")
            shown = line
    return job


def _version_of(settings: Settings, store: Store, job: Job) -> int:
    """Return the version that a search became; the best of one that was lost is kept."""
    from lastmile_core.workflows.plan.plan_day import recover_job
    from lastmile_core.workflows.plan.search_news import StoredVersion

    if job.status is JobStatus.LOST and (kept := recover_job(settings, store, job, by=who())) is not None:
        click.echo("The search was ended from outside; the best it had found is kept.", err=True)
        return kept.version
    made = StoredVersion.from_json(job.result)
    if job.status not in (JobStatus.DONE, JobStatus.CANCELLED) or made is None:
        raise LastmileError(job.message or "The search ended without a plan.", "")
    return made.version


def _settle_loads(store: Store, answers: tuple[str, ...]) -> None:
    """Keep what loads are called, for this plan and all later ones."""
    from lastmile_core.workflows.company.load_names import keep_load_name

    for text in answers:
        name, equals, capacity = (part.strip() for part in text.partition("="))
        if not equals:
            raise LastmileError(f"“{text}” does not say what a load is.", "Write it like --load volumes=parcels.")
        keep_load_name(store, name, capacity, by=who())


def _notes(settings: Settings, store: Store, service_date: date, depot_id: str) -> list[str]:
    """Return what is odd about loads, capacities and places of a day, in words."""
    from lastmile_core.workflows.day.check_places import check_places
    from lastmile_core.workflows.day.prepare_day import load_inputs, loads_of

    inputs = load_inputs(store, service_date, depot_id)
    notes = list(loads_of(store, inputs).notes)
    if not inputs.available:
        return notes
    found = check_places(settings, inputs)
    notes += [
        f"{one.order.order_id} {one.order.customer_name}: a {one.profile.replace('_', ' ')} stops "
        f"{show_distance(one.metres)} from the door{', ' + one.reason if one.across else ''}."
        for one in found.away[:_NAMED]
    ]
    if len(found.away) > _NAMED:
        notes.append(f"{len(found.away) - _NAMED} more orders lie far from where a vehicle stops.")
    return [*notes, *(words for words in (found.missing_roads, found.note) if words)]


def _settle_waiting(store: Store, service_date: date, depot_id: str, without: tuple[str, ...]) -> None:
    """Refuse to plan past orders that wait for a person, but for those that are left out by name."""
    from lastmile_core.model import DayKey
    from lastmile_core.workflows.day.waiting_orders import plan_without, unseen_orders

    day = DayKey(service_date, depot_id)
    waiting = [order.order_id for order in unseen_orders(store, day)]
    unnamed = [order_id for order_id in waiting if order_id not in without]
    if unnamed:
        more = f" and {len(unnamed) - _NAMED} more" if len(unnamed) > _NAMED else ""
        wait = "1 order waits" if len(unnamed) == 1 else f"{len(unnamed)} orders wait"
        raise LastmileError(
            f"{wait} for a place or a look: {', '.join(unnamed[:_NAMED])}{more}.",
            "Settle them on the Orders page, or leave each out by name: --without NUMBER.",
        )
    plan_without(store, day, waiting, by=who())


def _say_open(error: OpenChangesError, as_json: bool) -> None:
    """Say what has changed since the plan was made."""
    said = [change.words for change in error.changes]
    if as_json:
        answer({"error": error.message, "mend": error.mend, "changes": said})
        return
    click.echo(f"{error.message} {error.mend}", err=True)
    for words in said:
        click.echo(f"  {words}")
    click.echo("Publish it all the same with --despite-changes.", err=True)


@click.command()
@day_options
@click.option("--version", type=VERSION, default=None, help="Plan version; default: the newest.")
@click.option("--accept-violations", is_flag=True, help="Publish although the plan breaks a rule.")
@click.option("--despite-changes", is_flag=True, help="Publish although the day has changed since the plan was made.")
@click.option("--why", default="", help="Reason, kept in the audit.")
@db_option
@json_option
@plain_errors
def publish(
    service_date: date,
    depot_id: str | None,
    version: int | None,
    accept_violations: bool,
    despite_changes: bool,
    why: str,
    db: Path | None,
    as_json: bool,
) -> None:
    """Publish a plan version: from then on it is what was promised.

    A version that does not know what has changed since (a van off, an order cancelled or new) is not published, and
    the exit code is 1, unless --despite-changes says that it goes out all the same.
    """
    from lastmile_core.workflows.day.changed_since_plan import OpenChangesError, changes_of
    from lastmile_core.workflows.plan.publish_plan import PublishConsent, publish_plan

    with opened(db) as (settings, store):
        depot = one_depot(store, depot_id)
        newest = store.plans.latest(service_date, depot.depot_id)
        if newest is None:
            raise LastmileError("There is no plan for this day.", "Plan it first: lastmile plan.")
        chosen = newest if version is None else store.plans.get(service_date, depot.depot_id, version)
        seen = changes_of(settings, store, chosen) if despite_changes and chosen is not None else ()
        try:
            published = publish_plan(
                settings,
                store,
                DayKey(service_date, depot.depot_id),
                newest.version if version is None else version,
                by=who(),
                why=why,
                consent=PublishConsent(violations=accept_violations, changes=[change.key for change in seen]),
            )
        except OpenChangesError as open_changes:
            _say_open(open_changes, as_json)
            sys.exit(LOOK)
    if as_json:
        answer(plan_summary(published))
    else:
        click.echo(f"Version {published.version} is published: {plural(len(published.routes_in_use), 'route')}.")
