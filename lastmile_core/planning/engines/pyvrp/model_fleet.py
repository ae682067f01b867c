"""Vehicles of the fast model: those that are the same in all that counts are one kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pyvrp import Depot, VehicleType

from lastmile_core.planning.base.break_clock import BreakClock
from lastmile_core.planning.base.cost_scale import CostScale
from lastmile_core.planning.engines.pyvrp.dock_guess import seconds_at_dock
from lastmile_core.planning.engines.pyvrp.load_marks import LoadMarks
from lastmile_core.planning.engines.pyvrp.model_locations import ModelPlaces
from lastmile_core.planning.engines.pyvrp.model_starts import ModelStart
from lastmile_core.problem import RoutingProblem, VehicleDay

NO_LIMIT = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terms:
    """All that makes two vehicles the same kind.

    ``begin``, ``end`` and ``reloads`` are depots as (place, opens, closes, seconds at the dock); ``unsaid`` is what the
    model does not say but the judge will.
    """

    begin: tuple[int, int, int, int]
    end: tuple[int, int, int, int]
    reloads: tuple[tuple[int, int, int, int], ...]
    num_reloads: int
    capacity: tuple[int, ...]
    initial_load: tuple[int, ...]
    earliest: int
    latest: int
    fixed_cost: int
    per_metre: int
    per_second: int
    profile: int
    max_distance: int | None
    regular: int | None
    most_extra: int
    overtime: int
    unsaid: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class ModelFleet:
    """Depots, kinds of vehicles, and which of our vehicles each kind holds.

    Attributes
    ----------
    depot_of_reload
        Depot of every reload visit.
    """

    depots: list[Depot]
    kinds: list[VehicleType]
    members: tuple[tuple[int, ...], ...]
    depot_of_reload: dict[int, int]


class FleetMaker:
    """Makes the fleet of one model.

    Parameters
    ----------
    profiles
        Matrix of the model that every vehicle drives by.
    """

    def __init__(
        self,
        problem: RoutingProblem,
        clock: BreakClock,
        scale: CostScale,
        places: ModelPlaces,
        marks: LoadMarks,
        profiles: Sequence[int],
    ) -> None:
        self.problem, self.clock, self.scale, self.places, self.marks = problem, clock, scale, places, marks
        self.profiles = profiles
        self._dock_s = seconds_at_dock(problem)
        # Where a release, a reload or a limit on paid time counts, loading is part of the route and of its clock.
        self._loads_on_clock = (
            self._dock_s > 0
            or any(visit.release or visit.is_reload for visit in problem.visits)
            or any(day.regular_time is not None or day.max_duration is not None for day in problem.vehicles)
        )

    def make(self, starts: Sequence[ModelStart]) -> ModelFleet:
        """Return depots and kinds of vehicles that begin as ``starts`` say."""
        kinds: dict[_Terms, list[int]] = {}
        for number, start in enumerate(starts):
            kinds.setdefault(self._terms(number, start), []).append(number)
        depots: dict[tuple[int, int, int, int], int] = {}
        for key in sorted({key for terms in kinds for key in (terms.begin, terms.end, *terms.reloads)}):
            depots[key] = len(depots)
        return ModelFleet(
            depots=[Depot(place, opens, closes, service) for place, opens, closes, service in depots],
            kinds=[_vehicle_type(terms, len(members), depots) for terms, members in kinds.items()],
            members=tuple(tuple(members) for members in kinds.values()),
            depot_of_reload={visit: depots[self._reload(visit)] for start in starts for visit in start.reloads},
        )

    def _terms(self, number: int, start: ModelStart) -> _Terms:
        problem, clock, day = self.problem, self.clock, self.problem.vehicles[number]
        begin, loading = self._begin(day, start)
        earliest = start.earliest if self._loads_on_clock else start.earliest + start.loading
        first = clock(min(earliest, day.shift[1]))
        breaks = 0 if start.after is not None else sum(rule.duration for rule in day.breaks)
        per_second = self.scale.per_second(day) + self.scale.hourly(problem.prices.waiting)
        fixed = 0 if start.after is not None else self.scale.cents(day.fixed_cost)
        off_clock = 0 if self._loads_on_clock else start.loading
        regular, most_extra = self._paid_limits(day, start.paid + breaks)
        return _Terms(
            begin=(begin, 0, NO_LIMIT, loading),
            end=(self.places.end(day.end), 0, NO_LIMIT, 0),
            reloads=tuple(sorted({self._reload(visit) for visit in start.reloads})),
            num_reloads=len(start.reloads),
            capacity=self._capacity(number, start),
            initial_load=self._initial_load(start),
            earliest=first,
            latest=max(first, clock(day.shift[1]) - clock.missing(day.breaks)),
            # Breaks are paid but not on the clock; nearly every route is long enough to have them.
            fixed_cost=fixed + (breaks + off_clock) * self.scale.per_second(day),
            per_metre=self._per_metre(day),
            per_second=per_second,
            profile=self.profiles[number],
            max_distance=None if day.max_distance is None else max(0, day.max_distance - start.distance),
            regular=regular,
            most_extra=most_extra,
            overtime=self.scale.hourly(day.overtime_price) if day.regular_time is not None else 0,
            unsaid=(day.loading, day.breaks),
        )

    def _begin(self, day: VehicleDay, start: ModelStart) -> tuple[int, int]:
        """Return the place where a route begins and the seconds at the dock there."""
        if start.after is not None:
            return self.places.clients[start.after], 0
        return self.places.start(day.start), start.loading + self._dock_s if self._loads_on_clock else 0

    def _reload(self, visit: int) -> tuple[int, int, int, int]:
        day = self.problem.visits[visit]
        opens, closes = day.windows[0][0], day.windows[-1][1]
        return self.places.clients[visit], self.clock(opens), self.clock(closes), day.service + self._dock_s

    def _capacity(self, number: int, start: ModelStart) -> tuple[int, ...]:
        day = self.problem.vehicles[number]
        spare_capacity = [
            max(0, limit - own) // unit
            for limit, own, unit in zip(day.capacity, start.on_board, self.marks.units, strict=True)
        ]
        spare_capacity += [len(visits) if number in allowed else 0 for allowed, visits in self.marks.bound]
        if self.marks.counts_stops:
            most = self.problem.num_visits if day.max_stops is None else day.max_stops
            spare_capacity.append(max(0, most - start.orders))
        return tuple(spare_capacity)

    def _initial_load(self, start: ModelStart) -> tuple[int, ...]:
        if not any(start.load):
            return ()
        own = [-(-amount // unit) for amount, unit in zip(start.load, self.marks.units, strict=True)]
        return (*own, *([0] * (len(self.marks.bound) + self.marks.counts_stops)))

    def _paid_limits(self, day: VehicleDay, used: int) -> tuple[int | None, int]:
        """Return paid seconds at the usual price (None for all) and how many more there may be."""
        most = None if day.max_duration is None else max(0, day.max_duration - used)
        if day.regular_time is None or not day.overtime_price:
            return most, 0
        regular = max(0, day.regular_time - used)
        if most is None:
            return regular, day.shift[1] - day.shift[0]
        return min(regular, most), max(0, most - regular)

    def _per_metre(self, day: VehicleDay) -> int:
        """Return the price of a metre, without what the price of waiting already adds to the time it takes."""
        price, waiting = self.scale.per_metre(day), self.scale.hourly(self.problem.prices.waiting)
        if not waiting:
            return price
        metres, seconds = self.places.distances[day.profile], self.places.durations[day.profile]
        usual = metres < np.median(metres) * 10
        length = int(metres[usual].sum())
        return max(0, price - round(waiting * int(seconds[usual].sum()) / length)) if length else price


def _vehicle_type(terms: _Terms, count: int, depots: dict[tuple[int, int, int, int], int]) -> VehicleType:
    limits: dict[str, object] = {}
    if terms.max_distance is not None:
        limits["max_distance"] = terms.max_distance
    if terms.regular is not None:
        limits |= {
            "shift_duration": terms.regular,
            "max_overtime": terms.most_extra,
            "unit_overtime_cost": terms.overtime,
        }
    if terms.reloads:
        limits |= {"reload_depots": [depots[key] for key in terms.reloads], "max_reloads": terms.num_reloads}
    if terms.initial_load:
        limits["initial_load"] = list(terms.initial_load)
    return VehicleType(
        num_available=count,
        capacity=list(terms.capacity),
        start_depot=depots[terms.begin],
        end_depot=depots[terms.end],
        fixed_cost=terms.fixed_cost,
        tw_early=terms.earliest,
        tw_late=terms.latest,
        unit_distance_cost=terms.per_metre,
        unit_duration_cost=terms.per_second,
        profile=terms.profile,
        **limits,
    )
