"""What a search tells through its job row: how far it is, and the routes that it found, in people's ids.

``from_json`` reads the rows of every release; a name that an earlier one did not write has the value that it meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

CURVE_POINTS = 200
"""So many of the newest improvements are stored and drawn."""

Curve = tuple[tuple[float, int], ...]
"""Every improvement as seconds since the start and cost in cents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchProgress:
    """How far a search is; the page draws it.

    Attributes
    ----------
    num_visits
        Stops that are to be placed; 0 while the day is being read.
    far
        Orders that are left out because no road is near.
    """

    curve: Curve = ()
    num_placed: int = 0
    num_visits: int = 0
    num_routes: int = 0
    distance_m: int = 0
    elapsed_s: float = 0.0
    far: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return JSON values."""
        return {
            "curve": _curve_to_json(self.curve),
            "num_placed": self.num_placed,
            "num_visits": self.num_visits,
            "num_routes": self.num_routes,
            "distance_m": self.distance_m,
            "elapsed_s": round(self.elapsed_s, 1),
            "far": self.far,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return the progress of a job's row; nothing of it while the search has told nothing."""
        return cls(
            curve=_curve_from_json(stored.get("curve")),
            num_placed=int(stored.get("num_placed") or 0),
            num_visits=int(stored.get("num_visits") or 0),
            num_routes=int(stored.get("num_routes") or 0),
            distance_m=int(stored.get("distance_m") or 0),
            elapsed_s=float(stored.get("elapsed_s") or 0.0),
            far=int(stored.get("far") or 0),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRoutes:
    """What a search found: kept as the best so far while it runs, handed over at its end.

    Attributes
    ----------
    routes
        Order ids in the order of the visits, by vehicle id.
    input_hash
        Of the day that was searched; None in rows that do not say it.
    failed_parts
        Parts of the search that died and were left out.
    loading_starts
        Seconds of the day at which the loadings of a vehicle begin, where they were staggered at the docks.
    dock_reasons
        Why a vehicle queues for a dock all the same, and what would end that.
    runtime_s
        What the search took; 0 for a best so far.
    """

    routes: Mapping[str, tuple[str, ...]]
    input_hash: str | None = None
    curve: Curve = ()
    failed_parts: int = 0
    loading_starts: Mapping[str, tuple[int, ...]] | None = None
    dock_reasons: Mapping[str, str] | None = field(default=None)
    runtime_s: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return JSON values."""
        found: dict[str, Any] = {
            "routes": {vehicle_id: list(order_ids) for vehicle_id, order_ids in self.routes.items()},
            "input_hash": self.input_hash,
        }
        if self.curve:
            found["curve"] = _curve_to_json(self.curve)
        if self.failed_parts:
            found["failed_parts"] = self.failed_parts
        if self.loading_starts is not None:
            found["loading_starts"] = {name: list(starts) for name, starts in self.loading_starts.items()}
        if self.dock_reasons is not None:
            found["dock_reasons"] = dict(self.dock_reasons)
        if self.runtime_s:
            found["runtime_s"] = self.runtime_s
        return found

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return what was found."""
        starts, reasons = stored.get("loading_starts"), stored.get("dock_reasons")
        return cls(
            routes={str(vehicle_id): tuple(order_ids) for vehicle_id, order_ids in stored["routes"].items()},
            input_hash=stored.get("input_hash"),
            curve=_curve_from_json(stored.get("curve")),
            failed_parts=int(stored.get("failed_parts") or 0),
            loading_starts=None if starts is None else {name: tuple(begins) for name, begins in starts.items()},
            dock_reasons=None if reasons is None else dict(reasons),
            runtime_s=float(stored.get("runtime_s") or 0.0),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVersion:
    """What came of a search: the result of its job.

    Attributes
    ----------
    incident
        Number under which the log says why the search died, when its best so far became the version; else "".
    """

    version: int
    curve: Curve = ()
    incident: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return JSON values."""
        result: dict[str, Any] = {"version": self.version}
        if self.curve:
            result["curve"] = _curve_to_json(self.curve)
        if self.incident:
            result["incident"] = self.incident
        return result

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self | None:
        """Return the version of a job's result; None for a job that made none."""
        if not stored.get("version"):
            return None
        return cls(
            version=int(stored["version"]),
            curve=_curve_from_json(stored.get("curve")),
            incident=str(stored.get("incident") or ""),
        )


def _curve_to_json(curve: Curve) -> list[list[float]]:
    return [[seconds, cost] for seconds, cost in curve[-CURVE_POINTS:]]


def _curve_from_json(stored: Any) -> Curve:
    return tuple((float(seconds), int(cost)) for seconds, cost in stored or ())
