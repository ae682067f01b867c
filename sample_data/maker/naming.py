"""A name for every street line: themes by district, words for the big roads."""

from __future__ import annotations

import itertools

from sample_data.maker.cells import Plan
from sample_data.maker.geo import rng_for
from sample_data.maker.greens import Greens
from sample_data.maker.names import ARTERIAL_SUFFIXES, ARTERIAL_WORDS, SUFFIXES, THEMES
from sample_data.maker.network import Edge

_BRIDGES = (
    "Lake Bridge",
    "Heron Bridge",
    "Alderbrook Bridge",
    "Ring Bridge",
    "Weir Bridge",
    "Tannery Bridge",
    "Lantern Bridge",
    "Old Bridge",
    "Customs Bridge",
    "Harbour Bridge",
    "Ferry Bridge",
    "Mill Bridge",
    "Abbot's Bridge",
)


def street_key(key: str) -> str:
    """Return the key of the street that a line is a part of (``d3/0/7/1`` and ``d3/0/7`` are one street)."""
    parts = key.split("/")
    return "/".join(parts[:3]) if key.startswith("d") else parts[0]


def _theme_of(kind: str, number: int) -> str:
    if kind in ("industrial", "airport"):
        return "works"
    if kind == "port":
        return "sea"
    if kind == "old":
        return "trades"
    return ("trees", "birds", "flowers", "sky", "stone", "sea")[number % 6]


def name_streets(edges: list[Edge], plan: Plan, greens: Greens) -> dict[str, str]:
    """Return the street name by street key; every name exists once in the city."""
    keys = sorted({street_key(edge.source.key) for edge in edges})
    names: dict[str, str] = {
        "square": "Market Square",
        "motorway": "Airport Motorway",
        "link": "",
        "coast0": "Marine Parade",
    }
    used: set[str] = set()
    big = [f"{word} {suffix}" for suffix, word in itertools.product(ARTERIAL_SUFFIXES, ARTERIAL_WORDS)]
    rng = rng_for("names")
    big = [big[i] for i in rng.permutation(len(big))]
    bridges = itertools.chain(_BRIDGES, (f"Bridge {n}" for n in itertools.count(1)))
    local = {d.number: _local_names(d.kind, d.number) for d in plan.districts}
    for key in keys:
        if key in names:
            continue
        if key.startswith("ring"):
            names[key] = "Ring Road"
        elif key.startswith("art"):
            names[key] = big.pop()
        elif key.startswith("bridge"):
            names[key] = next(bridges)
        elif key.startswith("quay"):
            names[key] = "Riverside Quay"
        elif key.startswith("park"):
            names[key] = f"{greens.parks[int(key[4:])][0]} Side"
        elif key.startswith("pier"):
            names[key] = f"Pier {int(key[4:]) + 1}"
        else:
            pool = local[int(key.split("/")[0][1:])]
            names[key] = next(name for name in pool if name not in used)
        used.add(names[key])
    return names


def _local_names(kind: str, number: int) -> itertools.chain[str]:
    rng = rng_for("street names", number)
    pairs = list(itertools.product(THEMES[_theme_of(kind, number)], SUFFIXES[kind]))
    order = [pairs[i] for i in rng.permutation(len(pairs))]
    spare = (
        f"{prefix} {word} {suffix}" for prefix in ("Upper", "Lower", "Little", "Great", "New") for word, suffix in order
    )
    return itertools.chain((f"{word} {suffix}" for word, suffix in order), spare)
