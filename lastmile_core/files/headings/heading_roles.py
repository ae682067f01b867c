"""Whose place, name or telephone a heading means: the customer's, the pickup's, or somebody's who gets no visit.

``pickup.address``, ``Adresse d'enlèvement`` and ``Warehouse GPS`` are where goods are fetched and never where they go;
``Driver phone`` and ``Billing city`` are neither.
"""

from __future__ import annotations

import re
from functools import lru_cache

PICKUP, DELIVERY, OTHER = "pickup", "delivery", "other"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Strong words make a role of whatever follows; weak ones only of a place that can be nothing else.
_STRONG_PICKUP = """
    abholadresse|ship from|shipped from|fetch from|goods from|loading site|pickup|pick up|origin|sender|shipper|
    consignor|collection|loading place|loading point|abholung|abhol|absender|versender|ladeort|beladeort|beladestelle|
    ladestelle|enlevement|ramassage|collecte|expediteur|retrait|ritiro|mittente|recogida|remitente|coleta|recolha|
    remetente|origem|origine|origen|herkunft|ophaal|ophalen|afzender|yukleme|alim|gonderici|nadawca|odesilatel|
    vyzvednuti|expeditor|avsandare|afsender|hamtning|afhentning
"""
_WEAK_PICKUP = """
    yard|plant|factory|werk|fabrik|usine|terminal|dc|distribution center|distribution centre|from|start|source|depart|
    departure|partenza|carico|salida|saida|partida|warehouse|depot|hub|lager|magazzino|almacen|bodega|armazem|entrepot|
    magazijn|deposito|store|shop|merchant|vendor|seller|supplier|restaurant|branch|depo|magazyn|sklad|depozit|collect|
    laad|facility
"""
_STRONG_DELIVERY = """
    shipping|ship to|dropoff|drop off|delivery|del|deliv|recipient|customer|consignee|destination|receiver|deliver to|
    stop|order|liefer|empfanger|zustell|entlade|entladestelle|abladestelle|client|destinataire|livraison|consegna|
    destinatario|cliente|entrega|aflever|lever|levering|leverings|ontvanger|klant|kunde|kunden|teslimat|teslim|alici|
    musteri|odbiorca|odbiorcy|dostawy|prijemce|doruceni|zakaznik|destinatar|livrare|mottagare|kund|leverans|modtager|
    dest|end customer|lieferadresse|lieferanschrift|shipment
"""
_WEAK_DELIVERY = "to|end|drop|unloading"
# Only before what they are about: in "to address" the address is no role.
_ONLY_BEFORE = "package|parcel|product|line|address|task|visit|job|item|items|itens"
_OTHER = """
    billing|bill to|invoice|rechnung|rechnungs|facturation|fatturazione|facturacion|faturamento|driver|fahrer|chauffeur|
    conductor|motorista|vehicle|fahrzeug|vehicule|vehiculo|veiculo|current|last known|home|office|return|fatura|
    curbside|rechnungsadresse|rechnungsanschrift
"""
_PLACES = frozenset(("address", "lat", "lon", "latlon", "postcode", "city", "house_number", "postcode_city"))
_POINTS = _set(
    "point place location site ort stelle punto ponto lieu luogo lugar loca"
    "l coordinates coordinate coords gps geo position latlng punkt"
)
_PERSONS = _set(
    "sender shipper consignor absender versender expediteur mittente remitente remetente afzender gonderici"
)
_JOINS = _set("de d du des da do das dos del della dello di la le l of the der des den van for fur a al en")
_PICKUP_FIELDS = {
    **{name: f"pickup_{name}" for name in ("address", "postcode", "city", "lat", "lon", "latlon", "phone", "notes")},
    "customer_name": "pickup_name",
    "company": "pickup_name",
    "service": "pickup_service",
    "tw_start": "pickup_from",
    "tw_end": "pickup_to",
    "tw_range": "pickup_range",
    "location": "pickup_latlon",
}


def _words(text: str) -> tuple[str, ...]:
    found = {" ".join(word.split()) for word in text.split("|")}
    return tuple(sorted(found, key=lambda word: -len(word)))


_ROLES = (
    (_words(_STRONG_PICKUP), PICKUP, False),
    (_words(_STRONG_DELIVERY), DELIVERY, False),
    (_words(_ONLY_BEFORE), DELIVERY, False),
    (_words(_OTHER), OTHER, False),
    (_words(_WEAK_PICKUP), PICKUP, True),
    (_words(_WEAK_DELIVERY), DELIVERY, True),
)
_BEFORE = frozenset(_words(_ONLY_BEFORE))
WEAK_WORDS = frozenset(_words(_WEAK_PICKUP))


@lru_cache(maxsize=4096)
def roles_of(words: str) -> tuple[tuple[str, str, bool], ...]:
    """Return every way to take a role off a heading: (role, what is left, whether the word is weak).

    The word may stand before or behind: "pickup address", "adresse d enlevement".
    """
    found = []
    for names, role, is_weak in _ROLES:
        for name in names:
            if words == name:
                found.append((role, "", is_weak))
            elif words.startswith(name + " "):
                found.append((role, words[len(name) + 1 :], is_weak))
            elif words.endswith(" " + name) and name not in _BEFORE:
                rest = words[: -len(name) - 1].split()
                while rest and rest[-1] in _JOINS:
                    rest.pop()
                found.append((role, " ".join(rest), is_weak))
            else:
                continue
            break
    return tuple((role, _without_joins(rest), is_weak) for role, rest, is_weak in found)


def _without_joins(rest: str) -> str:
    words = rest.split()
    while words and words[0] in _JOINS:
        words.pop(0)
    return " ".join(words)


def pickup_field(words: str, rest: str, field: str, *, is_weak: bool) -> str:
    """Return the field of a pickup for what is left of its heading; "" when a pickup has no such field."""
    if is_weak:
        if field in _PLACES:
            return _PICKUP_FIELDS.get(field, "")
        is_point = rest in _POINTS and not words.startswith(("store", "shop", "branch"))
        return "pickup_latlon" if is_point else ""
    if not rest:
        return "pickup_name" if words in _PERSONS else "pickup_latlon"
    if rest in _POINTS:
        return "pickup_latlon"
    return _PICKUP_FIELDS.get(field, "")


def is_place(field: str) -> bool:
    """Return whether a field says where something is."""
    return field in _PLACES


def is_elsewhere(words: str) -> bool:
    """Return whether a heading is about a place that is not the customer's: pickup, depot, driver, billing."""
    return any(role != DELIVERY for role, _, _ in roles_of(words)) or bool(re.search(r"\b(?:depot|warehouse)\b", words))
