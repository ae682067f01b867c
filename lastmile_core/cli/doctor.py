"""``lastmile doctor``: whether everything is here that a day needs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lastmile_core.cli.shared.common import DONE, LOOK, answer, db_option, json_option, plain_errors
from lastmile_core.settings import load_settings


@click.command()
@db_option
@json_option
@plain_errors
def doctor(db: Path | None, as_json: bool) -> None:
    """Say what is installed, where the data is, whether roads and base map are ready, and the mend for what is not."""
    from lastmile_core.workflows.installation.doctor import examine

    findings = examine(load_settings(db))
    if as_json:
        answer(
            {
                "ok": all(finding.is_ok for finding in findings),
                "checks": [{"what": f.what, "ok": f.is_ok, "found": f.found, "mend": f.mend} for f in findings],
            }
        )
    else:
        for finding in findings:
            click.echo(f"{'ok ' if finding.is_ok else '!! '} {finding.what}: {finding.found}")
            if finding.mend:
                click.echo(f"      {finding.mend}")
    sys.exit(DONE if all(finding.is_ok for finding in findings) else LOOK)
