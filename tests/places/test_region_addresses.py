"""A region gets its addresses together with its roads, keeps its old ones when something fails, or gets them later."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from lastmile_core.cli import main
from lastmile_core.errors import RoadsError
from lastmile_core.places import AddressIndex, AddressQuery, PlaceFinder
from lastmile_core.settings import Settings, load_settings
from lastmile_core.travel.road_engine.osrm_tools import RoadsCancelled
from lastmile_core.workflows.places.prepare_region import prepare_region
from lastmile_core.workflows.places.region_addresses import build_addresses, has_addresses, named_region


@pytest.fixture(scope="module")
def osm_file(tmp_path_factory: pytest.TempPathFactory, make_map: Callable[..., object]) -> Path:
    """Four crossing streets, enough for the road engine, with two doors."""
    town = make_map(tmp_path_factory.mktemp("map") / "small.osm.pbf")  # type: ignore[var-annotated]
    crossing = [[town.node(row, column) for column in range(4)] for row in range(4)]  # type: ignore[attr-defined]
    for at in range(4):
        town.way_of(crossing[at], highway="residential", name=f"Row {at} Street")  # type: ignore[attr-defined]
        column = [row[at] for row in crossing]
        town.way_of(column, highway="residential", name=f"Column {at} Street")  # type: ignore[attr-defined]
    town.door("7", "Row 1 Street", 1.1, 1, postcode="1000", city="Smallville")  # type: ignore[attr-defined]
    town.door("9", "Row 1 Street", 1.1, 2, postcode="1000", city="Smallville")  # type: ignore[attr-defined]
    return town.write()  # type: ignore[attr-defined, no-any-return]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, osm_file: Path) -> tuple[Settings, list[tuple[float, str]]]:
    home = tmp_path_factory.mktemp("home")
    settings, said = Settings(home=home, database=home / "x.db"), []
    prepare_region(
        settings, None, osm_file, "small", quick=True, on_progress=lambda share, words: said.append((share, words))
    )
    return settings, said


def test_roads_bring_their_addresses(prepared: tuple[Settings, list[tuple[float, str]]]) -> None:
    settings, said = prepared
    region = named_region(settings, None)
    assert has_addresses(region)
    with AddressIndex(region.path) as index:
        answer = PlaceFinder(index).find(AddressQuery(text="7 Row 1 St", town="Smallville"))
    assert answer.best is not None
    assert answer.best.matched == "Row 1 Street 7, 1000 Smallville"
    shares = [share for share, _ in said]
    assert all(one <= other for one, other in itertools.pairwise(shares))
    assert "Reading the addresses" in [words for _, words in said]


def test_stopping_at_the_addresses_leaves_no_half_region(tmp_path: Path, osm_file: Path) -> None:
    settings, seen = Settings(home=tmp_path, database=tmp_path / "x.db"), []
    with pytest.raises(RoadsCancelled):
        prepare_region(
            settings,
            None,
            osm_file,
            "small",
            quick=True,
            on_progress=lambda _share, words: seen.append(words),
            should_stop=lambda: "Reading the addresses" in seen,
        )
    assert list(settings.regions.iterdir()) == []


def test_an_older_region_gets_its_addresses_later(
    prepared: tuple[Settings, list[tuple[float, str]]], osm_file: Path
) -> None:
    settings, _ = prepared
    region = named_region(settings, "small")
    (region.path / "addresses.sqlite").unlink()
    assert not has_addresses(region)
    facts = build_addresses(region, osm_file)
    assert (facts["num_streets"], facts["num_doors"]) == ("8", "2")
    assert has_addresses(region)


def test_a_region_that_is_not_there_is_named(prepared: tuple[Settings, list[tuple[float, str]]]) -> None:
    settings, _ = prepared
    with pytest.raises(RoadsError, match=r"no road region “mars”.*Regions: small"):
        named_region(settings, "mars")


def test_the_command_builds_finds_and_says_where_nothing_is_sent(
    prepared: tuple[Settings, list[tuple[float, str]]], osm_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LASTMILE_HOME", str(prepared[0].home))
    assert load_settings().regions == prepared[0].regions

    def call(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["places", *words])
        return result.exit_code, result.stdout

    assert call("build", str(osm_file)) == (0, "“small” knows 8 streets and 2 house numbers now.\n")
    code, said = call("find", "Row 1 St 7", "--town", "Smallville")
    assert code == 0
    assert "97%  house" in said
    code, said = call("find", "Row 1 St 7, Metropolis", "--json")
    assert code == 1
    assert json.loads(said)["guesses"][0]["kind"] == "house"
    assert "perhaps another town" in json.loads(said)["note"]
    assert call("elsewhere") == (0, "No geocoder elsewhere is asked; addresses stay on this machine.\n")
    code, said = call("elsewhere", "--service", "photon", "--url", "https://geo.example.org")
    assert "are sent to geo.example.org" in said
    assert call("elsewhere", "--service", "photon")[0] == 2
    assert call("elsewhere", "--off")[1].startswith("No geocoder")
    code, said = call("locate", "--date", "2026-11-24")
    assert (code, said) == (0, "Every order has a place.\n")
