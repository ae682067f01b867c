"""Who may, may not and should rather serve whom: kept for all days, and laid over each day's orders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from lastmile_core.files.events.read_events import vehicle_key as folded
from lastmile_core.model import CustomerVehicle, Order, ServiceKind, Vehicle
from lastmile_core.store import Store
from lastmile_core.workflows.company.known_customers import number_alias


class VehicleWords:
    """What people call the vehicles of all depots: number, name or plate; a word that two share names neither."""

    def __init__(self, vehicles: Sequence[Vehicle]) -> None:
        self._by_id = {folded(one.vehicle_id): one.vehicle_id for one in vehicles}
        self._named: dict[str, set[str]] = {}
        for one in vehicles:
            for word in filter(None, map(folded, (one.name, one.plate))):
                self._named.setdefault(word, set()).add(one.vehicle_id)
        self._shown = {
            one.vehicle_id: one.name if self.ids(one.name) == {one.vehicle_id} else one.vehicle_id for one in vehicles
        }

    def ids(self, text: str) -> set[str]:
        """Return the ids of the vehicles that a word may mean."""
        word = folded(text)
        return {self._by_id[word]} if word in self._by_id else self._named.get(word, set())

    def shown(self, vehicle_id: str) -> str:
        """Return the name of a vehicle, or its number where another one has the same name."""
        return self._shown.get(vehicle_id, vehicle_id)


def all_vehicles(store: Store) -> list[Vehicle]:
    """Return the vehicles of all depots, those out of use as well."""
    return [one for depot in store.depots.all() for one in store.vehicles.of_depot(depot.depot_id, active_only=False)]


class CustomerWords:
    """What people call customers: number, another number that orders gave them, or name."""

    def __init__(self, names: Mapping[str, str], aliases: Mapping[str, str] | None = None) -> None:
        self.names = names
        self._aliases = aliases or {}

    @cached_property
    def _by_id(self) -> dict[str, str]:
        return {folded(customer_id): customer_id for customer_id in self.names}

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for customer_id, name in self.names.items():
            if word := folded(name):
                found.setdefault(word, []).append(customer_id)
        return found

    def customer_of(self, text: str) -> tuple[str, bool]:
        """Return whom a word means and whether anybody of that number or name is known.

        A name that several customers have stays a name: it means all of them.
        """
        if text in self.names:
            return text, True
        word = folded(text)
        if word in self._by_id:
            return self._by_id[word], True
        other = self._aliases.get(number_alias(text), "")
        if other in self.names:
            return other, True
        same = self._named.get(word, [])
        return (same[0] if len(same) == 1 else text), bool(same)


def customer_words(store: Store) -> CustomerWords:
    """Return what people call the customers that are known."""
    return CustomerWords(store.customers.names(), store.customer_aliases.by_alias())


def settle_customers(store: Store, people: CustomerWords) -> None:
    """Put what was said of customers before anybody knew them under their numbers; call it inside a transaction.

    Otherwise a later word about the same customer would stand beside the earlier one and not in its place.
    """
    pairs = store.customer_vehicles.all()
    known = {(one.customer_id, one.vehicle_id) for one in pairs}
    for pair in pairs:
        customer_id, _ = people.customer_of(pair.customer_id)
        if customer_id == pair.customer_id:
            continue
        store.customer_vehicles.remove(pair.customer_id, pair.vehicle_id)
        if (customer_id, pair.vehicle_id) not in known:
            store.customer_vehicles.save_many([replace(pair, customer_id=customer_id)])


@dataclass(slots=True)
class _Said:
    """What is said of one customer, as vehicle ids."""

    allowed: set[str]
    forbidden: set[str]
    preferred: set[str]


def with_customer_rules(store: Store, orders: Sequence[Order]) -> list[Order]:
    """Return the orders with the vehicles that may, may not and should rather serve their customers.

    A customer is known by number; one who was written by name, and an order without a number, by name.
    """
    pairs = store.customer_vehicles.all()
    if not pairs:
        return list(orders)
    people = customer_words(store)
    said: dict[str, _Said] = {}
    known: dict[str, str] = {}
    for pair in pairs:
        # Who was not known when it was written may be by now.
        customer_id, _ = people.customer_of(pair.customer_id)
        if customer_id in people.names:
            known[folded(customer_id)] = folded(people.names[customer_id])
        of_one = said.setdefault(folded(customer_id), _Said(set(), set(), set()))
        getattr(of_one, pair.kind.value).add(pair.vehicle_id)
    by_name: dict[str, list[_Said]] = {}
    for word, of_one in said.items():
        by_name.setdefault(known.get(word, word), []).append(of_one)
    return [_ruled(order, _of_order(order, said, by_name, known)) for order in orders]


def _of_order(
    order: Order, said: Mapping[str, _Said], by_name: Mapping[str, list[_Said]], known: Mapping[str, str]
) -> list[_Said]:
    number, name = folded(order.customer_id or ""), folded(order.customer_name)
    found = [said[number]] if number and number in said else []
    if not number:
        found += by_name.get(name, [])
    elif name and name != number and name in said and name not in known:
        found.append(said[name])
    return found


def _ruled(order: Order, found: Sequence[_Said]) -> Order:
    if not found:
        return order
    allowed, forbidden, preferred = order.allowed_vehicles, set(order.forbidden_vehicles), set[str]()
    for one in found:
        forbidden |= one.forbidden
        preferred |= one.preferred
        if one.allowed and allowed:
            # What one of two lists leaves out is forbidden, so that two lists without a common vehicle leave none;
            # an empty list would mean all of them.
            forbidden |= allowed - one.allowed
        elif one.allowed:
            allowed = frozenset(one.allowed)
    return replace(
        order,
        allowed_vehicles=allowed,
        forbidden_vehicles=frozenset(forbidden),
        preferred_vehicles=frozenset(preferred - forbidden),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRow:
    """What a person wrote of one customer: vehicles by number, name or plate."""

    customer: str
    vehicles: Mapping[ServiceKind, Sequence[str]]


def save_customer_rows(store: Store, rows: Mapping[str, CustomerRow], removed: Iterable[str]) -> None:
    """Store what is said of customers in place of what was; call it inside a transaction.

    Parameters
    ----------
    rows
        By the customer's id as it is stored; of a customer without a stored row, by what was written.
    removed
        Customers of whom nothing is said any more.

    Raises
    ------
    ValueError
        If a word names no vehicle or several, one vehicle has two kinds, or a customer has two rows.
    """
    words, people = VehicleWords(all_vehicles(store)), customer_words(store)
    before: dict[str, list[CustomerVehicle]] = {}
    for pair in store.customer_vehicles.all():
        before.setdefault(pair.customer_id, []).append(pair)
    gone = set(removed)
    for key, row in rows.items():
        customer_id = key if key in before else people.customer_of(row.customer)[0]
        if not folded(customer_id):
            raise ValueError("a row names no customer; write a number or name")
        if customer_id != key and (customer_id in before or customer_id in rows) and customer_id not in gone:
            raise ValueError(f"{row.customer} has a row already; change that one")
        wanted = _pairs_of(customer_id, row, words)
        for old in before.get(customer_id, ()):
            store.customer_vehicles.remove(old.customer_id, old.vehicle_id)
        store.customer_vehicles.save_many(wanted)
    for key in gone - rows.keys():
        for old in before.get(key, ()):
            store.customer_vehicles.remove(old.customer_id, old.vehicle_id)


def _pairs_of(customer_id: str, row: CustomerRow, words: VehicleWords) -> list[CustomerVehicle]:
    found: dict[str, ServiceKind] = {}
    for kind, texts in row.vehicles.items():
        for text in texts:
            ids = words.ids(text)
            if len(ids) != 1:
                which = "several vehicles; write its number" if ids else "no vehicle; use those of the Vehicles tab"
                raise ValueError(f"“{text}” of {row.customer} names {which}")
            vehicle_id = next(iter(ids))
            if found.setdefault(vehicle_id, kind) is not kind:
                raise ValueError(f"{text} is both {found[vehicle_id]} and {kind} for {row.customer}; keep one of them")
    if not found:
        raise ValueError(f"{row.customer} has no vehicle; name one, or remove the row")
    return [CustomerVehicle(customer_id=customer_id, vehicle_id=name, kind=kind) for name, kind in found.items()]
