"""Fixtures of the browser tests; the helpers are importable by name."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from browser_tools import (
    bare_sample_server,
    browser,
    empty_server,
    sample_home,
    sample_server,
    visit,
)

__all__ = ["bare_sample_server", "browser", "empty_server", "sample_home", "sample_server", "visit"]
