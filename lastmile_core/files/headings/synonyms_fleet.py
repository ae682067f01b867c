"""The words of other systems for vehicles, drivers and events; see ``synonyms``."""

from __future__ import annotations

VEHICLE_SYNONYMS: dict[str, str] = {
    "vehicle_id": """
        vehicle id|vehicle|id|vehicle no|vehicle number|label|fahrzeug|fahrzeug id|fahrzeugnr|vehicule|reference|
        veicolo|vehiculo|veiculo|voertuig|code|number
    """,
    "name": "name|vehicle name|description|bezeichnung|fahrzeugname|nom|nome|nombre|naam|title",
    "vehicle_class": """
        class|vehicle class|type|vehicle type|profile|mode|travelmode|travel mode|fahrzeugart|fahrzeugtyp|typ|
        fahrzeugklasse|type de vehicule|tipo|categorie|router
    """,
    "weight": """
        capacity weight|weight capacity|max weight|max load|payload|weight|nutzlast|zuladung|charge utile|
        poids max|weight limit|load weight|maximum weight|portata|carga maxima
    """,
    "volume": """
        capacity volume|volume capacity|max volume|volume|laderaum|ladevolumen|volume utile|volume limit
    """,
    "parcels": """
        capacity|capacity parcels|capacity units|parcels|max parcels|units|max units|boxes|kapazitat|capacite|
        capacita|capacidad|capacidade|capaciteit|quantity|load|load 1|loadlimit1value|load limit 1 value|
        max load units
    """,
    "fixed_cost": "fixed cost|cost per day|daily cost|fixedcost|fixkosten|cout fixe|costo fijo|cost fixed",
    "cost_per_km": """
        cost per km|cost per kilometer|cost per kilometre|costperkilometer|distance cost|kosten pro km|cout km|
        cout par km|cost km|km cost
    """,
    "cost_per_hour": """
        cost per hour|hourly cost|costperhour|time cost|kosten pro stunde|stundensatz|cout horaire|cost hour|
        hourly rate
    """,
    "max_stops": "max stops|maximum stops|max visits|max orders|stop limit|max stopps|nb max visites|max paradas",
    "max_distance": "max distance|maximum distance|range|distance limit|max km|reichweite|distance max|autonomie",
    "driver": """
        driver|driver id|driver name|fahrer|fahrer id|chauffeur|conducteur|livreur|conductor|conducente|
        motorista|usual driver|assigned driver
    """,
    "skills": """
        skills|skill|features|vehicle features|equipment|capabilities|tags|fahigkeiten|ausstattung|merkmale|
        equipements|competences|categories
    """,
    "shift_start": """
        shift start|start time|work start|work from|time window start|tw start|starttimewindowstarttime|
        shift from|schichtbeginn|arbeitsbeginn|von|beginn|heure debut|debut|horaire debut|start|
        working hours start|open
    """,
    "shift_end": """
        shift end|end time|work end|work to|time window end|tw end|shift to|schichtende|arbeitsende|bis|ende|
        heure fin|fin|horaire fin|end|working hours end|close
    """,
    "max_trips": """
        max trips|trips|trips per day|number of trips|maximum trips|max routes|max tours|max runs|touren|
        touren pro tag|max touren|fahrten|max fahrten|anzahl touren|tournees|nb tournees|tournees max|
        nombre de tournees|rotations|rotations max|max rotations|max viaggi|max viajes|max viagens|max ritten
    """,
    "loading_min": """
        loading|loading time|loading duration|load time|time to load|ladezeit|beladezeit|beladung|beladen|
        temps de chargement|duree de chargement|chargement|tempo di carico|tiempo de carga|laadtijd
    """,
    "reload_min": """
        reload|reload time|reloading|reloading time|reload duration|nachladezeit|nachladen|wiederbeladung|
        rechargement|temps de rechargement|duree de rechargement|tiempo de recarga|herlaadtijd
    """,
    "max_duration": """
        max duration|maximum duration|max route duration|max hours|max working hours|max working time|
        duration limit|max route time|max time|hochstdauer|max dauer|maximale dauer|max tourdauer|
        max arbeitszeit|hochstarbeitszeit|duree max|duree maximale|duree max tournee|duree maximum|
        durata massima|duracion maxima|duracao maxima|maximale duur
    """,
    "regular_hours": """
        regular hours|regular time|normal hours|paid hours|contract hours|hours before overtime|overtime after|
        regelarbeitszeit|regulare arbeitszeit|normalarbeitszeit|uberstunden ab|uberstunden nach|heures normales|
        temps normal|heures sup apres|heures supplementaires apres|ore ordinarie|horas ordinarias
    """,
    "overtime_price": """
        overtime price|overtime cost|overtime rate|overtime surcharge|cost per overtime hour|overtime per hour|
        uberstundenzuschlag|uberstundenkosten|kosten pro uberstunde|zuschlag uberstunde|cout heure sup|
        cout heures supplementaires|cout heure supplementaire|majoration heures sup|prix heure supplementaire|
        costo straordinario|costo hora extra
    """,
    "open_start": """
        open start|start anywhere|starts anywhere|free start|offener start|freier start|start beliebig|
        depart libre|debut libre
    """,
    "open_end": """
        open end|end anywhere|ends anywhere|free end|open route|no return|one way|offenes ende|freies ende|
        ende beliebig|ohne ruckkehr|ohne ruckfahrt|fin libre|arrivee libre|sans retour|senza ritorno|
        sin regreso|sem retorno|zonder terugkeer
    """,
    "end_lat": "end lat|end latitude|finish lat|finish latitude|return lat",
    "end_lon": "end lon|end lng|end longitude|finish lon|finish lng|finish longitude|return lon|return lng",
    "start_lat": "start lat|start latitude|lat|latitude|depot lat",
    "start_lon": "start lon|start lng|start longitude|lon|lng|longitude|depot lon|depot lng",
    "speed_factor": "speed factor|speed|speed multiplier|geschwindigkeitsfaktor|facteur vitesse|vitesse",
    "is_active": "active|is active|enabled|available|aktiv|actif|activo|ativo",
    "depot": "depot|depot id|warehouse|hub|branch|lager|niederlassung|standort|entrepot|agence|deposito|site",
    "break_min": "break|break duration|pause|pausendauer|duree pause|break length",
    "break_earliest": "break earliest|break from|earliest break",
    "break_latest": "break latest|break to|break until|latest break",
}

DRIVER_SYNONYMS: dict[str, str] = {
    "driver_id": """
        driver id|driver no|driver|id|number|employee id|staff id|personnel number|fahrer id|fahrernr|
        personalnummer|matricule|reference|code|serial|serial number
    """,
    "name": """
        name|driver name|full name|fahrer|fahrername|nom|chauffeur|nom chauffeur|nome|nombre|naam|livreur|
        conducteur
    """,
    "phone": """
        phone|phone number|mobile|telephone|tel|telefon|handy|mobil|portable|telefono|telefone|driver phone
    """,
    "skills": """
        skills|skill|licences|licenses|qualifications|capabilities|tags|fahigkeiten|qualifikationen|competences
    """,
    "shift_start": """
        shift start|start time|work start|work from|shift from|schichtbeginn|arbeitsbeginn|von|beginn|
        heure debut|debut|horaire debut|start|from|working hours start
    """,
    "shift_end": """
        shift end|end time|work end|work to|shift to|schichtende|arbeitsende|bis|ende|heure fin|fin|horaire fin|
        end|to|working hours end|until
    """,
    "break_min": "break|break duration|break length|pause|pausendauer|duree pause",
    "break_earliest": "break earliest|break from|break start|pause von|pause debut|earliest break",
    "break_latest": "break latest|break to|break until|break end|pause bis|pause fin|latest break",
    "break_after": """
        break after|break due after|break after hours|hours before break|max work before break|
        max hours without break|pause nach|pause spatestens nach|pause nach stunden|max arbeitszeit ohne pause|
        pause apres|pause au plus tard apres|heures avant pause|travail max sans pause|pausa dopo|pausa despues de
    """,
    "districts": """
        districts|district|territory|territories|knows|known districts|home districts|areas|area|zones|zone|
        gebiet|gebiete|revier|reviere|bezirk|bezirke|stadtteile|stammgebiet|ortskenntnis|secteur|secteurs|
        quartiers|quartier|territoire|zones connues|quartieri|zonas|barrios|bairros|wijken
    """,
    "vehicle": "vehicle|vehicle id|fahrzeug|vehicule|van|usual vehicle|assigned vehicle",
    "depot": "depot|depot id|warehouse|hub|branch|lager|niederlassung|standort|entrepot|agence|deposito|site",
    "is_active": "active|is active|enabled|aktiv|actif|activo|ativo",
}

EVENT_SYNONYMS: dict[str, str] = {
    "event_id": "event id|id|event no|message id|uuid",
    "order_id": """
        order id|order no|order number|order|order ref|job reference number|do no|reference|tracking id|number|
        stop id|auftrag|auftragsnummer|commande|shipment id
    """,
    "vehicle_id": """
        vehicle id|vehicle|route|van|plate|license plate|fahrzeug|kennzeichen|vehicule|routenumber|route number
    """,
    "kind": """
        kind|event|event type|type|status|statusid|status code|state|ereignis|evenement|statut|event kind|what
    """,
    "occurred_at": """
        occurred at|time|timestamp|event time|at|when|date time|datetime|status date|statusdate|
        date completed iso|arrived date|occurred|moment|zeit|zeitpunkt|uhrzeit|heure|horodatage|recorded at|
        created at
    """,
    "date": "date|service date|day|datum|jour|tripdate|trip date",
    "reason": """
        reason|failure reason|reject reason|rejectreason|reason code|code|grund|raison|motif|failure code
    """,
    "outcome": "outcome|delivered to|left with|ergebnis|resultat",
    "note": "note|notes|comment|comments|remark|bemerkung|commentaire",
    "odometer_km": "odometer|mileage|odometer reading|kilometerstand|kilometrage|distance",
    "delivered_share": "delivered share|share delivered|part delivered",
}
