#!/usr/bin/env python3
"""Kill writers at random moments and count what was lost or doubled; then damage the database and bring it back.

    python benchmarks/kill_storm.py --kills 100

Five writers work on one database in a folder of its own: they import files, record events, edit orders, publish and
store plans. Each notes outside of the database what it tries and what it was told is saved. One after the other is
ended by ``kill -9`` at a random moment and started again; what it had tried last it sends again, as a client without an
answer does. Then a worker and a recovery are killed at named moments of their commit. In the middle of all this a
backup is taken; at the end the database is damaged in four ways, restored and compared. Bounded by ``--kills`` and
``--seconds``; nothing leaves the machine. The exit code is 1 when anything was lost, doubled or stored by half.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SEARCH_PROGRAM = ROOT / "tests" / "faults" / "search_program.py"
DAY, EDITED, FILED, PROMISED = (date(2026, 11, day) for day in (23, 24, 25, 26))
KINDS = ("import", "event", "edit", "publish", "plan")
ROWS = 50
MOMENTS = ("judged", "version", "audit", "all", "commit", "saved")


def prepare(home: Path) -> None:
    """Make a depot with two vans, thirty orders on each of three days, and a plan made by hand."""
    from lastmile_core.model import Depot, Driver, Load, Location, Order, PlanNotes, PlanOrigin, Vehicle
    from lastmile_core.settings import load_settings
    from lastmile_core.store.open_store import open_store
    from lastmile_core.workflows.day.prepare_day import load_inputs, prepare_day
    from lastmile_core.workflows.plan.judged_plan import judged_plan

    settings = load_settings()
    with open_store(settings.database) as store:
        store.depots.save(Depot(depot_id="yard", name="Yard", location=Location(lat=48.7758, lon=9.1829)))
        for name in ("van1", "van2"):
            store.drivers.save(Driver(driver_id=f"d-{name}", name=f"Driver of {name}", depot_id="yard"))
            store.vehicles.save(
                Vehicle(vehicle_id=name, name=name, depot_id="yard", capacity=Load.of(kg=500), driver_id=f"d-{name}")
            )
        for day in (DAY, EDITED, PROMISED):
            store.orders.save_many(
                Order(
                    order_id=f"A{number:02d}",
                    service_date=day,
                    depot_id="yard",
                    location=Location(lat=48.74 + number / 400, lon=9.14 + number * 17 % 30 / 300),
                    load=Load.of(kg=4),
                )
                for number in range(30)
            )
            prepared = prepare_day(settings, load_inputs(store, day, "yard"))
            routes = {f"van{side + 1}": [f"A{n:02d}" for n in range(30) if n % 2 == side] for side in (0, 1)}
            plan = judged_plan(settings, prepared, routes, PlanNotes(by="Ana", why="by hand", origin=PlanOrigin.IMPORT))
            store.plans.add(plan, expected_head=0)


@dataclass
class Writer:
    """The work of one writer: ``deed(number)`` returns when it is saved, ``again(number)`` follows a missing answer."""

    deed: Callable[[str], None]
    again: Callable[[str], None]


def writer_of(kind: str, settings: Any, store: Any) -> Writer:
    """Return the work of a kind."""
    return {"import": importer, "event": reporter, "edit": editor, "publish": publisher, "plan": planner}[kind](
        settings, store
    )


def importer(settings: Any, store: Any) -> Writer:
    """Import a file of fifty rows; the same file is sent again."""
    from lastmile_core.workflows.imports.import_orders import import_orders

    def deed(number: str) -> None:
        rows = [f"I{number}-{i},{FILED},Customer {i},Street {i},48.7{i:02d},9.1{i:02d},5" for i in range(ROWS)]
        text = "\n".join(["order_id,date,customer_name,address,lat,lon,demand_kg", *rows]) + "\n"
        import_orders(store, text.encode(), f"b{number}.csv", service_date=FILED, depot_id="yard", by="Ana")

    return Writer(deed, deed)


def reporter(settings: Any, store: Any) -> Writer:
    """Record an event; the same event is sent again."""
    from lastmile_core.model import DayKey, EventKind
    from lastmile_core.workflows.running_day.record_event import EventReport, record_event

    def deed(number: str) -> None:
        at = datetime(2026, 11, 23, 6, tzinfo=UTC) + timedelta(seconds=int(number))
        day = DayKey(DAY, "yard")
        said = EventReport(day=day, vehicle_id="van1", kind=EventKind.DEPARTED, at=at, event_id=f"e{number}")
        record_event(store, said, by="Ana")

    return Writer(deed, deed)


def editor(settings: Any, store: Any) -> Writer:
    """Change an order; without an answer somebody looks and changes it only if it is not there."""
    from lastmile_core.workflows.orders.change_orders import change_orders

    def deed(number: str) -> None:
        change_orders(store, EDITED, {f"A{int(number) % 30:02d}": {"notes": f"n{number}"}}, by="Ana")

    def again(number: str) -> None:
        order = store.orders.get(f"A{int(number) % 30:02d}", EDITED)
        if order is None or order.notes != f"n{number}":
            deed(number)

    return Writer(deed, again)


def publisher(settings: Any, store: Any) -> Writer:
    """Save a version and publish it; without an answer somebody publishes what is there."""
    from lastmile_core.model import DayKey
    from lastmile_core.workflows.plan.publish_plan import PublishConsent, publish_plan

    def publish(version: int) -> None:
        publish_plan(
            settings, store, DayKey(PROMISED, "yard"), version, by="Ana", consent=PublishConsent(violations=True)
        )

    def deed(number: str) -> None:
        plan = store.plans.get(PROMISED, "yard", 1)
        publish(store.plans.add(replace(plan, why=f"p{number}", plan_id=""), expected_head=None).version)

    def again(number: str) -> None:
        found = [head.version for head in store.plans.versions(PROMISED, "yard") if head.why == f"p{number}"]
        if found:
            publish(found[0])
        else:
            deed(number)

    return Writer(deed, again)


def new_job(store: Any, number: str) -> Any:
    """Add a planning job that has its best already, so that no search is waited for."""
    from lastmile_core.jobs.payloads import PlanPayload
    from lastmile_core.model import DayKey

    plan = store.plans.get(DAY, "yard", 1)
    routes = {route.vehicle_id: [stop.visit_id for stop in route.stops] for route in plan.routes}
    payload = PlanPayload(day=DayKey(DAY, "yard"), time_limit_s=5, why=number)
    job = store.jobs.create(payload.kind, payload.subject, payload.to_json(), "Ana")
    progress = json.dumps({"best": {"routes": routes}})
    store._connection.write(
        "UPDATE jobs SET progress = :progress WHERE job_id = :job_id", {"progress": progress, "job_id": job.job_id}
    )
    return store.jobs.get(job.job_id)


def planner(settings: Any, store: Any) -> Writer:
    """Do a planning job as the worker does; without an answer somebody presses “Use the best so far”."""
    from lastmile_core.jobs.handlers import Handlers
    from lastmile_core.jobs.payloads import PlanPayload
    from lastmile_core.jobs.supervise import Outcome
    from lastmile_core.jobs.work import work
    from lastmile_core.model import DayKey
    from lastmile_core.workflows.plan import plan_day

    def deed(number: str) -> None:
        job = new_job(store, number)
        best = job.progress["best"]
        plan_day.supervise = lambda *args, **kwargs: Outcome(done=best)  # type: ignore[attr-defined]
        handlers = Handlers()
        handlers.register(PlanPayload.kind, lambda: plan_day.run_plan_job)
        work(settings, job.job_id, handlers)

    def again(number: str) -> None:
        store.jobs.reap()
        job = store.jobs.latest(PlanPayload.kind, DayKey(DAY, "yard").subject)
        if job is None or job.params["why"] != number:
            deed(number)
        elif not store.plans.of_job(job.job_id):
            if job.is_active:
                store.jobs.request_cancel(job.job_id)
            plan_day.recover_job(settings, store, job)
            if not store.plans.of_job(job.job_id):
                deed(number)

    return Writer(deed, again)


def write(kind: str, log: Path) -> None:
    """Be a writer until somebody kills it: note each try before and each answer after it, outside of the database."""
    from lastmile_core.errors import BusyError
    from lastmile_core.settings import load_settings
    from lastmile_core.store.open_store import open_store

    lines = log.read_text().split("\n") if log.exists() else []
    tried = [line.split()[1] for line in lines if line.startswith("try ")]
    told = {line.split()[1] for line in lines if line.startswith("ack ")}
    note = os.open(log, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    settings = load_settings()
    with open_store(settings.database) as store:
        work = writer_of(kind, settings, store)
        if tried and tried[-1] not in told:
            work.again(tried[-1])
            os.write(note, f"ack {tried[-1]}\n".encode())
        os.write(note, b"ready\n")
        number = len(tried)
        while True:
            number += 1
            os.write(note, f"try {number}\n".encode())
            try:
                work.deed(str(number))
            except BusyError:
                os.write(note, f"busy {number}\n".encode())
            else:
                os.write(note, f"ack {number}\n".encode())
            time.sleep(0.005)


@dataclass
class Running:
    """A writer that runs."""

    kind: str
    log: Path
    process: subprocess.Popen[bytes]
    starts: int

    @property
    def is_ready(self) -> bool:
        """Whether it has sent again what it must and writes."""
        return self.log.exists() and self.log.read_text().count("ready") >= self.starts


def start(kind: str, folder: Path, starts: int) -> Running:
    """Start a writer."""
    log = folder / f"{kind}.log"
    with (folder / f"{kind}.err").open("ab") as errors:
        process = subprocess.Popen([sys.executable, __file__, "--write", kind, str(log)], stderr=errors)
    return Running(kind, log, process, starts)


def storm(folder: Path, kills: int, until: float, chance: random.Random, halfway: Callable[[], None]) -> dict[str, int]:
    """Kill writers at random moments and start them again; return how often each was killed."""
    running = {kind: start(kind, folder, 1) for kind in KINDS}
    killed = dict.fromkeys(KINDS, 0)
    try:
        while sum(killed.values()) < kills and time.monotonic() < until:
            ready = [writer for writer in running.values() if writer.is_ready]
            refuse_ended(running.values(), folder)
            if not ready:
                time.sleep(0.02)
                continue
            victim = chance.choice(ready)
            time.sleep(chance.uniform(0.0, 0.15))
            victim.process.kill()
            victim.process.wait()
            killed[victim.kind] += 1
            running[victim.kind] = start(victim.kind, folder, victim.starts + 1)
            if sum(killed.values()) == kills // 2:
                halfway()
        deadline = time.monotonic() + 120
        while not all(writer.is_ready for writer in running.values()) and time.monotonic() < deadline:
            refuse_ended(running.values(), folder)
            time.sleep(0.05)
    finally:
        for writer in running.values():
            writer.process.kill()
            writer.process.wait()
    return killed


def refuse_ended(running: Iterable[Running], folder: Path) -> None:
    """End the storm when a writer ended by itself."""
    for writer in running:
        if writer.process.poll() is not None:
            raise SystemExit(f"{writer.kind} ended: {(folder / f'{writer.kind}.err').read_text()[-2000:]}")


CHECKS = {
    "import": (
        f"SELECT COUNT(*) / {ROWS}.0 FROM orders WHERE order_id LIKE 'I' || :n || '-%'",
        "SELECT COUNT(*) FROM imports WHERE file_name = 'b' || :n || '.csv' AND json_extract(counts, '$.new') > 0",
    ),
    "event": ("SELECT COUNT(*) FROM stop_events WHERE event_id = 'e' || :n",),
    "edit": ("SELECT COUNT(*) FROM audit WHERE what = 'change orders' AND detail LIKE '%,\"n' || :n || '\"]%'",),
    "publish": (
        "SELECT COUNT(*) FROM plan_versions WHERE why = 'p' || :n",
        """SELECT COUNT(*) FROM publications p JOIN plan_versions v USING (service_date, depot_id, version)
        WHERE v.why = 'p' || :n""",
    ),
    "plan": (
        "SELECT COUNT(*) FROM plan_versions WHERE why = :n AND job_id IS NOT NULL",
        "SELECT COUNT(*) FROM audit WHERE what = 'plan day' AND why = :n",
    ),
}
"""For each kind, what must be there exactly once for each number that was acknowledged."""


def count(database: Path, folder: Path, kind: str) -> dict[str, int]:
    """Compare what a writer was told with what is stored."""
    lines = (folder / f"{kind}.log").read_text().split("\n")
    tried = {line.split()[1] for line in lines if line.startswith("try ")}
    told = {line.split()[1] for line in lines if line.startswith("ack ")}
    found = {"acknowledged": len(told), "stored": 0, "lost": 0, "doubled": 0, "half": 0, "unanswered": 0}
    with closing(sqlite3.connect(database)) as db:
        for number in tried:
            numbers = [db.execute(check, {"n": number}).fetchone()[0] for check in CHECKS[kind]]
            found["stored"] += all(number >= 1 for number in numbers)
            found["lost"] += number in told and not all(number >= 1 for number in numbers)
            found["doubled"] += any(number > 1 for number in numbers)
            # A version that is saved and not published yet is whole: they are two deeds.
            found["half"] += kind != "publish" and len(set(numbers)) > 1
            found["half"] += any(number % 1 for number in numbers)
            found["unanswered"] += number not in told and all(number >= 1 for number in numbers)
    return found


def named_moments(settings: Any) -> Iterator[tuple[str, str, int, int]]:
    """Kill a worker, and a recovery, at named moments of the commit; yield deed, moment, versions left and after."""
    from lastmile_core.store.open_store import open_store
    from lastmile_core.workflows.plan.plan_day import recover_job

    def run(job: Any, deed: str, moment: str) -> None:
        command = [sys.executable, str(SEARCH_PROGRAM), str(settings.database), job.job_id, deed, moment]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=False, timeout=240)

    for deed in ("work", "recover"):
        for moment in MOMENTS:
            with open_store(settings.database) as store:
                job = new_job(store, f"{deed}-{moment}")
                if deed == "recover":
                    run(job, "work", "judged")
                    store.jobs.reap()
                run(job, deed, moment)
                store.jobs.reap()
                left = versions_of(settings.database, job.job_id)
                for _ in range(2):
                    recover_job(settings, store, store.jobs.get(job.job_id))
                yield deed, moment, left, versions_of(settings.database, job.job_id)


def versions_of(database: Path, job_id: str) -> int:
    """Return how many versions a job has made."""
    with closing(sqlite3.connect(database)) as db:
        return int(db.execute("SELECT COUNT(*) FROM plan_versions WHERE job_id = ?", (job_id,)).fetchone()[0])


def flip(path: Path) -> None:
    """Turn over bits in twenty places."""
    content = bytearray(path.read_bytes())
    for place in range(1, 21):
        at = place * len(content) // 22
        content[at : at + 64] = bytes(byte ^ 0x5A for byte in content[at : at + 64])
    path.write_bytes(content)


def cut(path: Path) -> None:
    """Cut the file in half."""
    os.truncate(path, path.stat().st_size // 2)


def copy_over(path: Path) -> None:
    """Copy an older backup over the database whose writer was killed, as people used to."""
    program = (
        "import os, signal, sys\nfrom lastmile_core.store.open_store import open_store\n"
        "store = open_store(sys.argv[1])\n"
        "for n in range(300): store.audit.write(who='Ana', what='in the log')\nos.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], cwd=ROOT, check=False)
    shutil.copyfile(sorted((path.parent / "backups").glob("*.db"))[0], path)


def delete(path: Path) -> None:
    """Delete the file and leave its log."""
    path.unlink()


def lastmile(*words: object) -> subprocess.CompletedProcess[str]:
    """Run a command on the storm's home."""
    command = [sys.executable, "-m", "lastmile_core.cli", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)


def drill(settings: Any, backup: Path, counts: dict[str, int]) -> Iterator[tuple[str, str, str]]:
    """Damage the database, look at it, restore the backup; yield the harm, what verify said and what came back."""
    for harm in (flip, cut, copy_over, delete):
        harm(settings.database)
        said = lastmile("verify") if harm is not copy_over else lastmile("kpi")
        words = (said.stderr or said.stdout).strip().split("\n")[0]
        restored = lastmile("restore", backup, "--json")
        rows = json.loads(restored.stdout).get("rows") if restored.returncode == 0 else restored.stderr.strip()
        sound = lastmile("verify").returncode == 0
        yield harm.__name__, words, f"same rows: {rows == counts}, sound: {sound}"


def report(folder: Path, kills: int, seconds: float, seed: int) -> int:
    """Do everything and print the tables."""
    from lastmile_core.settings import load_settings
    from lastmile_core.store.open_store import open_store
    from lastmile_core.workflows.installation.keep_backups import back_up

    prepare(folder)
    settings, begun, backups = load_settings(), time.monotonic(), []
    killed = storm(folder, kills, begun + seconds, random.Random(seed), lambda: backups.append(back_up(settings)))
    bad = 0
    print("| writer | kills | acknowledged | stored | lost | doubled | by half | stored, not acknowledged |")
    print("|---|---|---|---|---|---|---|---|")
    for kind in KINDS:
        found = count(settings.database, folder, kind)
        bad += found["lost"] + found["doubled"] + found["half"]
        print(f"| {kind} | {killed[kind]} | {' | '.join(str(number) for number in found.values())} |")
    with open_store(settings.database) as store:
        print(f"\naudit seals agree: {store.audit.verify()}; {time.monotonic() - begun:.0f} s\n")
    print("| killed | moment | versions left | after two recoveries |\n|---|---|---|---|")
    for deed, moment, left, after in named_moments(settings):
        bad += after != 1
        print(f"| {deed} | {moment} | {left} | {after} |")
    print("\n| harm | what was said | after lastmile restore |\n|---|---|---|")
    backup, counts = backups[0].file, dict(backups[0].counts)
    for harm, words, after in drill(settings, backup, counts):
        bad += "False" in after
        print(f"| {harm} | {words.replace(str(folder), '…')} | {after} |")
    return 1 if bad else 0


def main() -> int:
    """Read the words of the call."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument(
        "--seconds", type=float, default=600.0, help="the storm ends after so long, whatever it counted"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", nargs=2, metavar=("KIND", "LOG"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if given.write:
        write(given.write[0], Path(given.write[1]))
    with tempfile.TemporaryDirectory(prefix="kill-storm-") as name:
        os.environ["LASTMILE_HOME"] = name
        os.environ["LASTMILE_DB"] = str(Path(name) / "lastmile.db")
        os.environ["PYTHONPATH"] = str(ROOT)
        return report(Path(name), given.kills, given.seconds, given.seed)


if __name__ == "__main__":
    sys.exit(main())
