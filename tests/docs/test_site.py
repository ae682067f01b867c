"""The guide as a site: built strictly, whole, and without anything of another address."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

import lastmile_core
from lastmile_core.cli import COMMANDS
from lastmile_core.web.build_help import build_help
from pages.widgets.frame.frame import GUIDES

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
MOST_PICTURES, LARGEST_BYTES = 12, 120_000
# Attributes that make a browser fetch something by itself.
FETCHED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "video": "src"}
FETCHING_LINKS = {"stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, as `make docs` builds it."""
    folder = tmp_path_factory.mktemp("guide") / "help"
    build_help(folder, ROOT, strict=True)
    return folder


class Fetches(HTMLParser):
    """Collects what a page makes a browser fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        wanted = values.get(FETCHED.get(tag, ""))
        if tag == "link" and not FETCHING_LINKS & set((values.get("rel") or "").split()):
            return
        if wanted:
            self.found.append(wanted)


def is_foreign(address: str) -> bool:
    return bool(re.match(r"(?:[a-z][a-z+.-]*:)?//", address)) and not address.startswith("data:")


def test_nothing_is_fetched_from_another_address(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 30
    found = []
    for page in pages:
        parser = Fetches()
        parser.feed(page.read_text(encoding="utf-8"))
        assert parser.found, page
        found += [f"{page.relative_to(site)}: {address}" for address in parser.found if is_foreign(address)]
    for style in site.rglob("*.css"):
        asked = re.findall(r"(?:url\(|@import )[\"']?([^\"')\s]+)", style.read_text(encoding="utf-8"))
        found += [f"{style.relative_to(site)}: {address}" for address in asked if is_foreign(address)]
    assert found == []


@pytest.mark.parametrize("address", ["https://fonts.example/x.css", "//cdn.example/x.js"])
def test_a_foreign_address_would_be_noticed(address: str) -> None:
    assert is_foreign(address)
    assert not is_foreign("../assets/x.css")


def test_every_page_of_the_app_has_its_guide(site: Path) -> None:
    for name in [*GUIDES.values(), "start"]:
        assert (site / "user-guide" / name / "index.html").is_file(), name
    shown = {path.stem for path in (ROOT / "pages").glob("*.py")} - {"__init__", "main", "today"}
    assert set(GUIDES) == {"", *shown}


def test_the_page_of_commands_names_every_command(site: Path) -> None:
    page = (site / "reference" / "cli" / "index.html").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"lastmile {name}</h" not in page and f"lastmile {name}<a" not in page] == []
    assert "Sentinel" not in page


def test_the_page_of_the_api_names_the_whole_public_face() -> None:
    page = (DOCS / "reference" / "api.md").read_text(encoding="utf-8")
    shown = re.findall(r"^::: lastmile_core\.(\w+)$", page, re.MULTILINE)
    assert sorted(shown) == sorted(set(lastmile_core.__all__) - {"__version__"})


def test_the_search_knows_the_pages(site: Path) -> None:
    index = (site / "search" / "search_index.json").read_text(encoding="utf-8")
    for address in ("user-guide/plan/", "reference/cli/", "reference/api/"):
        assert f'"{address}' in index


def test_pictures_are_few_small_and_shown() -> None:
    pictures = sorted((DOCS / "img").glob("*.webp"))
    assert 8 <= len(pictures) <= MOST_PICTURES
    text = "".join(page.read_text(encoding="utf-8") for page in [ROOT / "README.md", *DOCS.rglob("*.md")])
    for picture in pictures:
        assert picture.stat().st_size <= LARGEST_BYTES, picture.name
        with Image.open(picture) as opened:
            assert opened.width >= 800, picture.name
        assert f"img/{picture.name}" in text, f"no page shows {picture.name}"


def test_every_environment_variable_is_explained_and_every_explained_one_exists() -> None:
    name = re.compile(r"LASTMILE_[A-Z_]*[A-Z]")
    used: set[str] = set()
    for folder in ("lastmile_core", "pages", "tests"):
        for path in (ROOT / folder).rglob("*.py"):
            if path != Path(__file__):
                used |= set(name.findall(path.read_text(encoding="utf-8")))
    # Handed from the program to its own child that reads the roads.
    used -= {"LASTMILE_OSRM_PROFILES", "LASTMILE_OWN_PROFILES"}
    page = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(LASTMILE_[A-Z_]+)` \|", page, re.MULTILINE)) == used


def test_the_script_of_pictures_can_be_read_and_names_every_picture() -> None:
    done = subprocess.run(
        [sys.executable, "docs/tools/screenshots.py", "--list"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert set(done.stdout.split()) == {path.stem for path in (DOCS / "img").glob("*.webp")}
