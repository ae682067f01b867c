"""Text of addresses as plain words: no case, no accents, no punctuation, elisions undone."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not take apart by itself.
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ß": "ss"})
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "′": "'"})
# d'Azeglio, l'Aquila, dell'Orto, qu'en: the article is a word of its own.
_ELISION = re.compile(r"\b(d|l|dell|all|dall|nell|sull|degl|qu|s|t)'(?=\w\w)")
# P.zza, C.so, V.le, S.ta: one shortened word written with a dot inside.
_DOTTED = re.compile(
    r"\b(p\.(?:zza|za|zzale|le|ta|ca|co|ssa|sso)|c\.(?:so|po|na|le|da)|v\.(?:le|lo|co|no)|l\.(?:go|mare|re)|"
    r"b\.go|f\.lli|s\.(?:ta|to|te|ra)|str\.(?:da|lla)|n\.(?:ro|sra)|gal\.ria|loc\.ta)\b"
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*\.?")


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return text in small letters without accents: ``Straße`` gives ``strasse``, ``São`` gives ``sao``."""
    plain = text.translate(_QUOTES)
    if plain.isascii():
        return plain.lower()
    # Taken apart twice: styled letters become capitals, and small letters may bring accents of their own.
    return _bare(_bare(plain).casefold().translate(_LETTERS))


def _bare(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def undo_elisions(folded: str) -> str:
    """Return folded text with ``d'azeglio`` as two words and ``p.zza`` as one."""
    return _DOTTED.sub(lambda match: match.group().replace(".", ""), _ELISION.sub(r"\1 ", folded))


@lru_cache(maxsize=65_536)
def words_of(text: str) -> tuple[str, ...]:
    """Return the plain words of a name: ``Via G.Garibaldi`` gives ``via``, ``g``, ``garibaldi``."""
    found = _WORD.findall(undo_elisions(fold(text)))
    return tuple(word.rstrip(".").replace("'", "") for word in found)


def code_of(text: str) -> str:
    """Return a postcode by its letters and digits only: ``90540-020`` gives ``90540020``."""
    return "".join(letter for letter in fold(text) if letter.isalnum())
