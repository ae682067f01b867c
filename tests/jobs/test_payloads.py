"""What a job is asked to do survives its row, also in the rows of earlier releases."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastmile_core.errors import LastmileError
from lastmile_core.jobs.payloads import (
    JobPayload,
    PlanPayload,
    ReplanPayload,
    RoadsPayload,
    TradeOffPayload,
    payload_of,
)
from lastmile_core.model import DayKey, Job, JobStatus

DAY = DayKey(date(2026, 11, 23), "harbour")
_days = st.builds(DayKey, st.dates(), st.text(min_size=1))
_seconds = st.floats(min_value=0, max_value=1e6)
_seeds = st.integers(min_value=0, max_value=2**31)
_payloads = st.one_of(
    st.builds(PlanPayload, day=_days, time_limit_s=_seconds, keep=st.booleans(), seed=_seeds, why=st.text()),
    st.builds(ReplanPayload, day=_days, now=st.datetimes(timezones=st.just(UTC)), time_limit_s=_seconds),
    st.builds(
        TradeOffPayload,
        day=_days,
        time_limit_s=_seconds,
        prices=st.lists(_seconds, max_size=4).map(tuple),
        seed=_seeds,
    ),
    st.builds(RoadsPayload, name=st.text(min_size=1), file=st.none()),
    st.builds(
        RoadsPayload, name=st.text(min_size=1), file=st.just(Path("/roads/a.osm.pbf")), delete_file=st.booleans()
    ),
)


def _job(params: dict[str, Any], kind: str = "plan") -> Job:
    return Job(
        job_id="j1",
        kind=kind,
        subject=DAY.subject,
        status=JobStatus.QUEUED,
        params=params,
        progress={},
        result={},
        created_at=datetime(2026, 11, 23, 6, tzinfo=UTC),
    )


@given(payload=_payloads)
def test_a_payload_is_the_same_after_its_row(payload: JobPayload) -> None:
    stored = json.loads(json.dumps(payload.to_json()))
    assert type(payload).from_json(stored) == payload


DAY_JSON = {"service_date": "2026-11-23", "depot_id": "harbour"}


@pytest.mark.parametrize(
    ("kind", "stored", "meant"),
    [
        # Every form that a release has written, the first one first.
        (
            PlanPayload,
            {**DAY_JSON, "time_limit_s": 30, "keep": True, "seed": 7, "why": "rain"},
            PlanPayload(day=DAY, time_limit_s=30.0, keep=True, seed=7, why="rain"),
        ),
        (
            PlanPayload,
            {**DAY_JSON, "time_limit_s": 5, "keep": False, "why": None},
            PlanPayload(day=DAY, time_limit_s=5),
        ),
        (
            RoadsPayload,
            {"file": "/up/a.pbf", "name": "berlin", "delete_file": True},
            RoadsPayload(name="berlin", file=Path("/up/a.pbf"), delete_file=True),
        ),
        (RoadsPayload, {"name": "berlin", "finish": True}, RoadsPayload(name="berlin", file=None)),
        (
            ReplanPayload,
            {**DAY_JSON, "now": "2026-11-23T10:00:00+01:00", "time_limit_s": 3.0},
            ReplanPayload(
                day=DAY, now=datetime(2026, 11, 23, 10, tzinfo=timezone(timedelta(hours=1))), time_limit_s=3.0
            ),
        ),
        (
            TradeOffPayload,
            {**DAY_JSON, "time_limit_s": 60.0, "prices": [0.0, 4.0], "seed": 1},
            TradeOffPayload(day=DAY, time_limit_s=60.0, prices=(0.0, 4.0)),
        ),
    ],
)
def test_rows_of_every_release_are_read(kind: type[JobPayload], stored: dict[str, Any], meant: object) -> None:
    assert payload_of(kind, _job(stored)) == meant


@pytest.mark.parametrize(
    ("kind", "stored"),
    [
        (PlanPayload, {}),
        (PlanPayload, {**DAY_JSON, "time_limit_s": "soon"}),
        (PlanPayload, {**DAY_JSON, "service_date": "Monday", "time_limit_s": 5}),
        (ReplanPayload, {**DAY_JSON, "time_limit_s": 3.0}),
        (TradeOffPayload, {**DAY_JSON, "time_limit_s": 3.0, "prices": None}),
        (RoadsPayload, {"name": "berlin"}),
    ],
)
def test_a_row_that_says_nothing_is_refused_in_words(kind: type[JobPayload], stored: dict[str, Any]) -> None:
    with pytest.raises(LastmileError, match=r"cannot be read any more\. Start it again\."):
        payload_of(kind, _job(stored))


def test_a_job_is_about_its_day_or_its_region() -> None:
    assert PlanPayload(day=DAY, time_limit_s=5).subject == "2026-11-23/harbour"
    assert RoadsPayload(name="berlin", file=None).subject == "berlin"
