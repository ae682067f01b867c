"""Which old eight-bit encoding a text is in: the one under which its words are words of some language.

Every byte means a letter in every one of these encodings, so that decoding never fails and proves nothing. What does
tell: the letters with accents of a file come from few languages. ``Dvořák`` read as Windows-1252 is ``Dvoøák``, and
no language has both ø and á.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\s\x00-\x40\[-`{-\x7f]+")
_SIGNS = frozenset("°§€£¥«»“”„‘’‚–—…²³½¼¾·×÷±©®™ªº´¨\u00a0¡¿†‡•‰№")
_INSIDE = frozenset("’‘´-–")
_LEADING = frozenset("«“„‘‚¡¿€£¥§№’´\u00a0·†•–—")
_BETWEEN_LATIN = re.compile(r"[A-Za-z][^\x00-\x7f]{1,2}[a-z]")
_ASCII_LETTER = re.compile(r"[A-Za-z]")
_KANA = re.compile(r"[\u3000-\u30ff\uff01-\uff5e々〒]")


@dataclass(frozen=True, slots=True)
class _Language:
    letters: frozenset[str]
    frequent: frozenset[str] = frozenset()
    weight: float = 1.0


def _lang(letters: str, frequent: str = "", weight: float = 1.0) -> _Language:
    return _Language(frozenset(letters + letters.upper()), frozenset(frequent), weight)


_DE = _lang("äöüßéèàç")
_LANGUAGES: dict[str, list[_Language]] = {
    "western": [
        _DE,
        _lang("àâçéèêëîïôùûüÿœæ"),
        _lang("áéíñóúüçàèò"),
        _lang("áâãàçéêíóôõúü"),
        _lang("àèéìòùó"),
        _lang("éëïóöüèêá"),
        _lang("æøåéôäöü"),
        _lang("åäöéü"),
        _lang("áðéíóúýþæö", weight=0.9),
    ],
    "central": [
        _DE,
        _lang("ąćęłńóśźż"),
        _lang("áčďéěíňóřšťúůýž"),
        _lang("áäčďéíĺľňóôŕšťúýž"),
        _lang("áéíóöőúüű"),
        _lang("ăâîşţșț"),
        _lang("čćđšž"),
    ],
    "turkish": [_Language(frozenset("çğıöşüâîûÇĞİÖŞÜÂÎÛ"))],
    "baltic": [
        _lang("ąčęėįšųūž", weight=0.95),
        _lang("āčēģīķļņšūž", weight=0.95),
        _lang("äõöüšž", weight=0.95),
    ],
    "cyrillic": [
        _lang("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "оеаинтсрвлк"),
        _lang("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "оаинітвереск"),
        _lang("абвгдђежзијклљмнњопрстћуфхцчџш", "аоиенрстјук", weight=0.95),
    ],
    "greek": [_lang("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ", "αοιετσνρςηί")],
    "hebrew": [_lang("אבגדהוזחטיךכלםמןנסעףפץצקרשת", "יוהלארתבםש", weight=0.98)],
    "arabic": [_lang("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي", "اليمنرتوبة", weight=0.98)],
}
# In the order of how often they come: the first of two equals is taken.
CANDIDATES: dict[str, tuple[str, str]] = {
    "cp1252": ("western", "Windows-1252 (Western European)"),
    "cp1250": ("central", "Windows-1250 (Central European)"),
    "cp1251": ("cyrillic", "Windows-1251 (Cyrillic)"),
    "cp1254": ("turkish", "Windows-1254 (Turkish)"),
    "cp1253": ("greek", "Windows-1253 (Greek)"),
    "cp932": ("japanese", "Shift-JIS (Japanese)"),
    "iso8859-15": ("western", "ISO-8859-15 (Western European)"),
    "iso8859-2": ("central", "ISO-8859-2 (Central European)"),
    "iso8859-7": ("greek", "ISO-8859-7 (Greek)"),
    "iso8859-5": ("cyrillic", "ISO-8859-5 (Cyrillic)"),
    "cp1257": ("baltic", "Windows-1257 (Baltic)"),
    "cp1255": ("hebrew", "Windows-1255 (Hebrew)"),
    "cp1256": ("arabic", "Windows-1256 (Arabic)"),
    "koi8-r": ("cyrillic", "KOI8-R (Cyrillic)"),
    "cp866": ("cyrillic", "DOS 866 (Cyrillic)"),
    "cp850": ("western", "DOS 850 (Western European)"),
    "mac-roman": ("western", "Mac Roman"),
}
_SECOND = 0.3


def find_encoding(content: bytes) -> str:
    """Return the likeliest of :data:`CANDIDATES`; ``latin-1``, which reads every byte, when none fits at all."""
    best, chosen = -1.0, "latin-1"
    sample = content[:200_000]
    for name, (group, _) in CANDIDATES.items():
        text = _decoded(sample, name, is_part=len(sample) < len(content))
        if text is None:
            continue
        score = _japanese(text) if group == "japanese" else _score(text, group)
        if score > best + 1e-6 and _decoded(content, name) is not None:
            best, chosen = score, name
    return chosen


def shown_name(encoding: str) -> str:
    """Return an encoding as people know it."""
    return CANDIDATES[encoding][1] if encoding in CANDIDATES else encoding.upper()


def words_of(text: str, limit: int = 40) -> list[str]:
    """Return different words with letters beyond ASCII, in the order of the text."""
    return list(dict.fromkeys(_beyond_ascii(text)))[:limit]


def _beyond_ascii(text: str) -> Iterator[str]:
    return (word for word in _WORD.findall(text) if not word.isascii())


def _decoded(content: bytes, encoding: str, *, is_part: bool = False) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        # A part may end in the middle of a character of two bytes.
        return content[:-1].decode(encoding, "ignore") if is_part and error.start == len(content) - 1 else None


def _score(text: str, group: str) -> float:
    """Return 0 to 1.3: the share of words that the best language explains, and a little for a second language."""
    words = Counter(_beyond_ascii(text))
    total = sum(words.values())
    if not total:
        return 0.0
    covered = [
        {word for word in words if _explains(language, word)} if language else set() for language in _LANGUAGES[group]
    ]
    shares = [
        sum(words[word] for word in found) / total * language.weight * _usual(language, found)
        for language, found in zip(_LANGUAGES[group], covered, strict=True)
    ]
    first = max(range(len(shares)), key=shares.__getitem__)
    rest = max((sum(words[word] for word in found - covered[first]) / total for found in covered), default=0.0)
    return shares[first] + _SECOND * rest


@lru_cache(maxsize=65536)
def _explains(language: _Language, word: str) -> bool:
    """Return whether every letter of a word belongs to the language, and capitals stand where capitals stand."""
    if language.frequent and _ASCII_LETTER.search(word):  # two alphabets in one word
        return False
    last = len(word) - 1
    for at, letter in enumerate(word):
        if letter < "\x80":
            continue
        if letter in language.letters:
            if at and letter.isupper() and word[at - 1].islower():
                return False
        elif letter not in _SIGNS or (at < last and word[at + 1].isalpha() and not _may_stand(letter, at)):
            return False
    return True


def _may_stand(sign: str, at: int) -> bool:
    """Return whether a sign may stand before a letter: quotation marks in front of words, apostrophes inside."""
    return sign in _INSIDE if at else sign in _LEADING


def _usual(language: _Language, words: Iterable[str]) -> float:
    """Return 0.5 to 1: whether the letters come as often as the language uses them (other scripts than Latin)."""
    if not language.frequent:
        return 1.0
    letters = [letter for word in words for letter in word.lower() if letter in language.letters]
    if not letters:
        return 1.0
    share = sum(letter in language.frequent for letter in letters) / len(letters)
    return 0.5 + 0.5 * min(1.0, share / 0.6)


def _japanese(text: str) -> float:
    """Return the share of characters beyond ASCII that Japanese uses every day: kana and the kanji of level one."""
    beyond = [letter for letter in text if letter > "\x7f"]
    if not beyond or not any(_KANA.match(letter) or "\u4e00" <= letter <= "\u9fff" for letter in beyond):
        return 0.0
    lonely = 2 * len(_BETWEEN_LATIN.findall(text))  # "Fran腔is"
    return max(0.0, sum(_is_everyday(letter) for letter in beyond) - lonely) / len(beyond)


@lru_cache(maxsize=16384)
def _is_everyday(letter: str) -> bool:
    if _KANA.match(letter):
        return True
    code = letter.encode("cp932", "ignore")
    return len(code) == 2 and b"\x88\x9f" <= code <= b"\x98\x72"
