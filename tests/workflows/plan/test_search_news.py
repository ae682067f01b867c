"""What a search told is the same after its row, and the rows of earlier releases still say it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastmile_core.workflows.plan.search_news import CURVE_POINTS, FoundRoutes, SearchProgress, StoredVersion

_names, _counts = st.text(min_size=1, max_size=6), st.integers(min_value=0, max_value=10**6)
_curves = st.lists(st.tuples(st.floats(min_value=0, max_value=1e5), _counts), max_size=5).map(tuple)
_news = st.one_of(
    st.builds(
        SearchProgress,
        curve=_curves,
        num_placed=_counts,
        num_visits=_counts,
        num_routes=_counts,
        distance_m=_counts,
        elapsed_s=st.integers(0, 9999).map(lambda tenths: tenths / 10),
        far=_counts,
    ),
    st.builds(
        FoundRoutes,
        routes=st.dictionaries(_names, st.lists(_names, max_size=3).map(tuple), max_size=3),
        input_hash=st.none() | _names,
        curve=_curves,
        failed_parts=_counts,
        loading_starts=st.none() | st.dictionaries(_names, st.lists(_counts, max_size=2).map(tuple), max_size=2),
        dock_reasons=st.none() | st.dictionaries(_names, _names, max_size=2),
        runtime_s=st.floats(min_value=0, max_value=1e5),
    ),
    st.builds(StoredVersion, version=st.integers(1, 99), curve=_curves, incident=st.sampled_from(["", "3FA2B1"])),
)


@given(news=_news)
def test_news_are_the_same_after_their_row(news: SearchProgress | FoundRoutes | StoredVersion) -> None:
    assert type(news).from_json(json.loads(json.dumps(news.to_json()))) == news


def test_a_long_curve_keeps_its_newest_points() -> None:
    curve = tuple((float(second), 1000 - second) for second in range(CURVE_POINTS + 50))
    assert SearchProgress.from_json(SearchProgress(curve=curve).to_json()).curve == curve[50:]


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        # As the first release wrote its best, and as a search without docks writes its end.
        ({"routes": {"v1": ["A1", "A2"]}}, FoundRoutes(routes={"v1": ("A1", "A2")})),
        (
            {"routes": {}, "input_hash": "ab", "curve": [[0.5, 900]], "failed_parts": 0, "runtime_s": 2.0},
            FoundRoutes(routes={}, input_hash="ab", curve=((0.5, 900),), runtime_s=2.0),
        ),
    ],
)
def test_what_earlier_releases_found_is_read(stored: dict[str, Any], meant: FoundRoutes) -> None:
    assert FoundRoutes.from_json(stored) == meant


def test_a_search_that_told_nothing_has_no_progress_and_a_failed_one_no_version() -> None:
    assert SearchProgress.from_json({}) == SearchProgress()
    assert StoredVersion.from_json({"again": True, "incident": "3FA2B1"}) is None
    assert StoredVersion.from_json({"version": 4}) == StoredVersion(version=4)
