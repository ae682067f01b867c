"""The words of all street names of a region, and which of them a written word may stand for."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

from lastmile_core.places.text.abbreviations import meanings, short_forms
from lastmile_core.places.text.word_match import MISTYPED_AT_LEAST, ORDINALS, likeness, plain_form

MOST_ALIKE = 15
MOST_BEGINNING = 30


class Vocabulary:
    """Known words; what was asked for once is remembered, since addresses of one day repeat their words."""

    def __init__(self, words: Iterable[str]) -> None:
        self._sorted = sorted(words)
        self._all = frozenset(self._sorted)
        self._by_form: dict[str, list[str]] = defaultdict(list)
        for word in self._sorted:
            if not word[0].isdigit():
                for form in {word, plain_form(word)}:
                    self._by_form[form].append(word)
        self._by_size: dict[int, list[str]] = defaultdict(list)
        for form in self._by_form:
            self._by_size[len(form)].append(form)
        self._like: dict[str, Mapping[str, float]] = {}

    def like(self, word: str) -> Mapping[str, float]:
        """Return the known words that a written word may stand for, with how alike they are."""
        if word not in self._like:
            near = {known: likeness(word, known) for known in self._near(word)}
            self._like[word] = {known: score for known, score in near.items() if score > 0}
        return self._like[word]

    def _near(self, word: str) -> set[str]:
        forms = {word, *meanings(word), *short_forms(word)}
        for meaning in meanings(word):
            forms |= short_forms(meaning)
        if word[0].isdigit():
            digits = word.rstrip("abcdefghijklmnopqrstuvwxyz")
            forms |= {digits, *(digits + ending for ending in ORDINALS)}
            return forms & self._all
        forms |= {form + ending for form in forms if form.isdigit() for ending in ORDINALS}
        near = forms & self._all
        if len(word) >= 3:
            for form in {word, plain_form(word)}:
                near.update(known for found in self._mistyped(form) for known in self._by_form[found])
            near.update(self._beginning_with(word))
        return near

    def _mistyped(self, word: str) -> Iterator[str]:
        allowed = 1 if len(word) < 6 else 2 if len(word) < 10 else 3
        for size in range(len(word) - allowed, len(word) + allowed + 1):
            found = process.extract(
                word,
                self._by_size.get(size, ()),
                scorer=OSA.normalized_similarity,
                score_cutoff=MISTYPED_AT_LEAST,
                limit=MOST_ALIKE,
            )
            yield from (known for known, _, _ in found)

    def _beginning_with(self, word: str) -> list[str]:
        start = bisect_left(self._sorted, word)
        behind = self._sorted[start : start + MOST_BEGINNING]
        return list(takewhile(lambda known: known.startswith(word), behind))
