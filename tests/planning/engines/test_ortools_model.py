"""The OR-Tools model and the judge agree on what is allowed and what it costs."""

import random
import time

import pytest

from lastmile_core.planning.base.cost_scale import CENT
from lastmile_core.planning.base.search_limits import SearchBudget
from lastmile_core.planning.engines.ortools.build_model import build_model
from lastmile_core.planning.engines.ortools.search import search_parameters
from lastmile_core.schedule.judge import judge
from tests.planning.rich_days import rich_day

EXACT = (
    *("windows", "several_windows", "set_up", "same_address", "collections", "skills", "allowed", "max_stops"),
    *("max_distance", "mixed_fleet", "open_end", "on_board", "overtime", "max_duration", "territory"),
)
"""Rules that the model says to the second and the cent."""
TRIPS = ("trips", "release", "dock_time", "pairs")
PLACES = ("relations", "locked_position", "frozen_prefix")


def _model_says(problem, routes):
    """Return the cost of routes in cents by the model, None when it does not allow them."""
    built = build_model(problem, routes)
    parameters = search_parameters(problem, SearchBudget(deadline=time.monotonic() + 60, max_iterations=1))
    built.model.CloseModelWithParameters(parameters)
    own = [[built.index(visit) for visit in routes.get(number, ())] for number in range(problem.num_vehicles)]
    answer = built.model.ReadAssignmentFromRoutes(own, True)
    if answer is None:
        return None
    parameters.solution_limit = 1
    answer = built.model.SolveFromAssignmentWithParameters(answer, parameters)
    return answer.ObjectiveValue() * built.scale.divisor / CENT


def _some_routes(problem, rng, length):
    """Return routes that follow the frozen beginnings and else what comes; pairs mostly whole, reloads mostly own."""
    routes = {number: list(day.frozen_prefix) for number, day in enumerate(problem.vehicles)}
    free = [n for n in range(problem.num_visits) if not any(n in order for order in routes.values())]
    for visit in rng.sample(free, min(length, len(free))):
        if any(visit in order for order in routes.values()):
            continue
        day = problem.visits[visit]
        number = min(day.allowed_vehicles) if day.is_reload else rng.randrange(problem.num_vehicles)
        order = routes[number]
        together = [visit] if day.partner is None else [visit, day.partner] if day.is_pickup else [day.partner, visit]
        for stop in together:
            order.insert(rng.randint(len(problem.vehicles[number].frozen_prefix), len(order)), stop)
    return {number: order for number, order in routes.items() if order}


@pytest.mark.parametrize("rules", [EXACT, (*EXACT, *TRIPS), (*EXACT, *TRIPS, *PLACES), TRIPS, PLACES])
def test_the_model_allows_what_the_judge_allows_and_prices_it_alike(rules):
    rng = random.Random(f"{rules}")
    seen = {True: 0, False: 0}
    for seed in range(60):
        problem = rich_day(seed, 8, rules, num_vehicles=2)
        routes = _some_routes(problem, rng, rng.choice([2, 3, 4, 6]))
        found = judge(problem, routes)
        cents = _model_says(problem, routes)
        assert (cents is not None) == (not found.violations), (seed, routes, found.violations, cents)
        seen[cents is not None] += 1
        if cents is not None:
            # The judge rounds every part of every route.
            assert abs(cents + _spared(problem, found) - found.cost.total) <= 12, (seed, routes, cents, found.cost)
    assert min(seen.values()) > 3


def _spared(problem, found):
    """What the model leaves out of every plan because no plan can save it."""
    spared = 0
    for visit in problem.visits:
        if visit.familiar_vehicles is not None and not visit.familiar_vehicles and visit.is_order:
            spared += problem.prices.unfamiliar
    return spared
