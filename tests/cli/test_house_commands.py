"""``lastmile doctor``, ``roads``, ``demo`` and ``serve``: the house around the day."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from click.testing import Result

from lastmile_core.store.open_store import open_store

Call = Callable[..., Result]
Read = Callable[[str], dict[str, Any]]
Process = Callable[..., subprocess.CompletedProcess[str]]


def _checks(said: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {check["what"]: check for check in said["checks"]}


def test_doctor_names_a_missing_database_with_its_mend(own_home: Path, call_process: Process, one_object: Read) -> None:
    result = call_process("doctor", "--json")
    assert (result.returncode, result.stderr) == (1, "")
    said = one_object(result.stdout)
    assert said["ok"] is False
    checks = _checks(said)
    assert checks["Python"]["ok"]
    assert checks["Libraries"]["ok"]
    assert not checks["Database"]["ok"]
    assert str(own_home / "lastmile.db") in checks["Database"]["found"]
    assert "lastmile demo" in checks["Database"]["mend"]
    assert "lastmile roads add" in checks["Road regions"]["mend"]
    assert not (own_home / "lastmile.db").exists()


def test_doctor_finds_a_database_that_is_damaged_or_empty(tmp_path: Path, call: Call) -> None:
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"this is no database, whatever its name says " * 100)
    result = call("doctor", "--db", damaged)
    assert result.exit_code == 1
    assert "!!  Database" in result.stdout
    assert "backups" in result.stdout
    empty = tmp_path / "empty.db"
    with open_store(empty):
        pass
    result = call("doctor", "--db", empty)
    assert result.exit_code == 1
    assert "ok  Database" in result.stdout
    assert "!!  Depots: none" in result.stdout


def test_doctor_names_what_an_earlier_release_wrote_and_nobody_could_read(tmp_path: Path, call: Call) -> None:
    database = tmp_path / "lastmile.db"
    open_store(database).close()
    row = ("out_of_order:2026-11-23/north", "[]", "names with values were expected", "2026-11-29T12:00:00+00:00")
    with closing(sqlite3.connect(database)) as raw, raw:
        raw.execute("INSERT INTO unread_settings (key, value, why, kept_at) VALUES (?, ?, ?, ?)", row)
    assert (
        "ok  Set aside: 1 value of an earlier release that nobody could read: vehicles out of order of 2026-11-23/"
        "north (names with values were expected); kept in the table unread_settings since 29 November 2026"
    ) in call("doctor", "--db", database).stdout


def test_doctor_for_people_shows_every_mend(cli_db: Path, call: Call, one_object: Read) -> None:
    shown = call("doctor").stdout
    for check in one_object(call("doctor", "--json").stdout)["checks"]:
        assert f"{'ok ' if check['ok'] else '!! '} {check['what']}: " in shown
        assert check["mend"] in shown
        assert bool(check["mend"]) is not check["ok"]


def test_roads_list_says_how_to_prepare_the_first(own_home: Path, call: Call, one_object: Read) -> None:
    result = call("roads", "list")
    assert result.exit_code == 0
    assert "lastmile roads add FILE.osm.pbf" in result.stdout
    assert one_object(call("roads", "list", "--json").stdout) == {"regions": []}


def test_roads_that_cannot_be_read_or_are_not_there_are_refused_in_words(
    own_home: Path, tmp_path: Path, call: Call, one_object: Read
) -> None:
    file = tmp_path / "odd.osm.pbf"
    file.write_bytes(b"no roads in here")
    result = call("roads", "add", file, "--name", "odd", "--json")
    assert result.exit_code == 2
    assert one_object(result.stdout)["error"]
    assert one_object(call("roads", "list", "--json").stdout) == {"regions": []}
    gone = call("roads", "remove", "atlantis")
    assert gone.exit_code == 2
    assert gone.stderr.startswith("Error: ")


def test_demo_refuses_a_database_with_own_depots(cli_db: Path, call_process: Process, one_object: Read) -> None:
    with open_store(cli_db) as store:
        before = store.data_version()
    result = call_process("demo", "--load-only", "--json")
    assert result.returncode == 2
    said = one_object(result.stdout)
    assert "your own depots" in said["error"]
    assert "lastmile serve" in said["mend"]
    assert "Traceback" not in result.stderr
    with open_store(cli_db) as store:
        assert [depot.depot_id for depot in store.depots.all()] == ["yard"]
        assert store.data_version() == before


def test_serve_says_when_the_port_is_taken(own_home: Path, call: Call) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = call("serve", "--port", port)
    assert result.exit_code == 2
    assert f"Port {port} is in use" in result.stderr
    assert f"--port {port + 1}" in result.stderr
