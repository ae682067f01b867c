import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import osmium
import pytest
from osmium.osm.mutable import Node

from lastmile_core.errors import RoadsError
from lastmile_core.model import Location
from lastmile_core.settings import Settings
from lastmile_core.travel.regions import (
    RegionInfo,
    add_region,
    finish_region,
    get_region,
    list_regions,
    region_for,
    remove_region,
)
from lastmile_core.travel.road_engine.osrm_tools import RoadsCancelled, run_tool
from lastmile_core.travel.times.region_provider import RegionProvider

Corner = Callable[[float, float], Location]


def names(settings: Settings) -> list[str]:
    return sorted(folder.name for folder in settings.regions.iterdir()) if settings.regions.is_dir() else []


def test_what_is_known_about_a_region(town: RegionInfo, town_settings: Settings) -> None:
    assert town.profiles == ("van", "cargo_bike")
    assert town.has_basemap
    assert town.attribution == "© OpenStreetMap contributors"
    assert town.num_streets == 13
    assert town.street_km == pytest.approx(6.8, abs=0.3)
    assert town.bbox == pytest.approx((20.0, 10.0, 20.02, 10.005))
    assert town.source_file == "town.osm.pbf"
    assert [info.name for info in list_regions(town_settings)] == ["town"]
    assert names(town_settings) == ["town"]


def test_only_files_for_questions_are_kept(town: RegionInfo) -> None:
    assert not list(town.path.glob("*/roads.osrm.ebg"))
    assert list(town.path.glob("van/roads.osrm.hsgr"))


def test_progress_never_falls_and_says_what_is_done(settings: Settings, town_file: Path) -> None:
    seen: list[tuple[float, str]] = []
    add_region(settings, town_file, "small", on_progress=lambda share, words: seen.append((share, words)))
    shares = [share for share, _ in seen]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert seen[-1] == (1.0, "Roads are ready")
    assert {words for _, words in seen} >= {"Preparing roads for vans", "Drawing the base map"}


def test_the_same_file_keeps_its_matrices_and_another_does_not(
    settings: Settings, town_settings: Settings, town: RegionInfo, town_file: Path, tmp_path: Path
) -> None:
    again = add_region(settings, town_file, "again")
    assert again.build_id == town.build_id


def test_a_region_is_replaced_at_once_and_answers_from_the_new_roads(
    settings: Settings, town_file: Path, tmp_path: Path, corner: Corner
) -> None:
    old = add_region(settings, town_file, "city")
    before = RegionProvider(info=old).matrix([corner(1, 0), corner(4, 0)], "van")
    changed = tmp_path / "changed.osm.pbf"
    with osmium.SimpleWriter(str(changed), overwrite=True) as writer:
        for item in osmium.FileProcessor(str(town_file)):
            if item.is_way() and item.tags.get("oneway"):
                item = item.replace(tags={"highway": "residential", "name": "Two Way Avenue"})
            writer.add(item)
    new = add_region(settings, changed, "city")
    after = RegionProvider(info=new).matrix([corner(1, 0), corner(4, 0)], "van")
    assert new.build_id != old.build_id
    assert after.distances[1, 0] < before.distances[1, 0]
    assert names(settings) == ["city"]


@pytest.mark.parametrize("name", ["", "../up", "Town", "a b", "a/b", ".hidden", "x" * 61, "ü"])
def test_a_name_that_could_leave_the_folder_is_refused(settings: Settings, town_file: Path, name: str) -> None:
    with pytest.raises(RoadsError, match="cannot be the name"):
        add_region(settings, town_file, name)
    with pytest.raises(RoadsError, match="cannot be the name"):
        remove_region(settings, name)
    assert get_region(settings, name) is None


def bad_file(folder: Path, kind: str, town_file: Path) -> Path:
    path = folder / ("roads.txt" if kind == "ending" else "roads.osm.pbf")
    if kind == "missing":
        return path
    if kind == "streets":
        with osmium.SimpleWriter(str(path)) as writer:
            writer.add_node(Node(id=1, location=(1.0, 1.0), tags={"place": "city"}))
        return path
    content = {"empty": b"", "noise": b"hello " * 100, "cut": town_file.read_bytes()[:-300], "ending": b"x"}[kind]
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("missing", "not there"),
        ("empty", "is empty"),
        ("ending", "not an OpenStreetMap file"),
        ("noise", "cannot be read"),
        ("cut", "cannot be read"),
        ("streets", "no streets"),
    ],
)
def test_a_bad_file_is_named_with_its_mend_and_changes_nothing(
    settings: Settings, town_file: Path, tmp_path: Path, kind: str, message: str
) -> None:
    with pytest.raises(RoadsError, match=message) as caught:
        add_region(settings, bad_file(tmp_path, kind, town_file), "city")
    assert caught.value.mend
    assert names(settings) == []


def test_a_file_beyond_the_limit_is_refused(
    settings: Settings, town_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lastmile_core.travel.region_files.osm_scan.MAX_FILE_BYTES", 100)
    with pytest.raises(RoadsError, match="can be prepared") as caught:
        add_region(settings, town_file, "city")
    assert "Cut it" in caught.value.mend


@pytest.mark.parametrize(
    "moment", ["Preparing roads for vans", "Preparing roads for cargo bikes", "Drawing the base map"]
)
def test_a_cancel_leaves_the_old_region_and_nothing_else(settings: Settings, town_file: Path, moment: str) -> None:
    first = add_region(settings, town_file, "city")
    reached: list[str] = []
    with pytest.raises(RoadsCancelled, match="stopped"):
        add_region(
            settings,
            town_file,
            "city",
            on_progress=lambda _share, words: reached.append(words),
            should_stop=lambda: moment in reached,
        )
    assert names(settings) == ["city"]
    assert get_region(settings, "city") == first


def test_leftovers_of_a_killed_preparation_are_swept(settings: Settings, town_file: Path) -> None:
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    dead, alive = gone.stdout.strip(), os.getppid()
    for folder in (f".building-city-{dead}", f".old-city-{dead}", f".building-other-{alive}"):
        (settings.regions / folder / "van").mkdir(parents=True)
    add_region(settings, town_file, "city")
    assert names(settings) == [f".building-other-{alive}", "city"]


def test_a_power_cut_between_the_two_renames_gives_the_old_region_back(settings: Settings, town_file: Path) -> None:
    first = add_region(settings, town_file, "city")
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    first.path.rename(settings.regions / f".old-city-{gone.stdout.strip()}")
    add_region(settings, town_file, "other")
    assert names(settings) == ["city", "other"]
    assert get_region(settings, "city") == first


def test_removing_a_region(settings: Settings, town_file: Path) -> None:
    add_region(settings, town_file, "city")
    remove_region(settings, "city")
    assert names(settings) == []
    with pytest.raises(RoadsError, match="no road region"):
        remove_region(settings, "city")


def test_a_region_with_damaged_facts_is_not_offered(settings: Settings, town_file: Path) -> None:
    info = add_region(settings, town_file, "city")
    (info.path / "region.json").write_text("{half")
    assert list_regions(settings) == []
    (info.path / "region.json").write_text(json.dumps({"bbox": [1, 2]}))
    assert get_region(settings, "city") is None


def test_damaged_road_data_is_said_in_words(settings: Settings, town_file: Path, corner: Corner) -> None:
    info = add_region(settings, town_file, "city")
    for file in (info.path / "van").iterdir():
        file.unlink()
    with pytest.raises(RoadsError, match="cannot be opened"):
        RegionProvider(info=info).matrix([corner(1, 1), corner(2, 2)], "van")


def test_the_smaller_of_two_fitting_regions_is_chosen(tmp_path: Path, town_settings: Settings, corner: Corner) -> None:
    wide = town_settings.regions / "wide"
    facts = json.loads((town_settings.regions / "town" / "region.json").read_text())
    wide.mkdir()
    (wide / "region.json").write_text(json.dumps(facts | {"bbox": [0, 0, 90, 80]}))
    try:
        chosen = region_for(town_settings, [corner(2, 2)])
        far = region_for(town_settings, [corner(2, 2), *[Location(lat=40, lon=40)] * 9])
    finally:
        (wide / "region.json").unlink()
        wide.rmdir()
    assert chosen is not None
    assert chosen.name == "town"
    assert far is not None
    assert far.name == "wide"


def test_a_failing_tool_is_explained(tmp_path: Path) -> None:
    with pytest.raises(RoadsError, match="failed in step “contract”"):
        run_tool("contract", [str(tmp_path / "nothing")])


def test_a_quick_region_answers_at_once_and_gets_fast_later_with_the_same_times(
    settings: Settings, town_file: Path, town: RegionInfo, corner: Corner
) -> None:
    places = [corner(row, column) for row in range(6) for column in range(6)]
    fast = RegionProvider(info=town).matrix(places, "van")
    quick = add_region(settings, town_file, "city", quick=True)
    assert not quick.is_fast
    assert (RegionProvider(info=quick).matrix(places, "van").durations == fast.durations).all()
    finished = finish_region(settings, "city")
    assert finished.is_fast
    assert finished.build_id == quick.build_id
    assert (RegionProvider(info=finished).matrix(places, "van").durations == fast.durations).all()
    assert names(settings) == ["city"]


def test_finishing_can_be_stopped_and_the_region_stays(settings: Settings, town_file: Path) -> None:
    add_region(settings, town_file, "city", quick=True)
    with pytest.raises(RoadsCancelled):
        finish_region(settings, "city", should_stop=lambda: True)
    found = get_region(settings, "city")
    assert found is not None
    assert not found.is_fast
    with pytest.raises(RoadsError, match="no road region"):
        finish_region(settings, "nowhere")
