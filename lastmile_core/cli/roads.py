"""``lastmile roads``: prepare, list and remove road regions."""

from __future__ import annotations

import re
from pathlib import Path

import click

from lastmile_core.cli.shared.common import answer, db_option, json_option, opened_if_there, plain_errors, who
from lastmile_core.settings import load_settings


@click.group()
def roads() -> None:
    """Prepare road maps (OpenStreetMap .osm.pbf files) for driving times and for the map.

    \b
    Example:
      lastmile roads add porto-alegre.osm.pbf --name porto-alegre
    """


@roads.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", default=None, help="Short name of the region; default: from the file name.")
@db_option
@json_option
@plain_errors
def add(file: Path, name: str | None, db: Path | None, as_json: bool) -> None:
    """Prepare FILE for vans and cargo bikes and draw the base map from it."""
    from lastmile_core.workflows.places.prepare_region import prepare_region

    chosen = name or re.sub(r"[^a-z0-9]+", "-", file.name.lower().split(".")[0]).strip("-")
    last = [""]

    def tell(share: float, message: str) -> None:
        if not as_json and message != last[0]:
            click.echo(f"  {share * 100:3.0f} %  {message}")
            last[0] = message

    with opened_if_there(db) as (settings, store):
        region = prepare_region(settings, store, file, chosen, by=who(), on_progress=tell)
    if as_json:
        answer({"name": region.name, "bbox": region.bbox, "profiles": region.profiles, "basemap": region.has_basemap})
    else:
        click.echo(f"Region “{region.name}” is ready for {' and '.join(region.profiles)}.")


@roads.command("list")
@db_option
@json_option
@plain_errors
def list_(db: Path | None, as_json: bool) -> None:
    """List the regions that are ready."""
    from lastmile_core.travel.regions import list_regions

    regions = list_regions(load_settings(db))
    if as_json:
        answer({"regions": [{"name": r.name, "bbox": r.bbox, "built_at": r.built_at} for r in regions]})
        return
    for region in regions:
        old = "; prepared by an earlier release, add it again" if region.is_outdated else ""
        click.echo(f"{region.name}: {', '.join(region.profiles)}; {region.attribution}{old}")
    if not regions:
        click.echo("No region yet. Prepare one: lastmile roads add FILE.osm.pbf")


@roads.command()
@click.argument("name")
@db_option
@plain_errors
def remove(name: str, db: Path | None) -> None:
    """Remove the region NAME; plans keep the times they were made with."""
    from lastmile_core.workflows.places.prepare_region import take_region_away

    with opened_if_there(db) as (settings, store):
        take_region_away(settings, store, name, by=who())
    click.echo(f"Region “{name}” was removed.")
