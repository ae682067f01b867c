"""Time: the one place that knows now, time zones and the seconds of a service day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def utc_now() -> datetime:
    """Return the present moment, zone-aware, in UTC."""
    return datetime.now(UTC)


def today_in(timezone: str) -> date:
    """Return today's date as people in ``timezone`` see it."""
    return datetime.now(ZoneInfo(timezone)).date()


def elapsed(start: datetime, end: datetime) -> int:
    """Return whole seconds that pass from ``start`` to ``end``; negative when ``end`` comes first.

    Python subtracts two moments of one time zone as wall clocks, which is an hour wrong across a clock change.
    """
    if start.tzinfo is end.tzinfo and start.utcoffset() == end.utcoffset():
        # The same difference at a third of the price; reports ask for it a hundred thousand times.
        return round((end - start).total_seconds())
    return round(end.timestamp() - start.timestamp())


def shift(moment: datetime, seconds: float) -> datetime:
    """Return ``moment`` moved by elapsed ``seconds``, in its own time zone."""
    return (moment.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(moment.tzinfo)


def first_of(*moments: datetime) -> datetime:
    """Return the moment that comes first; ``min`` compares wall clocks, which run twice through one hour a year."""
    return min(moments, key=datetime.timestamp)


def last_of(*moments: datetime) -> datetime:
    """Return the moment that comes last; see ``first_of``."""
    return max(moments, key=datetime.timestamp)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDay:
    """One day of work in one time zone; translates moments to seconds of the day and back.

    Seconds count *elapsed* time since local midnight, so a day on which the clocks change
    has 23 or 25 hours and a duration is never an hour wrong.

    Attributes
    ----------
    service_date
        The local date of the day's midnight.
    timezone
        IANA name such as ``Europe/Paris``.
    """

    service_date: date
    timezone: str

    @property
    def midnight(self) -> datetime:
        """Local midnight at which the day begins, zone-aware."""
        return datetime.combine(self.service_date, time(), tzinfo=ZoneInfo(self.timezone))

    def at(self, seconds: float) -> datetime:
        """Return the moment ``seconds`` after midnight, in the day's zone."""
        moment = self.midnight.astimezone(UTC) + timedelta(seconds=seconds)
        return moment.astimezone(ZoneInfo(self.timezone))

    def seconds_of(self, moment: datetime) -> int:
        """Return whole seconds from midnight to ``moment`` (negative before midnight)."""
        if moment.tzinfo is None:
            raise ValueError("a moment needs a time zone; attach one before asking for its second of the day")
        return round((moment.astimezone(UTC) - self.midnight.astimezone(UTC)).total_seconds())

    def local(self, clock: time) -> datetime:
        """Return the moment at which local clocks show ``clock`` on this day."""
        return datetime.combine(self.service_date, clock, tzinfo=ZoneInfo(self.timezone))

    def span(self, opens: time, closes: time) -> tuple[datetime, datetime]:
        """Return when hours of this day begin and end; hours that end no later than they begin end the next day."""
        end_date = self.service_date + timedelta(days=0 if closes > opens else 1)
        return self.local(opens), datetime.combine(end_date, closes, tzinfo=ZoneInfo(self.timezone))
