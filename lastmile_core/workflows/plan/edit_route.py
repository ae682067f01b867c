"""Change a plan by hand: judged at once, saved as a new version with who and why; undo and redo are versions too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lastmile_core.errors import LastmileError, NotFoundError, StaleVersionError
from lastmile_core.model import Plan, PlanLocks, PlanNotes, PlanOrigin, Violation, order_of, other_half
from lastmile_core.problem import BuiltProblem
from lastmile_core.schedule import Insertion, insertions, routes_of, to_indices
from lastmile_core.schedule.edits import Edit, Edits, apply_edit
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.workflows.day.prepare_day import PreparedDay, load_inputs, prepare_day, with_vehicles_of
from lastmile_core.workflows.plan.judged_plan import drop_missing_visits, judged_plan


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPreview:
    """What a change would do, before it is saved.

    Attributes
    ----------
    before, after
        The version it starts from and the judged result.
    new_violations, solved_violations
        Rules that the change breaks, and rules it mends.
    extra_s, extra_m, extra_cost
        Difference in paid seconds, metres and money (vehicles, distance, paid time).
    """

    before: Plan
    after: Plan
    new_violations: tuple[Violation, ...]
    solved_violations: tuple[Violation, ...]
    extra_s: int
    extra_m: int
    extra_cost: float


def _key(violation: Violation) -> tuple[str, str, str | None]:
    return violation.cause, violation.vehicle_id, violation.visit_id


def prepared_for(settings: Settings, store: Store, plan: Plan) -> PreparedDay:
    """Return the day as it is now, with every vehicle that still has stops in ``plan``."""
    inputs = load_inputs(store, plan.service_date, plan.depot_id)
    return prepare_day(settings, with_vehicles_of(store, inputs, plan))


def _judge_edit(settings: Settings, store: Store, before: Plan, edit: Edit, by: str, why: str) -> Plan:
    prepared = prepared_for(settings, store, before)
    changed = apply_edit(Edits(routes=routes_of(before), locks=PlanLocks.of(before)), edit)
    return judged_plan(
        settings,
        prepared,
        drop_missing_visits(prepared, changed.routes),
        PlanNotes(by=by, why=why or edit.describe(), origin=PlanOrigin.EDIT),
        locks=changed.locks,
        previous=before,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class InsertionPosition:
    """Where an order could go, and what that adds (paid seconds, metres, money).

    ``position`` and ``after_reload`` are those of :class:`~lastmile_core.schedule.edits.MoveStop`.
    """

    vehicle_id: str
    position: int
    extra_s: int
    extra_m: int
    extra_cost: float
    after_reload: bool = False


def best_places(settings: Settings, store: Store, plan: Plan, order_id: str, most: int = 5) -> list[InsertionPosition]:
    """Return the cheapest place on each vehicle where the order breaks no rule, cheapest first; empty when none is.

    The pickup of an order goes right before it.
    """
    prepared = prepared_for(settings, store, plan)
    built = prepared.built
    if order_id not in built.visit_idx:
        return []
    routes = drop_missing_visits(prepared, routes_of(plan))
    gone = {order_id, other_half(order_id)}
    without = to_indices(built, {vehicle_id: [o for o in ids if o not in gone] for vehicle_id, ids in routes.items()})
    found: dict[int, Insertion] = {}
    off = {built.vehicle_idx[vehicle_id] for vehicle_id in prepared.inputs.kept_on}
    for insertion in insertions(built.problem, without, built.visit_idx[order_of(order_id)]):
        if insertion.vehicle not in off:
            found.setdefault(insertion.vehicle, insertion)
    return [_place(built, without, insertion) for insertion in list(found.values())[:most]]


def _place(built: BuiltProblem, routes: Mapping[int, Sequence[int]], put: Insertion) -> InsertionPosition:
    before = [built.is_reload(visit) for visit in routes.get(put.vehicle, ())[: put.position]]
    return InsertionPosition(
        vehicle_id=built.vehicles[put.vehicle].vehicle_id,
        position=before.count(False),
        extra_s=put.extra_s,
        extra_m=put.extra_m,
        extra_cost=put.extra_cost / 100,
        after_reload=bool(before and before[-1]),
    )


def version_of(store: Store, service_date: date, depot_id: str, version: int) -> Plan:
    """Return one version; raise NotFoundError when there is none."""
    plan = store.plans.get(service_date, depot_id, version)
    if plan is None:
        raise NotFoundError(f"There is no plan version {version} for this day.", "Plan the day first.")
    return plan


def preview_edit(
    settings: Settings, store: Store, service_date: date, depot_id: str, base_version: int, edit: Edit
) -> EditPreview:
    """Judge a change without saving it."""
    before = version_of(store, service_date, depot_id, base_version)
    after = _judge_edit(settings, store, before, edit, by="", why="")
    old = {_key(violation) for violation in before.violations}
    new = {_key(violation) for violation in after.violations}
    return EditPreview(
        before=before,
        after=after,
        new_violations=tuple(v for v in after.violations if _key(v) not in old),
        solved_violations=tuple(v for v in before.violations if _key(v) not in new),
        extra_s=after.paid_s - before.paid_s,
        extra_m=after.distance_m - before.distance_m,
        extra_cost=after.cost.operating - before.cost.operating,
    )


def edit_route(
    settings: Settings,
    store: Store,
    service_date: date,
    depot_id: str,
    base_version: int,
    edit: Edit,
    *,
    by: str,
    why: str,
) -> Plan:
    """Apply a change to version ``base_version`` and save the result as the next version.

    Raises
    ------
    StaleVersionError
        If somebody saved a newer version meanwhile; nothing is overwritten.
    """
    before = version_of(store, service_date, depot_id, base_version)
    refuse_stale(store, before, by)
    after = _judge_edit(settings, store, before, edit, by=by, why=why)
    return save_version(store, replace(after, parent_version=base_version), base_version, by, edit.describe(), why)


def refuse_stale(store: Store, base: Plan, by: str) -> None:
    """Refuse to change a version that is not the newest any more; ``by`` is not told about somebody else of that name.

    Raises
    ------
    StaleVersionError
        If there is a newer version.
    """
    head = store.plans.latest(base.service_date, base.depot_id)
    if head is None or head.version == base.version:
        return
    saved = f"{head.created_by or 'Somebody'} saved version {head.version}"
    if head.created_by == by:
        saved = f"Version {head.version} was saved under your name, perhaps in another window,"
    raise StaleVersionError(
        f"{saved} while you were working on version {base.version}. "
        "Nothing was overwritten and your change was not saved.",
        f"Look at version {head.version}, then make your change again.",
    )


def save_version(store: Store, plan: Plan, base_version: int, by: str, what: str, why: str) -> Plan:
    """Store a changed plan as the version after ``base_version``, with its line in the audit."""
    with store.atomic():
        stored = store.plans.add(plan, expected_head=base_version)
        store.audit.write(
            who=by,
            what=what,
            why=why,
            subject=plan.day_key.subject,
            detail={"version": stored.version, "from": base_version},
        )
    return stored


def _content_version(plan: Plan) -> int:
    """Return the version whose content this one shows (itself unless it is an undo or redo)."""
    return plan.restores if plan.restores is not None else plan.version


def can_undo(store: Store, head: Plan) -> bool:
    """Whether the newest version has something to go back to."""
    return version_of(store, head.service_date, head.depot_id, _content_version(head)).parent_version is not None


def undo(settings: Settings, store: Store, service_date: date, depot_id: str, base_version: int, *, by: str) -> Plan:
    """Go back one change by making a new version with the content before it."""
    head = version_of(store, service_date, depot_id, base_version)
    refuse_stale(store, head, by)
    shown = version_of(store, service_date, depot_id, _content_version(head))
    if shown.parent_version is None:
        raise LastmileError("There is nothing to undo in this plan.", "")
    target = version_of(store, service_date, depot_id, shown.parent_version)
    target_version = _content_version(target)
    return _restore(
        settings, store, head, target_version, PlanOrigin.UNDO, (*head.redo_stack, shown.version), by, "undo"
    )


def redo(settings: Settings, store: Store, service_date: date, depot_id: str, base_version: int, *, by: str) -> Plan:
    """Bring back the change that was undone last."""
    head = version_of(store, service_date, depot_id, base_version)
    refuse_stale(store, head, by)
    if not head.redo_stack:
        raise LastmileError("There is nothing to redo in this plan.", "")
    return _restore(settings, store, head, head.redo_stack[-1], PlanOrigin.REDO, head.redo_stack[:-1], by, "redo")


def _restore(
    settings: Settings,
    store: Store,
    head: Plan,
    target_version: int,
    origin: PlanOrigin,
    redo_stack: tuple[int, ...],
    by: str,
    what: str,
) -> Plan:
    """Judge the restored routes afresh: orders or fleet may have changed since."""
    target = version_of(store, head.service_date, head.depot_id, target_version)
    prepared = prepared_for(settings, store, target)
    why = f"{what} back to version {target_version}" if origin is PlanOrigin.UNDO else f"redo version {target_version}"
    plan = judged_plan(
        settings,
        prepared,
        drop_missing_visits(prepared, routes_of(target)),
        PlanNotes(by=by, why=why, origin=origin),
        locks=PlanLocks.of(target),
        previous=target,
    )
    plan = replace(plan, parent_version=head.version, restores=target_version, redo_stack=redo_stack)
    return save_version(store, plan, head.version, by, what, why)
