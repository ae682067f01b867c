"""A search that failed says why on the page; starting it again is offered only where that can help."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lastmile_core.clock import today_in
from lastmile_core.jobs.payloads import PlanPayload
from lastmile_core.model import DayKey, Job, JobStatus
from lastmile_core.store import Store

Look = Callable[..., AppTest]
FAULT = "The work did not come to its end: a fault of the program (KeyError) ended it (incident 3FA2B1)."


def _planning(store: Store) -> Job:
    payload = PlanPayload(day=DayKey(today_in("UTC"), "north"), time_limit_s=5.0)
    return store.jobs.create(payload.kind, payload.subject, payload.to_json())


@pytest.mark.parametrize(
    ("message", "result", "may_help"),
    [
        (FAULT, {"again": True, "incident": "3FA2B1"}, True),
        ("The road engine says that the way from A1 to A2 is -900 m, which cannot be.", {"again": False}, False),
        ("A search of an older program failed.", {}, True),
    ],
)
def test_why_it_failed_is_shown(
    look: Look, small_day: Store, message: str, result: dict[str, Any], may_help: bool
) -> None:
    job = _planning(small_day)
    assert small_day.jobs.claim(job.job_id, os.getpid()) is not None
    assert small_day.jobs.finish(job.job_id, JobStatus.FAILED, message, result)
    app = look("plan")
    assert not app.exception
    (error,) = (one.value for one in app.error)
    assert error.replace("\\", "") == message
    assert ("plan_again" in [button.key for button in app.button]) == may_help
    assert "plan_dismiss" in [button.key for button in app.button]
