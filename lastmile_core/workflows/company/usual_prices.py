"""Prices of a depot where nobody said others: of its vehicles, and of what its plans weigh against them."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from typing import Any

from lastmile_core.files.raw_table import look
from lastmile_core.model import Depot, Issue, PlanningRules, Vehicle
from lastmile_core.model.company.usual_prices import UsualPrices

PRICES = frozenset({"fixed_cost", "cost_per_km", "cost_per_hour"})
_NEAR_THE_EURO = {"EUR", "USD", "GBP", "CHF", "CAD", "AUD"}
"""Currencies in which the prices of a new vehicle (60, 0.45, 24) are of a size that can be meant."""


def rules_in_step(prices: UsualPrices) -> PlanningRules:
    """Return the planning rules of a new depot with prices as large beside its paid hour as the usual ones are.

    Without this a missed promise would weigh next to nothing where an hour costs hundreds.
    """
    usual = PlanningRules()
    share = prices.per_hour / Vehicle(vehicle_id="-", name="-", depot_id="-").cost_per_hour
    if share <= 0:
        return usual
    scaled: dict[str, Any] = {
        field.name: _two_digits(getattr(usual, field.name) * share)
        for field in fields(usual)
        if field.name.endswith("_price")
    }
    return replace(usual, **scaled)


def no_prices(depot: Depot | None) -> list[Issue]:
    """Return what to say where a file names no prices and nobody was asked for the depot's."""
    if depot is None or depot.prices is not None or depot.currency in _NEAR_THE_EURO:
        return []
    plain = Vehicle(vehicle_id="-", name="-", depot_id="-")
    message = (
        f"The file does not say what the vehicles cost; {plain.fixed_cost:g} a day, {plain.cost_per_km:g} a km and "
        f"{plain.cost_per_hour:g} an hour in {depot.currency} were taken, which is hardly right."
    )
    return [look("PRICES", message, "Say on the Settings page what a vehicle usually costs, or add the columns.")]


def with_usual_prices(vehicle: Vehicle, depot: Depot | None, said: frozenset[str]) -> Vehicle:
    """Return a new vehicle with the depot's prices where the file names none of its own."""
    if depot is None or depot.prices is None:
        return vehicle
    usual: dict[str, Any] = {
        "fixed_cost": depot.prices.per_day,
        "cost_per_km": depot.prices.per_km,
        "cost_per_hour": depot.prices.per_hour,
    }
    return replace(vehicle, **{name: price for name, price in usual.items() if name not in said})


def _two_digits(amount: float) -> float:
    if amount <= 0:
        return 0.0
    digits = 1 - math.floor(math.log10(amount))
    return round(amount, digits)
