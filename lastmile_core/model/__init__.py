"""People's words: one noun a file, frozen values. A room above imports them from here."""

from lastmile_core.model.availability import Availability
from lastmile_core.model.customer import Customer
from lastmile_core.model.customer_vehicle import CustomerVehicle, ServiceKind
from lastmile_core.model.depot import Depot
from lastmile_core.model.dock import Dock
from lastmile_core.model.driver import Driver, usual_break
from lastmile_core.model.failure_reason import FAILURE_REASONS, REASONS_BY_CODE, FailureClass, FailureReason
from lastmile_core.model.issue import Issue, Severity
from lastmile_core.model.job import Job, JobStatus
from lastmile_core.model.load import Load
from lastmile_core.model.location import Location
from lastmile_core.model.order import Order, OrderKind, OrderStatus, Priority
from lastmile_core.model.pickup import Pickup
from lastmile_core.model.plan import CostParts, Plan, PlanOrigin, PlanStatus, TravelSource
from lastmile_core.model.plan_basis import PlanBasis
from lastmile_core.model.planning_rules import KerbRule, PlanningRules
from lastmile_core.model.route import Route, RouteBreak, RouteReload
from lastmile_core.model.stop import Stop, StopKind
from lastmile_core.model.stop_event import EventKind, StopEvent
from lastmile_core.model.time_window import TimeWindow
from lastmile_core.model.unassigned import Unassigned, UnassignedKind, UnassignedReason
from lastmile_core.model.vehicle import Vehicle, VehicleClass
from lastmile_core.model.violation import Violation, ViolationCause
from lastmile_core.model.visit_id import (
    by_visit,
    is_pickup_id,
    is_reload_id,
    order_of,
    other_half,
    pickup_half,
    pickup_id,
    reload_id,
    vehicle_of_reload,
    visit_words,
)

__all__ = [
    "FAILURE_REASONS",
    "REASONS_BY_CODE",
    "Availability",
    "CostParts",
    "Customer",
    "CustomerVehicle",
    "Depot",
    "Dock",
    "Driver",
    "EventKind",
    "FailureClass",
    "FailureReason",
    "Issue",
    "Job",
    "JobStatus",
    "KerbRule",
    "Load",
    "Location",
    "Order",
    "OrderKind",
    "OrderStatus",
    "Pickup",
    "Plan",
    "PlanBasis",
    "PlanOrigin",
    "PlanStatus",
    "PlanningRules",
    "Priority",
    "Route",
    "RouteBreak",
    "RouteReload",
    "ServiceKind",
    "Severity",
    "Stop",
    "StopEvent",
    "StopKind",
    "TimeWindow",
    "TravelSource",
    "Unassigned",
    "UnassignedKind",
    "UnassignedReason",
    "Vehicle",
    "VehicleClass",
    "Violation",
    "ViolationCause",
    "by_visit",
    "is_pickup_id",
    "is_reload_id",
    "order_of",
    "other_half",
    "pickup_half",
    "pickup_id",
    "reload_id",
    "usual_break",
    "vehicle_of_reload",
    "visit_words",
]
