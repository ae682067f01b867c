#!/usr/bin/env python3
"""Measure how long a dispatcher waits for a re-plan: a day of about 300 orders in one depot, one van breaks down.

    python benchmarks/replan.py --at 07:00 --at 11:00 HOME

HOME is a home with the sample city (``lastmile demo --load-only`` with ``LASTMILE_HOME`` set); it is copied, nothing in
it changes. In the copy both depots' orders and vehicles become one depot's, the day is planned and published, and the
vans report as planned until the moment. The re-plan is started as the page starts it: a job row, a worker process that
begins from nothing. Printed for each run: seconds from the click to each of the three offers and to the end, what each
changes and what it costs.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import datetime
from datetime import time as clock_time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DEPOT = "harbour"


def one_depot(store: Any, day: Any) -> None:
    """Make all orders, vehicles and drivers of the sample those of one depot."""
    with store.atomic():
        for vehicle in store.vehicles.of_depot("northgate"):
            store.vehicles.save(replace(vehicle, depot_id=DEPOT))
        for driver in store.drivers.of_depot("northgate"):
            store.drivers.save(replace(driver, depot_id=DEPOT))
        orders = store.orders.due_on(day, "northgate")
        store.orders.save_many([replace(order, depot_id=DEPOT) for order in orders])


def report_until(store: Any, plan: Any, moment: datetime) -> int:
    """Let every van report as planned until a moment; return how many stops are then still to do."""
    from lastmile_core.model import EventKind, StopEvent

    events, to_do = [], 0
    for route in plan.routes_in_use:
        told = [(route.departure, EventKind.DEPARTED, None)]
        for stop in route.stops:
            told.append((stop.arrival, EventKind.ARRIVED, stop.visit_id))
            told.append((stop.departure, EventKind.DELIVERED, stop.visit_id))
            to_do += stop.departure > moment
        told.append((route.return_at, EventKind.RETURNED, None))
        events += [
            StopEvent(
                event_id=f"{route.vehicle_id}-{kind.value}-{order_id}",
                service_date=plan.service_date,
                depot_id=plan.depot_id,
                vehicle_id=route.vehicle_id,
                kind=kind,
                occurred_at=at,
                received_at=at,
                visit_id=order_id,
                source="driver",
            )
            for at, kind, order_id in told
            if at <= moment
        ]
    store.events.append(events)
    return to_do


def watch(settings: Any, store: Any, plan: Any, moment: datetime) -> dict[str, Any]:
    """Break the van with most stops to do, start a re-plan and look at its row until it ends."""
    from lastmile_core.model import Breakdown
    from lastmile_core.workflows.running_day.out_of_order import mark_out_of_order
    from lastmile_core.workflows.running_day.replan_job import offers_from_json, start_replan

    broken = max(plan.routes_in_use, key=lambda route: sum(stop.departure > moment for stop in route.stops))
    mark = Breakdown(vehicle_id=broken.vehicle_id, since=moment)
    mark_out_of_order(store, plan.day_key, mark, by="benchmark")
    begun = time.monotonic()
    job = start_replan(settings, store, plan.day_key, now=moment, by="benchmark")
    seen: dict[str, float] = {}
    while job.is_active:
        time.sleep(0.02)
        job = store.jobs.get(job.job_id)
        offers = offers_from_json(job.progress if job.is_active else job.result)
        for offer in offers.offers if offers else ():
            seen.setdefault(offer.mode.value, round(time.monotonic() - begun, 2))
    seen["end"] = round(time.monotonic() - begun, 2)
    offers = offers_from_json(job.result)
    if offers is None:
        raise SystemExit(job.message)
    return {"broken": broken.vehicle_id, "seconds": seen, "offers": offers}


def main() -> int:
    """Make the day, measure each moment, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--at", action="append", type=clock_time.fromisoformat, help="moment, HH:MM; may be repeated")
    parser.add_argument("--plan", type=float, default=10.0, help="seconds for the plan of the morning")
    parser.add_argument("--repeat", type=int, default=3, help="runs for each moment")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(shutil.copytree(options.home, Path(folder) / "home", ignore=shutil.ignore_patterns("logs")))
        os.environ["LASTMILE_HOME"], os.environ["LASTMILE_DB"] = str(home), str(home / "lastmile.db")
        # As in any installed copy, modules are compiled once and not at every start; the first run is not counted.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "bytecode")
        for moment in options.at or [clock_time(11)]:
            measure(home, moment, options)
    return 0


def measure(home: Path, clock: clock_time, options: argparse.Namespace) -> None:
    """Plan a copy of the day, and re-plan it at one moment."""
    from lastmile_core.clock import ServiceDay, today_in
    from lastmile_core.settings import load_settings
    from lastmile_core.store.open_store import open_store

    day = ServiceDay(service_date=today_in("UTC"), timezone="UTC")
    moment = day.local(clock)
    database = home / f"at-{clock:%H%M}.db"
    shutil.copyfile(home / "lastmile.db", database)
    settings = load_settings(database)
    with open_store(database) as store:
        one_depot(store, day.service_date)
        environment = {**os.environ, "LASTMILE_DB": str(database)}
        for words in (["plan", "--time-limit", str(options.plan)], ["publish", "--accept-violations"]):
            command = [sys.executable, "-m", "lastmile_core.cli", *words, "--depot", DEPOT]
            subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=False)
        plan = store.plans.latest_published(day.service_date, DEPOT)
        if plan is None:
            raise SystemExit("the day could not be planned")
        to_do = report_until(store, plan, moment)
        print(f"{clock:%H:%M}: {plan.num_stops} stops on {len(plan.routes_in_use)} routes, {to_do} still to do")
        watch(settings, store, plan, moment)
        for _ in range(options.repeat):
            load = os.getloadavg()[0]
            found = watch(settings, store, plan, moment)
            times = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in found["seconds"].items())
            print(f"  load {load:.1f}: {times}")
        offers = found["offers"]
        for offer in offers.offers:
            changes = offers.changes(offer.mode)
            print(
                f"  {offer.mode.value}: {len(changes.changed)} stops changed, {len(changes.late)} late, "
                f"{len(changes.left_out)} left out, {changes.extra_cost:+.2f} to spend, "
                f"total {offer.plan.cost.total:,.2f}, searched {offer.runtime_s:.2f} s"
            )


if __name__ == "__main__":
    sys.exit(main())
