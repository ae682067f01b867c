"""Planning rules changed by one switch."""

from __future__ import annotations

from dataclasses import replace

from lastmile_core.store import FieldChange, Store


def count_docks(store: Store, depot_id: str, wanted: bool, *, by: str) -> None:
    """Let every loading need a free dock, or not, on top of the rules as they are stored now."""
    with store.atomic():
        rules = store.planning_rules.of_depot(depot_id)
        if rules.use_docks == wanted:
            return
        store.planning_rules.save(depot_id, replace(rules, use_docks=wanted))
        change = FieldChange(row=depot_id, field="Every loading must find a free bay", old=rules.use_docks, new=wanted)
        store.audit.write(who=by, what="change planning rules", subject=depot_id, changes=[change])
