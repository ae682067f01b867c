"""Which column holds which field: by the words above it, checked against what stands in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lastmile_core.files.column_mapping import ColumnGuess, ColumnMapping
from lastmile_core.files.evidence import fits, guess_by_content, looks_like_ids
from lastmile_core.files.headings import normalise, understand
from lastmile_core.files.raw_table import look, note, stop
from lastmile_core.model import Issue

__all__ = ["ColumnGuess", "ColumnMapping", "map_columns"]

_WEAK_WORDS = {
    "id",
    "number",
    "no",
    "n",
    "nr",
    "nummer",
    "numero",
    "ref",
    "reference",
    "label",
    "code",
    "title",
    "alias",
    "contact",
    "contact name",
    "destination",
    "day",
    "jour",
    "tag",
    "y",
    "x",
    "size",
    "load",
    "units",
    "items",
    "count",
    "region",
    "type",
    "place",
    "detail",
    "description",
    "info",
    "tags",
    "area",
    "data",
}
_SAMPLED = 300
_PRIVATE = {
    "credit card",
    "card number",
    "cvv",
    "iban",
    "bic",
    "date of birth",
    "birth date",
    "birthday",
    "geburtsdatum",
    "password",
    "ssn",
    "social security number",
    "passport",
    "date de naissance",
}


def map_columns(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    kind: str = "orders",
    overrides: Mapping[str, str | int | None] | None = None,
    *,
    has_header: bool = True,
) -> ColumnMapping:
    """Map the columns of a table.

    Parameters
    ----------
    kind
        ``orders``, ``vehicles``, ``drivers`` or ``events``.
    overrides
        What a person decided: field → heading (or 0-based position), None for "not in this file".
    has_header
        False guesses by contents alone, with low confidence.
    """
    values = [[row[index] for row in rows[:_SAMPLED] if row[index]] for index in range(len(headings))]
    if not has_header:
        guesses = {
            name: _guess(headings[index], index, 0.4, values[index])
            for name, index in guess_by_content(values, kind).items()
        }
        return _finish(headings, values, guesses, overrides or {}, [], [])
    candidates: dict[str, list[ColumnGuess]] = defaultdict(list)
    notes: list[Issue] = []
    for index, heading in enumerate(headings):
        _consider(heading, index, values[index], kind, candidates, notes)
    guesses, questions = _pick(candidates, rows, notes, set(overrides or {}))
    if kind == "orders":
        _shop_habits(guesses)
        _order_habits(guesses, candidates, values)
    return _finish(headings, values, guesses, overrides or {}, questions, notes)


def _consider(
    heading: str,
    index: int,
    values: list[str],
    kind: str,
    candidates: dict[str, list[ColumnGuess]],
    notes: list[Issue],
) -> None:
    meaning = understand(heading, kind)
    if not meaning.field:
        return
    name, confidence = meaning.field, meaning.confidence
    if (
        kind == "orders"
        and normalise(heading) == "name"
        and values
        and sum(v[0] == "#" for v in values) > len(values) / 2
    ):
        name, confidence = "order_id", 0.97
    elif normalise(heading) in _WEAK_WORDS:
        confidence = 0.75
    if values:
        share = 1.0 if kind == "events" and name == "kind" else fits(name, values)
        if name in ("lat", "lon") and share < 0.5 and fits("latlon", values) > 0.5:
            name, share = "latlon", 1.0
        if share < 0.34 and confidence < 0.99:
            notes.append(
                look(
                    "MAPPING",
                    f"Column {heading!r} sounds like {name}, but its values do not look like it; it was left aside.",
                    "Choose its meaning if it matters.",
                    column=heading,
                    value=", ".join(values[:3]),
                )
            )
            return
        confidence *= 0.7 + 0.3 * share
    else:
        confidence *= 0.3
    candidates[name].append(_guess(heading, index, confidence, values, meaning.unit))


def _guess(heading: str, index: int, confidence: float, values: list[str], unit: str = "") -> ColumnGuess:
    samples = tuple(dict.fromkeys(value[:60] for value in values[:50]))[:5]
    return ColumnGuess(heading=heading, index=index, confidence=confidence, samples=samples, unit=unit)


def _pick(
    candidates: dict[str, list[ColumnGuess]], rows: Sequence[Sequence[str]], notes: list[Issue], answered: set[str]
) -> tuple[dict[str, ColumnGuess], list[Issue]]:
    chosen: dict[str, ColumnGuess] = {}
    questions: list[Issue] = []
    for name, guesses in candidates.items():
        ranked = sorted(guesses, key=lambda guess: (-guess.confidence, guess.index))
        chosen[name] = best = ranked[0]
        for other in ranked[1:]:
            same_words = normalise(other.heading) == normalise(best.heading)
            if not same_words or not other.samples:
                continue
            if all(row[other.index] in ("", row[best.index]) for row in rows):
                notes.append(
                    note(
                        "DUPLICATE_HEADER",
                        f"Column {best.heading!r} comes twice with the same values.",
                        column=best.heading,
                    )
                )
            elif name not in answered:
                questions.append(
                    stop(
                        "DUPLICATE_HEADER",
                        f"Two columns are called {best.heading!r} and hold different values.",
                        "Say which one counts, or rename one of them.",
                        column=best.heading,
                    )
                )
    return chosen, questions


def _shop_habits(guesses: dict[str, ColumnGuess]) -> None:
    """A shop's tags say how customers found it, not what a vehicle must be able to do."""
    tags = guesses.get("skills")
    if "needs_shipping" in guesses and tags and normalise(tags.heading) == "tags":
        del guesses["skills"]


def _order_habits(
    guesses: dict[str, ColumnGuess], candidates: dict[str, list[ColumnGuess]], values: list[list[str]]
) -> None:
    """Settle what only several columns together tell about an order file."""
    numbers = candidates.get("order_id", [])
    visit = next((guess for guess in numbers if normalise(guess.heading).startswith("reference visit")), None)
    if visit and visit.samples:
        guesses["order_id"] = visit
        place = next((guess for guess in numbers if guess is not visit and guess.samples), None)
        if place and "customer_id" not in guesses:
            guesses["customer_id"] = place
    if "order_id" not in guesses or not guesses["order_id"].samples:
        name = guesses.get("customer_name")
        if name and looks_like_ids(values[name.index]):
            guesses["order_id"] = replace(name, confidence=0.6)
    if "customer_id" in guesses and "order_id" not in guesses and looks_like_ids(values[guesses["customer_id"].index]):
        guesses["order_id"] = replace(guesses["customer_id"], confidence=0.5)


def _finish(
    headings: Sequence[str],
    values: list[list[str]],
    guesses: dict[str, ColumnGuess],
    overrides: Mapping[str, str | int | None],
    questions: list[Issue],
    notes: list[Issue],
) -> ColumnMapping:
    for name, where in overrides.items():
        guesses.pop(name, None)
        if where is None:
            continue
        index = where if isinstance(where, int) else _position(headings, where)
        if index is None or not 0 <= index < len(headings):
            questions.append(
                stop(
                    "MAPPING",
                    f"The file has no column {where!r} for {name}.",
                    "Choose one of its columns.",
                    column=name,
                )
            )
            continue
        guesses = {other: guess for other, guess in guesses.items() if guess.index != index}
        guesses[name] = _guess(headings[index], index, 1.0, values[index], understand(headings[index]).unit)
    taken = {guess.index for guess in guesses.values()}
    unknown_idx = [index for index in range(len(headings)) if index not in taken]
    private = [index for index in unknown_idx if normalise(headings[index]) in _PRIVATE]
    if private:
        shown = ", ".join(headings[index] for index in private)
        notes.append(note("PII_UNNEEDED", f"Private data that planning does not need was not kept: {shown}."))
    unknown_idx = [index for index in unknown_idx if index not in private]
    unknown = [headings[index] for index in unknown_idx if values[index]]
    if unknown:
        shown = ", ".join(unknown[:30]) + (" …" if len(unknown) > 30 else "")
        notes.append(
            note(
                "UNKNOWN_COLUMN",
                f"Kept as extra columns, not used for planning: {shown}.",
                "Choose their meaning if they matter.",
            )
        )
    return ColumnMapping(fields=guesses, unknown=unknown, unknown_idx=unknown_idx, questions=questions, notes=notes)


def _position(headings: Sequence[str], wanted: str) -> int | None:
    exact = [index for index, heading in enumerate(headings) if heading == wanted]
    loose = [index for index, heading in enumerate(headings) if normalise(heading) == normalise(wanted)]
    found = exact or loose
    return found[0] if found else None
