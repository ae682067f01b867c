"""Issues carry what happened as facts, so that nobody reads their sentences; issues kept before had none."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from lastmile_core.files.raw_table import issue_as_dict, issue_from_dict, look
from lastmile_core.model import Issue, IssueFacts, Severity
from tests.files import conftest as c

HEAD = "Order number;Address;Latitude;Longitude"


def test_facts_come_back_from_json_as_they_were() -> None:
    issue = look("X", "Words.", "Mend.", row=3, facts=IssueFacts(count=2, order_id="A1", fields=["lat", "lon"]))
    assert issue_from_dict(json.loads(json.dumps(issue_as_dict(issue)))) == issue


def test_an_issue_kept_before_there_were_facts_still_opens() -> None:
    kept = {"code": "X", "severity": "look", "message": "m", "mend": "", "row": None, "column": "", "value": ""}
    assert issue_from_dict(kept) == Issue(code="X", severity=Severity.LOOK, message="m", mend="")
    assert hash(issue_from_dict(kept)) == hash(issue_from_dict({**kept, "facts": {"count": 3}}))


FILES = {
    "NUMBER": (f"{HEAD};Weight (kg)\nA1;Row 1;48;9;1.250\n", {"has_two_readings": True}),
    "SERVICE_DEFAULT": (f"{HEAD}\nA1;Row 1;48.7;9.1\nA2;Row 2;48.71;9.11\n", {"count": 2}),
    "STATUS": (f"{HEAD};Status\nA1;Row 1;48.7;9.1;Frobbed\n", {"word": "frobbed", "count": 1}),
    "NEEDS_GEOCODING": ("Order number;Address\nA1;Row 1\nA2;Row 2\n", {"order_id": "A1"}),
}


@pytest.mark.parametrize("code", FILES)
def test_what_a_page_decides_by_is_a_fact(code: str, answer_to: Callable[..., c.Answer]) -> None:
    text, facts = FILES[code]
    answer = answer_to(text)
    issue = next(one for one in answer["rejected"] + answer["warnings"] if one["code"] == code)
    assert issue["facts"] == facts
