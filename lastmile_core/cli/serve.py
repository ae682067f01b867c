"""``lastmile serve`` and ``lastmile demo``: open the app."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from lastmile_core.cli.shared.common import FAILED, answer, db_option, json_option, new_option, opened, plain_errors
from lastmile_core.cli.shared.params import PORT
from lastmile_core.errors import LastmileError
from lastmile_core.settings import PROJECT_ROOT, load_settings
from lastmile_core.web import is_loopback, load_serving, open_address_refusal


def _free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            if fault.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            raise LastmileError(
                f"This machine has no address “{host}”.", "Leave out --host to listen on this machine only."
            ) from None
    return True


def _check_doors(host: str, allow_hosts: tuple[str, ...] = (), insecure: bool = False) -> None:
    """Put what was said into the environment the server reads, and refuse an open address.

    Raises
    ------
    LastmileError
        If a name cannot be one, or the address is open and nobody said that it may be.
    """
    if allow_hosts:
        said = [name for name in (os.environ.get("LASTMILE_ALLOW_HOSTS", ""), *allow_hosts) if name]
        os.environ["LASTMILE_ALLOW_HOSTS"] = ",".join(said)
    if insecure:
        os.environ["LASTMILE_INSECURE"] = "1"
    refusal = open_address_refusal(host.strip("[] "), load_serving())
    if refusal is not None:
        raise refusal


def run_server(host: str, port: int, db: Path | None) -> None:
    """Run the app in the foreground until it is stopped.

    Raises
    ------
    LastmileError
        If the port is taken, or others could reach the address and nobody said that they may.
    """
    host = host.strip("[] ")
    _check_doors(host)
    if not _free(host, port):
        raise LastmileError(f"Port {port} is in use.", f"Choose another one: --port {port + 1}.")
    environment = dict(os.environ)
    if db is not None:
        environment["LASTMILE_DB"] = str(db.expanduser().resolve())
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::", "::1") else host
    click.echo(f"Lastmile is at http://{shown}:{port}  (stop it with Ctrl+C)")
    if not is_loopback(host):
        click.echo("Warning: there is no sign-in, so everybody who reaches this address can use it.", err=True)
    command = [sys.executable, "-m", "streamlit", "run", str(PROJECT_ROOT / "app.py")]
    command += [f"--server.port={port}", f"--server.address={host}"]
    os.chdir(PROJECT_ROOT)
    if os.name == "posix":
        # The server takes this process's place: whoever ends the command ends the server, and no child is left behind.
        sys.stdout.flush()
        os.execve(sys.executable, command, environment)
    sys.exit(subprocess.call(command, env=environment))


def address_options[F: Callable[..., Any]](command: F) -> F:
    """Add where the app listens, and for whom."""
    for option in reversed(
        (
            click.option("--port", type=PORT, default=8501, show_default=True, help="Port of the app."),
            click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on."),
            click.option(
                "--allow-host",
                "allow_hosts",
                multiple=True,
                metavar="NAME",
                help="Another name people open it by, as plan.example.com behind a proxy; may be repeated.",
            ),
            click.option("--insecure", is_flag=True, help="Listen on an open address although there is no sign-in."),
        )
    ):
        command = option(command)
    return command


@click.command()
@address_options
@new_option
@db_option
@plain_errors
def serve(port: int, host: str, allow_hosts: tuple[str, ...], insecure: bool, new: bool, db: Path | None) -> None:
    """Open the app on your own data.

    A database that is not there is made with --new only, so that a mistyped name is no empty company.
    The app listens on this machine only. There is no sign-in yet, so any other --host needs --insecure as well.
    """
    _check_doors(host, allow_hosts, insecure)
    from lastmile_core.store.database.quick_look import refuse_damaged

    with opened(db, new=new) as (settings, _):
        refuse_damaged(settings.database)
    run_server(host, port, db)


@click.command()
@address_options
@click.option("--load-only", is_flag=True, help="Load the sample city and stop; do not open the app.")
@click.option("--no-orders", is_flag=True, help="Leave out today's orders, to upload them yourself.")
@click.option("--no-history", is_flag=True, help="Leave out the eight past weeks.")
@new_option
@db_option
@json_option
@plain_errors
def demo(
    port: int,
    host: str,
    allow_hosts: tuple[str, ...],
    insecure: bool,
    load_only: bool,
    no_orders: bool,
    no_history: bool,
    new: bool,
    db: Path | None,
    as_json: bool,
) -> None:
    """Open the app on the invented city of Port Alder, with eight weeks behind it and today's orders.

    The first start prepares its roads and history; later starts open at once. Nothing of yours is touched: the
    sample is loaded only into a database without depots, or one that holds the sample already.
    """
    from lastmile_core.workflows.installation.begin_database import is_untouched
    from lastmile_core.workflows.sample.load_sample import load_sample

    if not load_only:
        _check_doors(host, allow_hosts, insecure)
    # The sample makes its own database wherever there never was one.
    with opened(db, new=new or is_untouched(load_settings(db).database)) as (settings, store):
        if any(depot.depot_id not in ("harbour", "northgate") for depot in store.depots.all()):
            raise LastmileError(
                "This database holds your own depots, so the sample was not loaded into it.",
                "Use “lastmile serve”, or give another file with --db.",
            )

        shown = [""]

        def tell(share: float, step: str, _detail: str) -> None:
            if not as_json and step != shown[0]:
                click.echo(f"  {share * 100:3.0f} %  {step}")
                shown[0] = step

        summary = load_sample(store, settings, with_orders=not no_orders, with_history=not no_history, on_progress=tell)
    if as_json:
        answer({"loaded": summary.was_loaded, "today": str(summary.today), "database": str(settings.database)})
    if not load_only:
        run_server(host, port, db)


__all__ = ["FAILED", "demo", "run_server", "serve"]
