"""Where in a set of routes a visit could go, cheapest detour first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from lastmile_core.planning.base.route_check import RouteBook
from lastmile_core.problem import UNREACHABLE, VehicleDay, Visit

Stops = npt.NDArray[np.int64]


class InsertionPlaces:
    """Routes that grow, with what is needed to rank all places for a visit in one sweep.

    Ranking looks at driving only; the judge decides. What is certainly impossible is not offered: vehicles that are
    full, and places that would be too late even if no break were taken.
    """

    def __init__(self, book: RouteBook, routes: Mapping[int, Sequence[int]]) -> None:
        self.book, self.problem = book, book.problem
        self.routes: dict[int, list[int]] = {}
        self._stops: dict[int, Stops] = {}
        self._loads: dict[int, tuple[list[int], list[int]]] = {}
        self._left: dict[int, Stops] = {}
        self._due: dict[int, Stops] = {}
        for vehicle in range(self.problem.num_vehicles):
            self.put(vehicle, list(routes.get(vehicle, ())))

    def put(self, vehicle: int, order: list[int]) -> None:
        """Replace the route of a vehicle."""
        day, visits = self.problem.vehicles[vehicle], [self.problem.visits[number] for number in order]
        self._stops[vehicle] = np.array([day.start, *(visit.location for visit in visits), day.end], dtype=np.int64)
        sums: tuple[list[int], list[int]] = ([0] * len(day.capacity), [0] * len(day.capacity))
        for visit in visits:
            total = sums[visit.is_collection]
            for number, amount in enumerate(visit.load):
                total[number] += amount
        self._loads[vehicle] = sums
        self._left[vehicle], self._due[vehicle] = self._bounds(day, visits)
        if order:
            self.routes[vehicle] = order
        else:
            self.routes.pop(vehicle, None)

    def ranked(self, visit: int, eligible: frozenset[int], limit: int) -> list[tuple[int, int]]:
        """Return up to ``limit`` places (vehicle, position) by the price of the detour; one empty vehicle a kind."""
        chosen = self._candidates(visit, eligible)
        if not chosen:
            return []
        cost = np.concatenate([self._profile_costs(visit, chosen, profile) for profile in self._profiles(chosen)])
        order = [vehicle for profile in self._profiles(chosen) for vehicle in self._of(chosen, profile)]
        sizes = [len(self._stops[vehicle]) - 1 for vehicle in order]
        owner = np.repeat(np.array(order), sizes)
        position = np.concatenate([np.arange(size) for size in sizes])
        best = np.lexsort((position, owner, cost))[:limit]
        return [(int(owner[k]), int(position[k])) for k in best if cost[k] < np.inf]

    def _bounds(self, day: VehicleDay, visits: Sequence[Visit]) -> tuple[Stops, Stops]:
        """Return for every place when its leg can begin at the earliest and must be over at the latest."""
        seconds = self.problem.durations[day.profile]
        stops = [day.start, *(visit.location for visit in visits), day.end]
        legs = seconds[stops[:-1], stops[1:]].tolist()
        now = day.shift[0] + day.loading
        left = [now]
        for visit, leg in zip(visits, legs, strict=False):
            now += leg
            now = next((max(now, earliest) for earliest, latest in visit.windows if now <= latest), now)
            left.append(now := now + visit.service)
        limit = day.shift[1]
        due = [limit]
        for visit, leg in zip(reversed(visits), reversed(legs), strict=False):
            limit = limit - leg - visit.service
            # The last window that opens in time; whoever comes between windows waits for it and is still in time.
            limit = next((min(latest, limit) for earliest, latest in reversed(visit.windows) if earliest <= limit), -1)
            due.append(limit)
        return np.array(left, dtype=np.int64), np.array(due[::-1], dtype=np.int64)

    def _candidates(self, visit: int, eligible: frozenset[int]) -> list[int]:
        chosen, empty = [], set()
        for vehicle in sorted(eligible):
            if vehicle not in self.routes:
                kind = self.book.kind_of[vehicle]
                if kind in empty:
                    continue
                empty.add(kind)
            if self._has_room(vehicle, visit):
                chosen.append(vehicle)
        return chosen

    def _has_room(self, vehicle: int, visit: int) -> bool:
        day, new = self.problem.vehicles[vehicle], self.problem.visits[visit]
        if day.max_stops is not None and len(self.routes.get(vehicle, ())) >= day.max_stops:
            return False
        total = self._loads[vehicle][new.is_collection]
        return all(have + more <= most for have, more, most in zip(total, new.load, day.capacity, strict=True))

    def _profiles(self, chosen: Sequence[int]) -> list[int]:
        return sorted({self.problem.vehicles[vehicle].profile for vehicle in chosen})

    def _of(self, chosen: Sequence[int], profile: int) -> list[int]:
        return [vehicle for vehicle in chosen if self.problem.vehicles[vehicle].profile == profile]

    def _profile_costs(self, visit: int, chosen: Sequence[int], profile: int) -> npt.NDArray[np.float64]:
        """Return the detour's price in cents for every place on the vehicles of one road profile."""
        vehicles = self._of(chosen, profile)
        here = self.problem.visits[visit].location
        before = np.concatenate([self._stops[vehicle][:-1] for vehicle in vehicles])
        after = np.concatenate([self._stops[vehicle][1:] for vehicle in vehicles])
        sizes = [len(self._stops[vehicle]) - 1 for vehicle in vehicles]
        days = [self.problem.vehicles[vehicle] for vehicle in vehicles]
        base = [
            0.0 if vehicle in self.routes else _first_cost(day) for vehicle, day in zip(vehicles, days, strict=True)
        ]
        metres, seconds = self.problem.distances[profile], self.problem.durations[profile]
        far = metres[before, here] + metres[here, after] - metres[before, after]
        long = seconds[before, here] + seconds[here, after] - seconds[before, after]
        per_metre = np.repeat([day.cost_per_km / 1000 for day in days], sizes)
        per_second = np.repeat([day.cost_per_hour / 3600 for day in days], sizes)
        cost = np.repeat(base, sizes) + far * per_metre + long * per_second
        arrival = np.concatenate([self._left[vehicle] for vehicle in vehicles]) + seconds[before, here]
        due = np.concatenate([self._due[vehicle] for vehicle in vehicles])
        new = self.problem.visits[visit]
        start = np.full_like(arrival, UNREACHABLE)
        for earliest, latest in reversed(new.windows):
            start = np.where(arrival <= latest, np.maximum(arrival, earliest), start)
        return np.where(start + new.service + seconds[here, after] > due, np.inf, cost)


def _first_cost(day: VehicleDay) -> float:
    return day.fixed_cost + day.cost_per_hour * day.loading / 3600
