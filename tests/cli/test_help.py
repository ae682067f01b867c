"""Every command says what it does, in words, before anything is stored."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from lastmile_core import __version__
from lastmile_core.cli import COMMANDS

Call = Callable[..., Result]

# What a person who has never used the command looks for.
NEEDED = {
    ("serve",): ["--port", "--host", "--db", "8501", "this machine only"],
    ("demo",): ["--load-only", "--no-orders", "--db", "Port Alder", "Nothing of yours is touched"],
    ("import",): ["FILE", "--date", "--dry-run", "--json", "vehicles", "twice", "refused", "--take-back", "--show"],
    ("orders",): ["show", "set", "export", "priority=high"],
    ("orders", "show"): ["ORDER_ID", "--date", "--json"],
    ("orders", "set"): ["ORDER_ID", "FIELD=VALUE", "--was", "--why", "--json"],
    ("orders", "export"): ["FILE", "--date", "--depot", "--overwrite", "--json", "without loss"],
    ("watch",): ["FOLDER", "--once", "--every", "--date", "done", "needs-help", "by half"],
    ("plan",): ["--date", "--depot", "--time-limit", "Seconds", "--keep", "--json", "new version"],
    ("publish",): ["--date", "--version", "newest", "--accept-violations", "--despite-changes", "--json", "promised"],
    ("events",): ["FILE", "--date", "--depot", "--json", "appended", "order"],
    ("day",): ["--date", "--depot", "--json", "what comes next", "changed since"],
    ("replan",): ["--at", "--out-of-order", "--publish", "--time-limit", "--json", "insert", "reorder", "free"],
    ("kpi",): ["--date", "--days", "--figure", "first_attempt_rate", "--json", "definitions"],
    ("solve",): ["FILE", "VRPLIB", "Solomon", "--time-limit", "--workers", "--seed", "--out", "--round", "--json"],
    ("plan-many",): ["FILES", "--time-limit", "--cluster", "Ray", "--processes", "--max-iterations", "--out", "--json"],
    ("depots",): ["show", "set", "opens=05:30", "currency"],
    ("depots", "show"): ["DEPOT_ID", "--json", "fields"],
    ("depots", "set"): ["FIELD=VALUE", "--new", "--was", "--why", "--json", "or nothing"],
    ("fleet",): ["show", "set", "vehicles", "drivers", "docks", "kg=800"],
    ("fleet", "show"): ["vehicles|drivers|docks", "--depot", "--json"],
    ("fleet", "set"): ["FIELD=VALUE", "--new", "--remove", "--was", "--json", "active=no"],
    ("availability",): ["show", "set", "out=no", "--date"],
    ("availability", "show"): ["--date", "--depot", "--json"],
    ("availability", "set"): ["VEHICLE_ID", "FIELD=VALUE", "--was", "--json", "driver by number"],
    ("rules",): ["show", "set", "late_price=12", "loading bays", "lastmile traffic"],
    ("rules", "show"): ["--depot", "--json"],
    ("rules", "set"): ["FIELD=VALUE", "--was", "--json", "next plan"],
    ("traffic",): ["show", "set", "7-9=1.4", "--district"],
    ("traffic", "show"): ["--depot", "--json"],
    ("traffic", "set"): ["HOURS=FACTOR", "--district", "--was", "--json"],
    ("targets",): ["show", "set", "on_time=96", "per cent"],
    ("targets", "show"): ["--json", "published"],
    ("targets", "set"): ["FIGURE=TARGET", "--was", "--json"],
    ("roads",): ["add", "list", "remove", ".osm.pbf", "lastmile roads add"],
    ("roads", "add"): ["FILE", "--name", "--json", "base map"],
    ("roads", "list"): ["--json", "ready"],
    ("roads", "remove"): ["NAME"],
    ("places",): ["build", "find", "locate", "elsewhere", "switched on", "lastmile places find"],
    ("places", "build"): ["FILE", "--region", "--json", "OpenStreetMap"],
    ("places", "find"): ["ADDRESS", "--postcode", "--town", "--region", "--json", "Nothing is sent"],
    ("places", "locate"): ["--date", "--depot", "--json", "need a look"],
    ("places", "doubtful"): ["--date", "--depot", "--json", "needs a look"],
    ("places", "confirm"): ["--order", "--at", "--json", "remembered for the building"],
    ("places", "forget"): ["ORDER_ID", "--date", "--json", "looked up again"],
    ("places", "elsewhere"): ["--service", "--url", "--per-second", "--off", "off at first"],
    ("backup",): ["--to", "--keep", "--db", "--json", "in use", "looked through"],
    ("restore",): ["FILE", "--even-if-incomplete", "--json", "Stop the app", "stays"],
    ("verify",): ["FILE", "--json", "sound", "newest rows"],
    ("doctor",): ["--db", "--json", "installed", "roads", "mend"],
}


def test_the_first_page_shows_a_day_every_command_and_the_exit_codes(call: Call) -> None:
    shown = call("--help")
    assert shown.exit_code == 0
    for name in COMMANDS:
        assert re.search(rf"^  {name} ", shown.output, re.MULTILINE), name
    assert "Exit codes: 0 done, 1 done in part" in shown.output
    assert "lastmile import orders.xlsx" in shown.output
    assert call("-h").output == shown.output


def test_every_command_is_looked_at_here() -> None:
    assert {words[0] for words in NEEDED} == set(COMMANDS)


@pytest.mark.parametrize("words", NEEDED, ids=" ".join)
def test_help_mentions_what_a_person_needs(words: tuple[str, ...], call: Call) -> None:
    shown = call(*words, "--help")
    assert shown.exit_code == 0
    text = " ".join(shown.output.split())
    assert [needed for needed in NEEDED[words] if needed not in text] == []
    # No option without a word of explanation, except those whose name says it all.
    for option in re.findall(r"^  (--[a-z-]+)[^\n]*\n?", shown.output, re.MULTILINE):
        line = re.search(rf"^  {option}.*(?:\n {{10,}}.*)*", shown.output, re.MULTILINE)
        assert line is not None
        assert len(line.group().split()) > 2, f"{option} is not explained"


def test_help_is_there_without_a_database(call: Call, own_home: Path) -> None:
    for name in COMMANDS:
        assert call(name, "--help").exit_code == 0
    assert list(own_home.iterdir()) == []


def test_the_version_comes_from_a_process_of_its_own(
    call_process: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    said = call_process("--version")
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.strip() == f"lastmile, version {__version__}"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("dance",), "No such command"),
        (("plan", "--date", "23.11.2026"), "write it as 2026-11-23"),
        (("import", "no-such-file.csv"), "does not exist"),
        (("plan", "--time-limit", "0"), "--time-limit"),
        (("kpi", "--days", "0"), "--days"),
        (("import", "--kind", "pets", __file__), "orders"),
    ],
)
def test_a_wrong_call_is_named_and_ends_with_two(words: tuple[str, ...], said: str, call: Call) -> None:
    result = call(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""
