"""Matrices between nodes: every number is an integer and every matrix goes in whole.

A float or a failing callback would give a false optimum.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from lastmile_core.planning.base.finite import finite
from lastmile_core.planning.engines.ortools.route_model import RouteModel
from lastmile_core.planning.engines.ortools.traffic import MILLION, UsualTraffic, node_factors

Matrix = npt.NDArray[np.int64]


class Transits:
    """Registers each matrix once for all vehicles that share it."""

    def __init__(self, built: RouteModel, usual: UsualTraffic) -> None:
        self.built, self.problem = built, built.problem
        self.factors = np.array(node_factors(built, usual), dtype=np.int64)
        self.service = np.array(built.service, dtype=np.int64)
        self.dock_time = np.array([0] * built.num_places + built.dock_time, dtype=np.int64)
        self._registered: dict[tuple[object, ...], int] = {}
        self._set_up = self._set_ups()

    def metres(self, profile: int) -> Matrix:
        """Distance between nodes."""
        return self._between(profile, self.problem.distances[profile])

    def seconds(self, profile: int) -> Matrix:
        """Service at a node, the drive to the next one in the usual traffic, and setting up there."""
        drive = self._between(profile, self.problem.durations[profile])
        if self.problem.traffic is not None:
            drive = -(-drive * self.factors[:, None] // MILLION)
        return drive + self.service[:, None] + self._set_up

    def price(self, profile: int, per_metre: int, per_second: int, *, with_dock: bool) -> Matrix:
        """Price of a way in engine units; ``with_dock`` adds the loading time of the order that is left behind."""
        dock = self.dock_time[:, None] if with_dock else 0
        return per_metre * self.metres(profile) + per_second * (self.seconds(profile) + dock)

    def register_metres(self, profile: int) -> int:
        """Number of the registered distances."""
        return self._register(("metres", profile), lambda: self.metres(profile))

    def register_seconds(self, profile: int) -> int:
        """Number of the registered times."""
        return self._register(("seconds", profile), lambda: self.seconds(profile))

    def register_price(self, profile: int, per_metre: int, per_second: int, *, with_dock: bool) -> int:
        """Number of the registered prices; see :meth:`price`."""
        key = ("price", profile, per_metre, per_second, with_dock)
        return self._register(key, lambda: self.price(profile, per_metre, per_second, with_dock=with_dock))

    def _register(self, key: tuple[object, ...], make: Callable[[], Matrix]) -> int:
        if key not in self._registered:
            self._registered[key] = int(self.built.model.RegisterTransitMatrix(make().tolist()))
        return self._registered[key]

    def _between(self, profile: int, matrix: Matrix) -> Matrix:
        locations = self.built.locations
        return finite(self.problem, profile, matrix)[np.ix_(locations, locations)]

    def _set_ups(self) -> Matrix:
        """Seconds of setting up on arrival: paid once by the first of those who share an address."""
        visits, places = self.problem.visits, self.built.num_places
        set_up = np.array([0] * places + [visit.set_up for visit in visits], dtype=np.int64)
        location = np.array(self.built.locations)
        is_elsewhere = location[:, None] != location[None, :]
        is_elsewhere[:places, :] = True
        return np.where(is_elsewhere, set_up[None, :], 0)
