"""Planning rules in the store, one row a depot."""

from __future__ import annotations

import json
from dataclasses import fields

from lastmile_core.model import KerbRule, PlanningRules
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import to_json
from lastmile_core.store.database.sql import upsert_sql

_FIELDS = tuple(field.name for field in fields(PlanningRules))
_PRICES = tuple(name for name in _FIELDS if name.endswith("_price"))
_KERB = tuple(name for name in _FIELDS if name.endswith("_kerb"))
_SAVE = upsert_sql("planning_rules", ("depot_id", *_FIELDS), ("depot_id",))


class StoredPlanningRules:
    """Planning rules by depot."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def of_depot(self, depot_id: str) -> PlanningRules:
        """Return the depot's rules; those of a new depot when nobody set any."""
        row = self._db.one("SELECT * FROM planning_rules WHERE depot_id = :depot_id", depot_id=depot_id)
        if row is None:
            return PlanningRules()
        return PlanningRules(
            traffic=tuple(json.loads(row["traffic"])),
            district_traffic=tuple((name, tuple(factors)) for name, factors in json.loads(row["district_traffic"])),
            use_docks=bool(row["use_docks"]),
            **{name: row[name] for name in _PRICES},
            van_kerb=KerbRule(row["van_kerb"]),
            cargo_bike_kerb=KerbRule(row["cargo_bike_kerb"]),
        )

    def save(self, depot_id: str, rules: PlanningRules) -> None:
        """Store the depot's rules; the old ones are replaced whole."""
        values: dict[str, object] = {name: float(getattr(rules, name)) for name in _PRICES}
        values |= {
            "depot_id": depot_id,
            "traffic": to_json(rules.traffic),
            "district_traffic": to_json(rules.district_traffic),
            "use_docks": int(rules.use_docks),
            **{name: str(getattr(rules, name)) for name in _KERB},
        }
        self._db.write(_SAVE, values)
