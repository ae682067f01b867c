"""Addresses as people type them, made from true ones with a seed: the geocoder is measured with these.

Nothing here is shared with the geocoder; its tables must not know what will be asked.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueAddress:
    """A front door; ``lines`` is its street for those whose door nobody knows (latitude, longitude)."""

    street: str
    number: str
    postcode: str
    town: str
    point: Point
    language: str = "en"
    lines: tuple[tuple[Point, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DirtyAddress:
    """What somebody typed for a true address, and what was done to it."""

    text: str
    postcode: str
    town: str
    truth: TrueAddress
    dirt: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    street: str
    number: str
    postcode: str
    town: str
    number_first: bool
    between: str = " "
    before: str = ""
    after: str = ""
    in_one_cell: bool = False


def _read(table: str) -> dict[str, tuple[str, ...]]:
    return {word.strip(): tuple(forms.split()) for word, forms in (line.split(":") for line in table.split(";"))}


_SHORT = {
    "en": """Street: St St. Str str.; Avenue: Ave Av Ave. av.; Road: Rd Rd. rd; Lane: Ln Ln. La; Terrace: Ter Terr. Tce;
        Drive: Dr Dr.; Close: Cl Cl.; Grove: Gr Gv Grv; Crescent: Cres Cr. Cresc; Gardens: Gdns Gdns.; Boulevard:
        Blvd Blvd. Boul.; Parade: Pde Pde.; Court: Ct Ct.; Place: Pl Pl.; Quay: Qy; Wharf: Whf; Way: Wy; Yard: Yd;
        Park: Pk; Green: Grn; Works: Wks; Dock: Dk; Upper: Upr; Lower: Lwr; Great: Gt; Little: Lt""",
    "pt": """Rua: R. R r.; Avenida: Av. Av Avda AV; Travessa: Trav. Tv. Tv; Praça: Pça. Pç Pca; Estrada: Estr. Est.;
        Beco: Bc. Bco; Acesso: Ac. Acs.; Alameda: Al. Alam.; Largo: Lgo. Lg; Doutor: Dr. Dr; Professor: Prof. Prof;
        Professora: Profa. Profª; General: Gen. Gal.; Coronel: Cel. Cel; Capitão: Cap.; Tenente: Ten.; Marechal:
        Mal. Mar.; Engenheiro: Eng. Engº; Senador: Sen.; Presidente: Pres.; Padre: Pe.; Santo: Sto.; Santa: Sta.;
        São: S.; Dona: D.; Nossa: N.; Senhora: Sra.; Barão: Br.; Visconde: Visc.; Desembargador: Des.; Vereador:
        Ver.; Almirante: Alm.; Comandante: Com. Cmte.; Major: Maj.""",
}
SHORT = {language: _read(table) for language, table in _SHORT.items()}
BEFORE = {
    "en": (
        "Flat 3, ",
        "Unit 12, ",
        "2nd Floor, ",
        "c/o Marlowe, ",
        "Rowntree Stationers, ",
        "Apt 4B, ",
        "Attn: Mrs Kaya, ",
    ),
    "pt": ("Apto 302, ", "Loja 4, ", "A/C Sra. Souza, ", "Padaria Souza, ", "Bloco B, "),
}
AFTER = {
    "en": (", Flat 2", " Apt 14", ", 3rd floor", ", Unit 7", " (ring twice)"),
    "pt": (", apto 201", " Sala 2", ", bloco 3", ", 2º andar", ", casa 2", " - loja 5"),
}
_NEIGHBOURS = """a:sqz b:vgn c:xvd d:sfe e:wrd f:dgr g:fht h:gjy i:uok j:hku k:jli l:kop m:nj n:bmh o:ipl p:ol q:wa
    r:etf s:adw t:ryg u:yij v:cbf w:qes x:zcs y:tuh z:xa"""
NEIGHBOURS = {pair[0]: pair[2:] for pair in _NEIGHBOURS.split()}


def _shortened(draft: _Draft, truth: TrueAddress, rng: random.Random) -> _Draft:
    forms = SHORT[truth.language]
    words = [rng.choice(forms[word]) if word in forms else word for word in draft.street.split()]
    return replace(draft, street=" ".join(words))


def _initialled(draft: _Draft, _truth: TrueAddress, rng: random.Random) -> _Draft:
    """Shorten a first name: ``Rua José Bonifácio`` → ``Rua J. Bonifácio``."""
    words = draft.street.split()
    if len(words) >= 3 and len(words[1]) > 3 and words[1][0].isupper() and len(words[-1]) > 3:
        words[1] = words[1][0] + rng.choice((".", ""))
    return replace(draft, street=" ".join(words))


def _mistyped(draft: _Draft, truth: TrueAddress, rng: random.Random) -> _Draft:
    """Make one typing error in a word of four letters or more that is no shortened word."""
    words = draft.street.split()
    able = [at for at, word in enumerate(words) if len(word) >= 4 and word.isalpha()]
    if not able:
        return draft
    at = rng.choice(able)
    words[at] = typing_error(words[at], rng)
    return replace(draft, street=" ".join(words))


def typing_error(word: str, rng: random.Random) -> str:
    """Leave out, double, swap or mistype one letter."""
    at = rng.randrange(len(word))
    kind = rng.choice(("out", "twice", "swap", "beside"))
    if kind == "out":
        return word[:at] + word[at + 1 :]
    if kind == "twice":
        return word[:at] + word[at] + word[at:]
    if kind == "swap":
        at = min(at, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    letter = NEIGHBOURS.get(word[at].lower())
    return word[:at] + (rng.choice(letter) if letter else word[at]) + word[at + 1 :]


def _no_postcode(draft: _Draft, _truth: TrueAddress, _rng: random.Random) -> _Draft:
    return replace(draft, postcode="")


def _no_town(draft: _Draft, _truth: TrueAddress, _rng: random.Random) -> _Draft:
    return replace(draft, town="")


def _turned(draft: _Draft, _truth: TrueAddress, rng: random.Random) -> _Draft:
    return replace(draft, number_first=not draft.number_first, between=rng.choice((" ", ", ", " No. ", " - ")))


def _swapped_cells(draft: _Draft, _truth: TrueAddress, _rng: random.Random) -> _Draft:
    if not draft.postcode:
        return draft
    return replace(draft, number=draft.postcode, postcode=draft.number)


def _one_cell(draft: _Draft, _truth: TrueAddress, _rng: random.Random) -> _Draft:
    return replace(draft, in_one_cell=True)


def _noisy(draft: _Draft, truth: TrueAddress, rng: random.Random) -> _Draft:
    if rng.random() < 0.5:
        return replace(draft, before=rng.choice(BEFORE[truth.language]))
    return replace(draft, after=rng.choice(AFTER[truth.language]))


def _plain_letters(draft: _Draft, _truth: TrueAddress, rng: random.Random) -> _Draft:
    text = unicodedata.normalize("NFKD", draft.street)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return replace(draft, street=rng.choice((str.upper, str.lower, str.title))(text))


def _mistyped_town(draft: _Draft, _truth: TrueAddress, rng: random.Random) -> _Draft:
    words = draft.town.split()
    if words:
        at = rng.randrange(len(words))
        words[at] = typing_error(words[at], rng)
    return replace(draft, town=" ".join(words))


Dirt = Callable[[_Draft, TrueAddress, random.Random], _Draft]
# In the order they are applied: a shortened word is not mistyped any more.
DIRT: dict[str, tuple[float, Dirt]] = {
    "shortened": (0.5, _shortened),
    "initial": (0.15, _initialled),
    "typing error": (0.5, _mistyped),
    "plain letters": (0.3, _plain_letters),
    "no postcode": (0.4, _no_postcode),
    "no town": (0.3, _no_town),
    "town mistyped": (0.15, _mistyped_town),
    "number on the other side": (0.35, _turned),
    "number and postcode swapped": (0.1, _swapped_cells),
    "one cell": (0.25, _one_cell),
    "flat or firm": (0.2, _noisy),
}


def make_dirty(truths: Sequence[TrueAddress], seed: int) -> list[DirtyAddress]:
    """Return each address with one to four kinds of dirt; the same seed gives the same texts."""
    rng = random.Random(seed)
    return [_dirty(truth, rng) for truth in truths]


def _dirty(truth: TrueAddress, rng: random.Random) -> DirtyAddress:
    number_first = truth.language == "en"
    draft = _Draft(
        street=truth.street,
        number=truth.number,
        postcode=truth.postcode,
        town=truth.town,
        number_first=number_first,
        between=" " if number_first else ", ",
    )
    chosen = [name for name, (chance, _) in DIRT.items() if rng.random() < chance] or ["shortened"]
    done = []
    for name in chosen:
        after = DIRT[name][1](draft, truth, rng)
        if after != draft:
            done.append(name)
        draft = after
    text, postcode, town = _written(draft)
    return DirtyAddress(text=text, postcode=postcode, town=town, truth=truth, dirt=tuple(done))


def _written(draft: _Draft) -> tuple[str, str, str]:
    parts = (draft.number, draft.street) if draft.number_first else (draft.street, draft.number)
    text = draft.before + draft.between.join(part for part in parts if part) + draft.after
    if not draft.in_one_cell:
        return text, draft.postcode, draft.town
    behind = f"{draft.postcode} {draft.town}".strip()
    return f"{text}, {behind}" if behind else text, "", ""
