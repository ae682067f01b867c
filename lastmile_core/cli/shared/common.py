"""What the commands share: options, the store, plain errors, JSON."""

from __future__ import annotations

import functools
import getpass
import importlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from lastmile_core.cli.shared.guard import DEBUG, FAILED, INTERRUPTED, allow_any_text, tell_incident, tell_warnings
from lastmile_core.cli.shared.params import DayParam
from lastmile_core.errors import LastmileError
from lastmile_core.process_age import began_at
from lastmile_core.process_end import leave
from lastmile_core.settings import Settings, load_settings

if TYPE_CHECKING:
    from lastmile_core.model import Depot
    from lastmile_core.store import Store

F = TypeVar("F", bound=Callable[..., Any])

DONE, LOOK = 0, 1

__all__ = [
    "DONE",
    "FAILED",
    "LOOK",
    "DayParam",
    "LazyGroup",
    "answer",
    "begun",
    "day_options",
    "db_option",
    "json_option",
    "one_depot",
    "opened",
    "opened_if_there",
    "plain_errors",
    "set_debug",
    "who",
]


def set_debug(context: click.Context, option: click.Parameter, value: bool) -> None:
    """Remember, also for the processes that this one starts, that traces are to be shown."""
    if value:
        os.environ[DEBUG] = "1"


class LazyGroup(click.Group):
    """A group that imports a command only when it is called, so that ``lastmile solve`` starts at once."""

    def __init__(self, *args: Any, lazy: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lazy = lazy
        self.process_began: float | None = None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of a day."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name not in self._lazy:
            return None
        module, name = self._lazy[cmd_name]
        command = getattr(importlib.import_module(f"lastmile_core.cli.{module}"), name)
        assert isinstance(command, click.Command)
        return command

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command; no failure of ours leaves as a traceback."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        given = list(sys.argv[1:] if args is None else args)
        allow_any_text()
        try:
            code = super().main(given, prog_name, complete_var, standalone_mode=False, **extra)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            click.echo("Stopped.", err=True)
            sys.exit(INTERRUPTED)
        except Exception as error:
            tell_incident(error, given)
            sys.exit(FAILED)
        sys.exit(code if isinstance(code, int) else DONE)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Be the whole process: the one place where its clock begins and where it may end past threads left behind."""
        self.process_began = began_at()
        tell_warnings()
        try:
            return self.main(*args, **kwargs)
        except SystemExit as end:
            leave(end.code if isinstance(end.code, int) else FAILED if end.code else DONE)


def db_option[F: Callable[..., Any]](command: F) -> F:
    """Add ``--db``."""
    return click.option(
        "--db", type=click.Path(path_type=Path), default=None, help="Database file (default: LASTMILE_DB or var/)."
    )(command)


def new_option[F: Callable[..., Any]](command: F) -> F:
    """Add ``--new``."""
    return click.option("--new", is_flag=True, help="Begin an empty database where there is none.")(command)


def json_option[F: Callable[..., Any]](command: F) -> F:
    """Add ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object for scripts.")(command)


def day_options[F: Callable[..., Any]](command: F) -> F:
    """Add ``--date`` and ``--depot``."""
    command = click.option("--depot", "depot_id", default=None, help="Depot id; may be left out when there is one.")(
        command
    )
    return click.option(
        "--date", "service_date", type=DayParam(), default="today", show_default=True, help="Service day, YYYY-MM-DD."
    )(command)


def plain_errors[F: Callable[..., Any]](command: F) -> F:
    """Turn expected failures into one line on the error stream (or JSON) and exit code 2."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except LastmileError as error:
            if kwargs.get("as_json"):
                answer({"error": error.message, "mend": error.mend})
            click.echo(f"Error: {error}", err=True)
            sys.exit(FAILED)

    return wrapped  # type: ignore[return-value]


@contextmanager
def opened(db: Path | None, *, new: bool = False) -> Iterator[tuple[Settings, Store]]:
    """Open the store for one command; ``new`` makes an empty one first."""
    from lastmile_core.store.open_store import open_store
    from lastmile_core.workflows.installation.begin_database import ensure_database

    settings = load_settings(db)
    if ensure_database(settings, new=new):
        click.echo(f"A new, empty database was made: {settings.database}", err=True)
    with open_store(settings.database) as store:
        yield settings, store


@contextmanager
def opened_if_there(db: Path | None) -> Iterator[tuple[Settings, Store | None]]:
    """Open the store for a command that also works without one: its audit then gets a line."""
    settings = load_settings(db)
    if not settings.database.exists():
        yield settings, None
        return
    with opened(db) as (found, store):
        yield found, store


def one_depot(store: Store, depot_id: str | None) -> Depot:
    """Return the depot that was named, or the only one there is.

    Raises
    ------
    LastmileError
        If there is none, more than one, or no such depot.
    """
    depots = store.depots.all()
    if not depots:
        raise LastmileError(
            "There is no depot yet.",
            "Load the sample with “lastmile demo --load-only”, or bring yours: "
            "lastmile import depots.csv --kind depots.",
        )
    if depot_id is None and len(depots) == 1:
        return depots[0]
    names = ", ".join(depot.depot_id for depot in depots)
    if depot_id is None:
        raise LastmileError("There is more than one depot.", f"Say which with --depot: {names}.")
    for depot in depots:
        if depot.depot_id == depot_id:
            return depot
    raise LastmileError(f"There is no depot “{depot_id}”.", f"Known depots: {names}.")


def answer(value: Any) -> None:
    """Print one JSON object."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str, indent=None))


def begun() -> float:
    """Return when the person's wait began (``time.monotonic``): with the process, else with this call."""
    root = click.get_current_context().find_root().command
    found = root.process_began if isinstance(root, LazyGroup) else None
    return time.monotonic() if found is None else found


def who() -> str:
    """Return who runs the command, for the audit."""
    try:
        return f"{getpass.getuser()} (command line)"
    except (KeyError, OSError):
        return "command line"
