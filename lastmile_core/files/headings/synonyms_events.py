"""Headings of events files in the languages of real ones; order numbers are called what order files call them."""

from __future__ import annotations

from collections.abc import Sequence

EVENT_WORDS: dict[str, str] = {
    "order_id": """
        pedido|numero pedido|encomenda|entrega|consegna|ordine|numero ordine|auftragsnr|auftrags nr|bestellung|
        bestellnummer|sendungsnummer|numero commande|numero de commande|bon|siparis|siparis no|siparis numarasi|
        zamowienie|nr zamowienia|numer zamowienia|objednavka|cislo objednavky|comanda|nr comanda|numar comanda|
        bestellingsnummer|bestelnummer|ordernummer|ordrenummer|talab|raqm altalab
    """,
    "vehicle_id": """
        plate number|licence plate|registration|truck|car|tour|fahrzeugnummer|wagen|amtliches kennzeichen|
        immatriculation|camion|vehicule immatriculation|targa|mezzo|veicolo|furgone|matricula|vehiculo|furgoneta|ruta|
        placa|placa do veiculo|veiculo|carro|caminhao|rota|kenteken|voertuig|bus|plaka|arac|arac plakasi|pojazd|
        numer rejestracyjny|rejestracja|vozidlo|spz|masina|vehicul|numar inmatriculare|fordon|regnr|bil
    """,
    "kind": """
        situacao|situacao da entrega|status da entrega|status entrega|ocorrencia|evento|acontecimento|estado|
        estado de entrega|estado entrega|stato|stato consegna|esito|statut livraison|etat|resultat livraison|vorgang|
        meldung|lieferstatus|sendungsstatus|zustellstatus|durum|teslimat durumu|olay|status dostawy|zdarzenie|stan|
        stav|udalost|stare|eveniment|leveransstatus|handelse|haendelse|gebeurtenis|bezorgstatus|hala
    """,
    "occurred_at": """
        horario|hora|data hora|data e hora|hora da ocorrencia|hora evento|fecha hora|fecha y hora|momento|ora|
        data ora|orario|date heure|date et heure|zeitstempel|datum uhrzeit|datum zeit|meldezeit|tijd|tijdstip|
        datum tijd|saat|zaman|tarih saat|czas|godzina|data i godzina|cas|data si ora|ora evenimentului|tid|tidpunkt|
        klokkeslett|waqt
    """,
    "date": """
        data|data da entrega|dia|fecha|giorno|jour de livraison|tag|tarih|data dostawy|dzien|den|dag|tarikh
    """,
    "reason": """
        motivo|motivo insucesso|motivo da falha|justificativa|causa|causale|motivo mancata consegna|motif echec|
        motif de non livraison|cause|fehlergrund|nichtzustellgrund|reden|neden|sebep|powod|przyczyna|duvod|motiv|
        orsak|arsag|sabab
    """,
    "note": """
        observacao|observacoes|obs|observaciones|osservazioni|nota|notas|note autista|remarque|anmerkung|notiz|
        opmerking|aciklama|not|uwagi|poznamka|observatii|anmarkning|bemaerkning
    """,
    "odometer_km": "hodometro|quilometragem|km|odometro|kilometraje|chilometraggio|km stand|kilometraz|stav km",
}


def with_order_words(languages: Sequence[dict[str, str]]) -> dict[str, str]:
    """Return the words above and what order files call an order's number."""
    known = "|".join(language["order_id"] for language in languages if "order_id" in language)
    return {**EVENT_WORDS, "order_id": f"{EVENT_WORDS['order_id']}|{known}"}
