"""The guide under /help/: built when it is asked for, served whole, and a plain answer where it cannot be built."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from asgi_tools import ask, run, scope_of

from lastmile_core.errors import LastmileError
from lastmile_core.web import help_site
from lastmile_core.web.build_help import LEFT_OVER_S, build_help, is_built, is_fresh
from lastmile_core.web.help_site import HelpSite

PLAIN = "site_name: Small\ntheme:\n  name: mkdocs\nplugins: []\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose guide has two pages."""
    root = tmp_path / "checkout"
    (root / "docs" / "more").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(PLAIN, encoding="utf-8")
    (root / "docs" / "index.md").write_text("# First words\n\n[More](more/page.md)\n", encoding="utf-8")
    (root / "docs" / "more" / "page.md").write_text("# A page\n", encoding="utf-8")
    return root


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "var" / "help"


def at(path: str, method: str = "GET") -> dict[str, object]:
    return {**scope_of([], path=f"/help{path}"), "root_path": "/help", "method": method}


async def get(site: HelpSite, path: str) -> tuple[int, str]:
    """Ask for a page; whoever asks stays connected and says nothing more."""
    return await ask(site, at(path), [None])


async def until_answer(site: HelpSite, path: str, holds: Callable[[str], bool]) -> tuple[int, str]:
    end = time.monotonic() + 120
    while True:
        status, page = await get(site, path)
        if holds(page):
            return status, page
        assert time.monotonic() < end, page
        await asyncio.sleep(0.05)


def test_who_asks_first_waits_on_a_page_that_says_so_and_then_reads(checkout: Path, folder: Path) -> None:
    async def first() -> None:
        site = HelpSite(folder, checkout)
        status, page = await get(site, "/")
        assert status == 503
        assert "The guide is being put together" in page
        assert 'http-equiv="refresh"' in page
        status, page = await until_answer(site, "/", lambda page: "First words" in page)
        assert status == 200
        assert (await get(site, "/more/page/"))[0] == 200
        assert (await get(site, "/more/nothing/"))[0] == 404

    run(first)
    assert is_fresh(folder, checkout)


def test_a_guide_that_is_out_of_date_is_read_while_the_new_one_is_built(
    checkout: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(help_site, "LOOK_EVERY_S", 0.0)
    build_help(folder, checkout)
    (checkout / "docs" / "index.md").write_text("# Second words\n\n[More](more/page.md)\n", encoding="utf-8")
    assert is_built(folder)
    assert not is_fresh(folder, checkout)

    async def second() -> None:
        site = HelpSite(folder, checkout)
        status, page = await get(site, "/")
        assert status == 200
        assert "First words" in page
        await until_answer(site, "/", lambda page: "Second words" in page)

    run(second)


def test_where_it_cannot_be_built_the_reason_and_the_text_are_there(checkout: Path, folder: Path) -> None:
    (checkout / "mkdocs.yml").write_text(PLAIN.replace("mkdocs", "no-such-theme"), encoding="utf-8")
    (checkout / "secret.md").write_text("not a page", encoding="utf-8")

    async def third() -> None:
        site = HelpSite(folder, checkout)
        status, page = await until_answer(site, "/", lambda page: "could not be built" in page)
        assert status == 503
        assert "no-such-theme" in page
        assert 'href="/help/_source/more/page.md"' in page
        assert await get(site, "/_source/more/page.md") == (200, "# A page\n")
        for name in ("../secret.md", "nothing.md", "/etc/hostname", "more/../../secret.md"):
            assert (await get(site, f"/_source/{name}"))[0] == 404, name

    run(third)
    assert list(folder.parent.glob(".help-*")) == []


def test_builders_side_by_side_leave_one_whole_guide(checkout: Path, folder: Path) -> None:
    def build(_: int) -> str:
        try:
            build_help(folder, checkout)
        except OSError as fault:  # the other one was faster
            return str(fault)
        return ""

    with ThreadPoolExecutor(3) as pool:
        assert "" in list(pool.map(build, range(3)))
    assert is_fresh(folder, checkout)
    assert list(folder.parent.glob(".help-*")) == []


def test_what_a_killed_build_left_behind_goes_away(checkout: Path, folder: Path) -> None:
    old, young = folder.parent / ".help-old", folder.parent / ".help-young"
    for made in (old, young):
        made.mkdir(parents=True)
    past = time.time() - LEFT_OVER_S - 60
    os.utime(old, (past, past))
    build_help(folder, checkout)
    assert not old.exists()
    assert young.exists()


def test_strict_refuses_a_broken_link_and_keeps_the_guide_that_was_there(checkout: Path, folder: Path) -> None:
    build_help(folder, checkout, strict=True)
    (checkout / "docs" / "index.md").write_text("# Words\n\n[Gone](gone.md)\n", encoding="utf-8")
    with pytest.raises(LastmileError, match=r"gone\.md"):
        build_help(folder, checkout, strict=True)
    assert is_built(folder)
    assert (folder / "more" / "page" / "index.html").is_file()
