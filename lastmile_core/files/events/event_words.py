"""What other systems and languages call what happened at a stop. A table to add to: one line a meaning, words by ``|``.

Words are compared without accents, capitals and punctuation (``headings.normalise``).
"""

from __future__ import annotations

from lastmile_core.files.headings.heading_meaning import normalise
from lastmile_core.model import FAILURE_REASONS, EventKind

_KINDS: dict[EventKind, str] = {
    EventKind.DELIVERED: """
        success|successful|completed|complete|done|partial|pod|handed over|collected|picked up|
        zugestellt|ausgeliefert|geliefert|erledigt|abgeholt|livré|livrée|remis|effectué|terminé|enlevé|
        consegnato|consegnata|ritirato|completato|entregado|entregada|recogido|completado|entregue|coletado|concluído|
        realizada|realizado|bezorgd|geleverd|afgeleverd|afgerond|teslim edildi|teslim|tamamlandı|
        dostarczono|dostarczona|dostarczone|doręczono|doręczona|doręczone|wydano|doručeno|předáno|livrat|livrată|predat|
        levererad|utlämnad|leveret|levert|tam taslim|tm altslym|taslim
    """,
    EventKind.FAILED: """
        failure|fail|not delivered|undelivered|delivery failed|attempted|attempt failed|refused|rejected|unsuccessful|
        exception|nicht zugestellt|nicht ausgeliefert|zustellung gescheitert|fehlgeschlagen|gescheitert|
        annahme verweigert|verweigert|nicht angetroffen|échec|échoué|non livré|non livrée|échec de livraison|refusé|
        absent|non consegnato|non consegnata|mancata consegna|fallito|fallita|rifiutato|assente|no entregado|
        no entregada|fallido|fallida|fallada|rechazado|incidencia|ausente|não entregue|falhou|falha|insucesso|recusado|
        devolvido|ocorrência|niet bezorgd|niet geleverd|mislukt|geweigerd|niet thuis|teslim edilemedi|edilemedi|
        başarısız|reddedildi|niedostarczono|niedostarczona|nie dostarczono|niedoręczono|nie doręczono|odmowa|nieobecny|
        nedoručeno|odmítnuto|nelivrat|nelivrată|refuzat|ej levererad|misslyckad|ikke leveret|mislykket|
        lam yatim altaslim
    """,
    EventKind.ARRIVED: """
        arrival|arrive|at stop|on site|at customer|ankunft|angekommen|eingetroffen|vor ort|arrivé|arrivée|sur place|
        arrivato|arrivata|arrivo|llegada|llegado|llegó|en destino|chegada|chegou|no local|no cliente|aankomst|
        aangekommen|ter plaatse|varış|vardı|ulaştı|przyjazd|przybył|na miejscu|příjezd|na místě|sosire|sosit|ajuns|
        ankomst|ankommen|framme|wasal|wusul
    """,
    EventKind.LEFT: """
        left stop|leave|left the stop|verlassen|abfahrt vom stopp|départ du point|quitté|partito dal punto|
        salida del punto|saída do cliente|saída do local|saiu do local|vertrokken bij klant|ayrıldı|odjazd z punktu
    """,
    EventKind.SERVICE_STARTED: """
        service start|unloading|unloading started|entladung|entladebeginn|entladen|début de service|déchargement|
        inizio scarico|scarico|inicio descarga|descarga|início da descarga|início do atendimento|em atendimento|
        start lossen|lossen|boşaltma|rozładunek|vykládka|descărcare|lossning|losning
    """,
    EventKind.DEPARTED: """
        departure|route started|start|started|tour start|out for delivery|abfahrt|abgefahren|tourstart|losgefahren|
        départ|parti|début de tournée|en tournée|partenza|partito|inizio giro|salida|salió|inicio de ruta|en reparto|
        saída|saiu|início da rota|saída para entrega|saiu para entrega|em rota|vertrek|vertrokken|start route|
        çıkış|yola çıktı|dağıtıma çıktı|wyjazd|wyruszył|odjezd|výjezd|plecare|plecat|avgång|avgick|afgang
    """,
    EventKind.RETURNED: """
        return|route finished|returned to depot|back at depot|tour end|rückkehr|zurück|tourende|zurück im depot|retour|
        retour au dépôt|fin de tournée|rentré|rientro|rientrato|fine giro|regreso|fin de ruta|vuelta a base|retorno|
        fim da rota|retornou|chegada à base|terug|terugkomst|einde route|dönüş|döndü|powrót|návrat|întoarcere|
        retur|återkomst|retur til depot
    """,
    EventKind.BREAK_STARTED: """
        break start|pause start|pausenbeginn|pause beginn|début de pause|inizio pausa|inicio pausa|inicio descanso|
        início da pausa|início do intervalo|início do almoço|begin pauze|start pauze|mola başladı|początek przerwy
    """,
    EventKind.BREAK_FINISHED: """
        break end|pause end|pausenende|pause ende|fin de pause|fine pausa|fin pausa|fin descanso|fim da pausa|
        fim do intervalo|fim do almoço|einde pauze|mola bitti|koniec przerwy
    """,
    EventKind.LOADING_STARTED: """
        loading start|loading|beladung|ladebeginn|beladebeginn|début de chargement|chargement|inizio carico|
        inicio carga|início do carregamento|carregamento|start laden|yükleme başladı|początek załadunku|załadunek
    """,
    EventKind.LOADING_FINISHED: """
        loading end|loaded|ladeende|beladen|fin de chargement|chargé|fine carico|caricato|fin carga|cargado|
        fim do carregamento|carregado|einde laden|geladen|yükleme bitti|koniec załadunku|załadowano
    """,
    EventKind.DOCK_ARRIVED: "at dock|am tor|à quai|in banchina|en muelle|na doca|aan dock|rampada|pod rampą",
}
_REASONS: dict[str, str] = {
    "nobody_home": """
        nobody home|not home|no answer|customer absent|recipient absent|absent|nicht angetroffen|niemand zu hause|
        empfänger nicht angetroffen|kunde nicht da|client absent|destinataire absent|personne|assente|cliente assente|
        destinatario assente|ausente|cliente ausente|destinatario ausente|destinatário ausente|ninguém em casa|
        nadie en casa|niet thuis|klant afwezig|afwezig|evde yok|müşteri yok|nieobecny|klient nieobecny|
        adresat nieobecny|nezastižen|adresát nezastižen|absent de la domiciliu|ingen hemma|ikke hjemme
    """,
    "refused": """
        refused|rejected|refused by customer|annahme verweigert|verweigert|refusé|refus client|refus|rifiutato|rifiuto|
        rechazado|rechazo|recusado|recusa|recusado pelo cliente|cliente recusou|geweigerd|reddedildi|odmowa|odmówiono|
        odmítnuto|refuzat|vägrad|nægtet
    """,
    "address_not_found": """
        address not found|adresse nicht gefunden|adresse introuvable|indirizzo non trovato|dirección no encontrada|
        endereço não encontrado|endereço não localizado|adres niet gevonden|adres bulunamadı|nie znaleziono adresu
    """,
    "address_wrong": """
        wrong address|bad address|incomplete address|adresse falsch|falsche adresse|adresse incorrecte|
        adresse incomplète|indirizzo errato|indirizzo sbagliato|dirección incorrecta|dirección errónea|
        endereço incorreto|endereço errado|endereço incompleto|verkeerd adres|yanlış adres|błędny adres
    """,
}


def event_key(text: str) -> str:
    """Return a word as the tables hold it; a Turkish ı is often typed as i."""
    return normalise(text).replace("ı", "i")


def _table[T](words: dict[T, str]) -> dict[str, T]:
    found: dict[str, T] = {}
    for meaning, text in words.items():
        for word in text.split("|"):
            if cleaned := event_key(" ".join(word.split())):
                found.setdefault(cleaned, meaning)
    return found


REASON_WORDS: dict[str, str] = {
    **_table({code: words for code, words in _REASONS.items() if code in {reason.code for reason in FAILURE_REASONS}}),
    **{event_key(word): reason.code for reason in FAILURE_REASONS for word in (reason.code, reason.label)},
}
"""Normalised words → failure reason code."""
KIND_WORDS: dict[str, EventKind] = {
    **_table(_KINDS),
    **{event_key(kind.value): kind for kind in EventKind},
}
"""Normalised words → kind of event."""
