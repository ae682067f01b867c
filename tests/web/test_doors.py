"""Who gets past the doors, and that nobody else reaches what is behind them."""

from __future__ import annotations

import pytest
from asgi_tools import Inner, ask, run, scope_of
from hypothesis import given, settings
from hypothesis import strategies as st

from lastmile_core.web import Doors, SafeHeaders, Serving, read_allowed
from lastmile_core.web.headers import content_policy

OWN = ("host", "localhost:8501")


def status(headers: list[tuple[str, str]], serving: Serving | None = None, **scope: object) -> tuple[int, str, Inner]:
    inner = Inner()
    doors = Doors(inner, serving or Serving())
    code, sentence = run(lambda: ask(doors, scope_of(headers, **scope)))  # type: ignore[arg-type]
    assert bool(inner.scopes) is (code in (101, 204)), "what is refused must not get further"
    return code, sentence, inner


@pytest.mark.parametrize(
    "host", ["localhost:8501", "127.0.0.1:8501", "[::1]:8501", "LOCALHOST:8501", "localhost.:8501"]
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_this_machine_under_its_own_names(host: str, kind: str) -> None:
    code, _, inner = status([("host", host), ("origin", f"http://{host}")], kind=kind)
    assert code in (101, 204)
    # Streamlit compares letters: the page is the host, exactly as written, so nothing is looked up.
    assert dict(inner.scopes[0]["headers"])[b"origin"].decode() == f"http://{host}"


@pytest.mark.parametrize(
    "hosts",
    [
        [],
        ["evil.test:8501"],
        ["evil.test"],
        ["localhost"],
        ["localhost:8502"],
        ["localhost:8501", "localhost:8501"],
        ["localhost:8501", "evil.test"],
        ["localhost:8501, evil.test"],
        ["0.0.0.0:8501"],
        ["192.168.1.5:8501"],
        ["user@localhost:8501"],
        ["localhost.evil.test:8501"],
        ["evil.test:8501#localhost:8501"],
    ],
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_another_name_is_answered_421(hosts: list[str], kind: str) -> None:
    code, sentence, _ = status([("host", host) for host in hosts], kind=kind)
    assert code == 421
    assert "Open it at" in sentence


def test_an_absolute_form_request_is_refused() -> None:
    assert status([OWN], path="http://evil.test/")[0] == 421


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "http://evil.test",
        "http://evil.test:8501",
        "http://localhost",
        "http://localhost:9000",
        "http://127.0.0.1:8501",
        "https://localhost:9000",
        "http://localhost:8501@evil.test",
        "http://localhost:8501.evil.test",
        "file://",
        "",
    ],
)
@pytest.mark.parametrize(("kind", "method"), [("websocket", ""), ("http", "GET"), ("http", "PUT"), ("http", "OPTIONS")])
def test_another_page_is_answered_403(origin: str, kind: str, method: str) -> None:
    code, sentence, _ = status([OWN, ("origin", origin)], kind=kind, method=method)
    assert code == 403
    assert sentence.startswith("This came from another web page")


def test_two_origins_are_refused() -> None:
    assert status([OWN, ("origin", "http://localhost:8501"), ("origin", "http://evil.test")])[0] == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_change_from_elsewhere_without_an_origin_is_refused(site: str) -> None:
    assert status([OWN, ("sec-fetch-site", site)], method="DELETE")[0] == 403
    assert status([OWN, ("sec-fetch-site", site)], kind="websocket")[0] == 403
    # A link in a letter opens the app.
    assert status([OWN, ("sec-fetch-site", site)])[0] == 204


def test_programs_without_an_origin_get_in() -> None:
    assert status([OWN], method="PUT")[0] == 204
    assert status([OWN], kind="websocket")[0] == 101


def test_an_open_address_answers_nobody_else_until_somebody_says_so() -> None:
    at = ("192.168.1.5", 8501)
    headers = [("host", "192.168.1.5:8501")]
    code, sentence, _ = status(headers, server=at)
    assert (code, "--insecure" in sentence) == (403, True)
    assert status(headers, Serving(insecure=True), server=at)[0] == 204
    assert status([("host", "192.168.1.6:8501")], Serving(insecure=True), server=at)[0] == 421
    mapped = ("::ffff:192.168.1.5", 8501)
    assert status(headers, Serving(insecure=True), server=mapped)[0] == 204
    assert status(headers, server=mapped)[0] == 403


PROXY = Serving(allowed=read_allowed("plan.example.com,depot.example.com:8443"))


@pytest.mark.parametrize(
    ("host", "origin", "scheme", "code"),
    [
        # Caddy, or nginx with "proxy_set_header Host $host": the name arrives as typed.
        ("plan.example.com", "https://plan.example.com", "http", 204),
        ("plan.example.com", "https://plan.example.com", "https", 204),
        ("plan.example.com:8080", "https://plan.example.com:8080", "http", 204),
        ("depot.example.com:8443", "https://depot.example.com:8443", "http", 204),
        ("depot.example.com", "https://depot.example.com", "http", 421),
        # nginx as it is out of the box: Host becomes the address behind it.
        ("127.0.0.1:8501", "https://plan.example.com", "http", 204),
        ("127.0.0.1:8501", "https://depot.example.com:8443", "http", 204),
        ("127.0.0.1:8501", "https://plan.example.com:444", "http", 403),
        # A page without TLS must not speak for one with it.
        ("plan.example.com", "http://plan.example.com", "https", 403),
        ("plan.example.com", "https://evil.test", "https", 403),
        ("plan.example.com.evil.test", "https://plan.example.com", "http", 421),
    ],
)
def test_behind_a_proxy(host: str, origin: str, scheme: str, code: int) -> None:
    got, _, inner = status([("host", host), ("origin", origin)], PROXY, scheme=scheme)
    assert got == code
    if code == 204:
        assert dict(inner.scopes[0]["headers"])[b"origin"].decode().partition("://")[2] == host


@pytest.mark.parametrize("name", ["x-forwarded-host", "forwarded", "x-original-host", "x-host"])
def test_a_forwarded_host_is_not_believed(name: str) -> None:
    assert status([("host", "evil.test:8501"), (name, "localhost:8501")])[0] == 421
    assert status([OWN, (name, "evil.test:8501")])[0] == 204


HEADER = st.text(st.characters(max_codepoint=255), max_size=30)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["host", "Host", "origin", "ORIGIN"]), HEADER), max_size=4))
def test_no_header_gets_in_by_chance_or_ends_in_a_fault(headers: list[tuple[str, str]]) -> None:
    code, _, _ = status(headers)
    hosts = [value.strip().lower() for name, value in headers if name.lower() == "host"]
    assert code in (204, 403, 421)
    if code == 204:
        assert hosts[0].rstrip(".").startswith(("localhost", "127.0.0.1", "[::1]"))


def test_the_policy_names_this_origin_only() -> None:
    policy = content_policy(scope_of([("host", "LocalHost:8501")]))
    assert "connect-src 'self' ws://localhost:8501 wss://localhost:8501 data: blob:;" in policy
    for bad in ([], [("host", "a; script-src *")], [("host", "a"), ("host", "b")]):
        assert "connect-src 'self' data: blob:;" in content_policy(scope_of(bad))


def test_refusals_carry_the_security_headers() -> None:
    sent = []

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    app = SafeHeaders(Doors(Inner(), Serving()))
    run(lambda: app(scope_of([("host", "evil.test")]), None, send))  # type: ignore[arg-type]
    names = {name for name, _ in sent[0]["headers"]}
    assert sent[0]["status"] == 421
    assert {b"content-security-policy", b"x-frame-options", b"cross-origin-resource-policy"} <= names


def test_each_refusal_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    doors = Doors(Inner(), Serving())
    for number in range(1000):
        run(lambda number=number: ask(doors, scope_of([("host", f"evil{number % 400}.test")])))
    assert len(caplog.records) == 200
