"""Addresses of two villages are found however they are written, and never surely at the wrong place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lastmile_core.errors import LastmileError
from lastmile_core.places import CONFIDENT, AddressIndex, AddressQuery, PlaceAnswer, PlaceFinder, PlaceKind
from lastmile_core.places.index.build_index import build_index
from lastmile_core.places.index.index_tables import INDEX_FILE

Ask = Callable[..., PlaceAnswer]
Away = Callable[[PlaceAnswer, float, float], float]
FAR = 500


@pytest.mark.parametrize(
    ("text", "postcode", "town", "north", "east"),
    [
        ("Via Giuseppe Garibaldi 4", "20100", "Acquaviva", 0.1, 2),
        ("Via G. Garibaldi 4/b", "", "Acquaviva", 0.1, 2),
        ("v. giuseppe garibadli n. 4", "", "", 0.1, 2),
        ("4 VIA GIUSEPPE GARIBALDI, 20100 Acquaviva", "", "", 0.1, 2),
        ("Garibaldi, Via Giuseppe 4", "", "", 0.1, 2),
        ("C.so d'Azeglio 6", "", "", 1.1, 3),
        ("Corso dAzeglio, 6", "", "Aquaviva", 1.1, 3),
        ("Koenigstr. 8", "", "", 2.1, 4),
        ("Königstrasse 8, 3. OG links", "", "", 2.1, 4),
        ("R. 7 de Setembro, 10", "", "", 3.1, 5),
        ("Rua VII de Setembro 10 - Apto 302", "", "", 3.1, 5),
        ("2 Kings Rd", "", "", 4.1, 1),
        ("2 Kingsroad", "", "", 4.1, 1),
        ("Av S. Joao 4", "20100", "", 5.1, 2),
        ("P.zza S.ta Maria 6", "", "", 6.1, 3),
        ("St. Brannocs Ln. 8", "", "", 7.1, 4),
        ("Flat 3, 8 St Brannoc's Lane, ACQUAVIVA", "", "", 7.1, 4),
        ("20100 Saint Brannoc's Lane", "8", "Acquaviva", 7.1, 4),
        ("Via Roma 21", "20200", "", 12.1, 92.5),
        ("Via Roma 21", "", "Borgo Alto", 12.1, 92.5),
        ("Via Roma 21, B. Alto", "", "", 12.1, 92.5),
        ("Via Roma 1", "", "Acquaviva", 12.1, 0.5),
        ("Via dei Mille 7/b", "", "", 20.3, 1.1),
        ("Vicolo Corto 5", "", "", 22.1, 2),
        ("Via dei Pini 12", "", "", 24.1, 3),
        ("Via Nuova 12", "", "", 24.1, 3),
    ],
)
def test_a_house_is_found(ask: Ask, away: Away, text: str, postcode: str, town: str, north: float, east: float) -> None:
    answer = ask(text, postcode, town)
    assert answer.best is not None
    assert (answer.best.kind, answer.note) == (PlaceKind.HOUSE, "")
    assert answer.confidence >= CONFIDENT
    assert away(answer, north, east) < 30


@pytest.mark.parametrize(
    ("text", "postcode", "town", "note"),
    [
        ("Via Roma 21", "", "", "More than one place fits"),
        ("Via Giuseppe Garibaldi 4", "", "Milano", "not in the town"),
        ("Via Giuseppe Garibaldi 4, Milano", "", "", "perhaps another town"),
        ("Via Giuseppe Garibaldi 4", "", "Borgo Alto", "not in the town"),
        ("Via Giuseppe Garibaldi 4", "20200", "", "not under this postcode"),
        ("Via Giuseppe Garibaldi 4", "99999", "", "not under this postcode"),
        ("Via Giuseppe Garibaldi 900", "", "", "No such house number"),
        ("Garibaldi 4", "", "", "Only a part"),
        ("Via Lunga 21", "", "", "far away"),
        ("Via Sconosciuta 5", "20200", "", "No street like this"),
        ("", "20200", "", "No street like this"),
        ("xyz", "", "", "No street like this"),
    ],
)
def test_what_is_open_is_not_sure_and_says_why(ask: Ask, text: str, postcode: str, town: str, note: str) -> None:
    answer = ask(text, postcode, town)
    assert answer.confidence < CONFIDENT
    assert note in answer.note


def test_both_streets_of_one_name_are_offered(ask: Ask) -> None:
    guesses = ask("Via Roma 21").guesses
    assert [guess.kind for guess in guesses[:2]] == [PlaceKind.HOUSE, PlaceKind.HOUSE]
    assert {guess.matched for guess in guesses[:2]} == {"Via Roma 21, 20100 Acquaviva", "Via Roma 21, 20200 Borgo Alto"}


def test_a_number_between_known_ones_follows_the_bend_of_its_street(ask: Ask, away: Away) -> None:
    answer = ask("Via Lunga 21", "20100", "Acquaviva")
    assert answer.best is not None
    assert answer.best.kind is PlaceKind.INTERPOLATED
    # Half-way along 4 × 71 m and 4 × 100 m: after the bend, not on the straight line between the ends.
    assert away(answer, 14.6, 4) < 25


def test_a_number_beside_its_neighbours_is_sure(ask: Ask, away: Away) -> None:
    answer = ask("Via Giuseppe Garibaldi 5", "", "Acquaviva")
    assert answer.best is not None
    assert answer.best.kind is PlaceKind.INTERPOLATED
    assert away(answer, 0.1, 2.5) < 40


def test_without_a_street_the_postcode_and_the_town_are_guesses(ask: Ask) -> None:
    kinds = [guess.kind for guess in ask("Via Sconosciuta 5", "20200", "Borgo Alto").guesses]
    assert kinds[:1] == [PlaceKind.POSTCODE]
    assert all(kind in (PlaceKind.POSTCODE, PlaceKind.TOWN) for kind in kinds)


def test_a_name_one_letter_from_another_goes_to_its_own_street(ask: Ask, away: Away) -> None:
    pear, pearl = ask("Pear Road 4", "20100"), ask("Pearl Road 4", "20100")
    assert away(pear, 8.1, 2) < 10
    assert away(pearl, 9.1, 2) < 10


@given(st.text(max_size=80), st.text(max_size=12), st.text(max_size=20))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_is_too_odd(ask: Ask, text: str, postcode: str, town: str) -> None:
    answer = ask(text, postcode, town)
    assert all(0 <= guess.confidence <= 1 for guess in answer.guesses)
    assert [guess.confidence <= answer.confidence for guess in answer.guesses[1:]].count(False) == 0 or answer.note
    assert answer.note or answer.confidence >= CONFIDENT


@given(st.sampled_from(["Via Giuseppe Garibaldi", "Avenida São João", "King's Road"]), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_typing_error_never_leads_far_away_surely(ask: Ask, away: Away, name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    kind = data.draw(st.sampled_from(("out", "in", "other")))
    rest = name[at + 1 :] if kind != "in" else name[at:]
    answer = ask(f"{name[:at]}{'' if kind == 'out' else letter}{rest} 4", "20100", "Acquaviva")
    row = {"Via Giuseppe Garibaldi": 0.1, "Avenida São João": 5.1, "King's Road": 4.1}[name]
    assert answer.best is not None
    assert answer.confidence < CONFIDENT or away(answer, row, 2) < FAR


def test_a_region_without_an_index_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LastmileError, match="no address index"):
        AddressIndex(tmp_path)
    (tmp_path / INDEX_FILE).write_bytes(b"no database")
    with pytest.raises(LastmileError, match="no address index"):
        AddressIndex(tmp_path)


def test_a_file_that_is_no_map_leaves_the_old_index(tmp_path: Path, villages: AddressIndex) -> None:
    old = tmp_path / INDEX_FILE
    old.write_bytes(villages.path.read_bytes())
    noise = tmp_path / "noise.osm.pbf"
    noise.write_bytes(b"noise" * 50)
    with pytest.raises(LastmileError, match="damaged or no OpenStreetMap file"):
        build_index(noise, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([INDEX_FILE, "noise.osm.pbf"])
    with AddressIndex(tmp_path) as index:
        assert PlaceFinder(index).find(AddressQuery(text="Via Roma 1, Acquaviva")).confidence >= CONFIDENT


@pytest.mark.parametrize(
    "written",
    [
        "3/8 King's Road",
        "Unit 3/8 King's Road",
        "U3/8 King's Road",
        "8 King's Road #2",
        "#2, 8 King's Road",
        "King's Road 8 # 2",
        "Shop 2, 8 King's Road",
        "2nd floor, 8 King's Road",
        "2nd floor 8 King's Road",
        "Suite 4, 8 King's Road",
        "Flat 4 8 King's Road",
        "8 King's Road, c/o Bar 4",
        "c/o Otto Meyer 8 King's Road",
        "c/o Studio 4, 8 King's Road",
    ],
)
def test_a_flat_is_never_the_house(ask: Ask, away: Away, written: str) -> None:
    answer = ask(written, "20100", "Acquaviva")
    assert answer.best is not None
    assert answer.best.matched.startswith("King's Road 8")
    assert away(answer, 4.1, 4) < 5
    assert answer.confidence >= CONFIDENT


def test_two_numbers_that_may_both_be_the_house_are_open(ask: Ask) -> None:
    answer = ask("2/10 King's Road", "20100", "Acquaviva")  # flat 2 of 10, or houses 2 to 10
    assert answer.confidence < CONFIDENT
    assert "which number is the house" in answer.note
