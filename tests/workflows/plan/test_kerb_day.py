"""A day planned with the rule for the side of the road has other times, other lines and another mark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from lastmile_core.clock import ServiceDay
from lastmile_core.model import Depot, KerbRule, Location, Order, PlanningRules
from lastmile_core.problem.day_inputs import DayInputs, basis_of
from lastmile_core.settings import Settings
from lastmile_core.travel.kerb_provider import kerb_note
from lastmile_core.travel.kerb_side import EITHER_SIDE
from lastmile_core.travel.provider import make_server
from lastmile_core.travel.regions import RegionInfo
from lastmile_core.workflows.day.check_places import check_places
from lastmile_core.workflows.day.prepare_day import prepare_day

CityRoads = Callable[[str, Path], RegionInfo]


def day_in(depot: Location, doors: list[Location]) -> DayInputs:
    today = date(2026, 11, 23)
    return DayInputs(
        day=ServiceDay(service_date=today, timezone="UTC"),
        depot=Depot(depot_id="d", name="Depot", location=depot),
        orders=tuple(
            Order(order_id=f"A{number}", service_date=today, depot_id="d", location=door)
            for number, door in enumerate(doors)
        ),
        waiting=(),
        vehicles=(),
        drivers={},
        availability=(),
    )


@pytest.mark.shared
def test_the_rule_changes_times_and_the_plans_mark(
    city_roads: Callable[[str, Path], RegionInfo], tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path, database=tmp_path / "lastmile.db")
    city_roads("monaco", tmp_path)
    doors = [Location(lat=43.731 + row / 1000, lon=7.415 + column / 800) for row in range(5) for column in range(4)]
    inputs = day_in(Location(lat=43.7335, lon=7.421), doors)
    ruled = replace(inputs, rules=PlanningRules(van_kerb=KerbRule.ALWAYS))
    usual_day, ruled_day = prepare_day(settings, inputs), prepare_day(settings, ruled)
    usual, own_side = usual_day.matrices["van"].durations, ruled_day.matrices["van"].durations
    assert own_side.sum() > usual.sum()
    assert np.array_equal(prepare_day(settings, inputs).matrices["van"].durations, usual)
    assert usual_day.input_hash != ruled_day.input_hash
    assert usual_day.basis.roads == ruled_day.basis.roads
    assert check_places(settings, ruled).note in ("", EITHER_SIDE)


def test_plans_made_before_there_was_the_rule_stay_fresh() -> None:
    inputs = day_in(Location(lat=45, lon=9), [Location(lat=45.01, lon=9)])
    marks = {rule: basis_of(replace(inputs, rules=PlanningRules(van_kerb=rule))).rules for rule in KerbRule}
    # What the release before said of the usual rules.
    assert marks[KerbRule.NEVER].startswith("be91c6d6.")
    assert len({str(mark) for mark in marks.values()}) == len(KerbRule)


@pytest.mark.shared
def test_an_order_asks_for_its_own_side_or_is_free_of_it(
    city_roads: Callable[[str, Path], RegionInfo], tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path, database=tmp_path / "lastmile.db")
    city_roads("monaco", tmp_path)
    doors = [Location(lat=43.731 + row / 1000, lon=7.415 + column / 800) for row in range(4) for column in range(3)]
    inputs = day_in(Location(lat=43.7335, lon=7.421), doors)
    always = PlanningRules(van_kerb=KerbRule.ALWAYS)

    def times(rules: PlanningRules, kerb_side: bool | None) -> np.ndarray:
        orders = tuple(replace(order, kerb_side=kerb_side) for order in inputs.orders)
        return prepare_day(settings, replace(inputs, orders=orders, rules=rules)).matrices["van"].durations

    usual, own_side = times(PlanningRules(), None), times(always, None)
    assert not np.array_equal(usual, own_side)
    assert np.array_equal(times(PlanningRules(), True), own_side)
    assert np.array_equal(times(always, False), usual)


def test_a_road_server_says_that_it_does_not_know_big_roads(tmp_path: Path) -> None:
    server = make_server(Settings(home=tmp_path, database=tmp_path / "lastmile.db"), "http://127.0.0.1:1")
    assert "counts nowhere" in kerb_note(server, PlanningRules(van_kerb=KerbRule.BIG_ROADS), [])
    assert kerb_note(server, PlanningRules(van_kerb=KerbRule.ALWAYS), []) == ""
