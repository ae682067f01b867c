"""Rows that name a pickup and no place to go to: the goods are fetched there, so the pickup is the stop."""

from __future__ import annotations

from dataclasses import replace

from lastmile_core.files.columns.column_habits import PICKUP_AS_STOP
from lastmile_core.files.columns.column_mapping import ColumnMapping
from lastmile_core.files.raw_table import RawTable

_PLACES = ("address", "postcode", "city", "postcode_city", "lat", "lon", "latlon")
_PICKUPS = ("pickup_address", "pickup_lat", "pickup_latlon")


def turn_pickup_rows(table: RawTable, mapping: ColumnMapping) -> tuple[RawTable, ColumnMapping, set[int]]:
    """Return the table with such pickups moved to where the stop stands, the mapping that fits, and the rows' indices.

    Later lines of an order often leave its place empty; they are no pickups.
    """
    places = [mapping.fields[name].index for name in _PLACES if name in mapping.fields]
    pickups = [mapping.fields[name].index for name in _PICKUPS if name in mapping.fields]
    number = mapping.index("order_id")
    if not pickups or not places:
        return table, mapping, set()
    lonely = {
        index
        for index, row in enumerate(table.rows)
        if any(row[at] for at in pickups) and not any(row[at] for at in places)
    }
    if number is not None and lonely:
        placed = {row[number] for index, row in enumerate(table.rows) if index not in lonely and row[number]}
        lonely = {index for index in lonely if table.rows[index][number] not in placed}
    if not lonely:
        return table, mapping, set()
    headings, fields = list(table.headings), dict(mapping.fields)
    rows = [list(row) for row in table.rows]
    for name, stop in PICKUP_AS_STOP.items():
        guess = mapping.fields.get(name)
        if guess is None:
            continue
        if stop not in fields:
            fields[stop] = replace(guess, index=len(headings))
            headings.append(guess.heading)
            for row in rows:
                row.append("")
        for index in lonely:
            rows[index][fields[stop].index] = rows[index][fields[stop].index] or rows[index][guess.index]
            rows[index][guess.index] = ""
    return replace(table, rows=rows, headings=headings), replace(mapping, fields=fields), lonely
