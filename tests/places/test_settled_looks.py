"""Flats of one block are no town centre, and a look that was settled once holds for the building."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from lastmile_core.cli import main
from lastmile_core.model import OrderStatus
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.workflows.imports.bring_in_orders import bring_in_orders
from lastmile_core.workflows.orders.mend_orders import undo_mend
from lastmile_core.workflows.places.doubtful_places import confirm_places, doubtful_groups

DAY = date(2026, 11, 24)
BLOCK = [f"Flat {number}, 8 King's Road" for number in range(1, 41)] + [f"{n}/8 King's Road" for n in range(41, 61)]
STREETS = [f"{number} Pear Road" for number in range(1, 9)]


def _file(addresses: list[str], prefix: str = "A") -> bytes:
    rows = [f'{prefix}{number},Anna,"{text}",Acquaviva,45.0037,9.0036' for number, text in enumerate(addresses)]
    return "\n".join(["Order number,Customer,Address,City,Latitude,Longitude", *rows]).encode()


def _bring(store: Store, home: Settings, addresses: list[str], day: date = DAY, prefix: str = "A") -> list[OrderStatus]:
    report = bring_in_orders(store, home, _file(addresses, prefix), "shop.csv", service_date=day, by="Ana")
    assert report.adds_up
    return [order.status for order in store.orders.due_on(day)]


def test_sixty_parcels_in_one_block_are_a_block(store: Store, home: Settings) -> None:
    assert set(_bring(store, home, BLOCK)) == {OrderStatus.READY}


def test_eight_addresses_at_one_point_are_looked_at_as_one_group(store: Store, home: Settings) -> None:
    assert set(_bring(store, home, STREETS)) == {OrderStatus.NEEDS_LOOK}
    depot_id = store.depots.all()[0].depot_id
    (group,) = doubtful_groups(store, DAY, depot_id)
    assert len(group.orders) == 8
    assert group.reasons == ("8 addresses share this one point; often it is the middle of a town.",)


def test_a_settled_look_is_remembered_for_the_building(store: Store, home: Settings) -> None:
    _bring(store, home, STREETS)
    mend = confirm_places(store, DAY, [f"A{number}" for number in range(8)], by="Ana")
    tomorrow = DAY + timedelta(days=1)
    other_flats = [f"Unit 5/{text}" for text in STREETS]
    assert set(_bring(store, home, other_flats, tomorrow, "B")) == {OrderStatus.READY}
    undo_mend(store, mend.mend_id, by="Ana")
    later = DAY + timedelta(days=2)
    assert set(_bring(store, home, STREETS, later, "C")) == {OrderStatus.NEEDS_LOOK}


def test_the_command_lists_points_and_settles_one(
    store: Store, home: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _bring(store, home, STREETS)
    monkeypatch.setenv("LASTMILE_DB", str(store.path))
    words = ["--date", DAY.isoformat()]
    listed = CliRunner().invoke(main, ["places", "doubtful", *words, "--json"])
    assert listed.exit_code == 1
    (point,) = json.loads(listed.stdout)["points"]
    assert len(point["orders"]) == 8
    wrong = CliRunner().invoke(main, ["places", "confirm", "--at", "1.0,2.0", *words])
    assert wrong.exit_code == 2
    assert "No order at 1.0,2.0 needs a look" in wrong.output
    where = f"{point['lat']:.6f},{point['lon']:.6f}"
    done = CliRunner().invoke(main, ["places", "confirm", "--at", where, *words])
    assert (done.exit_code, done.output.strip()) == (0, "8 places are right and can be planned.")
    assert CliRunner().invoke(main, ["places", "doubtful", *words]).exit_code == 0
