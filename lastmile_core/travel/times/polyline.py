"""Google's encoded polyline, precision 5 (about one metre): short text for a line on the map."""

from __future__ import annotations

from collections.abc import Iterable

FACTOR = 100_000


def _encode_number(number: int) -> str:
    number = ~(number << 1) if number < 0 else number << 1
    letters = []
    while number >= 0x20:
        letters.append(chr((0x20 | (number & 0x1F)) + 63))
        number >>= 5
    letters.append(chr(number + 63))
    return "".join(letters)


def encode(points: Iterable[tuple[float, float]]) -> str:
    """Return the polyline of (latitude, longitude) pairs in degrees; an empty line gives an empty text."""
    parts = []
    last_lat = last_lon = 0
    for lat, lon in points:
        lat_e5, lon_e5 = round(lat * FACTOR), round(lon * FACTOR)
        parts.append(_encode_number(lat_e5 - last_lat) + _encode_number(lon_e5 - last_lon))
        last_lat, last_lon = lat_e5, lon_e5
    return "".join(parts)


def decode(text: str) -> list[tuple[float, float]]:
    """Return the (latitude, longitude) pairs of a polyline.

    Raises
    ------
    ValueError
        If the text is cut off or holds characters that no polyline has.
    """
    numbers: list[int] = []
    value = shift = 0
    for letter in text:
        bits = ord(letter) - 63
        if not 0 <= bits < 64:
            raise ValueError("this is not an encoded line: it holds a character that no polyline has")
        value |= (bits & 0x1F) << shift
        if bits >= 0x20:
            shift += 5
            continue
        numbers.append(~(value >> 1) if value & 1 else value >> 1)
        value = shift = 0
    if shift or len(numbers) % 2:
        raise ValueError("this encoded line is cut off")
    points = []
    lat = lon = 0
    for step_lat, step_lon in zip(numbers[::2], numbers[1::2], strict=True):
        lat, lon = lat + step_lat, lon + step_lon
        points.append((lat / FACTOR, lon / FACTOR))
    return points
