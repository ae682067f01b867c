"""A fleet file says shifts, breaks, speed, plates and drivers; what it has no column for stays as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastmile_core.model import Depot, Driver, ImportAnswers, Load, Location, PlanningRules, Vehicle, usual_break
from lastmile_core.model.company.usual_prices import UsualPrices
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.company.usual_prices import rules_in_step
from lastmile_core.workflows.imports.import_fleet import FleetReport, import_drivers, import_vehicles, plate_key

DAY = date(2026, 11, 30)
WITH_SHIFTS = (
    "Placa;Tipo;Capacidade (kg);Volumes;Início do turno;Fim do turno;Intervalo (min);Disponível;"
    "Fator de velocidade;Motorista\n"
    "QQQ1A11;Truck;3500;400;06:00;15:00;60;Sim;0,9;Rita\n"
    "RRR2B22;VUC;1200;150;13:00;22:00;30;Sim;1;Paulo\n"
    "SSS3C33;Van;800;90;07:00;16:00;60;Não;1;Lia\n"
)
FULL = Vehicle(
    vehicle_id="V1",
    name="Big one",
    depot_id="south",
    capacity=Load.of({"kg": 900.0, "parcels": 40.0, "m3": 7.5}),
    fixed_cost=99.0,
    cost_per_km=0.7,
    cost_per_hour=31.0,
    max_stops=30,
    skills=frozenset({"crane"}),
    driver_id="anna",
    is_active=False,
    plate="S-AB 123",
    shift_start=time(6),
    shift_end=time(14),
    break_s=2700,
    speed_factor=0.8,
    max_trips=2,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "fleet.db") as opened:
        opened.depots.save(Depot(depot_id="south", name="South", location=Location(lat=48.7758, lon=9.1829)))
        yield opened


def _vehicles(store: Store, text: str | bytes, **more: object) -> FleetReport:
    content = text if isinstance(text, bytes) else text.encode()
    return import_vehicles(store, content, "v.csv", depot_id="south", by="dana", **more)  # type: ignore[arg-type]


def _check_with_shifts(store: Store, names: tuple[str, str, str]) -> None:
    fleet = {vehicle.vehicle_id: vehicle for vehicle in store.vehicles.of_depot("south", active_only=False)}
    truck, second, third = (fleet[name] for name in names)
    assert truck.plate == names[0]
    assert truck.capacity.as_dict() == {"kg": 3500.0, "parcels": 400.0}
    assert (truck.shift_start, truck.shift_end, truck.break_s) == (time(6), time(15), 3600)
    assert truck.speed_factor == 0.9
    assert (second.shift_start, second.shift_end, second.break_s) == (time(13), time(22), 1800)
    assert not third.is_active
    roster = {row.vehicle_id: row for row in store.availability.for_day(DAY, "south")}
    assert set(roster) == set(names[:2])
    assert (roster[names[1]].shift_start, roster[names[1]].shift_end) == (time(13), time(22))
    drivers = {driver.driver_id: driver for driver in store.drivers.of_depot("south")}
    assert set(drivers) == {"Rita", "Paulo", "Lia"}
    assert roster[names[0]].driver_id == "Rita"
    # Nobody who starts at 13:00 has the break at 11:00.
    assert (drivers["Paulo"].break_earliest, drivers["Paulo"].break_latest) == (time(16), time(19))


def test_shifts_breaks_speed_and_drivers_of_a_vehicle_file(store: Store) -> None:
    report = _vehicles(store, WITH_SHIFTS)
    assert (report.new, report.refused) == (3, 0)
    _check_with_shifts(store, ("QQQ1A11", "RRR2B22", "SSS3C33"))
    again = _vehicles(store, WITH_SHIFTS)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)


def test_an_update_changes_only_what_it_has_columns_for(store: Store, shared_data: Path) -> None:
    folder = shared_data / "real_days"
    _vehicles(store, (folder / "fleet_with_shifts.csv").read_bytes())
    _check_with_shifts(store, ("AAA1A11", "BBB2B22", "CCC3C33"))
    before = {vehicle.vehicle_id: vehicle for vehicle in store.vehicles.of_depot("south", active_only=False)}
    report = _vehicles(store, (folder / "fleet_update.csv").read_bytes())
    assert (report.new, report.changed, report.unchanged) == (0, 1, 2)
    after = {vehicle.vehicle_id: vehicle for vehicle in store.vehicles.of_depot("south", active_only=False)}
    first = before["AAA1A11"]
    assert after == before | {"AAA1A11": replace(first, capacity=Load.of({"kg": 3600.0, "parcels": 400.0}))}


@pytest.mark.parametrize(
    ("column", "cell", "change"),
    [
        ("Name", "Small one", {"name": "Small one"}),
        ("Cost per km", "0.5", {"cost_per_km": 0.5}),
        ("Active", "yes", {"is_active": True}),
        ("Capacity weight (kg)", "700", {"capacity": Load.of({"kg": 700.0, "parcels": 40.0, "m3": 7.5})}),
        ("Max stops", "12", {"max_stops": 12}),
        ("Skills", "fridge", {"skills": frozenset({"fridge"})}),
        ("Shift end", "15:30", {"shift_end": time(15, 30)}),
        ("Speed factor", "1", {"speed_factor": 1.0}),
        ("Plate", "S-XY 9", {"plate": "S-XY 9"}),
        ("Break (min)", "0", {"break_s": 0}),
        ("Break (min)", "", {}),
        ("Cost per km", "", {}),
        ("Driver", "-", {"driver_id": None}),
        ("Driver", "", {}),
        ("Capacity weight (kg)", "", {}),
    ],
)
def test_one_column_changes_one_field(store: Store, column: str, cell: str, change: dict[str, object]) -> None:
    store.drivers.save(Driver(driver_id="anna", name="Anna", depot_id="south"))
    store.vehicles.save(FULL)
    _vehicles(store, f"Vehicle ID,{column}\nV1,{cell}\n")
    assert store.vehicles.get("V1") == replace(FULL, **change)


def test_a_plate_finds_its_vehicle_however_it_is_spaced(store: Store) -> None:
    store.drivers.save(Driver(driver_id="anna", name="Anna", depot_id="south"))
    store.vehicles.save(FULL)
    report = _vehicles(store, "Kennzeichen;Nutzlast (kg)\ns ab123;500\n")
    assert (report.new, report.changed) == (0, 1)
    found = store.vehicles.get("V1")
    assert found is not None
    assert found.capacity.as_dict()["kg"] == 500
    assert plate_key("S-AB 123") == plate_key("s ab123")


def test_a_driver_known_by_name_alone_gives_way_to_the_drivers_file(store: Store) -> None:
    _vehicles(store, "Vehicle ID,Driver\nV1,Rita\nV2,-\n")
    van = store.vehicles.get("V2")
    assert van is not None
    assert van.driver_id is None
    report = import_drivers(store, b"Driver ID,Name,Phone\nD7,rita,+49 711 1\n", "d.csv", depot_id="south", by="dana")
    assert report.new == 1
    van = store.vehicles.get("V1")
    assert van is not None
    assert van.driver_id == "D7"
    assert [driver.driver_id for driver in store.drivers.of_depot("south")] == ["D7"]


def test_a_drivers_file_without_shifts_keeps_the_shifts(store: Store) -> None:
    known = Driver(driver_id="D7", name="Rita", depot_id="south", shift_start=time(5), shift_end=time(13), break_s=900)
    store.drivers.save(known)
    import_drivers(store, b"Driver ID,Phone\nD7,+49 711 1\n", "d.csv", depot_id="south", by="dana")
    assert store.drivers.get("D7") == replace(known, phone="+49 711 1")


def test_a_speed_that_cannot_be_is_shown_and_not_used(store: Store) -> None:
    report = _vehicles(store, "Vehicle ID,Speed\nV1,45\nV2,0.5\n")
    found = [store.vehicles.get(name) for name in ("V1", "V2")]
    assert [vehicle.speed_factor for vehicle in found if vehicle] == [1.0, 0.5]
    assert [(issue.code, issue.row) for issue in report.issues] == [("IMPLAUSIBLE", 1)]
    with pytest.raises(ValueError, match="speed factor is 45"):
        Vehicle(vehicle_id="v", name="v", depot_id="d", speed_factor=45)


def test_what_a_person_said_of_a_fleet_file_is_remembered(store: Store) -> None:
    text = "Vehicle ID,Klotz\nV1,12\n"
    _vehicles(store, text, answers=ImportAnswers(columns={"max_stops": "Klotz"}))
    _vehicles(store, text.replace("12", "15"))
    found = store.vehicles.get("V1")
    assert found is not None
    assert found.max_stops == 15


clocks = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))


@given(start=clocks, hours=st.integers(3, 20))
def test_a_usual_break_lies_inside_its_shift(start: time, hours: int) -> None:
    begin = start.hour * 60 + start.minute
    end = begin + hours * 60
    earliest, latest = usual_break(start, time(end // 60 % 24, end % 60))
    from_start = [(clock.hour * 60 + clock.minute - begin) % (24 * 60) for clock in (earliest, latest)]
    assert 0 < from_start[0] <= from_start[1] < hours * 60


def test_a_column_that_nothing_reads_is_asked_about_once(store: Store) -> None:
    text = "Vehicle ID,Klotz,Colour\nV1,12,blue\nV2,15,red\n"
    asked = _vehicles(store, text)
    assert (asked.outcome, asked.new) == ("ask", 0)
    assert "“Klotz” holds 12, 15" in asked.sentence
    assert [column.heading for column in asked.unused if column.could_matter] == ["Klotz"]
    answered = _vehicles(store, text, answers=ImportAnswers(columns={"load:crates": "Klotz"}))
    assert (answered.outcome, answered.new) == ("accept", 2)
    first = store.vehicles.get("V1")
    assert first is not None
    assert first.capacity.as_dict() == {"crates": 12.0}
    assert any(issue.message == "Not used: Colour." for issue in answered.issues)
    assert _vehicles(store, text.replace("12", "20")).changed == 1


def test_what_is_not_needed_is_remembered(store: Store) -> None:
    text = "Driver ID,Payroll\nD1,4411\n"
    bring = {"depot_id": "south", "by": "dana"}
    assert import_drivers(store, text.encode(), "d.csv", **bring).outcome == "ask"
    assert (
        import_drivers(store, text.encode(), "d.csv", **bring, answers=ImportAnswers(replies={"unused": True})).new == 1
    )
    later = import_drivers(store, text.replace("D1", "D2").encode(), "d.csv", **bring)
    assert (later.outcome, later.new) == ("accept", 1)


def test_a_file_of_googles_fleet_routing_is_read_whole(store: Store, shared_data: Path) -> None:
    store.depots.save(
        Depot(depot_id="south", name="S", location=Location(lat=47.6, lon=-122.33), timezone="America/Los_Angeles")
    )
    report = _vehicles(store, (shared_data / "bugs" / "files" / "google_vehiclesSample.csv").read_bytes())
    assert (report.new, report.refused) == (3, 0)
    truck = store.vehicles.get("truck 1")
    assert truck is not None
    assert truck.capacity.as_dict() == pytest.approx({"kg": 907.18474, "pallets": 3, "oversized": 5, "parcels": 500})
    assert (truck.shift_start, truck.shift_end) == (time(6), time(16))
    assert truck.start is not None
    assert (truck.fixed_cost, truck.cost_per_km, truck.cost_per_hour) == (100, 5, 50)
    told = [issue for issue in report.issues if issue.code == "NEEDS_GEOCODING"]
    assert [issue.row for issue in told] == [3, 3]


def test_zero_empty_and_no_limit_are_three_things(store: Store) -> None:
    _vehicles(store, "vehicle_id;capacity kg\nA;900\nB;900\nC;900\n")
    report = _vehicles(store, "vehicle_id;capacity kg\nA;0\nB;\nC;no limit\n")
    capacity = {one.vehicle_id: one.capacity.as_dict() for one in store.vehicles.of_depot("south", active_only=False)}
    assert capacity == {"A": {"kg": 0.0}, "B": {"kg": 900.0}, "C": {}}
    assert [(issue.code, issue.row) for issue in report.issues if issue.code == "NO_ROOM"] == [("NO_ROOM", 1)]


@pytest.mark.parametrize("currency", ["BRL", "EUR"])
def test_new_vehicles_take_the_prices_of_their_depot(store: Store, currency: str) -> None:
    depot = Depot(
        depot_id="south",
        name="Sul",
        location=Location(lat=-30.03, lon=-51.2),
        currency=currency,
        prices=UsualPrices(per_day=250, per_km=2.1, per_hour=45),
    )
    store.depots.save(depot)
    assert store.depots.get("south") == depot
    report = _vehicles(store, "Placa;Custo por km\nQQQ1A11;1,8\n")
    assert "PRICES" not in {issue.code for issue in report.issues}
    found = store.vehicles.get("QQQ1A11")
    assert found is not None
    assert (found.fixed_cost, found.cost_per_km, found.cost_per_hour) == (250, 1.8, 45)


def test_prices_of_another_size_are_not_taken_without_a_word(store: Store) -> None:
    store.depots.save(Depot(depot_id="south", name="Sul", location=Location(lat=-30.03, lon=-51.2), currency="BRL"))
    report = _vehicles(store, "Placa\nQQQ1A11\n")
    assert [issue.code for issue in report.issues] == ["PRICES"]
    assert "in BRL were taken" in report.issues[0].message


def test_the_rules_of_a_new_depot_are_in_step_with_its_hour() -> None:
    rules = rules_in_step(UsualPrices(per_day=250, per_km=2.1, per_hour=48))
    usual = PlanningRules()
    assert rules.late_price == 2 * usual.late_price
    assert rules.failed_attempt_price == 2 * usual.failed_attempt_price
    assert rules.waiting_price == 0
    assert rules_in_step(UsualPrices(per_day=1, per_km=1, per_hour=0)) == usual
