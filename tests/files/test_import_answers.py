"""What a person decided about a file: one value from the page to the memory of the next file."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from lastmile_core.model import ImportAnswers, ImportOutcome

WORDS = st.text("abcxyz:_", min_size=1, max_size=6)
REPLIES = st.one_of(st.booleans(), st.text(max_size=5), st.dictionaries(WORDS, st.text(max_size=3), max_size=3))
ANSWERS = st.builds(
    ImportAnswers,
    columns=st.dictionaries(WORDS, st.one_of(st.none(), st.integers(0, 40), st.text(max_size=5)), max_size=4),
    replies=st.dictionaries(WORDS, REPLIES, max_size=4),
)


@given(ANSWERS)
def test_answers_come_back_from_json_as_they_were(answers: ImportAnswers) -> None:
    assert ImportAnswers.from_json(json.loads(json.dumps(answers.to_json()))) == answers


@given(ANSWERS, ANSWERS)
def test_newer_answers_count_and_earlier_ones_fill_what_they_leave_open(new: ImportAnswers, old: ImportAnswers) -> None:
    both = new.after(old)
    assert both.columns == {**old.columns, **new.columns}
    assert both.replies.keys() == old.replies.keys() | new.replies.keys()
    assert all(both.text(name) == new.text(name) for name, reply in new.replies.items() if not isinstance(reply, dict))


def test_rows_and_customers_named_one_after_the_other_all_count() -> None:
    first = ImportAnswers(replies={"same_customer": {"A1": "K1"}})
    second = ImportAnswers(replies={"same_customer": {"A2": "K2"}})
    assert second.after(first).entries("same_customer") == {"A1": "K1", "A2": "K2"}


def test_an_import_kept_before_without_answers_has_none() -> None:
    assert not ImportAnswers.from_json({"fields": {"order_id": {}}, "rejected_rows": [3]})
    assert not ImportAnswers.from_json({"corrections": None, "answers": None})


def test_only_how_the_file_is_read_goes_to_the_reader() -> None:
    said = ImportAnswers(columns={"address": "Ort"}, replies={"sheet": "Tuesday", "cells": {"1": ["x"]}})
    assert said.reading == ImportAnswers(replies={"sheet": "Tuesday"})
    assert said.without({"cells"}).replies == {"sheet": "Tuesday"}
    assert (said.is_yes("no_header"), said.text("decimal"), said.entries("fill")) == (False, "", {})


def test_a_question_or_a_refused_row_is_no_acceptance() -> None:
    assert [one for one in ImportOutcome if one.is_accepted] == ["accept", "accept_with_warnings"]
