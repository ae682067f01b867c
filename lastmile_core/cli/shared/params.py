"""Kinds of values on the command line, each of which says what would be right."""

from __future__ import annotations

import math
from datetime import date, time, timedelta
from typing import Any

import click

YEARS = (2000, 2100)
"""Service days as files have them (``files.dates``); beyond, a mistyped year is more likely than a plan."""
LONGEST_S = 86_400.0

SEED = click.IntRange(0, 2**31 - 1)
VERSION = click.IntRange(1, 999_999)
PORT = click.IntRange(1, 65_535)
ROUNDS = click.IntRange(1, 1_000_000_000)


class DayParam(click.ParamType[date]):
    """A date as YYYY-MM-DD, or ``today``, ``yesterday``, ``tomorrow``."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date or fail with the form that is expected."""
        if isinstance(value, date):
            return value
        words = {"today": 0, "yesterday": -1, "tomorrow": 1}
        if str(value).lower() in words:
            return date.today() + timedelta(days=words[str(value).lower()])
        try:
            found = date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"“{value}” is not a date; write it as 2026-11-23, or today.", param, ctx)
        if not YEARS[0] <= found.year <= YEARS[1]:
            self.fail(f"“{value}” is not a service day; its year must be from {YEARS[0]} to {YEARS[1]}.", param, ctx)
        return found


class ClockParam(click.ParamType[time]):
    """A time of day as HH:MM."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> time:
        """Return the time or fail with the form that is expected."""
        if isinstance(value, time):
            return value
        try:
            found = time.fromisoformat(str(value))
        except ValueError:
            self.fail(f"“{value}” is not a time of day; write it as 11:00.", param, ctx)
        if found.tzinfo is not None:
            self.fail(f"“{value}” names a time zone; write the depot's local time as 11:00.", param, ctx)
        return found


class Seconds(click.ParamType[float]):
    """A number of seconds in a range; no number and endless are none."""

    name = "seconds"

    def __init__(self, least: float = 0.1, most: float = LONGEST_S, unit: str = "seconds") -> None:
        self.least, self.most, self.unit = least, most, unit

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the seconds or fail with what is allowed."""
        try:
            found = float(value)
        except ValueError:
            found = math.nan
        if not self.least <= found <= self.most:
            self.fail(
                f"“{value}” cannot be used; write {self.unit} from {self.least:g} to {self.most:,.0f}.", param, ctx
            )
        return found
