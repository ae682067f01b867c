"""First attempts against distance: a day planned at several prices of a failed attempt, in a worker of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from typing import Any

from lastmile_core.errors import LastmileError, ProgramFaultError
from lastmile_core.jobs.payloads import TradeOffPayload, payload_of
from lastmile_core.jobs.supervise import supervise
from lastmile_core.model import DayKey, Job, JobStatus, Plan
from lastmile_core.planning.base.search_limits import SearchLimits
from lastmile_core.planning.trade_off import TradePoint, trade_off
from lastmile_core.problem import Locks, input_hash
from lastmile_core.problem.day_inputs import DayInputs
from lastmile_core.problem.locks import locks_of
from lastmile_core.schedule import routes_of, to_indices
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.day.prepare_day import PreparedDay, load_inputs, prepare_day
from lastmile_core.workflows.long_work import start_job
from lastmile_core.workflows.plan.judged_plan import drop_missing_visits
from lastmile_core.workflows.plan.plan_day import CHECKING_S

TIME_LIMIT_S = 60.0
STEPS = (0.0, 0.5, 1.0, 2.0, 4.0)
"""Prices that are tried, as multiples of the present one."""
USUAL_PRICE = 8.0
"""Stands for the present price where somebody set that to nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """What the day comes to at one price.

    Attributes
    ----------
    price
        Of a failed first attempt, in the depot's currency.
    failures
        Failed first attempts to be expected.
    cost
        Vehicles, distance, paid time and overtime, in the depot's currency.
    """

    price: float
    failures: float
    distance_m: int
    paid_s: int
    cost: float
    num_unassigned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeOff:
    """A stored curve.

    Attributes
    ----------
    points
        The lowest price first.
    day_hash, travel
        What the day was then, whatever a failed attempt costs, and where its driving times came from.
    """

    points: tuple[CurvePoint, ...]
    day_hash: str
    travel: str

    def of_price(self, price: float) -> CurvePoint:
        """Return the point whose price is nearest."""
        return min(self.points, key=lambda point: abs(point.price - price))


def has_chances(inputs: DayInputs) -> bool:
    """Whether any order of the day says when somebody is likely to open."""
    return any(order.chances for order in inputs.orders)


def prices_to_try(present: float) -> tuple[float, ...]:
    """Return the prices of a curve around the present one, the lowest first."""
    return tuple(round(step * (present or USUAL_PRICE), 2) for step in STEPS)


def start_trade_off(
    settings: Settings,
    store: Store,
    day: DayKey,
    *,
    by: str,
    time_limit_s: float = TIME_LIMIT_S,
    seed: int = 1,
) -> Job:
    """Start looking in a worker process of its own and return its job row at once.

    Raises
    ------
    BusyError
        If the curve of this day is being made already.
    LastmileError
        If there is nothing to plan, or no order says its chances.
    """
    inputs = load_inputs(store, day.service_date, day.depot_id)
    if not has_chances(inputs):
        raise LastmileError(
            "No order of this day says when somebody is likely to open.",
            "Add a column “Chance by hour” to the order file and import it again.",
        )
    if not inputs.available:
        raise LastmileError("No vehicle goes out today.", "Tick at least one vehicle on the Fleet page.")
    payload = TradeOffPayload(
        day=day,
        time_limit_s=time_limit_s,
        prices=prices_to_try(inputs.rules.failed_attempt_price),
        seed=seed,
    )
    return start_job(settings, store, payload, by=by)


def day_hash(inputs: DayInputs, travel: str) -> str:
    """Return what changes when the curve could come out differently; the present price does not count."""
    return input_hash(
        inputs.orders,
        inputs.vehicles,
        inputs.drivers.values(),
        inputs.availability,
        inputs.depot,
        travel=travel,
        rules=replace(inputs.rules, failed_attempt_price=USUAL_PRICE),
        docks=inputs.docks,
    )


def curve_of_day(
    settings: Settings,
    store: Store,
    payload: TradeOffPayload,
    *,
    tell: Any = None,
    should_stop: Any = None,
) -> TradeOff:
    """Return the curve; searches in the calling process, which it blocks.

    Parameters
    ----------
    payload
        The day, the prices and how long to search.
    tell
        Called with the curve so far and the share of the work that is done.
    """
    prepared, previous = _prepare(settings, store, payload.day)
    travel = f"{prepared.travel_source.value}:{prepared.travel_region}"
    told = day_hash(prepared.inputs, travel)

    def shown(points: Sequence[TradePoint]) -> TradeOff:
        return TradeOff(points=tuple(map(_curve_point, points)), day_hash=told, travel=travel)

    points = trade_off(
        prepared.built.problem,
        [round(price * 100) for price in payload.prices],
        SearchLimits(time_s=payload.time_limit_s, workers=settings.workers, seed=payload.seed),
        initial=to_indices(prepared.built, drop_missing_visits(prepared, routes_of(previous))) if previous else None,
        on_points=None if tell is None else lambda found, share: tell(shown(found), share),
        should_stop=should_stop,
    )
    return shown(points)


def _prepare(settings: Settings, store: Store, day: DayKey) -> tuple[PreparedDay, Plan | None]:
    previous = store.plans.latest(day.service_date, day.depot_id)
    locks = locks_of(previous) if previous is not None else Locks()
    return prepare_day(settings, load_inputs(store, day.service_date, day.depot_id), locks), previous


def _curve_point(point: TradePoint) -> CurvePoint:
    return CurvePoint(
        price=point.price / 100,
        failures=round(point.failures, 3),
        distance_m=point.distance_m,
        paid_s=point.paid_s,
        cost=point.operating / 100,
        num_unassigned=point.num_unassigned,
    )


def search_child(connection: Connection, stop: Any, settings: Settings, payload: TradeOffPayload) -> None:
    """Make the curve in the solver child and send each state of it through the pipe."""
    connection.send({"message": "Reading orders and travel times", "share": 0.02})

    def tell(curve: TradeOff, share: float) -> None:
        words = "Planning at another price of a failed attempt"
        connection.send({"message": words, "share": min(0.97, 0.03 + 0.94 * share), "best": to_json(curve)})

    with open_store(settings.database) as store:
        found = curve_of_day(settings, store, payload, tell=tell, should_stop=stop.is_set)
    connection.send({"done": to_json(found), "share": 0.99})


def run_trade_off_job(settings: Settings, store: Store, job: Job) -> tuple[JobStatus, str, dict[str, Any]]:
    """Make the curve of a day in the worker; stopped early, what is there is kept."""
    payload = payload_of(TradeOffPayload, job)
    hard_wall_s = payload.time_limit_s + CHECKING_S
    outcome = supervise(store, job, search_child, (settings, payload), hard_wall_s=hard_wall_s)
    if outcome.status is JobStatus.LOST:
        return JobStatus.LOST, "The search was ended from outside.", {}
    curve = from_json(outcome.done or outcome.best or {})
    if curve is None:
        if outcome.status is JobStatus.CANCELLED:
            return JobStatus.CANCELLED, "Stopped before there was anything to show. Nothing was changed.", {}
        raise outcome.failure or ProgramFaultError("The search ended without a plan.", "Start it again.")
    early = outcome.status is JobStatus.CANCELLED
    words = "First attempts are weighed against distance" + (" (stopped early)." if early else ".")
    return JobStatus.CANCELLED if early else JobStatus.DONE, words, to_json(curve)


def choose_price(store: Store, depot_id: str, price: float, *, by: str) -> None:
    """Make ``price`` (in the depot's currency) what a failed first attempt costs in the plans to come."""
    with store.atomic():
        rules = replace(store.planning_rules.of_depot(depot_id), failed_attempt_price=price)
        store.planning_rules.save(depot_id, rules)
        store.audit.write(
            who=by, what="change planning rules", subject=depot_id, detail={"failed_attempt_price": price}
        )


def to_json(curve: TradeOff) -> dict[str, Any]:
    """Return a curve as JSON values."""
    names = CurvePoint.__slots__
    points = [{name: getattr(point, name) for name in names} for point in curve.points]
    return {"points": points, "day_hash": curve.day_hash, "travel": curve.travel}


def from_json(stored: Mapping[str, Any]) -> TradeOff | None:
    """Return the curve of a job's result or best; None while there is no point."""
    if not stored.get("points"):
        return None
    points = tuple(CurvePoint(**point) for point in stored["points"])
    return TradeOff(points=points, day_hash=str(stored["day_hash"]), travel=str(stored["travel"]))
