"""One visit as the search sees it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A place where something is done: an order's delivery or collection, a pickup, or a reload at the depot.

    Attributes
    ----------
    visit_id
        The order's number; of a pickup or reload its name (see ``model/orders/visit_id.py``).
    location
        Index into the matrices.
    load
        Amount in every dimension of the problem, in thousandths; order of ``RoutingProblem.dimensions``.
    is_collection
        True when the load comes on board at the stop and stays until the depot (or the next reload).
    service
        Seconds at the stop once service begins.
    set_up
        Seconds on arrival before service can begin (park, find the door); only when the visit before it on
        the route is at another location, so orders at one address share it. Windows speak of the service.
    windows
        Alternatives (earliest, latest) start of service, seconds of the day, sorted; never empty.
    preferred
        Wished (earliest, latest) start of service inside ``windows``; None without a wish.
    early_price, late_price
        Cents per hour that service begins before or after ``preferred``.
    release
        Second of the day when the goods are at the dock: loading of the trip that takes them ends no earlier.
        Deliveries only; other visits have 0.
    dock_time
        Seconds that loading this order takes, added to the fixed loading time of its trip.
    penalty
        Price of leaving it out, in cents.
    allowed_vehicles
        Vehicle indices that may serve it (locks, forbidden pairs); None for all.
    partner
        Index of the other half of a pickup-and-delivery pair: same vehicle, pickup first, both or neither.
    is_pickup
        True for the half where the load comes on board. Both halves carry the same ``load``; the price of leaving
        the pair out is the delivery's penalty, the pickup's is 0.
    is_reload
        True for a return to a depot between two trips: ``service`` is the loading time, deliveries of the next
        trip come on board, collections leave. Optional, free of penalty, allowed on its one vehicle only.
    locked_position
        0-based position among the orders of its route (reloads and pickups not counted); None when free.
    chances
        Chance in thousandths that the first attempt succeeds, by hour of the day in which service begins (the last
        entry holds for later hours); empty when unknown, then no price is asked.
    previous_vehicle, previous_start
        What the plan to stay near to said: vehicle index and start of service; None for a visit that is new.
    familiar_vehicles
        Vehicle indices whose drivers know the place; None when it does not matter.
    """

    visit_id: str
    location: int
    load: tuple[int, ...]
    is_collection: bool = False
    service: int = 0
    set_up: int = 0
    windows: tuple[tuple[int, int], ...] = ((0, 172_800),)
    preferred: tuple[int, int] | None = None
    early_price: int = 0
    late_price: int = 0
    release: int = 0
    dock_time: int = 0
    penalty: int = 100_000
    skills: frozenset[str] = frozenset()
    allowed_vehicles: frozenset[int] | None = None
    partner: int | None = None
    is_pickup: bool = False
    is_reload: bool = False
    locked_position: int | None = None
    chances: tuple[int, ...] = ()
    previous_vehicle: int | None = None
    previous_start: int | None = None
    familiar_vehicles: frozenset[int] | None = None

    @property
    def is_order(self) -> bool:
        """Whether it is what an order is served by: not a reload, not the pickup half of a pair."""
        return not (self.is_reload or self.is_pickup)
