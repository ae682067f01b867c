"""One front door has one key, however it is written."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lastmile_core.places.answer import AddressQuery, PlaceAnswer, PlaceGuess, PlaceKind, PlaceSource, read_answer
from lastmile_core.places.keys import full_key, line_key, text_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 Main St., Flat 3", "Main Street 12"),
        ("Av. São João 4", "avenida sao joao, 4"),
        ("V. Roma 21", "21, via roma"),
        ("R. Direita, 5 - apto 2", "Rua Direita 5"),
        ("Hauptstr. 5", "Hauptstraße 5"),
        ("c/o Meier, King's Rd 2", "2 Kings Road"),
    ],
)
def test_one_door_has_one_key(one: str, other: str) -> None:
    assert line_key(one) == line_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("Main Street 12", "Main Street 13"), ("Main Street 12", "Main Road 12"), ("Via Roma 1", "Via Romana 1")],
)
def test_two_doors_have_two_keys(one: str, other: str) -> None:
    assert line_key(one) != line_key(other)


def test_postcode_and_town_are_part_of_the_full_key() -> None:
    one = AddressQuery(text="Via Roma 1", postcode="20-100", town="Acquaviva")
    assert full_key(one) == full_key(AddressQuery(text="via roma 1", postcode="20100", town="ACQUAVIVA"))
    assert full_key(one) != full_key(AddressQuery(text="Via Roma 1", postcode="20200"))
    assert text_key(one) == "via roma 1|20-100|acquaviva"


def test_a_number_behind_an_accent_is_the_house() -> None:
    assert line_key("Musterstr´12") == line_key("Musterstr. 12")


@given(st.text(max_size=60))
@example("AAA´0")
def test_the_key_of_a_key_is_itself_or_shorter(text: str) -> None:
    assert len(line_key(line_key(text)).split()) <= len(line_key(text).split())


def test_an_answer_survives_being_kept() -> None:
    from lastmile_core.model import Location

    guess = PlaceGuess(
        location=Location(lat=1.5, lon=2.5), kind=PlaceKind.STREET, confidence=0.5, matched="Via Roma", reach_m=80.0
    )
    answer = PlaceAnswer(guesses=(guess,), source=PlaceSource.REMOTE, note="long")
    assert read_answer(answer.as_dict()) == answer
