"""Letters of the map: distances worked out with numpy alone are the exact ones."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import ImageFont
from scipy.ndimage import distance_transform_edt

from lastmile_core.travel.base_map import glyphs


@pytest.mark.parametrize("seed", range(12))
def test_distances_are_exact_up_to_where_they_matter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    mask = rng.random(rng.integers(1, 90, 2)) < rng.choice([0.001, 0.01, 0.2, 0.9])
    mask[rng.integers(mask.shape[0]), rng.integers(mask.shape[1])] = True
    exact = np.minimum(distance_transform_edt(~mask), glyphs.FAR)
    np.testing.assert_array_equal(glyphs.distance_to(mask), exact)


def test_far_from_nothing_is_far() -> None:
    assert (glyphs.distance_to(np.zeros((8, 12), dtype=bool)) == glyphs.FAR).all()


@pytest.mark.parametrize("stack", glyphs.FONTS)
def test_letters_look_as_with_exact_distances(stack: str, monkeypatch: pytest.MonkeyPatch) -> None:
    size = glyphs.SIZE * glyphs.OVERSAMPLE
    font = ImageFont.truetype(glyphs.font_file(glyphs.FONTS[stack]), size, layout_engine=ImageFont.Layout.BASIC)
    drawn = [glyphs._glyph(font, ord(letter)) for letter in "AgWÆŁ%@—.i"]
    monkeypatch.setattr(glyphs, "distance_to", lambda mask: distance_transform_edt(~mask))
    assert drawn == [glyphs._glyph(font, ord(letter)) for letter in "AgWÆŁ%@—.i"]
