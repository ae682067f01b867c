"""``lastmile plan-many``: several problem files at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lastmile_core.cli.shared.common import DONE, LOOK, answer, json_option, plain_errors
from lastmile_core.cli.shared.params import ROUNDS, SEED, Seconds
from lastmile_core.units import plural

if TYPE_CHECKING:
    from lastmile_core.planning.base.plan_result import PlanResult


@click.command("plan-many")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--time-limit", type=Seconds(), default=30.0, show_default=True, help="Seconds a file.")
@click.option(
    "--cluster", default=None, help="Ray cluster: ray://host:10001, host:6379 or auto. Default: this machine."
)
@click.option("--processes", type=click.IntRange(1, 256), default=None, help="Files at once; default: one a core.")
@click.option("--seed", type=SEED, default=1, show_default=True, help="Same seed, same start.")
@click.option("--max-iterations", type=ROUNDS, default=None, help="Same plan every time, everywhere.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=None, help="Folder for the plans.")
@json_option
@plain_errors
def plan_many(
    files: tuple[Path, ...],
    time_limit: float,
    cluster: str | None,
    processes: int | None,
    seed: int,
    max_iterations: int | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Plan several days (problem FILES as JSON) side by side, one a core, here or on a Ray cluster.

    The same seed and --max-iterations give the same plans wherever they are searched.
    """
    from lastmile_core.workflows.plan.plan_many import plan_many as run

    def show(name: str, result: PlanResult) -> None:
        if not as_json:
            click.echo(
                f"{name}: {result.status.value}, cost {result.cost.total / 100:.2f}, "
                f"{plural(len(result.routes), 'route')}, "
                f"{len(result.unassigned)} left out, {result.runtime_s:.1f} s"
            )

    found: dict[str, dict[str, Any]] = run(
        files,
        time_limit=time_limit,
        cluster=cluster,
        processes=processes,
        seed=seed,
        max_iterations=max_iterations,
        out=out,
        on_result=show,
    )
    if as_json:
        answer(found)
    elif out is not None:
        click.echo(f"Written to {out}")
    sys.exit(DONE if all(plan["status"] in ("FEASIBLE", "PARTIAL") for plan in found.values()) else LOOK)
