"""Host and Origin headers as browsers, proxies and attackers write them."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastmile_core.errors import LastmileError
from lastmile_core.web import HostName, is_loopback, read_allowed, read_host, read_origin


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("localhost:8501", HostName("localhost", 8501)),
        ("LOCALHOST:8501", HostName("localhost", 8501)),
        ("localhost.:8501", HostName("localhost", 8501)),
        ("127.0.0.1", HostName("127.0.0.1")),
        ("[::1]:8501", HostName("::1", 8501)),
        ("[0:0:0:0:0:0:0:1]:80", HostName("::1", 80)),
        ("[::FFFF:127.0.0.1]:8501", HostName("127.0.0.1", 8501)),
        ("plan.example.com", HostName("plan.example.com")),
        ("xn--mnchen-3ya.example", HostName("xn--mnchen-3ya.example")),
        ("my_van:1", HostName("my_van", 1)),
    ],
)
def test_a_host_has_one_spelling(text: str, place: HostName) -> None:
    assert read_host(text) == place
    assert read_host(place.authority) == place


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ":8501",
        "localhost:",
        "localhost:0",
        "localhost:65536",
        "localhost:8501:8501",
        "localhost:٨٥٠١",
        "user@localhost:8501",
        "user:word@localhost:8501",
        "localhost:8501@evil.test",
        "localhost/evil",
        "localhost?x",
        "localhost#x",
        "localhost\\evil",
        "local host",
        "localhost, evil.test",
        "evil..test",
        ".localhost",
        "localhost..",
        "http://localhost:8501",
        "127.1",
        "127.0.0.01",
        "127.0.0.1.",
        "0x7f.0.0.1",
        "0x7f000001",
        "2130706433",
        "127.0.0.1.5",
        "::1",
        "[::1",
        "[127.0.0.1]",
        "[::1%25eth0]:8501",
        "[fe80::1%eth0]",
        "ｌocalhost",
        "a" * 300,
        "*",
    ],
)
def test_what_no_browser_writes_is_no_host(text: str) -> None:
    assert read_host(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "null",
        "",
        "file://",
        "localhost:8501",
        "ws://localhost",
        "http:localhost",
        "http://a/",
        "https://u@a",
        "blob:http://a",
    ],
)
def test_what_is_no_web_page_is_no_origin(text: str) -> None:
    assert read_origin(text) is None


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    place = read_host(text)
    if place is not None:
        assert read_host(place.authority) == place
        assert read_origin(f"https://{text}") == ("https", place)


@settings(deadline=None)
@given(st.ip_addresses(), st.integers(1, 65535))
def test_every_ip_address_comes_back(address: ipaddress.IPv4Address | ipaddress.IPv6Address, port: int) -> None:
    written = f"[{address.exploded}]" if address.version == 6 else str(address)
    place = read_host(f"{written}:{port}")
    assert place is not None
    assert place.port == port
    back = ipaddress.ip_address(place.name)
    assert back in (address, getattr(address, "ipv4_mapped", None))


@pytest.mark.parametrize(
    ("address", "closed"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("LocalHost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("", False),
        ("192.168.1.5", False),
        ("localhost.evil.test", False),
        ("myhost", False),
    ],
)
def test_only_this_machine_is_loopback(address: str, closed: bool) -> None:
    assert is_loopback(address) is closed


def test_allowed_names_are_read() -> None:
    assert read_allowed(" plan.example.com, [2001:db8::1]:8443 ,,fd00::5,münchen.example") == (
        HostName("plan.example.com"),
        HostName("2001:db8::1", 8443),
        HostName("fd00::5"),
        HostName("xn--mnchen-3ya.example"),
    )


@pytest.mark.parametrize("name", ["*", "*.example.com", "https://plan.example.com", "plan.example.com/app", "a b"])
def test_a_name_that_is_none_is_refused_by_name(name: str) -> None:
    with pytest.raises(LastmileError, match="is not a name") as caught:
        read_allowed(name)
    assert name in str(caught.value)
