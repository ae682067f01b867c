"""Plan a day: the search runs in a worker of its own, the judge looks at what comes back, the store keeps it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any

from lastmile_core.errors import LastmileError, ProgramFaultError
from lastmile_core.jobs.payloads import PlanPayload, payload_of
from lastmile_core.jobs.supervise import Outcome, supervise
from lastmile_core.model import (
    Job,
    JobStatus,
    Plan,
    PlanLocks,
    PlanNotes,
    PlanOrigin,
)
from lastmile_core.planning.docks import reasons_by_vehicle
from lastmile_core.planning.solve import PlanResult, Progress, SearchLimits, solve
from lastmile_core.problem import Locks
from lastmile_core.problem.locks import locks_of
from lastmile_core.schedule import routes_of, to_ids, to_indices, words_of
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
from lastmile_core.travel.times.memory_needed import require_memory
from lastmile_core.workflows.day.prepare_day import PreparedDay, load_inputs, loads_of, prepare_day
from lastmile_core.workflows.day.under_way import refuse_anew
from lastmile_core.workflows.long_work import start_job
from lastmile_core.workflows.plan.found_plan import keep_found
from lastmile_core.workflows.plan.judged_plan import drop_missing_visits, judged_plan
from lastmile_core.workflows.plan.search_news import Curve, FoundRoutes, SearchProgress, StoredVersion

CHECKING_S = 60.0
"""What a search may take beyond its time limit, for reading, checking and drawing."""


def start_planning(settings: Settings, store: Store, asked: PlanPayload, *, by: str) -> Job:
    """Start a search in its own worker process and return its job row at once.

    Raises
    ------
    BusyError
        If a search for the same day and depot is running.
    LastmileError
        If there is nothing to plan, nothing to plan with, or the day is under way.
    """
    day = asked.day
    refuse_anew(store, day)
    inputs = load_inputs(store, day.service_date, day.depot_id)
    if not inputs.orders:
        raise LastmileError("No order of this day is ready to plan.", "Import orders on the Orders page first.")
    if not inputs.available:
        raise LastmileError("No vehicle goes out today.", "Tick at least one vehicle on the Fleet page.")
    require_memory(1 + len(inputs.orders), len(inputs.profiles))
    for question in loads_of(store, inputs).questions:
        raise LastmileError(
            question.sentence,
            f"Answer on the Plan page, or: lastmile plan --load {question.load}={question.limits[0]} (or "
            f"--load {question.load}= when it has no limit).",
        )
    return start_job(settings, store, asked, by=by)


def _prepare(settings: Settings, store: Store, payload: PlanPayload) -> tuple[PreparedDay, Plan | None]:
    day = payload.day
    previous = store.plans.latest(day.service_date, day.depot_id)
    inputs = load_inputs(store, day.service_date, day.depot_id)
    locks = locks_of(previous) if payload.keep else Locks()
    return prepare_day(settings, inputs, locks), previous


def search_child(connection: Connection, stop: Any, settings: Settings, payload: PlanPayload) -> None:
    """Run the search in the solver child and send what it finds through the pipe.

    Messages are dictionaries: ``message`` (words), ``share``, ``progress`` (what the page draws), ``best`` (routes
    by vehicle and order id), and at the end ``done``.
    """
    connection.send({"message": "Reading orders and travel times", "share": 0.02})
    with open_store(settings.database) as store:
        prepared, previous = _prepare(settings, store, payload)
    initial = None
    if previous is not None and payload.keep:
        initial = to_indices(prepared.built, drop_missing_visits(prepared, routes_of(previous)))
    curve: list[tuple[float, int]] = []
    report = _reporter(connection, prepared, payload.time_limit_s, curve)
    limits = SearchLimits(time_s=payload.time_limit_s, workers=settings.workers, seed=payload.seed)
    result = solve(prepared.built.problem, limits, initial=initial, on_progress=report, should_stop=stop.is_set)
    found = _found(prepared, result, tuple(curve))
    connection.send({"done": found.to_json(), "message": "Checking the plan", "share": 0.97})


def _ids(prepared: PreparedDay, routes: Mapping[int, Sequence[int]]) -> dict[str, tuple[str, ...]]:
    return {vehicle_id: tuple(order_ids) for vehicle_id, order_ids in to_ids(prepared.built, routes).items()}


def _found(prepared: PreparedDay, result: PlanResult, curve: Curve) -> FoundRoutes:
    """Return the result in people's ids, with the loadings that were staggered and why somebody still queues."""
    ids = [vehicle.vehicle_id for vehicle in prepared.built.vehicles]
    reasons = reasons_by_vehicle(result.docks, words_of(prepared.built))
    return FoundRoutes(
        routes=_ids(prepared, result.routes),
        input_hash=prepared.input_hash,
        curve=curve,
        failed_parts=len(result.failed_parts),
        loading_starts={ids[vehicle]: tuple(starts) for vehicle, starts in result.loading_starts.items()},
        dock_reasons={ids[vehicle]: reason for vehicle, reason in reasons.items()},
        runtime_s=result.runtime_s,
    )


def _reporter(
    connection: Connection, prepared: PreparedDay, time_limit_s: float, curve: list[tuple[float, int]]
) -> Callable[[Progress], None]:
    def report(progress: Progress) -> None:
        if not curve or progress.cost < curve[-1][1]:
            curve.append((round(progress.elapsed_s, 2), progress.cost))
        drawn = SearchProgress(
            curve=tuple(curve),
            num_placed=progress.num_placed,
            num_visits=progress.num_visits,
            num_routes=progress.num_routes,
            distance_m=progress.distance_m,
            elapsed_s=progress.elapsed_s,
            far=len(prepared.far_orders),
        )
        best = FoundRoutes(routes=_ids(prepared, progress.routes), input_hash=prepared.input_hash)
        connection.send(
            {
                "message": "Improving the plan",
                "share": min(0.95, 0.05 + 0.9 * progress.elapsed_s / max(time_limit_s, 0.1)),
                "progress": drawn.to_json(),
                "best": best.to_json(),
            }
        )

    return report


def run_plan_job(settings: Settings, store: Store, job: Job) -> tuple[JobStatus, str, dict[str, Any]]:
    """Do a planning job in the worker: search in a child, then judge, draw and store the best that was found.

    A job that made its version already (its worker was killed before anybody heard of it) makes no second one.
    """
    if (version := store.plans.of_job(job.job_id)) is not None:
        return JobStatus.DONE, f"Version {version} was stored already.", StoredVersion(version=version).to_json()
    payload = payload_of(PlanPayload, job)
    hard_wall_s = payload.time_limit_s + CHECKING_S
    outcome = supervise(store, job, search_child, (settings, payload), hard_wall_s=hard_wall_s)
    if outcome.status is JobStatus.LOST:
        # The row is no longer ours: another search may own the day, so nothing is stored.
        return JobStatus.LOST, "The search was ended from outside.", {}
    best = _best_of(outcome)
    if best is None:
        if outcome.status is JobStatus.CANCELLED:
            return JobStatus.CANCELLED, "Stopped before a first plan was found. Nothing was changed.", {}
        raise outcome.failure or ProgramFaultError("The search ended without a plan.", "Start it again.")
    early = outcome.status is JobStatus.CANCELLED
    plan = found_plan(settings, store, job, best)
    status = JobStatus.CANCELLED if early else JobStatus.DONE
    incident = getattr(outcome.failure, "incident", "")
    return keep_found(store, job, plan, status=status, found=best, incident=incident)[1]


def _best_of(outcome: Outcome) -> FoundRoutes | None:
    found = outcome.done if outcome.done is not None else outcome.best
    return None if found is None else FoundRoutes.from_json(found)


def is_recovered(store: Store, job: Job) -> bool:
    """Whether the best of a lost search was stored already, by whomever."""
    # A version knows its job; of earlier releases only the record of recovered jobs tells.
    return store.plans.of_job(job.job_id) is not None or store.recovered_jobs.find(job.job_id) is not None


def recover_job(settings: Settings, store: Store, job: Job, *, by: str = "") -> Plan | None:
    """Keep what a lost search had found; None when it had found nothing, or when that is kept already.

    Two people may press the button at once, and a recovery that is killed half-way is begun anew by the next.
    """
    if not job.progress.get("best") or StoredVersion.from_json(job.result) or is_recovered(store, job):
        return None
    best = FoundRoutes.from_json(job.progress["best"])
    plan = found_plan(settings, store, job, best)
    return keep_found(store, job, plan, status=None, found=best, recovered_by=by)[0]


def found_plan(settings: Settings, store: Store, job: Job, found: FoundRoutes) -> Plan:
    """Judge the routes that a search found against the day as it is *now*; nothing is stored."""
    payload = payload_of(PlanPayload, job)
    prepared, previous = _prepare(settings, store, payload)
    why = payload.why
    is_changed = found.input_hash not in (None, prepared.input_hash)
    if is_changed:
        note = "orders, fleet or roads changed while planning; checked again against the present day"
        why = f"{why}; {note}" if why else note
    kept = previous if previous is not None and payload.keep else None
    plan = judged_plan(
        settings,
        prepared,
        drop_missing_visits(prepared, found.routes),
        PlanNotes(by=job.created_by, why=why, origin=PlanOrigin.SEARCH),
        locks=PlanLocks.of(kept),
        # Begins that were found for another day say nothing about this one.
        loading_starts=None if is_changed else found.loading_starts,
        dock_reasons=None if is_changed else found.dock_reasons,
        previous=previous,
    )
    return replace(plan, parent_version=kept.version if kept is not None else None)
