"""What an engine says about a problem before it searches: which rules it does not support, or approximates."""

from __future__ import annotations

from dataclasses import dataclass

from lastmile_core.planning.base.rule import Rule

ADDED_AFTERWARDS = frozenset(
    {
        Rule.BALANCE,
        Rule.DOCKS,
        Rule.POSITIONS,
        Rule.RELATIONS,
        Rule.STABILITY,
        Rule.TERRITORY,
        Rule.WAITING_PRICE,
    }
)
"""Rules that mending, polishing and the docks' schedule add to the routes of an engine that does not know them. Trips,
pairs and what depends on loading times decide which routes there are at all; they cannot be added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """How far an engine knows the rules of one problem.

    Attributes
    ----------
    unsupported
        Rules of the problem that its model does not have: its routes may break them, or ignore their price.
    approximated
        Rules that its model has nearly, so that its routes may break them a little or cost more than it believes.
    """

    unsupported: frozenset[Rule] = frozenset()
    approximated: frozenset[Rule] = frozenset()

    @property
    def is_exact(self) -> bool:
        """Whether it knows every rule as the judge does."""
        return not (self.unsupported or self.approximated)

    @property
    def is_enough(self) -> bool:
        """Whether what it does not know can be added to its routes afterwards."""
        return self.unsupported <= ADDED_AFTERWARDS
