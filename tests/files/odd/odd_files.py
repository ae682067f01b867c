"""The catalogue of odd files: bytes made in code, each with what must become of it.

``python tests/files/odd/odd_files.py FOLDER`` writes all of them into a folder, with ``expected.json`` beside them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from odd_base import Odd
from odd_books import BOOKS
from odd_places import IDENTITY, PLACES
from odd_sources import LANGUAGES, SOURCES
from odd_texts import ENCODINGS, SHAPES
from odd_values import DATES, NUMBERS, TIMES, WORDS

GROUPS: dict[str, dict[str, Odd]] = {
    "shape": SHAPES,
    "encoding": ENCODINGS,
    "number": NUMBERS,
    "date": DATES,
    "time": TIMES,
    "word": WORDS,
    "place": PLACES,
    "identity": IDENTITY,
    "workbook": BOOKS,
    "system": SOURCES,
    "language": LANGUAGES,
}
ODD_FILES: dict[str, Odd] = {f"{group}: {name}": odd for group, files in GROUPS.items() for name, odd in files.items()}


def write_all(folder: Path) -> int:
    """Write every odd file and what is expected of it; return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    expected = []
    for number, (name, odd) in enumerate(ODD_FILES.items(), 1):
        file = folder / f"{number:03d}.bin"
        file.write_bytes(odd.make())
        expected.append(
            {
                "file": file.name,
                "what": name,
                "outcome": odd.outcome,
                "accepted": odd.accepted,
                "refused": odd.refused,
                "codes": sorted(odd.codes),
                "answers": dict(odd.answers),
                "region": odd.region,
                "values": {key: dict(fields) for key, fields in odd.values.items()},
            }
        )
    (folder / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1), encoding="utf-8")
    return len(expected)


if __name__ == "__main__":
    print(f"{write_all(Path(sys.argv[1]))} files written to {sys.argv[1]}")
