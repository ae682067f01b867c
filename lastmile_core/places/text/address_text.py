"""An address as it was typed, taken apart into words, numbers, and what says nothing about the place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lastmile_core.places.text.words import fold, undo_elisions

_UNITS = """apt apartment apto ap apart appartement appt app flat unit suite room rm floor fl level lvl storey piso
    andar sala salas loja lj conjunto conj cj bloco bl block torre tr casa cs lote lt etage stock stockwerk og
    eg dg ug top stiege wohnung whg tur batiment bat bt esc escalier escalera interno int scala sc piano puerta
    pta planta porta fundos frente box postfach bus bte boite bp gate door entrance building bldg tower gebaude
    halle hall verdieping km qd quadra fraction fracao letra bajo local nave oficina despacho ufficio buro
    bureau office ste villa edificio ed residence res shop shp kiosk studio penthouse ph dpto depto departamento
    daire kat blok lgh lok lokal byt mieszkanie etaj lejlighed huoneisto"""
UNITS = frozenset(_UNITS.split())
"""Words that make a number beside them that of a flat, a floor or a box instead of a house."""

_ON_ITS_SIDE_WORDS = """dcha dta derecha izda izq izquierda esq esquerdo dto direito hinten vorne links rechts
    bajo"""
_ON_ITS_SIDE = frozenset(_ON_ITS_SIDE_WORDS.split())
# Beside these, only what follows is a flat; what stands before is the house: 12 bus 3, 12 apt 4.
_AFTER_FLOOR_WORDS = """floor fl level og stock stockwerk etage piso andar planta verdieping piano"""
_AFTER_FLOOR = frozenset(_AFTER_FLOOR_WORDS.split())

_NO_NUMBER = re.compile(r"\b(?:s/n[ro]*|snc|s\.n\.?c?\.?|sin numero|sem numero|senza numero|ohne nr)\b\.?")
_MARKED = re.compile(
    r"(?:№|\b(?:n|no|nr|num|numero|number|nummer|hausnr|hausnummer|hnr|civico|civ|house|haus))[.:]?\s*°?\s*(?=\d)"
)
_PERSON = re.compile(r"(?:\b(?:c/o|p/a|a/c|attn|att|z\.? ?hd|zhd|care of)\b[.:]?)(?P<who>[^,;\n|]*)")
# “Unit 3/214”, “U3/214”: the flat and the house behind one word.
_UNIT_WORD = "|".join(sorted(map(re.escape, {*UNITS, "u"}), key=len, reverse=True))
_FLAT_AND_HOUSE = re.compile(rf"\b({_UNIT_WORD})[.:]?\s*(\d+[a-z]?)\s*/\s*(?=\d)")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|er|ere|eme|ste|o|a)")
_CALLE = re.compile(r"\bc/\s*(?=[^\W\d_])")
_PO_BOX = re.compile(
    r"\bp\.?\s?o\.?\s?box\b|\bcaixa postal\b|\bcasella postale\b|\bapartado\b|\bpostbus\b|\bboite postale\b"
)
# A spreadsheet makes 103.0 of a house number.
_DECIMAL = re.compile(r"\b(\d+)\.0\b")
_GLUED = re.compile(r"([^\W\d_]{3})(?=\d+\b)")
_SPACED_RANGE = re.compile(r"(?<![\d])(\d{1,3})\s*[-–/]\s*(\d{1,3})(?!\d)")
_SPACED_SUFFIX = re.compile(r"(\d)\s*/\s*([a-z])\b")
_PARTS = re.compile(r"[,;\n\r\t|()\[\]]+|\s[-–—·•]+\s|\.\s*$")
_MARK = r"(?P<mark>##?)"
_NUM = r"(?P<num>\d+(?:(?:bis|ter|ere|eme|ste|[^\W\d_]{1,2})(?![^\W_]))?(?:[/\-–][0-9a-z]{1,4}(?![0-9a-z]))*)"
# A number behind an apostrophe is a number: Musterstr´12.
_WORD = r"(?P<word>[^\W\d_][^\W_]*(?:'[^\W\d_][^\W_]*)*)"
_TOKEN = re.compile("|".join((_MARK, _NUM, _WORD)))


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number of an address.

    Attributes
    ----------
    part
        Number of the part between commas that it stands in.
    is_marked
        A number that is called one: ``n. 12``, ``No 12``, ``#12``.
    is_unit
        A flat, floor or box, or the word for it.
    is_hash
        A number behind “#”: the house in some countries, the flat in others.
    """

    word: str
    part: int
    is_number: bool = False
    is_marked: bool = False
    is_unit: bool = False
    is_hash: bool = False


def read_tokens(text: str) -> tuple[Token, ...]:
    """Return the words and numbers of an address without people (c/o …) and without what says "no number"."""
    plain = _DECIMAL.sub(r"\1", fold(text))
    plain = _CALLE.sub("calle ", _without_people(plain))
    plain = _FLAT_AND_HOUSE.sub(_flat_then_house, plain).replace("#", " ## ")
    plain = _NO_NUMBER.sub(" ", _PO_BOX.sub(" box ", plain))
    plain = _GLUED.sub(r"\1 ", _MARKED.sub(" # ", undo_elisions(plain)))
    plain = _SPACED_SUFFIX.sub(r"\1/\2", _SPACED_RANGE.sub(_closed_range, plain))
    return tuple(_with_units(list(_split(plain))))


def _without_people(plain: str) -> str:
    """Leave out who it is for; where nothing parts the name from the address, that begins with its first number."""

    def rest(match: re.Match[str]) -> str:
        elsewhere = plain[: match.start()] + plain[match.end() :]
        digit = re.search(r"\d", match.group("who"))
        if digit is None or re.search(r"\d", elsewhere):
            return " "
        return " " + match.group("who")[digit.start() :]

    return _PERSON.sub(rest, plain)


def _flat_then_house(match: re.Match[str]) -> str:
    word = "unit" if match.group(1) == "u" else match.group(1)
    return f"{word} {match.group(2)}, "


def _closed_range(match: re.Match[str]) -> str:
    mark = "/" if "/" in match.group() else "-"
    return f"{match.group(1)}{mark}{match.group(2)}"


def _split(plain: str) -> Iterator[Token]:
    for part, piece in enumerate(piece for piece in _PARTS.split(plain) if piece.strip()):
        is_marked = is_hash = False
        for match in _TOKEN.finditer(piece):
            if match.lastgroup == "mark":
                is_marked, is_hash = True, match.group() == "##"
                continue
            word = match.group().replace("'", "")
            is_number = match.lastgroup == "num"
            yield Token(word, part, is_number, is_marked and is_number, is_hash=is_hash and is_number)
            is_marked = is_hash = False


def _with_units(tokens: list[Token]) -> list[Token]:
    """Mark flats and floors: the word, and the number that belongs to it."""
    for index, token in enumerate(tokens):
        if token.is_number or token.word not in UNITS | _ON_ITS_SIDE:
            continue
        beside = _number_of_unit(tokens, index)
        if beside is None and token.word not in _ON_ITS_SIDE:
            continue
        for place in (index, beside):
            if place is not None:
                old = tokens[place]
                tokens[place] = Token(old.word, old.part, old.is_number, is_marked=False, is_unit=True)
    return tokens


def _number_of_unit(tokens: list[Token], index: int) -> int | None:
    """Return where the number or letter of a unit word stands: after it, or before it as in ``2. OG``."""
    after, before = index + 1, index - 1
    follows = after < len(tokens) and tokens[after].part == tokens[index].part
    is_numbered = follows and tokens[after].is_number
    is_floor = tokens[index].word in _AFTER_FLOOR and before >= 0 and tokens[before].is_number
    # “12 floor 3” has the floor behind; “3rd floor” has it in front.
    is_ordinal = is_floor and _ORDINAL.fullmatch(tokens[before].word) is not None
    if is_floor and not tokens[before].is_unit and (is_ordinal or not is_numbered):
        return before
    if tokens[index].word in _ON_ITS_SIDE and any(token.is_number for token in tokens[:before]):
        return before if tokens[before].is_number and not tokens[before].is_unit else None
    if not follows:
        return None
    is_last = after + 1 == len(tokens) or tokens[after + 1].part != tokens[after].part
    has_house = any(token.is_number for token in tokens[:index])
    is_letter = len(tokens[after].word) == 1 and (is_last or has_house)
    return after if is_numbered or is_letter else None
