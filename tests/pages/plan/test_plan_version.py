"""The version on the screen is the newest, unless a person pinned another one; nobody is told about themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from streamlit.testing.v1 import AppTest

from lastmile_core.clock import utc_now
from lastmile_core.store import Store

Look = Callable[..., AppTest]


def said(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.info, app.warning, app.error)
    return "\n".join(str(one.value) for kind in kinds for one in kind)


def saved_by(store: Store, today: date, who: str) -> None:
    latest = store.plans.latest(today, "north")
    assert latest is not None
    new = replace(latest, created_by=who, why="moved one", published_at=None, published_by="")
    store.plans.add(new, expected_head=latest.version)


def test_a_newer_version_is_shown_and_told_until_it_is_answered(look: Look, published_day: Store, today: date) -> None:
    app = look("routes")
    saved_by(published_day, today, "Ben")
    app.run()
    assert "Version 2** · draft" in said(app)
    assert "**Ben saved version 2** (moved one). It is shown now instead of version 1." in said(app)
    app.run()
    assert "Ben saved version 2" in said(app)
    app.button(key="news_seen").click().run()
    assert "Ben saved version 2" not in said(app)
    assert "Version 2** · draft" in said(app)


def test_a_person_is_not_told_about_somebody_else_of_the_same_name(
    look: Look, published_day: Store, today: date
) -> None:
    app = look("routes")
    saved_by(published_day, today, "Dispatcher")
    app.run()
    assert "Version 2 was saved under your name, perhaps in another window" in said(app)
    assert "Dispatcher saved" not in said(app)


def test_what_one_saved_oneself_is_no_news(look: Look, published_day: Store, today: date) -> None:
    app = look("routes", stop="A1")
    app.button(key="lock_stop").click().run()
    assert published_day.plans.head(today, "north") == 2
    assert "shown now instead" not in said(app)
    app.run()
    assert "shown now instead" not in said(app)


def test_a_change_starts_from_the_version_that_was_on_the_screen(look: Look, published_day: Store, today: date) -> None:
    app = look("routes", stop="A1")
    saved_by(published_day, today, "Ben")
    app.button(key="lock_stop").click().run()
    assert published_day.plans.head(today, "north") == 2
    assert "Ben saved version 2 while you were working on version 1" in said(app).replace("\\", "")
    app.button(key="lock_stop").click().run()
    assert published_day.plans.head(today, "north") == 3


def test_a_pin_is_seen_and_taken_out_with_one_click(look: Look, published_day: Store, today: date) -> None:
    app = look("routes")
    saved_by(published_day, today, "Ben")
    app.run()
    app.button(key="pin_before").click().run()
    assert "**Version 1 is pinned** here. The newest is version 2 by Ben: moved one." in said(app)
    assert "Changes are made on the newest version" in said(app)
    # The pin holds on the Plan page as well, and a version that came after is not published by mistake.
    app.switch_page("plan.py").run()
    assert "**Version 1 is pinned** here" in said(app)
    published_day.plans.publish(today, "north", 2, by="Ben", at=utc_now())
    app.switch_page("routes.py").run()
    assert "**Version 1 is superseded**: version 2 is what drivers have." in said(app)
    app.button(key="show_newest").click().run()
    assert "is pinned" not in said(app)
    assert "superseded" not in said(app)


def test_nothing_is_published_that_came_after_the_page_was_drawn(look: Look, planned_day: Store, today: date) -> None:
    app = look("plan")
    saved_by(planned_day, today, "Ben")
    app.button(key="publish").click().run()
    assert planned_day.plans.latest_published(today, "north") is None
    assert "Version 2 came while you looked at version 1, so nothing was published." in said(app)
    app.button(key="publish").click().run()
    promised = planned_day.plans.latest_published(today, "north")
    assert promised is not None
    assert promised.version == 2
