"""The engines that there are; whoever searches takes them from here."""

from __future__ import annotations

from lastmile_core.planning.engines.engine import Engine, Search
from lastmile_core.planning.engines.ortools.supports import supports as ortools_supports
from lastmile_core.planning.engines.pyvrp.supports import supports as pyvrp_supports
from lastmile_core.planning.engines.ruin_recreate.supports import supports as ruin_recreate_supports
from lastmile_core.planning.evaluation.readiness import is_ready_here


def _load_ortools() -> Search:
    from lastmile_core.planning.engines.ortools.search import search

    return search


def _load_pyvrp() -> Search:
    from lastmile_core.planning.engines.pyvrp.search import search

    return search


def _load_ruin_recreate() -> Search:
    from lastmile_core.planning.engines.ruin_recreate.search import search

    return search


def _always() -> bool:
    return True


ENGINES = {
    engine.name: engine
    for engine in (
        Engine(name="ortools", supports=ortools_supports, load=_load_ortools, is_ready=_always),
        Engine(name="pyvrp", supports=pyvrp_supports, load=_load_pyvrp, is_ready=_always, fines_rules=True),
        Engine(name="ruin_recreate", supports=ruin_recreate_supports, load=_load_ruin_recreate, is_ready=is_ready_here),
    )
}
"""By name, the one that knows most rules first."""
