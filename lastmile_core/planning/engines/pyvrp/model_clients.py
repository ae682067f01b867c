"""Visits as clients of the fast model, with one client a band of equal price, and pairs as shipments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pyvrp import Client, ClientGroup, Shipment

from lastmile_core.planning.base.break_clock import BreakClock
from lastmile_core.planning.base.cost_scale import CostScale
from lastmile_core.planning.engines.pyvrp.load_marks import LoadMarks
from lastmile_core.planning.engines.pyvrp.model_locations import ModelPlaces
from lastmile_core.planning.engines.pyvrp.model_starts import ModelStart
from lastmile_core.planning.engines.pyvrp.time_bands import Band, time_bands
from lastmile_core.problem import RoutingProblem

OWED = 10_000_000
"""Cents for a delivery whose goods are on board already: it cannot be left out."""


@dataclass(slots=True)
class ModelClients:
    """Clients, groups and shipments with the visits they stand for.

    Attributes
    ----------
    visit_of_client
        Visit of every client; None for the one that makes a begun route go on.
    bands
        Band of every client.
    pairs
        (pickup, delivery) of every shipment.
    anchors
        For each vehicle whose day has begun, the client that makes it go on.
    """

    clients: list[Client] = field(default_factory=list)
    groups: list[ClientGroup] = field(default_factory=list)
    shipments: list[Shipment] = field(default_factory=list)
    visit_of_client: list[int | None] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    pairs: list[tuple[int, int]] = field(default_factory=list)
    anchors: dict[int, int] = field(default_factory=dict)


class ClientMaker:
    """Makes the clients of one model."""

    def __init__(
        self, problem: RoutingProblem, clock: BreakClock, scale: CostScale, places: ModelPlaces, marks: LoadMarks
    ) -> None:
        self.problem, self.clock, self.scale, self.places, self.marks = problem, clock, scale, places, marks
        self.made = ModelClients()
        self._bands = time_bands(problem)

    def make(self, left: Sequence[int], starts: Sequence[ModelStart]) -> ModelClients:
        """Return what is ``left`` to plan."""
        open_visits = set(left)
        for visit in left:
            day = self.problem.visits[visit]
            if day.is_pickup:
                continue
            if day.partner is not None and day.partner in open_visits:
                self._add_pair(day.partner, visit)
            else:
                self._add_visit(visit)
        for number, start in enumerate(starts):
            if start.after is not None:
                self._add_anchor(number, start)
        return self.made

    def _add_visit(self, visit: int) -> None:
        day, made = self.problem.visits[visit], self.made
        load, marks = self.marks.loads(self.problem, visit)
        zero = [0] * len(load)
        delivery, pickup = (zero, load) if day.is_collection else (load, zero)
        bands = [band for band in self._bands[visit] if self.clock(day.release) <= self.clock(band.latest)]
        group = len(made.groups) if len(bands) > 1 else None
        if group is not None:
            members = list(range(len(made.clients), len(made.clients) + len(bands)))
            made.groups.append(ClientGroup(members, required=False))
        penalty = day.penalty if day.partner is None else OWED
        for band in bands:
            client = Client(
                location=self.places.clients[visit],
                delivery=[*delivery, *marks],
                pickup=[*pickup, *([0] * len(marks))],
                service_duration=day.service,
                tw_early=self.clock(band.earliest),
                tw_late=self.clock(band.latest),
                release_time=self.clock(day.release),
                prize=self._prize(penalty, band),
                required=False,
                group=group,
            )
            made.clients.append(client)
            made.visit_of_client.append(visit)
            made.bands.append(band)

    def _prize(self, penalty: int, band: Band) -> int:
        return self.scale.cents(penalty - round(band.price)) if penalty > band.price else 0

    def _add_pair(self, pickup: int, delivery: int) -> None:
        first, second = self.problem.visits[pickup], self.problem.visits[delivery]
        load, _ = self.marks.loads(self.problem, delivery)
        amount = [*load, *self.marks.marks(delivery), *([0] * self.marks.counts_stops)]
        self.made.shipments.append(
            Shipment(
                pickup_location=self.places.clients[pickup],
                delivery_location=self.places.clients[delivery],
                # One window a half is all that can be said here.
                pickup_tw_early=self.clock(first.windows[0][0]),
                pickup_tw_late=self.clock(first.windows[-1][1]),
                pickup_service_duration=first.service,
                delivery_tw_early=self.clock(second.windows[0][0]),
                delivery_tw_late=self.clock(second.windows[-1][1]),
                delivery_service_duration=second.service,
                amount=amount,
                prize=self.scale.cents(first.penalty + second.penalty),
                required=False,
            )
        )
        self.made.pairs.append((pickup, delivery))

    def _add_anchor(self, vehicle: int, start: ModelStart) -> None:
        assert start.after is not None
        zero = [0] * len(self.marks.units)
        marks = [*self.marks.marks(-1 - vehicle), *([0] * self.marks.counts_stops)]
        self.made.anchors[vehicle] = len(self.made.clients)
        place = self.places.clients[start.after]
        self.made.clients.append(Client(place, [*zero, *marks], [0] * len(zero + marks), required=True))
        self.made.visit_of_client.append(None)
        self.made.bands.append(Band(0, 0))
