"""Drivers that a vehicle file names: known ones are tied to their vehicles, others are made from the row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lastmile_core.files.cells.words import plain
from lastmile_core.files.raw_table import note
from lastmile_core.model import Driver, Issue, Vehicle, usual_break

_NOBODY = {"-", "--", "n/a", "na", "none", "nobody", "keiner", "niemand", "aucun", "nessuno", "ninguno", "nenhum", "?"}


@dataclass(slots=True, kw_only=True)
class NamedDrivers:
    """The drivers of a depot by what people call them, with those that a file adds.

    Attributes
    ----------
    made
        New drivers, with the shift and the break of the vehicle whose row names them first.
    issues
        A note for each of them.
    """

    depot_id: str
    known: Sequence[Driver]
    made: list[Driver] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    _by_words: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_words |= {plain(driver.name): driver.driver_id for driver in self.known}
        self._by_words |= {plain(driver.driver_id): driver.driver_id for driver in self.known}

    def tie(self, vehicle: Vehicle) -> Vehicle:
        """Return the vehicle with the id of the driver whom its row names; a new driver is made where none fits."""
        words = " ".join((vehicle.driver_id or "").split())
        if plain(words) in _NOBODY or not words:
            return replace(vehicle, driver_id=None)
        found = self._by_words.get(plain(words))
        if found is None:
            found = self._make(words, vehicle)
        return replace(vehicle, driver_id=found)

    def _make(self, name: str, vehicle: Vehicle) -> str:
        driver = Driver(driver_id=name, name=name, depot_id=self.depot_id)
        start, end = vehicle.shift_start or driver.shift_start, vehicle.shift_end or driver.shift_end
        earliest, latest = usual_break(start, end)
        self.made.append(
            replace(
                driver,
                shift_start=start,
                shift_end=end,
                break_s=driver.break_s if vehicle.break_s is None else vehicle.break_s,
                break_earliest=vehicle.break_earliest or earliest,
                break_latest=vehicle.break_latest or latest,
            )
        )
        self._by_words[plain(name)] = name
        message = f"{name} is a new driver, made from this file with the shift of {vehicle.name}."
        self.issues.append(note("DRIVER", message, "Add phone and skills on the Fleet page."))
        return name


def take_the_place(new: Driver, known: Sequence[Driver]) -> Driver | None:
    """Return the driver whom ``new`` replaces: the same name, known by nothing but that name so far; else None.

    A vehicle file names drivers only by name; the drivers' own file brings their real id later.
    """
    for old in known:
        is_only_a_name = old.driver_id == old.name and not old.phone
        if is_only_a_name and old.driver_id != new.driver_id and plain(old.name) == plain(new.name):
            return old
    return None
