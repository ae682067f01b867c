"""Loading bays on a clock: departures staggered with what each route can bear."""

from lastmile_core.planning.docks.crowd_words import crowd_in_words, reasons_by_vehicle
from lastmile_core.planning.docks.dock_board import DockBoard, DockCrowd, DockMend, MendKind
from lastmile_core.planning.docks.kept_starts import starts_in_turn
from lastmile_core.planning.docks.stagger import stagger

__all__ = [
    "DockBoard",
    "DockCrowd",
    "DockMend",
    "MendKind",
    "crowd_in_words",
    "reasons_by_vehicle",
    "stagger",
    "starts_in_turn",
]
