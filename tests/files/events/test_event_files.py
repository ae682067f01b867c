"""What happened, from a file: every language's words, what nobody knows held, what cannot have happened refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from lastmile_core.errors import NotFoundError
from lastmile_core.files.events.event_words import KIND_WORDS, REASON_WORDS, event_key
from lastmile_core.model import REASONS_BY_CODE, Depot, EventKind, ImportAnswers, Load, Location, Order, Vehicle
from lastmile_core.store.open_store import open_store
from lastmile_core.store.store import Store
from lastmile_core.workflows.imports.import_events import EventsReport, import_events

pytestmark = pytest.mark.usefixtures("after_november")

DAY = date(2026, 11, 23)
PLACE = Location(lat=48.7758, lon=9.1829)
HEAD = "event_id,vehicle_id,order_id,event,time,reason\n"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all: what is stored twice counts as known, so each test has event ids of its own."""
    with open_store(tmp_path_factory.mktemp("events") / "lastmile.db") as store:
        store.depots.save(Depot(depot_id="south", name="Süd", location=PLACE, timezone="Europe/Berlin"))
        for number in (1, 2):
            store.vehicles.save(
                Vehicle(
                    vehicle_id=f"V{number}",
                    name=f"Van {number}",
                    plate=f"AAA{number}A11",
                    depot_id="south",
                    capacity=Load.of(kg=800),
                )
            )
        store.orders.save_many(
            [
                Order(order_id=order_id, service_date=day, depot_id="south", address="Weg 1", location=PLACE)
                for order_id, day in (
                    *((name, DAY) for name in ("A1", "A2", "A3", "70001", "70002")),
                    ("A1", date(2026, 11, 22)),
                )
            ]
        )
        yield store


def bring(store: Store, text: str | bytes, **more: Any) -> EventsReport:
    values: dict[str, Any] = {"service_date": DAY, "depot_id": "south", "by": "dana", **more}
    return import_events(store, text if isinstance(text, bytes) else text.encode(), "e.csv", **values)


def test_events_are_appended_and_known_ones_counted(filled: Store) -> None:
    text = (
        HEAD + "e1,V1,A1,arrived,2026-11-23T08:00:00Z,\n"
        "e2,V1,A1,delivered,08:10,\n"
        "e2,V1,A1,delivered,08:10,\n"
        "e3,V1,A2,failed,9:05,Nobody was home\n"
        "e4,V1,A3,failed,9:15,the dog\n"
        "e5,V1,,teleported,9:20,\n"
        "e6,V1,,departed,07:30,\n"
    )
    report = bring(filled, text)
    assert (report.stored, report.duplicates, report.refused, report.held, report.outcome) == (5, 1, 1, 0, "partial")
    stored = {event.event_id: event for event in filled.events.of_day(DAY, "south")}
    assert stored["e3"].reason == "nobody_home"
    assert stored["e6"].kind is EventKind.DEPARTED
    assert stored["e2"].occurred_at == datetime(2026, 11, 23, 7, 10, tzinfo=UTC)
    assert {issue.code for issue in report.issues} == {"REASON", "EVENT_KIND"}
    again = bring(filled, text)
    assert (again.stored, again.duplicates) == (0, 6)


def test_events_without_ids_are_the_same_events_again(filled: Store) -> None:
    text = "vehicle,order number,status,timestamp,date\nV1,A1,delivered,14:00,2026-11-22\n"
    for expected in ((1, 0), (0, 1)):
        report = bring(filled, text)
        assert (report.stored, report.duplicates) == expected
    assert len(filled.events.of_day(date(2026, 11, 22), "south")) == 1


def test_events_of_an_unknown_depot_are_refused(filled: Store) -> None:
    with pytest.raises(NotFoundError):
        bring(filled, b"a,b\n", depot_id="moon")


def test_a_vehicle_or_an_order_that_nobody_knows_is_held_and_counts_nowhere(filled: Store) -> None:
    before = len(filled.events.of_day(DAY, "south"))
    text = HEAD + "g1,GHOST,A1,delivered,09:00,\ng2,V1,NOORDER,delivered,09:01,\ng3,GHOST,,departed,07:00,\n"
    report = bring(filled, text + "g4,V1,A1,left,09:02,\n")
    assert (report.stored, report.held, report.refused, report.outcome) == (1, 3, 0, "partial")
    assert [(issue.row, issue.code) for issue in report.issues] == [
        (1, "EVENT_VEHICLE"),
        (2, "EVENT_ORDER"),
        (3, "EVENT_VEHICLE"),
    ]
    assert "'GHOST'" in report.issues[0].message
    assert "'NOORDER' on 2026-11-23" in report.issues[1].message
    assert "3 rows held" in report.sentence
    events = filled.events.of_day(DAY, "south")
    assert len(events) == before + 1
    assert not {"g1", "g2", "g3"} & {event.event_id for event in events}


def test_an_order_of_another_day_is_held_too(filled: Store) -> None:
    report = bring(filled, "event id,vehicle,order number,status,time,date\nh1,V1,A2,delivered,14:00,2026-11-22\n")
    assert (report.stored, report.held) == (0, 1)
    assert report.outcome == "partial"


@pytest.mark.parametrize(
    ("stamp", "code"),
    [
        ("1999-01-01 09:00", "EVENT_TIME"),
        ("2030-01-01T09:00:00Z", "EVENT_TIME"),
        ("2030-01-01 09:00", "EVENT_TIME"),
        ("9999-12-31T23:59:59-14:00", "EVENT_TIME"),
        ("0001-01-01T00:00:00+14:00", "EVENT_TIME"),
        ("2026-11-22T10:00:00+01:00", "EVENT_TIME"),
        ("2026-11-25T00:30:00+01:00", "EVENT_TIME"),
        ("2026-02-30T10:00:00Z", "TIME_FORMAT"),
        ("99999999999999999999", "TIME_FORMAT"),
        ("9" * 400, "TIME_FORMAT"),
        ("soon", "TIME_FORMAT"),
        ("25:99", "TIME_FORMAT"),
        ("-1", "TIME_FORMAT"),
    ],
)
def test_one_impossible_moment_costs_its_row_and_not_the_file(filled: Store, stamp: str, code: str) -> None:
    key = f"{abs(hash(stamp)):x}"
    report = bring(filled, HEAD + f"i1{key},V1,A1,delivered,{stamp},\ni2{key},V1,A2,delivered,09:00,\n")
    assert (report.refused, report.stored, report.outcome) == (1, 1, "partial")
    (issue,) = report.issues
    assert (issue.row, issue.code) == (1, code)
    assert issue.mend
    assert not [event for event in filled.events.of_day(DAY, "south") if event.event_id == f"i1{key}"]


@pytest.mark.parametrize("stamp", ["2026-11-22T13:00:00+01:00", "2026-11-24T23:30:00+01:00"])
def test_a_night_before_and_a_night_after_belong_to_the_day(filled: Store, stamp: str) -> None:
    report = bring(filled, HEAD + f"n{stamp},V1,,loading_started,{stamp},\n")
    assert (report.refused, report.stored) == (0, 1)


def test_what_has_not_come_yet_is_refused(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    monkeypatch.setattr("lastmile_core.workflows.imports.import_events.utc_now", lambda: now)
    report = bring(filled, HEAD + "f1,V1,A1,delivered,10:01,\nf2,V1,A2,delivered,10:03,\n")
    assert (report.stored, report.refused) == (1, 1)
    assert "has not come yet" in report.issues[0].message


@pytest.mark.shared
def test_the_events_of_the_portuguese_day_are_read_with_its_own_words(filled: Store, shared_data: Path) -> None:
    report = bring(filled, (shared_data / "real_days" / "eventos.csv").read_bytes())
    assert (report.stored, report.refused, report.held, report.outcome) == (4, 0, 0, "accept")
    assert report.mapping == {
        "vehicle_id": "Placa",
        "order_id": "Nº Pedido",
        "kind": "Situação",
        "occurred_at": "Horário",
        "reason": "Motivo",
    }
    told = [
        (event.vehicle_id, event.visit_id, event.kind.value, event.reason)
        for event in filled.events.of_day(DAY, "south")
        if event.visit_id in ("70001", "70002")
    ]
    assert told == [
        ("V1", "70001", "arrived", ""),
        ("V1", "70001", "delivered", ""),
        ("V1", "70002", "arrived", ""),
        ("V1", "70002", "failed", "nobody_home"),
    ]


@pytest.mark.parametrize(
    ("head", "row", "kind", "reason"),
    [
        ("Plaka;Sipariş No;Durum;Saat", "AAA 1A11;A1;Teslim edildi;10:01", "delivered", ""),
        ("Pojazd;Nr zamówienia;Status dostawy;Godzina", "v1;A1;Dostarczono;10:02", "delivered", ""),
        ("Kennzeichen;Auftragsnummer;Lieferstatus;Uhrzeit", "AAA-1A11;A1;Zugestellt;10:03", "delivered", ""),
        ("Immatriculation;N° de commande;Statut;Heure", "AAA1A11;A1;Livré;10:04", "delivered", ""),
        ("Targa;Numero ordine;Esito;Ora", "aaa1a11;A1;Consegnato;10:05", "delivered", ""),
        ("Matrícula;Nº pedido;Estado;Hora", "AAA1A11;A1;Entregado;10:06", "delivered", ""),
        ("Placa;Pedido;Ocorrência;Hora", "AAA1A11;A1;Ausente;10:07", "failed", "nobody_home"),
        ("Placa;Pedido;Situação;Data hora;Motivo", "Van 1;A1;Falhou;10:08;Recusado", "failed", "refused"),
        ("Placa;Pedido;Situação;Horário", "AAA1A11;A1;Saída;10:09", "left", ""),
        ("Placa;Pedido;Situação;Horário", "AAA1A11;;Saída;07:09", "departed", ""),
        ("Kenteken;Bestelnummer;Status;Tijdstip", "AAA1A11;A1;Bezorgd;10:10", "delivered", ""),
        ("SPZ;Číslo objednávky;Stav;Čas", "AAA1A11;A1;Doručeno;10:11", "delivered", ""),
        ("Vehicul;Nr comandă;Stare;Ora", "AAA1A11;A1;Livrat;10:12", "delivered", ""),
        ("Fordon;Ordernummer;Händelse;Tid", "AAA1A11;A1;Levererad;10:13", "delivered", ""),
    ],
)
def test_files_of_many_languages_are_read_without_a_mapping(
    filled: Store, head: str, row: str, kind: str, reason: str
) -> None:
    before = {event.event_id for event in filled.events.of_day(DAY, "south")}
    report = bring(filled, f"{head}\n{row}\n")
    assert (report.stored, report.held, report.refused) == (1, 0, 0), report.issues
    (event,) = (event for event in filled.events.of_day(DAY, "south") if event.event_id not in before)
    assert (event.vehicle_id, event.kind.value, event.reason) == ("V1", kind, reason)


def test_no_word_is_both_and_every_reason_is_one_of_ours() -> None:
    assert {KIND_WORDS[event_key(word)] for word in ("entregue", "livré", "zugestellt", "teslim edildi")} == {
        EventKind.DELIVERED
    }
    assert KIND_WORDS[event_key("não entregue")] is KIND_WORDS["not delivered"] is EventKind.FAILED
    assert set(REASON_WORDS.values()) <= set(REASONS_BY_CODE)
    assert all(word == event_key(word) for word in (*KIND_WORDS, *REASON_WORDS))


def test_a_mapping_is_used_and_remembered_for_files_of_the_same_headings(filled: Store) -> None:
    text = "wagon x;nummer y;xyzzy;klok\nV1;A1;delivered;11:{:02d}\n"
    assert bring(filled, text.format(1)).outcome == "ask"
    mapping = {"vehicle_id": "wagon x", "order_id": "nummer y", "kind": "xyzzy", "occurred_at": "klok"}
    assert bring(filled, text.format(1), answers=ImportAnswers(columns=mapping)).stored == 1
    again = bring(filled, text.format(2))
    assert (again.stored, again.mapping["kind"]) == (1, "xyzzy")


CELL = st.one_of(
    st.sampled_from(
        ["V1", "GHOST", "A1", "NOORDER", "delivered", "falhou", "09:00", "1999-01-01", "9" * 30, "", "x\x00"]
    ),
    st.text(st.characters(exclude_characters=',"\r\n', codec="utf-8"), max_size=12),
)


@effort(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(*[CELL] * 6), min_size=1, max_size=6))
def test_whatever_stands_in_the_cells_every_row_is_accounted_for(filled: Store, rows: list[tuple[str, ...]]) -> None:
    text = HEAD + "".join(",".join(row) + "\n" for row in rows)
    report = bring(filled, text)
    if report.outcome in ("ask",) or (report.outcome == "reject_file" and not report.refused):
        assert report.issues
        return
    accounted = report.stored + report.duplicates + len(report.conflicts) + report.refused + report.held
    assert accounted + report.blank == len(rows) or report.issues
    assert report.held == sum(issue.code in ("EVENT_VEHICLE", "EVENT_ORDER") for issue in report.issues)
