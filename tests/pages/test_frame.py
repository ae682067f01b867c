"""The frame: nothing runs outside it, every empty page says what to do, outside text stays text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lastmile_core.store import Store
from pages.widgets.shared.text import md_escape

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("today", "orders", "plan", "routes", "performance", "fleet", "setup")
Look = Callable[..., AppTest]


def words(app: AppTest) -> str:
    """Everything the page says in Markdown, captions, messages, labels."""
    parts = [
        element.value
        for kind in (app.markdown, app.caption, app.info, app.warning, app.error, app.success)
        for element in kind
    ]
    parts += [element.label for kind in (app.button, app.selectbox, app.metric, app.expander) for element in kind]
    parts += [element.value for element in app.metric]
    return "\n".join(str(part) for part in parts)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_without_its_frame_shows_nothing(name: str, small_day: Store) -> None:
    app = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=60).run()
    assert not app.title
    assert not app.dataframe
    assert not app.button


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_a_new_installation_offers_a_way_to_begin(name: str, look: Look) -> None:
    app = look(name)
    assert app.title[0].value == "Welcome to Lastmile"
    labels = [button.label for button in app.button]
    assert "Load the sample city" in labels
    assert "Add depot" in labels


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_an_empty_day_draws_and_says_the_next_step(name: str, look: Look, small_day: Store) -> None:
    app = look(name, day="2020-01-01")
    assert app.title[0].value
    if name in ("today", "orders", "plan", "routes", "performance"):
        assert app.info, f"{name} has no empty state"


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("fixture", ["small_day", "planned_day", "published_day"])
def test_pages_draw_at_every_stage_of_the_day(
    name: str, fixture: str, look: Look, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(fixture)
    app = look(name)
    assert app.title[0].value
    assert "incident" not in words(app)


@pytest.mark.parametrize("name", PAGES)
def test_outside_text_is_never_read_as_markdown(name: str, look: Look, published_day: Store) -> None:
    app = look(name, route="v1", stop="A2")
    said = words(app)
    assert not re.search(r"(?<!\\)!\[i\]\(http", said)
    assert not re.search(r"(?<!\\)\[a\]\(javascript", said)
    assert not re.search(r"(?<!\\):red\[x\]", said)
    assert "<img src=x" not in said


def test_day_and_depot_come_from_the_address(look: Look, small_day: Store) -> None:
    app = look("orders", day="2020-01-05", depot="north")
    assert app.date_input(key="frame_day").value == date(2020, 1, 5)
    assert app.selectbox(key="frame_depot").value == "north"


def test_nonsense_in_the_address_falls_back_to_today(look: Look, small_day: Store, today: date) -> None:
    app = look("orders", day="soon", depot="moon")
    assert app.date_input(key="frame_day").value == today
    assert app.selectbox(key="frame_depot").value == "north"


def test_the_estimate_is_marked_where_its_times_are_shown(look: Look, planned_day: Store) -> None:
    for name in ("plan", "routes"):
        assert any("estimates" in warning.value for warning in look(name).warning)
    assert any("estimate" in caption.value for caption in look("today").sidebar.caption)


def test_demo_access_is_announced(look: Look, small_day: Store) -> None:
    assert any("no sign-in" in caption.value for caption in look("orders").sidebar.caption)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("a*b", "a\\*b"),
        ("[x](y)", "\\[x\\]\\(y\\)"),
        ("two\nlines", "two lines"),
        (":red[x]", "\\:red\\[x\\]"),
    ],
)
def test_md_escape(text: str, shown: str) -> None:
    assert md_escape(text) == shown


def test_md_escape_breaks_bare_links() -> None:
    assert "http://" not in md_escape("see http://evil.test/x")
    assert "www." not in md_escape("www.evil.test")
