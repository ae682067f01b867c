"""Every question that the reader of order files can ask, with its answers as buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from lastmile_core.files.headings.heading_meaning import normalise
from lastmile_core.model import ImportAnswers, ImportOutcome, Issue, Severity
from lastmile_core.workflows.imports.import_report import ImportReport
from pages.widgets.imports.import_decisions import decide
from pages.widgets.imports.import_labels import field_label
from pages.widgets.shared.text import md_escape, plural

_MOST_COLUMNS = 12
_MOST_CUSTOMERS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One button: what it says, and what is decided by it."""

    label: str
    decided: ImportAnswers


def _reply(label: str, question: str, reply: Any) -> Answer:
    return Answer(label=label, decided=ImportAnswers(replies={question: reply}))


def _columns(label: str, columns: Mapping[str, str | int | None]) -> Answer:
    return Answer(label=label, decided=ImportAnswers(columns=columns))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its answers; an open one keeps the whole file waiting."""

    code: str
    text: str
    answers: tuple[Answer, ...]
    is_open: bool = False


def questions_of(report: ImportReport) -> list[Question]:
    """Return the questions of a file, those that keep it waiting first."""
    found: dict[tuple[str, str], Question] = {}
    if report.outcome is ImportOutcome.ASK:
        for issue in report.issues:
            ask = _OPEN.get(issue.code)
            if ask and issue.severity is Severity.STOPS and issue.row is None:
                found[issue.code, issue.column] = Question(
                    code=issue.code, text=f"{issue.message} {issue.mend}", answers=ask(report, issue), is_open=True
                )
        return list(found.values())
    asked: set[str] = set()
    for issue in report.issues:
        suggest = None if issue.code in asked else _POSSIBLE.get(issue.code)
        question = suggest(report, issue) if suggest else None
        if question:
            found.setdefault((question.code, question.text), question)
            if question.code not in ("CUSTOMER_ALIKE", "STATUS"):
                asked.add(question.code)  # one question for all rows of the kind
    return list(found.values())


def show(report: ImportReport, file_key: str) -> None:
    """Show the questions with a button for each answer."""
    questions = questions_of(report)
    if report.outcome is ImportOutcome.ASK:
        st.warning("Nothing is taken before this is answered:", icon=":material/help:")
    for number, question in enumerate(questions):
        with st.container(border=True):
            st.markdown(md_escape(question.text, 400))
            with st.container(horizontal=True):
                for position, answer in enumerate(question.answers):
                    if st.button(md_escape(answer.label, 90), key=f"answer_{file_key}_{number}_{position}"):
                        decide(file_key, answer.label, answer.decided)


def _swap(report: ImportReport, issue: Issue) -> tuple[Answer, ...]:
    return _reply("Swap latitude and longitude", "swap_lat_lon", True), _KEEP


def _sign(report: ImportReport, issue: Issue) -> tuple[Answer, ...]:
    words = {"lat": "Turn the latitude's sign", "lon": "Turn the longitude's sign", "both": "Turn both signs"}
    found = issue.facts.get("signs", "")
    wanted = [found] if found in words else list(words)
    return *(_reply(words[which], "turn_sign", which) for which in wanted), _KEEP


def _rider(report: ImportReport, issue: Issue) -> tuple[Answer, ...]:
    name = f"rider:{issue.column}"
    return _reply("They ride only there", name, "only"), _reply("It is information only", name, "info")


def _signs_of_amounts(report: ImportReport, issue: Issue) -> tuple[Answer, ...]:
    return (
        _reply("Below zero means a collection", "negative_is_collection", True),
        _reply("They are mistakes: refuse them", "negative_is_collection", False),
    )


def _meaning(report: ImportReport, issue: Issue) -> tuple[Answer, ...]:
    """Offer what a column looks like, and that it is not needed."""
    index = report.headings.index(issue.column) if issue.column in report.headings else 0
    names = issue.facts.get("fields", [])
    one_of = ("tw_start", "tw_end") if names == ["tw_start"] else ()
    answers = [_columns(f"Yes: {field_label(name)}", {name: _where(report, index)}) for name in one_of or names[:1]]
    if len(names) > 1:
        columns = {name: _where(report, index + number) for number, name in enumerate(names)}
        answers = [_columns(f"Yes: {' and '.join(map(field_label, names))}", columns)]
    return (*answers, _reply("It is not needed", f"unused:{issue.column}", True))


def _unused(report: ImportReport, issue: Issue) -> tuple[Answer, ...]:
    return (_reply("None of them matters: take what was understood", "unused:*", True),)


def _time_unit(report: ImportReport, issue: Issue) -> tuple[Answer, ...]:
    return (
        _reply("Minutes since midnight", "time_unit", "minutes"),
        _reply("Hours and minutes as a clock shows them", "time_unit", "clock"),
    )


def _known_orders(report: ImportReport, issue: Issue) -> tuple[Answer, ...]:
    return (
        _reply("Deliver them again", "known_order", "again"),
        _reply("Move them to this day and depot", "known_order", "move"),
    )


def _headings(report: ImportReport, issue: Issue) -> tuple[Answer, ...]:
    return (
        _reply("The first row is an order: there are no headings", "no_header", True),
        _reply("The first row holds the headings", "header_row", 1),
    )


def _column(report: ImportReport, issue: Issue) -> tuple[Answer, ...]:
    """Offer the columns of the file for a field that was not found, those without another meaning first."""
    name = issue.column or "address"
    taken = {guess["index"] for guess in report.mapping.values()}
    ranked = sorted(range(len(report.headings)), key=lambda index: index in taken)[:_MOST_COLUMNS]
    answers = [
        _columns(f"{field_label(name)} is in “{_with_example(report, index)}”", {name: _where(report, index)})
        for index in ranked
    ]
    if issue.code == "MAPPING":
        answers.append(_columns(f"{field_label(name)} is not in this file", {name: None}))
    return tuple(answers)


def _which_column(report: ImportReport, issue: Issue) -> tuple[Answer, ...]:
    """Offer the columns that share one heading."""
    same = [index for index, text in enumerate(report.headings) if normalise(text) == normalise(issue.column)]
    name = next((name for name, guess in report.mapping.items() if guess["index"] in same), "")
    if not name:
        return ()
    return tuple(
        _columns(f"Column {index + 1} counts: {_examples(report, index) or 'empty'}", {name: index}) for index in same
    )


def _where(report: ImportReport, index: int) -> str | int:
    heading = report.headings[index]
    return heading if report.headings.count(heading) == 1 else index


def _examples(report: ImportReport, index: int) -> str:
    values = dict.fromkeys(row[index] for row in report.samples if index < len(row) and row[index])
    return ", ".join(value[:24] for value in list(values)[:2])


def _with_example(report: ImportReport, index: int) -> str:
    example = _examples(report, index)
    return report.headings[index][:30] + (f": {example[:30]}" if example else "")


def _same_number(report: ImportReport, issue: Issue) -> Question:
    rows = len({one.row for one in report.issues if one.code == "DUPLICATE_ID" and one.row})
    return Question(
        code="DUPLICATE_ID",
        text=f"{plural(rows, 'row')} share an order number with another row and differ. What are they?",
        answers=(
            _reply("Lines of one order: add them up", "same_number", "add"),
            _reply("Orders of their own", "same_number", "apart"),
            _reply("The first row counts", "same_number", "first"),
            _reply("The last row counts", "same_number", "last"),
        ),
    )


def _parts(report: ImportReport, issue: Issue) -> Question | None:
    if issue.severity is not Severity.NOTE:
        return None
    answer = _reply("Join the parts into one order each", "join_parts", True)
    return Question(code="SPLIT_PARCELS", text=issue.message, answers=(answer,))


def _same_customer(report: ImportReport, issue: Issue) -> Question | None:
    order_id, customer_id = issue.facts.get("order_id"), issue.facts.get("customer_id")
    if not order_id or not customer_id:
        return None
    asked = [one for one in report.issues if one.code == "CUSTOMER_ALIKE" and "customer_id" in one.facts]
    if issue not in asked[:_MOST_CUSTOMERS]:
        return None
    answer = _reply("The same customer", "same_customer", {order_id: customer_id})
    return Question(code="CUSTOMER_ALIKE", text=issue.message, answers=(answer,))


def _left_out(report: ImportReport, issue: Issue) -> Question:
    rows = len({one.row for one in report.issues if one.code == "LEFT_OUT"})
    return Question(
        code="LEFT_OUT",
        text=f"{plural(rows, 'row')} left out by the status: cancelled, done, held, or fetched by the customer.",
        answers=(_reply("Deliver them all the same", "plan_all", True),),
    )


def _unknown_status(report: ImportReport, issue: Issue) -> Question:
    word = f"status:{issue.facts.get('word', issue.value)}"
    return Question(
        code="STATUS",
        text=f"{issue.message} {issue.mend}",
        answers=(
            _reply("Plan them", word, "go"),
            _reply("Leave them out", word, "out"),
        ),
    )


def _swap_rows(report: ImportReport, issue: Issue) -> Question | None:
    if issue.row is None:
        return None
    rows = len({one.row for one in report.issues if one.code == "SWAPPED_LATLON" and one.row})
    answer = _reply(f"Swap them in {plural(rows, 'row')}", "swap_lat_lon", True)
    text = f"Latitude and longitude are exchanged in {plural(rows, 'row')}."
    return Question(code="SWAPPED_LATLON", text=text, answers=(answer,))


def _decimal_mark(report: ImportReport, issue: Issue) -> Question | None:
    if not issue.facts.get("has_two_readings"):
        return None
    text = f"Amounts such as “{issue.value}” can be read in two ways."
    return Question(
        code="NUMBER",
        text=text,
        answers=(
            _reply("The point is the decimal mark (1.250 is one and a quarter)", "decimal", "."),
            _reply("The comma is the decimal mark (1.250 is a thousand and more)", "decimal", ","),
        ),
    )


def _dates_as_read(report: ImportReport, issue: Issue) -> Question | None:
    if issue.severity is not Severity.LOOK:
        return None
    return Question(code="DATE_AMBIGUOUS", text=f"{issue.message} Is that right?", answers=_DATES)


_KEEP = _reply("The places are right as they are", "keep_latlon", True)
_DATES = (
    _reply("Day first: 03/04 is 3 April", "date_order", "dmy"),
    _reply("Month first: 03/04 is 4 March", "date_order", "mdy"),
    _reply("Year first: 26/03/04 is 4 March 2026", "date_order", "ymd"),
)
_OPEN: dict[str, Callable[[ImportReport, Issue], tuple[Answer, ...]]] = {
    "SWAPPED_LATLON": _swap,
    "COORD_SIGN": _sign,
    "OUT_OF_REGION": lambda report, issue: (_KEEP,),
    "DATE_AMBIGUOUS": lambda report, issue: _DATES,
    "RIDER": _rider,
    "NEGATIVE": _signs_of_amounts,
    "KNOWN_ORDER": _known_orders,
    "TIME_UNIT": _time_unit,
    "COLUMN": _meaning,
    "UNUSED_COLUMNS": _unused,
    "NO_HEADER": _headings,
    "MISSING_COLUMN": _column,
    "MAPPING": _column,
    "DUPLICATE_HEADER": _which_column,
}
_POSSIBLE: dict[str, Callable[[ImportReport, Issue], Question | None]] = {
    "DUPLICATE_ID": _same_number,
    "SPLIT_PARCELS": _parts,
    "LEFT_OUT": _left_out,
    "STATUS": _unknown_status,
    "CUSTOMER_ALIKE": _same_customer,
    "SWAPPED_LATLON": _swap_rows,
    "NUMBER": _decimal_mark,
    "DATE_AMBIGUOUS": _dates_as_read,
}
OPEN_CODES = frozenset(_OPEN)
