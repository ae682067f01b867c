"""What matters to a depot's plans beyond the hard rules: prices, the side of the road, docks."""

from __future__ import annotations

from dataclasses import replace

from lastmile_core.model import KerbRule
from lastmile_core.store import Store
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from lastmile_core.workflows.company.sheet_field import FieldKind, SheetField

MOST_PRICE = 100_000.0
PRICES = {
    "failed_attempt_price": "A first attempt that fails",
    "early_price": "An hour too early",
    "late_price": "An hour too late",
    "waiting_price": "An hour of waiting",
    "balance_price": "An hour that the longest route is beyond the mean",
    "unfamiliar_price": "A stop in a strange district",
    "moved_stop_price": "A stop on another vehicle",
    "changed_time_price": "A stop an hour earlier or later",
}
"""Price of :class:`PlanningRules` → its word for people."""
KERB = {"van_kerb": "Vans stop on their side of the road", "cargo_bike_kerb": "Cargo bikes stop on their side"}
KERB_WORDS = {KerbRule.NEVER: "never", KerbRule.BIG_ROADS: "on big roads", KerbRule.ALWAYS: "always"}
_KERB_CHOICES = {**{word: word for word in KERB_WORDS.values()}, **{str(rule): w for rule, w in KERB_WORDS.items()}}

FIELDS = (
    *(
        SheetField(name=name, label=label, kind=FieldKind.NUMBER, least=0, most=MOST_PRICE)
        for name, label in PRICES.items()
    ),
    *(SheetField(name=name, label=label, choices=_KERB_CHOICES) for name, label in KERB.items()),
    SheetField(name="use_docks", label="Every loading must find a free bay", kind=FieldKind.FLAG),
)


def planning_rules_sheet(store: Store, depot_id: str) -> Sheet:
    """Return the depot's rules as one row."""
    return Sheet(
        what="change planning rules",
        subject=depot_id,
        read=lambda _keys: {depot_id: _row(store, depot_id)},
        write=lambda found: _write(store, depot_id, found),
        fields=FIELDS,
    )


def _row(store: Store, depot_id: str) -> Row:
    rules = store.planning_rules.of_depot(depot_id)
    prices = {name: float(getattr(rules, name)) for name in PRICES}
    return {**prices, **{name: KERB_WORDS[getattr(rules, name)] for name in KERB}, "use_docks": rules.use_docks}


def _write(store: Store, depot_id: str, found: Comparison) -> None:
    values = {change.field: change.new for change in found.changes}
    for name, value in values.items():
        if value is None:
            raise ValueError(f"{name} is empty; give a value, 0 turns a price off")
        if name in PRICES and not 0 <= value <= MOST_PRICE:
            raise ValueError(f"{PRICES[name]} is {value:g}; give 0 to {MOST_PRICE:,.0f}")
    for name in values.keys() & KERB.keys():
        values[name] = next(rule for rule, words in KERB_WORDS.items() if words == values[name])
    store.planning_rules.save(depot_id, replace(store.planning_rules.of_depot(depot_id), **values))
