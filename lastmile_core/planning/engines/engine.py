"""What every engine offers: it says what it does not know of a problem, and it searches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from lastmile_core.planning.base.search_limits import SearchBudget
from lastmile_core.planning.base.support import Support
from lastmile_core.problem import RoutingProblem

Routes = dict[int, list[int]]


class Begin(StrEnum):
    """What the routes that a search is given mean to it."""

    ANYWHERE = "anywhere"
    """A first guess: some workers may begin with routes of their own."""
    FROM_PLAN = "from_plan"
    """A plan that somebody knows: every worker begins with it."""
    GO_ON = "go_on"
    """Routes that another engine has searched long: only small steps away from them are worth their time."""


class Search(Protocol):
    """The search of an engine."""

    def __call__(
        self,
        problem: RoutingProblem,
        budget: SearchBudget,
        *,
        initial: Mapping[int, Sequence[int]] | None = None,
        on_best: Callable[[Routes], None] | None = None,
        begin: Begin = Begin.ANYWHERE,
    ) -> Routes:
        """Return the best routes by the engine's own measure, vehicle to visits; an empty dict when there are none.

        They may break rules that :class:`Support` names; whoever calls mends and judges them.

        Parameters
        ----------
        problem
            Free visits and vehicles only; locked routes are taken out before.
        budget
            Ends the search; with a number of rounds, the same seed and workers give the same routes.
        initial
            Routes to begin with, vehicle to visits.
        on_best
            Told in the calling thread about better routes as they come, those of the end among them; with a number of
            rounds about those of the end only.
        begin
            What ``initial`` means.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """One engine.

    Attributes
    ----------
    supports
        Says which rules of a problem the engine does not know; quick, and read before anything is loaded.
    load
        Returns its search; loading the library behind it may take a second.
    is_ready
        Whether it can search at once.
    fines_rules
        Whether a broken rule has a fine that a dear visit may be worth, so that routes have to be mended where not
        everything fits.
    """

    name: str
    supports: Callable[[RoutingProblem], Support]
    load: Callable[[], Search]
    is_ready: Callable[[], bool]
    fines_rules: bool = False

    def search(
        self,
        problem: RoutingProblem,
        budget: SearchBudget,
        *,
        initial: Mapping[int, Sequence[int]] | None = None,
        on_best: Callable[[Routes], None] | None = None,
        begin: Begin = Begin.ANYWHERE,
    ) -> Routes:
        """Search, see :class:`Search`."""
        if not problem.visits or not problem.vehicles or budget.is_over():
            return {}
        return self.load()(problem, budget, initial=initial, on_best=on_best, begin=begin)
