"""What each kind of job is asked to do: one value a kind, stored as JSON in the job's row.

``from_json`` reads the rows of every release: a name that an earlier one did not write has the value that it meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar, Protocol, Self

from lastmile_core.errors import LastmileError
from lastmile_core.model import Job
from lastmile_core.model.basics.day_key import DayKey


class JobPayload(Protocol):
    """What a job needs to be started and done: its kind, what it works on, and the rest as JSON values."""

    kind: ClassVar[str]

    @property
    def subject(self) -> str:
        """What it works on; one active job for each kind and subject."""

    def to_json(self) -> dict[str, Any]:
        """Return the values that are stored in the job's row."""

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return the payload of stored values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPayload:
    """Plan a day.

    Attributes
    ----------
    keep
        Start from the newest version and leave locked stops and routes where they are.
    why
        The person's reason, for the version's history.
    """

    kind: ClassVar[str] = "plan"
    day: DayKey
    time_limit_s: float
    keep: bool = False
    seed: int = 1
    why: str = ""

    @property
    def subject(self) -> str:
        """The day."""
        return self.day.subject

    def to_json(self) -> dict[str, Any]:
        """Return JSON values."""
        limits = {"time_limit_s": self.time_limit_s, "keep": self.keep, "seed": self.seed, "why": self.why}
        return {**_day_to_json(self.day), **limits}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return the payload of stored values."""
        return cls(
            day=_day_from_json(stored),
            time_limit_s=float(stored["time_limit_s"]),
            keep=bool(stored.get("keep")),
            seed=int(stored.get("seed", 1)),
            why=str(stored.get("why") or ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplanPayload:
    """Plan the rest of a running day again.

    Attributes
    ----------
    now
        The moment from which on the day may change, with its time zone.
    """

    kind: ClassVar[str] = "replan"
    day: DayKey
    now: datetime
    time_limit_s: float

    @property
    def subject(self) -> str:
        """The day."""
        return self.day.subject

    def to_json(self) -> dict[str, Any]:
        """Return JSON values."""
        return {**_day_to_json(self.day), "now": self.now.isoformat(), "time_limit_s": self.time_limit_s}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return the payload of stored values."""
        return cls(
            day=_day_from_json(stored),
            now=datetime.fromisoformat(stored["now"]),
            time_limit_s=float(stored["time_limit_s"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeOffPayload:
    """Plan a day at several prices of a failed first attempt.

    Attributes
    ----------
    prices
        In the depot's currency, the lowest first.
    """

    kind: ClassVar[str] = "trade-off"
    day: DayKey
    time_limit_s: float
    prices: tuple[float, ...]
    seed: int = 1

    @property
    def subject(self) -> str:
        """The day."""
        return self.day.subject

    def to_json(self) -> dict[str, Any]:
        """Return JSON values."""
        limits = {"time_limit_s": self.time_limit_s, "prices": list(self.prices), "seed": self.seed}
        return {**_day_to_json(self.day), **limits}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return the payload of stored values."""
        return cls(
            day=_day_from_json(stored),
            time_limit_s=float(stored["time_limit_s"]),
            prices=tuple(float(price) for price in stored["prices"]),
            seed=int(stored.get("seed", 1)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadsPayload:
    """Prepare a road region.

    Attributes
    ----------
    file
        The road file; None for a region that can be used already and is to be made fast.
    delete_file
        Whether the file is an upload that nobody needs afterwards.
    """

    kind: ClassVar[str] = "roads"
    name: str
    file: Path | None
    delete_file: bool = False

    @property
    def subject(self) -> str:
        """The region."""
        return self.name

    def to_json(self) -> dict[str, Any]:
        """Return JSON values."""
        if self.file is None:
            return {"name": self.name, "finish": True}
        return {"name": self.name, "file": str(self.file), "delete_file": self.delete_file}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return the payload of stored values."""
        file = None if stored.get("finish") else Path(stored["file"])
        return cls(name=str(stored["name"]), file=file, delete_file=bool(stored.get("delete_file")))


def payload_of[P: JobPayload](kind: type[P], job: Job) -> P:
    """Return what a job is asked to do.

    Raises
    ------
    LastmileError
        If its row does not say it, as one that was changed by hand.
    """
    try:
        return kind.from_json(job.params)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise LastmileError("What this job was to do cannot be read any more.", "Start it again.") from error


def _day_to_json(day: DayKey) -> dict[str, Any]:
    return {"service_date": day.service_date.isoformat(), "depot_id": day.depot_id}


def _day_from_json(stored: Mapping[str, Any]) -> DayKey:
    return DayKey(date.fromisoformat(stored["service_date"]), str(stored["depot_id"]))
