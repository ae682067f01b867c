"""A clock that leaves breaks out, so that a search without breaks can plan around them.

The usual break of the fleet is put at one moment of its span and that time is cut out of the day: windows and shifts
after it move earlier by its length. A route that is on time by this clock is on time by the real one with the break
taken at that moment (in the leg, or as soon as the service under way is finished); vehicles without a break only
find themselves earlier than they thought. What is still not right is mended afterwards.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from lastmile_core.problem import BreakRule, RoutingProblem

PLACES = ("late", "middle", "early")


@dataclass(frozen=True, slots=True)
class BreakClock:
    """The day without its breaks; ``cuts`` are (begin, seconds) in real time, in order, apart from each other."""

    cuts: tuple[tuple[int, int], ...] = ()

    def __call__(self, moment: int) -> int:
        """Return a moment of the real day on this clock."""
        return moment - sum(min(max(moment - begin, 0), seconds) for begin, seconds in self.cuts)

    def missing(self, rules: tuple[BreakRule, ...]) -> int:
        """Return the seconds of a vehicle's breaks that the clock does not leave out."""
        return max(0, sum(rule.duration for rule in rules) - sum(seconds for _, seconds in self.cuts))


def break_clock(problem: RoutingProblem, place: str = "late") -> BreakClock:
    """Return the clock for the breaks that most vehicles of a problem have.

    Parameters
    ----------
    place
        Where in its span the break is put: "late", "middle" or "early"; searches side by side try different ones.
    """
    usual = Counter(vehicle.breaks for vehicle in problem.vehicles if vehicle.breaks)
    if not usual:
        return BreakClock()
    rules = sorted(usual.most_common(1)[0][0], key=lambda rule: (rule.earliest, rule.latest))
    service = max((visit.service for visit in problem.visits), default=0)
    cuts: list[tuple[int, int]] = []
    free_from = 0
    for rule in rules:
        # A service under way has to be finished first and the break must still begin in time.
        last = max(rule.earliest, rule.latest - service)
        begin = {"late": last, "middle": (rule.earliest + last) // 2, "early": rule.earliest}[place]
        begin = max(begin, free_from)
        cuts.append((begin, rule.duration))
        free_from = begin + rule.duration
    return BreakClock(tuple(cuts))
