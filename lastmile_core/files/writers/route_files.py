"""Routes for navigation devices and map programs: GPX and GeoJSON (tables: ``route_tables``)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from lastmile_core.files.cells.safe_cells import clean_text
from lastmile_core.files.writers.route_tables import kind_of, routes_csv, routes_xlsx
from lastmile_core.files.writers.sheet_day import ESTIMATE_NOTE, LatLon, SheetDay, unique_file_name
from lastmile_core.model import Order, Route, Stop
from lastmile_core.units import show_clock

__all__ = ["route_gpx", "routes_csv", "routes_geojson", "routes_xlsx", "unique_file_name"]

_GPX = "http://www.topografix.com/GPX/1/1"


def route_gpx(day: SheetDay, vehicle_id: str | None = None) -> bytes:
    """Return GPX 1.1: for each route the stops in order (``rte``) and the driven line (``trk``)."""
    ElementTree.register_namespace("", _GPX)
    root = ElementTree.Element(f"{{{_GPX}}}gpx", {"version": "1.1", "creator": "Lastmile"})
    meta = _child(root, "metadata")
    _child(meta, "name", f"{day.depot.name} {day.plan.service_date} v{day.plan.version}")
    if day.is_estimate:
        _child(meta, "desc", ESTIMATE_NOTE)
    _child(meta, "time", _utc(day.plan.created_at))
    routes = day.routes(vehicle_id)
    for route in routes:
        part = _child(root, "rte")
        _child(part, "name", _route_title(day, route))
        start, end = day.start_of(route), day.end_of(route)
        if start is not None:
            where = day.depot.name if route.start is None else "Start"
            _gpx_point(part, "rtept", start, route.departure, f"{where} (departure)")
        for number, stop, order, place in _placed(day, route):
            for reload in route.reloads:
                if reload.before_stop == number - 1:
                    _gpx_point(part, "rtept", _depot(day), reload.arrival, f"{day.depot.name} (load again)")
            who = order.customer_name or order.address or order.order_id
            point = _gpx_point(part, "rtept", place, stop.arrival, f"{number}. {who}")
            _child(
                point, "desc", " · ".join(text for text in (order.address, _promise(day, stop), order.notes) if text)
            )
        if end is not None:
            where = day.depot.name if route.end is None else "End"
            _gpx_point(part, "rtept", end, route.return_at, f"{where} (return)")
    for route in routes:
        track = _child(root, "trk")
        _child(track, "name", _route_title(day, route))
        segment = _child(track, "trkseg")
        for lat, lon in day.path(route):
            _child(segment, "trkpt", attributes={"lat": f"{lat:.6f}", "lon": f"{lon:.6f}"})
    ElementTree.indent(root)
    xml: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return xml


def _child(
    parent: ElementTree.Element, tag: str, text: str | None = None, attributes: dict[str, str] | None = None
) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{_GPX}}}{tag}", attributes or {})
    if text is not None:
        element.text = clean_text(text)
    return element


def _gpx_point(
    parent: ElementTree.Element, tag: str, place: LatLon, moment: datetime, name: str
) -> ElementTree.Element:
    point = _child(parent, tag, attributes={"lat": f"{place[0]:.6f}", "lon": f"{place[1]:.6f}"})
    _child(point, "time", _utc(moment))
    _child(point, "name", name)
    return point


def routes_geojson(day: SheetDay, vehicle_id: str | None = None) -> bytes:
    """Return a GeoJSON feature collection (RFC 7946): lines of routes, points of stops, the depot, orders left out."""
    features = [_point(_depot(day), {"kind": "depot", "name": day.depot.name})]
    for route in day.routes(vehicle_id):
        line = [[round(lon, 6), round(lat, 6)] for lat, lon in day.path(route)]
        features.append(_feature({"type": "LineString", "coordinates": line}, _route_properties(day, route)))
        for number, stop, order, place in _placed(day, route):
            features.append(_point(place, _stop_properties(day, route, number, stop, order)))
    if vehicle_id is None:
        for left_out in day.plan.unassigned:
            waiting = day.orders.get(left_out.order_id)
            if waiting is not None and waiting.location is not None:
                place = (waiting.location.lat, waiting.location.lon)
                words = {"kind": "unassigned", "order": left_out.order_id, "why": left_out.message}
                features.append(_point(place, words))
    collection = {
        "type": "FeatureCollection",
        "day": day.plan.service_date.isoformat(),
        "plan_version": day.plan.version,
        "driving_times": "estimate" if day.is_estimate else "road",
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False, allow_nan=False).encode("utf-8")


def _route_properties(day: SheetDay, route: Route) -> dict[str, Any]:
    return {
        "kind": "route",
        "vehicle": clean_text(day.vehicle_name(route.vehicle_id)),
        "driver": clean_text(day.driver_name(route)),
        "stops": len(route.stops),
        "trips": route.num_trips,
        "distance_m": route.distance_m,
        "paid_s": route.paid_s,
        "departure": route.departure.isoformat(),
        "return": route.return_at.isoformat(),
    }


def _stop_properties(day: SheetDay, route: Route, number: int, stop: Stop, order: Order) -> dict[str, Any]:
    return {
        "kind": "stop",
        "vehicle": clean_text(day.vehicle_name(route.vehicle_id)),
        "stop": number,
        "order": clean_text(stop.of_order),
        "type": kind_of(order, stop),
        "customer": clean_text(order.customer_name),
        "address": clean_text(order.address),
        "arrival": stop.arrival.isoformat(),
        "window_from": stop.window.earliest.isoformat() if stop.window else None,
        "window_to": stop.window.latest.isoformat() if stop.window else None,
    }


def _feature(geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _point(place: LatLon, properties: dict[str, Any]) -> dict[str, Any]:
    return _feature({"type": "Point", "coordinates": [round(place[1], 6), round(place[0], 6)]}, properties)


def _placed(day: SheetDay, route: Route) -> Iterator[tuple[int, Stop, Order, LatLon]]:
    """Yield the stops whose place is known, with their number on the route."""
    for number, stop in enumerate(route.stops, start=1):
        order = day.orders.get(stop.visit_id)
        if order is not None and order.location is not None:
            yield number, stop, order, (order.location.lat, order.location.lon)


def _depot(day: SheetDay) -> LatLon:
    return day.depot.location.lat, day.depot.location.lon


def _route_title(day: SheetDay, route: Route) -> str:
    return " · ".join(text for text in (day.vehicle_name(route.vehicle_id), day.driver_name(route)) if text)


def _promise(day: SheetDay, stop: Stop) -> str:
    if stop.window is None:
        return ""
    return f"window {show_clock(day.local(stop.window.earliest))}–{show_clock(day.local(stop.window.latest))}"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
