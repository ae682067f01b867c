"""``lastmile plan``, ``publish`` and ``kpi``: a day of twelve orders from the command line."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from lastmile_core.metrics import DEFINITIONS
from lastmile_core.model import Depot, Load, Location, OrderStatus, PlanNotes, PlanOrigin
from lastmile_core.settings import load_settings
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.day.prepare_day import load_inputs, prepare_day
from lastmile_core.workflows.plan.judged_plan import judged_plan

pytestmark = pytest.mark.servers

Call = Callable[..., Result]
Read = Callable[[str], dict[str, Any]]
DAY = date(2026, 11, 23)
ORDER_IDS = [f"A{1001 + i}" for i in range(12)]


def _plan(call: Call, *words: str) -> Result:
    return call("plan", "--date", DAY, "--time-limit", 1, *words)


def test_a_day_is_planned_in_a_process_of_its_own_and_stored(
    with_orders: Path, call_process: Callable[..., subprocess.CompletedProcess[str]], one_object: Read
) -> None:
    result = call_process("plan", "--date", DAY, "--depot", "yard", "--time-limit", 1, "--why", "first try", "--json")
    assert (result.returncode, result.stderr) == (0, "")
    said = one_object(result.stdout)
    assert (said["version"], said["stops"], said["unassigned"], said["violations"]) == (1, 12, [], [])
    assert (said["travel"], said["published"], said["service_date"]) == ("estimate", False, "2026-11-23")
    with open_store(with_orders) as store:
        plan = store.plans.latest(DAY, "yard")
    assert plan is not None
    assert sorted(stop.visit_id for route in plan.routes for stop in route.stops) == ORDER_IDS
    assert plan.why == "first try"
    assert "(command line)" in plan.created_by
    assert said["distance_km"] == pytest.approx(plan.distance_m / 1000, abs=0.01)
    assert said["paid_h"] == pytest.approx(plan.paid_s / 3600, abs=0.01)
    assert said["cost"] == pytest.approx(plan.cost.operating, abs=0.01)


def test_planning_for_people_says_what_came_out(with_orders: Path, call: Call) -> None:
    result = _plan(call)
    assert result.exit_code == 0
    assert "Version 1: 12 stops" in result.stdout
    assert "estimates" in result.stdout
    assert "lastmile roads add" in result.stdout


def test_an_order_left_out_is_named_with_reason_and_mend_and_ends_with_one(
    cli_db: Path, tmp_path: Path, call: Call, one_object: Read
) -> None:
    file = tmp_path / "heavy.csv"
    file.write_text(
        "order_id,address,lat,lon,demand_kg\nA1,Weg 1,48.77001,9.18001,5\nPIANO,Weg 2,48.77101,9.18101,400\n",
        encoding="utf-8",
    )
    assert call("import", file, "--date", DAY, "--depot", "yard").exit_code in (0, 1)
    result = _plan(call, "--json")
    assert result.exit_code == 1
    said = one_object(result.stdout)
    (left,) = said["unassigned"]
    assert (left["order_id"], left["kind"], said["stops"]) == ("PIANO", "proven", 1)
    assert left["message"]
    assert left["mend"]


def test_nothing_to_plan_says_the_next_step(cli_db: Path, call: Call, one_object: Read) -> None:
    result = _plan(call, "--json")
    assert result.exit_code == 2
    said = one_object(result.stdout)
    assert said["error"] == "No order of this day is ready to plan."
    assert "Import" in said["mend"]
    assert result.stderr.startswith("Error: No order of this day")


def test_an_order_that_waits_for_a_look_is_left_out_only_by_name(with_orders: Path, call: Call) -> None:
    with open_store(with_orders) as store:
        order = store.orders.get(ORDER_IDS[0], DAY)
        assert order is not None
        store.orders.save_many([replace(order, status=OrderStatus.NEEDS_LOOK)])
    refused = _plan(call)
    assert refused.exit_code == 2
    assert f"1 order waits for a place or a look: {ORDER_IDS[0]}." in refused.stderr
    assert "--without" in refused.stderr
    assert "11 stops" in _plan(call, "--without", ORDER_IDS[0]).stdout
    assert "11 stops" in _plan(call).stdout


def test_a_version_is_published_and_kept_as_the_promise(with_orders: Path, call: Call, one_object: Read) -> None:
    early = call("publish", "--date", DAY, "--json")
    assert early.exit_code == 2
    assert "no plan" in one_object(early.stdout)["error"]
    assert _plan(call).exit_code == 0
    result = call("publish", "--date", DAY, "--json")
    said = one_object(result.stdout)
    assert (result.exit_code, said["version"], said["published"]) == (0, 1, True)
    missing = call("publish", "--date", DAY, "--version", 7)
    assert missing.exit_code == 2
    assert "no plan version 7" in missing.stderr
    with open_store(with_orders) as store:
        promised = store.plans.latest_published(DAY, "yard")
        assert [line.what for line in store.audit.latest(1)] == ["publish plan"]
    assert promised is not None
    assert promised.version == 1


def test_a_plan_that_breaks_a_rule_is_published_only_on_purpose(with_orders: Path, call: Call) -> None:
    settings = load_settings()
    with open_store(with_orders) as store:
        van = store.vehicles.get("van1")
        assert van is not None
        store.vehicles.save(replace(van, capacity=Load.of(kg=10)))
        prepared = prepare_day(settings, load_inputs(store, DAY, "yard"))
        plan = judged_plan(settings, prepared, {"van1": ORDER_IDS}, PlanNotes(by="Ana", origin=PlanOrigin.IMPORT))
        assert plan.violations
        store.plans.add(plan, expected_head=0)
    refused = call("publish", "--date", DAY)
    assert refused.exit_code == 2
    assert "breaks a rule" in refused.stderr
    with open_store(with_orders) as store:
        assert store.plans.latest_published(DAY, "yard") is None
    assert call("publish", "--date", DAY, "--accept-violations", "--why", "known").exit_code == 0


def test_figures_of_a_day_are_those_that_happened(
    with_orders: Path, tmp_path: Path, call: Call, one_object: Read
) -> None:
    assert _plan(call).exit_code == 0
    assert call("publish", "--date", DAY).exit_code == 0
    rows = ["event_id,order_id,event,time,reason"]
    for number, order_id in enumerate(ORDER_IDS):
        happened = "failed" if number < 3 else "delivered"
        rows.append(f"a{number},{order_id},arrived,{8 + number // 6:02d}:{number % 6 * 10:02d},")
        reason = "nobody_home" if number < 3 else ""
        rows.append(f"b{number},{order_id},{happened},{8 + number // 6:02d}:{number % 6 * 10 + 5:02d},{reason}")
    file = tmp_path / "events.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert call("events", file, "--date", DAY).exit_code == 0
    result = call("kpi", "--date", DAY, "--json")
    assert result.exit_code == 0
    said = one_object(result.stdout)
    assert (said["start"], said["end"], said["depot"]) == ("2026-11-23", "2026-11-23", "yard")
    assert set(said["figures"]) == set(DEFINITIONS)
    rate = said["figures"]["first_attempt_rate"]
    assert (rate["numerator"], rate["denominator"], rate["value"]) == (9, 12, 0.75)
    assert rate["formula"] == DEFINITIONS["first_attempt_rate"].formula
    for_people = call("kpi", "--date", DAY, "--figure", "first_attempt_rate")
    assert "75.0 %" in for_people.stdout
    assert for_people.stdout.count("\n") == 2


def test_a_figure_without_data_says_why_and_an_unknown_one_is_refused(
    cli_db: Path, call: Call, one_object: Read
) -> None:
    said = one_object(call("kpi", "--date", DAY, "--days", 7, "--figure", "first_attempt_rate", "--json").stdout)
    assert (said["start"], list(said["figures"])) == ("2026-11-17", ["first_attempt_rate"])
    rate = said["figures"]["first_attempt_rate"]
    assert rate["value"] is None
    assert rate["reason"]
    unknown = call("kpi", "--date", DAY, "--figure", "luck")
    assert unknown.exit_code == 2
    assert "first_attempt_rate" in unknown.stderr


def test_without_a_depot_every_day_command_says_the_next_step(own_home: Path, call: Call, one_object: Read) -> None:
    for words in (["plan"], ["publish"], ["kpi"], ["events", __file__]):
        result = call(*words, "--date", DAY, "--json")
        assert result.exit_code == 2, words
        said = one_object(result.stdout)
        assert said["error"] == "There is no depot yet.", words
        assert "lastmile demo --load-only" in said["mend"], words


def test_two_depots_must_be_told_apart(cli_db: Path, call: Call) -> None:
    with open_store(cli_db) as store:
        store.depots.save(Depot(depot_id="ulm", name="Ulm", location=Location(lat=48.4, lon=9.99)))
    result = call("kpi", "--date", DAY)
    assert result.exit_code == 2
    assert "--depot: " in result.stderr
    assert "ulm" in result.stderr
    assert call("kpi", "--date", DAY, "--depot", "ulm").exit_code == 0


def test_a_plan_that_does_not_know_the_day_is_published_only_despite_it(
    with_orders: Path, call: Call, one_object: Read
) -> None:
    assert _plan(call).exit_code == 0
    quiet = call("day", "--date", DAY, "--json")
    assert quiet.exit_code == 0
    assert one_object(quiet.stdout)["changes"] == []
    with open_store(with_orders) as store:
        order = store.orders.get(ORDER_IDS[0], DAY)
        assert order is not None
        store.orders.save_many([replace(order, status=OrderStatus.SKIPPED), replace(order, order_id="LATE-1")])
    refused = call("publish", "--date", DAY, "--json")
    said = one_object(refused.stdout)
    assert (refused.exit_code, said["changes"]) == (1, [f"{ORDER_IDS[0]} cancelled", "LATE-1 new"])
    for_people = call("publish", "--date", DAY)
    assert for_people.exit_code == 1
    assert "Version 1 was not published: it does not know of 2 changes since" in for_people.stderr
    assert "--despite-changes" in for_people.stderr
    looked = call("day", "--date", DAY, "--json")
    told = one_object(looked.stdout)
    assert (looked.exit_code, told["changes_since_version"], told["is_under_way"]) == (1, 1, False)
    assert told["changes"][0] == {
        "kind": "order cancelled",
        "words": f"{ORDER_IDS[0]} cancelled",
        "order": ORDER_IDS[0],
        "action": "take off",
    }
    assert f"2 changes since v1: {ORDER_IDS[0]} cancelled · LATE-1 new" in call("day", "--date", DAY).stdout
    assert call("publish", "--date", DAY, "--despite-changes").exit_code == 0
    with open_store(with_orders) as store:
        assert store.audit.latest(1)[0].detail["without"] == [f"order cancelled/{ORDER_IDS[0]}/", "order new/LATE-1/"]


def test_a_day_under_way_is_replanned_and_not_planned_anew(
    with_orders: Path, tmp_path: Path, call: Call, one_object: Read
) -> None:
    assert _plan(call).exit_code == 0
    assert call("publish", "--date", DAY).exit_code == 0
    file = tmp_path / "events.csv"
    file.write_text(f"event_id,order_id,event,time\na,{ORDER_IDS[0]},arrived,08:10\n", encoding="utf-8")
    assert call("events", file, "--date", DAY).exit_code == 0
    refused = _plan(call, "--json")
    said = one_object(refused.stdout)
    assert refused.exit_code == 2
    assert said["error"].startswith("This day is under way since 08:10: 1 of 12 stops is begun or done.")
    assert f"lastmile replan --date {DAY} --depot yard" in said["mend"]
    assert one_object(call("day", "--date", DAY, "--json").stdout)["is_under_way"] is True
