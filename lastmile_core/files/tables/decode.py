"""Bytes to text: what the file says itself, then strict UTF-8, then an old encoding found by content and shown."""

from __future__ import annotations

import codecs
import re

from lastmile_core.errors import FileError
from lastmile_core.files.raw_table import look, note, shorten
from lastmile_core.files.tables.encodings import find_encoding, shown_name, words_of
from lastmile_core.model import Issue

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_NOT_ASCII = re.compile(rb"[^\x00-\x7f]")
_NOT_UTF8 = re.compile(rb"(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})")
_CHECK = "Look at the names below; if they read wrong, save the file as CSV UTF-8 and import it again."


def decode(content: bytes, encoding: str = "") -> tuple[str, str, list[Issue]]:
    """Return the text, the name of its encoding, and notes about it.

    Parameters
    ----------
    encoding
        What a person chose; empty to find out.

    Raises
    ------
    FileError
        ENCODING when the file breaks its own promise (a byte order mark that does not fit, or the chosen encoding).
    """
    if encoding:
        return _strict(content, encoding), encoding, []
    if content.startswith(b"\xef\xbb\xbf") and not _fits(content, "utf-8"):
        return _fall_back(content[3:])  # a program added lines of another encoding later
    for mark, name in _BOMS:
        if content.startswith(mark):
            return _strict(content, name), name.removesuffix("-sig"), []
    wide = _wide_by_pattern(content)
    if wide:
        return _strict(content, wide), wide, [note("ENCODING", f"The text was read as {wide.upper()}.")]
    try:
        return content.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError:
        return _fall_back(content)


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise FileError(
            f"The text cannot be read as {encoding.removesuffix('-sig').upper()}.",
            "Save the file as CSV UTF-8 and import it again.",
            "ENCODING",
        ) from error


def is_wide(content: bytes) -> bool:
    """Return whether a text has two or four bytes for each letter, by its mark or by the zeros in it."""
    return any(content.startswith(mark) for mark, _ in _BOMS[1:]) or bool(_wide_by_pattern(content))


def _wide_by_pattern(content: bytes) -> str:
    head = content[:4000]
    half = len(head) // 2
    if half < 4:
        return ""
    # Separators, digits and line ends have a zero byte in any language; letters beyond Latin have not.
    behind, before = head[1::2].count(0) / half, head[0::2].count(0) / half
    if behind > 0.25 and before < 0.05:
        return "utf-16-le"
    return "utf-16-be" if before > 0.25 and behind < 0.05 else ""


def _fall_back(content: bytes) -> tuple[str, str, list[Issue]]:
    lines = content.splitlines(keepends=True)
    good: list[int] = []
    bad: list[int] = []
    for number, line in enumerate(lines, 1):
        if _NOT_ASCII.search(line):
            (good if _is_utf8(line) else bad).append(number)
    name = find_encoding(content)
    # Words in a one-byte encoding hardly ever form valid UTF-8 by chance, so both kinds together mean two sources.
    if good and (len(good) >= len(bad) or name != "cp932"):
        return _mixed(lines, set(bad))
    text = content.decode(name)
    message = (
        f"The text is not UTF-8; it was read as {shown_name(name)}. "
        f"Names read like this: {shorten(', '.join(words_of(text)))}"
    )
    return text, name, [look("ENCODING", message, _CHECK)]


def _mixed(lines: list[bytes], bad: set[int]) -> tuple[str, str, list[Issue]]:
    name = find_encoding(b"".join(_NOT_UTF8.sub(b"", line) for number, line in enumerate(lines, 1) if number in bad))
    name = name if name != "cp932" else "cp1252"
    parts = [_patched(line, name) if number in bad else line.decode("utf-8") for number, line in enumerate(lines, 1)]
    shown = ", ".join(str(number) for number in sorted(bad)[:10]) + (" …" if len(bad) > 10 else "")
    message = f"Two encodings in one file: line {shown} is not UTF-8 and was read as {shown_name(name)}."
    return "".join(parts), f"utf-8 and {name}", [look("ENCODING", message, _CHECK)]


def _patched(line: bytes, name: str) -> str:
    """Return a line in which bytes that are no UTF-8 are read in a one-byte encoding."""

    def instead(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        odd = error.object[error.start : error.start + 1]
        return odd.decode(name if _fits(odd, name) else "latin-1"), error.start + 1

    codecs.register_error("lastmile_patched", instead)
    return line.decode("utf-8", "lastmile_patched")


def _is_utf8(line: bytes) -> bool:
    return _fits(line, "utf-8")


def _fits(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
