"""Make the eight weeks behind today again: ``python -m sample_data.make_history [SECONDS A PLAN]``.

Orders are drawn, planned by the real search on the real roads, and played out; what failed comes again on a
later day. The search is limited by time, so two runs give histories alike but not equal; the file in this
folder is the one that counts. Needs the road region ``port-alder`` (any ``lastmile demo`` prepares it).
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from lastmile_core.clock import ServiceDay
from lastmile_core.model import REASONS_BY_CODE, Order
from lastmile_core.planning.solve import SearchLimits, solve
from lastmile_core.schedule.build_plan import to_ids
from lastmile_core.settings import load_settings
from lastmile_core.workflows.sample.load_sample import city_travel
from lastmile_core.workflows.sample.load_sample_events import play_day
from lastmile_core.workflows.sample.load_sample_files import SAMPLE_FOLDER, SampleFiles, read_rows, read_sample
from lastmile_core.workflows.sample.load_sample_history import (
    HISTORY_FILE,
    NUM_DAYS,
    CityTravel,
    build_day,
    order_from_row,
    time_plan,
    traits_of,
)
from sample_data.maker.customers import PARTS
from sample_data.maker.geo import rng_for
from sample_data.maker.order_draw import draw_order

_ORDERS_A_DAY = {"private": 0.205, "office": 0.46, "shop": 0.55, "restaurant": 0.62, "site": 0.95}
_ANY_DAY = date(2024, 1, 1)
_OTHER_REASONS = {
    "private": "nobody_home 66 no_access 10 other_day 7 refused 5 unreachable 5 address_not_found 3 address_wrong 2",
    "office": "business_closed 45 no_access 25 refused 12 other_day 10 no_parking 8",
    "shop": "business_closed 55 no_parking 20 refused 15 damaged 10",
    "restaurant": "business_closed 60 no_parking 20 refused 15 damaged 5",
    "site": "refused 1",
}


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _part(second: int) -> str:
    hour = second / 3600
    return PARTS[sum(hour >= limit for limit in (10, 12, 15, 18))]


class Fate:
    """Decides what becomes of a stop, from the customer's habits."""

    def __init__(self, slot: int, rows: dict[str, dict[str, str]]) -> None:
        self.rng = rng_for("fate", slot)
        self.rows = rows
        self.told: dict[str, str] = {}

    def __call__(self, order: Order, second: int, is_late: bool) -> str:
        """Return the outcome and remember it."""
        row = self.rows[order.customer_id or ""]
        draw, pick, hand = self.rng.random(3)
        result = ""
        if is_late:
            result = "out_of_time"
        elif pick < 0.006:
            result = "not_loaded"
        elif draw > float(row[f"home_{_part(second)}"]):
            words = _OTHER_REASONS[row["kind"]].split()
            reasons = [(code, float(share)) for code, share in zip(words[::2], words[1::2], strict=True)]
            early = row["district"] == "Old Town" and second < 10 * 3600
            absent = "nobody_home" if row["kind"] == "private" else "business_closed"
            shares = np.array([share * (8 if early and code == absent else 1) for code, share in reasons])
            result = reasons[int(self.rng.choice(len(reasons), p=shares / shares.sum()))][0]
        elif row["kind"] == "private" and hand < 0.11:
            result = "neighbour" if hand < 0.075 else "safe_place"
        if result:
            self.told[order.order_id] = result
        return result


def _traits(slot: int, depot_id: str, vehicles: list[str]) -> dict[str, Any]:
    """Draw what is special about a day: a bay that jams, vans that leave late, now and then a breakdown."""
    rng = rng_for("traits", slot, depot_id)
    told: dict[str, Any] = {}
    if depot_id == "harbour":
        # Incoming containers stand in one or two of the four bays until the vans are gone.
        told["closed_docks"] = 2 if rng.random() < 0.65 else 1
    if rng.random() < 0.16:
        late = rng.choice(vehicles, int(rng.integers(1, 4)), replace=False)
        told["late_s"] = {str(vehicle): int(rng.integers(1500, 4200)) for vehicle in sorted(late)}
    if slot and rng.random() < 0.04:
        told["breakdown"] = {str(rng.choice(vehicles)): round(float(rng.uniform(0.4, 0.8)), 2)}
    return told


class History:
    """Draws, plans and plays day after day."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.sample: SampleFiles = read_sample()
        self.travel: CityTravel = city_travel(load_settings(), self.sample)
        self.rows = {row["customer_id"]: row for row in read_rows("customers.csv")}
        self.again: dict[int, list[list[Any]]] = defaultdict(list)
        self.tries: dict[str, int] = defaultdict(int)
        self.number = 100_000

    def draw(self, slot: int) -> dict[str, list[list[Any]]]:
        """Return the order rows of a day by depot: those that come again, and new ones."""
        rng = rng_for("demand", slot)
        busy = float(rng.uniform(0.9, 1.08)) * (0.94 + 0.06 * (NUM_DAYS - slot) / NUM_DAYS)
        orders: dict[str, list[list[Any]]] = {"harbour": [], "northgate": []}
        for row in self.again.pop(slot, []):
            orders[self.rows[self.sample.customers[row[1]].customer_id]["depot"]].append(row)
        for index, customer in enumerate(self.sample.customers):
            facts = self.rows[customer.customer_id]
            if rng.random() > _ORDERS_A_DAY[facts["kind"]] * busy:
                continue
            self.number += 1
            drawn = draw_order(facts["kind"], rng_for("past", self.number))
            start, end = (_minutes(clock) for clock in drawn.window) if drawn.window else (None, None)
            orders[facts["depot"]].append(
                [
                    f"PA-{self.number}",
                    index,
                    drawn.parcels,
                    drawn.kg,
                    drawn.m3,
                    start,
                    end,
                    drawn.service_min,
                    drawn.priority,
                    list(drawn.skills),
                    int(drawn.kind == "collection"),
                ]
            )
        return orders

    def play(self, slot: int, depot_id: str, rows: list[list[Any]]) -> dict[str, Any]:
        """Plan a depot's day, play it, and put what failed on a later day."""
        on = _ANY_DAY + timedelta(days=NUM_DAYS - slot)
        depot = self.sample.depot(depot_id)
        day = ServiceDay(service_date=on, timezone=depot.timezone)
        orders = [order_from_row(row, self.sample.customers, depot_id, day) for row in rows]
        built = build_day(self.sample, self.travel, depot_id, orders, on)
        result = solve(built.problem, SearchLimits(time_s=self.seconds, workers=1, seed=slot + 1))
        routes = {vehicle: visits for vehicle, visits in to_ids(built, result.routes).items() if visits}
        plan = time_plan(self.sample, self.travel, built, routes)
        told = _traits(slot, depot_id, sorted(routes))
        fate = Fate(slot * 2 + (depot_id == "northgate"), self.rows)
        by_id = {order.order_id: order for order in orders}
        events = play_day(plan, by_id, depot, self.sample.num_docks(depot_id), traits_of(slot, depot_id, told), fate)
        failed = {event.visit_id: event.reason for event in events if event.reason}
        self._bring_again(slot, rows, failed)
        place = {order.order_id: i for i, order in enumerate(orders)}
        print(
            f"day {slot:2d} {depot_id:10s} {len(rows):4d} orders {len(routes):3d} routes",
            f"{len(plan.unassigned)} left out {len(failed):3d} failed {plan.distance_m / 1000:.0f} km",
            flush=True,
        )
        return {
            "orders": rows,
            "routes": {vehicle: [place[order_id] for order_id in visits] for vehicle, visits in routes.items()},
            "outcomes": {place[order_id]: code for order_id, code in fate.told.items()},
            **told,
        }

    def _bring_again(self, slot: int, rows: list[list[Any]], failed: dict[str | None, str]) -> None:
        rng = rng_for("again", slot, len(rows))
        for row in rows:
            code = failed.get(row[0])
            if code is None or slot == 0:
                continue
            self.tries[row[0]] += 1
            chance = 1.0 if not REASONS_BY_CODE[code].is_attempt else {"refused": 0.1}.get(code, 0.88)
            if self.tries[row[0]] >= 3 or rng.random() > chance:
                continue
            later = slot - 1 if rng.random() < 0.8 or slot == 1 else slot - 2
            again = list(row)
            if code == "nobody_home":
                again[5], again[6] = 13 * 60, 16 * 60 + 30
            self.again[later].append(again)


def main(seconds: float) -> None:
    history = History(seconds)
    days: list[dict[str, Any]] = []
    for slot in reversed(range(NUM_DAYS)):
        rows = history.draw(slot)
        days.insert(0, {depot_id: history.play(slot, depot_id, rows[depot_id]) for depot_id in rows})
    text = json.dumps({"days": days}, separators=(",", ":")).encode()
    Path(SAMPLE_FOLDER / HISTORY_FILE).write_bytes(gzip.compress(text, 9, mtime=0))
    print(f"{HISTORY_FILE}: {Path(SAMPLE_FOLDER / HISTORY_FILE).stat().st_size:,} bytes")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 2.5)
