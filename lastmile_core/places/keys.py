"""Addresses as keys: the same front door, however it is written, has one key."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from lastmile_core.places.answer import AddressQuery
from lastmile_core.places.text.abbreviations import KIND_WORDS, SMALL_WORDS, meanings, short_forms
from lastmile_core.places.text.address_text import read_tokens
from lastmile_core.places.text.house_number import read_flat_and_house
from lastmile_core.places.text.word_match import plain_form
from lastmile_core.places.text.words import code_of, fold


def line_key(text: str) -> str:
    """Return the key of a street line: words in any order, shortened or not, without flats and people.

    ``12 Main St., Flat 3`` and ``Main Street 12`` have the same one.
    """
    tokens = [token for token in read_tokens(text) if not token.is_unit and token.word not in SMALL_WORDS]
    # “214 Main St #225” and “3/214 Main St” say a flat too; “Calle 12 # 34” says a house.
    if len(tokens) > 1 and tokens[0].is_number and not tokens[0].is_hash:
        flat = read_flat_and_house(tokens[0].word, ())
        house = str(flat[0]) if flat is not None and flat[1] and flat[0].last is None else tokens[0].word
        tokens = [replace(tokens[0], word=house), *(token for token in tokens[1:] if not token.is_hash)]
    return " ".join(sorted(_one_form(token.word) for token in tokens))


def full_key(query: AddressQuery) -> str:
    """Return the key of a street line with postcode and town."""
    return "|".join((line_key(query.text), code_of(query.postcode), line_key(query.town)))


def text_key(query: AddressQuery) -> str:
    """Return the key of an address as it is written; answers are kept under it."""
    return "|".join(" ".join(fold(part).split()) for part in (query.text, query.postcode, query.town))


@lru_cache(maxsize=16_384)
def _one_form(word: str) -> str:
    """Return one word for all that a word and its shortened forms may be written as."""
    reached, waiting = {word}, [word]
    while waiting:
        here = waiting.pop()
        # Single letters would lead from every word to every other.
        near = {form for form in meanings(here) | short_forms(here) if len(form) > 1 and not form.isdigit()}
        waiting += near - reached
        reached |= near
    letters = {form for here in reached & KIND_WORDS for form in short_forms(here) if len(form) == 1}
    return plain_form(min(letters or reached))
