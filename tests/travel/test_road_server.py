"""A real road server on this machine, and a false one that answers everything wrong."""

import json
import os
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lastmile_core.errors import RoadsError
from lastmile_core.model import Location, TravelSource
from lastmile_core.settings import Settings
from lastmile_core.travel.provider import choose_provider, forget_servers
from lastmile_core.travel.regions import RegionInfo
from lastmile_core.travel.road_engine.osrm_client import OsrmClient, ServerTrouble
from lastmile_core.travel.road_engine.osrm_tools import tool_path
from lastmile_core.travel.times.matrix_cache import MatrixCache
from lastmile_core.travel.times.polyline import decode
from lastmile_core.travel.times.region_provider import RegionProvider
from lastmile_core.travel.times.server_provider import ServerProvider, parse_server_urls
from tests.travel.no_way import unreachable_pairs

pytestmark = pytest.mark.servers

Corner = Callable[[float, float], Location]

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def real_server(town: RegionInfo) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(tool_path("routed")), "-i", "127.0.0.1", "-p", str(port), str(town.path / "van" / "roads")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "running and waiting" in line:
                break
        yield f"http://127.0.0.1:{port}"
        process.terminate()


class FalseServer:
    """Answers with what ``answer`` says; remembers what was asked."""

    def __init__(self) -> None:
        self.answer: Callable[[str], tuple[int, bytes]] = lambda _path: (200, b"{}")
        self.asked: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                status, body = outer.answer(self.path)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = False
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def false_server() -> Iterator[FalseServer]:
    fake = FalseServer()
    thread = threading.Thread(target=fake.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield fake
    fake.server.shutdown()
    fake.server.server_close()
    thread.join()


def provider_for(url: str, cache: MatrixCache | None = None) -> ServerProvider:
    return ServerProvider(clients={"van": OsrmClient(url=url, pause=lambda _seconds: None)}, cache=cache)


def good_table(size: int = 2) -> dict[str, Any]:
    times = [[float(abs(row - column) * 60) for column in range(size)] for row in range(size)]
    return {
        "code": "Ok",
        "durations": times,
        "distances": [[value * 10 for value in row] for row in times],
        "sources": [{"distance": 3.0, "location": [20.0, 10.0]} for _ in range(size)],
    }


def test_a_real_server_gives_what_the_embedded_engine_gives(
    real_server: str, town: RegionInfo, corner: Corner, lonely: Location
) -> None:
    places = [*(corner(row, column) for row in range(4) for column in range(4)), corner(2.4, 2.6), lonely]
    served = provider_for(real_server).matrix(places, "van")
    own = RegionProvider(info=town).matrix(places, "van")
    assert served.source is TravelSource.OSRM_SERVER
    assert served.region == real_server.removeprefix("http://")
    assert np.array_equal(served.durations, own.durations)
    assert np.array_equal(served.distances, own.distances)
    assert served.snap_m == pytest.approx(own.snap_m, abs=0.2)
    assert {place for pair in unreachable_pairs(served) for place in pair if place} == {*range(1, len(places))}
    assert all(len(places) - 1 in pair for pair in unreachable_pairs(served))


def test_a_real_server_keeps_to_the_side_of_the_road_as_the_embedded_engine_does(
    real_server: str, town: RegionInfo, corner: Corner
) -> None:
    places = [corner(row + 0.05, column + 0.5) for row in range(4) for column in range(4)]
    kerb = [number % 2 == 1 for number in range(len(places))]
    server, engine = provider_for(real_server), RegionProvider(info=town)
    own = engine.matrix(places, "van", kerb)
    assert np.array_equal(server.matrix(places, "van", kerb).durations, own.durations)
    assert not np.array_equal(server.matrix(places, "van").durations, own.durations)
    assert server.legs(places[:3], "van", kerb[:3]) == engine.legs(places[:3], "van", kerb[:3])


def test_more_places_than_the_server_takes_are_asked_in_blocks(
    real_server: str, town: RegionInfo, corner: Corner
) -> None:
    places = [corner(row / 3, column / 3) for row in range(11) for column in range(11)]
    served = provider_for(real_server).matrix(places, "van")
    own = RegionProvider(info=town).matrix(places, "van")
    assert np.array_equal(served.durations, own.durations)


def test_legs_of_a_real_server(real_server: str, corner: Corner, lonely: Location) -> None:
    lines = provider_for(real_server).legs([corner(1, 0), corner(4, 0), lonely], "van")
    assert decode(lines[0])[-1] == pytest.approx((corner(4, 0).lat, corner(4, 0).lon), abs=2e-5)
    assert lines[1] == ""


def test_bike_times_without_a_bike_server_are_said_to_be_borrowed(real_server: str, corner: Corner) -> None:
    travel = provider_for(real_server).matrix([corner(0, 1), corner(5, 5)], "cargo_bike")
    assert "No bicycle road server" in travel.note
    assert travel.durations[0, 1] >= travel.distances[0, 1] / (15 / 3.6) - 1


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<html><h1>Bad gateway</h1></html>", "not road data"),
        (b"", "not road data"),
        (b"[1, 2]", "not road data"),
        (b'{"code": "Ok", "durations": [[0, 1]', "not road data"),
        (json.dumps(good_table(3)).encode(), "incomplete"),
        (json.dumps(good_table() | {"durations": None}).encode(), "incomplete"),
        (json.dumps(good_table() | {"distances": [[0, 1], [1]]}).encode(), "incomplete"),
        (json.dumps(good_table() | {"sources": []}).encode(), "incomplete"),
        (json.dumps(good_table() | {"durations": [[0, -50], [1, 0]]}).encode(), "place 0 to place 1 is -50 s"),
        (json.dumps(good_table() | {"distances": [[0, 1], [-800, 0]]}).encode(), "place 1 to place 0 is -800 m"),
        (json.dumps(good_table() | {"durations": [[0, 10**400], [1, 0]]}).encode(), "impossible"),
        (json.dumps(good_table() | {"durations": [[0, "60"], [1, 0]]}).encode(), "impossible"),
        (json.dumps(good_table() | {"durations": [[0, True], [1, 0]]}).encode(), "impossible"),
        (json.dumps(good_table() | {"durations": [[900, 60], [60, 900]]}).encode(), "staying in one place"),
    ],
)
def test_an_answer_that_cannot_be_true_is_never_used(
    false_server: FalseServer, corner: Corner, tmp_path: Path, body: bytes, message: str
) -> None:
    false_server.answer = lambda _path: (200, body)
    cache = MatrixCache(folder=tmp_path / "cache")
    with pytest.raises(RoadsError, match=message) as caught:
        provider_for(false_server.url, cache).matrix([corner(1, 1), corner(2, 2)], "van")
    assert caught.value.mend
    assert not cache.folder.exists()


@pytest.mark.parametrize("nothing", [None, float("nan"), float("inf"), 214_748_364.7])
def test_null_nan_and_infinity_mean_no_route(false_server: FalseServer, corner: Corner, nothing: float | None) -> None:
    body = json.dumps(good_table() | {"durations": [[0, nothing], [60, 0]], "distances": [[0, nothing], [600, 0]]})
    false_server.answer = lambda _path: (200, body.encode())
    travel = provider_for(false_server.url).matrix([corner(1, 1), corner(2, 2)], "van")
    assert unreachable_pairs(travel) == [(0, 1)]
    assert travel.durations[1, 0] == 60


def test_a_server_s_rounding_below_zero_counts_as_zero(false_server: FalseServer, corner: Corner) -> None:
    body = json.dumps(good_table() | {"durations": [[0, -0.2], [60, 0]], "distances": [[0, -1.5], [600, 0]]})
    false_server.answer = lambda _path: (200, body.encode())
    travel = provider_for(false_server.url).matrix([corner(1, 1), corner(2, 2)], "van")
    assert (travel.durations[0, 1], travel.distances[0, 1]) == (0, 0)


def test_a_server_that_does_not_say_how_far_the_road_is_makes_every_place_far(
    false_server: FalseServer, corner: Corner
) -> None:
    body = json.dumps(good_table() | {"sources": [{}, {"distance": "near"}]})
    false_server.answer = lambda _path: (200, body.encode())
    assert provider_for(false_server.url).matrix([corner(1, 1), corner(2, 2)], "van").far_points() == [0, 1]


def test_a_busy_server_is_asked_three_times_with_growing_pauses(false_server: FalseServer, corner: Corner) -> None:
    pauses: list[float] = []
    false_server.answer = lambda _path: (
        (429, b"slow down") if len(false_server.asked) < 3 else (200, json.dumps(good_table()).encode())
    )
    client = OsrmClient(url=false_server.url, pause=pauses.append)
    ServerProvider(clients={"van": client}).matrix([corner(1, 1), corner(2, 2)], "van")
    assert len(false_server.asked) == 3
    assert len(pauses) == 2
    assert 0.3 < pauses[0] < 1.3
    assert pauses[1] > 0.7


def test_a_server_that_stays_busy_is_given_up_in_words(false_server: FalseServer, corner: Corner) -> None:
    false_server.answer = lambda _path: (503, b"")
    with pytest.raises(ServerTrouble, match="busy or broken"):
        provider_for(false_server.url).matrix([corner(1, 1), corner(2, 2)], "van")
    assert len(false_server.asked) == 3


def test_a_slow_server_is_not_waited_for(corner: Corner) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        client = OsrmClient(
            url=f"http://127.0.0.1:{silent.getsockname()[1]}",
            num_tries=1,
            read_timeout_s=0.05,
            pause=lambda _seconds: None,
        )
        with pytest.raises(ServerTrouble, match="took too long"):
            client.ask("nearest", "driving", [corner(1, 1)], "number=1")


def test_a_server_that_finds_the_question_too_big_gets_smaller_ones(false_server: FalseServer, corner: Corner) -> None:
    def answer(path: str) -> tuple[int, bytes]:
        places = path.split("/")[4].split("?")[0].split(";")
        if len(places) > 20:
            return 400, json.dumps({"code": "TooBig"}).encode()
        half = len(places) // 2
        table = good_table(half)
        table["durations"] = [[0.0] * half] * half
        return 200, json.dumps(table).encode()

    false_server.answer = answer
    travel = provider_for(false_server.url).matrix([corner(row, 1) for row in range(30)], "van")
    assert travel.num_points == 30


def test_a_refusal_is_passed_on_with_the_server_s_own_word(false_server: FalseServer, corner: Corner) -> None:
    false_server.answer = lambda _path: (400, json.dumps({"code": "NoSegment"}).encode())
    with pytest.raises(RoadsError, match="refused: NoSegment"):
        provider_for(false_server.url).matrix([corner(1, 1), corner(2, 2)], "van")
    assert len(false_server.asked) == 1


@pytest.mark.parametrize("answer", [{"code": "Ok"}, {"code": "Ok", "routes": [{"geometry": {"x": 1}}]}])
def test_a_route_without_its_way_is_refused(false_server: FalseServer, corner: Corner, answer: dict[str, Any]) -> None:
    false_server.answer = lambda _path: (200, json.dumps(answer).encode())
    with pytest.raises(RoadsError, match="without its way"):
        provider_for(false_server.url).legs([corner(1, 1), corner(2, 2)], "van")


def test_a_line_that_cannot_be_drawn_is_refused(false_server: FalseServer, corner: Corner) -> None:
    body = json.dumps({"code": "Ok", "routes": [{"geometry": "_p~iF é"}]})
    false_server.answer = lambda _path: (200, body.encode())
    with pytest.raises(RoadsError, match="cannot be drawn"):
        provider_for(false_server.url).legs([corner(1, 1), corner(2, 2)], "van")


def test_the_address_of_a_server(corner: Corner) -> None:
    assert parse_server_urls("http://a:5000/") == {"van": "http://a:5000"}
    assert parse_server_urls("van=http://a, cargo_bike=http://b") == {"van": "http://a", "cargo_bike": "http://b"}
    with pytest.raises(RoadsError, match="no road server for vans"):
        parse_server_urls("cargo_bike=http://b")
    with pytest.raises(RoadsError, match="not the address"):
        OsrmClient(url="file:///etc/passwd")
    assert OsrmClient(url="http://user:secret@roads.test:5000").host == "roads.test:5000"


def test_the_server_comes_first(real_server: str, town_settings: Settings, corner: Corner) -> None:
    chosen = choose_provider(replace(town_settings, osrm_url=real_server), [corner(1, 1), corner(2, 2)])
    assert chosen.source is TravelSource.OSRM_SERVER
    assert chosen.note == ""


def test_without_its_server_the_region_stands_in_and_says_why(town_settings: Settings, corner: Corner) -> None:
    chosen = choose_provider(replace(town_settings, osrm_url=NOWHERE), [corner(1, 1), corner(2, 2)])
    assert chosen.source is TravelSource.OSRM
    assert chosen.note.startswith("The road server at 127.0.0.1:9 does not answer.")


def test_without_server_and_region_the_estimate_says_why(settings: Settings, corner: Corner) -> None:
    chosen = choose_provider(replace(settings, osrm_url=NOWHERE), [corner(1, 1)])
    assert chosen.source is TravelSource.ESTIMATE
    assert "does not answer" in chosen.note
    assert "not from roads" in chosen.matrix([corner(1, 1)], "van").note


def test_what_the_server_said_earlier_is_used_with_its_age(
    false_server: FalseServer, settings: Settings, corner: Corner
) -> None:
    online = replace(settings, osrm_url=false_server.url)
    places = [corner(1, 1), corner(2, 2)]
    false_server.answer = lambda _path: (200, json.dumps(good_table()).encode())
    first = choose_provider(online, places).matrix(places, "van")
    for file in (settings.cache / "matrices").glob("*.npz"):
        os.utime(file, (1_790_000_000, 1_790_000_000))
    forget_servers()
    false_server.answer = lambda _path: (502, b"<html>")
    chosen = choose_provider(online, places)
    saved = chosen.matrix(places, "van")
    assert np.array_equal(saved.durations, first.durations)
    assert saved.source is TravelSource.OSRM_SERVER
    assert "does not answer; these times were saved on 2026-09-21" in saved.note
    assert len(chosen.legs(places, "van")) == 1
    bike = chosen.matrix(places, "cargo_bike")
    assert bike.source is TravelSource.ESTIMATE
    assert "does not answer" in bike.note


def test_a_matrix_older_than_a_day_is_asked_for_again(
    false_server: FalseServer, settings: Settings, corner: Corner
) -> None:
    cache = MatrixCache(folder=settings.cache)
    server = provider_for(false_server.url, cache)
    false_server.answer = lambda _path: (200, json.dumps(good_table()).encode())
    places = [corner(1, 1), corner(2, 2)]
    server.matrix(places, "van")
    server.matrix(places, "van")
    assert len(false_server.asked) == 1
    for file in settings.cache.glob("*.npz"):
        os.utime(file, (1_000_000, 1_000_000))
    server.matrix(places, "van")
    assert len(false_server.asked) == 2


def test_a_dead_server_is_not_asked_on_every_page(false_server: FalseServer, settings: Settings) -> None:
    false_server.answer = lambda _path: (500, b"")
    online = replace(settings, osrm_url=false_server.url)
    for _ in range(5):
        choose_provider(online, [])
    assert len(false_server.asked) == 1
