"""Files of old Macs: Mac Roman is known by the words it makes, and by the ends of lines when words are equally good."""

from __future__ import annotations

import pytest

from lastmile_core.files.decode import decode
from lastmile_core.files.raw_table import ReadLimits
from lastmile_core.files.read_table import read_table

WORDS = ["Müller", "Straße", "Strauß", "René", "Noël", "Muñoz", "María", "Alcalá", "Über", "Ärzte", "León", "François"]
WORDS += ["Hôtel", "Søren", "Martínez", "Città", "São", "Ñuñoa", "MÜLLER", "SCHÖNE AUE", "Nîmes", "João Conceição"]
WINDOWS = ["it’s", "d’avril", "l’hotel", "O’Brien", "dell’arte", "aujourd’hui", "word–word", "Mo–Fr", "5 €", "“ring”"]
WINDOWS += ["nº 5", "§ 5", "Piso 3º", "don’t", "Lego®", "l’île", "Köln–Bonn", "D’Angelo", "the kids’ room", "Jean’s"]


def rows(word: str, end: str) -> str:
    return f"Order;Name;Street;City{end}A1;{word};Hauptstr. 5;Bonn{end}"


@pytest.mark.parametrize("end", ["\r", "\n"])
@pytest.mark.parametrize("word", WORDS)
def test_one_word_tells_mac_roman(word: str, end: str) -> None:
    text, encoding, notes = decode(rows(word, end).encode("mac-roman"))
    assert (text, encoding) == (rows(word, end), "mac-roman")
    assert "Mac Roman" in notes[0].message


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("word", [*WORDS, *WINDOWS])
def test_windows_files_are_not_taken_for_those_of_a_mac(word: str, end: str) -> None:
    text, encoding, _ = decode(rows(word, end).encode("cp1252"))
    assert (text, encoding) == (rows(word, end), "cp1252")


def test_a_table_with_carriage_returns_alone_has_its_rows() -> None:
    text = "Order;Name;Street\rA1;Jürgen Müller;Große Straße 5\rA2;Café Hélène;Öhringer Weg 7\r"
    table = read_table(text.encode("mac-roman"), limits=ReadLimits(in_child=False))
    assert table.rows == [["A1", "Jürgen Müller", "Große Straße 5"], ["A2", "Café Hélène", "Öhringer Weg 7"]]


def test_czech_of_a_mac_is_read() -> None:
    text = "Číslo;Jméno;Ulice\rA1;Dvořák;Šířka 5\rA2;Žižka;Náměstí 3\r"
    assert decode(text.encode("mac_latin2"))[0] == text
