"""``lastmile solve``: the planning core on a benchmark file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lastmile_core.cli.shared.common import DONE, LOOK, answer, begun, json_option, plain_errors
from lastmile_core.cli.shared.params import SEED, Seconds
from lastmile_core.settings import MOST_WORKERS
from lastmile_core.units import plural


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--time-limit", type=Seconds(), default=30.0, show_default=True, help="Seconds.")
@click.option(
    "--workers",
    type=click.IntRange(1, MOST_WORKERS),
    default=None,
    help="Processor cores to use; when left out LASTMILE_WORKERS, else all.",
)
@click.option("--seed", type=SEED, default=1, show_default=True, help="Same seed, same start.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=None, help="Write solution.json here.")
@click.option(
    "--round",
    "round_func",
    type=click.Choice(["auto", "exact", "round", "dimacs", "none"]),
    default="auto",
    show_default=True,
    help="How Euclidean distances become whole numbers; auto is DIMACS (cut to 0.1, times ten).",
)
@json_option
@plain_errors
def solve(
    file: Path, time_limit: float, workers: int | None, seed: int, out: Path | None, round_func: str, as_json: bool
) -> None:
    """Plan a VRPLIB, Solomon or Lastmile problem FILE and report the file's own objective.

    The exit code is 0 whenever there is an answer, also when it leaves visits out.
    """
    started = begun()  # starting Python and loading the libraries of the search are part of the wall clock
    from lastmile_core.workflows.plan.solve_file import solve_file

    rounding = None if round_func == "auto" else round_func
    result = solve_file(
        file, time_limit=time_limit, workers=workers, seed=seed, out=out, round_func=rounding, begun=started
    )
    if as_json:
        answer(result)
    else:
        visits = sum(len(route["visits"]) for route in result["routes"])
        click.echo(
            f"{result['status']}: objective {result['objective']}, {plural(len(result['routes']), 'route')}, "
            f"{plural(visits, 'visit')}, "
            f"{len(result['unassigned'])} left out, {result['runtime_s']:.1f} s"
        )
        if out is not None:
            click.echo(f"Written to {out}")
    sys.exit(DONE if result["status"] in ("OPTIMAL", "FEASIBLE", "PARTIAL") else LOOK)
