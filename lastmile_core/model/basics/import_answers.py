"""What a person decided about one file: which column holds what, and the answers to its questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

# Answers that say how the file itself is read, before anybody asks what its columns mean.
READING = ("encoding", "separator", "sheet", "header_row", "no_header")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportAnswers:
    """Decisions about one file of any kind: orders, events, vehicles, drivers, depots, who may serve whom.

    Attributes
    ----------
    columns
        Field → heading (or 0-based position), None for "not in this file".
    replies
        Name of a question → its answer. How the file is read: ``encoding``, ``separator``, ``sheet``, ``header_row``
        (1-based), ``no_header`` (bool). Its places: ``swap_lat_lon`` (bool), ``turn_sign`` ("lat", "lon", "both"),
        ``keep_latlon`` (bool: the places are right as they are). Its cells: ``date_order`` ("dmy", "mdy", "ymd"),
        ``decimal`` ("." or ",": the decimal mark where a column does not tell), ``time_unit`` ("minutes", "clock"),
        ``fill`` (field → text for its empty cells), ``cells`` (row number as text → its cells as a person typed them).
        Its rows: ``negative_is_collection`` (bool), ``join_parts`` (bool: 1/3, 2/3, 3/3 are one order),
        ``same_number`` ("add", "apart", "first", "last": rows of one number that contradict each other),
        ``known_order`` ("again", "move"), ``plan_all`` (bool), ``same_customer`` (order number → known customer id),
        ``status:WORD`` ("go", "out", "hold"), ``rider:HEADING`` ("only", "info"). Its columns: ``unused:HEADING``
        (bool, ``unused:*`` for all), ``unused`` (bool, fleet files), ``kind`` (who may serve whom).
    """

    columns: Mapping[str, str | int | None] = field(default_factory=dict)
    replies: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.columns or self.replies)

    @property
    def declined(self) -> frozenset[str]:
        """The fields of which a person said that the file has none."""
        return frozenset(name for name, where in self.columns.items() if where is None)

    @property
    def reading(self) -> ImportAnswers:
        """Only how the file itself is read."""
        return ImportAnswers(replies={name: self.replies[name] for name in READING if name in self.replies})

    def is_yes(self, question: str) -> bool:
        """Return whether a question was answered with yes."""
        return bool(self.replies.get(question))

    def text(self, question: str) -> str:
        """Return the answer to a question as a word; "" without one."""
        return str(self.replies.get(question) or "")

    def entries(self, question: str) -> Mapping[str, Any]:
        """Return an answer that names things, such as rows with their cells; empty without one."""
        entries: Mapping[str, Any] = self.replies.get(question) or {}
        return entries

    def about(self, prefix: str) -> dict[str, str]:
        """Return word → answer of questions about many words, such as ``status:``."""
        return {
            name.removeprefix(prefix): str(reply) for name, reply in self.replies.items() if name.startswith(prefix)
        }

    def after(self, earlier: ImportAnswers) -> ImportAnswers:
        """Return these answers, and the earlier ones about what they leave open; rows and orders they name add up."""
        replies = {**earlier.replies, **self.replies}
        for question, reply in earlier.replies.items():
            newer = replies[question]
            if isinstance(reply, Mapping) and isinstance(newer, Mapping):
                replies[question] = {**reply, **newer}
        return ImportAnswers(columns={**earlier.columns, **self.columns}, replies=replies)

    def without(self, names: frozenset[str] | set[str]) -> ImportAnswers:
        """Return the answers without those to some questions."""
        kept = {name: reply for name, reply in self.replies.items() if name not in names}
        return replace(self, replies=kept)

    def to_json(self) -> dict[str, Any]:
        """Return the answers as they are kept with an import and sent to the process that parses."""
        return {"corrections": dict(self.columns), "answers": dict(self.replies)}

    @staticmethod
    def from_json(values: Mapping[str, Any]) -> ImportAnswers:
        """Return the answers that :meth:`to_json` wrote; what an older import did not write down is empty."""
        return ImportAnswers(columns=values.get("corrections") or {}, replies=values.get("answers") or {})


NO_ANSWERS = ImportAnswers()
