"""Files of known systems are recognised by their headings as a whole."""

from __future__ import annotations

import pytest

from lastmile_core.files.columns.sources import KNOWN_SOURCES, KnownSource, find_source
from lastmile_core.files.headings.heading_meaning import normalise


@pytest.mark.parametrize("source", KNOWN_SOURCES, ids=lambda source: source.name)
def test_a_file_of_each_known_system_is_known(source: KnownSource) -> None:
    likely = sorted(source.likely)[: source.at_least] if source.at_least else []
    found = find_source([*source.needs, *likely, *source.fields])
    assert found is not None
    assert found.name == source.name


@pytest.mark.parametrize("source", KNOWN_SOURCES, ids=lambda source: source.name)
def test_headings_are_written_as_files_are_read(source: KnownSource) -> None:
    written = {*source.needs, *source.likely, *source.fields}
    assert {heading for heading in written if normalise(heading) != heading} == set()


def test_a_file_of_nobody_is_nobodys() -> None:
    assert find_source(["order number", "customer", "address"]) is None
