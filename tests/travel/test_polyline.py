import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastmile_core.travel.times.polyline import decode, encode

DEGREES = st.tuples(
    st.integers(-9_000_000, 9_000_000).map(lambda value: value / 1e5),
    st.integers(-18_000_000, 18_000_000).map(lambda value: value / 1e5),
)


def test_the_example_of_the_format_s_inventor() -> None:
    points = [(38.5, -120.2), (40.7, -120.95), (43.252, -126.453)]
    assert encode(points) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"
    assert decode("_p~iF~ps|U_ulLnnqC_mqNvxq`@") == points


@given(st.lists(DEGREES, max_size=30))
def test_what_is_encoded_comes_back(points: list[tuple[float, float]]) -> None:
    assert decode(encode(points)) == points


@pytest.mark.parametrize("text", ["_p~iF", "_p~iF~ps|U_", "_p~iF ps|U", "é" * 4])
def test_a_broken_line_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"cut off|not an encoded line"):
        decode(text)


def test_no_points_make_an_empty_line() -> None:
    assert encode([]) == ""
    assert decode("") == []
