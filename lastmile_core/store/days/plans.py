"""Plan versions and publications: appended, never changed."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from lastmile_core.errors import NotFoundError, StaleVersionError
from lastmile_core.model import Plan, PlanOrigin, PlanStatus, TravelSource
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import moment_text, read_moment, read_moment_or_none
from lastmile_core.store.database.sql import insert_sql
from lastmile_core.store.days.plan_json import plan_from_json, plan_to_json

_HEAD_COLUMNS = (
    "service_date, depot_id, version, plan_id, status, origin, created_at, created_by, why, parent_version, restores, "
    "input_hash, travel_source, travel_region, distance_m, paid_s, cost, running_cost, num_routes, num_stops, "
    "num_unassigned, num_violations"
)
_ADD = insert_sql("plan_versions", (*_HEAD_COLUMNS.split(", "), "job_id", "body"))
_DAY = "v.service_date = :service_date AND v.depot_id = :depot_id"
_LAST_PUBLICATION = """
    LEFT JOIN publications p ON p.publication_id = (
        SELECT MAX(q.publication_id) FROM publications q
        WHERE q.service_date = v.service_date AND q.depot_id = v.depot_id AND q.version = v.version)"""
_HEAD = f"""
    SELECT v.{_HEAD_COLUMNS.replace(", ", ", v.")}, p.published_at, p.published_by
    FROM plan_versions v {_LAST_PUBLICATION} WHERE {_DAY}"""
_BODY = f"""
    SELECT v.body, v.depot_id, p.published_at, p.published_by
    FROM plan_versions v {_LAST_PUBLICATION} WHERE"""
_NUMBER = "SELECT MAX(v.version) FROM plan_versions v WHERE " + _DAY
# The newest publication of each day and depot is what was promised.
_PROMISED = """
    EXISTS (SELECT 1 FROM publications r WHERE r.service_date = v.service_date AND r.depot_id = v.depot_id
        AND r.version = v.version AND r.publication_id = (
            SELECT MAX(s.publication_id) FROM publications s
            WHERE s.service_date = v.service_date AND s.depot_id = v.depot_id))"""
_PUBLISH = insert_sql("publications", ("service_date", "depot_id", "version", "published_at", "published_by"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanHead:
    """A plan version without its routes, for lists.

    Attributes
    ----------
    distance_m, paid_s
        Of all routes, in metres and seconds.
    cost, operating_cost
        The whole objective, and the money that will be spent, in the depot's currency.
    """

    plan_id: str
    service_date: date
    depot_id: str
    version: int
    status: PlanStatus
    origin: PlanOrigin
    created_at: datetime
    created_by: str
    why: str
    parent_version: int | None
    restores: int | None
    input_hash: str
    travel_source: TravelSource
    travel_region: str
    distance_m: int
    paid_s: int
    cost: float
    operating_cost: float
    num_routes: int
    num_stops: int
    num_unassigned: int
    num_violations: int
    published_at: datetime | None
    published_by: str

    @property
    def km(self) -> float:
        """Distance of all routes in kilometres."""
        return self.distance_m / 1000

    @property
    def is_published(self) -> bool:
        """Whether this version was ever published."""
        return self.published_at is not None


class Plans:
    """Plan versions by day and depot."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def head(self, service_date: date, depot_id: str) -> int | None:
        """Return the number of the newest version, or None when there is no plan yet."""
        found: int | None = self._db.value(_NUMBER, service_date=service_date.isoformat(), depot_id=depot_id)
        return found

    def add(self, plan: Plan, *, expected_head: int | None, job_id: str | None = None) -> Plan:
        """Store the plan as the next version and return it with its number.

        Parameters
        ----------
        expected_head
            The newest version that the editor knew, 0 when there was no plan; None to add after whatever
            came meanwhile, as a search does whose result stands beside the others.
        job_id
            The job that made it; a job makes one version, look with :meth:`of_job` in the same transaction.

        Raises
        ------
        StaleVersionError
            If somebody saved another version meanwhile; nothing is stored.
        """
        with self._db.atomic():
            self._refuse_stale(plan.service_date, plan.depot_id, expected_head)
            head = self.head(plan.service_date, plan.depot_id) or 0
            stored = replace(plan, version=head + 1, published_at=None, published_by="")
            if not stored.plan_id or self._has_id(stored.plan_id):
                stored = replace(stored, plan_id=uuid4().hex)
            self._db.write(_ADD, _row(stored, self._db.zone(plan.depot_id).key) | {"job_id": job_id})
        return stored

    def of_job(self, job_id: str) -> int | None:
        """Return the number of the version that a job made, or None when it made none."""
        found: int | None = self._db.value("SELECT version FROM plan_versions WHERE job_id = :job_id", job_id=job_id)
        return found

    def get(self, service_date: date, depot_id: str, version: int) -> Plan | None:
        """Return one version, or None."""
        return self._one(f"{_DAY} AND v.version = :version", service_date, depot_id, version=version)

    def latest(self, service_date: date, depot_id: str) -> Plan | None:
        """Return the newest version, or None when there is no plan."""
        return self._one(f"{_DAY} ORDER BY v.version DESC LIMIT 1", service_date, depot_id)

    def latest_published(self, service_date: date, depot_id: str) -> Plan | None:
        """Return the version that was published last, or None."""
        return self._one(f"{_DAY} AND {_PROMISED}", service_date, depot_id)

    def versions(self, service_date: date, depot_id: str) -> list[PlanHead]:
        """Return every version without its routes, newest first."""
        rows = self._db.rows(
            f"{_HEAD} ORDER BY v.version DESC", service_date=service_date.isoformat(), depot_id=depot_id
        )
        return [_head(row, self._db.zone(depot_id)) for row in rows]

    def publish(
        self,
        service_date: date,
        depot_id: str,
        version: int,
        by: str,
        at: datetime,
        expected_head: int | None = None,
    ) -> Plan:
        """Promise one version and return it; publishing the one that is promised already changes nothing.

        Parameters
        ----------
        expected_head
            The newest version that the person saw; None to publish whatever came after.

        Raises
        ------
        NotFoundError
            If there is no such version.
        StaleVersionError
            If there is a newer version than ``expected_head``.
        """
        with self._db.atomic():
            self._refuse_stale(service_date, depot_id, expected_head)
            plan = self.get(service_date, depot_id, version)
            if plan is None:
                raise NotFoundError(
                    f"There is no version {version} of the plan for {service_date}.", "Choose one from the list."
                )
            promised = self.latest_published(service_date, depot_id)
            if promised is not None and promised.version == version:
                return promised
            row: dict[str, object] = {"service_date": service_date.isoformat(), "depot_id": depot_id}
            row |= {"version": version, "published_at": moment_text(at), "published_by": by}
            self._db.write(_PUBLISH, row)
            at_depot = read_moment(moment_text(at), self._db.zone(depot_id))
            return replace(plan, published_at=at_depot, published_by=by)

    def dates(self, depot_id: str | None = None) -> list[date]:
        """Return the days that have a plan, oldest first."""
        rows = self._db.rows(
            "SELECT DISTINCT service_date FROM plan_versions WHERE :depot_id IS NULL OR depot_id = :depot_id "
            "ORDER BY service_date",
            depot_id=depot_id,
        )
        return [date.fromisoformat(row[0]) for row in rows]

    def _has_id(self, plan_id: str) -> bool:
        return self._db.one("SELECT 1 FROM plan_versions WHERE plan_id = :plan_id", plan_id=plan_id) is not None

    def _refuse_stale(self, service_date: date, depot_id: str, expected: int | None) -> None:
        head = self.head(service_date, depot_id) or 0
        if expected is None or head == expected:
            return
        row = self._db.one(
            f"{_HEAD} AND v.version = :version", service_date=service_date.isoformat(), depot_id=depot_id, version=head
        )
        who = f" by {row['created_by']}" if row is not None and row["created_by"] else ""
        when = f" at {read_moment(row['created_at'], self._db.zone(depot_id)):%H:%M}" if row is not None else ""
        doing = f"you were editing version {expected}" if expected else "you were starting from an empty day"
        raise StaleVersionError(
            f"Somebody saved version {head}{who}{when} while {doing}. Nothing was overwritten.",
            f"Open version {head}, see what changed, and make your change again there.",
        )

    def _one(self, where: str, service_date: date, depot_id: str, **more: object) -> Plan | None:
        row = self._db.one(f"{_BODY} {where}", service_date=service_date.isoformat(), depot_id=depot_id, **more)
        return None if row is None else self._plan(row)

    def _plan(self, row: sqlite3.Row) -> Plan:
        plan = plan_from_json(row["body"])
        if row["published_at"] is None:
            return plan
        at = read_moment(row["published_at"], self._db.zone(row["depot_id"]))
        return replace(plan, published_at=at, published_by=row["published_by"])


def _row(plan: Plan, timezone: str) -> dict[str, object]:
    return {
        "service_date": plan.service_date.isoformat(),
        "depot_id": plan.depot_id,
        "version": plan.version,
        "plan_id": plan.plan_id,
        "status": plan.status.value,
        "origin": plan.origin.value,
        "created_at": moment_text(plan.created_at),
        "created_by": plan.created_by,
        "why": plan.why,
        "parent_version": plan.parent_version,
        "restores": plan.restores,
        "input_hash": plan.input_hash,
        "travel_source": plan.travel_source.value,
        "travel_region": plan.travel_region,
        "distance_m": int(plan.distance_m),
        "paid_s": int(plan.paid_s),
        "cost": float(plan.cost.total),
        "running_cost": float(plan.cost.operating),
        "num_routes": len(plan.routes_in_use),
        "num_stops": plan.num_stops,
        "num_unassigned": len(plan.unassigned),
        "num_violations": len(plan.violations),
        "body": plan_to_json(plan, timezone),
    }


def _head(row: sqlite3.Row, zone: ZoneInfo) -> PlanHead:
    values = {name: row[name] for name in row.keys()}  # noqa: SIM118  (a Row iterates over its cells)
    values.update(
        service_date=date.fromisoformat(row["service_date"]),
        status=PlanStatus(row["status"]),
        origin=PlanOrigin(row["origin"]),
        travel_source=TravelSource(row["travel_source"]),
        created_at=read_moment(row["created_at"], zone),
        published_at=read_moment_or_none(row["published_at"], zone),
        published_by=row["published_by"] or "",
        operating_cost=values.pop("running_cost"),
    )
    return PlanHead(**values)
