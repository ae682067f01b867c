"""Loadings at the docks on a clock: departures are staggered by what each route can bear.

May import ``planning.base``; CP-SAT of OR-Tools is used in ``dock_schedule`` only. Read ``stagger`` first.
"""

from lastmile_core.planning.base.dock_board import DockBoard, DockConflict, DockMend, MendKind
from lastmile_core.planning.docks.dock_conflict_words import conflict_in_words, reasons_by_vehicle
from lastmile_core.planning.docks.kept_starts import starts_in_turn
from lastmile_core.planning.docks.stagger import stagger

__all__ = [
    "DockBoard",
    "DockConflict",
    "DockMend",
    "MendKind",
    "conflict_in_words",
    "reasons_by_vehicle",
    "stagger",
    "starts_in_turn",
]
