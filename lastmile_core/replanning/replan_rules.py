"""What a re-plan asks for change and for being late."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lastmile_core.model import PlanningRules, Priority
from lastmile_core.problem import DayPrices, RoutingProblem
from lastmile_core.problem.building.penalties import penalties_for
from lastmile_core.replanning.goods_transfer import TransferTimes


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplanRules:
    """Prices of change and what it takes to hand goods over.

    Prices are in the depot's currency; None follows the depot's own rules, or its price level where it has none.

    Attributes
    ----------
    moved_stop
        Of a stop that another vehicle serves than before.
    changed_time
        Per hour that a stop is served earlier or later than expected now.
    late
        Per hour after the promised window, for stops that cannot be on time any more.
    retimed_s
        A stop served this much earlier or later than expected counts as changed, in seconds.
    """

    moved_stop: float | None = None
    changed_time: float | None = None
    late: float | None = None
    retimed_s: int = 900
    transfer_times: TransferTimes = TransferTimes()

    def prices(self, problem: RoutingProblem, own: PlanningRules) -> DayPrices:
        """Return the prices of a problem with those of change, in cents; ``problem`` says the price level."""
        unit = _unit(problem)
        return replace(
            problem.prices,
            moved_stop=_cents(self.moved_stop, own.moved_stop_price, unit // 10),
            changed_time=_cents(self.changed_time, own.changed_time_price, unit // 5),
        )

    def late_cents(self, problem: RoutingProblem) -> int:
        """Return the price of an hour after the promised window, in cents."""
        return _cents(self.late, 0.0, _unit(problem))


def _unit(problem: RoutingProblem) -> int:
    """Return what a detour that is plainly worth driving costs: a van of its own and an hour and a half."""
    return penalties_for(problem.vehicles)[Priority.LOW]


def _cents(wanted: float | None, own: float, usual: int) -> int:
    if wanted is not None:
        return round(100 * wanted)
    return round(100 * own) or usual
