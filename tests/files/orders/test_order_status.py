"""Orders that are cancelled, paid back, done, held or fetched by the customer are never planned silently."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lastmile_core.files.cells.status_words import STATUS_WORDS, Standing, is_fetched, read_standing, status_share
from lastmile_core.model import Depot, ImportAnswers, Location, OrderStatus
from lastmile_core.store.open_store import open_store
from lastmile_core.store.store import Store
from lastmile_core.workflows.imports.import_orders import import_orders, preview_orders

DAY = date(2026, 11, 23)
Answer = dict[str, Any]


def taken(answer: Answer) -> list[str]:
    return [row["order_id"] for row in answer["rows"]]


def codes(answer: Answer) -> set[str]:
    return {issue["code"] for issue in answer["rejected"] + answer["warnings"]}


def file_of(heading: str, *words: str) -> str:
    rows = [f"S{number},Pat,{number} Row,Ulm,{word}" for number, word in enumerate(words, 1)]
    return "\n".join([f"order,customer,address,city,{heading}", *rows]) + "\n"


@pytest.mark.parametrize(
    ("heading", "going", "out"),
    [
        ("Status", "processing", "Cancelled"),
        ("order_status", "wc-processing", "wc-refunded"),
        ("Situação", "Pendente", "Cancelado"),
        ("Auftragsstatus", "offen", "storniert"),
        ("Statut", "à livrer", "annulée"),
        ("Stato ordine", "confermato", "annullato"),
        ("Estado", "pendiente", "entregado"),
        ("Durum", "Yeni", "İptal edildi"),
        ("Fase", "nuevo", "anulado"),
        ("task.status", "TODO", "DONE"),
        ("Shipping Method", "Flat rate", "Local pickup"),
        ("Versandart", "Spedition", "Abholung vor Ort"),
        ("Mode de livraison", "Domicile", "Retrait en magasin"),
        ("Fulfillment Status", "unfulfilled", "fulfilled"),
        ("Payment status", "paid", "voided"),
        ("Cancelled at", "", "2026-11-20 10:00"),
        ("Is cancelled", "no", "yes"),
        ("Delivery type", "delivery", "Store pickup"),
    ],
)
def test_what_must_not_be_planned_is_left_out_with_a_reason(
    answer_to: Callable[..., Answer], heading: str, going: str, out: str
) -> None:
    answer = answer_to(file_of(heading, going, going, out), region=None)
    assert taken(answer) == ["S1", "S2"]
    left = [issue for issue in answer["rejected"] if issue["row"] == 3]
    assert [issue["code"] for issue in left] == ["LEFT_OUT"], answer["warnings"]
    assert heading in left[0]["column"] or left[0]["column"] == heading
    assert answer["counts"]["rows"] == 3


def test_what_is_held_is_looked_at_and_an_answer_takes_it(answer_to: Callable[..., Answer]) -> None:
    text = file_of("Status", "open", "on-hold")
    held = answer_to(text, region=None)["rejected"][0]
    assert (held["severity"], held["code"]) == ("look", "LEFT_OUT")
    assert held["message"] == "Order S2 has the status 'on-hold'; it was left out."
    assert taken(answer_to(text, region=None, plan_all=True)) == ["S1", "S2"]


def test_an_unknown_word_is_planned_and_asked_about(answer_to: Callable[..., Answer]) -> None:
    text = file_of("Status", "open", "Parked at gate", "cancelled")
    answer = answer_to(text, region=None)
    assert taken(answer) == ["S1", "S2"]
    assert "STATUS" in codes(answer)
    said = answer_to(text, region=None, **{"status:parked at gate": "out"})
    assert taken(said) == ["S1"]
    assert "STATUS" not in codes(said)


def test_later_lines_of_a_cancelled_order_go_with_it(answer_to: Callable[..., Answer]) -> None:
    text = (
        "order,customer,address,city,sku,quantity,status\n"
        "A1,Pat,1 Row,Ulm,tea,1,cancelled\nA1,,,,cup,2,\nA2,Kim,2 Row,Ulm,tea,1,open\nA2,,,,cup,1,\n"
    )
    answer = answer_to(text, region=None)
    assert taken(answer) == ["A2"]
    assert answer["rows"][0]["parcels"] == 2
    assert answer["counts"] == {"rows": 4, "orders": 1, "refused": 2, "merged": 1, "blank": 0, "waiting": 0}


def test_a_cancelled_order_with_other_faults_is_only_left_out(answer_to: Callable[..., Answer]) -> None:
    text = "order,customer,address,lat,lon,status\nA1,Pat,1 Row,north,9,cancelled\nA2,Kim,2 Row,48.77,9.18,open\n"
    answer = answer_to(text)
    assert [issue["code"] for issue in answer["rejected"]] == ["LEFT_OUT"]


def test_states_of_a_country_are_no_statuses(answer_to: Callable[..., Answer]) -> None:
    answer = answer_to(file_of("state", "MI", "OH", "DE"), region=None)
    assert len(taken(answer)) == 3
    assert "status" not in answer["mapping"]


def test_the_table_of_words_is_normalised_and_parcel_shops_are_driven_to() -> None:
    assert read_standing("  CANCELLED ") is Standing.OUT
    assert read_standing("Checkout-Draft") is Standing.OUT
    assert not any("-" in word or word != word.lower() for word in STATUS_WORDS)
    assert is_fetched("Click & Collect (Store 7)")
    assert not is_fetched("Paketshop Abholung")
    assert status_share(["open", "new"]) == 0


@pytest.fixture
def harbour(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "lastmile.db") as store:
        store.depots.save(Depot(depot_id="harbour", name="Harbour", location=Location(lat=45.0, lon=-30.0)))
        yield store


SHOP = "order,customer,address,lat,lon\nK1,Pat,1 Row,45.01,-30.01\nK2,Kim,2 Row,45.02,-30.02\n"


def test_the_same_orders_for_another_day_are_asked_about(harbour: Store) -> None:
    later = date.fromordinal(DAY.toordinal() + 1)
    import_orders(harbour, SHOP.encode(), "shop.csv", service_date=DAY, by="me")
    asked = import_orders(harbour, SHOP.encode(), "shop.csv", service_date=later, by="me")
    assert asked.outcome == "ask"
    assert asked.adds_up
    assert asked.issues[0].code == "KNOWN_ORDER"
    assert "2 of 2 orders are stored already" in asked.issues[0].message
    assert harbour.orders.get("K1", later) is None
    moved = import_orders(
        harbour,
        SHOP.encode(),
        "shop.csv",
        service_date=later,
        by="me",
        answers=ImportAnswers(replies={"known_order": "move"}),
    )
    assert moved.new == 2
    old, new = harbour.orders.get("K1", DAY), harbour.orders.get("K1", later)
    assert old is not None
    assert new is not None
    assert (old.status, new.status) == (OrderStatus.SKIPPED, OrderStatus.READY)


def test_a_counter_that_begins_again_and_failed_attempts_are_not_asked_about(harbour: Store) -> None:
    later = date.fromordinal(DAY.toordinal() + 1)
    import_orders(harbour, SHOP.encode(), "shop.csv", service_date=DAY, by="me")
    other = SHOP.replace("Pat", "Zoe").replace("Kim", "Max")
    assert preview_orders(harbour, other.encode(), "b.csv", service_date=later).outcome != "ask"
    more = SHOP.splitlines()[:2] + [f"N{n},New {n},{n} Lane,45.01,-30.01" for n in range(4)]
    assert preview_orders(harbour, "\n".join(more).encode(), "c.csv", service_date=later).outcome != "ask"


def test_a_newer_file_that_calls_an_order_off_takes_it_out(harbour: Store) -> None:
    import_orders(harbour, SHOP.encode(), "shop.csv", service_date=DAY, by="me")
    newer = (
        SHOP.replace("lat,lon", "lat,lon,status").replace("-30.01", "-30.01,cancelled").replace("-30.02", "-30.02,open")
    )
    report = import_orders(harbour, newer.encode(), "newer.csv", service_date=DAY, by="me")
    assert report.adds_up
    order = harbour.orders.get("K1", DAY)
    assert order is not None
    assert order.status is OrderStatus.SKIPPED
    assert any("was in the list of" in issue.message for issue in report.issues)


def test_a_file_of_nothing_but_cancelled_orders_says_why(harbour: Store) -> None:
    text = "order,customer,address,lat,lon,status\nK9,Pat,1 Row,45.01,-30.01,cancelled\n"
    report = preview_orders(harbour, text.encode(), "shop.csv", service_date=DAY)
    assert report.sentence == (
        "shop.csv: none of 1 rows could be taken. Order K9 has the status 'cancelled'; it was left out."
    )
