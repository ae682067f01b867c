"""All steps of the drawing in order."""

from __future__ import annotations

from dataclasses import dataclass

from shapely.geometry import LineString, Polygon

from sample_data.maker.addresses import Address, make_addresses, make_buildings
from sample_data.maker.cells import Plan, make_plan
from sample_data.maker.greens import Greens, make_greens
from sample_data.maker.land import Land, make_land
from sample_data.maker.motorway import lay_motorway, motorway_line
from sample_data.maker.naming import name_streets
from sample_data.maker.network import Edge, build_network
from sample_data.maker.streets import StreetLine, draw_streets


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """Everything that is on the map."""

    land: Land
    plan: Plan
    greens: Greens
    edges: list[Edge]
    names: dict[str, str]
    addresses: list[Address]
    buildings: list[Polygon]


def draw_lines() -> tuple[list[StreetLine], Land, Plan, Greens, LineString]:
    """Draw the streets before they are noded, and what they are drawn on; the line is the middle of the motorway."""
    land = make_land()
    plan = make_plan(land)
    greens = make_greens(land, plan)
    middle = motorway_line(greens)
    return draw_streets(land, plan, greens, middle), land, plan, greens, middle


def make_town() -> Town:
    """Draw the whole city."""
    lines, land, plan, greens, middle = draw_lines()
    edges = lay_motorway(build_network(lines, greens), middle)
    names = name_streets(edges, plan, greens)
    addresses = make_addresses(edges, names, plan, land, greens)
    return Town(
        land=land,
        plan=plan,
        greens=greens,
        edges=edges,
        names=names,
        addresses=addresses,
        buildings=make_buildings(addresses),
    )
