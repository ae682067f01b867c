"""``python -m lastmile_core.cli``."""

from lastmile_core.cli import main

main(prog_name="lastmile")
