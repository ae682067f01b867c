"""Which column holds which field: by the words above it, checked against what stands in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from lastmile_core.files.cells.evidence import fits, guess_by_content
from lastmile_core.files.columns.column_guesses import guess_the_rest
from lastmile_core.files.columns.column_habits import (
    OWN_WORDS,
    PRIVATE_WORDS,
    VAGUE_FIELDS,
    WEAK_WORDS,
    by_content,
    settle_orders,
)
from lastmile_core.files.columns.column_mapping import ColumnGuess, ColumnMapping
from lastmile_core.files.columns.sources import KnownSource, find_source
from lastmile_core.files.headings.heading_meaning import normalise, understand
from lastmile_core.files.raw_table import look, note, stop
from lastmile_core.model import Issue
from lastmile_core.model.basics.import_answers import NO_ANSWERS, ImportAnswers

__all__ = ["ColumnGuess", "ColumnMapping", "map_columns"]

_SAMPLED = 300


def map_columns(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    kind: str = "orders",
    answers: ImportAnswers = NO_ANSWERS,
    *,
    has_header: bool = True,
) -> ColumnMapping:
    """Map the columns of a table.

    Parameters
    ----------
    kind
        ``orders``, ``vehicles``, ``drivers`` or ``events``.
    answers
        What a person decided; which column holds which field counts here.
    has_header
        False guesses by contents alone, with low confidence.
    """
    values = [[row[index] for row in rows[:_SAMPLED] if row[index]] for index in range(len(headings))]
    if not has_header:
        guesses = {
            name: _guess(headings[index], index, 0.4, values[index])
            for name, index in guess_by_content(values, kind).items()
        }
        return _finish(headings, values, guesses, answers, [], [])
    source = find_source([normalise(heading) for heading in headings]) if kind == "orders" else None
    candidates: dict[str, list[ColumnGuess]] = defaultdict(list)
    notes: list[Issue] = []
    for index, heading in enumerate(headings):
        _consider(heading, index, values[index], kind, source, candidates, notes)
    guesses, questions = _pick(candidates, rows, notes, set(answers.columns))
    if kind == "orders":
        settle_orders(guesses, candidates, headings, values)
        if source is None:
            guess_the_rest(guesses, headings, values, declined=answers.declined)
    if source:
        notes.append(note("SOURCE", f"Recognised as a file of {source.name}.", "Nothing to do."))
    mapping = _finish(headings, values, guesses, answers, questions, notes)
    if source is None:
        return mapping
    return replace(
        mapping, source=source.name, date_order=source.date_order, minus_is_delivery=source.minus_is_delivery
    )


def _consider(
    heading: str,
    index: int,
    values: list[str],
    kind: str,
    source: KnownSource | None,
    candidates: dict[str, list[ColumnGuess]],
    notes: list[Issue],
) -> None:
    name, unit, confidence = _meaning(heading, values, kind, source)
    if not name:
        return
    if not values:
        candidates[name].append(_guess(heading, index, confidence * 0.3, values, unit))
        return
    share = 1.0 if kind == "events" and name == "kind" else fits(name, values)
    if kind == "orders":
        name, share, confidence = by_content(name, share, confidence, values)
    is_vague = normalise(heading) in WEAK_WORDS or name in VAGUE_FIELDS or kind != "orders"
    if share < 0.34 and confidence < 0.99 and is_vague:
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
    candidates[name].append(_guess(heading, index, confidence * (0.7 + 0.3 * share), values, unit))


def _meaning(heading: str, values: list[str], kind: str, source: KnownSource | None) -> tuple[str, str, float]:
    """Return field, unit and confidence of a heading: as its system has it, else by its words."""
    words = normalise(heading)
    meaning = understand(heading, kind)
    if source and words in source.fields:
        name = source.fields[words]
        return name, meaning.unit or source.units.get(name, ""), 0.98
    if kind == "orders" and words == "name" and values and sum(v[0] == "#" for v in values) > len(values) / 2:
        return "order_id", "", 0.97
    unit = meaning.unit or (source.units.get(meaning.field, "") if source else "")
    return meaning.field, unit, min(meaning.confidence, 0.75) if words in WEAK_WORDS else meaning.confidence


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


def _finish(
    headings: Sequence[str],
    values: list[list[str]],
    guesses: dict[str, ColumnGuess],
    answers: ImportAnswers,
    questions: list[Issue],
    notes: list[Issue],
) -> ColumnMapping:
    for name, where in answers.columns.items():
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
    private = [index for index in unknown_idx if normalise(headings[index]) in PRIVATE_WORDS]
    if private:
        shown = ", ".join(headings[index] for index in private)
        notes.append(note("PII_UNNEEDED", f"Private data that planning does not need was not kept: {shown}."))
    own = [index for index in unknown_idx if normalise(headings[index]) in OWN_WORDS]
    unknown_idx = [index for index in unknown_idx if index not in {*private, *own}]
    unknown = [headings[index] for index in unknown_idx if values[index]]
    if unknown:
        notes.append(_kept_extra(unknown))
    return ColumnMapping(
        fields=guesses,
        unknown=unknown,
        unknown_idx=unknown_idx,
        questions=questions,
        notes=notes,
        declined=answers.declined,
    )


def _position(headings: Sequence[str], wanted: str) -> int | None:
    exact = [index for index, heading in enumerate(headings) if heading == wanted]
    loose = [index for index, heading in enumerate(headings) if normalise(heading) == normalise(wanted)]
    found = exact or loose
    return found[0] if found else None


def _kept_extra(headings: Sequence[str]) -> Issue:
    message = f"Kept as extra columns, not used for planning: {', '.join(headings)}."
    return note("UNKNOWN_COLUMN", message, "Choose their meaning if they matter.")


def without_used(notes: list[Issue], used: Sequence[Issue], mapping: ColumnMapping) -> list[Issue]:
    """Return the notes of a mapping when answers put some of its extra columns to use: the columns of ``used``."""
    taken = {issue.column for issue in used}
    left = [heading for heading in mapping.unknown if heading not in taken]
    others = [one for one in notes if one.code != "UNKNOWN_COLUMN" or not taken]
    return others + ([_kept_extra(left)] if taken and left else [])
