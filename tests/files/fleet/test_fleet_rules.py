"""Fleet files say trips, loading, hours, overtime, ends and territory in the words of several languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lastmile_core.files.writers.templates import driver_template_csv, vehicle_template_csv
from lastmile_core.model import Depot, Location
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.imports.import_fleet import FleetReport, import_drivers, import_vehicles


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "fleet.db") as opened:
        opened.depots.save(Depot(depot_id="south", name="South", location=Location(lat=48.7758, lon=9.1829)))
        yield opened


def _vehicles(store: Store, text: str) -> FleetReport:
    return import_vehicles(store, text.encode(), "v.csv", depot_id="south", by="dana")


def _drivers(store: Store, text: str) -> FleetReport:
    return import_drivers(store, text.encode(), "d.csv", depot_id="south", by="dana")


@pytest.mark.parametrize(
    "headings",
    [
        "vehicle id,max trips,loading time (min),reload_min,max duration (h),regular hours,overtime cost,no return",
        "Fahrzeug,Touren,Ladezeit (min),Nachladezeit,Höchstdauer (h),Überstunden ab,Überstundenzuschlag,Ohne Rückkehr",
        "Véhicule,Tournées,Temps de chargement,Rechargement (mn),Durée max (h),Temps normal,Coût heure sup,Sans retour",
    ],
)
def test_vehicles_in_three_languages(store: Store, headings: str) -> None:
    report = _vehicles(store, f"{headings}\nV1,3,12,10 min,9.5,7.5,12.40,yes\nV2,,,,,450,,no\n")
    assert (report.new, report.outcome) == (2, "accept")
    first, second = store.vehicles.get("V1"), store.vehicles.get("V2")
    assert first is not None
    assert second is not None
    assert (first.max_trips, first.loading_s, first.reload_s) == (3, 720, 600)
    assert (first.max_duration_s, first.regular_s, first.overtime_price) == (34_200, 27_000, 12.4)
    assert first.open_end
    # A bare number up to 24 is hours, a larger one minutes; an empty cell leaves the usual.
    assert (second.regular_s, second.max_trips, second.loading_s, second.open_end) == (27_000, 1, None, False)


def test_starts_and_ends_and_places_that_cannot_be_meant(store: Store) -> None:
    report = _vehicles(
        store,
        "vehicle,start lat,start lon,end lat,end lon\n"
        "V1,48.80,9.20,48.90,9.25\nV2,,,48.90,9.25\nV3,52.52,13.40,,\nV4,148.9,9.2,,\n",
    )
    found = {vehicle.vehicle_id: vehicle for vehicle in store.vehicles.of_depot("south")}
    assert (found["V1"].start, found["V1"].end) == (Location(lat=48.8, lon=9.2), Location(lat=48.9, lon=9.25))
    assert (found["V2"].start, found["V2"].end) == (None, Location(lat=48.9, lon=9.25))
    # Berlin is no place for a van of Stuttgart to start from.
    assert found["V3"].start is None
    assert "V4" not in found
    assert [issue.code for issue in report.issues] == ["COORD_RANGE", "FAR_START"]


@pytest.mark.parametrize("trips", ["0", "1.5", "many"])
def test_a_number_of_trips_that_cannot_be_is_refused(store: Store, trips: str) -> None:
    report = _vehicles(store, f"vehicle,max trips\nV1,{trips}\nV2,2\n")
    assert (report.new, report.refused) == (1, 1)
    assert report.issues[0].code == "NUMBER"
    assert report.issues[0].column == "max trips"


@pytest.mark.parametrize(
    "headings",
    [
        "driver,break after (h),districts",
        "Fahrer,Pause spätestens nach (h),Gebiete",
        "Chauffeur,Pause après (h),Secteurs",
    ],
)
def test_drivers_in_three_languages(store: Store, headings: str) -> None:
    report = _drivers(store, f"{headings}\nIda,4.5,Old Town;  Hills  East\nRui,,\n")
    assert (report.new, report.outcome) == (2, "accept")
    ida, rui = store.drivers.get("Ida"), store.drivers.get("Rui")
    assert ida is not None
    assert rui is not None
    assert (ida.break_after_s, ida.districts) == (16_200, {"Old Town", "Hills East"})
    assert (rui.break_after_s, rui.districts) == (None, frozenset())


def test_a_file_without_these_columns_leaves_what_was_set_by_hand(store: Store) -> None:
    _vehicles(store, "vehicle,max trips,fixed cost\nV1,2,50\n")
    van = store.vehicles.get("V1")
    assert van is not None
    store.vehicles.save(replace(van, open_end=True, regular_s=28_800))
    again = _vehicles(store, "vehicle,max trips,fixed cost\nV1,3,50\n")
    assert (again.changed, again.new) == (1, 0)
    found = store.vehicles.get("V1")
    assert found is not None
    assert (found.max_trips, found.open_end, found.regular_s) == (3, True, 28_800)
    _drivers(store, "driver,phone\nIda,1\n")
    ida = store.drivers.get("Ida")
    assert ida is not None
    store.drivers.save(replace(ida, districts=frozenset({"Hills"})))
    assert _drivers(store, "driver,phone\nIda,1\n").unchanged == 1


def test_the_templates_come_in_as_they_are(store: Store) -> None:
    assert import_drivers(store, driver_template_csv(), "d.csv", depot_id="south", by="dana").outcome == "accept"
    assert import_vehicles(store, vehicle_template_csv(), "v.csv", depot_id="south", by="dana").outcome == "accept"
    van, bike = store.vehicles.get("EXAMPLE-VAN-1"), store.vehicles.get("EXAMPLE-BIKE-1")
    assert van is not None
    assert bike is not None
    assert (van.max_trips, van.regular_s, van.overtime_price) == (1, 28_800, 12.0)
    assert (bike.max_trips, bike.reload_s, bike.open_end) == (3, 600, True)
