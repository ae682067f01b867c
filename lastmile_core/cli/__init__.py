"""The ``lastmile`` command: the same workflows as the pages, without a browser.

One module a command, named after it (``import_files`` also holds ``events``, ``plan`` also ``publish``, ``serve`` also
``demo``, ``backup`` also ``restore`` and ``verify``); what they share is in ``shared``. A command imports its workflow
only when it is called. Read ``plan.py`` first.

Exit codes: 0 done; 1 done in part, or a person has to look (refused rows, a question, a broken rule);
2 the call is wrong or the work could not be done; 130 stopped with Ctrl+C. A failure inside the program is a sentence
with an incident number; its trace is in ``var/logs``.
"""

from __future__ import annotations

import click

from lastmile_core import __version__
from lastmile_core.cli.shared.common import LazyGroup, set_debug

COMMANDS = {
    "serve": ("serve", "serve"),
    "demo": ("serve", "demo"),
    "import": ("import_files", "import_file"),
    "orders": ("orders", "orders"),
    "watch": ("watch", "watch"),
    "plan": ("plan", "plan"),
    "publish": ("plan", "publish"),
    "events": ("import_files", "events"),
    "day": ("day", "day"),
    "replan": ("replan", "replan"),
    "kpi": ("kpi", "kpi"),
    "solve": ("solve", "solve"),
    "plan-many": ("plan_many", "plan_many"),
    "depots": ("depots", "depots"),
    "fleet": ("fleet", "fleet"),
    "availability": ("availability", "availability"),
    "rules": ("rules", "rules"),
    "traffic": ("traffic", "traffic"),
    "targets": ("targets", "targets"),
    "roads": ("roads", "roads"),
    "places": ("places", "places"),
    "backup": ("backup", "backup"),
    "restore": ("backup", "restore"),
    "verify": ("backup", "verify"),
    "doctor": ("doctor", "doctor"),
}


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(__version__, prog_name="lastmile")
@click.option(
    "--debug",
    is_flag=True,
    expose_value=False,
    callback=set_debug,
    help="Show the trace of a failure inside the program (also: LASTMILE_DEBUG=1).",
)
def main() -> None:
    """Plan, run and review the last mile.

    \b
    A day from the command line:
      lastmile import orders.xlsx --date 2026-11-23 --depot harbour
      lastmile plan --date 2026-11-23 --depot harbour --time-limit 30
      lastmile publish --date 2026-11-23 --depot harbour
      lastmile events events.csv --date 2026-11-23 --depot harbour
      lastmile day --date 2026-11-23 --depot harbour
      lastmile kpi --date 2026-11-23 --depot harbour

    \b
    Exit codes: 0 done, 1 done in part or a person has to look, 2 wrong call or not possible.
    """


__all__ = ["main"]
