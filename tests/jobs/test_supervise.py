"""The watched child: its news reach the job row, it stops when asked, and it cannot take anything with it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

import job_targets
import pytest

from lastmile_core.jobs.supervise import supervise
from lastmile_core.model import Job, JobStatus
from lastmile_core.store import Store
from lastmile_core.store.database.process_alive import Presence, process_is_alive

FAULT = (
    r"The work did not come to its end: {} \(incident [0-9A-F]{{6}}\)\. "
    r"Orders and plans are as they were\. Start it again\."
)
BUG = "ZeroDivisionError: a bug"
Until = Callable[[Callable[[], object]], object]


@pytest.fixture
def own_job(job_store: Store) -> Job:
    job = job_store.jobs.claim(job_store.jobs.create("search", "day", {}).job_id, os.getpid())
    assert job is not None
    return job


def test_a_child_that_finishes_hands_over_its_result_and_its_best(job_store: Store, own_job: Job) -> None:
    seen: list[dict[str, object]] = []
    outcome = supervise(job_store, own_job, job_targets.finishes, (3,), on_message=seen.append)
    assert (outcome.status, outcome.done, outcome.best) == (JobStatus.DONE, {"cost": 97}, {"cost": 97})
    stored = job_store.jobs.get(own_job.job_id)
    assert (stored.progress, stored.share, stored.message) == ({"step": 3, "best": {"cost": 97}}, 1.0, "nearly there")
    assert stored.status is JobStatus.RUNNING
    assert len(seen) == 5


def test_a_cancelled_child_ends_by_itself_and_its_last_word_counts(job_store: Store, own_job: Job) -> None:
    def cancel_after_first(message: dict[str, object]) -> None:
        if "best" in message:
            job_store.jobs.request_cancel(own_job.job_id)

    outcome = supervise(
        job_store, own_job, job_targets.improves_until_stopped, on_message=cancel_after_first, grace_s=60.0, news_s=0.05
    )
    assert (outcome.status, outcome.done, outcome.best) == (JobStatus.CANCELLED, {"cost": 6}, {"cost": 7})


def test_a_child_that_does_not_listen_is_killed_and_its_best_is_kept(job_store: Store, own_job: Job) -> None:
    def cancel(message: dict[str, object]) -> None:
        job_store.jobs.request_cancel(own_job.job_id)

    outcome = supervise(job_store, own_job, job_targets.does_not_listen, on_message=cancel, grace_s=0.1, news_s=0.05)
    assert (outcome.status, outcome.done, outcome.best) == (JobStatus.CANCELLED, None, {"cost": 9})
    assert job_store.jobs.get(own_job.job_id).progress["best"] == {"cost": 9}
    assert not process_is_alive(outcome.progress["child"])


def test_the_wall_ends_a_child_that_found_nothing(job_store: Store, own_job: Job) -> None:
    outcome = supervise(job_store, own_job, job_targets.says_nothing, hard_wall_s=0.1, grace_s=0.1, news_s=0.05)
    assert (outcome.status, outcome.timed_out) == (JobStatus.FAILED, True)
    assert "longer than it may" in outcome.error


def test_the_wall_keeps_what_was_found(job_store: Store, own_job: Job) -> None:
    outcome = supervise(
        job_store, own_job, job_targets.improves_until_stopped, hard_wall_s=3.0, grace_s=60.0, news_s=0.05
    )
    assert (outcome.status, outcome.timed_out, outcome.done) == (JobStatus.DONE, True, {"cost": 6})


@pytest.mark.parametrize(
    ("target", "error", "detail", "best"),
    [
        (job_targets.says_why, r"No roads for this day\. Add a region\.", "", None),
        (
            job_targets.has_a_bug,
            FAULT.format(r"a fault of the program \(ZeroDivisionError\) ended it"),
            BUG,
            {"cost": 5},
        ),
        (job_targets.aborts, FAULT.format("its process ended unexpectedly"), "code -6", {"cost": 5}),
    ],
)
def test_a_child_that_fails_says_why_and_keeps_its_best(
    job_store: Store,
    own_job: Job,
    target: Callable[..., None],
    error: str,
    detail: str,
    best: dict[str, int] | None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    outcome = supervise(job_store, own_job, target)
    assert (outcome.status, outcome.best) == (JobStatus.FAILED, best)
    assert re.fullmatch(error, outcome.error)
    assert detail in outcome.detail
    number = getattr(outcome.failure, "incident", "")
    assert number in outcome.error
    assert bool(number) == bool(detail) == ("incident" in caplog.text)
    assert number in caplog.text
    assert outcome.failure is not None
    assert outcome.failure.may_pass == bool(detail)


def test_a_child_whose_job_was_given_up_is_ended(job_store: Store, own_job: Job) -> None:
    def give_up(message: dict[str, object]) -> None:
        job_store.jobs.reap(presence_of=lambda pid, process: Presence.GONE)

    outcome = supervise(
        job_store, own_job, job_targets.improves_until_stopped, on_message=give_up, beat_s=0.05, news_s=0.05
    )
    assert outcome.status is JobStatus.LOST
    assert job_store.jobs.get(own_job.job_id).status is JobStatus.LOST
