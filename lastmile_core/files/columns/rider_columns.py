"""Columns of an order file that name vehicles or drivers of the depot: a rule for these orders, or information only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from lastmile_core.files.cells.words import plain
from lastmile_core.files.columns.column_guesses import ALL_UNUSED, UNUSED
from lastmile_core.files.columns.column_mapping import ColumnMapping
from lastmile_core.files.headings.heading_meaning import normalise
from lastmile_core.files.raw_table import RawTable, look, note, stop
from lastmile_core.model import Driver, ImportAnswers, Issue, Vehicle

ANSWER = "rider:"
ONLY, INFORMATION = "only", "info"
Riders = Mapping[str, frozenset[str]]
_HEADING = re.compile(
    r"\b(?:drivers?|vehicles?|vans?|trucks?|lorry|courier|riders?|bikes?|tours?|routes?|rounds?|fahrer|fahrzeug|wagen|"
    r"tour|chauffeurs?|livreur|vehicule|camion|tournee|conductor|repartidor|vehiculo|furgon|ruta|motorista|entregador|"
    r"veiculo|rota|autista|corriere|veicolo|mezzo|giro|voertuig|bestuurder|rit|kierowca|pojazd|trasa|ridic|vozidlo|"
    r"sofor|arac|surucu|forare|fordon|chauffor|koretoj|sofer|vehicul)\b"
)
_SAMPLED, _FEW, _SHOWN = 2_000, 0.6, 3


def riders_of(vehicles: Iterable[Vehicle], drivers: Iterable[Driver]) -> Riders:
    """Return each name in plain words → the vehicles it means: by number, name and plate, and by their driver."""
    found: dict[str, set[str]] = {}
    names = {driver.driver_id: driver.name for driver in drivers}
    for vehicle in vehicles:
        driver = vehicle.driver_id or ""
        for name in (vehicle.vehicle_id, vehicle.name, vehicle.plate, driver, names.get(driver, "")):
            if key := _key(name or ""):
                found.setdefault(key, set()).add(vehicle.vehicle_id)
    return {name: frozenset(ids) for name, ids in found.items()}


def find_rider(text: str, riders: Riders) -> frozenset[str]:
    """Return the vehicles that a cell means; none when nobody has that name."""
    return riders.get(_key(text), frozenset())


def _key(text: str) -> str:
    return "".join(sign for sign in plain(text) if sign.isalnum())


def ask_about_riders(
    table: RawTable, mapping: ColumnMapping, riders: Riders, answers: ImportAnswers
) -> tuple[list[Issue], list[Issue]]:
    """Return questions about columns that nothing reads and that name vehicles or drivers, and notes when answered."""
    questions: list[Issue] = []
    notes: list[Issue] = []
    for index in mapping.unknown_idx if riders else ():
        heading = table.headings[index]
        values = [row[index] for row in table.rows[:_SAMPLED] if row[index]]
        known = [value for value in values if find_rider(value, riders)]
        if not known or not _names_riders(heading, values, known):
            continue
        said = answers.text(ANSWER + heading)
        if said == ONLY:
            message = f"Orders with a name in {heading!r} ride only with that vehicle or driver."
            notes.append(note("RIDER", message, "Nothing to do.", column=heading))
        elif said != INFORMATION and not answers.is_yes(UNUSED + heading) and not answers.is_yes(ALL_UNUSED):
            shown = "; ".join(list(dict.fromkeys(value[:24] for value in known))[:_SHOWN])
            message = f"{heading!r} holds {shown}: vehicles or drivers of the depot."
            mend = "May these orders ride only there, or is it information?"
            questions.append(stop("RIDER", message, mend, column=heading))
    return questions, notes


def _names_riders(heading: str, values: list[str], known: list[str]) -> bool:
    """Return whether a column is about who drives: by its heading, or because it holds nothing but their names."""
    if _HEADING.search(normalise(heading)):
        return len(known) >= _FEW * len(values)
    # Numbers alone may be anything; under such a heading only words are names.
    return len(known) == len(values) and len(known) > 1 and all(any(sign.isalpha() for sign in v) for v in known)


def says_who(heading: str, answers: ImportAnswers) -> bool:
    """Return whether a person said that a column names the only vehicles for its orders."""
    return answers.text(ANSWER + heading) == ONLY


def about_unknown_rider(row: int, heading: str, text: str) -> Issue:
    """Return the issue of a name that no vehicle or driver has."""
    message = f"{text!r} is no vehicle or driver of the depot; the order may ride on any."
    return look("RIDER", message, "Correct the name, or add it on the Fleet page.", row=row, column=heading, value=text)
