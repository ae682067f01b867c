"""What a status says about an order: the table of words, which anybody may extend by a line.

``GO`` is to be planned, ``OUT`` is never planned again (cancelled, paid back, done, fetched in the shop), ``HOLD`` must
not be planned before somebody let it go. Words are normalised: lower case, no accents, no points.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from lastmile_core.files.headings.heading_meaning import normalise


class Standing(StrEnum):
    """Whether an order of some status is to be planned."""

    GO = "go"
    OUT = "out"
    HOLD = "hold"


_CANCELLED = """
    cancelled|canceled|cancel|cancelada|cancelado|cancelacion|anulado|anulada|anulowane|anulowano|annule|annulee|
    annullato|annullata|annulliert|storniert|storno|abgesagt|geannuleerd|iptal|iptal edildi|zruseno|zrusena|anulat|
    anulata|avbruten|avbestalld|annulleret|void|voided|rejected|declined|deleted|trash|expired|abgelehnt|geloscht|
    refuse|refusee|rifiutato|rechazado|recusado|checkout draft|draft|auto draft|entwurf|brouillon|bozza|borrador|
    rascunho|concept|taslak|szkic|koncept|ciorna|utkast|kladde|abandoned|test
"""
_PAID_BACK = """
    refunded|refund|fully refunded|reembolsado|reembolsada|devolvido|devuelto|estornado|erstattet|ruckerstattet|
    rembourse|remboursee|rimborsato|terugbetaald|iade|iade edildi|zwrocone|vraceno|rambursat|aterbetald|refunderet|
    charged back|chargeback|returned|retourniert|zuruckgesendet|retourne|reso|geretourneerd|vratka|returnerad
"""
_DONE = """
    completed|complete|fulfilled|delivered|done|finished|closed|shipped|dispatched|sent|collected|
    picked up by customer|erledigt|abgeschlossen|geliefert|zugestellt|ausgeliefert|fertig|versendet|versandt|livre|
    livree|termine|terminee|expedie|expediee|cloture|cloturee|consegnato|consegnata|completato|completata|evaso|evasa|
    spedito|chiuso|entregado|entregada|completado|completada|finalizado|finalizada|enviado|enviada|cerrado|entregue|
    concluido|concluida|faturado e entregue|encerrado|afgeleverd|bezorgd|afgerond|verzonden|voltooid|teslim edildi|
    tamamlandi|dostarczone|dostarczono|zakonczone|zrealizowane|wyslane|doruceno|dokonceno|vyrizeno|odeslano|livrat|
    livrata|finalizat|finalizata|levererad|slutford|klar|leveret|afsluttet|afsendt|tm tslym|tawseel tam
"""
_HELD = """
    on hold|onhold|hold|held|blocked|suspended|paused|backorder|backordered|awaiting payment|pending payment|
    waiting for payment|unpaid|failed|payment failed|out for delivery|in transit|on the way|on its way|on route|
    en route|loaded|angehalten|gesperrt|zuruckgestellt|wartet auf zahlung|zahlung ausstehend|unterwegs|in zustellung|
    en attente|en attente de paiement|bloque|bloquee|suspendu|en livraison|en cours de livraison|in attesa|sospeso|
    bloccato|in consegna|in transito|en espera|retenido|bloqueado|suspendido|en reparto|en camino|em espera|retido|
    suspenso|em rota|em transito|saiu para entrega|aguardando pagamento|in de wacht|geblokkeerd|onderweg|beklemede|
    yolda|dagitimda|wstrzymane|w drodze|pozastaveno|na ceste|in asteptare|pa vag|parkerad|sat pa pause|undervejs
"""
_GOING = """
    processing|pending|open|new|todo|to do|ready|confirmed|accepted|approved|planned|scheduled|released|active|paid|
    authorized|partially paid|partially refunded|partial|partially fulfilled|unfulfilled|unassigned|assigned|created|
    received|not delivered|undelivered|failed attempt|delivery failed|restocked|in progress|ok|ready to ship|
    ready for delivery|awaiting shipment|awaiting fulfillment|picking|packed|offen|neu|bestatigt|freigegeben|geplant|
    in bearbeitung|bezahlt|kommissioniert|verpackt|bereit|nicht zugestellt|a livrer|a faire|nouveau|nouvelle|confirme|
    confirmee|en cours|paye|payee|prepare|preparee|planifie|planifiee|prete|pret|non livre|da consegnare|nuovo|
    confermato|in lavorazione|pagato|pianificato|pronto|aperto|non consegnato|pendiente|por entregar|nuevo|confirmado|
    en proceso|pagado|programado|preparado|listo|abierto|activo|no entregado|pendente|a entregar|novo|nova|
    em andamento|pago|agendado|separado|pronto para entrega|aberto|ativo|nao entregue|faturado|te leveren|nieuw|
    bevestigd|in behandeling|betaald|gepland|klaar voor verzending|teslim edilecek|hazirlaniyor|onaylandi|yeni|
    do dostarczenia|nowe|potwierdzone|w realizacji|oplacone|k doruceni|nova objednavka|potvrzeno|zpracovava se|
    zaplaceno|de livrat|noua|confirmata|in procesare|platita|att leverera|ny|bekraftad|behandlas|betald|skal leveres|
    bekraeftet|behandles
"""


def _each(words: str, standing: Standing) -> dict[str, Standing]:
    return {" ".join(word.split()): standing for word in words.split("|")}


STATUS_WORDS: dict[str, Standing] = {
    **_each(_GOING, Standing.GO),
    **_each(_HELD, Standing.HOLD),
    **_each(_DONE, Standing.OUT),
    **_each(_PAID_BACK, Standing.OUT),
    **_each(_CANCELLED, Standing.OUT),
}
# Ways of shipping under which the customer fetches the goods; a parcel shop is none of them, somebody drives there.
_FETCHED_WORDS = """
    local pickup|local pick up|store pickup|store pick up|in store pickup|in store pick up|pickup in store|
    pick up in store|customer pickup|customer pick up|customer collection|self pickup|self collect|self collection|
    click and collect|click collect|collect in store|collection in store|collect from store|curbside pickup|will call|
    bopis|warehouse pickup|collection only|abholung|selbstabholung|selbstabholer|abholer|abholung im laden|
    marktabholung|retrait|retrait en magasin|retrait magasin|retrait sur place|a emporter|enlevement client|
    ritiro in negozio|ritiro in sede|ritiro a mano|ritiro|recogida en tienda|recoger en tienda|retiro en tienda|
    retiro en local|recogida local|retirada na loja|retirada no local|retirar na loja|levantamento na loja|
    recolha na loja|retira|afhalen|afhalen in de winkel|zelf afhalen|magazadan teslim|magazadan teslimat|gel al|
    odbior osobisty|odbior w sklepie|osobni odber|vyzvednuti na prodejne|ridicare personala|ridicare din magazin|
    hamta i butik|avhamtning|afhentning i butik|afhentning|selvafhentning
"""
FETCHED_WORDS = frozenset(" ".join(word.split()) for word in _FETCHED_WORDS.split("|"))
_FETCHED = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(FETCHED_WORDS, key=len, reverse=True)))})\b")
_PARCEL_SHOP = re.compile(r"\b(?:point|points|relais|locker|packstation|paketshop|parcel shop|punto|ponto|paczkomat)\b")
_MOST_WORDS = 15


def read_standing(text: str, known: Mapping[str, str] | None = None) -> Standing | None:
    """Return what a status says; None when its word is not known.

    Parameters
    ----------
    known
        Normalised word → ``go``, ``out`` or ``hold``, as a person answered for files of this kind.
    """
    words = normalise(text).removeprefix("wc ")
    if known and words in known:
        return Standing(known[words])
    return STATUS_WORDS.get(words)


def is_fetched(text: str) -> bool:
    """Return whether a way of shipping means that the customer fetches the goods."""
    words = normalise(text)
    return bool(_FETCHED.search(words)) and not _PARCEL_SHOP.search(words)


def status_share(values: Sequence[str]) -> float:
    """Return the share of values that are words of a status, one of which keeps an order out; 0 when none does."""
    distinct = set(values)
    if not distinct or len(distinct) > _MOST_WORDS:
        return 0.0
    standings = {value: read_standing(value) for value in distinct}
    if not {Standing.OUT, Standing.HOLD} & set(standings.values()):
        return 0.0
    return sum(standings[value] is not None for value in values) / len(values)
