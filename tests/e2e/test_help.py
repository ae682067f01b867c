"""Help in the side bar: the guide of the page, built when it is asked for, searched, and nothing asked elsewhere."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest
from browser_tools import Server, Visitor, listen, until_seen
from playwright.sync_api import Page

from lastmile_core.clock import today_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def open_help(me: Visitor) -> Page:
    """Click Help in the side bar and return the tab that opens."""
    with me.context.expect_page() as opened:
        me.page.get_by_role("link", name="Help").click()
    opened.value.set_default_timeout(90_000)
    return opened.value


def test_help_opens_the_guide_of_the_page(look_server: Server, visit: Callable[..., Visitor]) -> None:
    # As on a fresh machine: nothing is built yet.
    shutil.rmtree(look_server.home / "help", ignore_errors=True)
    me = visit()
    me.open(f"{look_server.url}/orders?day={today_in('UTC')}&depot=harbour")
    guide = open_help(me)
    # A page says that the guide is being put together, and opens it by itself.
    guide.get_by_role("heading", level=1, name="Bring orders in").wait_for()
    assert guide.url == f"{look_server.url}/help/user-guide/orders/"
    until_seen(
        me,
        lambda: all(guide.evaluate("[...document.images].map(one => one.complete && one.naturalWidth > 0)")),
        "its pictures are drawn",
    )

    # It is searched on this machine, and the search leads on.
    ears = listen(Visitor(context=me.context, page=guide, strangers=[]))
    guide.get_by_role("textbox", name="Search").click()
    guide.keyboard.type("files for the road")
    found = guide.locator(".md-search-result__item > a[href*='/help/user-guide/publish/']").first
    found.wait_for()
    found.click()
    guide.get_by_role("heading", level=1, name="Publish, and files for the road").wait_for()

    # From every page the guide of that page; a wrong address is said inside the guide.
    for name, title in (
        ("plan", "Plan the day"),
        ("performance", "Review the day"),
        ("setup", "Depots, roads and rules"),
    ):
        me.open(f"{look_server.url}/{name}?day={today_in('UTC')}&depot=harbour")
        other = open_help(me)
        other.get_by_role("heading", level=1, name=title).wait_for()
        other.close()
    answer = guide.request.get(f"{look_server.url}/help/no/such/page/")
    assert answer.status == 404
    assert "Lastmile" in answer.text()
    front = guide.request.get(f"{look_server.url}/help")
    assert front.url == f"{look_server.url}/help/"
    assert ears.errors == []
    assert me.strangers == []
