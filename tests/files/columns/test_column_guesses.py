"""A column that means something is used, or asked about with samples; none is dropped without a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lastmile_core.files.headings.heading_meaning import understand
from lastmile_core.model import Depot, ImportAnswers, Location
from lastmile_core.store.open_store import open_store
from lastmile_core.store.store import Store
from lastmile_core.workflows.imports.import_orders import import_orders, preview_orders

Answer = dict[str, Any]
DAY = date(2026, 11, 23)
PEDIDOS = (
    "Nº Pedido;Cliente;Endereço de Entrega;Bairro;Cidade;Peso dos Itens;Qtde. dos Itens;Janela de Descarga;Latitude;"
    "Longitude\n"
    "70001;Mercado;Rua A 100;Centro;Porto;152,5;12;30;45,0306;-30,2303\n"
    "70002;Padaria;Av. B 900;Norte;Porto;18;3;10;45,0388;-30,1985\n"
    "70003;Bar;Rua C 300;Baixa;Porto;240;20;45;45,0409;-30,2209\n"
)


def questions(answer: Answer) -> list[dict[str, Any]]:
    return [issue for issue in answer["warnings"] if issue["severity"] == "stops"]


def test_a_portuguese_order_list_keeps_weights_counts_and_minutes(answer_to: Callable[..., Answer]) -> None:
    answer = answer_to(PEDIDOS, region=None)
    first = answer["rows"][0]
    assert (first["demand_kg"], first["parcels"], first["service_min"]) == (152.5, 12, 30)
    assert {answer["mapping"][name]["confidence"] for name in ("weight", "parcels", "service")} == {0.55}


TURKISH = (
    "Sipariş No;Müşteri Adı;Teslimat Adresi;İlçe;Şehir;Enlem;Boylam;Ağırlık (kg);Koli Adedi;"
    "Teslim Tarihi;En Erken;En Geç\n"
    "S1;Ayşe;Lale Sk. 1;Çankaya;Ankara;39,92077;32,85411;12,5;3;24.11.2026;09:00;12:00\n"
    "S2;Işık;Gül Cd. 2;Keçiören;Ankara;39,93077;32,86411;4;1;24.11.2026;10:00;14:00\n"
)
POLISH = (
    "Nr zamówienia;Odbiorca;Ulica;Kod pocztowy;Miasto;Szerokość;Długość;Waga brutto;Liczba paczek;Data dostawy;Od;Do\n"
    "P1;Łucja;Długa 1;00-001;Warszawa;52,22977;21,01178;12,5;3;2026-11-24;09:00;12:00\n"
)
SWEDISH = (
    "Ordernr;Mottagare;Leveransadress;Postnr;Ort;Latitud;Longitud;Vikt;Antal kolli;Leveransdatum;Tidigast;Senast\n"
    "V1;Åsa;Storgatan 1;111 22;Stockholm;59,32938;18,06871;12,5;3;2026-11-24;09:00;12:00\n"
)
CZECH = (
    "Číslo objednávky;Příjemce;Ulice a číslo;PSČ;Město;Šířka;Délka;Hmotnost;Počet balíků;Datum doručení;Čas od;Čas do\n"
    "C1;Jiří;Dlouhá 1;110 00;Praha;50,08804;14,42076;12,5;3;2026-11-24;09:00;12:00\n"
)
ROMANIAN = (
    "Nr. comandă;Destinatar;Adresa de livrare;Cod poștal;Localitate;Latitudine;Longitudine;Greutate;Nr. colete;"
    "Data livrării;De la;Până la\n"
    "R1;Ștefan;Str. Lungă 1;010011;București;44,42677;26,10254;12,5;3;2026-11-24;09:00;12:00\n"
)
DANISH = (
    "Ordrenr.;Modtager;Adresse;Postnr.;By;Breddegrad;Længdegrad;Vægt;Antal pakker;Leveringsdato;Tidligst;Senest\n"
    "D1;Søren;Lang Gade 1;2100;København;55,67610;12,56834;12,5;3;2026-11-24;09:00;12:00\n"
)


@pytest.mark.parametrize("text", [TURKISH, POLISH, SWEDISH, CZECH, ROMANIAN, DANISH])
def test_files_of_six_more_languages_are_read_whole(answer_to: Callable[..., Answer], text: str) -> None:
    answer = answer_to(text, region=None)
    assert answer["outcome"] in ("accept", "accept_with_warnings"), answer["warnings"]
    row = answer["rows"][0]
    assert (row["demand_kg"], row["parcels"], row["date"]) == (12.5, 3, "2026-11-24")
    assert (row["tw_start"], row["tw_end"]) == ("09:00", "12:00")
    assert row["lat"] > 39
    assert all((row["customer_name"], row["address"], row["city"]))
    assert "UNKNOWN_COLUMN" not in {issue["code"] for issue in answer["warnings"]}


DAYS = "A1,Pat,3 Rose Row,48.401234,9.991234,2026-11-30\nA2,Kim,4 Rose Row,48.402345,9.982345,2026-12-01\n"


@pytest.mark.parametrize(
    "heading",
    [
        "Requested Deliv.date", "Req. Del. Date", "Deliv. Date", "Delivery Dt", "DeliveryDay", "afterDay",
        "Liefertermin",
        "Wunschtermin", "Fecha compromiso", "Data agendada", "Date souhaitée", "Promised", "Due", "Expected delivery",
        "Delivery scheduled for", "Lieferdatum gewünscht", "Teslim Tarihi", "Termin dostawy",
    ],
)  # fmt: skip
def test_a_column_of_days_under_any_heading_of_delivery_is_the_day(
    answer_to: Callable[..., Answer], heading: str
) -> None:
    answer = answer_to(f"Order number,Customer,Address,Latitude,Longitude,{heading}\n{DAYS}", region=None)
    assert [row["date"] for row in answer["rows"]] == ["2026-11-30", "2026-12-01"], answer["warnings"]


@pytest.mark.parametrize("heading", ["Planned GI date", "Foo", "O date", "Stichtag"])
def test_days_under_another_heading_are_asked_about_and_answered(
    answer_to: Callable[..., Answer], heading: str
) -> None:
    text = f"Order number,Customer,Address,Latitude,Longitude,{heading}\n{DAYS}"
    asked = answer_to(text, region=None)
    assert asked["outcome"] == "ask"
    (question,) = questions(asked)
    assert (question["code"], question["value"], question["column"]) == ("COLUMN", "date", heading)
    assert question["message"] == (
        f"{heading!r} holds 2026-11-30; 2026-12-01: is it the delivery day (2 different days)?"
    )
    assert len(answer_to(text, region=None, **{f"unused:{heading}": True})["rows"]) == 2


@pytest.mark.parametrize("heading", ["Created at", "Geburtstag", "Invoice date", "Printed on"])
def test_days_that_are_plainly_others_are_kept_as_extra(answer_to: Callable[..., Answer], heading: str) -> None:
    answer = answer_to(f"Order number,Customer,Address,Latitude,Longitude,{heading}\n{DAYS}", region=None)
    assert {row["date"] for row in answer["rows"]} == {DAY.isoformat()}


@pytest.mark.parametrize(
    ("heading", "cells", "field"),
    [
        ("Foo", ("12 kg", "3,5 kg", "8 kg"), "weight"),
        ("Foo", ("1.2 m3", "0.4 m3", "3 m3"), "volume"),
        ("Foo", ("5 min", "12 min", "8 min"), "service"),
        ("Foo", ("09:00-12:00", "10:00-14:00", "08:00-11:00"), "tw_range"),
        ("Foo", ("09:00", "10:00", "08:30"), "tw_start"),
    ],
)
def test_a_column_that_looks_like_something_is_a_question_with_samples(
    answer_to: Callable[..., Answer], heading: str, cells: tuple[str, ...], field: str
) -> None:
    rows = "".join(f'Q{n},Pat,{n} Row,Ulm,"{cell}"\n' for n, cell in enumerate(cells, 1))
    asked = answer_to(f"order,customer,address,city,{heading}\n{rows}", region=None)
    (question,) = questions(asked)
    assert (question["code"], question["value"]) == ("COLUMN", field)
    assert "; ".join(cells) in question["message"]


def test_a_file_mostly_unused_is_never_simply_accepted(answer_to: Callable[..., Answer]) -> None:
    text = "adr,a1,b2,c3,d4,e5\n" + "".join(f"{n} Long Row,x{n},{n}7,y {n},z{n} q,{n * 3}\n" for n in range(1, 6))
    asked = answer_to(text.replace("adr", "Address"), region=None)
    assert [issue["code"] for issue in questions(asked)] == ["UNUSED_COLUMNS"]
    assert "'a1' (x1, x2)" in questions(asked)[0]["message"]
    assert len(answer_to(text.replace("adr", "Address"), region=None, **{"unused:*": True})["rows"]) == 5


@pytest.mark.parametrize("heading", ["Unit price", "Valor do Peso", "Frete (kg)", "unit_kg"])
def test_prices_and_limits_are_no_loads(heading: str) -> None:
    assert understand(heading).field not in ("address2",)


@pytest.fixture
def harbour(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "lastmile.db") as store:
        store.depots.save(Depot(depot_id="harbour", name="Harbour", location=Location(lat=45.0, lon=-30.0)))
        yield store


def test_an_answer_is_asked_for_once_for_such_files(harbour: Store) -> None:
    text = "Order number,Customer,Address,Latitude,Longitude,Foo\nA1,Pat,3 Row,45.01,-30.01,2026-11-24\n"
    asked = preview_orders(harbour, text.encode(), "a.csv", service_date=DAY)
    assert asked.outcome == "ask"
    import_orders(
        harbour, text.encode(), "a.csv", service_date=DAY, by="me", answers=ImportAnswers(columns={"date": "Foo"})
    )
    order = harbour.orders.get("A1", date(2026, 11, 24))
    assert order is not None
    again = preview_orders(harbour, text.replace("A1", "B1").encode(), "b.csv", service_date=DAY)
    assert again.outcome != "ask"
    other = text.replace("Foo", "Bar")
    import_orders(
        harbour,
        other.encode(),
        "c.csv",
        service_date=DAY,
        by="me",
        answers=ImportAnswers(replies={"unused:Bar": True, "known_order": "again"}),
    )
    assert preview_orders(harbour, other.replace("A1", "C1").encode(), "d.csv", service_date=DAY).outcome != "ask"
