"""``lastmile kpi``: a day's or period's figures."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import click

from lastmile_core.cli.shared.common import answer, day_options, db_option, json_option, one_depot, opened, plain_errors


@click.command()
@day_options
@click.option(
    "--days",
    type=click.IntRange(1, 400),
    default=1,
    show_default=True,
    help="Length of the period that ends with --date.",
)
@click.option("--figure", "keys", multiple=True, help="Only these figures, e.g. first_attempt_rate; may be repeated.")
@db_option
@json_option
@plain_errors
def kpi(
    service_date: date, depot_id: str | None, days: int, keys: tuple[str, ...], db: Path | None, as_json: bool
) -> None:
    """Show what a day or period was like: first-attempt rate, on time, idle time and the rest, with definitions."""
    from lastmile_core.errors import LastmileError
    from lastmile_core.metrics import DEFINITIONS
    from lastmile_core.workflows.reports.report_period import report_period

    if unknown := [key for key in keys if key not in DEFINITIONS]:
        raise LastmileError(f"There is no figure “{unknown[0]}”.", f"Known: {', '.join(DEFINITIONS)}.")
    with opened(db) as (_, store):
        depot = one_depot(store, depot_id)
        report = report_period(store, service_date - timedelta(days=days - 1), service_date, depot.depot_id)
    chosen = [report.metrics[key] for key in keys or DEFINITIONS]
    if as_json:
        answer(
            {
                "start": report.start.isoformat(),
                "end": report.end.isoformat(),
                "depot": depot.depot_id,
                "facts": report.facts,
                "figures": {
                    metric.key: {
                        "value": metric.value,
                        "unit": metric.definition.unit,
                        "numerator": metric.numerator,
                        "denominator": metric.denominator,
                        "interval": metric.interval,
                        "excluded": metric.exclusions,
                        "data_quality": metric.data_quality,
                        "formula": metric.definition.formula,
                        "reason": metric.reason,
                    }
                    for metric in chosen
                },
            }
        )
        return
    click.echo(f"{depot.name}, {report.start} to {report.end}: {report.facts.get('orders', 0)} orders")
    for metric in chosen:
        unit, value = metric.definition.unit, metric.value
        shown = "–" if value is None else f"{value * 100:.1f} %" if unit == "share" else f"{value:,.2f} {unit}"
        likely = (
            f"  ({metric.interval[0] * 100:.0f} to {metric.interval[1] * 100:.0f} % likely)" if metric.interval else ""
        )
        click.echo(f"  {metric.definition.name}: {shown}{likely}{'  ' + metric.reason if value is None else ''}")
