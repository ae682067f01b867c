"""Answers of geocoders elsewhere, brought to one form and judged like our own."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lastmile_core.model import Location
from lastmile_core.places.answer import AddressQuery, PlaceAnswer, PlaceGuess, PlaceKind, PlaceSource
from lastmile_core.places.index.address_index import KnownArea
from lastmile_core.places.index.flat_earth import Point, metres_between
from lastmile_core.places.search.confidence import OPEN, Evidence, confidence_of, note_about
from lastmile_core.places.search.find import house_number
from lastmile_core.places.search.locate_door import FAR_DOORS_M
from lastmile_core.places.search.read_query import ReadQuery
from lastmile_core.places.search.street_score import NOTHING, StreetScore, score_street, write_down
from lastmile_core.places.search.town_match import TownMatcher
from lastmile_core.places.text.address_text import read_tokens
from lastmile_core.places.text.house_number import read_house_number
from lastmile_core.places.text.word_match import likeness
from lastmile_core.places.text.words import code_of, words_of

FAR_AWAY_M = 200_000.0
"""A place farther from the depot than this is another town of the name."""

_TOWNS = {
    "nominatim": ("city", "town", "village", "municipality", "hamlet", "suburb", "city_district", "quarter"),
    "photon": ("city", "district", "locality", "county"),
    "pelias": ("locality", "localadmin", "borough", "neighbourhood", "county"),
}
_STREETS = ("road", "pedestrian", "footway", "residential", "path", "square")
_USUAL_REACH = {
    PlaceKind.HOUSE: 10.0,
    PlaceKind.INTERPOLATED: 40.0,
    PlaceKind.STREET: 300.0,
    PlaceKind.POSTCODE: 2_000.0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteResult:
    """One answer in our words; texts are empty where nothing was said."""

    point: Point
    kind: PlaceKind
    reach_m: float
    street: str
    number: str
    postcode: str
    towns: tuple[str, ...]


def read_result(service: str, raw: Mapping[str, Any]) -> RemoteResult | None:
    """Return an answer in our words; None when it has no place on earth."""
    facts = raw.get("address", {}) if service == "nominatim" else raw.get("properties", {})
    try:
        if service == "nominatim":
            point = (float(raw["lat"]), float(raw["lon"]))
        else:
            lon, lat = raw["geometry"]["coordinates"][:2]
            point = (float(lat), float(lon))
        Location(lat=point[0], lon=point[1])
    except (KeyError, ValueError, TypeError):
        return None
    kind = _kind(service, raw, facts)
    street = _first(facts, _STREETS) if service == "nominatim" else str(facts.get("street") or "")
    if kind is PlaceKind.STREET and not street:
        street = str(facts.get("name") or "")
    return RemoteResult(
        point=point,
        kind=kind,
        reach_m=_reach(service, raw, facts, point) or _USUAL_REACH.get(kind, 5_000.0),
        street=street,
        number=str(facts.get("house_number") or facts.get("housenumber") or ""),
        postcode=str(facts.get("postcode") or facts.get("postalcode") or ""),
        towns=tuple(dict.fromkeys(str(facts[name]) for name in _TOWNS[service] if facts.get(name))),
    )


def _first(facts: Mapping[str, Any], names: Sequence[str]) -> str:
    return next((str(facts[name]) for name in names if facts.get(name)), "")


def _kind(service: str, raw: Mapping[str, Any], facts: Mapping[str, Any]) -> PlaceKind:
    if facts.get("house_number") or facts.get("housenumber"):
        return PlaceKind.INTERPOLATED if facts.get("accuracy") == "interpolated" else PlaceKind.HOUSE
    said = {str(value) for value in (raw.get("addresstype"), raw.get("class"), facts.get("layer"), facts.get("type"))}
    said.add(str(facts.get("osm_key")))
    if said & {"road", "street", "highway"} or (service == "nominatim" and _first(facts, _STREETS)):
        return PlaceKind.STREET
    return PlaceKind.POSTCODE if said & {"postcode", "postalcode"} else PlaceKind.TOWN


def _reach(service: str, raw: Mapping[str, Any], facts: Mapping[str, Any], point: Point) -> float:
    """Return how far the place reaches by the box that came with it; 0 without one."""
    box = {"nominatim": raw.get("boundingbox"), "photon": facts.get("extent"), "pelias": raw.get("bbox")}[service]
    if not box or len(box) != 4:
        return 0.0
    numbers = [float(edge) for edge in box]
    lats, lons = (numbers[:2], numbers[2:]) if service == "nominatim" else (numbers[1::2], numbers[::2])
    return max(metres_between(point, (lat, lon)) for lat in lats for lon in lons)


def judge(query: AddressQuery, results: Sequence[RemoteResult], near: Location | None, host: str) -> PlaceAnswer:
    """Return the answers with our own confidence, the best first."""
    judged = sorted(((_evidence(query, result), result) for result in results), key=lambda pair: -pair[0].total)
    guesses, best_margin = [], 0.0
    for rank, (evidence, result) in enumerate(judged):
        rivals = [other.total for other, it in judged if metres_between(it.point, result.point) > FAR_DOORS_M]
        margin = evidence.total - max(rivals, default=-1.0)
        best_margin = margin if rank == 0 else best_margin
        confidence = confidence_of(evidence, margin if rank == 0 else None)
        if near is not None and metres_between(result.point, (near.lat, near.lon)) > FAR_AWAY_M:
            confidence = min(confidence, OPEN)
        guesses.append(_guess(result, confidence))
    note = note_about(judged[0][0], best_margin, guesses) if judged else f"{host} knows no such place."
    return PlaceAnswer(guesses=tuple(guesses), source=PlaceSource.REMOTE, note=note)


def _evidence(query: AddressQuery, result: RemoteResult) -> Evidence:
    """Compare what was asked with what came back: a server answers something to nearly everything."""
    read = ReadQuery(tokens=read_tokens(query.text), postcode=code_of(query.postcode))
    score = _street_score(read, result)
    known = read_house_number(result.number)
    wanted, _ = house_number(read, score.used, frozenset()) if score.used else (None, True)
    same = (
        known is not None and wanted is not None and wanted.first in range(known.first, (known.last or known.first) + 1)
    )
    kind, reach, number = result.kind, result.reach_m, 0.0
    if kind in (PlaceKind.HOUSE, PlaceKind.INTERPOLATED):
        number = 1.0 if same else 0.0
        if wanted is not None and not same:
            kind, reach, number = PlaceKind.STREET, max(reach, 300.0), -0.2
    return Evidence(
        street=score.value,
        kind=kind,
        reach_m=reach,
        number=number,
        postcode=_postcode(read.postcode, result.postcode),
        town=_town(query.town, result),
    )


def _street_score(read: ReadQuery, result: RemoteResult) -> StreetScore:
    name = words_of(result.street)
    if not name:
        return NOTHING
    numbers = frozenset(at for at, token in enumerate(read.tokens) if token.is_number or token.is_unit)
    alike = [{word: likeness(token.word, word) for word in name} for token in read.tokens]
    alike = [{word: score for word, score in found.items() if score > 0} for found in alike]
    return score_street(name, write_down(read.tokens, alike, set_aside=frozenset(), harmless=numbers))


def _postcode(asked: str, known: str) -> float:
    found = code_of(known)
    if not asked or not found:
        return 0.0
    return 1.0 if asked == found else 0.6 if found.startswith(asked) or asked.startswith(found) else -0.5


def _town(asked: str, result: RemoteResult) -> float:
    """Return 1 when the town that was asked for is named, -1 when another is."""
    if not asked.strip() or not result.towns:
        return 0.0
    areas = [KnownArea(name, words_of(name), "remote", result.point, math.inf) for name in result.towns]
    return 1.0 if TownMatcher(areas).named_in(read_tokens(asked)) else -1.0


def _guess(result: RemoteResult, confidence: float) -> PlaceGuess:
    if result.kind not in (PlaceKind.HOUSE, PlaceKind.INTERPOLATED, PlaceKind.STREET):
        confidence = min(confidence, 0.35)
    line = f"{result.street} {result.number}".strip()
    place = f"{result.postcode} {result.towns[0] if result.towns else ''}".strip()
    return PlaceGuess(
        location=Location(lat=round(result.point[0], 7), lon=round(result.point[1], 7)),
        kind=result.kind,
        confidence=confidence,
        matched=", ".join(part for part in (line, place) if part),
        reach_m=round(result.reach_m, 1),
    )
