"""A watched folder: every complete new file is imported once, then moved away with a report beside it.

Crashes lose nothing: an import is one transaction, and a file is moved only after it. A file whose import was stored
just before a crash is read again, changes nothing, and is then moved. Files that need a person go to ``needs-help``.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from lastmile_core.clock import utc_now
from lastmile_core.errors import LastmileError, StoreBusyError
from lastmile_core.files.raw_table import ReadLimits, issue_as_dict
from lastmile_core.model import ImportOutcome
from lastmile_core.settings import Settings
from lastmile_core.store.store import Store
from lastmile_core.workflows.imports.bring_in_orders import bring_in_orders
from lastmile_core.workflows.imports.correct_rows import refused_file
from lastmile_core.workflows.imports.import_report import ImportReport

DONE, NEEDS_HELP = "done", "needs-help"
SETTLED_S = 2.0
_UNFINISHED = (".part", ".tmp", ".crdownload", ".partial", ".filepart", ".download", ".swp", ".lock")
_LOCK = ".lastmile-watch.lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedFile:
    """What became of one file: ``path`` is where it lies now."""

    name: str
    path: Path
    outcome: ImportOutcome
    sentence: str
    import_id: str = ""


@dataclass(slots=True)
class FolderWatch:
    """Looks into one folder again and again.

    Attributes
    ----------
    settings
        Where the maps are on which addresses without coordinates are looked up.
    service_date
        Returns the day of orders that name none; asked for every file, so that a watch over midnight is right.
    depot_id
        Depot of all orders; None goes by the file, else the nearest depot.
    settled_s
        A file counts as complete when neither its size nor its time changed for so many seconds.
    """

    folder: Path
    settings: Settings
    open_store: Callable[[], Store]
    service_date: Callable[[], date]
    by: str
    depot_id: str | None = None
    settled_s: float = SETTLED_S
    _seen: dict[str, tuple[int, int, float]] = field(default_factory=dict)

    def look(self) -> list[WatchedFile]:
        """Import the complete files of the folder, oldest first, and return what became of them."""
        found = []
        for path in self._complete():
            taken = self._take(path)
            if taken is not None:
                found.append(taken)
        return found

    def _complete(self) -> list[Path]:
        entries: list[tuple[int, Path]] = []
        for entry in os.scandir(self.folder):
            # A link could name any file of this machine.
            if entry.is_symlink() or not entry.is_file(follow_symlinks=False) or _is_unfinished(entry.name):
                continue
            facts = entry.stat(follow_symlinks=False)
            size, changed, since = self._seen.get(entry.name, (-1, -1, 0.0))
            if (facts.st_size, facts.st_mtime_ns) != (size, changed):
                since = time.monotonic()
                self._seen[entry.name] = (facts.st_size, facts.st_mtime_ns, since)
            is_old = time.time() - facts.st_mtime > max(60.0, 5 * self.settled_s)
            if is_old or time.monotonic() - since >= self.settled_s:
                entries.append((facts.st_mtime_ns, Path(entry.path)))
        return [path for _, path in sorted(entries)]

    def _take(self, path: Path) -> WatchedFile | None:
        """Import one file and move it away; None when it is to be tried again."""
        refused = b""
        try:
            if path.stat().st_size > ReadLimits().max_bytes:
                raise LastmileError(f"{path.name} is too large to import.", "Split it, for example by day or depot.")
            content = path.read_bytes()
            with self.open_store() as store:
                report = bring_in_orders(
                    store,
                    self.settings,
                    content,
                    path.name,
                    service_date=self.service_date(),
                    depot_id=self.depot_id,
                    by=self.by,
                )
            if report.rejected_rows:
                refused = _refused(content, path.name, report)
        except StoreBusyError:
            return None
        except LastmileError as error:
            report = ImportReport(outcome=ImportOutcome.REJECT_FILE, sentence=str(error))
        except OSError:
            return None  # the sender still holds it, or took it away
        self._seen.pop(path.name, None)
        target = _move(path, self.folder / (DONE if report.outcome.is_accepted else NEEDS_HELP))
        _write_report(target, report, refused)
        return WatchedFile(
            name=path.name, path=target, outcome=report.outcome, sentence=report.sentence, import_id=report.import_id
        )


@contextmanager
def only_watcher(folder: Path) -> Iterator[None]:
    """Make sure that one watcher looks into a folder.

    Raises
    ------
    LastmileError
        If another one does, or the folder cannot be used.
    """
    try:
        for name in (DONE, NEEDS_HELP):
            (folder / name).mkdir(parents=True, exist_ok=True)
        lock = (folder / _LOCK).open("a")
    except OSError as error:
        raise LastmileError(
            f"The folder {folder} cannot be used: {error}.", "Check its path and its rights."
        ) from error
    with lock:
        try:
            import fcntl
        except ImportError:  # Windows: two watchers are on their own
            yield
            return
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LastmileError(
                f"Another watcher looks into {folder}.", "Stop it first, or choose another folder."
            ) from error
        yield


def _is_unfinished(name: str) -> bool:
    return name.startswith((".", "~$", "~")) or name.lower().endswith(_UNFINISHED)


def _refused(content: bytes, name: str, report: ImportReport) -> bytes:
    try:
        return refused_file(content, name, report.rejected_rows, report.issues)
    except LastmileError:
        return b""


def _move(path: Path, folder: Path) -> Path:
    """Move a file into a folder of the same disk, under a name that is free."""
    folder.mkdir(exist_ok=True)
    stamp = f"{utc_now():%Y%m%d-%H%M%S}"
    number = 0
    while True:
        target = folder / f"{stamp}{f'-{number}' if number else ''}-{path.name}"
        if not target.exists():
            path.replace(target)
            return target
        number += 1


def _write_report(target: Path, report: ImportReport, refused: bytes) -> None:
    """Write what happened beside the file: for people (txt), for programs (json), and the refused rows (csv)."""
    lines = [report.sentence, *report.notices, ""]
    for issue in report.issues[:500]:
        place = f"row {issue.row}" if issue.row else "file"
        lines.append(f"{issue.severity.value:5}  {place} {issue.column}: {issue.message} {issue.mend} [{issue.code}]")
    target.with_name(target.name + ".report.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    values: dict[str, Any] = {
        "outcome": report.outcome,
        "sentence": report.sentence,
        "import_id": report.import_id,
        "rows": report.rows,
        "accepted": report.accepted,
        "refused": report.refused,
        "placed": report.num_placed,
        "notices": list(report.notices),
        "issues": [issue_as_dict(issue) for issue in report.issues],
    }
    target.with_name(target.name + ".report.json").write_text(
        json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    if refused:
        target.with_name(target.name + ".refused-rows.csv").write_bytes(refused)
