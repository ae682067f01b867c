"""``lastmile kpi``: a day's or period's figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from lastmile_core.cli.common import Day, answer, day_options, db_option, json_option, one_depot, opened, plain_errors
