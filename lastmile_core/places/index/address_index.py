"""Reads an address index: which streets sound like this, which doors does a street have.

One of the two modules outside the store that speak SQL (see ``build_index`` for the reason).
"""

from __future__ import annotations

import itertools
import json
import sqlite3
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from lastmile_core.errors import LastmileError
from lastmile_core.places.index.flat_earth import Point
from lastmile_core.places.index.index_tables import INDEX_FILE, INDEX_VERSION
from lastmile_core.places.index.osm_addresses import SCALE
from lastmile_core.places.index.vocabulary import Vocabulary
from lastmile_core.places.text.abbreviations import KIND_WORDS, SMALL_WORDS, meanings

MOST_NAMES = 300
"""So many street names are read for one address."""

_NAMES = """
    SELECT n.street_id, n.words FROM names_fts f JOIN names n ON n.name_id = f.rowid
    WHERE names_fts MATCH ? ORDER BY rank LIMIT ?"""
_STREET = "SELECT name, lat, lon, radius_m, towns, postcodes, num_doors, lines FROM streets WHERE street_id = ?"
_DOORS = "SELECT number, suffix, shown, lat, lon, postcode, town FROM doors WHERE street_id = ? ORDER BY number"


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name of a street; a street may have several."""

    street_id: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownDoor:
    """A door that the map knows."""

    number: int
    suffix: str
    shown: str
    point: Point
    postcode: str
    town: str


@dataclass(frozen=True, slots=True)
class KnownStreet:
    """A street that the map knows.

    Attributes
    ----------
    point
        A point about half-way along it.
    radius_m
        Distance from there to its farthest end.
    towns, postcodes
        What its doors name and whose outlines it lies in; postcodes by letters and digits only.
    lines
        Its pieces, degrees.
    """

    street_id: int
    name: str
    point: Point
    radius_m: float
    towns: tuple[str, ...]
    postcodes: tuple[str, ...]
    num_doors: int
    lines: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, slots=True)
class KnownArea:
    """A town, a part of one, or a postcode area, as a circle."""

    name: str
    words: tuple[str, ...]
    kind: str
    point: Point
    radius_m: float


class AddressIndex:
    """The addresses of one region, read-only; belongs to the thread that opened it.

    Raises
    ------
    LastmileError
        If the file is not there or was made by another version.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / INDEX_FILE
        try:
            # Nobody changes the file: a new one takes its place. So SQLite need not lock or watch it.
            self._db = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
            self.facts = dict(self._db.execute("SELECT name, value FROM facts").fetchall())
        except sqlite3.Error as error:
            raise LastmileError(
                "This region has no address index.", "Make it from the region's road file: lastmile places build FILE"
            ) from error
        if self.facts.get("version") != str(INDEX_VERSION):
            self._db.close()
            raise LastmileError(
                "The address index was made by another version.", "Make it again: lastmile places build FILE"
            )
        self._streets: dict[int, KnownStreet] = {}
        self._doors: dict[int, tuple[KnownDoor, ...]] = {}

    @property
    def has_postcodes(self) -> bool:
        """Whether most doors tell their postcode, so that a postcode that is not known is likely wrong."""
        return int(self.facts["doors_with_postcode"]) > 0.5 * int(self.facts["num_doors"]) > 0

    @cached_property
    def towns(self) -> tuple[KnownArea, ...]:
        """All towns and parts of towns."""
        rows = self._db.execute("SELECT name, words, kind, lat, lon, radius_m FROM towns").fetchall()
        return tuple(
            KnownArea(name, tuple(words.split()), kind, (lat, lon), radius)
            for name, words, kind, lat, lon, radius in rows
        )

    @cached_property
    def postcodes(self) -> dict[str, KnownArea]:
        """All postcode areas by their letters and digits."""
        rows = self._db.execute("SELECT code, shown, lat, lon, radius_m FROM postcodes").fetchall()
        return {
            code: KnownArea(shown, (code,), "postcode", (lat, lon), radius) for code, shown, lat, lon, radius in rows
        }

    @cached_property
    def words(self) -> Vocabulary:
        """All words of street names."""
        return Vocabulary(row[0] for row in self._db.execute("SELECT word FROM words"))

    def names_like(self, words: Sequence[str], *, with_common: bool = False) -> list[KnownName]:
        """Return the street names that share words with these, allowing for typing errors; the likeliest first.

        Parameters
        ----------
        with_common
            Also go by words like “street” and “of”, which nearly every address has.
        """
        telling = [word for word in words if with_common or not is_common(word)]
        wanted = dict.fromkeys(known for word in telling for known in self.words.like(word))
        # A street may be called just by a letter; what a letter may be short for finds far too many.
        wanted |= dict.fromkeys(word for word in words if len(word) == 1 and word.isalpha())
        # The index also holds neighbouring words written together, and so may be asked for them: Kings way, Kingsway.
        wanted |= dict.fromkeys(word for word in telling if len(word) > 5)
        wanted |= dict.fromkeys(one + other for one, other in itertools.pairwise(words) if one.isalpha())
        if not wanted:
            return []
        match = " OR ".join(f'"{word}"' for word in wanted)
        rows = self._db.execute(_NAMES, (match, MOST_NAMES)).fetchall()
        return [KnownName(street_id, tuple(known.split())) for street_id, known in rows]

    def street(self, street_id: int) -> KnownStreet:
        """Return one street."""
        if street_id not in self._streets:
            name, lat, lon, radius, towns, codes, num, lines = self._db.execute(_STREET, (street_id,)).fetchone()
            self._streets[street_id] = KnownStreet(
                street_id=street_id,
                name=name,
                point=(lat / SCALE, lon / SCALE),
                radius_m=radius,
                towns=tuple(json.loads(towns)),
                postcodes=tuple(json.loads(codes)),
                num_doors=num,
                lines=_read_lines(lines),
            )
        return self._streets[street_id]

    def doors(self, street_id: int) -> tuple[KnownDoor, ...]:
        """Return the doors of a street by number."""
        if street_id not in self._doors:
            rows = self._db.execute(_DOORS, (street_id,)).fetchall()
            self._doors[street_id] = tuple(
                KnownDoor(number, suffix, shown, (lat / SCALE, lon / SCALE), postcode, town)
                for number, suffix, shown, lat, lon, postcode, town in rows
            )
        return self._doors[street_id]

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def is_common(word: str) -> bool:
    """Whether a word is in so many street names that it tells nothing: “street”, “of”, an initial."""
    if len(word) == 1:
        return word.isalpha()
    return word in SMALL_WORDS or any(meaning in KIND_WORDS for meaning in meanings(word))


def _read_lines(blob: bytes) -> tuple[tuple[Point, ...], ...]:
    numbers = array("i")
    numbers.frombytes(blob)
    found, at = [], 0
    while at < len(numbers):
        size = numbers[at]
        line = numbers[at + 1 : at + 1 + size]
        found.append(tuple((lat / SCALE, lon / SCALE) for lat, lon in zip(line[::2], line[1::2], strict=True)))
        at += 1 + size
    return tuple(found)
