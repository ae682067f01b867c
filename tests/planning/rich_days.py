"""Days in a made-up city with every rule of the last mile, the same for the same seed.

``rich_day(seed, num_orders)`` has all of them, ``rich_day(seed, num_orders, rules={"traffic", "trips"})`` only these.
"""

import random
from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from lastmile_core.problem import BreakRule, DayPrices, DockDay, RoutingProblem, Traffic, VehicleDay, Visit

HOUR = 3600
RULES = frozenset(
    {
        "windows", "several_windows", "preferred", "chances", "set_up", "collections", "pairs", "skills", "allowed",
        "trips", "release", "dock_time", "docks", "traffic", "breaks", "overtime", "max_duration", "max_stops",
        "max_distance", "mixed_fleet", "open_end", "on_board", "waiting", "balance", "stability", "territory",
        "relations", "locked_position", "frozen_prefix", "locked_route", "same_address", "optional",
    }
)  # fmt: skip
"""Every rule that a day can have here."""

FACTORS = (
    (1000,) * 6 + (1150, 1500, 1650, 1250, 1100, 1100, 1200, 1150, 1100, 1250, 1500, 1700, 1450, 1150) + (1000,),
    (900,) * 6 + (1000, 1200, 1300, 1100, 1000, 1000, 1050, 1000, 1000, 1100, 1250, 1350, 1200, 1000) + (900,),
)
AT_HOME = (700,) * 8 + (720, 680, 640, 600, 620, 640, 640, 680, 760, 850, 920, 930, 900)
AT_WORK = (50,) * 7 + (500, 850, 960, 970, 970, 900, 920, 960, 950, 900, 600, 300, 100, 50)


@dataclass
class _City:
    """Points in metres around the depot, and ways between them; the last place is nowhere (open end)."""

    points: npt.NDArray[np.float64]
    metres: npt.NDArray[np.int64]
    seconds: npt.NDArray[np.int64]


def rich_day(
    seed: int, num_orders: int = 60, rules: Collection[str] = RULES, num_vehicles: int | None = None
) -> RoutingProblem:
    """Build a day; ``num_vehicles`` is by default enough for nearly all orders."""
    unknown = set(rules) - RULES
    if unknown:
        raise ValueError(f"no such rules: {sorted(unknown)}; choose from {sorted(RULES)}")
    rng = random.Random(seed)
    count = num_vehicles or max(2, -(-num_orders // 26) + 1)
    city = _city(rng, num_orders)
    visits = _orders(rng, num_orders, count, city, rules)
    vehicles = [_vehicle(rng, number, city, rules) for number in range(count)]
    if "pairs" in rules:
        _join_pairs(rng, visits)
    if "trips" in rules:
        _add_reloads(visits, vehicles)
    if "frozen_prefix" in rules:
        _freeze(rng, visits, vehicles)
    if "locked_route" in rules and count > 2:
        _lock_a_route(visits, vehicles)
    problem = RoutingProblem(
        visits=tuple(visits),
        vehicles=tuple(vehicles),
        durations=(city.seconds, city.seconds * 3 // 2),
        distances=(city.metres, city.metres),
        dimensions=("parcels", "kg"),
        profiles=("van", "cargo_bike"),
        name=f"rich day {seed}",
    )
    return _with_day_rules(rng, problem, city, rules)


def _city(rng: random.Random, num_orders: int) -> _City:
    """Suburbs around a centre; one-way streets make some places harder to reach than to leave."""
    hubs = [(rng.gauss(0, 5000), rng.gauss(0, 5000), rng.uniform(300, 1500)) for _ in range(6)]
    points = [(rng.uniform(-6000, 6000), 7000.0)]
    for _ in range(num_orders + 1):
        x, y, spread = rng.choice(hubs)
        points.append((rng.gauss(x, spread), rng.gauss(y, spread)))
    at = np.array(points)
    size = len(at)
    gap = np.abs(at[:, None] - at[None]).sum(-1) * 0.5 + np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)) * 0.6
    noise = np.random.default_rng(seed=rng.randrange(2**31))
    metres = gap * noise.uniform(1.0, 1.3, (size, size)) + noise.uniform(0, 250, size)[None, :] + 40
    # A way through the city centre is slower; through traffic takes the ring.
    inner = np.exp(-np.hypot(at[:, 0], at[:, 1]) / 4000)
    speed = 11.0 - 4.5 * (inner[:, None] + inner[None, :]) / 2
    seconds = metres / speed + 15
    np.fill_diagonal(metres, 0)
    np.fill_diagonal(seconds, 0)
    metres, seconds = _shortest(metres), _shortest(seconds)
    for matrix in (metres, seconds):
        matrix[-1, :] = 0
        matrix[:, -1] = 0
    return _City(at, metres.astype(np.int64), seconds.astype(np.int64))


def _shortest(matrix: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    for middle in range(len(matrix)):
        np.minimum(matrix, matrix[:, middle, None] + matrix[None, middle], out=matrix)
    return matrix


def _orders(rng: random.Random, num_orders: int, num_vehicles: int, city: _City, rules: Collection[str]) -> list[Visit]:
    visits: list[Visit] = []
    for number in range(num_orders):
        location = number + 1
        if "same_address" in rules and number and rng.random() < 0.15:
            location = rng.choice(visits).location
        visits.append(_order(rng, number, location, num_vehicles, rules))
    return visits


def _order(rng: random.Random, number: int, location: int, num_vehicles: int, rules: Collection[str]) -> Visit:
    is_collection = "collections" in rules and rng.random() < 0.1
    windows = _windows(rng, rules)
    parcels = rng.choice([1, 1, 1, 2, 3, 6])
    visit = Visit(
        visit_id=f"o{number}",
        location=location,
        load=(parcels * 1000, int(parcels * rng.uniform(500, 8000))),
        is_collection=is_collection,
        service=60 + 20 * parcels + rng.randrange(0, 180),
        windows=windows,
        penalty=rng.choice([3000, 6000, 20_000]) if "optional" in rules else 20_000,
    )
    if "set_up" in rules:
        visit = replace(visit, set_up=rng.choice([0, 60, 120, 240]))
    if "preferred" in rules and rng.random() < 0.4:
        begin = rng.choice([9, 10, 11, 13, 14, 16]) * HOUR
        low, high = max(begin, windows[0][0]), min(begin + 2 * HOUR, windows[-1][1])
        if low <= high:
            prices = {"early_price": rng.choice([0, 300]), "late_price": rng.choice([400, 1200])}
            visit = replace(visit, preferred=(low, high), **prices)
    if "chances" in rules and rng.random() < 0.7:
        visit = replace(visit, chances=AT_HOME if rng.random() < 0.8 else AT_WORK)
    if "release" in rules and "trips" in rules and not is_collection and rng.random() < 0.25:
        visit = replace(visit, release=rng.choice([9, 11, 12]) * HOUR)
    if "dock_time" in rules and not is_collection:
        visit = replace(visit, dock_time=rng.choice([10, 20, 30]))
    if "skills" in rules and rng.random() < 0.08:
        visit = replace(visit, skills=frozenset({"crane"}))
    if "allowed" in rules and rng.random() < 0.08:
        visit = replace(visit, allowed_vehicles=frozenset(rng.sample(range(num_vehicles), min(2, num_vehicles))))
    if "locked_position" in rules and rng.random() < 0.02:
        visit = replace(visit, locked_position=rng.choice([0, 1, 3]))
    if "stability" in rules and rng.random() < 0.6:
        visit = replace(visit, previous_vehicle=rng.randrange(num_vehicles))
        if rng.random() < 0.6:
            visit = replace(visit, previous_start=rng.randrange(8 * HOUR, 17 * HOUR, 300))
    if "territory" in rules and rng.random() < 0.6:
        known = frozenset(v for v in range(num_vehicles) if rng.random() < 0.4)
        visit = replace(visit, familiar_vehicles=known)
    return visit


def _windows(rng: random.Random, rules: Collection[str]) -> tuple[tuple[int, int], ...]:
    dice = rng.random()
    if "several_windows" in rules and dice < 0.08:
        return ((8 * HOUR, 10 * HOUR), (16 * HOUR, 18 * HOUR))
    if "windows" in rules and dice < 0.5:
        begin = rng.choice([8, 9, 10, 12, 13, 14, 15]) * HOUR
        return ((begin, begin + rng.choice([2, 3, 4]) * HOUR),)
    return ((8 * HOUR, 20 * HOUR),)


def _vehicle(rng: random.Random, number: int, city: _City, rules: Collection[str]) -> VehicleDay:
    is_bike = "mixed_fleet" in rules and rng.random() < 0.25
    begin = rng.choice([7, 8, 9] if "mixed_fleet" in rules else [8]) * HOUR
    room = 45_000 if "trips" in rules else 75_000
    day = VehicleDay(
        vehicle_id=f"v{number}",
        profile=int(is_bike),
        end=len(city.points) - 1 if "open_end" in rules and rng.random() < 0.15 else 0,
        shift=(begin, begin + rng.choice([9, 10, 11]) * HOUR),
        loading=rng.choice([600, 900]),
        capacity=(room // 2, room * 2) if is_bike else (room, room * 8),
        skills=frozenset({"crane"}) if "skills" in rules and (number == 0 or rng.random() < 0.3) else frozenset(),
        fixed_cost=2500 if is_bike else 7000,
        cost_per_km=8 if is_bike else 35,
        cost_per_hour=2400,
    )
    if "breaks" in rules and rng.random() < 0.7:
        day = replace(day, breaks=(BreakRule(duration=1800, earliest=11 * HOUR, latest=14 * HOUR),))
    if "overtime" in rules and rng.random() < 0.7:
        day = replace(day, regular_time=8 * HOUR, overtime_price=1200)
    if "max_duration" in rules and rng.random() < 0.3:
        day = replace(day, max_duration=9 * HOUR)
    if "max_stops" in rules and rng.random() < 0.2:
        day = replace(day, max_stops=25)
    if "max_distance" in rules and rng.random() < 0.2:
        day = replace(day, max_distance=90_000)
    if "on_board" in rules and rng.random() < 0.2:
        day = replace(day, on_board=(3000, 10_000))
    if "trips" in rules:
        day = replace(day, max_trips=rng.choice([2, 2, 3]) if rng.random() < 0.9 else 1)
    return day


def _join_pairs(rng: random.Random, visits: list[Visit]) -> None:
    """Give some orders a pickup on the way: the pickup half is added at another place."""
    for number in range(len(visits)):
        visit = visits[number]
        if visit.is_collection or rng.random() >= 0.06:
            continue
        visits[number] = replace(visit, partner=len(visits), release=0, dock_time=0, locked_position=None)
        pickup = Visit(
            visit_id=visit.visit_id,
            location=rng.choice(visits).location,
            load=visit.load,
            service=120,
            set_up=visit.set_up,
            windows=((7 * HOUR, 20 * HOUR),),
            penalty=0,
            skills=visit.skills,
            allowed_vehicles=visit.allowed_vehicles,
            partner=number,
            is_pickup=True,
        )
        visits.append(pickup)


def _add_reloads(visits: list[Visit], vehicles: list[VehicleDay]) -> None:
    for number, day in enumerate(vehicles):
        for trip in range(1, day.max_trips):
            reload_visit = Visit(
                visit_id=f"reload-{number}-{trip}",
                location=day.start,
                load=(0, 0),
                service=600,
                penalty=0,
                allowed_vehicles=frozenset({number}),
                is_reload=True,
            )
            visits.append(reload_visit)


def _freeze(rng: random.Random, visits: list[Visit], vehicles: list[VehicleDay]) -> None:
    """The first vehicle has two easy stops behind it."""
    easy = [
        number
        for number, visit in enumerate(visits)
        if visit.is_order and visit.partner is None and not visit.skills and visit.allowed_vehicles is None
    ]
    done = tuple(rng.sample(easy, min(2, len(easy))))
    for number in done:
        calm = {"windows": ((7 * HOUR, 20 * HOUR),), "preferred": None, "release": 0, "locked_position": None}
        visits[number] = replace(visits[number], load=(1000, 1000), **calm)
    vehicles[0] = replace(vehicles[0], frozen_prefix=done)


def _lock_a_route(visits: list[Visit], vehicles: list[VehicleDay]) -> None:
    """The last vehicle drives one quiet order that nobody may touch."""
    taken = set(vehicles[0].frozen_prefix)
    for number, visit in enumerate(visits):
        if visit.is_order and visit.partner is None and number not in taken and not visit.skills:
            calm = {"windows": ((7 * HOUR, 20 * HOUR),), "release": 0, "locked_position": None, "preferred": None}
            visits[number] = replace(visit, load=(1000, 1000), allowed_vehicles=None, **calm)
            vehicles[-1] = replace(vehicles[-1], locked_visits=(number,), end=0)
            return


def _with_day_rules(rng: random.Random, problem: RoutingProblem, city: _City, rules: Collection[str]) -> RoutingProblem:
    prices = DayPrices(
        waiting=600 if "waiting" in rules else 0,
        failed_attempt=900 if "chances" in rules else 0,
        moved_stop=150 if "stability" in rules else 0,
        changed_time=100 if "stability" in rules else 0,
        unfamiliar=80 if "territory" in rules else 0,
        balance=300 if "balance" in rules else 0,
    )
    problem = replace(problem, prices=prices)
    if "docks" in rules:
        bays = max(2, problem.num_vehicles // 2)
        docks = tuple(DockDay(dock_id=f"bay {n}", location=0, opens=6 * HOUR, closes=21 * HOUR) for n in range(bays))
        problem = replace(problem, docks=docks)
    if "traffic" in rules:
        inner = np.hypot(city.points[:, 0], city.points[:, 1]) < 4000
        problem = replace(problem, traffic=Traffic(factors=FACTORS, district=tuple((~inner).astype(int).tolist())))
    if "relations" in rules:
        frozen = {visit for day in problem.vehicles for visit in (*day.frozen_prefix, *(day.locked_visits or ()))}
        free = [n for n, visit in enumerate(problem.visits) if visit.is_order and n not in frozen]
        chosen = rng.sample(free, min(len(free), 6))
        together = tuple(frozenset(chosen[k : k + 2]) for k in (0, 2) if len(chosen) >= k + 2)
        apart = (frozenset(chosen[4:6]),) if len(chosen) == 6 else ()
        problem = replace(problem, same_route=together, different_routes=apart)
    return problem
