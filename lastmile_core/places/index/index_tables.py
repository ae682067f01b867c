"""Writes the tables of an address index.

One of the two modules outside the store that speak SQL (see ``build_index`` for the reason).
"""

from __future__ import annotations

import itertools
import json
import sqlite3
import uuid
from array import array
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from lastmile_core.places.index.flat_earth import circle_around, metres_between
from lastmile_core.places.index.osm_addresses import DOORS_ONLY, SCALE, Door, TownArea, Way
from lastmile_core.places.index.street_groups import RawDoor, RawWay, Street, doors_beside
from lastmile_core.places.text.house_number import read_house_number
from lastmile_core.places.text.words import code_of, words_of

INDEX_FILE = "addresses.sqlite"
INDEX_VERSION = 1
BATCH = 5_000
NEAR_M = 20_000.0

TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE streets (
    street_id INTEGER PRIMARY KEY, name TEXT NOT NULL, lat INTEGER NOT NULL, lon INTEGER NOT NULL,
    radius_m REAL NOT NULL, towns TEXT NOT NULL, postcodes TEXT NOT NULL, num_doors INTEGER NOT NULL,
    lines BLOB NOT NULL) STRICT;
CREATE TABLE names (name_id INTEGER PRIMARY KEY, street_id INTEGER NOT NULL, words TEXT NOT NULL) STRICT;
CREATE VIRTUAL TABLE names_fts USING fts5 (words, content = '', tokenize = 'unicode61 remove_diacritics 0');
CREATE TABLE words (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE doors (
    street_id INTEGER NOT NULL, number INTEGER NOT NULL, suffix TEXT NOT NULL, shown TEXT NOT NULL,
    lat INTEGER NOT NULL, lon INTEGER NOT NULL, postcode TEXT NOT NULL, town TEXT NOT NULL) STRICT;
CREATE TABLE postcodes (
    code TEXT PRIMARY KEY, shown TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL, radius_m REAL NOT NULL,
    num INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE towns (
    words TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL,
    radius_m REAL NOT NULL) STRICT;
CREATE TEMP TABLE raw_doors (
    key TEXT, street TEXT, number TEXT, postcode TEXT, town TEXT, lat INTEGER, lon INTEGER, kind TEXT, osm_id INTEGER);
CREATE TEMP TABLE raw_ways (key TEXT, name TEXT, main TEXT, postcode TEXT, line BLOB);
"""
_DOOR = "INSERT INTO raw_doors VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_WAY = "INSERT INTO raw_ways VALUES (?, ?, ?, ?, ?)"
_KEYS = "SELECT key FROM raw_ways WHERE key <> '' UNION SELECT key FROM raw_doors WHERE key <> '' ORDER BY key"
_WAYS_OF = "SELECT name, main, postcode, line FROM raw_ways WHERE key = ?"
_DOORS_OF = "SELECT number, postcode, town, lat, lon, street FROM raw_doors WHERE key = ?"


class IndexWriter:
    """A new index file on its way."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        # The file is renamed into place when it is whole; a half one is thrown away, so nothing need be safe before.
        self._db.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;" + TABLES
        )
        self._db.execute("BEGIN")
        self._doors: list[tuple[object, ...]] = []
        self._ways: list[tuple[object, ...]] = []
        self._places: list[TownArea] = []
        self._words: set[str] = set()
        self._num_streets = self._num_names = 0

    def add_door(self, door: Door) -> None:
        """Take a house number."""
        key = " ".join(words_of(door.street))
        self._doors.append((key, door.street, door.number, door.postcode, door.town, door.lat, door.lon, *door.osm))
        if len(self._doors) >= BATCH:
            self._flush()

    def add_way(self, way: Way) -> None:
        """Take a piece of a street; under each of its names, since a name may belong to one piece only."""
        main, line = " ".join(words_of(way.name)), way.line.tobytes()
        self._ways.append((main, way.name, "", way.postcode, line))
        for name in way.other_names:
            if (key := " ".join(words_of(name))) != main:
                self._ways.append((key, name, main, way.postcode, line))
        if len(self._ways) >= BATCH:
            self._flush()

    def add_place(self, place: TownArea) -> None:
        """Take a town or a part of one."""
        self._places.append(place)

    def _flush(self) -> None:
        self._db.executemany(_DOOR, self._doors)
        self._db.executemany(_WAY, self._ways)
        self._doors.clear()
        self._ways.clear()

    def name_streets_of_doors(self, streets: dict[tuple[str, int], str]) -> None:
        """Give doors without a street the one that a relation names, then make everything quick to look up."""
        self._flush()
        self._db.execute("CREATE INDEX temp.raw_doors_by_osm ON raw_doors (kind, osm_id)")
        self._db.executemany(
            "UPDATE raw_doors SET key = ?, street = ? WHERE kind = ? AND osm_id = ? AND key = ''",
            [(" ".join(words_of(name)), name, *osm) for osm, name in streets.items()],
        )
        self._db.execute("CREATE INDEX temp.raw_doors_by_key ON raw_doors (key)")
        self._db.execute("CREATE INDEX temp.raw_ways_by_key ON raw_ways (key)")

    def num_names(self) -> int:
        """Return how many different street names there are."""
        return int(self._db.execute(f"SELECT COUNT(*) FROM ({_KEYS})").fetchone()[0])

    def by_name(self) -> Iterator[tuple[list[RawWay], list[RawDoor]]]:
        """Yield the pieces and doors of each street name."""
        for (key,) in self._db.execute(_KEYS).fetchall():
            rows = self._db.execute(_WAYS_OF, (key,)).fetchall()
            ways = [RawWay(name, postcode, _ints(line)) for name, _, postcode, line in rows]
            doors = self._db.execute(_DOORS_OF, (key,)).fetchall()
            self._name = Counter([way.name for way in ways] or [row[5] for row in doors]).most_common(1)[0][0]
            found = [RawDoor(*row[:5]) for row in doors]
            for main in sorted({row[1] for row in rows if row[1]}):
                # A piece that has a second name lends it to its doors, which know the first only.
                pieces = [way for way, row in zip(ways, rows, strict=True) if row[1] == main]
                lent = [RawDoor(*row[:5]) for row in self._db.execute(_DOORS_OF, (main,))]
                found += doors_beside(pieces, lent)
            yield ways, found

    def add_street(self, street: Street, towns: list[str], postcodes: list[str]) -> None:
        """Write a street of the name that was yielded last, with its doors and all its names."""
        self._num_streets += 1
        lines = b"".join(array("i", [len(way.line), *way.line]).tobytes() for way in street.ways)
        lat, lon = street.middle
        self._db.execute(
            "INSERT INTO streets VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self._num_streets,
                self._name,
                round(lat * SCALE),
                round(lon * SCALE),
                street.radius_m,
                json.dumps(towns, ensure_ascii=False),
                json.dumps([code_of(code) for code in postcodes]),
                len(street.doors),
                lines,
            ),
        )
        self._add_name(words_of(self._name))
        self._db.executemany(
            "INSERT INTO doors VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [row for door in street.doors for row in _door_rows(self._num_streets, door)],
        )

    def _add_name(self, words: tuple[str, ...]) -> None:
        if not words:
            return
        self._num_names += 1
        # Two words are often written as one: Kings Road, Kingsroad.
        joined = [one + other for one, other in itertools.pairwise(words)]
        self._db.execute("INSERT INTO names VALUES (?, ?, ?)", (self._num_names, self._num_streets, " ".join(words)))
        self._db.execute(
            "INSERT INTO names_fts (rowid, words) VALUES (?, ?)", (self._num_names, " ".join((*words, *joined)))
        )
        self._words.update(words)

    def finish(self, source: str) -> None:
        """Write words, postcodes, towns and what is known about the whole, and make the file ready."""
        self._db.executemany("INSERT INTO words VALUES (?)", [(word,) for word in sorted(self._words)])
        self._db.execute("CREATE INDEX doors_by_number ON doors (street_id, number)")
        self._write_postcodes()
        self._write_towns()
        counted = self._db.execute("SELECT COUNT(*), SUM(postcode <> '') FROM doors").fetchone()
        facts = {
            "version": INDEX_VERSION,
            "source": source,
            "stamp": uuid.uuid4().hex[:16],
            "num_streets": self._num_streets,
            "num_doors": counted[0],
            "doors_with_postcode": counted[1] or 0,
        }
        self._db.executemany("INSERT INTO facts VALUES (?, ?)", [(name, str(value)) for name, value in facts.items()])
        self._db.execute("COMMIT")
        self._db.execute("ANALYZE")

    def _write_postcodes(self) -> None:
        boxes = self._db.execute(
            """SELECT postcode, MIN(lat), MIN(lon), MAX(lat), MAX(lon), COUNT(*) FROM (
                SELECT postcode, lat, lon FROM raw_doors WHERE postcode <> ''
                UNION ALL
                SELECT j.value, s.lat, s.lon FROM streets s, json_each(s.postcodes) j) GROUP BY postcode"""
        ).fetchall()
        found: dict[str, tuple[object, ...]] = {}
        for shown, south, west, north, east, num in sorted(boxes, key=lambda row: -row[5]):
            middle, radius = circle_around([(south / SCALE, west / SCALE), (north / SCALE, east / SCALE)])
            if code_of(shown):
                found.setdefault(code_of(shown), (code_of(shown), shown, *middle, radius, num))
        self._db.executemany("INSERT INTO postcodes VALUES (?, ?, ?, ?, ?, ?)", list(found.values()))

    def _write_towns(self) -> None:
        towns = {(" ".join(words_of(place.name)), place): place.radius_m for place in self._places}
        boxes = self._db.execute(
            "SELECT town, AVG(lat), AVG(lon), MIN(lat), MIN(lon), MAX(lat), MAX(lon) FROM raw_doors "
            "WHERE town <> '' GROUP BY town"
        ).fetchall()
        for name, lat, lon, south, west, north, east in boxes:
            words, middle = " ".join(words_of(name)), (lat / SCALE, lon / SCALE)
            _, radius = circle_around([(south / SCALE, west / SCALE), (north / SCALE, east / SCALE)])
            known = [
                key for key in towns if key[0] == words and metres_between((key[1].lat, key[1].lon), middle) < NEAR_M
            ]
            for key in known:
                # Doors tell better how far a town reaches than its kind does; a box that is far wider holds a mistake.
                towns[key] = max(towns[key], min(radius, 2 * towns[key]))
            if not known:
                towns[words, TownArea(name, DOORS_ONLY, *middle, radius)] = radius
        rows = [(words, p.name, p.kind, p.lat, p.lon, radius) for (words, p), radius in towns.items() if words]
        self._db.executemany("INSERT INTO towns VALUES (?, ?, ?, ?, ?, ?)", rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()


def _ints(blob: bytes) -> array[int]:
    line = array("i")
    line.frombytes(blob)
    return line


def _door_rows(street_id: int, door: RawDoor) -> list[tuple[object, ...]]:
    number = read_house_number(door.number)
    if number is None:
        return []
    # A door that is numbered 12-16 is found under each of these numbers.
    last = number.last if number.last and number.last - number.first <= 20 else number.first
    return [
        (street_id, value, number.suffix, door.number, door.lat, door.lon, code_of(door.postcode), door.town)
        for value in range(number.first, last + 1, 2 if (last - number.first) % 2 == 0 else 1)
    ]
