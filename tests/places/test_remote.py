"""Geocoders elsewhere are asked politely, told little, and not believed blindly. The server is one of our own."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from lastmile_core.errors import LastmileError
from lastmile_core.model import Location
from lastmile_core.places import CONFIDENT, AddressQuery, PlaceKind, PlaceSource
from lastmile_core.places.elsewhere.remote import RemoteGeocoder, RemoteGeocoderError, sent_text
from lastmile_core.places.elsewhere.remote_settings import RemoteSettings
from lastmile_core.workflows.places.remote_geocoder import make_remote

DEPOT = Location(lat=48.77, lon=9.18)
ASKED = AddressQuery(text="c/o Meier, Königstr. 8, 3. OG", postcode="70173", town="Stuttgart")


class Server:
    """Answers every question with the same JSON and keeps what it was asked."""

    def __init__(self) -> None:
        self.answer: Any = []
        self.status = 200
        self.paths: list[str] = []
        self.agents: list[str | None] = []
        keeper = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                keeper.paths.append(self.path)
                keeper.agents.append(self.headers.get("User-Agent"))
                body = json.dumps(keeper.answer).encode()
                self.send_response(keeper.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def asked(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.paths[-1]).query)

    def geocoder(self, service: str, path: str = "", key: str = "") -> RemoteGeocoder:
        chosen = RemoteSettings(service=service, url=self.url + path, per_second=100)
        return RemoteGeocoder(chosen, near=DEPOT, key=key)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    from lastmile_core.places.elsewhere import remote

    monkeypatch.setattr(remote, "WAIT_AFTER_ERROR_S", 0.01)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


def _nominatim(lat: float = 48.7785, **address: str) -> dict[str, Any]:
    facts = {"house_number": "8", "road": "Königstraße", "postcode": "70173", "city": "Stuttgart", **address}
    box = [str(lat - 0.0001), str(lat + 0.0001), "9.1799", "9.1801"]
    return {"lat": str(lat), "lon": "9.18", "display_name": "…", "address": facts, "boundingbox": box}


def _feature(properties: dict[str, Any], lat: float = 48.7785, **more: Any) -> dict[str, Any]:
    place = {"type": "Point", "coordinates": [9.18, lat]}
    return {"type": "FeatureCollection", "features": [{"geometry": place, "properties": properties, **more}]}


PHOTON = {"housenumber": "8", "street": "Königstraße", "postcode": "70173", "city": "Stuttgart", "type": "house"}
PELIAS = {"housenumber": "8", "street": "Königstraße", "postalcode": "70173", "locality": "Stuttgart", "name": "x"}


@pytest.mark.parametrize(
    ("service", "path", "answer", "asked_at", "words"),
    [
        ("nominatim", "", [_nominatim()], "/search", "q"),
        ("nominatim", "/geo", [_nominatim()], "/geo/search", "q"),
        ("photon", "", _feature(PHOTON), "/api", "q"),
        ("pelias", "", _feature({**PELIAS, "layer": "address"}), "/v1/search", "text"),
    ],
)
def test_each_kind_of_server_is_understood(
    server: Server, service: str, path: str, answer: Any, asked_at: str, words: str
) -> None:
    server.answer = answer
    found = server.geocoder(service, path).find(ASKED)
    assert urlsplit(server.paths[0]).path == asked_at
    assert server.asked()[words] == ["konigstr 8, 70173 Stuttgart"]
    assert server.agents == ["lastmile-route-planner"]
    assert found.best is not None
    assert (found.best.kind, found.source, found.note) == (PlaceKind.HOUSE, PlaceSource.REMOTE, "")
    assert found.best.location == Location(lat=48.7785, lon=9.18)
    assert found.confidence >= CONFIDENT
    assert found.best.matched == "Königstraße 8, 70173 Stuttgart"


@pytest.mark.parametrize(
    "other",
    [
        {"road": "Kaiserstraße"},
        {"city": "Karlsruhe", "postcode": "76133"},
        {"house_number": "80"},
        {"house_number": "", "road": ""},
    ],
)
def test_an_answer_to_something_else_is_not_sure(server: Server, other: dict[str, str]) -> None:
    server.answer = [_nominatim(**other)]
    found = server.geocoder("nominatim").find(ASKED)
    assert found.confidence < CONFIDENT
    assert found.note


def test_two_places_that_fit_are_both_offered_and_neither_is_sure(server: Server) -> None:
    server.answer = [_nominatim(), _nominatim(lat=48.80)]
    found = server.geocoder("nominatim").find(ASKED)
    assert found.confidence < CONFIDENT
    assert len(found.guesses) == 2


def test_a_place_far_from_the_depot_is_not_sure(server: Server) -> None:
    server.answer = [_nominatim(lat=53.5)]
    assert server.geocoder("nominatim").find(ASKED).confidence <= 0.5


def test_a_town_is_a_guess_and_no_more(server: Server) -> None:
    server.answer = _feature({"name": "Stuttgart", "city": "Stuttgart", "type": "city", "osm_key": "place"})
    found = server.geocoder("photon").find(ASKED)
    assert found.best is not None
    assert found.best.kind is PlaceKind.TOWN
    assert found.confidence < 0.4


@pytest.mark.parametrize(
    ("status", "answer"),
    [(500, []), (429, []), (403, []), (200, "nonsense"), (200, {"features": [{}]}), (200, {"error": "x"})],
)
def test_a_server_that_fails_is_named_with_what_to_do(server: Server, status: int, answer: Any) -> None:
    server.status, server.answer = status, answer
    with pytest.raises(RemoteGeocoderError, match=r"127\.0\.0\.1:\d+ gave no usable answer.*stay on the list"):
        server.geocoder("photon").find(ASKED)


def test_nothing_known_is_an_empty_answer(server: Server) -> None:
    server.answer = []
    found = server.geocoder("nominatim").find(ASKED)
    assert (found.guesses, found.confidence) == ((), 0.0)
    assert "knows no such place" in found.note


def test_a_key_goes_to_the_server_that_wants_one(server: Server) -> None:
    server.answer = {"features": []}
    server.geocoder("pelias", key="secret").find(ASKED)
    assert server.asked()["api_key"] == ["secret"]


def test_what_is_sent_names_no_person_and_no_flat() -> None:
    query = AddressQuery(text="Attn: Mrs Kaya, 12 Main St, Flat 3", postcode="4101", town="Port Alder")
    assert sent_text(query) == "12 main st, 4101 Port Alder"


@pytest.mark.parametrize(
    ("service", "url", "per_second", "words"),
    [
        ("google", "https://geo.example.org", 1, "choose one of nominatim, photon, pelias"),
        ("photon", "geo.example.org", 1, "write it as https://"),
        ("photon", "file:///etc/passwd", 1, "write it as https://"),
        ("photon", "https://ana:secret@geo.example.org", 1, "write it as https://"),
        ("photon", "https://geo.example.org", 0, "cannot be kept"),
    ],
)
def test_settings_that_cannot_be_are_refused_in_words(service: str, url: str, per_second: float, words: str) -> None:
    with pytest.raises(LastmileError, match=words):
        make_remote(service, url, per_second)


def test_the_notice_says_what_is_sent_and_what_is_not() -> None:
    notice = make_remote("Photon", "https://geo.example.org/").notice
    assert "are sent to geo.example.org: street, house number, postcode and town" in notice
    assert "Names of customers" in notice
    assert "are not sent" in notice
