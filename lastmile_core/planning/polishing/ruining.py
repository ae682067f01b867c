"""Ruin and recreate: some visits near each other leave their routes and come back where they cost least.

After Christiaens & Vanden Berghe (2020), Slack Induction by String Removals, with the compiled judge's price of whole
routes instead of detours.
"""

from __future__ import annotations

import random

from lastmile_core.planning.polishing.draft import Draft
from lastmile_core.planning.quick_judge.day import Ints
from lastmile_core.planning.quick_judge.quick import Route

MEAN_REMOVED = 10
LONGEST_STRING = 8
BLINK = 0.01
"""Share of places that are overlooked on purpose, so that the same ruin does not always end the same way."""
RELOAD_CHANCE = 0.3
"""How often a string takes the reloads in it along, so that trips are cut anew."""


class Ruiner:
    """Changes a draft by one ruin and recreate at a time."""

    def __init__(self, draft: Draft, near: Ints, rng: random.Random) -> None:
        self.draft, self.near, self.rng = draft, near, rng
        self._spread = [sum(latest - earliest for earliest, latest in visit.windows) for visit in draft.problem.visits]
        self._size = [sum(visit.load) for visit in draft.problem.visits]

    def change(self) -> dict[int, Route]:
        """Ruin and recreate; return the routes that were changed, as they were before."""
        draft, rng = self.draft, self.rng
        before: dict[int, Route] = {}
        seed = rng.randrange(draft.problem.num_visits)
        strings = 1 + int(rng.random() * (2 * MEAN_REMOVED / (1 + LONGEST_STRING / 2)))
        for visit in (seed, *self.near[seed].tolist()):
            vehicle = int(draft.board.vehicle_of[visit])
            if vehicle < 0 or vehicle in before or draft.board.place_of[visit] < draft.frozen[vehicle]:
                continue
            before[vehicle] = draft.routes[vehicle]
            self._take_string(vehicle, int(draft.board.place_of[visit]))
            if len(before) >= strings:
                break
        self._recreate(before)
        return before

    def _take_string(self, vehicle: int, place: int) -> None:
        draft, rng, route = self.draft, self.rng, self.draft.routes[vehicle]
        frozen = draft.frozen[vehicle]
        length = min(len(route) - frozen, 1 + rng.randrange(LONGEST_STRING))
        begin = max(frozen, min(place - rng.randrange(length), len(route) - length))
        keeps_reloads = rng.random() >= RELOAD_CHANCE
        gone = set()
        for visit in route[begin : begin + length]:
            if draft.problem.visits[visit].is_reload:
                if not keeps_reloads:
                    gone.add(visit)
                continue
            partner = draft.partner[visit]
            # The other half of a pair goes along, unless it is done already.
            if partner < 0:
                gone.add(visit)
            elif partner not in route[:frozen]:
                gone |= {visit, partner}
        draft.quick.put(vehicle, [visit for visit in route if visit not in gone])

    def _recreate(self, before: dict[int, Route]) -> None:
        draft = self.draft
        for visit in self._sorted(draft.absent()):
            found = draft.quick.best_place(visit, self.near, BLINK)
            if found is not None and found.extra < draft.penalty[visit]:
                before.setdefault(found.vehicle, draft.routes[found.vehicle])
                draft.quick.put(found.vehicle, found.route, found.cost, found.paid)
        for vehicle in before:
            self._shed_reloads(vehicle)

    def _shed_reloads(self, vehicle: int) -> None:
        """Take reloads out that cost more than they help."""
        draft = self.draft
        for visit in draft.routes[vehicle][draft.frozen[vehicle] :]:
            if not draft.problem.visits[visit].is_reload:
                continue
            cost, faults, _ = draft.board.answers[vehicle]
            without = [other for other in draft.routes[vehicle] if other != visit]
            kept = draft.routes[vehicle]
            draft.quick.put(vehicle, without if any(draft.is_order[other] for other in without) else ())
            now_cost, now_faults, _ = draft.board.answers[vehicle]
            if now_faults > faults or (now_faults == faults and now_cost >= cost):
                draft.quick.put(vehicle, kept)

    def _sorted(self, absent: list[int]) -> list[int]:
        """Return the orders in one of several orders: at random, heavy, tight, far or early ones first."""
        rng, visits = self.rng, self.draft.problem.visits
        how = rng.random()
        rng.shuffle(absent)
        if how < 0.3:
            return absent
        if how < 0.5:
            return sorted(absent, key=lambda visit: -self._size[visit])
        if how < 0.7:
            return sorted(absent, key=lambda visit: self._spread[visit])
        if how < 0.85:
            return sorted(absent, key=lambda visit: -visits[visit].penalty)
        return sorted(absent, key=lambda visit: visits[visit].windows[0][0])
