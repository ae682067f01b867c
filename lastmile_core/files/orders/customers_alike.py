"""One customer under several spellings: suggested, never merged."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from lastmile_core.files.cells.words import plain
from lastmile_core.files.raw_table import note
from lastmile_core.model import Issue

_MOST_NAMED = 20
_MOST_COMPARED = 30
_ALIKE = 0.82
_SHORT = {
    "strasse": "str", "street": "st", "road": "rd", "avenue": "av", "ave": "av", "boulevard": "bd", "blvd": "bd",
    "platz": "pl", "place": "pl", "piazza": "pza", "square": "sq", "saint": "st", "sankt": "st", "drive": "dr",
    "calle": "c", "avenida": "av", "rua": "r", "rue": "r", "via": "v", "viale": "vle", "straat": "str", "lane": "ln",
    "gmbh": "", "ag": "", "kg": "", "ltd": "", "inc": "", "llc": "", "sarl": "", "sas": "", "srl": "", "spa": "",
    "bv": "", "lda": "", "sl": "", "sa": "", "company": "co", "und": "", "and": "", "et": "", "firma": "",
    "herr": "", "frau": "", "mr": "", "mrs": "", "ms": "", "dr": "", "m": "", "mme": "",
}  # fmt: skip
_NUMBER = re.compile(r"\d+")


class Spelling(NamedTuple):
    """A customer as one row writes it; ``key`` says which row or customer that is."""

    key: str
    name: str
    address: str
    postcode: str
    phone: str = ""


def find_alike(spellings: Sequence[Spelling], known: Sequence[Spelling] = ()) -> list[tuple[Spelling, Spelling]]:
    """Return pairs that may be one customer, written differently.

    Parameters
    ----------
    known
        Customers that exist already; with them, only pairs of a new spelling and a known one are returned.
    """
    groups: dict[tuple[str, str], list[tuple[Spelling, bool]]] = defaultdict(list)
    for is_known, many in ((False, spellings), (True, known)):
        seen = set()
        for one in many:
            if one[1:] not in seen:  # the very same customer again
                seen.add(one[1:])
                for group in _groups_of(one):
                    groups[group].append((one, is_known))
    pairs: dict[tuple[str, str], tuple[Spelling, Spelling]] = {}
    for members in groups.values():
        if not 1 < len(members) <= _MOST_COMPARED:
            continue
        for index, (first, first_known) in enumerate(members):
            for second, second_known in members[index + 1 :]:
                if (not known or first_known != second_known) and _are_alike(first, second):
                    pairs.setdefault((first.key, second.key), (first, second))
    return list(pairs.values())


def about_alike(pairs: Sequence[tuple[Spelling, Spelling]], column: str) -> list[Issue]:
    """Say which rows may be one customer; ``key`` is then the number of a row."""
    issues = [
        note(
            "CUSTOMER_ALIKE",
            f"Rows {first.key} and {second.key} may be one customer: {_shown(first)} and {_shown(second)}.",
            "Give both the same customer number and spelling if they are.",
            row=int(second.key),
            column=column,
            value=second.name,
        )
        for first, second in pairs[:_MOST_NAMED]
    ]
    if len(pairs) > _MOST_NAMED:
        message = f"{len(pairs) - _MOST_NAMED} more pairs of rows may be one customer each."
        issues.append(note("CUSTOMER_ALIKE", message, "Mend the spellings above first.", column=column))
    return issues


def _shown(one: Spelling) -> str:
    return "“" + ", ".join(part for part in (one.name, one.address, one.postcode) if part) + "”"


def _groups_of(one: Spelling) -> list[tuple[str, str]]:
    """Return under what a customer is compared: house number with postcode, and the telephone."""
    found = []
    numbers = _NUMBER.findall(one.address)
    if numbers and one.name:
        found.append((one.postcode or "", numbers[-1]))
    digits = "".join(_NUMBER.findall(one.phone))[-8:]
    if len(digits) >= 7:
        found.append(("phone", digits))
    return found


def _are_alike(one: Spelling, two: Spelling) -> bool:
    if (one.name, one.address) == (two.name, two.address) or not one.name or not two.name:
        return False
    names, addresses = (_simple(one.name), _simple(two.name)), (_simple(one.address), _simple(two.address))
    if names[0] == names[1] and addresses[0] == addresses[1]:
        return True
    return _ratio(*names) >= _ALIKE and _ratio(*addresses) >= _ALIKE


def _ratio(one: str, two: str) -> float:
    if one == two or not one or not two:
        return 1.0
    if _NUMBER.findall(one) != _NUMBER.findall(two):  # Weg 1 and Weg 2 are two houses
        return 0.0
    return SequenceMatcher(None, one, two, autojunk=False).ratio()


@lru_cache(maxsize=65536)
def _simple(text: str) -> str:
    """Return words without accents, legal forms and long forms, in alphabetical order: names come in any order."""
    words = re.findall(r"[^\W_]+", plain(text).replace("ue", "u").replace("oe", "o").replace("ae", "a"))
    found = []
    for word in words:
        if word.endswith(("strasse", "straat")) and len(word) > 7:
            word = word[:-6] + "str" if word.endswith("straat") else word[:-7] + "str"
        found.append(_SHORT.get(word, word))
    return " ".join(sorted(word for word in found if word))
