"""Depot files to the model: one row a depot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lastmile_core.files.cells.coordinates import read_degree
from lastmile_core.files.cells.times import read_time
from lastmile_core.files.cells.values import CellError, decide_style, read_number
from lastmile_core.files.columns.column_mapping import ColumnGuess, ColumnMapping
from lastmile_core.files.columns.unused_columns import UnusedColumn, ask_about_unused, unused_columns
from lastmile_core.files.headings.heading_meaning import normalise
from lastmile_core.files.raw_table import RawTable, look, no_rows, stop
from lastmile_core.model import Depot, Issue, Location, Severity
from lastmile_core.model.basics.import_answers import NO_ANSWERS, ImportAnswers
from lastmile_core.model.basics.opening_hours import hours_fault
from lastmile_core.model.company.usual_prices import UsualPrices

HEADINGS = {
    "depot_id": "depot id|id|depot|code|depot code|codigo|kurzel",
    "name": """
        name|depot name|bezeichnung|nom|nombre|nome|naam|deposito|filial|unidade|sucursal|standort|lager|entrepot|
        magazzino|warehouse|warehouse name|hub|site|magazyn|sklad|depozit
    """,
    "address": "address|adresse|street|direccion|endereco|indirizzo|adres|adress|adresa|strasse|rua|calle|rue|via",
    "lat": "latitude|lat|breitengrad|breite|latitud|latitudine|szerokosc|enlem",
    "lon": "longitude|lon|lng|long|laengengrad|langengrad|lange|longitud|longitudine|dlugosc|boylam",
    "timezone": "timezone|time zone|tz|zeitzone|fuseau horaire|fuso horario|zona horaria|fuso orario|tijdzone",
    "currency": "currency|waehrung|wahrung|devise|moneda|moeda|valuta|waluta|para birimi",
    "opens": """
        opens|open|opening|from|opening time|opens at|offnet|offnung|ouverture|abre|abertura|apertura|horario inicio|
        inicio|geopend van|otwarcie
    """,
    "closes": """
        closes|close|closing|to|until|closing time|closes at|schliesst|schliessung|fermeture|cierra|fecha|fechamento|
        cierre|chiusura|horario fim|fim|gesloten|zamkniecie
    """,
    "loading_min": """
        loading min|loading|loading time|loading time min|ladezeit|ladezeit min|temps de chargement|
        tempo de carregamento|tempo de carga|tiempo de carga|tempo di carico|laadtijd
    """,
    "loading_s": "loading s|loading seconds",
    "per_day": "cost per day|fixed cost|vehicle cost per day|kosten pro tag|cout par jour|custo por dia|coste por dia",
    "per_km": "cost per km|kosten pro km|cout par km|custo por km|coste por km|costo per km",
    "per_hour": """
        cost per hour|cost per paid hour|kosten pro stunde|stundensatz|cout horaire|custo por hora|coste por hora
    """,
    "docks": """
        docks|bays|number of docks|loading bays|dock count|tore|rampen|ladetore|quais|docas|muelles|baie|laaddocks|
        rampy
    """,
}
_FIELDS = {word.strip(): name for name, words in HEADINGS.items() for word in words.split("|")}
MOST_DOCKS = 99


@dataclass(frozen=True, slots=True, kw_only=True)
class DepotsRead:
    """Depots of a file with their number of loading bays; rows that became none are in ``rejected_rows``.

    ``said`` names for each depot the fields of :class:`Depot` that its row says something about, ``unused`` the columns
    that nothing reads, and ``is_asking`` whether a person must answer first.
    """

    depots: list[tuple[Depot, int]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    rejected_rows: list[int] = field(default_factory=list)
    blank_rows: int = 0
    said: tuple[frozenset[str], ...] = ()
    unused: tuple[UnusedColumn, ...] = ()
    is_asking: bool = False


def read_depots(
    table: RawTable,
    timezone: str = "",
    answers: ImportAnswers = NO_ANSWERS,
) -> DepotsRead:
    """Read the depots of a table.

    Parameters
    ----------
    timezone
        Taken for rows that name none; without it such a row is refused, because every time of a day hangs on it.
    answers
        What a person decided; ``unused``: the columns that nothing reads are not needed.
    """
    if not table.rows or len(table.blank_rows) == len(table.rows):
        return DepotsRead(issues=[*table.notes, no_rows("depots")], blank_rows=len(table.rows))
    columns = _columns(table, answers)
    taken = {name: ColumnGuess(heading=table.headings[i], index=i, confidence=1.0) for name, i in columns.items()}
    unused = tuple(unused_columns(table, ColumnMapping(fields=taken)))
    told = [] if answers.is_yes("unused") else ask_about_unused(unused)
    issues: list[Issue] = [*table.notes, *told]
    if any(issue.severity is Severity.STOPS and issue.row is None for issue in told):
        return DepotsRead(issues=issues, unused=unused, is_asking=True)
    depots: list[tuple[Depot, int]] = []
    said: list[frozenset[str]] = []
    rejected = sorted({issue.row for issue in table.notes if issue.row and issue.severity is Severity.STOPS})
    faulty = frozenset(rejected)
    blank = 0
    for number, row in enumerate(table.rows, start=1):
        if number in faulty:
            continue
        if not any(row):
            blank += 1
            continue
        cells = {name: row[columns[name]].strip() if name in columns else "" for name in HEADINGS}
        try:
            depots.append(_depot(cells, timezone))
            said.append(_said(cells))
            if not cells["currency"]:
                issues.append(
                    look(
                        "CURRENCY", "No currency is given; a new depot takes EUR.", "Add a column Currency.", row=number
                    )
                )
        except CellError as fault:
            issues.append(fault.as_issue(number))
            rejected.append(number)
        except ValueError as fault:
            issues.append(stop("COORD_RANGE", str(fault), "Correct the coordinates.", row=number))
            rejected.append(number)
    if any(not count for _, count in depots):
        issues.append(look("DOCKS", "A depot has no loading bays in this file.", "Add them on the Fleet page."))
    return DepotsRead(
        depots=depots,
        issues=issues,
        rejected_rows=rejected,
        blank_rows=blank,
        said=tuple(said),
        unused=unused,
    )


def _said(cells: Mapping[str, str]) -> frozenset[str]:
    """Return the fields of the model that a row says something about; an empty cell says nothing."""
    filled = {"loading_s" if name == "loading_min" else name for name, text in cells.items() if text}
    prices = {"per_day", "per_km", "per_hour"}
    said = filled - {"lat", "lon", "docks", *prices} | {"depot_id", "name", "location", "timezone"}
    return frozenset(said | {"prices"} if prices <= filled else said)


def _columns(table: RawTable, answers: ImportAnswers) -> dict[str, int]:
    """Return field → position: what a person said, else the first column whose heading says it."""
    found: dict[str, int] = {}
    for index, heading in enumerate(table.headings):
        if (name := _FIELDS.get(normalise(heading))) is not None:
            found.setdefault(name, index)
    for name, where in answers.columns.items():
        found.pop(name, None)
        position = (
            where if isinstance(where, int) else next((i for i, h in enumerate(table.headings) if h == where), None)
        )
        if name in HEADINGS and position is not None and 0 <= position < len(table.headings):
            found = {other: at for other, at in found.items() if at != position} | {name: position}
    return found


def _depot(cells: dict[str, str], timezone: str) -> tuple[Depot, int]:
    name = cells["name"] or cells["depot_id"]
    if not name or not cells["lat"] or not cells["lon"]:
        raise CellError("MISSING_VALUE", "A depot needs a name, a latitude and a longitude.", "Fill all three.")
    zone = cells["timezone"] or timezone
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CellError(
            "TIMEZONE", f"{zone or 'No name'!r} is not a time zone.", "Write one such as Europe/Paris or UTC."
        ) from error
    depot_id = cells["depot_id"] or re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "depot"
    depot = Depot(
        depot_id=depot_id,
        name=name,
        location=Location(lat=read_degree(cells["lat"]), lon=read_degree(cells["lon"])),
        address=cells["address"],
        timezone=zone,
        opens=_clock(cells["opens"]) or time(5, 0),
        closes=_clock(cells["closes"]) or time(22, 0),
        loading_s=_loading_s(cells),
        currency=cells["currency"].upper() or "EUR",
        prices=_prices(cells),
    )
    if fault := hours_fault(depot.opens, depot.closes):
        raise CellError("WINDOW_ORDER", f"{name} {fault.what}.", f"{fault.mend.capitalize()}.")
    return depot, min(MOST_DOCKS, _number(cells["docks"]))


def _prices(cells: Mapping[str, str]) -> UsualPrices | None:
    """Return what a vehicle usually costs there; None when the row does not say all three."""
    texts = [cells[name] for name in ("per_day", "per_km", "per_hour")]
    if not all(texts):
        return None
    day, km, hour = (read_number(text, decide_style([text])) for text in texts)
    return UsualPrices(per_day=day, per_km=km, per_hour=hour)


def _loading_s(cells: dict[str, str]) -> int:
    """Return the seconds of a loading: 0 is none at all, only what is not said is the usual quarter of an hour."""
    if cells["loading_s"]:
        return _number(cells["loading_s"])
    return _number(cells["loading_min"]) * 60 if cells["loading_min"] else 900


def _number(text: str) -> int:
    if not text:
        return 0
    if not text.isdigit():
        raise CellError("NUMBER", f"{text!r} is not a whole number.", "Write digits only.")
    return int(text)


def _clock(text: str) -> time | None:
    if not text:
        return None
    seconds = read_time(text).seconds
    return time(seconds // 3600 % 24, seconds // 60 % 60)
