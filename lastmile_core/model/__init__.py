"""People's words: one noun a file, frozen values. A room above imports them from here.

``basics`` (location, load, time window) is below all; ``company`` (depot, vehicle, driver, rules) and ``orders`` stand
on it, ``plans`` (plan, route, stop, violation) stands on ``orders``. ``facts`` are what somebody said once
(breakdowns, orders left out, names). Beside them: issue, job, stop event and failure reason.
Imports no other room. Read first: ``orders/order.py``, ``plans/plan.py``.
"""

from lastmile_core.model.basics.day_key import DayKey
from lastmile_core.model.basics.import_answers import ImportAnswers
from lastmile_core.model.basics.load import Load
from lastmile_core.model.basics.location import Location
from lastmile_core.model.basics.time_window import TimeWindow
from lastmile_core.model.company.availability import Availability
from lastmile_core.model.company.customer import Customer
from lastmile_core.model.company.customer_vehicle import CustomerVehicle, ServiceKind
from lastmile_core.model.company.depot import Depot
from lastmile_core.model.company.dock import Dock
from lastmile_core.model.company.driver import Driver, usual_break
from lastmile_core.model.company.planning_rules import KerbRule, PlanningRules
from lastmile_core.model.company.vehicle import Vehicle, VehicleClass
from lastmile_core.model.facts.breakdown import Breakdown
from lastmile_core.model.facts.customer_alias import CustomerAlias
from lastmile_core.model.facts.import_memory import ImportMemory
from lastmile_core.model.facts.left_out_order import LeftOutOrder
from lastmile_core.model.facts.load_name import LoadName
from lastmile_core.model.facts.recovered_job import RecoveredJob
from lastmile_core.model.facts.sample_load import SampleLoad
from lastmile_core.model.facts.unread_setting import UnreadSetting
from lastmile_core.model.failure_reason import FAILURE_REASONS, REASONS_BY_CODE, FailureClass, FailureReason
from lastmile_core.model.import_outcome import ImportOutcome
from lastmile_core.model.issue import Issue, IssueFacts, Severity
from lastmile_core.model.job import Job, JobStatus
from lastmile_core.model.orders.order import Order, OrderKind, OrderStatus, Priority
from lastmile_core.model.orders.pickup import Pickup
from lastmile_core.model.orders.visit_id import (
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
from lastmile_core.model.plans.plan import CostParts, Plan, PlanOrigin, PlanStatus, TravelSource
from lastmile_core.model.plans.plan_basis import PlanBasis
from lastmile_core.model.plans.plan_inputs import PlanInputs
from lastmile_core.model.plans.plan_locks import PlanLocks
from lastmile_core.model.plans.plan_notes import PlanNotes
from lastmile_core.model.plans.route import Route, RouteBreak, RouteReload
from lastmile_core.model.plans.stop import Stop, StopKind
from lastmile_core.model.plans.unassigned import Unassigned, UnassignedKind, UnassignedReason
from lastmile_core.model.plans.violation import Violation, ViolationCause
from lastmile_core.model.stop_event import EventKind, StopEvent

__all__ = [
    "FAILURE_REASONS",
    "REASONS_BY_CODE",
    "Availability",
    "Breakdown",
    "CostParts",
    "Customer",
    "CustomerAlias",
    "CustomerVehicle",
    "DayKey",
    "Depot",
    "Dock",
    "Driver",
    "EventKind",
    "FailureClass",
    "FailureReason",
    "ImportAnswers",
    "ImportMemory",
    "ImportOutcome",
    "Issue",
    "IssueFacts",
    "Job",
    "JobStatus",
    "KerbRule",
    "LeftOutOrder",
    "Load",
    "LoadName",
    "Location",
    "Order",
    "OrderKind",
    "OrderStatus",
    "Pickup",
    "Plan",
    "PlanBasis",
    "PlanInputs",
    "PlanLocks",
    "PlanNotes",
    "PlanOrigin",
    "PlanStatus",
    "PlanningRules",
    "Priority",
    "RecoveredJob",
    "Route",
    "RouteBreak",
    "RouteReload",
    "SampleLoad",
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
    "UnreadSetting",
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
