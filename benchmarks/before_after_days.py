"""Made-up days for ``before_after.py``: the same for the same words, whatever the checkout."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from typing import Any

HOUR = 3600


def _named(name: str) -> dict[str, Any]:
    """Return the name of a visit as its field is called in this checkout: it was ``order_id`` once."""
    from lastmile_core.problem import Visit

    return {fields(Visit)[0].name: name}


def day(kind: str, orders: int) -> Any:
    """Return a made-up day; the same for the same words in every checkout.

    ``plain`` has windows, collections and breaks; ``traffic`` also traffic by hour in two districts; ``hours``
    traffic, wishes and chances; ``trips`` several trips and release times; ``rich`` all of it with pairs; ``running``
    what a re-plan usually has.
    """
    from lastmile_core.problem import DayPrices, RoutingProblem, Traffic

    rng = random.Random(f"{kind} {orders}")
    places = [(0.0, 0.0)] + [(rng.gauss(0, 6000), rng.gauss(0, 6000)) for _ in range(orders)]
    metres = _metres(places)
    seconds = metres * 10 // 83
    visits = [_visit(rng, number, kind) for number in range(orders)]
    fleet = [_van(rng, number, kind) for number in range(-(-orders // 22) + 2)]
    if kind == "rich":
        _pair_some(rng, visits)
    if kind in ("trips", "rich"):
        _add_reloads(visits, len(fleet))
    by_hour = (1000,) * 6 + (1150, 1500, 1650, 1250, 1100, 1100, 1200, 1150, 1100, 1250, 1500, 1700, 1450, 1150, 1000)
    quiet = (900,) * 6 + (1000, 1200, 1300, 1100, 1000, 1000, 1050, 1000, 1000, 1100, 1250, 1350, 1200, 1000, 900)
    traffic = Traffic(factors=(by_hour, quiet), district=tuple(int(abs(x) + abs(y) > 7000) for x, y in places))
    prices = DayPrices()
    if kind == "running":
        prices = DayPrices(moved_stop=150, changed_time=100)
    elif kind in ("hours", "rich"):
        prices = DayPrices(failed_attempt=900, waiting=600 if kind == "rich" else 0)
    return RoutingProblem(
        visits=tuple(visits),
        vehicles=tuple(fleet),
        durations=(seconds,),
        distances=(metres,),
        dimensions=("parcels",),
        traffic=traffic if kind in ("traffic", "hours", "rich") else None,
        prices=prices,
        name=kind,
    )


def _metres(places: list[tuple[float, float]]) -> Any:
    import numpy as np

    at = np.array(places)
    apart = at[:, None] - at[None]
    noise = np.random.default_rng(len(places)).uniform(1.0, 1.2, (len(places), len(places)))
    metres = ((np.abs(apart).sum(-1) * 0.5 + np.hypot(apart[..., 0], apart[..., 1]) * 0.6) * noise + 40).astype(
        np.int64
    )
    np.fill_diagonal(metres, 0)
    return metres


def _visit(rng: random.Random, number: int, kind: str) -> Any:
    from lastmile_core.problem import Visit

    opens = rng.choice((7, 7, 8, 9, 10, 12, 13, 14)) * HOUR
    is_collection = rng.random() < 0.1
    words: dict[str, Any] = {}
    chances = rng.choice(((700,) * 12 + (500,) * 4 + (900,), (300,) * 9 + (900,) * 8 + (200,), ()))
    if kind in ("hours", "rich"):
        words["chances"] = chances
        if rng.random() < 0.3:
            words.update(preferred=(opens, opens + HOUR), early_price=300, late_price=600)
    if kind in ("trips", "rich"):
        release = rng.choice((0, 0, 0, 9, 11)) * HOUR
        words.update(release=0 if is_collection else release, dock_time=0 if is_collection else 10)
    return Visit(
        **_named(f"o{number}"),
        location=number + 1,
        load=(rng.choice((1, 1, 2, 3, 6)) * 1000,),
        is_collection=is_collection,
        service=60 + rng.randrange(0, 300),
        set_up=rng.choice((0, 60, 120)),
        windows=((opens, opens + rng.choice((2, 4, 8)) * HOUR),),
        penalty=20_000,
        **words,
    )


def _van(rng: random.Random, number: int, kind: str) -> Any:
    from lastmile_core.problem import BreakRule, VehicleDay

    noon = BreakRule(duration=1800, earliest=11 * HOUR, latest=14 * HOUR)
    has_trips = kind in ("trips", "rich")
    return VehicleDay(
        vehicle_id=f"v{number}",
        shift=(6 * HOUR, 19 * HOUR),
        loading=900,
        capacity=(40_000 if has_trips else 80_000,),
        fixed_cost=7000,
        cost_per_km=35,
        cost_per_hour=2400,
        breaks=(noon,) if rng.random() < 0.7 else (),
        max_trips=2 if has_trips else 1,
    )


def _pair_some(rng: random.Random, visits: list[Any]) -> None:
    for number in range(0, len(visits), 25):
        visits[number] = replace(visits[number], partner=len(visits), is_collection=False, release=0, dock_time=0)
        goes = {"partner": number, "is_pickup": True, "penalty": 0, "preferred": None, "chances": ()}
        at = rng.choice(visits).location
        visits.append(replace(visits[number], location=at, windows=((7 * HOUR, 19 * HOUR),), **goes))


def _add_reloads(visits: list[Any], vehicles: int) -> None:
    from lastmile_core.problem import Visit

    visits += [
        Visit(
            **_named(f"reload {number}"),
            location=0,
            load=(0,),
            service=600,
            penalty=0,
            allowed_vehicles=frozenset({number}),
            is_reload=True,
        )
        for number in range(vehicles)
    ]
