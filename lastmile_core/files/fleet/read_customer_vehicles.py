"""Files of who may, may not or should rather serve whom: a customer a row, its vehicles in one cell or several rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from lastmile_core.files.cells.words import read_yes
from lastmile_core.files.columns.column_mapping import ColumnGuess, ColumnMapping
from lastmile_core.files.columns.unused_columns import UnusedColumn, ask_about_unused, unused_columns
from lastmile_core.files.headings.heading_meaning import FIELDS_BY_KIND, normalise
from lastmile_core.files.raw_table import RawTable, stop
from lastmile_core.model import Issue, ServiceKind, Severity
from lastmile_core.model.basics.import_answers import NO_ANSWERS, ImportAnswers

FIELDS = ("customer", "vehicle", "kind")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split("|"))


_GENERIC = {"id", "label", "reference", "code", "number", "title"}
_VEHICLES = {
    word
    for kind, names in (("vehicles", {"vehicle_id", "plate"}), ("events", {"vehicle_id"}))
    for word, name in FIELDS_BY_KIND[kind].items()
    if name in names
} - _GENERIC | _set(
    "vehicles|fahrzeuge|fahrzeugname|lkw|vehicules|vehicule|camion|furgone|veicoli|furgon|vehiculos|veiculos|"
    "caminhao|voertuigen|arac|plaka|pojazd|vozidlo|vehicul|fordon|koretoj|truck|lorry|car"
)
_NUMBERS = {word for word, name in FIELDS_BY_KIND["orders"].items() if name == "customer_id"}
_CUSTOMERS = (
    {word for word, name in FIELDS_BY_KIND["orders"].items() if name in {"customer_name", "company"}}
    - {"title", "contact", "alias"}
    | {"customers", "kunden", "clientes", "clients", "clienti", "klanten"}
    | _NUMBERS
)
_KINDS = _set(
    "kind|rule|permission|type|status|access|regel|art|erlaubnis|regle|autorisation|regla|tipo|permiso|regra|"
    "permissao|regola|permesso|soort|toestemming|kural|izin|regula|zasada|pravidlo"
)
_STEMS = {
    ServiceKind.FORBIDDEN: (
        "forbid|may not|must not|not allowed|never|exclu|ban |banned|block|verbot|nicht |gesperrt|ausgeschlossen|proib|"
        "prohib|interdit|vietat|divieto|verboden|yasak|zakaz|interzis|forbjud|forbud|non autoris|non consent|nao |"
        "no permit"
    ),
    ServiceKind.PREFERRED: "prefer|rather|bevorzug|stamm|preferid|preferit|voorkeur|tercih|foretrukk|favorit",
    ServiceKind.ALLOWED: (
        "allow|only|may serve|permitted|erlaubt|nur |zulassig|autoris|autoriz|permit|permes|consentit|toegestaan|"
        "izinli|dozwol|povolen|permis|tillat|tilladt|seulement|somente|solo "
    ),
}
_SPLIT = re.compile(r"[;,|\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """One pair as a row says it: customer and vehicle in the words of the file."""

    row: int
    customer: str
    vehicle: str
    kind: ServiceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PairsRead:
    """Pairs of a file; rows that became none are in ``rejected_rows``, ``is_asking`` means that a person must answer.

    ``columns`` is field → heading, ``unused`` are the columns that nothing reads.
    """

    pairs: list[PairRow] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    rejected_rows: set[int] = field(default_factory=set)
    blank_rows: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)
    unused: tuple[UnusedColumn, ...] = ()
    is_asking: bool = False


@lru_cache(maxsize=2048)
def kind_of(text: str) -> ServiceKind | None:
    """Return what words say of a pair, in several languages; None when they say nothing."""
    words = f" {normalise(text)} "
    if re.search(r" (?:not|nicht|non|nao|no|niet|pas) (?:prefer|bevorzug|voorkeur)", words):
        return None
    for kind, stems in _STEMS.items():
        if re.search(rf" (?:{stems})", words):
            return kind
    return None


def read_customer_vehicles(
    table: RawTable,
    file_name: str,
    answers: ImportAnswers = NO_ANSWERS,
    remembered: str = "",
) -> PairsRead:
    """Read the pairs of a table.

    Parameters
    ----------
    file_name
        May say what all rows mean, such as ``who_may_not.csv``.
    answers
        What a person decided. ``kind``: what the rows mean without a column that says it; ``unused``: other columns
        are not needed.
    remembered
        The answer about files with these headings before; what the file itself says goes first.
    """
    columns = _columns(table, answers)
    taken = {name: ColumnGuess(heading=table.headings[at], index=at, confidence=1.0) for name, at in columns.items()}
    unused = tuple(unused_columns(table, ColumnMapping(fields=taken)))
    told = [] if answers.is_yes("unused") else ask_about_unused(unused)
    whole = _kind_of_file(table, file_name, columns, answers.text("kind"), remembered)
    questions = [issue for issue in told if issue.severity is Severity.STOPS]
    questions += [
        stop("MISSING_COLUMN", f"No column names the {name}.", f"Choose one (--map {name}=HEADING).", column=name)
        for name in ("customer", "vehicle")
        if name not in columns
    ]
    if not questions and whole is None and "kind" not in columns:
        message = "Nothing says whether these vehicles are forbidden, allowed or preferred."
        mend = "Say which (--answer kind=forbidden, allowed or preferred); it is remembered for such files."
        questions.append(stop("SERVE_KIND", message, mend, column="kind"))
    headings = {name: table.headings[at] for name, at in columns.items()}
    if questions:
        issues = [*questions, *table.notes]
        return PairsRead(issues=issues, columns=headings, unused=unused, is_asking=True)
    notes = [*table.notes, *(issue for issue in told if issue.severity is not Severity.STOPS)]
    return _rows(table, columns, headings, whole, notes, unused)


def _rows(
    table: RawTable,
    columns: Mapping[str, int],
    headings: Mapping[str, str],
    whole: ServiceKind | None,
    notes: list[Issue],
    unused: tuple[UnusedColumn, ...],
) -> PairsRead:
    blank = table.blank_rows
    issues = list(notes)
    refused = {issue.row for issue in table.notes if issue.row and issue.severity is Severity.STOPS}
    pairs: list[PairRow] = []
    for number, row in enumerate(table.rows, 1):
        if number in blank or number in refused:
            continue
        cells = {name: " ".join(row[at].split()) for name, at in columns.items()}
        fault, kind = _fault(number, cells, headings, whole)
        if fault is not None or kind is None:
            issues += [fault] if fault is not None else []
            refused.add(number)
            continue
        vehicles = [part for piece in _SPLIT.split(row[columns["vehicle"]]) if (part := " ".join(piece.split()))]
        pairs += [PairRow(row=number, customer=cells["customer"], vehicle=name, kind=kind) for name in vehicles]
    return PairsRead(
        pairs=pairs, issues=issues, rejected_rows=refused, blank_rows=len(blank), columns=headings, unused=unused
    )


def _fault(
    number: int, cells: Mapping[str, str], headings: Mapping[str, str], whole: ServiceKind | None
) -> tuple[Issue | None, ServiceKind | None]:
    """Return why a row is refused, or what it says of its pair."""
    for name in ("customer", "vehicle"):
        if not re.search(r"\w", cells[name]):
            message = f"Row {number} names no {name}."
            return stop("MISSING_VALUE", message, "Fill it in.", row=number, column=headings[name]), None
    text = cells.get("kind", "")
    if not text and whole is not None:
        return None, whole
    kind = kind_of(text)
    if kind is None and (yes := read_yes(text)) is not None:
        kind = ServiceKind.ALLOWED if yes else ServiceKind.FORBIDDEN
    if kind is None:
        message = f"{text!r} does not say whether the vehicle is forbidden, allowed or preferred."
        mend = "Write forbidden, allowed or preferred."
        return stop("SERVE_KIND", message, mend, row=number, column=headings.get("kind", ""), value=text), None
    return None, kind


def _kind_of_file(
    table: RawTable, file_name: str, columns: Mapping[str, int], answer: str, remembered: str
) -> ServiceKind | None:
    """Return what all rows mean: as a person says now, as headings or file name say, as was said before."""
    said = [table.headings[at] for name, at in columns.items() if name != "kind"]
    if "kind" in columns and not answer:
        return None
    stem = file_name.rpartition("/")[2].partition(".")[0]
    for text in (answer, *said, stem, remembered):
        if (kind := kind_of(text)) is not None:
            return kind
    return None


def _columns(table: RawTable, answers: ImportAnswers) -> dict[str, int]:
    """Return field → position: what a person said, else the first column whose heading says it."""
    found: dict[str, int] = {}
    numbered = False
    for index, heading in enumerate(table.headings if table.has_header else ()):
        name = _field_of(heading)
        # A number names one customer, a name perhaps several.
        if name is not None and (name not in found or (normalise(heading) in _NUMBERS and not numbered)):
            numbered = numbered or normalise(heading) in _NUMBERS
            found[name] = index
    for name, where in answers.columns.items():
        found.pop(name, None)
        position = (
            where if isinstance(where, int) else next((i for i, h in enumerate(table.headings) if h == where), None)
        )
        if name in FIELDS and position is not None and 0 <= position < len(table.headings):
            found = {other: at for other, at in found.items() if at != position} | {name: position}
    return found


def _field_of(heading: str) -> str | None:
    words = normalise(heading)
    bare = " ".join(word for word in words.split() if kind_of(word) is None)
    for name, known in (("vehicle", _VEHICLES), ("customer", _CUSTOMERS), ("kind", _KINDS)):
        if words in known or (bare and bare in known):
            return name
    return "kind" if not bare and words else None
