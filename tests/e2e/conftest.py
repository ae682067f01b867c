"""Fixtures of the browser tests; the helpers are importable by name."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from browser_tools import (
    bare_home,
    bare_sample_server,
    empty_server,
    flat_browser,
    look_home,
    look_server,
    planned_home,
    planned_server,
    sample_home,
    sample_server,
    visit,
    visit_phone,
    visit_without_maps,
    visit_without_webgl,
)

__all__ = [
    "bare_home",
    "bare_sample_server",
    "empty_server",
    "flat_browser",
    "look_home",
    "look_server",
    "planned_home",
    "planned_server",
    "sample_home",
    "sample_server",
    "visit",
    "visit_phone",
    "visit_without_maps",
    "visit_without_webgl",
]
