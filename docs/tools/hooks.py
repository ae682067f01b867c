"""What the builder of the site does beyond ``mkdocs.yml``."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

__all__ = ["on_page_context", "on_page_markdown"]

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from cli_reference import cli_reference  # noqa: E402

_INCLUDED = re.compile(r'^--8<-- "([A-Z]+\.md)"$', re.MULTILINE)


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """Put a text of the first folder where a page asks for it, without its title and with its links mended."""
    up = "../" * page.file.src_uri.count("/") or "./"

    def text(found: re.Match[str]) -> str:
        whole = (ROOT / found[1]).read_text(encoding="utf-8").partition("\n")[2]
        return whole.replace("](docs/", f"]({up}")

    if page.file.src_uri == "reference/cli.md":
        markdown += "\n" + cli_reference()
    return _INCLUDED.sub(text, markdown)


def on_page_context(context: dict[str, Any], *, page: Any, **_: Any) -> dict[str, Any]:
    """Name no canonical address: the app serves the site wherever it runs itself."""
    page.canonical_url = None
    return context
