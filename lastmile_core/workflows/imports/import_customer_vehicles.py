"""Who may serve whom comes in from a file: pairs are added or changed, nothing is deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lastmile_core.errors import FileError
from lastmile_core.files.fleet.read_customer_vehicles import PairRow, PairsRead, read_customer_vehicles
from lastmile_core.files.raw_table import file_refused, look, stop
from lastmile_core.files.tables.read_table import read_table
from lastmile_core.model import CustomerVehicle, ImportOutcome, Issue, ServiceKind, Severity
from lastmile_core.model.basics.import_answers import NO_ANSWERS, ImportAnswers
from lastmile_core.store import Store
from lastmile_core.workflows.company.serve_whom import VehicleWords, all_vehicles, customer_words, settle_customers
from lastmile_core.workflows.imports.import_fleet import FleetReport
from lastmile_core.workflows.imports.import_memory import recall, remember, signature_of


def import_customer_vehicles(
    store: Store,
    content: bytes,
    file_name: str,
    *,
    by: str,
    answers: ImportAnswers = NO_ANSWERS,
) -> FleetReport:
    """Add or change which vehicles may, may not or should rather serve which customers.

    Customers who are not known yet are kept; vehicles that nobody knows are refused, row by row.
    """
    try:
        table = read_table(content, file_name, answers=answers)
    except FileError as error:
        issue = file_refused(error)
        return FleetReport(issues=[issue], outcome=ImportOutcome.REJECT_FILE, sentence=str(error))
    signature = f"customer-vehicles:{signature_of(table)}"
    memory = recall(store, signature).answers
    # What such a file meant before counts after what this one says of itself.
    said = answers.after(memory.without({"kind"}))
    read = read_customer_vehicles(table, file_name, said, memory.text("kind"))
    if read.is_asking:
        sentence = f"{file_name}: {read.issues[0].message} {read.issues[0].mend}"
        return FleetReport(
            issues=read.issues,
            outcome=ImportOutcome.ASK,
            sentence=sentence,
            unused=read.unused,
            understood=read.columns,
        )
    with store.atomic():
        if answers:
            remember(store, signature, answers, by)
        return _stored(store, read, file_name, by)


def _stored(store: Store, read: PairsRead, file_name: str, by: str) -> FleetReport:
    """Store the pairs that are new or changed; inside the import's transaction."""
    issues, refused = list(read.issues), set(read.rejected_rows)
    settle_customers(store, customer_words(store))
    pairs = _resolved(store, read, issues, refused)
    known = {(one.customer_id, one.vehicle_id): one.kind for one in store.customer_vehicles.all()}
    new = [one for one in pairs if (one.customer_id, one.vehicle_id) not in known]
    changed = [one for one in pairs if known.get((one.customer_id, one.vehicle_id), one.kind) is not one.kind]
    store.customer_vehicles.save_many([*new, *changed])
    if new or changed:
        detail = {"new": len(new), "changed": len(changed)}
        store.audit.write(by, "import who serves whom", subject=file_name, detail=detail)
    looks = any(issue.severity is Severity.LOOK for issue in issues)
    return FleetReport(
        new=len(new),
        changed=len(changed),
        unchanged=len(pairs) - len(new) - len(changed),
        refused=len(refused),
        blank=read.blank_rows,
        issues=issues,
        outcome=(ImportOutcome.PARTIAL if pairs else ImportOutcome.REJECT_FILE)
        if refused
        else ImportOutcome.ACCEPT_WITH_WARNINGS
        if looks
        else ImportOutcome.ACCEPT,
        sentence=_sentence(file_name, pairs, len(new), len(changed), len(refused)),
        understood=read.columns,
        unused=read.unused,
    )


def _sentence(file_name: str, pairs: Sequence[CustomerVehicle], new: int, changed: int, refused: int) -> str:
    kinds = Counter(one.kind for one in pairs)
    said = ", ".join(f"{kinds[kind]} {kind}" for kind in ServiceKind if kinds[kind])
    noun = "pair" if len(pairs) == 1 else "pairs"
    words = f"{file_name}: {len(pairs)} {noun} of customer and vehicle"
    words += f" ({said}): {new} new, {changed} changed, {len(pairs) - new - changed} as before" if said else ""
    return f"{words}; {refused} {'row' if refused == 1 else 'rows'} refused." if refused else f"{words}."


def _resolved(store: Store, read: PairsRead, issues: list[Issue], refused: set[int]) -> list[CustomerVehicle]:
    """Return the pairs with ids; what cannot be meant becomes an issue, and its row is refused."""
    vehicles, people = VehicleWords(all_vehicles(store)), customer_words(store)
    found: dict[tuple[str, str], list[PairRow]] = {}
    strangers: dict[str, PairRow] = {}
    for row in read.pairs:
        ids = vehicles.ids(row.vehicle)
        if len(ids) != 1:
            issues.append(_no_vehicle(row, read, bool(ids)))
            refused.add(row.row)
            continue
        customer_id, is_known = people.customer_of(row.customer)
        if not is_known:
            strangers.setdefault(customer_id, row)
        found.setdefault((customer_id, next(iter(ids))), []).append(row)
    pairs = []
    for (customer_id, vehicle_id), rows in found.items():
        if len({row.kind for row in rows}) > 1:
            issues.append(_two_kinds(rows))
            refused.update(row.row for row in rows)
            continue
        pairs.append(CustomerVehicle(customer_id=customer_id, vehicle_id=vehicle_id, kind=rows[0].kind))
    kept = {pair.customer_id for pair in pairs}
    issues += [_stranger(row, read) for customer_id, row in strangers.items() if customer_id in kept]
    return pairs


def _no_vehicle(row: PairRow, read: PairsRead, is_shared: bool) -> Issue:
    column = read.columns["vehicle"]
    if is_shared:
        message = f"Several vehicles are called “{row.vehicle}”."
        return stop("SERVE_VEHICLE", message, "Write its number.", row=row.row, column=column, value=row.vehicle)
    message = f"There is no vehicle “{row.vehicle}”, neither by number nor by name or plate."
    mend = "Add it or its plate on the Fleet page, or mend the row; then bring the file in again."
    return stop("SERVE_VEHICLE", message, mend, row=row.row, column=column, value=row.vehicle)


def _two_kinds(rows: Sequence[PairRow]) -> Issue:
    first = rows[0]
    other = next(row for row in rows if row.kind is not first.kind)
    said = f"{first.kind} for “{first.customer}” in row {first.row} and {other.kind} in row {other.row}"
    message = f"“{first.vehicle}” is {said}."
    return stop("SERVE_TWICE", message, "Keep one of the two rows.", row=other.row, value=first.customer)


def _stranger(row: PairRow, read: PairsRead) -> Issue:
    message = f"Nobody has ordered as “{row.customer}” so far; the rule is kept for when they do."
    mend = "Nothing to do, or mend the number or name if it is a slip."
    return look("SERVE_CUSTOMER", message, mend, row=row.row, column=read.columns["customer"], value=row.customer)
