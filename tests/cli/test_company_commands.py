"""``lastmile depots|fleet|availability|rules|traffic|targets``: shown and set like on the pages, refused by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from lastmile_core.model import KerbRule
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.reports.report_period import read_targets

Call = Callable[..., Result]
Read = Callable[[str], dict[str, Any]]


def test_a_vehicle_is_shown_and_set_across_its_three_tables(cli_db: Path, call: Call, one_object: Read) -> None:
    before = one_object(call("fleet", "show", "vehicles", "van1", "--json").stdout)["vehicles"]["van1"]
    assert (before["kg"], before["speed"], before["trips"]) == (100.0, 1.0, 1)
    done = call("fleet", "set", "vehicles", "van1", "kg=80", "speed=0.9", "trips=2", "shift_start=06:00")
    assert done.exit_code == 2
    assert "the shift of Van 1 has only one end; give both or none" in done.stderr
    # Nothing of it was saved, the capacity neither.
    assert one_object(call("fleet", "show", "vehicles", "van1", "--json").stdout)["vehicles"]["van1"] == before
    done = call(
        "fleet", "set", "vehicles", "van1", "kg=80", "speed=0.9", "trips=2", "plate=HH 1", "--json", "--why", "new"
    )
    assert done.exit_code == 0
    assert one_object(done.stdout)["changed"][0] == {"row": "van1", "field": "kg", "was": 100.0, "is": 80.0}
    with open_store(cli_db) as store:
        van = store.vehicles.get("van1")
        assert van is not None
        assert (van.capacity.get("kg"), van.speed_factor, van.max_trips, van.plate) == (80.0, 0.9, 2, "HH 1")
        entries = store.audit.latest(3)
        assert {entry.what for entry in entries} == {"change vehicles", "change vehicle hours", "change vehicle rules"}
        assert {entry.why for entry in entries} == {"new"}
        assert [(c.field, c.old, c.new) for c in entries[-1].changes] == [("Weight (kg)", 100, 80)]
    again = call("fleet", "set", "vehicles", "van1", "kg=80")
    assert again.exit_code == 0
    assert "it is so already" in again.stdout


def test_nobodys_value_is_put_over_unseen(cli_db: Path, call: Call, one_object: Read) -> None:
    assert call("rules", "set", "late_price=12", "--was", "late_price=10").exit_code == 0
    second = call("rules", "set", "late_price=15", "early_price=6", "--was", "late_price=10", "--json")
    assert second.exit_code == 1
    assert "late_price of yard: you saw “10”" in one_object(second.stdout)["error"]
    assert "saved “12”" in second.stderr
    with open_store(cli_db) as store:
        rules = store.planning_rules.of_depot("yard")
        assert (rules.late_price, rules.early_price) == (12.0, 5.0)


def test_rules_and_traffic_are_set_and_read_back(cli_db: Path, call: Call, one_object: Read) -> None:
    assert call("rules", "set", "waiting_price=3", "use_docks=yes", "van_kerb=on big roads").exit_code == 0
    assert call("traffic", "set", "7-9=1.4", "17=1.3").exit_code == 0
    assert call("traffic", "set", "8=1.9", "--district", "Centre").exit_code == 0
    shown = one_object(call("traffic", "show", "--json").stdout)["traffic"]
    assert shown["08:00–09:00"] == {"Everywhere": 1.4, "Centre": 1.9}
    assert shown["07:00–08:00"] == {"Everywhere": 1.4, "Centre": None}
    with open_store(cli_db) as store:
        rules = store.planning_rules.of_depot("yard")
        assert (rules.waiting_price, rules.use_docks, rules.van_kerb) == (3.0, True, KerbRule.BIG_ROADS)
        assert (rules.traffic[8], rules.traffic[9], rules.traffic[17]) == (1.4, 1.0, 1.3)
    assert call("traffic", "set", "0-24=", "--district", "Centre").exit_code == 0
    with open_store(cli_db) as store:
        assert store.planning_rules.of_depot("yard").district_traffic == ()


def test_targets_are_per_cent_and_can_be_taken_back(cli_db: Path, call: Call, one_object: Read) -> None:
    assert call("targets", "set", "on_time=96", "eta_mae=12").exit_code == 0
    rows = one_object(call("targets", "show", "--json").stdout)["targets"]
    assert (rows["on_time"]["target"], rows["eta_mae"]["target"]) == (96.0, 12.0)
    with open_store(cli_db) as store:
        assert read_targets(store)["on_time"].value == 0.96
    assert call("targets", "set", "on_time=").exit_code == 0
    assert one_object(call("targets", "show", "--json").stdout)["targets"]["on_time"]["target"] is None


def test_depots_drivers_and_docks_are_added_changed_and_taken_off(cli_db: Path, call: Call, one_object: Read) -> None:
    where = ("lat=48.7", "lon=9.1", "timezone=Europe/Berlin", "currency=eur", "per_day=50", "per_km=0.4", "per_hour=20")
    assert call("depots", "set", "north", "--new", "name=North", *where).exit_code == 0
    assert call("depots", "set", "north", "loading=25", "opens=04:30").exit_code == 0
    shown = one_object(call("depots", "show", "north", "--json").stdout)["depots"]["north"]
    assert (shown["loading"], shown["opens"], shown["currency"]) == (25, "04:30", "EUR")
    at = ("--depot", "north")
    assert call("fleet", "set", "drivers", "d9", "--new", "name=Ada", "shift_start=06:00", *at).exit_code == 0
    assert call("fleet", "set", "docks", "b1", "--new", "name=Bay 1", *at).exit_code == 0
    with open_store(cli_db) as store:
        assert [one.shift_start for one in store.drivers.of_depot("north")] == [time(6)]
        assert [dock.opens for dock in store.docks.of_depot("north")] == [time(4, 30)]
    assert call("fleet", "set", "docks", "b1", "--remove", *at).exit_code == 0
    assert call("fleet", "set", "drivers", "d9", "active=no", *at).exit_code == 0
    assert one_object(call("fleet", "show", "drivers", "--json", *at).stdout)["drivers"]["d9"]["active"] is False
    assert one_object(call("fleet", "show", "docks", "--json", *at).stdout)["docks"] == {}


def test_a_van_stays_in_and_no_driver_drives_two(cli_db: Path, call: Call) -> None:
    at = ("--date", "2026-11-23")
    assert call("availability", "set", "van1", "out=no", "note=in the workshop", *at).exit_code == 0
    double = call("availability", "set", "van1", "out=yes", "driver=d2", *at)
    assert double.exit_code == 2
    assert "Driver 2 (d2) drives both" in double.stderr
    with open_store(cli_db) as store:
        first = store.availability.for_day(date(2026, 11, 23), "yard")[0]
        assert (first.is_available, first.note, first.driver_id) == (False, "in the workshop", "d1")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("fleet", "set", "vehicles", "van1", "kgs=3"), "A vehicle has no field “kgs”. Did you mean “kg”?"),
        (("fleet", "set", "vehicles", "van1", "kg=lots"), "kg is “lots”; write a number from 0 up"),
        (("fleet", "set", "vehicles", "van1", "kg=nan"), "kg is “nan”; write a number from 0 up"),
        (("fleet", "set", "vehicles", "van1", "kg=-1"), "kg is -1; write a number from 0 up"),
        (("fleet", "set", "vehicles", "van1", "trips=1.5"), "trips is “1.5”; write a whole number from 1 to 20"),
        (("fleet", "set", "vehicles", "van1", "speed=90"), "speed is 90; write a number from 0.1 to 5"),
        (("fleet", "set", "vehicles", "van1", "class=boat"), "class is “boat”; write Van or Cargo bike"),
        (("fleet", "set", "vehicles", "van1", "active="), "active is “”; write yes or no"),
        (("fleet", "set", "vehicles", "van1", "kg"), "“kg” does not say what to set; write FIELD=VALUE"),
        (("fleet", "set", "vehicles", "van1", "kg=1", "kg=2"), "“kg” is said twice"),
        (("fleet", "set", "vehicles", "van1"), "Say what to set: FIELD=VALUE"),
        (("fleet", "set", "vehicles", "van1", "kg=1", "--was", "m3=2"), "--was names “m3”, which is not set here"),
        (("fleet", "set", "vehicles", "van9", "kg=1"), "There is no vehicle “van9”. Known: van1, van2."),
        (("fleet", "set", "vehicles", "van1", "--new"), "There is a vehicle “van1” already."),
        (("fleet", "set", "vehicles", "van1", "--remove"), "set active=no"),
        (("fleet", "show", "drivers", "d9"), "There is no “d9” among the drivers. Known: d1, d2."),
        (("fleet", "show", "boats"), "'boats' is not one of 'vehicles', 'drivers', 'docks'"),
        (("depots", "set", "yard", "opens=25:00"), "opens is “25:00”; write a time of day such as 07:00"),
        (("depots", "set", "yard", "timezone=Mars/Base"), "There is no time zone 'Mars/Base'"),
        (("depots", "set", "yard", "currency=12"), "12 is not a currency; write its three letters, such as EUR"),
        (("depots", "set", "yard", "name="), "the depot needs a name"),
        (("depots", "set", "yards", "loading=3"), "There is no depot “yards”. Known depots: yard."),
        (("depots", "set", "north", "--new", "name=North"), "the depot needs a latitude, a longitude, a time zone"),
        (("depots", "show", "north"), "There is no depot “north”"),
        (("rules", "set", "late_price=-1"), "late_price is -1; write a number from 0 to 100,000"),
        (("rules", "set", "late_price="), "late_price is empty; give a value, 0 turns a price off"),
        (("rules", "set", "late_prize=1"), "Did you mean “late_price”?"),
        (("rules", "set", "van_kerb=sometimes"), "van_kerb is “sometimes”; write never, on big roads or always"),
        (("rules", "set", "use_docks=maybe"), "use_docks is “maybe”; write yes or no"),
        (("traffic", "set", "25=1"), "“25” is no hour; write one from 0 to 23, or a span such as 7-9"),
        (("traffic", "set", "9-7=1"), "“9-7” is no hour"),
        (("traffic", "set", "7-9=1", "8=2"), "The hour 8 is said twice"),
        (("traffic", "set", "7=20"), "07:00–08:00 is 20; write a number from 0.1 to 10"),
        (("targets", "set", "ontime=9"), "There is no figure “ontime”. Known: first_attempt_rate"),
        (("targets", "set", "on_time=much"), "on_time is “much”; write a number"),
        (("availability", "set", "van1", "driver=d7"), "driver is “d7”; write Driver 1 (d1) or Driver 2 (d2)"),
        (("availability", "set", "van7", "out=no"), "There is no vehicle “van7”. Known: van1, van2."),
        (("availability", "set", "van1", "shift_start="), "Van 1 has no shift time; fill both ends of the shift"),
    ],
    ids=lambda value: " ".join(value)[:50] if isinstance(value, tuple) else "",
)
def test_what_cannot_be_is_refused_by_name_and_nothing_changes(
    words: tuple[str, ...], said: str, cli_db: Path, call: Call
) -> None:
    with open_store(cli_db) as store:
        before = store.data_version()
    done = call(*words)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
    with open_store(cli_db) as store:
        assert store.data_version() == before
        assert store.audit.latest() == []
