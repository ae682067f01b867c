"""More languages, and windows whose number stands inside the heading, are understood without a question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Answer = dict[str, Any]
PLAIN = {"order_id", "customer_name", "address", "city", "weight"}
# Headings, one row of cells, and the fields besides the plain ones.
FILES = {
    "Norwegian": (
        "Ordrenr;Kunde;Adresse;Postnr;Poststed;Vekt;Fra;Til",
        "N1;Hansen;Storgata 5;0155;Oslo;12 kg;08:00;12:00",
        {"postcode", "tw_start", "tw_end"},
    ),
    "Finnish": (
        "Tilausnumero;Asiakas;Osoite;Postinumero;Kaupunki;Paino (kg);Aikaikkuna;Puhelin",
        "F1;Virtanen;Mannerheimintie 5;00100;Helsinki;12,5;08:00-12:00;+358 40 1234567",
        {"postcode", "tw_range", "phone"},
    ),
    "Hungarian": (
        "Rendelésszám;Ügyfél;Cím;Irányítószám;Város;Súly (kg);Időablak kezdete;Időablak vége;Megjegyzés",
        "H1;Nagy Éva;Fő utca 5;1011;Budapest;4,5;08:00;12:00;csengő",
        {"postcode", "tw_start", "tw_end", "notes"},
    ),
    "Croatian": (
        "Broj narudžbe;Kupac;Adresa;Poštanski broj;Grad;Težina (kg);Od;Do",
        "X1;Horvat;Ilica 5;10000;Zagreb;12,5;08:00;12:00",
        {"postcode", "tw_start", "tw_end"},
    ),
    "Greek": (
        "Αριθμός παραγγελίας;Πελάτης;Διεύθυνση;ΤΚ;Πόλη;Βάρος (kg)",
        "G1;Παπαδόπουλος;Σταδίου 5;10562;Αθήνα;4,5",
        {"postcode"},
    ),
    "Russian": (
        "Номер заказа;Клиент;Адрес;Город;Вес, кг;Время с;Время до;Телефон",
        "R1;Иванов;ул. Ленина 5;Москва;12,5;09:00;12:00;+7 495 1234567",
        {"tw_start", "tw_end", "phone"},
    ),
    "Ukrainian": ("Замовлення;Клієнт;Адреса;Місто;Вага", "U1;Шевченко;вул. Хрещатик 5;Київ;3,5", set()),
}


@pytest.mark.parametrize("language", FILES)
def test_the_headings_of_a_language_are_understood(answer_to: Callable[..., Answer], language: str) -> None:
    headings, row, more = FILES[language]
    answer = answer_to(f"{headings}\n{row}\n{row.replace(row[:2], row[0] + '2', 1)}\n", region=None)
    assert len(answer["rows"]) == 2
    assert set(answer["mapping"]) == PLAIN | more
    assert answer["rows"][0]["demand_kg"] > 3


def test_windows_with_their_number_inside_the_heading_are_two_windows(answer_to: Callable[..., Answer]) -> None:
    text = "order,address,city,window 1 from,window 1 to,window 2 from,window 2 to\n"
    answer = answer_to(text + "E1,5 Row,Ulm,08:00,10:00,14:00,16:00\nE2,7 Row,Ulm,09:00,10:00,,\n", region=None)
    assert [len(row["windows"]) for row in answer["rows"]] == [2, 1]
    assert answer["rows"][0]["tw_end"] == "10:00"


def test_one_time_under_a_heading_of_windows_is_never_a_window_without_width(answer_to: Callable[..., Answer]) -> None:
    answer = answer_to("order,address,city,Mein Fenster\nE1,5 Row,Ulm,08:00\nE2,7 Row,Ulm,09:00\n", region=None)
    assert answer["outcome"] == "ask"
    assert [issue["code"] for issue in answer["warnings"] if issue["severity"] == "stops"] == ["COLUMN"]


@pytest.mark.parametrize("heading", ["unit", "UoM", "Einheit"])
def test_a_column_of_units_is_the_unit_of_each_quantity(answer_to: Callable[..., Answer], heading: str) -> None:
    text = f"order;address;city;qty;{heading}\nE1;5 Row;Ulm;12,5;kg\nE2;7 Row;Ulm;3;pallet\nE3;8 Row;Ulm;500;g\n"
    answer = answer_to(text + "E4;9 Row;Ulm;4;pcs\n", region=None)
    loads = [row["load"] for row in answer["rows"]]
    assert loads == [{"kg": 12.5}, {"pallets": 3.0}, {"kg": 0.5}, {"parcels": 4.0}]
    assert [row["address"] for row in answer["rows"]] == ["5 Row", "7 Row", "8 Row", "9 Row"]


def test_a_unit_of_a_house_stays_in_the_address(answer_to: Callable[..., Answer]) -> None:
    answer = answer_to("order,address,city,qty,unit\nE1,5 Row,Ulm,12,4B\nE2,7 Row,Ulm,3,12\n", region=None)
    assert answer["rows"][0]["address"] == "5 Row, 4B"
    assert answer["rows"][0]["parcels"] == 12
