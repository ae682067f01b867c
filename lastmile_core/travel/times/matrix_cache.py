"""Matrices kept on disk: computing them again is always possible, so every failure here only costs time."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lastmile_core.model import Location, TravelSource
from lastmile_core.travel.times.travel_matrix import TravelMatrix

MAX_BYTES = 200_000_000
"""The oldest files go when the folder is larger."""

FORMAT = 1
"""Raise it when the meaning of a stored matrix changes; older files are then left alone and forgotten."""


def matrix_key(points: Sequence[Location], profile: str, origin: str, kerb: Sequence[bool] = ()) -> str:
    """Return the name of a matrix: a hash of the places (to about 0.1 m), the profile, where roads come from, kerbs."""
    rounded = np.round(np.array([(point.lat, point.lon) for point in points], dtype=np.float64) * 1e6).astype(np.int64)
    digest = hashlib.sha256(f"{FORMAT}|{profile}|{origin}|".encode())
    digest.update(rounded.astype("<i8").tobytes())
    if any(kerb):
        digest.update(b"kerb" + bytes(kerb))
    return digest.hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCache:
    """A folder of matrices.

    Attributes
    ----------
    folder
        Created when first needed.
    max_bytes
        Size above which the oldest files are deleted.
    """

    folder: Path
    max_bytes: int = MAX_BYTES

    def _path(self, key: str) -> Path:
        return self.folder / f"matrix-{key}.npz"

    def age_s(self, key: str) -> float | None:
        """Return the seconds since a matrix was stored; None when it is not here."""
        try:
            return max(0.0, time.time() - self._path(key).stat().st_mtime)
        except OSError:
            return None

    def load(self, key: str) -> TravelMatrix | None:
        """Return a stored matrix; None when it is missing, damaged or of another format."""
        path = self._path(key)
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                meta = json.loads(str(stored["meta"]))
                return TravelMatrix(
                    durations=stored["durations"].astype(np.int64),
                    distances=stored["distances"].astype(np.int64),
                    snap_m=stored["snap_m"].astype(np.float64),
                    profile=meta["profile"],
                    source=TravelSource(meta["source"]),
                    region=meta["region"],
                    note=meta["note"],
                )
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
            # A half-written or foreign file is no reason to fail: the caller computes it again.
            with contextlib.suppress(OSError):
                path.unlink()
            return None

    def store(self, key: str, matrix: TravelMatrix) -> None:
        """Keep a matrix; a full or read-only disk is tolerated silently because nothing depends on it."""
        meta = {"profile": matrix.profile, "source": matrix.source, "region": matrix.region, "note": matrix.note}
        temporary = ""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(prefix="matrix-", suffix=".part", dir=self.folder)
            with os.fdopen(handle, "wb") as file:
                np.savez(
                    file,
                    durations=matrix.durations.astype(np.int32),
                    distances=matrix.distances.astype(np.int32),
                    snap_m=matrix.snap_m,
                    meta=np.array(json.dumps(meta)),
                )
            Path(temporary).replace(self._path(key))
            self._shrink()
        except OSError:
            if temporary:
                with contextlib.suppress(OSError):
                    Path(temporary).unlink()

    def _shrink(self) -> None:
        """Delete the oldest files until the folder is small enough."""
        files = []
        for path in self.folder.glob("matrix-*"):
            with contextlib.suppress(OSError):
                stat = path.stat()
                files.append((stat.st_mtime, stat.st_size, path))
        total = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if total <= self.max_bytes:
                return
            with contextlib.suppress(OSError):
                path.unlink()
            total -= size
