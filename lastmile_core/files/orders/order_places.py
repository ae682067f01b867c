"""Where the rows of a file lie: pairs read, latitude and longitude turned round, signs that were lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lastmile_core.files.cells.coordinates import (
    SIGNS,
    Pair,
    find_lost_signs,
    find_swapped,
    on_earth,
    read_degree,
    read_pair,
)
from lastmile_core.files.cells.map_links import is_link, is_plus_code, read_plus_code
from lastmile_core.files.cells.values import CellError
from lastmile_core.files.columns.column_mapping import ColumnMapping
from lastmile_core.files.orders.order_words import is_nothing
from lastmile_core.files.orders.place_checks import ask_about_region
from lastmile_core.files.orders.read_context import ReadContext
from lastmile_core.files.raw_table import RawTable, note, stop
from lastmile_core.model import Issue, IssueFacts

_MERCATOR_M = 20_037_509.0


@dataclass(slots=True)
class RowPlaces:
    """The places of a file, row by row.

    Attributes
    ----------
    pairs
        Latitude and longitude of each row, already turned round where a person said so; None where missing.
    faults
        Row index → the fault of its coordinates.
    swapped_rows
        Row indices whose coordinates fit only when swapped.
    lost_signs
        Row index → whose sign is wrong ("lat", "lon", "both"), where the mirror image fits.
    """

    pairs: list[Pair | None] = field(default_factory=list)
    faults: dict[int, CellError] = field(default_factory=dict)
    swapped_rows: set[int] = field(default_factory=set)
    lost_signs: dict[int, str] = field(default_factory=dict)
    questions: list[Issue] = field(default_factory=list)
    notes: list[Issue] = field(default_factory=list)


def read_places(table: RawTable, mapping: ColumnMapping, ctx: ReadContext) -> RowPlaces:
    """Read the places of all rows and decide what takes all of them to decide."""
    found = RowPlaces()
    read = _pair_reader(mapping, _near(ctx))
    for index, row in enumerate(table.rows):
        try:
            found.pairs.append(read(row))
        except CellError as fault:
            found.faults[index] = fault
            found.pairs.append(None)
    column = mapping.heading("lat" if "lat" in mapping.fields else "latlon")
    if not ctx.answers.is_yes("keep_latlon"):
        _decide_swap(found, ctx, column)
        if not found.questions:
            _decide_signs(found, ctx, column)
        far = None if found.questions or found.swapped_rows else ask_about_region(found.pairs, ctx, column)
        if far:
            found.questions.append(far)
    for index, pair in enumerate(found.pairs):
        if pair is not None and index not in found.swapped_rows and not on_earth(pair):
            found.faults[index] = _beyond(pair)
    return found


def _beyond(pair: Pair) -> CellError:
    """Return the fault of a pair that is no place in degrees: metres of a map, or a lost decimal point."""
    if all(1_000 <= abs(value) <= _MERCATOR_M for value in pair) and any(abs(value) % 1 for value in pair):
        message = f"{pair[0]:,.1f}, {pair[1]:,.1f} are metres of a map (Web Mercator, EPSG:3857), not degrees."
        return CellError("COORD_RANGE", message, "Export latitude and longitude in degrees (WGS 84).")
    message = f"{pair[0]:g}, {pair[1]:g} is not on the earth."
    return CellError("COORD_RANGE", message, "Check for a missing decimal point.")


def _near(ctx: ReadContext) -> Pair | None:
    depots = ctx.known.depots
    return (depots[0].location.lat, depots[0].location.lon) if depots else None


def _pair_reader(mapping: ColumnMapping, near: Pair | None) -> Callable[[list[str]], Pair | None]:
    lat, lon, both, address = (mapping.index(name) for name in ("lat", "lon", "latlon", "address"))

    def read(row: list[str]) -> Pair | None:
        for index in (lat, lon, both):
            if index is not None and is_nothing(row[index]):
                row[index] = ""
        if lat is not None and lon is not None and (row[lat] or row[lon]):
            if row[lat] and row[lon]:
                return read_degree(row[lat]), read_degree(row[lon])
            pair = _one_cell(row[lat] or row[lon], near)
            if pair is None:
                raise CellError("COORD_FORMAT", "Only one of latitude and longitude is given.", "Give both or none.")
            return pair
        if both is not None and row[both]:
            pair = _one_cell(row[both], near)
            if pair is None:
                raise CellError(
                    "COORD_FORMAT", f"{row[both]!r} is not a pair of coordinates.", "Write them as 48.77, 9.18."
                )
            return pair
        return _in_address(row[address], near) if address is not None else None

    return read


def _one_cell(text: str, near: Pair | None) -> Pair | None:
    pair = read_pair(text)
    return pair if pair is not None else read_plus_code(text, near)


def _in_address(text: str, near: Pair | None) -> Pair | None:
    """Return the place of an address cell that is nothing but a place; a link without coordinates is no fault here."""
    if not text or not (text[0] in "-+[(0123456789" or "+" in text or is_link(text)):
        return None
    try:
        return read_plus_code(text, near) if is_plus_code(text) else read_pair(text)
    except CellError:
        return None


def _decide_swap(found: RowPlaces, ctx: ReadContext, column: str) -> None:
    everything, rows = find_swapped(found.pairs, ctx.known)
    asked = ctx.answers.is_yes("swap_lat_lon")
    if asked:
        which = range(len(found.pairs)) if everything or not rows else rows
        turned = {index for index in which if found.pairs[index] is not None}
        found.pairs = [
            (pair[1], pair[0]) if pair is not None and index in turned else pair
            for index, pair in enumerate(found.pairs)
        ]
        message = f"Latitude and longitude of {len(turned)} rows were swapped back."
        found.notes.append(note("SWAPPED_LATLON", message, "Nothing to do.", column=column))
    elif everything:
        lat, lon = next(pair for pair in found.pairs if pair is not None and pair != (0.0, 0.0))
        message = (
            f"Latitude and longitude look swapped in the whole file: {lat:.4f}, {lon:.4f} is no "
            f"place to deliver to, {lon:.4f}, {lat:.4f} is."
        )
        mend = "Confirm the swap, or say that they are right."
        found.questions.append(stop("SWAPPED_LATLON", message, mend, column=column))
    else:
        found.swapped_rows = rows


def _decide_signs(found: RowPlaces, ctx: ReadContext, column: str) -> None:
    pairs = [None if index in found.swapped_rows else pair for index, pair in enumerate(found.pairs)]
    whole, rows = find_lost_signs(pairs, ctx.known)
    asked = ctx.answers.text("turn_sign")
    if asked in SIGNS:
        turn_lat, turn_lon = SIGNS[asked]
        which = set(range(len(pairs))) if whole or not rows else set(rows)
        found.pairs = [
            (pair[0] * turn_lat, pair[1] * turn_lon) if pair is not None and index in which else pair
            for index, pair in enumerate(found.pairs)
        ]
        message = f"The sign of {_words(asked)} was turned in {len(which)} rows."
        found.notes.append(note("COORD_SIGN", message, "Nothing to do.", column=column))
    elif whole:
        example = next(pair for pair in pairs if pair is not None and pair != (0.0, 0.0))
        turn_lat, turn_lon = SIGNS[whole]
        message = (
            f"The minus sign of {_words(whole)} seems to be lost in the whole file: {example[0]:.4f}, {example[1]:.4f} "
            f"is out of reach, {example[0] * turn_lat:.4f}, {example[1] * turn_lon:.4f} is not."
        )
        mend = "Confirm that the sign is turned, or say that they are right."
        found.questions.append(
            stop("COORD_SIGN", message, mend, column=column, value=whole, facts=IssueFacts(signs=whole))
        )
    else:
        found.lost_signs = rows


def _words(which: str) -> str:
    return {"lat": "the latitude", "lon": "the longitude", "both": "latitude and longitude"}[which]
