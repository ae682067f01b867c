"""What a file is, by its bytes and never by its name; and whether a workbook is safe to open."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

from lastmile_core.errors import FileError
from lastmile_core.files.raw_table import ReadLimits, note
from lastmile_core.files.tables.decode import is_wide
from lastmile_core.files.tables.file_kinds import (
    refuse_archive,
    refuse_binary,
    refuse_old_document,
    refuse_open_document,
    refuse_other_kinds,
)
from lastmile_core.model import Issue

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sniff(content: bytes) -> str:
    """Return ``"zip"``, ``"ole"`` or ``"text"``.

    Raises
    ------
    FileError
        EMPTY for nothing at all, ENCRYPTED, FILE_TYPE for a picture, a PDF, an archive or a web page.
    """
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise FileError("The file is empty.", "Export it again and check that it has rows.", "EMPTY")
    if content[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return "zip"
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _with_password()
        refuse_old_document(content)
        return "ole"
    refuse_other_kinds(content)
    if not is_wide(content):
        refuse_binary(content)
    return "text"


def check_workbook(content: bytes, limits: ReadLimits) -> list[Issue]:
    """Look at the directory of a zipped workbook without unpacking anything.

    Returns
    -------
    list[Issue]
        Notes, such as MACRO.

    Raises
    ------
    FileError
        DAMAGED, ENCRYPTED, ZIP_BOMB, ZIP_PATH or FILE_TYPE.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            refuse_open_document(archive)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as error:
        raise FileError(
            "The workbook is damaged: its end is missing or unreadable.",
            "It was probably cut off on the way. Export or upload it again.",
            "DAMAGED",
        ) from error
    names = [entry.filename for entry in entries]
    _check_paths(names)
    _check_sizes(entries, limits)
    if any(entry.flag_bits & 0x1 for entry in entries) or "EncryptedPackage" in names:
        raise _with_password()
    is_excel = "xl/workbook.xml" in names or "xl/workbook.bin" in names
    if not is_excel and "content.xml" not in names:
        refuse_archive(names)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return [
            note(
                "MACRO",
                "The workbook holds macros; they are never run. The kept file still holds them.",
                "Nothing to do.",
            )
        ]
    return []


def _with_password() -> FileError:
    return FileError("The workbook is protected with a password.", "Save a copy without password.", "ENCRYPTED")


def _check_paths(names: list[str]) -> None:
    for name in names:
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or (len(name) > 1 and name[1] == ":"):
            raise FileError(
                "The workbook holds a path that leads outside of it; it was not opened.",
                "Ask the sender for a fresh file.",
                "ZIP_PATH",
            )
    lowered = [name.lower() for name in names]
    if len(set(lowered)) != len(lowered):
        raise FileError(
            "The workbook holds the same part twice, so it does not say which one counts.",
            "Open it in your spreadsheet program and save it again.",
            "DAMAGED",
        )


def _check_sizes(entries: list[zipfile.ZipInfo], limits: ReadLimits) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    # An honest workbook of too many rows packs about 1 : 15; it is counted while reading and refused in its own words.
    is_honest = unpacked / packed < 60 and unpacked < 20 * limits.max_unpacked
    is_bomb = unpacked > 20_000_000 and unpacked / packed > 200
    if (unpacked > limits.max_unpacked and not is_honest) or is_bomb or len(entries) > 5_000:
        raise FileError(
            f"The workbook would unpack to {unpacked / 1e6:,.0f} MB; the limit is {limits.max_unpacked / 1e6:,.0f} MB.",
            "Copy only the rows you need into a new workbook, or save it as CSV.",
            "ZIP_BOMB",
        )
