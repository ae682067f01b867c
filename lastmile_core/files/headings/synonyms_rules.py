"""The words above columns of an order file that few files have: pickups, set-up, release, wishes, relations, chances.

English, German and French, and frequent ones of other languages. Normalised like those of ``synonyms``, whose words
win.
"""

from __future__ import annotations

ORDER_RULE_SYNONYMS: dict[str, str] = {
    "set_up": """
        set up|set up time|setup|setup time|set up duration|setup duration|parking time|access time|time to park|
        rustzeit|parkzeit|zugangszeit|parkplatzsuche|temps d installation|temps de stationnement|temps d acces|
        duree d installation|tempo di parcheggio|tiempo de aparcamiento
    """,
    "dock": """
        dock time|loading time|loading|load time|loading duration|verladezeit|ladezeit|beladezeit|
        temps de chargement|duree de chargement|tempo di carico|tiempo de carga
    """,
    "release": """
        release|release time|released at|release at|goods ready|goods ready at|ready for loading|at dock from|
        available at dock|loading not before|bereitstellung|bereitstellungszeit|ware bereit ab|bereit am tor ab|
        verladung ab|verladung nicht vor|marchandise prete|pret a charger|chargement a partir de|
        heure de mise a disposition|mise a quai|disponibile dal|listo para cargar
    """,
    "preferred_from": """
        preferred from|preferred start|preferred earliest|wish from|wished from|wunschfenster von|
        bevorzugt von|bevorzugt ab|souhaite de|souhaite a partir de|prefere de|preference debut
    """,
    "preferred_to": """
        preferred to|preferred until|preferred end|preferred latest|wish to|wished until|wunschfenster bis|
        bevorzugt bis|souhaite jusqu a|prefere jusqu a|preference fin
    """,
    "preferred_range": """
        preferred window|preferred time window|preferred times|wish window|wunschzeit|wunschfenster|
        wunschzeitfenster|bevorzugte zeit|creneau souhaite|creneau prefere|heure souhaitee|horaire souhaite
    """,
    "early_price": """
        early price|early cost|price early|price per hour early|cost per hour before time window|preis zu fruh|
        kosten zu fruh|preis verfruhung|prix avance|cout avance|prix en avance
    """,
    "late_price": """
        late price|late cost|price late|price per hour late|lateness price|lateness cost|
        cost per hour after time window|preis zu spat|kosten zu spat|preis verspatung|verspatungskosten|
        prix retard|cout retard|penalite retard|prix en retard
    """,
    "same_route": """
        same route|same route as|same vehicle as|ride together|together with|route group|gleiche tour|selbe tour|
        gemeinsame tour|zusammen mit|gleiches fahrzeug wie|meme tournee|meme tournee que|ensemble avec|stesso giro|
        misma ruta
    """,
    "different_routes": """
        not with|different route|different routes|not together|not together with|keep apart|separate from|
        andere tour|verschiedene touren|nicht mit|nicht zusammen mit|getrennt von|pas avec|separe de|
        autre tournee|tournees differentes
    """,
    "only_vehicles": """
        only vehicle|only vehicles|allowed vehicle|allowed vehicles|required vehicle|vehicle required|fixed vehicle|
        nur fahrzeug|nur fahrzeuge|erlaubte fahrzeuge|festes fahrzeug|vehicule impose|vehicules autorises|
        seulement vehicule
    """,
    "not_vehicles": """
        not vehicle|not vehicles|forbidden vehicle|forbidden vehicles|excluded vehicle|excluded vehicles|
        nicht fahrzeug|verbotene fahrzeuge|ausgeschlossene fahrzeuge|vehicules interdits|vehicules exclus|
        sauf vehicule
    """,
    "chances": """
        chance|chances|success chance|success probability|chance at home|probability at home|chance by hour|
        chances by hour|anwesenheit|anwesenheitschance|erfolgschance|zustellchance|chance de succes|
        probabilite de presence|presence
    """,
    "kerb_side": """
        kerb side|kerbside|curb side|curbside|side of the road|same side of the road|own side of the road|stop at kerb|
        strassenseite|richtige strassenseite|halt am bordstein|bordstein|cote de la rue|bon cote de la rue|
        cote du trottoir
    """,
    "pickup_name": """
        pickup name|pick up name|pickup contact|pickup customer|collection name|abholname|abholer|abholkontakt|
        nom enlevement|contact enlevement|nom ramassage
    """,
    "pickup_address": """
        pickup address|pick up address|pickup street|pickup location|pickup place|collection address|abholadresse|
        abholort|abholung adresse|abholanschrift|adresse enlevement|adresse d enlevement|adresse de collecte|
        adresse de ramassage|adresse ramassage|lieu d enlevement|indirizzo di ritiro|direccion de recogida|
        endereco de coleta|ophaaladres
    """,
    "pickup_postcode": "pickup postcode|pickup zip|pickup postal code|abholplz|abhol plz|cp enlevement|cp ramassage",
    "pickup_city": "pickup city|pickup town|abholstadt|abhol ort|ville enlevement|ville d enlevement|ville ramassage",
    "pickup_lat": """
        pickup lat|pickup latitude|pick up lat|pick up latitude|collection lat|collection latitude|abholung lat|
        abhol lat|abholung breite|lat enlevement|latitude enlevement|latitude ramassage|lat ramassage
    """,
    "pickup_lon": """
        pickup lon|pickup lng|pickup long|pickup longitude|pick up lon|pick up lng|pick up longitude|collection lon|
        collection lng|collection longitude|abholung lon|abhol lon|abholung lange|lon enlevement|
        longitude enlevement|longitude ramassage|lon ramassage
    """,
    "pickup_latlon": "pickup coordinates|pickup gps|pickup latlng|pickup lat lng|pickup lat long|abholkoordinaten",
    "pickup_from": """
        pickup from|pickup earliest|pickup after|pickup start|pickup window start|pick up from|pick up after|
        collection from|abholung ab|abholung von|abholzeit von|enlevement de|enlevement a partir de|
        ramassage a partir de|debut enlevement
    """,
    "pickup_to": """
        pickup to|pickup until|pickup latest|pickup before|pickup end|pickup window end|pick up until|
        pick up before|collection until|abholung bis|abholzeit bis|enlevement jusqu a|ramassage jusqu a|
        fin enlevement
    """,
    "pickup_range": """
        pickup window|pickup time window|pickup time|pick up time|collection window|abholzeit|abholfenster|
        abholzeitfenster|creneau enlevement|creneau ramassage|heure d enlevement
    """,
    "pickup_service": """
        pickup service|pickup service time|pickup duration|time at pickup|abholdauer|abholung dauer|
        duree enlevement|duree ramassage|duree d enlevement
    """,
    "pickup_phone": "pickup phone|pickup phone number|pick up phone|abholung telefon|telephone enlevement",
    "pickup_notes": """
        pickup notes|pickup instructions|pickup comment|pick up notes|pick up instructions|abholhinweis|
        abholung hinweis|consignes enlevement|instructions enlevement
    """,
}
