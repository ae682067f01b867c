"""``lastmile import`` and ``lastmile events``: files in."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from lastmile_core.cli.common import (
    DONE,
    LOOK,
    answer,
    day_options,
    db_option,
    json_option,
    one_depot,
    opened,
    plain_errors,
    who,
)
from lastmile_core.errors import LastmileError

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
