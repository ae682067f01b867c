"""One search by ruin and recreate, done in chunks, so that whoever runs it can look at the clock between them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from lastmile_core.planning.engines.ruin_recreate.build_model import SearchModel, new_state, put_routes
from lastmile_core.planning.engines.ruin_recreate.read_routes import read_routes
from lastmile_core.planning.engines.ruin_recreate.rounds import refresh, rounds
from lastmile_core.planning.evaluation.search_state import NOW

HOT, COLD = 1.0, 0.01
"""Temperature at the begin and at the end, in prices of a mean leg."""
CHUNK_S = 0.03
FIRST_CHUNK = 20


class Annealing:
    """Routes that get better while they cool down.

    Parameters
    ----------
    model
        The day.
    routes
        Where to begin, vehicle to visits; visits that are missing are put in as the search goes.
    seed
        Decides everything together with the temperatures and the sizes of the chunks.
    """

    def __init__(self, model: SearchModel, routes: Mapping[int, Sequence[int]], seed: int) -> None:
        self.model = model
        self.state = new_state(model, routes, seed)
        self.rounds_done = 0
        self._chunk = FIRST_CHUNK
        refresh(model.day, model.around, self.state)
        if not self.state.routes["length"].any():
            # Without routes there is no leg to measure the temperature by.
            rounds(model.day, model.around, self.state, FIRST_CHUNK, 0.0)
        self.leg_price = self._leg_price()

    @property
    def best_total(self) -> float:
        """Cents of the best routes, visits left out among them; nearly what the judge will say."""
        return float(self.state.run["best_total"][0])

    def best(self) -> dict[int, list[int]]:
        """Return the best routes, vehicle to visits."""
        return read_routes(self.model, self.state)

    def current(self) -> list[tuple[int, tuple[int, ...]]]:
        """Return the routes the search stands at, as (vehicle, visits)."""
        lengths, orders = self.state.routes["length"], self.state.orders[NOW]
        used = lengths.nonzero()[0].tolist()
        return [(self.model.vehicles[route], tuple(orders[route, : lengths[route]].tolist())) for route in used]

    def restart(self, routes: Mapping[int, Sequence[int]]) -> None:
        """Go on from other routes."""
        put_routes(self.model, self.state, routes)
        refresh(self.model.day, self.model.around, self.state)

    def chunk(self, share: float, count: int | None = None) -> None:
        """Do some rounds at the temperature that belongs to a share of the whole search.

        Parameters
        ----------
        share
            From 0 (begin) to 1 (end).
        count
            Number of rounds; None for about 30 ms of them.
        """
        heat = self.leg_price * HOT * (COLD / HOT) ** min(1.0, max(0.0, share))
        begun = time.perf_counter()
        rounds(self.model.day, self.model.around, self.state, count or self._chunk, heat)
        self.rounds_done += count or self._chunk
        if count is None:
            spent = time.perf_counter() - begun
            self._chunk = max(1, min(100_000, int(self._chunk * min(2.0, CHUNK_S / max(spent, 1e-6)))))

    def _leg_price(self) -> float:
        """Return the cents of a mean leg, vehicles not counted; the day's own measure of a large change."""
        routes, kinds = self.state.routes, self.model.day.kinds
        used = routes["length"] > 0
        cost = float((routes["cost"][used] - kinds["fixed"][routes["kind"][used]]).sum())
        return max(1e-6, cost / max(1, int(routes["length"].sum() + used.sum())))
