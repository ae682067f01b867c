"""How street words are shortened, by language; one shortened form may stand for several words.

A line reads ``word: shortened forms``. Shortened forms that are just the beginning of the word (``Gen.``) need no line.
"""

from __future__ import annotations

from functools import lru_cache

_KINDS = {
    "en": """street: st str strt stre; avenue: ave av aven avn avnue; road: rd; lane: ln la; drive: dr drv; close:
        cl clo; court: ct crt; crescent: cres cr crs crsnt cresc; place: pl plc; square: sq sqr; terrace: ter terr
        tce trc; gardens: gdns gdn gds gard; garden: gdn; grove: gr grv gro gv; parade: pde par prd; quay: qy qu;
        wharf: whf wf; boulevard: blvd bvd boul bd blv; highway: hwy hway; parkway: pkwy pky; way: wy; row: rw;
        yard: yd yrd; mews: mws; hill: hl; green: grn; park: pk prk; side: sd; wynd: wnd; walk: wlk wk; alley: aly;
        circle: cir; track: trk; ride: rde; works: wks wrks; dock: dk; bridge: brg bdg br; expressway: expy; trail:
        trl; rise: ris; view: vw; crossing: xing; heights: hts; common: cmn; motorway: mwy; route: rte rt; estate:
        est; turnpike: tpke""",
    "de": """strasse: str; platz: pl; gasse: g gss; weg: w; allee: al; ring: rg; ufer: uf; damm: dm;
        chaussee: ch chau""",
    "fr": """rue: r; avenue: ave av; boulevard: bd bld blvd boul bvd; place: pl; chemin: ch che chem; impasse: imp;
        allee: all al; allees: all; route: rte; quai: q qu; cours: crs; square: sq; faubourg: fbg fg fb; passage:
        pass psg; residence: res; lotissement: lot; montee: mte; promenade: prom; esplanade: espl; sentier: sent
        sen; rond: rd; hameau: ham; voie: v; villa: vla; traverse: tra trav; escalier: esc; domaine: dom""",
    "it": """via: v; viale: vle vl vial; piazza: pza pzza pz p; piazzale: ple pzle pzzale; corso: cso cs c; largo:
        lgo lg; vicolo: vco vlo vic; strada: str sda strda; borgo: bgo; contrada: cda ctr cont; localita: loc locta;
        frazione: fraz fr; lungomare: lmare lungom; lungotevere: lgt; piazzetta: pta ptta; salita: sal; traversa:
        trav; circonvallazione: circ; galleria: gal; calle: c; fondamenta: fond; regione: reg; rione: rne; vico: vco""",
    "es": """calle: c cl cll; avenida: av avda avd avnda; plaza: pl pza pza plza pz; paseo: po pso p; carretera:
        ctra cra crta; camino: cno cmno cam; ronda: rda; travesia: trva trv tr; glorieta: gta; pasaje: pje psje pas;
        callejon: cjon; poligono: pol pg; urbanizacion: urb; carrera: cra kr cr; calzada: calz; boulevard: blvd;
        autopista: aut; rambla: rbla; cuesta: cta; diagonal: dg""",
    "pt": """rua: r; avenida: av avda avd aven; praca: pca pc pr; travessa: tv trav tr; alameda: al alm; estrada:
        est estr; rodovia: rod; largo: lgo lg; beco: bc bco; jardim: jd jrd; vila: vl; parque: pq prq; ladeira: lad;
        viela: vla; quadra: qd; conjunto: conj cj; loteamento: lot; acesso: ac acs; via: v; escadaria: esc; calcada:
        cc calc; servidao: serv; passagem: pass; rotula: rot; viaduto: vd viad; vereda: ver; campo: cpo; azinhaga:
        az""",
    "nl": """straat: str; laan: ln; plein: pln; weg: wg; gracht: gr; kade: kd; dijk: dk; singel: sgl; steeg: stg;
        dreef: dr; hof: hf; plantsoen: plnts; boulevard: blvd; markt: mkt; baan: bn; lei: l; steenweg: stwg stw""",
}

_TITLES = """saint: st s snt; sainte: ste; saints: sts; sankt: st skt; san: s sn; santo: s sto; santa: s sta; sant:
    s st; sao: s; santi: ss; general: gen gral gal gen; generale: gen; doctor: dr; doutor: dr; doutora: dra;
    doktor: dr; dottore: dott dr; docteur: dr; professor: prof pf; professora: profa; professeur: prof;
    professore: prof; coronel: cel cnel; colonel: col; colonnello: col; capitao: cap cpt; captain: capt cpt;
    capitan: cap; capitano: cap; tenente: ten; teniente: tte ten; marechal: mal; marechal: mar; marshal: msl;
    marechale: mal; mariscal: mcal; maresciallo: mar; sargento: sgt sarg; major: maj mj; brigadeiro: brig;
    almirante: alm almte; admiral: adm; ammiraglio: amm; comandante: com cmte cmdte; presidente: pres pdte;
    president: pres; senador: sen; senator: sen; deputado: dep; vereador: ver; governador: gov; governor: gov;
    desembargador: des; embaixador: emb; engenheiro: eng engo; ingegnere: ing; ingeniero: ing; arquiteto: arq;
    visconde: visc vde; barao: br bao; baronesa: bsa; duque: dq; conde: cde; conselheiro: cons; padre: pe p;
    monsenhor: mons; monsignor: mons mgr; monseigneur: mgr; conego: con cgo; dom: d; dona: d da; don: d; frei:
    fr; frere: fr; freres: fres; fratelli: flli; irmao: ir; nossa: n na nsa; senhora: sra sr s; senhor: sr;
    nuestra: n na ntra ntr; senora: sra s; notre: n; dame: d; sir: s; lord: ld; king: k; queen: q; upper: upr
    up; lower: lwr low; great: gt grt; little: lt ltl lit; north: n nth; south: s sth; east: e; west: w;
    northeast: ne; northwest: nw; southeast: se; southwest: sw; new: nw; old: ol; mount: mt; mountain: mtn;
    fort: ft; point: pt pnt; port: pt prt; republica: rep repub; doutores: drs; dezembro: dez; setembro: set;
    novembro: nov; outubro: out; fevereiro: fev; janeiro: jan; settembre: sett set"""

_SMALL = """a al alla alle an and am at auf aux bei bij by da dal das de dei degli del dell della delle dem den der
    des di die do dos du e el en et for het i il im in la las le les lo los na no of on op og ob sur sul sulla
    te ten ter the to u und van vom von y zu zum zur am l d"""

_COMPOUND = (
    ("strasse", "str"), ("straat", "str"), ("platz", "pl"), ("gasse", "g"), ("plein", "pln"), ("laan", "ln"),
)  # fmt: skip

# Dates and ordinals in street names: Via XX Settembre, Rua Sete de Setembro, Fifth Avenue.
_NUMBERS = """1: ier first erste primeiro primeira primo prima premier primero; 2: ii second dois due deux dos; 3: iii
    third tres tre trois; 4: iv fourth quatro quattro quatre cuatro; 5: fifth cinco cinque; 6: vi sixth seis sei
    six; 7: vii seventh sete sette siete sept; 8: viii eighth oito otto huit ocho; 9: ix ninth nove neuf nueve;
    10: tenth dez dieci diez; 11: xi onze undici once; 12: xii doze dodici doce; 13: xiii treze tredici; 14:
    xiv; 15: xv quinze quindici quince; 16: xvi; 17: xvii; 18: xviii; 19: xix; 20: xx vinte venti vingt veinte;
    21: xxi; 22: xxii; 23: xxiii; 24: xxiv; 25: xxv venticinque; 28: xxviii; 29: xxix; 30: xxx"""


def _read(table: str) -> dict[str, tuple[str, ...]]:
    pairs = (line.split(":") for line in table.split(";"))
    found: dict[str, tuple[str, ...]] = {}
    for word, forms in pairs:
        found[word.strip()] = (*found.get(word.strip(), ()), *forms.split())
    return found


_BY_LANGUAGE = {language: _read(table) for language, table in _KINDS.items()}
KIND_WORDS = frozenset(word for table in _BY_LANGUAGE.values() for word in table)
"""Words that say what a way is: street, rua, platz."""

SMALL_WORDS = frozenset(_SMALL.split())
"""Articles and prepositions: people leave them out."""

TITLE_WORDS = frozenset(_read(_TITLES))
"""Ranks, saints and points of the compass; often shortened, sometimes left out."""


def _forms() -> dict[str, frozenset[str]]:
    meant: dict[str, set[str]] = {}
    for table in (*_BY_LANGUAGE.values(), _read(_TITLES), _read(_NUMBERS)):
        for word, forms in table.items():
            meant.setdefault(word, set()).add(word)
            for form in forms:
                meant.setdefault(form, set()).add(word)
    return {form: frozenset(words) for form, words in meant.items()}


_MEANT = _forms()
_SHORT: dict[str, frozenset[str]] = {}
for _form, _words in _MEANT.items():
    for _word in _words:
        _SHORT[_word] = _SHORT.get(_word, frozenset()) | {_form}


def meanings(word: str) -> frozenset[str]:
    """Return the full words that a form may stand for, itself when it is none: ``st`` gives street and saint."""
    return _MEANT.get(word) or frozenset((word,))


def short_forms(word: str) -> frozenset[str]:
    """Return the known shortened forms of a full word."""
    return _SHORT.get(word, frozenset())


@lru_cache(maxsize=65_536)
def short_ending(word: str) -> str:
    """Return a compound with its ending shortened: ``hauptstrasse`` and ``kerkstraat`` end in ``str``."""
    for ending, short in _COMPOUND:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + short
    return word
