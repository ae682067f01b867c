"""Orders get the place of their address, wait with guesses, or take the pin that a person set, for ever."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from lastmile_core.errors import NotFoundError, StaleVersionError
from lastmile_core.model import Customer, Location, Order, OrderStatus
from lastmile_core.places import AddressIndex, AddressQuery, PlaceAnswer, PlaceKind, PlaceSource
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.workflows.places import geocoding
from lastmile_core.workflows.places.fix_place import fix_place, forget_place, remembered_places
from lastmile_core.workflows.places.place_orders import find_place, fix_list, place_orders
from lastmile_core.workflows.places.remote_geocoder import make_remote, set_remote

DAY = date(2026, 11, 24)
PIN = Location(lat=45.02, lon=9.03)
MakeOrder = Callable[..., Order]


@pytest.fixture
def make_order(store: Store) -> MakeOrder:
    def make(order_id: str, address: str, **more: object) -> Order:
        values: dict[str, object] = {"service_date": DAY, "depot_id": "yard", "status": OrderStatus.NEEDS_PLACE}
        order = Order(order_id=order_id, address=address, **{**values, **more})  # type: ignore[arg-type]
        store.orders.save(order)
        return order

    return make


def _now(store: Store, order_id: str, day: date = DAY) -> Order:
    found = store.orders.get(order_id, day)
    assert found is not None
    return found


def test_sure_places_are_taken_and_the_others_wait_with_guesses(
    home: Settings, store: Store, make_order: MakeOrder
) -> None:
    make_order("A", "Via G. Garibaldi 4", city="Acquaviva")
    make_order("B", "Via Roma 21")
    make_order("C", "", customer_name="No address")
    make_order("D", "Via Nuova 12", status=OrderStatus.NEEDS_LOOK)
    report = place_orders(store, home, store.orders.due_on(DAY), by="ana")
    assert [one.order.order_id for one in report.placed] == ["A"]
    assert report.placed[0].answer.best is not None
    assert report.placed[0].answer.best.kind is PlaceKind.HOUSE
    assert _now(store, "A").status is OrderStatus.READY
    assert _now(store, "A").location == report.placed[0].answer.best.location
    assert {one.order.order_id: len(one.answer.guesses) for one in report.waiting} == {"B": 2, "C": 0}
    assert report.sentence == "1 of 3 addresses were found; 2 need a look."
    assert _now(store, "B").status is OrderStatus.NEEDS_PLACE
    assert _now(store, "D").status is OrderStatus.NEEDS_LOOK
    entry = store.audit.latest(1)[0]
    assert (entry.who, entry.what, entry.subject) == ("ana", "place orders", DAY.isoformat())
    assert entry.detail["orders"]["A"][:2] == ["region", "house"]


def test_the_fix_list_shows_the_same_guesses_and_changes_nothing(
    home: Settings, store: Store, make_order: MakeOrder
) -> None:
    make_order("A", "Via G. Garibaldi 4", city="Acquaviva")
    make_order("B", "Via Roma 21")
    version = store.data_version()
    waiting, notices = fix_list(store, home, DAY)
    assert [(one.order.order_id, len(one.answer.guesses) > 0) for one in waiting] == [("A", True), ("B", True)]
    assert notices == ()
    assert store.data_version() == version
    assert _now(store, "A").location is None


def test_an_answer_is_kept_until_the_map_changes(
    home: Settings, store: Store, make_order: MakeOrder, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_order("B", "Via Roma 21")
    first, _ = fix_list(store, home, DAY)

    def nobody(_index: AddressIndex) -> Callable[[AddressQuery], PlaceAnswer]:
        return lambda _query: PlaceAnswer(note="asked again")

    monkeypatch.setattr(geocoding, "_finder", nobody)
    assert fix_list(store, home, DAY)[0] == first
    monkeypatch.setattr(geocoding, "FINDER_VERSION", geocoding.FINDER_VERSION + 1)
    assert fix_list(store, home, DAY)[0][0].answer.note == "asked again"


def test_a_pin_is_remembered_for_this_customer_and_address_for_ever(
    home: Settings, store: Store, make_order: MakeOrder
) -> None:
    customer = Customer(customer_id="C1", name="Bar Roma", address="Via Roma 21")
    store.customers.save(customer)
    mine = {"customer_id": "C1", "customer_name": "Bar Roma"}
    make_order("B", "Via Roma 21", **mine)
    later = DAY + timedelta(days=1)
    make_order("B2", "Via Roma 21", service_date=later, **mine)
    make_order("X", "Via Roma 21", customer_id="C2", customer_name="Somebody else")
    changed = fix_place(store, "B", DAY, PIN, by="ana")
    assert [(one.order_id, one.location, one.status) for one in changed] == [
        ("B", PIN, OrderStatus.READY),
        ("B2", PIN, OrderStatus.READY),
    ]
    assert store.customers.get("C1") == replace(customer, location=PIN)
    assert _now(store, "X").location is None
    # Next month, spelt otherwise, and with more of the address.
    month = DAY + timedelta(days=30)
    again = make_order("B3", "21, v. roma", service_date=month, city="Borgo Alto", **mine)
    report = place_orders(store, home, [again], by="import")
    assert report.placed[0].answer.source is PlaceSource.PERSON
    assert _now(store, "B3", month).location == PIN


def test_a_pin_serves_others_only_at_exactly_the_same_address(
    home: Settings, store: Store, make_order: MakeOrder
) -> None:
    place = {"postcode": "20200", "city": "Borgo Alto"}
    make_order("A", "Via Sconosciuta 5", customer_id="C1", **place)
    fix_place(store, "A", DAY, PIN, by="ana")
    make_order("B", "via sconosciuta, 5", customer_id="C2", **place)
    make_order("C", "Via Sconosciuta 5", customer_id="C3", postcode="20100", city="Acquaviva")
    report = place_orders(store, home, store.orders.due_on(DAY), by="import")
    assert [one.order.order_id for one in report.placed] == ["B"]
    assert _now(store, "B").location == PIN


def test_a_newer_pin_counts_and_a_forgotten_one_does_not(home: Settings, store: Store, make_order: MakeOrder) -> None:
    make_order("A", "Via Sconosciuta 5", customer_id="C1")
    fix_place(store, "A", DAY, PIN, by="ana")
    corner = Location(lat=45.03, lon=9.03)
    fix_place(store, "A", DAY, corner, by="ben")
    make_order("B", "Via Sconosciuta 5", customer_id="C1")
    assert place_orders(store, home, store.orders.due_on(DAY), by="x").placed[0].order.location == corner
    assert [order.order_id for order, _ in remembered_places(store, store.orders.due_on(DAY))] == ["A", "B"]
    with pytest.raises(StaleVersionError, match="ben put the pin"):
        forget_place(store, "A", DAY, by="ana", seen=PIN)
    assert forget_place(store, "A", DAY, by="ana", seen=corner).fixed_by == "ben"
    entry = store.audit.latest(1)[0]
    assert (entry.what, entry.changes[0].old) == ("forget place", "45.030000, 9.030000")
    with pytest.raises(NotFoundError, match="No place is remembered for order A"):
        forget_place(store, "A", DAY, by="ana")
    assert remembered_places(store, store.orders.due_on(DAY)) == []
    make_order("C", "Via Sconosciuta 5", customer_id="C1")
    report = place_orders(store, home, store.orders.due_on(DAY), by="x")
    assert [one.order.order_id for one in report.waiting] == ["C"]


def test_a_pin_for_once_is_not_remembered(home: Settings, store: Store, make_order: MakeOrder) -> None:
    make_order("A", "Via Sconosciuta 5", customer_id="C1")
    fix_place(store, "A", DAY, PIN, by="ana", remember=False)
    make_order("B", "Via Sconosciuta 5", customer_id="C1")
    assert place_orders(store, home, store.orders.due_on(DAY), by="x").placed == ()


def test_a_skipped_order_stays_out_and_a_missing_one_is_named(store: Store, make_order: MakeOrder) -> None:
    make_order("A", "Via Roma 1", status=OrderStatus.SKIPPED)
    assert fix_place(store, "A", DAY, PIN, by="ana")[0].status is OrderStatus.SKIPPED
    with pytest.raises(NotFoundError, match="Order Z"):
        fix_place(store, "Z", DAY, PIN, by="ana")


def test_what_somebody_changed_meanwhile_is_not_overwritten(
    home: Settings, store: Store, make_order: MakeOrder
) -> None:
    seen = [make_order(name, "Via Nuova 12", city="Acquaviva") for name in ("A", "B", "C")]
    store.orders.save(replace(seen[0], address="Via Roma 1"))
    store.orders.save(replace(seen[1], location=PIN, status=OrderStatus.READY))
    report = place_orders(store, home, seen, by="x")
    assert [one.order.order_id for one in report.placed] == ["C"]
    assert _now(store, "A").location is None
    assert _now(store, "B").location == PIN


def test_without_a_region_or_an_index_the_notice_says_what_to_do(
    home: Settings, store: Store, make_order: MakeOrder
) -> None:
    make_order("A", "Via Nuova 12")
    (home.regions / "villages" / "addresses.sqlite").unlink()
    assert "prepare it again" in place_orders(store, home, store.orders.due_on(DAY), by="x").notices[0]
    shutil.rmtree(home.regions)
    report = place_orders(store, home, store.orders.due_on(DAY), by="x")
    assert "No road region around depot Yard" in report.notices[0]
    assert len(report.waiting) == 1


def test_a_search_box_finds_a_place(home: Settings, store: Store) -> None:
    found = find_place(store, home, store.depots.get("yard"), AddressQuery(text="V. Nuova 12"))
    assert found.best is not None
    assert found.best.matched == "Via Nuova 12, 20100 Acquaviva"


class _Elsewhere:
    """A geocoder elsewhere that knows one place and counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def find(self, query: AddressQuery) -> PlaceAnswer:
        self.asked.append(query.text)
        facts = {"lat": 45.05, "lon": 9.05, "kind": "house", "confidence": 0.95, "matched": "there", "reach_m": 5}
        guesses = [facts] if "Sconosciuta" in query.text else []
        from lastmile_core.places.answer import read_answer

        return read_answer({"guesses": guesses, "source": "remote", "note": "" if guesses else "not known"})


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> _Elsewhere:
    from lastmile_core.places.elsewhere import remote

    server = _Elsewhere()
    monkeypatch.setattr(remote, "RemoteGeocoder", lambda _chosen, **_more: server)
    return server


def test_nobody_elsewhere_is_asked_unless_switched_on(
    home: Settings, store: Store, make_order: MakeOrder, elsewhere: _Elsewhere
) -> None:
    make_order("A", "Via Sconosciuta 5")
    place_orders(store, home, store.orders.due_on(DAY), by="x")
    assert elsewhere.asked == []
    set_remote(store, make_remote("photon", "https://geo.example.org"), by="ana")
    set_remote(store, None, by="ana")
    place_orders(store, home, store.orders.due_on(DAY), by="x")
    assert elsewhere.asked == []
    assert [entry.subject for entry in store.audit.latest(2)] == ["off", "geo.example.org"]


def test_elsewhere_only_what_the_map_does_not_know_is_asked_and_only_once(
    home: Settings, store: Store, make_order: MakeOrder, elsewhere: _Elsewhere
) -> None:
    set_remote(store, make_remote("photon", "https://geo.example.org"), by="ana")
    make_order("A", "Via Nuova 12", city="Acquaviva")
    make_order("B", "Via Sconosciuta 5")
    make_order("C", "Via Ignota 5")
    fix_list(store, home, DAY)
    assert elsewhere.asked == []
    report = place_orders(store, home, store.orders.due_on(DAY), by="x")
    assert elsewhere.asked == ["Via Sconosciuta 5", "Via Ignota 5"]
    assert {one.order.order_id: one.answer.source for one in report.placed} == {
        "A": PlaceSource.REGION,
        "B": PlaceSource.REMOTE,
    }
    assert "are sent to geo.example.org" in report.notices[0]
    place_orders(store, home, store.orders.due_on(DAY), by="x")
    assert len(elsewhere.asked) == 2


def test_elsewhere_a_person_need_not_wait_for_hundreds(
    home: Settings, store: Store, make_order: MakeOrder, elsewhere: _Elsewhere
) -> None:
    set_remote(store, make_remote("photon", "https://geo.example.org"), by="ana")
    for number in range(geocoding.REMOTE_AT_ONCE + 3):
        make_order(f"A{number}", f"Via Sconosciuta {number}")
    report = place_orders(store, home, store.orders.due_on(DAY), by="x")
    assert (len(report.placed), len(report.waiting)) == (geocoding.REMOTE_AT_ONCE, 3)
    assert "again for the rest" in report.notices[-1]
    assert len(place_orders(store, home, store.orders.due_on(DAY), by="x").placed) == 3
    assert len(elsewhere.asked) == geocoding.REMOTE_AT_ONCE + 3


def test_kept_answers_are_plain_json(home: Settings, store: Store, make_order: MakeOrder) -> None:
    make_order("B", "Via Roma 21")
    fix_list(store, home, DAY)
    with AddressIndex(home.regions / "villages") as index:
        made_by = f"region:villages:{index.facts['stamp']}-{geocoding.FINDER_VERSION}"
    ((key, text),) = store.places.answers(made_by, ["via roma 21||"]).items()
    assert key == "via roma 21||"
    assert json.loads(text)["guesses"][0]["kind"] == "house"
