"""What a file is that is no table: named by its first bytes, so that a renamed PDF is called a PDF."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence

from lastmile_core.errors import FileError

_EXPORT = "Export the table as XLSX or CSV from the program that made it, and import that."
_UNPACK = "Unpack it and import the table inside."
_COPY = "Copy its table into a spreadsheet, save that as XLSX or CSV and import it."
_TYPED = "Ask the sender for the table behind it, as XLSX or CSV."
# First bytes, what that is, and what to do.
_STARTS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", _EXPORT),
    (b"%!PS", "a PostScript file", _EXPORT),
    *(
        (start, "a picture", _TYPED)
        for start in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"8BPS")
    ),
    *((start, "an archive", _UNPACK) for start in (b"Rar!", b"7z\xbc\xaf", b"!<arch>", b"MSCF")),
    *((start, "a compressed file", _UNPACK) for start in (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")),
    (b"SQLite format 3", "a database", _EXPORT),
    (b"\x00\x01\x00\x00Standard", "an Access database", _EXPORT),
    *(
        (start, "a program", _TYPED)
        for start in (b"\x7fELF", b"MZ", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\x00asm")
    ),
    *((start, "a recording", _TYPED) for start in (b"ID3", b"OggS", b"fLaC")),
    *((start, "a Parquet or Arrow file", _EXPORT) for start in (b"PAR1", b"ARROW1")),
    (b"{\\rtf", "a text document", _COPY),
)
# Short words at the start may also begin a heading ("MZ", "ID3"); then a byte that no text has must follow.
_SHORT = (b"MZ", b"ID3", b"BZh", b"MSCF", b"PAR1", b"OggS", b"fLaC")
_IN_RIFF = {b"WEBP": "a picture", b"WAVE": "a recording", b"AVI ": "a video"}
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_BLANK = b" \t\r\n"
_LOOKED_AT, _FEWEST, _SHARE = 4_000, 8, 0.02
_INSIDE = (
    ("word/", "a Word document", _COPY),
    ("ppt/", "a presentation", _COPY),
    ("Index/Document.iwa", "a Numbers or Pages file", "Export it there as CSV or Excel and import that."),
    ("doc.kml", "a map (KMZ)", _EXPORT),
    ("META-INF/container.xml", "a book", _COPY),
)
_OLE_PARTS = (
    ("WordDocument", "a Word document", _COPY),
    ("PowerPoint Document", "a presentation", _COPY),
    ("__substg1.0_", "an e-mail", "Save the table attached to it and import that."),
)
_WORKBOOK_PARTS = ("Workbook", "Book")


def refuse_other_kinds(content: bytes) -> None:
    """Raise a FileError with code FILE_TYPE when a file is known to be no table of text."""
    head = content[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip(_BLANK)
    for start, name, mend in _STARTS:
        if head.startswith(start) and (start not in _SHORT or _CONTROL.search(head[:200]) or b"\x00" in head[:200]):
            raise _refusal(name, mend)
    if head[:4] == b"RIFF" and head[8:12] in _IN_RIFF:
        raise _refusal(_IN_RIFF[head[8:12]], _TYPED)
    if head[4:8] == b"ftyp":
        raise _refusal("a photo or video", _TYPED)
    if head[:2] == b"BM" and head[6:10] == b"\x00" * 4:
        raise _refusal("a picture", _TYPED)
    if content[257:262] == b"ustar":
        raise _refusal("an archive", _UNPACK)
    lowered = head[:500].lower()
    if lowered.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        raise FileError("This is a web page or XML, not a table.", _EXPORT, "FILE_TYPE")
    if re.match(rb"(?:from|to|subject|received|return-path|date|mime-version|message-id): .*", lowered) and re.search(
        rb"\n(?:subject|mime-version|message-id): ", lowered
    ):
        raise _refusal("an e-mail", "Save the table attached to it and import that.")


def refuse_binary(content: bytes) -> None:
    """Raise a FileError when a file that is not wide text (UTF-16, UTF-32) is full of bytes that no text has."""
    head = content[:_LOOKED_AT]
    found = len(_CONTROL.findall(head))
    if found >= _FEWEST and found >= _SHARE * len(head):
        message = "This is not a table: it is full of bytes that no text has, as in a picture or a program."
        raise FileError(message, _EXPORT, "FILE_TYPE")


def refuse_archive(names: Sequence[str]) -> None:
    """Raise the FileError for a ZIP archive that is no workbook, with what it is or holds."""
    for part, what, mend in _INSIDE:
        if any(name.startswith(part) for name in names):
            raise _refusal(what, mend)
    files = [name for name in names if not name.endswith("/")]
    shown = ", ".join(files[:3]) + (" …" if len(files) > 3 else "")
    raise FileError(f"This is a ZIP archive, not a workbook. It holds {shown or 'nothing'}.", _UNPACK, "FILE_TYPE")


def refuse_open_document(archive: zipfile.ZipFile) -> None:
    """Raise a FileError when an OpenDocument file says that it is no spreadsheet."""
    try:
        kind = archive.read("mimetype")[:200] if archive.getinfo("mimetype").file_size < _LOOKED_AT else b""
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return
    if b"opendocument." in kind and b"spreadsheet" not in kind:
        raise _refusal("a presentation" if b"presentation" in kind else "a text document", _COPY)


def refuse_old_document(content: bytes) -> None:
    """Raise a FileError when an old Office file is a letter, a presentation or an e-mail, not a workbook."""
    if any(part.encode("utf-16-le") in content for part in _WORKBOOK_PARTS):
        return
    for part, what, mend in _OLE_PARTS:
        if part.encode("utf-16-le") in content:
            raise _refusal(what, mend)


def _refusal(name: str, mend: str) -> FileError:
    return FileError(f"This is {name}, not a table.", mend, "FILE_TYPE")
