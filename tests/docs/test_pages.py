"""Links lead somewhere, and nothing of a developer's machine is in the repository."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "sample_data" / "README.md",
]


def _links(text: str) -> list[str]:
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    text = re.sub(r"`[^`\n]*`", "", text)
    found = re.findall(r"\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)", text)
    found += re.findall(r"<(?:img|a)\b[^>]*\b(?:src|href)=\"([^\"]+)\"", text)
    found += re.findall(r"^\[[^\]]+\]:\s*(\S+)", text, re.MULTILINE)
    return [link for link in found if not re.match(r"[a-z][a-z+.-]*:", link)]


def _anchors(page: Path) -> set[str]:
    """Headings as GitHub names them."""
    headings = re.findall(r"^#+\s+(.*?)\s*#*$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_something_that_is_there(page: Path) -> None:
    broken = []
    for link in _links(page.read_text(encoding="utf-8")):
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        is_inside = target == ROOT or ROOT in target.parents
        if not is_inside or not target.exists() or (anchor and anchor not in _anchors(target)):
            broken.append(link)
    assert broken == []


def test_links_are_found_in_every_form() -> None:
    text = '[a](x.md) ![b](img/y.png "t") <img src="z.svg"> [c](https://example.org) `[d](no.md)`\n[e]: w.md\n'
    assert sorted(_links(text)) == ["img/y.png", "w.md", "x.md", "z.svg"]


def test_every_page_of_the_documentation_is_reached_from_the_readme() -> None:
    reached, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        for link in _links(page.read_text(encoding="utf-8")):
            target = (page.parent / link.partition("#")[0]).resolve()
            waiting += sorted(target.glob("*.md")) if target.is_dir() else [target] if target.suffix == ".md" else []
    assert {page for page in PAGES if ROOT / "docs" in page.parents} - reached == set()


def _tracked() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout, so nobody knows which files are tracked")
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    ).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


# Put together from parts, so that this file does not hold them itself.
_FOREIGN = [
    "/" + "work/",
    "index-" + "url",
    "extra-" + "index",
    r"(?<![\w.}])/" + r"(?:home|Users)/[a-z]\w*/",
    "/" + r"root/\w",
    "trusted-" + "host",
]


def test_no_file_names_a_developers_machine_or_a_package_index() -> None:
    pattern = re.compile("|".join(_FOREIGN).encode())
    found, looked = [], 0
    for path in _tracked():
        content = path.read_bytes()
        if b"\0" in content[:8000]:
            continue
        looked += 1
        found += [f"{path.relative_to(ROOT)}: {match.group().decode()}" for match in pattern.finditer(content)]
    assert found == []
    assert looked > 100


@pytest.mark.parametrize("text", ["cd /" + "work/main", "pip --index-" + "url x", "open('/" + "home/ana/x')"])
def test_a_foreign_path_would_be_noticed(text: str) -> None:
    assert re.search("|".join(_FOREIGN), text)


def test_pinned_versions_are_versions_and_nothing_else() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line.strip() and not line.startswith("#")]
    assert [line for line in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[\w.!+]+(\s*;.*)?", line)] == []
    assert len(pins) > 20
