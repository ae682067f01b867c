"""``lastmile day``: where a day stands, what comes next, and what has changed since its plan."""

from __future__ import annotations

import sys
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
)

if TYPE_CHECKING:
    from lastmile_core.workflows.day.day_change import DayChange


@click.command()
@day_options
@db_option
@json_option
@plain_errors
def day(service_date: date, depot_id: str | None, db: Path | None, as_json: bool) -> None:
    """Show where a day stands, what comes next, and what has changed since its plan was made.

    The exit code is 1 when something has changed that the plan does not know.
    """
    from lastmile_core.workflows.day.changed_since_plan import changed_since_plan
    from lastmile_core.workflows.running_day.day_state import day_state

    with opened(db) as (settings, store):
        depot = one_depot(store, depot_id)
        state = day_state(store, service_date, depot.depot_id)
        changed = changed_since_plan(settings, store, service_date, depot.depot_id)
    if as_json:
        answer(
            {
                "service_date": service_date.isoformat(),
                "depot": depot.depot_id,
                "orders": state.num_orders,
                "ready": state.num_ready,
                "waiting": state.num_waiting,
                "version": state.plan_version,
                "published_version": state.published_version,
                "is_under_way": changed.is_under_way,
                "is_closed": state.is_closed,
                "sentence": state.sentence,
                "next": state.next_label,
                "changes": [_said(change) for change in changed.changes],
                "changes_since_version": changed.version,
                "changes_since_published": [_said(change) for change in changed.promised_changes],
            }
        )
    else:
        click.echo(f"{depot.name}, {service_date}: {state.sentence}")
        if state.next_label:
            click.echo(f"Next: {state.next_label}")
        if changed.sentence:
            click.echo(changed.sentence)
    sys.exit(LOOK if changed.changes or changed.promised_changes else DONE)


def _said(change: DayChange) -> dict[str, Any]:
    found = {
        "kind": change.kind.value,
        "words": change.words,
        "detail": change.detail,
        "vehicle": change.vehicle_id,
        "order": change.order_id,
        "driver": change.driver_id,
        "stops": change.num_stops,
        "action": change.action.value,
    }
    return {name: value for name, value in found.items() if value not in (None, "", 0)}
