"""How many times longer drives take, by the hour: everywhere, and in districts of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lastmile_core.model import PlanningRules
from lastmile_core.store import Store
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from lastmile_core.workflows.company.sheet_field import FieldKind, SheetField

EVERYWHERE = "Everywhere"
HOURS = 24
LEAST, MOST = 0.1, 10.0
_KEY = "district: "


def district_cell(name: str) -> str:
    """Return the column of a district."""
    return _KEY + name


def hour_word(hour: int) -> str:
    """Return the row of a clock hour."""
    return f"{hour:02d}:00–{hour + 1:02d}:00"


def traffic_sheet(store: Store, depot_id: str, districts: Sequence[str], own: Sequence[str] = ()) -> Sheet:
    """Return the factors by hour.

    Parameters
    ----------
    districts
        Those that get a column.
    own
        Those that had one when this was shown: one that is not among ``districts`` any more goes.
    """
    return Sheet(
        what="change traffic",
        subject=depot_id,
        read=lambda _keys: traffic_rows(store.planning_rules.of_depot(depot_id), districts),
        write=lambda found: _write(store, depot_id, found, own, districts),
        labels={"hour": "Hour"},
        fields=tuple(
            SheetField(name=name, label=f"{word} (×)", kind=FieldKind.NUMBER, least=LEAST, most=MOST)
            for name, word in ((EVERYWHERE, EVERYWHERE), *((district_cell(one), one) for one in districts))
        ),
    )


def _at(factors: tuple[float, ...], hour: int) -> float | None:
    # The last factor holds for later hours.
    return factors[min(hour, len(factors) - 1)] if factors else None


def traffic_rows(rules: PlanningRules, districts: Sequence[str]) -> dict[str, Row]:
    """Return a row an hour; a district that is as everywhere else shows an empty cell, as it is written."""
    own = dict(rules.district_traffic)
    hours = [hour_word(hour) for hour in range(HOURS)]
    return {
        word: {"hour": word, EVERYWHERE: _everywhere(rules, hour)}
        | {_KEY + name: _own(own.get(name, ()), rules, hour) for name in districts}
        for hour, word in enumerate(hours)
    }


def _everywhere(rules: PlanningRules, hour: int) -> float:
    factor = _at(rules.traffic, hour)
    return 1.0 if factor is None else factor


def _own(factors: tuple[float, ...], rules: PlanningRules, hour: int) -> float | None:
    factor = _at(factors, hour)
    return None if factor == _everywhere(rules, hour) else factor


def factors_of(rows: Sequence[Row], column: str, name: str, fill: tuple[float, ...] = ()) -> tuple[float, ...]:
    """Return the factors of a column; () when it is empty or changes nothing.

    Parameters
    ----------
    fill
        What an empty cell means, by hour; () for 1.

    Raises
    ------
    ValueError
        If a factor is out of range; the sentence names the place, the hour and the mend.
    """
    if all(row[column] is None for row in rows):
        return ()
    found = []
    for hour, row in enumerate(rows):
        factor = _at(fill, hour) if row[column] is None else float(row[column])
        factor = 1.0 if factor is None else factor
        if not LEAST <= factor <= MOST:
            raise ValueError(f"traffic of {name} at {hour:02d}:00 is {factor:g}; give {LEAST:g} to {MOST:g}")
        found.append(factor)
    return () if not fill and set(found) == {1.0} else tuple(found)


def _write(store: Store, depot_id: str, found: Comparison, own: Sequence[str], chosen: Sequence[str]) -> None:
    before = store.planning_rules.of_depot(depot_id)
    # A district that was left out of the choice goes; one that somebody else has added meanwhile stays.
    districts = [name for name, _ in before.district_traffic if name in chosen or name not in own]
    districts += [name for name in chosen if name not in districts]
    rows = traffic_rows(before, districts)
    edited = [{**row, **found.rows.get(key, {})} for key, row in rows.items()]
    traffic = factors_of(edited, EVERYWHERE, "everywhere")
    factors = [(name, factors_of(edited, _KEY + name, name, traffic)) for name in districts]
    rules = replace(before, traffic=traffic, district_traffic=tuple((name, one) for name, one in factors if one))
    store.planning_rules.save(depot_id, rules)
