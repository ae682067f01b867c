#!/usr/bin/env python3
"""Print what fewer failed first attempts cost on the sample city's day: one line a price.

    python benchmarks/first_attempts.py --time 60 HOME

HOME is a home with the sample city (``lastmile demo --load-only`` with ``LASTMILE_HOME`` set); nothing in it changes.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path


def main() -> int:
    """Search, and print the curve of each depot."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--time", type=float, default=60.0, help="wall-clock seconds a depot")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ["LASTMILE_HOME"] = str(options.home)
    os.environ["LASTMILE_DB"] = str(options.home / "lastmile.db")
    from lastmile_core.clock import today_in
    from lastmile_core.settings import load_settings
    from lastmile_core.store.open_store import open_store
    from lastmile_core.workflows.plan.trade_off_day import curve_of_day, prices_to_try

    settings = load_settings()
    with open_store(settings.database) as store:
        for depot in store.depots.all():
            params = {
                "service_date": today_in(depot.timezone).isoformat(),
                "depot_id": depot.depot_id,
                "time_limit_s": options.time,
                "prices": prices_to_try(store.planning_rules.of_depot(depot.depot_id).failed_attempt_price),
                "seed": options.seed,
            }
            begun = time.monotonic()
            curve = curve_of_day(settings, store, params)
            first = curve.points[0]
            print(f"{depot.name}: {time.monotonic() - begun:.1f} s, load {os.getloadavg()[0]:.1f}")
            for point in curve.points:
                print(
                    f"  price {point.price:6.2f}: {point.failures:6.2f} failed first attempts "
                    f"({point.failures - first.failures:+.2f}), {point.distance_m / 1000:.1f} km "
                    f"({(point.distance_m - first.distance_m) / 1000:+.1f}), paid {point.paid_s / 3600:.1f} h, "
                    f"cost {point.cost:,.2f} ({point.cost - first.cost:+.2f}), left out {point.num_unassigned}"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
