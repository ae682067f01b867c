"""Address text becomes plain words; words are compared as people shorten and mistype them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastmile_core.places.text.address_text import read_tokens
from lastmile_core.places.text.house_number import read_house_number
from lastmile_core.places.text.word_match import INITIAL, MISTYPED_AT_LEAST, likeness
from lastmile_core.places.text.words import code_of, fold, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Via G.Garibaldi", "via g garibaldi"),
        ("C.so d’Azeglio", "cso d azeglio"),
        ("Königstraße", "konigstrasse"),
        ("Av. São João", "av sao joao"),
        ("King's Rd.", "kings rd"),
        ("P.zza S.ta Maria", "pzza sta maria"),
        ("Rue de l'Église", "rue de l eglise"),
        ("O'Connell Street", "oconnell street"),
        ("Łódzka", "lodzka"),
        ("", ""),
    ],
)
def test_names_become_plain_words(text: str, words: str) -> None:
    assert words_of(text) == tuple(words.split())


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("st", "street"), ("st", "saint"), ("str", "strasse"), ("hauptstr", "hauptstrasse"), ("kerkstr", "kerkstraat"),
        ("ave", "avenue"), ("av", "avenida"), ("r", "rua"), ("r", "rue"), ("v", "via"), ("c", "calle"),
        ("pca", "praca"),
        ("pzza", "piazza"), ("gen", "general"), ("cel", "coronel"), ("mueller", "muller"), ("xx", "20"), ("sete", "7"),
        ("1o", "1"), ("5th", "5"), ("premier", "1er"),
        ("ier", "1er"), ("sta", "santa"), ("blvd", "boulevard"), ("gdns", "gardens"),
    ],
)  # fmt: skip
def test_shortened_words_are_known_in_several_languages(written: str, known: str) -> None:
    assert likeness(written, known) > 0.95


@pytest.mark.parametrize("written", ["garibadli", "garibldi", "gariballdi", "faribaldi", "gribaldi"])
def test_a_typing_error_is_forgiven(written: str) -> None:
    assert 0.8 <= likeness(written, "garibaldi") < 0.95


@pytest.mark.parametrize(
    ("written", "known"), [("12", "13"), ("1", "1104"), ("12", "12b"), ("road", "row"), ("ted", "teal"), ("a", "the")]
)
def test_different_words_are_not_alike(written: str, known: str) -> None:
    assert likeness(written, known) < 0.7


def test_an_initial_may_stand_for_a_first_name() -> None:
    assert likeness("g", "giuseppe") == INITIAL
    assert likeness("g", "anita") == 0


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_a_share_and_full_for_equal_words(one: str, other: str) -> None:
    for a in words_of(one):
        assert likeness(a, a) == 1
        for b in words_of(other):
            assert likeness(a, b) == 0 or MISTYPED_AT_LEAST <= likeness(a, b) <= 1


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_and_no_text_is_too_odd(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    for token in read_tokens(text):
        assert token.word
    read_house_number(text)
    assert code_of(text).isalnum() or not code_of(text)


@pytest.mark.parametrize(
    ("text", "first", "last", "suffix"),
    [
        ("12", 12, None, ""),
        ("12b", 12, None, "b"),
        ("12 B", 12, None, "b"),
        ("12/b", 12, None, "b"),
        ("12 bis", 12, None, "bis"),
        ("12-14", 12, 14, ""),
        ("12/14", 12, 14, ""),
        ("12/3", 12, None, "3"),
        ("37-12", 37, None, "12"),
        ("n. 12", 12, None, ""),
        ("nº12", 12, None, ""),
    ],
)
def test_house_numbers(text: str, first: int, last: int | None, suffix: str) -> None:
    number = read_house_number(text)
    assert number is not None
    assert (number.first, number.last, number.suffix) == (first, last, suffix)


@pytest.mark.parametrize("text", ["", "b", "s/n", "123456", "Haus"])
def test_what_is_no_house_number(text: str) -> None:
    assert read_house_number(text) is None


def _numbers(text: str) -> list[str]:
    return [token.word for token in read_tokens(text) if token.is_number and not token.is_unit]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("12 Main Street, Flat 3", ["12"]),
        ("Apt 4B, 12 Main Street", ["12"]),
        ("2nd Floor, 12 Main Street", ["12"]),
        ("Rua X, 100 - Apto 302, Bloco B", ["100"]),
        ("Hauptstr. 5, 2. OG links", ["5"]),
        ("Rue X 12 bte 4", ["12"]),
        ("Calle Mayor 5, 3º izda", ["5"]),
        ("Main Street 12 - 14", ["12-14"]),
        ("Via Roma 12 / b", ["12/b"]),
        ("Via Roma snc", []),
        ("Rua X s/n", []),
        ("c/o Meier 7, Main Street 12", ["12"]),
        ("Main Street No. 12", ["12"]),
        ("Main Street12", ["12"]),
        ("12Main Street", ["12"]),
        ("12.0 Main Street", ["12"]),
        ("Main Street, House 12", ["12"]),
        ("P.O. Box 99, Main Street 12", ["12"]),
    ],
)
def test_flats_floors_and_people_are_no_house_numbers(text: str, numbers: list[str]) -> None:
    assert _numbers(text) == numbers


def test_the_letter_of_a_block_at_the_end_of_a_part_belongs_to_it() -> None:
    assert [token.word for token in read_tokens("Bloco B, 572 Rua X") if token.is_unit] == ["bloco", "b"]
    assert [token.word for token in read_tokens("c/ Mayor 5")] == ["calle", "mayor", "5"]
