"""The words of a row: delivery or collection, priority, skills, telephone, e-mail, and texts that are too long."""

from __future__ import annotations

from lastmile_core.files.cells import words
from lastmile_core.files.cells.clean_cells import too_long
from lastmile_core.files.cells.status_words import is_fetched
from lastmile_core.files.columns.map_columns import ColumnMapping
from lastmile_core.files.orders.order_draft import OrderDraft
from lastmile_core.files.raw_table import look, note

_LONGEST = {
    **dict.fromkeys(("customer_name", "address", "city", "company", "district"), 500),
    **dict.fromkeys(("phone", "postcode", "customer_id"), 100),
    "email": 320,
    "notes": 10_000,
}
_PARTS = {
    "customer_name": ("first_name", "last_name", "company"),
    "address": ("house_number", "address2"),
    "city": ("postcode_city",),
    "postcode": ("postcode_city",),
    "notes": ("comments",),
}
_SHORTEST = min(_LONGEST.values())
_DASHES = frozenset(("-", "--", "---", "–", "—", "\\n"))
_NOTHING = _DASHES | frozenset(("n/a", "n.a.", "na", "null", "(null)", "none", "nil", "nat", "k.a.", "k. a.", "s.o."))


def is_nothing(text: str, *, dashes_only: bool = False) -> bool:
    """Return whether a cell says that there is no value, as ``-`` or ``n/a`` do in a column of times."""
    return len(text) <= 6 and text.lower() in (_DASHES if dashes_only else _NOTHING)


def read_words(draft: OrderDraft, cells: dict[str, str], mapping: ColumnMapping) -> None:
    """Read kind, priority, skills and shipping of a row into its draft, and check its texts.

    Parameters
    ----------
    cells
        Field → text, for ``kind``, ``priority``, ``skills`` and ``needs_shipping``.
    """
    if text := cells.get("kind", ""):
        draft.kind = words.read_kind(text)
        if draft.kind is None and is_fetched(text):
            draft.left_out, draft.left_column = f"is fetched by the customer ({text})", mapping.heading("kind")
        elif draft.kind is None:
            message = f"{text!r} is neither a delivery nor a collection; it was taken as a delivery."
            column = mapping.heading("kind")
            draft.issues.append(look("KIND", message, "Write D or P.", row=draft.row, column=column, value=text))
    if text := cells.get("priority", ""):
        draft.priority = words.read_priority(text)
        if draft.priority is None:
            draft.unknown_priority = text
    draft.skills = words.read_skills(cells.get("skills", ""))
    shipping = cells.get("needs_shipping", "")
    draft.needs_shipping = not (shipping and words.read_yes(shipping) is False)
    _check_contact(draft, mapping)
    _check_lengths(draft, mapping)


def _check_contact(draft: OrderDraft, mapping: ColumnMapping) -> None:
    for name, check, code in (("phone", words.is_phone, "PHONE"), ("email", words.is_email, "EMAIL")):
        text = draft.texts.get(name, "")
        if text and not check(text):
            message = f"{text!r} does not look like a{'n' if name == 'email' else ''} {name}."
            column = mapping.heading(name)
            draft.issues.append(note(code, message, "Check it.", row=draft.row, column=column, value=text))


def _check_lengths(draft: OrderDraft, mapping: ColumnMapping) -> None:
    if not draft.texts or max(map(len, draft.texts.values())) <= _SHORTEST:
        return
    for name, longest in _LONGEST.items():
        text = draft.texts.get(name, "")
        if len(text) > longest:
            column = _longest_part(draft, name, mapping)
            draft.issues.append(too_long(len(text), longest, row=draft.row, column=column, value=text))


def _longest_part(draft: OrderDraft, name: str, mapping: ColumnMapping) -> str:
    """Return the heading of the longest cell that a text was put together from."""
    parts = [part for part in (name, *_PARTS.get(name, ())) if part in mapping.fields]
    lengths = {part: len(draft.cells[mapping.fields[part].index]) for part in parts}
    return mapping.heading(max(lengths, key=lengths.__getitem__)) if lengths else ""
