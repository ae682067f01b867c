"""The judge: times, checks, prices and explains any visit order, without a solver."""

from lastmile_core.schedule.cost import CostCents
from lastmile_core.schedule.fault import Fault
from lastmile_core.schedule.judge import Judgement, judge, rejudge
from lastmile_core.schedule.route_timetable import RouteTimetable
from lastmile_core.schedule.timetable import time_route

__all__ = ["CostCents", "Fault", "Judgement", "RouteTimetable", "judge", "rejudge", "time_route"]
