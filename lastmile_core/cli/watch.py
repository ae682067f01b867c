"""``lastmile watch``: a folder whose new files are imported by themselves."""

from __future__ import annotations

import signal
import threading
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from lastmile_core.cli.shared.common import answer, db_option, json_option, one_depot, opened, plain_errors, who
from lastmile_core.cli.shared.params import Seconds
from lastmile_core.errors import LastmileError

_WORDS = {"today": 0, "tomorrow": 1}


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--date",
    "day",
    default="today",
    show_default=True,
    help="Day of orders that name none: today, tomorrow or YYYY-MM-DD.",
)
@click.option("--depot", "depot_id", default=None, help="Depot of all orders; else as the file says, or the nearest.")
@click.option("--every", type=Seconds(0.1), default=5.0, show_default=True, help="Seconds between two looks.")
@click.option(
    "--settled",
    type=Seconds(0),
    default=2.0,
    show_default=True,
    help="Seconds without change after which a file is complete.",
)
@click.option("--once", is_flag=True, help="Import what is complete now and end.")
@db_option
@json_option
@plain_errors
def watch(
    folder: Path,
    day: str,
    depot_id: str | None,
    every: float,
    settled: float,
    once: bool,
    db: Path | None,
    as_json: bool,
) -> None:
    """Import every complete new file of FOLDER once.

    Files that went in are moved to FOLDER/done, files that need a person to FOLDER/needs-help, each with a report
    beside it. Nothing is imported by half: after a crash, the next look does the rest.
    """
    from lastmile_core.settings import load_settings
    from lastmile_core.store.open_store import open_store
    from lastmile_core.workflows.imports.watch_folder import FolderWatch, only_watcher

    _day(day)
    settings = load_settings(db)
    with opened(db) as (_, store):
        if depot_id is not None:
            one_depot(store, depot_id)
    watched = FolderWatch(
        folder=folder,
        settings=settings,
        open_store=lambda: open_store(settings.database),
        service_date=lambda: _day(day),
        by=f"{who()}, watched folder",
        depot_id=depot_id,
        settled_s=settled,
    )
    with only_watcher(folder):
        if not once:
            click.echo(f"Watching {folder}; stop with Ctrl-C.", err=True)
        _run(watched, every, once, as_json)


def _run(watched: Any, every: float, once: bool, as_json: bool) -> None:
    stop = threading.Event()
    if not once:
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stop.set())
    looks = 0
    while not stop.is_set():
        for file in watched.look():
            if as_json:
                answer(
                    {"file": file.name, "outcome": file.outcome, "moved_to": str(file.path), "sentence": file.sentence}
                )
            else:
                click.echo(f"{file.sentence} → {file.path.parent.name}/")
        looks += 1
        if once and (looks > 1 or watched.settled_s <= 0):
            return
        stop.wait(watched.settled_s if once else every)


def _day(word: str) -> date:
    if word.lower() in _WORDS:
        return date.today() + timedelta(days=_WORDS[word.lower()])
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise LastmileError(f"“{word}” is not a date.", "Write it as 2026-11-23, today or tomorrow.") from error
