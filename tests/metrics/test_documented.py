from __future__ import annotations

from pathlib import Path

import pytest

from lastmile_core.metrics import DEFINITIONS, compute

DOCS = Path(__file__).resolve().parents[2] / "docs" / "metrics.md"


@pytest.mark.parametrize("key", DEFINITIONS)
def test_every_figure_is_documented_in_its_own_words(key):
    definition = DEFINITIONS[key]
    text = DOCS.read_text(encoding="utf-8")
    heading = f"### {definition.name} (`{key}`)"
    assert heading in text, f"add “{heading}” to docs/metrics.md"
    section = text.split(heading)[1].split("\n### ")[0]
    words = ("formula", "numerator", "denominator", "exclusions", "source")
    for name in words:
        assert f"* **{name.capitalize()}:** {getattr(definition, name)}" in section, f"docs/metrics.md: {key} {name}"


def test_nothing_is_documented_that_is_not_computed():
    headings = [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("### ")]
    assert {line.split("`")[1] for line in headings} == set(DEFINITIONS)


def test_a_definition_lists_the_slices_that_its_value_has(small_day):
    for key, value in compute([small_day]).items():
        if value.value is not None:
            assert set(value.slices) <= set(DEFINITIONS[key].slices), key
