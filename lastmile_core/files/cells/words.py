"""Words in cells: delivery or collection, priorities, skills, yes and no; and a light look at phones and e-mails."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TypeVar

from lastmile_core.model import OrderKind, Priority

T = TypeVar("T")
_D, _C = OrderKind.DELIVERY, OrderKind.COLLECTION


def _each[T](words: str, meaning: T) -> dict[str, T]:
    return dict.fromkeys(words.split(), meaning)


KIND_WORDS: dict[str, OrderKind] = {
    **_each(
        """d delivery deliveries deliver drop drop-off dropoff dropoffs lieferung lieferungen zustellung anlieferung
        auslieferung livraison livrer depot consegna entrega entregas levering bezorging lossen unload""",
        _D,
    ),
    **_each("t task visit 0 no n false l", _D),
    "drop off": _D,
    **_each(
        """p pickup pickups pick-up collection collections collect c return returns retour retoure retouren ruckgabe
        rucksendung rucknahme abholung abholungen abholen leergut einsammlung r a""",
        _C,
    ),
    **_each(
        """ramassage enlevement enlevements collecte reprise retours ritiro ritiri reso resi recogida recogidas retiro
        devolucion devoluciones coleta coletas recolha devolucao ophalen afhalen afhaling laden load 1 yes y true""",
        _C,
    ),
    "pick up": _C,
}
PRIORITY_WORDS: dict[str, Priority] = {
    **_each("1 l low lowest niedrig gering basse faible bassa baja baixa laag economy eco", Priority.LOW),
    **_each(
        """2 m n medium normal mittel standard std moyenne normale media normaal regular false no none 0 std. gewohnlich
        estandar padrao default""",
        Priority.NORMAL,
    ),
    **_each(
        "3 h high higher hoch haute elevee alta hoog express expres true yes x important wichtig priority prio rush",
        Priority.HIGH,
    ),
    **_each(
        """4 c critical must urgent dringend kritisch mandatory urgente spoed critique vip sofort asap highest hochste
        obligatoire obligatorio vitale prioritaire same-day""",
        Priority.MUST,
    ),
}
_NO_SKILLS = frozenset(
    _each("- -- none no nil n/a na null keine kein aucun aucune nessuno nessuna ninguno nenhum geen", True)
)
_YES = set(_each("1 yes y true t ja j oui o si s sim x active aktiv actif available on", True))
_NO = set(_each("0 no n false f nein non nao inactive inaktiv inactif off", True))
_PHONE = re.compile(r"\+?[\d\s()/.\-]{6,25}(\s?(x|ext\.?)\s?\d+)?", re.IGNORECASE)
_NOT_DIGIT = re.compile(r"\D")
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]{2,}")


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Return lower-case text without accents and outer space."""
    text = unicodedata.normalize("NFKD", text.strip().lower().replace("ß", "ss"))
    return "".join(c for c in text if not unicodedata.combining(c))


def read_kind(text: str) -> OrderKind | None:
    """Return delivery or collection; None when the word is not known."""
    return KIND_WORDS.get(plain(text))


def read_priority(text: str) -> Priority | None:
    """Return the priority of a word, a letter or 0–4 (4 is the most urgent); None when unknown."""
    return PRIORITY_WORDS.get(plain(text))


@lru_cache(maxsize=8192)
def read_skills(text: str) -> frozenset[str]:
    """Return the skills of a cell: lower case, separated by , ; | or /, with or without brackets; "none" is none."""
    pieces = (plain(piece.strip(" \t\"'#")) for piece in re.split(r"[,;|/\n]", text.strip().strip("[]{}()")))
    return frozenset(piece for piece in pieces if piece and piece not in _NO_SKILLS)


def read_yes(text: str) -> bool | None:
    """Return yes or no; None when the word is neither."""
    word = plain(text)
    return True if word in _YES else False if word in _NO else None


def is_phone(text: str) -> bool:
    """Return whether a text could be dialled."""
    return bool(_PHONE.fullmatch(text.strip().lstrip("'"))) and len(_NOT_DIGIT.sub("", text)) >= 6


def is_email(text: str) -> bool:
    """Return whether a text has the form of an address."""
    return bool(_EMAIL.fullmatch(text.strip()))
