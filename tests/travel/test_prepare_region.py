import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from lastmile_core.errors import BusyError, RoadsError
from lastmile_core.model import JobStatus
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
from lastmile_core.travel.regions import get_region
from lastmile_core.workflows.long_work import stop_job
from lastmile_core.workflows.places import prepare_region as rooms
from lastmile_core.workflows.places.prepare_region import (
    prepare_region,
    run_roads_job,
    start_preparing,
    take_region_away,
)

pytestmark = pytest.mark.servers


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with open_store(settings.database) as opened:
        yield opened


@pytest.fixture
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only write the job row; the test does the worker's part itself."""

    def only_row(settings, store, payload, *, by):  # type: ignore[no-untyped-def]
        return store.jobs.create(payload.kind, payload.subject, payload.to_json(), by)

    monkeypatch.setattr(rooms, "start_job", only_row)


def test_a_region_is_prepared_and_noted(settings: Settings, store: Store, town_file: Path) -> None:
    region = prepare_region(settings, store, town_file, "town", by="ana", quick=True)
    assert region.name == "town"
    entry = store.audit.latest(1)[0]
    assert (entry.who, entry.what, entry.subject) == ("ana", "prepare roads", "town")
    take_region_away(settings, store, "town", by="ben")
    entry = store.audit.latest(1)[0]
    assert (entry.who, entry.what, entry.subject) == ("ben", "remove roads", "town")
    assert get_region(settings, "town") is None
    with pytest.raises(RoadsError):
        take_region_away(settings, store, "town", by="ben")
    assert store.audit.latest(1)[0] == entry


def test_an_upload_is_prepared_beside_the_pages_and_then_deleted(
    settings: Settings, store: Store, town_file: Path, tmp_path: Path, no_worker: None
) -> None:
    upload = Path(shutil.copy(town_file, tmp_path / "upload.osm.pbf"))
    job = start_preparing(settings, store, upload, "town", by="ana", delete_file=True)
    with pytest.raises(BusyError):
        start_preparing(settings, store, upload, "town", by="ben")
    claimed = store.jobs.claim(job.job_id, os.getpid())
    assert claimed is not None
    status, message, result = run_roads_job(settings, store, claimed)
    assert status is JobStatus.DONE
    assert message == "Region “town” is ready: 13 streets, 6.8 km."
    assert result == {"name": "town"}
    assert not upload.exists()
    assert get_region(settings, "town") is not None


def test_a_bad_upload_is_refused_before_a_worker_starts(
    settings: Settings, store: Store, tmp_path: Path, no_worker: None
) -> None:
    empty = tmp_path / "empty.osm.pbf"
    empty.write_bytes(b"")
    with pytest.raises(RoadsError, match="is empty"):
        start_preparing(settings, store, empty, "town", by="ana")
    with pytest.raises(RoadsError, match="cannot be the name"):
        start_preparing(settings, store, empty, "../town", by="ana")
    assert store.jobs.list_active() == []


def test_a_file_that_cannot_be_prepared_fails_in_words(
    settings: Settings, store: Store, tmp_path: Path, no_worker: None
) -> None:
    noise = tmp_path / "noise.osm.pbf"
    noise.write_bytes(b"noise" * 50)
    job = start_preparing(settings, store, noise, "town", by="ana", delete_file=True)
    claimed = store.jobs.claim(job.job_id, os.getpid())
    assert claimed is not None
    with pytest.raises(RoadsError, match="cannot be read"):
        run_roads_job(settings, store, claimed)
    assert not noise.exists()


def test_a_job_stopped_by_somebody_changes_nothing(
    settings: Settings, store: Store, town_file: Path, no_worker: None
) -> None:
    job = start_preparing(settings, store, town_file, "town", by="ana")
    claimed = store.jobs.claim(job.job_id, os.getpid())
    assert claimed is not None
    assert stop_job(store, job.job_id, by="ben").cancel_requested
    assert stop_job(store, job.job_id, by="eva").cancel_requested
    assert [entry.who for entry in store.audit.latest() if entry.what == "stop roads"] == ["ben"]
    status, message, _ = run_roads_job(settings, store, claimed)
    assert status is JobStatus.CANCELLED
    assert message == "Stopped. Nothing was changed."
    assert get_region(settings, "town") is None


def test_old_uploads_of_dead_jobs_are_forgotten(
    settings: Settings, store: Store, town_file: Path, tmp_path: Path, no_worker: None
) -> None:
    old, new = tmp_path / "old.osm.pbf", tmp_path / "new.osm.pbf"
    for file in (old, new):
        shutil.copy(town_file, file)
    os.utime(old, (1_000_000, 1_000_000))
    start_preparing(settings, store, new, "town", by="ana", delete_file=True)
    assert not old.exists()
    assert new.exists()
