"""Lastmile: plan, run and review the last mile.

The public face, for programs of your own: what ``__all__`` names stays, and everything else may move between releases.
Names are loaded when they are first used, so that ``import lastmile_core`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lastmile_core.errors import FileError, LastmileError, NotFoundError
    from lastmile_core.metrics import DEFINITIONS, MetricDefinition, MetricValue
    from lastmile_core.model import (
        Depot,
        Dock,
        Driver,
        EventKind,
        ImportAnswers,
        ImportOutcome,
        Issue,
        Load,
        Location,
        Order,
        Plan,
        PlanningRules,
        PlanStatus,
        Priority,
        Route,
        Severity,
        Stop,
        StopEvent,
        TimeWindow,
        TravelSource,
        Unassigned,
        Vehicle,
        VehicleClass,
        Violation,
        ViolationCause,
    )
    from lastmile_core.workflows.library.day_figures import day_figures
    from lastmile_core.workflows.library.plan_routes import judge_routes, plan_routes
    from lastmile_core.workflows.library.planning_day import PlanningDay
    from lastmile_core.workflows.library.read_files import (
        read_depots,
        read_drivers,
        read_events,
        read_orders,
        read_vehicles,
    )
    from lastmile_core.workflows.plan.solve_file import solve_file

__version__ = "0.2.0"

_MODEL = (
    "Depot Dock Driver EventKind ImportAnswers ImportOutcome Issue Load Location Order Plan PlanStatus PlanningRules "
    "Priority Route Severity Stop StopEvent TimeWindow TravelSource Unassigned Vehicle VehicleClass Violation "
    "ViolationCause"
)
# Module -> the names that it hands on.
_HOME = {
    "errors": "FileError LastmileError NotFoundError",
    "metrics": "DEFINITIONS MetricDefinition MetricValue",
    "model": _MODEL,
    "workflows.library.day_figures": "day_figures",
    "workflows.library.plan_routes": "judge_routes plan_routes",
    "workflows.library.planning_day": "PlanningDay",
    "workflows.library.read_files": "read_depots read_drivers read_events read_orders read_vehicles",
    "workflows.plan.solve_file": "solve_file",
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names.split()}

__all__ = [
    "DEFINITIONS",
    "Depot",
    "Dock",
    "Driver",
    "EventKind",
    "FileError",
    "ImportAnswers",
    "ImportOutcome",
    "Issue",
    "LastmileError",
    "Load",
    "Location",
    "MetricDefinition",
    "MetricValue",
    "NotFoundError",
    "Order",
    "Plan",
    "PlanStatus",
    "PlanningDay",
    "PlanningRules",
    "Priority",
    "Route",
    "Severity",
    "Stop",
    "StopEvent",
    "TimeWindow",
    "TravelSource",
    "Unassigned",
    "Vehicle",
    "VehicleClass",
    "Violation",
    "ViolationCause",
    "__version__",
    "day_figures",
    "judge_routes",
    "plan_routes",
    "read_depots",
    "read_drivers",
    "read_events",
    "read_orders",
    "read_vehicles",
    "solve_file",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
