"""Files of who may serve whom: headings and words of several languages, and questions where nothing says it."""

from __future__ import annotations

import pytest

from lastmile_core.files.fleet.read_customer_vehicles import PairsRead, kind_of, read_customer_vehicles
from lastmile_core.files.raw_table import RawTable
from lastmile_core.model import ImportAnswers, ServiceKind

F, A, P = ServiceKind.FORBIDDEN, ServiceKind.ALLOWED, ServiceKind.PREFERRED


def read(headings: str, *rows: str, name: str = "x.csv", **answers: object) -> PairsRead:
    table = RawTable(headings=headings.split(","), rows=[row.split(",") for row in rows])
    return read_customer_vehicles(table, name, ImportAnswers(replies=answers))


@pytest.mark.parametrize(
    ("headings", "name", "kind"),
    [
        ("customer,vehicle", "who_may_not.csv", F),
        ("Kunde,Verbotenes Fahrzeug", "liste.csv", F),
        ("Cliente,Veículo proibido", "lista.csv", F),
        ("Client,Véhicule interdit", "liste.csv", F),
        ("Cliente,Placa", "veiculos_proibidos.csv", F),
        ("Müşteri,Araç", "yasak.csv", F),
        ("Kundennummer,Erlaubte Fahrzeuge", "liste.csv", A),
        ("Customer,Allowed vehicles", "list.csv", A),
        ("Customer,Preferred vehicle", "list.csv", P),
    ],
)
def test_headings_and_file_names_say_what_the_rows_mean(headings: str, name: str, kind: ServiceKind) -> None:
    found = read(headings, "C01,AAA1A11", name=name)
    assert [(one.customer, one.vehicle, one.kind) for one in found.pairs] == [("C01", "AAA1A11", kind)]


def test_without_a_word_of_it_the_kind_is_asked() -> None:
    found = read("customer,vehicle", "C01,V1")
    assert found.is_asking
    assert [issue.code for issue in found.issues] == ["SERVE_KIND"]
    assert [one.kind for one in read("customer,vehicle", "C01,V1", kind="preferred").pairs] == [P]


def test_a_column_says_it_row_by_row_and_a_row_without_it_is_refused() -> None:
    found = read("Kunde,Fahrzeug,Regel", "K1,V1,verboten", "K2,V1,erlaubt", "K3,V2,bevorzugt", "K4,V1,blau", "K5,V1,")
    assert [(one.customer, one.kind) for one in found.pairs] == [("K1", F), ("K2", A), ("K3", P)]
    assert [(issue.code, issue.row) for issue in found.issues] == [("SERVE_KIND", 4), ("SERVE_KIND", 5)]
    assert found.rejected_rows == {4, 5}


def test_yes_and_no_answer_a_heading_that_asks() -> None:
    found = read("Customer,Vehicle,Allowed?", "C1,V1,yes", "C2,V1,no")
    assert [one.kind for one in found.pairs] == [A, F]


def test_several_vehicles_in_one_cell_are_several_pairs_and_an_empty_cell_is_refused() -> None:
    found = read("customer,forbidden vehicles", "C1,V1; V2|V3", "C2,", ",V1", ",")
    assert [one.vehicle for one in found.pairs] == ["V1", "V2", "V3"]
    assert found.rejected_rows == {2, 3}
    assert found.blank_rows == 1


def test_the_number_goes_before_the_name_and_a_strange_column_of_days_is_asked_about() -> None:
    found = read("Customer name,Customer number,Forbidden vehicle", "Bar,C7,V1")
    assert [one.customer for one in found.pairs] == ["C7"]
    asked = read("Customer,Forbidden vehicle,Until", "Bar,V1,2026-12-01")
    assert asked.is_asking
    assert [issue.code for issue in asked.issues] == ["COLUMN_UNUSED"]


def test_without_a_column_of_vehicles_one_is_asked_for() -> None:
    assert [issue.code for issue in read("customer,colour", "C1,blue", name="forbidden.csv").issues] == [
        "MISSING_COLUMN"
    ]


@pytest.mark.parametrize("text", ["", "banana", "maybe", "not preferred", "soloist", "x"])
def test_words_that_say_nothing_are_not_guessed(text: str) -> None:
    assert kind_of(text) is None
