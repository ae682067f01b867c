"""The same day said a little differently to searches side by side, where it can only be said nearly."""

from __future__ import annotations

from itertools import product

from lastmile_core.planning.base.break_clock import PLACES, break_clock
from lastmile_core.planning.engines.pyvrp.build_model import FastModel, build_model
from lastmile_core.problem import RoutingProblem

CAUTION = (1.0, 1.06, 0.97)
"""Factors on driving times in traffic: whoever drives in the rush hour is later than the mean says."""


def fast_models(problem: RoutingProblem, workers: int) -> list[FastModel]:
    """Return one PyVRP form a worker.

    Where there are breaks they differ in where these are put, where there is traffic in how cautious they are.
    """
    places = PLACES if any(vehicle.breaks for vehicle in problem.vehicles) else PLACES[:1]
    cautions = CAUTION if problem.traffic is not None else CAUTION[:1]
    most = max(len(places), len(cautions))
    kinds = [(places[number % len(places)], cautions[number % len(cautions)]) for number in range(most)]
    kinds += [kind for kind in product(places, cautions) if kind not in kinds]
    made = [build_model(problem, break_clock(problem, place), caution) for place, caution in kinds[: max(1, workers)]]
    return [made[number % len(made)] for number in range(workers)]
