"""Ruin and recreate, compiled: visits near each other leave their routes and come back where they cost least.

After Christiaens & Vanden Berghe (2020), Slack Induction by String Removals, with the price of whole routes instead of
detours, whole pairs, reloads that come and go, and groups that must ride together.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from lastmile_core.planning.evaluation.best_position import best_position
from lastmile_core.planning.evaluation.compiled import compiled, njit
from lastmile_core.planning.evaluation.day_arrays import COST, FAULTS, PAID, ROUTE, DayArrays, Work
from lastmile_core.planning.evaluation.evaluate import evaluate
from lastmile_core.planning.evaluation.evaluate_changes import make_up
from lastmile_core.planning.evaluation.random_numbers import draw
from lastmile_core.planning.evaluation.route_board import Board
from lastmile_core.planning.polishing.hunt import BEST, CURRENT, Hunt

merged: Callable[[Any], Any] = njit(inline="always", error_model="numpy", _nrt=False)
"""For functions that are called once: a function of its own would be compiled with all that it calls once more."""
MEAN_REMOVED = 10.0
LONGEST_STRING = 8
RELOAD_CHANCE = 0.3
"""How often a string takes the reloads in it along, so that trips are cut anew."""
ABSENT_CHANCE = 0.3
"""How often the ruin is where an order is left out, if any is."""
BLINK = 0.01
"""Share of positions that are overlooked on purpose, so that the same ruin does not always end the same way."""


@compiled
def rounds(day: DayArrays, work: Work, board: Board, hunt: Hunt, number: int, heat: float) -> None:
    """Do rounds; one that makes the plan dearer is kept when it is by less than about ``heat`` cents."""
    for _ in range(number):
        hunt.touched[0] = 0
        ruin(day, board, hunt)
        for at in range(1, hunt.touched[0] + 1):
            refresh(day, work, board, hunt.touched[at])
        recreate(day, work, board, hunt)
        total = plan_total(day, board)
        if total >= hunt.totals[CURRENT] - heat * math.log(max(1e-12, draw(board.random))):
            _give_back(day, board, hunt)
            continue
        hunt.totals[CURRENT] = total
        if total < hunt.totals[BEST] - 0.5:
            hunt.totals[BEST] = total
            for vehicle in range(len(board.lengths)):
                hunt.lengths[1, vehicle] = board.lengths[vehicle]
                for position in range(board.lengths[vehicle]):
                    hunt.best[vehicle, position] = board.orders[vehicle, position]


@compiled
def _touch(board: Board, hunt: Hunt, vehicle: int) -> None:
    """Remember a route before it changes."""
    for at in range(1, hunt.touched[0] + 1):
        if hunt.touched[at] == vehicle:
            return
    hunt.touched[0] += 1
    hunt.touched[hunt.touched[0]] = vehicle
    hunt.lengths[0, vehicle] = board.lengths[vehicle]
    for column in range(3):
        hunt.answers[vehicle, column] = board.answers[vehicle, column]
    for position in range(board.lengths[vehicle]):
        hunt.saved[vehicle, position] = board.orders[vehicle, position]


@merged
def _give_back(day: DayArrays, board: Board, hunt: Hunt) -> None:
    """Return to the routes before the round."""
    for at in range(1, hunt.touched[0] + 1):
        vehicle = hunt.touched[at]
        for position in range(board.lengths[vehicle]):
            board.vehicle_of[board.orders[vehicle, position]] = -1
    for at in range(1, hunt.touched[0] + 1):
        vehicle = hunt.touched[at]
        board.lengths[vehicle] = hunt.lengths[0, vehicle]
        for column in range(3):
            board.answers[vehicle, column] = hunt.answers[vehicle, column]
        for position in range(board.lengths[vehicle]):
            board.orders[vehicle, position] = hunt.saved[vehicle, position]
        note_places(day, board, vehicle)


@compiled
def note_places(day: DayArrays, board: Board, vehicle: int) -> None:
    """Write down where the visits of a route are, and which reload of the vehicle is not in use."""
    for position in range(board.lengths[vehicle]):
        board.vehicle_of[board.orders[vehicle, position]] = vehicle
        board.position_of[board.orders[vehicle, position]] = position
    board.spare[vehicle] = -1
    for number in range(board.reloads.shape[1]):
        reload = board.reloads[vehicle, number]
        if reload >= 0 and board.vehicle_of[reload] < 0:
            board.spare[vehicle] = reload
            break


@merged
def refresh(day: DayArrays, work: Work, board: Board, vehicle: int) -> None:
    """Price a changed route anew."""
    cost, faults, paid = evaluate(day, work, vehicle, board.orders[vehicle], board.lengths[vehicle], False)
    board.answers[vehicle, COST], board.answers[vehicle, FAULTS], board.answers[vehicle, PAID] = cost, faults, paid


@compiled
def plan_total(day: DayArrays, board: Board) -> float:
    """Return the cost of the plan; a route with a fault costs more than any plan."""
    total = most = paid = used = 0.0
    for vehicle in range(len(board.lengths)):
        total += board.answers[vehicle, COST] + (1e12 if board.answers[vehicle, FAULTS] > 0 else 0.0)
        own = board.answers[vehicle, PAID]
        if own > 0:
            most, paid, used = max(most, own), paid + own, used + 1
    for visit in range(len(board.vehicle_of)):
        if board.vehicle_of[visit] < 0:
            total += day.visits[visit].penalty
    return total + day.features[0].per_balance * (most - paid / max(1.0, used))


@merged
def ruin(day: DayArrays, board: Board, hunt: Hunt) -> None:
    """Take strings of visits near a random one out of different routes."""
    seed = _seed(day, board, hunt)
    strings = 1 + int(draw(board.random) * (2.0 * MEAN_REMOVED / (1.0 + LONGEST_STRING / 2.0)))
    for rank in range(-1, hunt.near.shape[1]):
        visit = seed if rank < 0 else hunt.near[seed, rank]
        vehicle = board.vehicle_of[visit]
        is_touched = False
        for at in range(1, hunt.touched[0] + 1):
            is_touched = is_touched or hunt.touched[at] == vehicle
        if vehicle < 0 or is_touched or board.position_of[visit] < day.vehicles[vehicle].frozen:
            continue
        if not hunt.is_movable[visit]:
            continue
        _touch(board, hunt, vehicle)
        _take_string(day, board, hunt, vehicle, board.position_of[visit])
        if hunt.touched[0] >= strings:
            break
    if day.related.shape[1] > 0:
        _take_mates(day, board, hunt, seed)


@merged
def _seed(day: DayArrays, board: Board, hunt: Hunt) -> int:
    if draw(board.random) < ABSENT_CHANCE:
        found = 0
        for visit in range(len(board.vehicle_of)):
            if board.vehicle_of[visit] < 0 and day.visits[visit].is_order:
                hunt.absent[found] = visit
                found += 1
        if found > 0:
            return hunt.absent[int(draw(board.random) * found)]
    return hunt.seeds[int(draw(board.random) * len(hunt.seeds))]


@merged
def _take_string(day: DayArrays, board: Board, hunt: Hunt, vehicle: int, position: int) -> None:
    """Take a string of visits around a position out of a route; whole pairs go, reloads sometimes."""
    frozen, length = day.vehicles[vehicle].frozen, board.lengths[vehicle]
    size = min(length - frozen, 1 + int(draw(board.random) * LONGEST_STRING))
    begin = max(frozen, min(position - int(draw(board.random) * size), length - size))
    keeps_reloads = draw(board.random) >= RELOAD_CHANCE
    for at in range(begin, begin + size):
        _mark_gone(day, board, hunt, vehicle, board.orders[vehicle, at], keeps_reloads)
    _close_up(day, board, vehicle)


@compiled
def _mark_gone(day: DayArrays, board: Board, hunt: Hunt, vehicle: int, visit: int, keeps_reloads: bool) -> None:
    """Mark a visit (and the other half of its pair) as on no route; what is done already and reloads may stay."""
    stop, frozen = day.visits[visit], day.vehicles[vehicle].frozen
    if not hunt.is_movable[visit] or (stop.is_reload and keeps_reloads):
        return
    if stop.partner >= 0:
        if board.vehicle_of[stop.partner] == vehicle and board.position_of[stop.partner] < frozen:
            return
        board.vehicle_of[stop.partner] = -1
    board.vehicle_of[visit] = -1


@compiled
def _close_up(day: DayArrays, board: Board, vehicle: int) -> None:
    """Shorten a route to the visits that are still on it."""
    size = 0
    for position in range(board.lengths[vehicle]):
        visit = board.orders[vehicle, position]
        if board.vehicle_of[visit] == vehicle:
            board.orders[vehicle, size] = visit
            size += 1
    board.lengths[vehicle] = size
    note_places(day, board, vehicle)


@merged
def _take_mates(day: DayArrays, board: Board, hunt: Hunt, seed: int) -> None:
    """Take out all that must ride with the seed, so that the whole group can move."""
    for other in day.related[seed]:
        if other <= 0:
            continue
        visit = other - 1
        vehicle = board.vehicle_of[visit]
        if vehicle >= 0 and board.position_of[visit] >= day.vehicles[vehicle].frozen:
            _touch(board, hunt, vehicle)
            _mark_gone(day, board, hunt, vehicle, visit, True)
            _close_up(day, board, vehicle)


@merged
def recreate(day: DayArrays, work: Work, board: Board, hunt: Hunt) -> None:
    """Put all orders that are on no route back where they cost least, and drop reloads that help nobody."""
    found = _sorted_absent(day, board, hunt)
    for number in range(found):
        visit = hunt.absent[number]
        extra, cost, paid = best_position(
            day, work, board, hunt.beside, visit, BLINK, hunt.positions, hunt.detours, hunt.edit
        )
        if extra < day.visits[visit].penalty:
            vehicle = hunt.edit[ROUTE]
            _touch(board, hunt, vehicle)
            size = make_up(work, board.orders, board.lengths, hunt.edit)
            _write(day, work, board, vehicle, size)
            board.answers[vehicle, COST], board.answers[vehicle, PAID] = cost, paid
            board.answers[vehicle, FAULTS] = 0.0
    for at in range(1, hunt.touched[0] + 1):
        _shed_reloads(day, work, board, hunt, hunt.touched[at])


@compiled
def _write(day: DayArrays, work: Work, board: Board, vehicle: int, size: int) -> None:
    """Make the route that was made up the vehicle's."""
    for position in range(size):
        board.orders[vehicle, position] = work.order[position]
    board.lengths[vehicle] = size
    note_places(day, board, vehicle)


@merged
def _sorted_absent(day: DayArrays, board: Board, hunt: Hunt) -> int:
    """Fill in the orders on no route, at random or by one of the keys; return how many there are."""
    key, found = int(draw(board.random) * 1.5 * len(hunt.keys)), 0
    for visit in range(len(board.vehicle_of)):
        if board.vehicle_of[visit] >= 0 or not day.visits[visit].is_order:
            continue
        rank = draw(board.random) if key >= len(hunt.keys) else hunt.keys[key, visit] + draw(board.random)
        at = found
        while at > 0 and hunt.sort[at - 1] > rank:
            hunt.sort[at], hunt.absent[at] = hunt.sort[at - 1], hunt.absent[at - 1]
            at -= 1
        hunt.sort[at], hunt.absent[at] = rank, visit
        found += 1
    return found


@merged
def _shed_reloads(day: DayArrays, work: Work, board: Board, hunt: Hunt, vehicle: int) -> None:
    """Take reloads out of a route that cost more than they help."""
    position = board.lengths[vehicle] - 1
    while position >= day.vehicles[vehicle].frozen:
        visit = board.orders[vehicle, position]
        if not (day.visits[visit].is_reload and hunt.is_movable[visit]):
            position -= 1
            continue
        size, orders = np.int64(0), 0
        for at in range(board.lengths[vehicle]):
            if at != position:
                work.order[size] = board.orders[vehicle, at]
                orders += not day.visits[board.orders[vehicle, at]].is_reload
                size += 1
        if orders == 0:
            size = np.int64(0)
        cost, faults, paid = evaluate(day, work, vehicle, work.order, size, False)
        before = board.answers[vehicle, FAULTS]
        if faults < before or (faults == before and cost < board.answers[vehicle, COST]):
            for at in range(board.lengths[vehicle]):
                board.vehicle_of[board.orders[vehicle, at]] = -1
            _write(day, work, board, vehicle, size)
            board.answers[vehicle, COST], board.answers[vehicle, FAULTS] = cost, faults
            board.answers[vehicle, PAID] = paid
            position = min(position, size)
        position -= 1
