"""Orders that must not be planned: cancelled, paid back, done, held, or fetched in the shop."""

from __future__ import annotations

from collections import Counter

from lastmile_core.files.cells.status_words import Standing, is_fetched, read_standing
from lastmile_core.files.cells.words import read_yes
from lastmile_core.files.columns.map_columns import ColumnMapping
from lastmile_core.files.headings.heading_meaning import normalise
from lastmile_core.files.orders.order_draft import OrderDraft
from lastmile_core.files.raw_table import look, note
from lastmile_core.model import ImportAnswers, Issue, IssueFacts

# About the whole order; "line_status" is about one line of it.
STATUS_FIELDS = ("status", "payment_status", "fulfilment", "cancelled_at", "shipping_method")
ANSWER = "status:"


class StatusReader:
    """Reads from the status columns of a row whether its order is to be planned."""

    def __init__(self, mapping: ColumnMapping, answers: ImportAnswers) -> None:
        self.columns = [(name, mapping.fields[name]) for name in STATUS_FIELDS if name in mapping.fields]
        self.line = mapping.fields.get("line_status")
        self.take_all = answers.is_yes("plan_all")
        self.known = {word: said for word, said in answers.about(ANSWER).items() if said in list(Standing)}

    def read(self, draft: OrderDraft, row: list[str]) -> None:
        """Note in the draft why its order is left out, or which word of a status nobody knows."""
        if self.take_all:
            return
        for name, guess in self.columns:
            if text := row[guess.index]:
                self._judge(draft, name, text, guess.heading)
        if self.line and (text := row[self.line.index]) and read_standing(text, self.known) is Standing.OUT:
            draft.needs_shipping = False

    def _judge(self, draft: OrderDraft, name: str, text: str, heading: str) -> None:
        if name == "cancelled_at":
            said = read_yes(text)
            standing: Standing | None = Standing.GO if said is False else Standing.OUT
            why = "was cancelled" if said else f"was cancelled ({text})"
        elif name == "shipping_method":
            standing, why = Standing.OUT if is_fetched(text) else Standing.GO, f"is fetched by the customer ({text})"
        else:
            standing, why = read_standing(text, self.known), f"has the status {text!r}"
        if standing is None:
            if any(c.isalpha() for c in text):
                draft.unknown_status = text
        elif standing is Standing.GO:
            draft.is_going = draft.is_going or name == "status"
        elif not draft.left_out:
            draft.left_out, draft.left_column, draft.is_held = why, heading, standing is Standing.HOLD


def leave_out(draft: OrderDraft, why: str, *, is_held: bool, column: str) -> Issue:
    """Return the issue that keeps a row out of the plan without calling it wrong."""
    name = "The order" if draft.has_generated_id else f"Order {draft.order_id}"
    message = f"{name} {why}; it was left out."
    mend = "Import it again when it may go." if is_held else "Nothing to do."
    return (note if not is_held else look)("LEFT_OUT", message, mend, row=draft.row, column=column)


def about_statuses(drafts: list[OrderDraft], mapping: ColumnMapping) -> list[Issue]:
    """Name the words of a status that nobody knows; their orders are planned."""
    unknown = Counter(draft.unknown_status for draft in drafts if draft.unknown_status)
    column = next((mapping.heading(name) for name in STATUS_FIELDS if name in mapping.fields), "")
    issues = []
    for word, count in unknown.most_common(10):
        message = f"{count} order(s) have the status {word!r}, which is not known; they are planned."
        mend = "Say whether such orders are planned or left out."
        facts = IssueFacts(word=normalise(word), count=count)
        issues.append(look("STATUS", message, mend, column=column, value=normalise(word), facts=facts))
    return issues
