"""Searches side by side: everything found comes out, errors too, and a wish to stop is asked for in the caller."""

import threading

import pytest

from lastmile_core.planning.merged import merged


def test_what_all_sources_find_comes_out_with_its_source():
    found = list(merged([lambda: iter([{0: [1]}, {0: [2]}]), lambda: iter([{1: [3]}])], lambda: None))
    assert sorted((one.source, one.routes) for one in found if one.source) == [(1, {1: [3]})]
    assert [one.routes for one in found if not one.source] == [{0: [1]}, {0: [2]}]


def test_an_error_of_a_source_reaches_the_caller():
    def broken():
        raise ValueError("no such road")
        yield

    with pytest.raises(ValueError, match="no such road"):
        list(merged([broken], lambda: None))


def test_the_wish_to_stop_is_asked_for_in_the_callers_thread_while_nothing_is_found():
    stopped, askers = threading.Event(), []

    def patient():
        stopped.wait(30)
        yield {0: [1]}

    def keep_alive():
        askers.append(threading.current_thread())
        stopped.set()

    assert [one.routes for one in merged([patient], keep_alive)] == [{0: [1]}]
    assert set(askers) == {threading.current_thread()}
