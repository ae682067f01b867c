"""Recurring recipients recognised in new orders, so that a place found once is known for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lastmile_core.files.orders.customers_alike import Spelling, find_alike
from lastmile_core.files.raw_table import note
from lastmile_core.model import Customer, CustomerAlias, Issue, IssueFacts, Location, Order, OrderStatus

_MOST_SUGGESTED = 20


class KnownCustomers:
    """Customers by id, and by name with address.

    Parameters
    ----------
    aliases
        Other spellings that somebody said belong to a customer: words → customer id.
    same
        What is said now: order id → customer id.
    """

    def __init__(
        self,
        customers: Sequence[Customer],
        aliases: Mapping[str, str] | None = None,
        same: Mapping[str, str] | None = None,
    ) -> None:
        self.aliases = dict(aliases or {})
        self._said_before = dict(self.aliases)
        self._same = dict(same or {})
        self._made: dict[str, Order] = {}
        self._before = [c for c in customers if c.name]
        self._by_id = {customer.customer_id: customer for customer in customers}
        self._by_words = {_words(c.name, c.address, c.postcode): c for c in customers if c.name or c.address}
        self._by_address = {
            _words("", c.address, c.postcode): c for c in customers if c.location is not None and c.address
        }
        self._changed: dict[str, Customer] = {}

    def recognise(self, order: Order) -> Order:
        """Return the order with its customer, and with the customer's place when it brings none.

        A customer that is not known yet is added; one that is known only gains what was empty.
        """
        words = _words(order.customer_name, order.address, order.postcode)
        if not words:
            return order
        said = self._same.get(order.order_id)
        if said in self._by_id:
            self.aliases[words] = said
        known = (
            self._by_id.get(order.customer_id or "")
            or self._by_id.get(self.aliases.get(words, ""))
            or self._by_words.get(words)
        )
        if known is None:
            known = self._add(order, words)
            self._made.setdefault(known.customer_id, order)
        else:
            self._complete(known, order)
        if order.customer_id and order.customer_id != known.customer_id:
            # Whoever writes of this customer by that number (who may serve whom) means this one.
            self.aliases[number_alias(order.customer_id)] = known.customer_id
        if order.location is None:
            order = self._placed(order, known, is_said=words in self.aliases)
        return replace(order, customer_id=known.customer_id, district=order.district or known.district)

    def to_save(self) -> list[Customer]:
        """Return the customers that are new or gained something."""
        return list(self._changed.values())

    def new_aliases(self, by: str) -> list[CustomerAlias]:
        """Return the spellings and numbers that mean another customer than before, or were not known."""
        return [
            CustomerAlias(alias=alias, customer_id=customer_id, said_by=by)
            for alias, customer_id in self.aliases.items()
            if self._said_before.get(alias) != customer_id
        ]

    def suggest(self) -> list[Issue]:
        """Suggest customers that were known before for those that are new and written much alike; nothing is merged."""
        new = [
            Spelling(order.order_id, order.customer_name, order.address, order.postcode, order.phone)
            for order in self._made.values()
            if order.customer_name
        ]
        known = [Spelling(c.customer_id, c.name, c.address, c.postcode, c.phone) for c in self._before]
        if not new or not known:
            return []
        issues = []
        for one, other in find_alike(new, known)[:_MOST_SUGGESTED]:
            order, customer = (one, other) if one in new else (other, one)
            message = (
                f"Order {order.key} for “{order.name}, {order.address}” may be for the known customer "
                f"“{customer.name}, {customer.address}” ({customer.key})."
            )
            mend = "Say that they are the same, or leave it: they are two customers until then."
            facts = IssueFacts(order_id=order.key, customer_id=customer.key)
            issues.append(note("CUSTOMER_ALIKE", message, mend, value=f"{order.key}={customer.key}", facts=facts))
        return issues

    def _placed(self, order: Order, known: Customer, *, is_said: bool) -> Order:
        same_address = is_said or _words("", known.address, known.postcode) == _words("", order.address, order.postcode)
        place = known.location if same_address or not order.address else None
        if place is None and order.address:
            neighbour = self._by_address.get(_words("", order.address, order.postcode))
            place = neighbour.location if neighbour else None
        return order if place is None else replace(order, location=place, status=OrderStatus.READY)

    def _add(self, order: Order, words: str) -> Customer:
        made = "C-" + hashlib.sha256(words.encode()).hexdigest()[:10].upper()
        customer = Customer(
            customer_id=order.customer_id or made,
            name=order.customer_name,
            address=order.address,
            postcode=order.postcode,
            city=order.city,
            district=order.district,
            location=_sure_place(order),
            phone=order.phone,
            email=order.email,
        )
        self._keep(customer)
        return customer

    def _complete(self, known: Customer, order: Order) -> None:
        gained = {
            name: getattr(order, name)
            for name in ("phone", "email", "city", "district", "postcode")
            if not getattr(known, name) and getattr(order, name)
        }
        if known.location is None and known.address == order.address and (place := _sure_place(order)):
            gained["location"] = place
        if gained:
            self._keep(replace(known, **gained))

    def _keep(self, customer: Customer) -> None:
        self._changed[customer.customer_id] = self._by_id[customer.customer_id] = customer
        self._by_words[_words(customer.name, customer.address, customer.postcode)] = customer
        if customer.location is not None and customer.address:
            self._by_address[_words("", customer.address, customer.postcode)] = customer


def number_alias(number: str) -> str:
    """Return the key under which another number of a customer is kept among the spellings."""
    return f"#{_words(number)}"


def _sure_place(order: Order) -> Location | None:
    return order.location if order.status is OrderStatus.READY else None


def _words(*parts: str) -> str:
    words = ["".join(c for c in part.casefold() if c.isalnum()) for part in parts]
    return "|".join(words) if any(words) else ""
