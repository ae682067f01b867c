"""The words that other systems and other languages write above our fields (normalised: see ``headings``).

English, German and French in full, the frequent words of Italian, Spanish, Portuguese and Dutch, and the headings of
the planning systems and shops that people export from. Separated by ``|``; the first field that names a word keeps it.
"""

from __future__ import annotations

ORDER_SYNONYMS: dict[str, str] = {
    "order_id": """
        order id|order no|order nr|order number|order ref|order reference|order|orderid|orderno|id|number|do no|
        d o no|job reference number|job id|job no|label|internal id|reference number 1|reference number|
        reference no|reference|ref|tracking id|tracking no|tracking number|order line id|stop id|stopid|
        shipment id|shipment no|consignment|consignment no|delivery id|delivery no|delivery number|invoice no|
        waybill|airway bill|awb|del no|auftrag|auftragsnr|auftragsnummer|auftrags nr|auftrag nr|auftrags id|
        bestellung|bestellnr|bestellnummer|bestell nr|lieferschein|lieferscheinnr|lieferschein nr|
        lieferscheinnummer|sendungsnummer|sendungsnr|belegnr|belegnummer|nummer|nr|commande|no commande|
        n commande|numero commande|numero de commande|num commande|reference commande|ref commande|
        reference visite|reference visit|numero|no|n|bon de livraison|colis no|ordine|numero ordine|id ordine|
        pedido|numero pedido|numero de pedido|no pedido|num pedido|encomenda|n pedido|bestelnummer|ordernummer|
        order nummer|zendingnummer
    """,
    "date": """
        date|delivery date|del date|scheduled date|schedule date|scheduled at|service date|trip date|tripdate|
        planned date|plan date|day scheduled for yymmdd|day scheduled for|delivery day|day|requested date|
        requested delivery date|due date|scheduled delivery date|shipment date|ship date|datum|lieferdatum|
        liefertag|tag|zustelldatum|wunschtermin|date livraison|date de livraison|jour|jour de livraison|data|
        data consegna|data di consegna|fecha|fecha entrega|fecha de entrega|data entrega|data de entrega|
        leverdatum|bezorgdatum
    """,
    "customer_name": """
        customer|customer name|client|client name|recipient|recipient name|deliver to|ship to|ship to name|
        shipping name|contact|contact name|contactname|name|full name|receiver|receiver name|consignee|
        consignee name|location name|alias|address alias|dropoff name|dropoff contact name|title|delivery name|
        kunde|kundenname|empfanger|empfangername|empfaenger|name empfanger|ansprechpartner|bezeichnung|nom|
        nom client|nom du client|nom destinataire|destinataire|client nom|cliente|nome|nome cliente|destinatario|
        nombre|nombre cliente|nombre del cliente|klant|klantnaam|naam|ontvanger|destination
    """,
    "first_name": """
        first name|firstname|vorname|prenom|shipping first name|nombre de pila|voornaam|ext field first name
    """,
    "last_name": """
        last name|lastname|surname|nachname|nom de famille|shipping last name|apellido|achternaam|
        ext field last name|familienname
    """,
    "company": """
        company|company name|shipping company|firma|firmenname|unternehmen|societe|entreprise|raison sociale|
        azienda|empresa|bedrijf|organisation|organization
    """,
    "customer_id": """
        customer id|customer code|client code|customer no|customer number|client id|external client identifier|
        external client id|account|account no|account number|location id|kundennr|kundennummer|kunden nr|kunden id|
        debitor|debitorennummer|code client|no client|numero client|id client|codice cliente|codigo cliente|id cliente|
        klantnummer|user id|userid
    """,
    "phone": """
        phone|phone no|phone number|telephone|tel|mobile|mobile phone|cell|shipping phone|contact phone|
        customer phone|recipient phone|dropoff phone|ext field phone|telefon|telefonnummer|telefonnr|handy|mobil|
        mobilnummer|rufnummer|telephone portable|portable|numero de telephone|telefono|telefone|celular|telefoon|
        telefoonnummer|cellulare|movil
    """,
    "email": """
        email|e mail|mail|email address|e mail address|notify email|customer email|contact email|ext field email|
        recipient email|courriel|adresse email|adresse mail|mail adresse|e mail adresse|correo|
        correo electronico
    """,
    "address": """
        address|address 1|address line 1|address line|address1|address line one|addresslineone|street|
        street address|street 1|delivery address|del company address|shipping address 1|shipping address1|
        shipping street|shipping address|dropoff street1|dropoff street 1|dropoff address line 1|dropoff address|
        full address|destination address|recipient address|deliveryarrivalwaypoint|delivery arrival waypoint|
        location address|address street|stop address|customer address|unparsed address|adresse|anschrift|strasse|
        strase|str|strasse hausnummer|strasse nr|strasse und hausnummer|lieferadresse|lieferanschrift|
        zustelladresse|voie|rue|adresse 1|adresse de livraison|adresse livraison|adresse ligne 1|indirizzo|via|
        direccion|calle|endereco|rua|morada|logradouro|direccion de entrega|adres|straat
    """,
    "address2": """
        address 2|address line 2|address2|address line two|shipping address 2|shipping address2|street 2|
        apartment|apt|unit|suite|floor|dropoff street2|dropoff street 2|del company address 2|
        address unit|address apartment|
        adresszusatz|zusatz|complement|complement d adresse|complement adresse|adresse 2|complemento|toevoeging|
        del landmark|landmark|detail
    """,
    "house_number": """
        house number|house no|house nr|street number|address number|hausnummer|hausnr|haus nr|no rue|
        numero de rue|numero rue|civico|numero civico|numero de casa|huisnummer
    """,
    "postcode": """
        postcode|post code|postal code|postalcode|zip|zip code|zipcode|shipping zip|shipping postcode|
        shipping postal code|dropoff postal code|address postalcode|address postal code|del pincode|
        pincode|pin code|pin|plz|
        postleitzahl|cp|code postal|cap|codice postale|codigo postal|cod postal|cep
    """,
    "city": """
        city|town|town city|city town|suburb|locality|municipality|place|shipping city|dropoff city|address city|
        del city|ort|stadt|wohnort|lieferort|ville|commune|localite|citta|comune|ciudad|poblacion|localidad|
        cidade|municipio|plaats|stad|woonplaats
    """,
    "district": """
        district|quarter|neighbourhood|neighborhood|stadtteil|ortsteil|bezirk|quartier|arrondissement|barrio|
        bairro|quartiere|wijk|zone|addresszone|address zone|zona|area
    """,
    "state": """
        state|province|region|state province|shipping province|shipping state|dropoff state|address state|
        bundesland|departement|provincia|estado|provincie|del state|shipping province name
    """,
    "country": """
        country|country code|country region|shipping country|dropoff country|address country|country id|land|
        pays|paese|pais|staat
    """,
    "lat": """
        lat|latitude|addresslat|address lat|dropoff lat|cached lat|gps lat|latitud|latitudine|breite|breitengrad|
        y|geo lat|delivery lat|customer lat|stop lat|destination lat|breedtegraad
    """,
    "lon": """
        lon|lng|long|longitude|addresslon|address lon|addresslng|dropoff lng|dropoff lon|cached lng|cached lon|
        gps lng|gps lon|longitud|longitudine|lange|langengrad|laenge|x|geo lng|geo lon|delivery lon|delivery lng|
        delivery long|customer lon|customer lng|stop lon|stop lng|destination long|destination lon|
        destination lng|lengtegraad
    """,
    "latlon": """
        lat long|lat lon|lat lng|latlong|latlng|latlon|gps|coordinates|coordinate|coords|delivery lat long|
        gps coordinates|koordinaten|coordonnees|coordonnees gps|coordinate gps|coordenadas|latitude longitude|
        geo|geolocation|lat long coordinates|location lat long
    """,
    "kind": """
        type|order type|stop type|job type|kind|delivery type|pickup|is pickup|visit type|art|auftragsart|typ|
        type de visite|type visite|tipo|soort
    """,
    "parcels": """
        parcels|parcel|parcel count|packages|package count|pieces|boxes|cartons|units|items|quantity|qty|demand|
        size|load|load 1|number of units|number of parcels|number of packages|no of parcels|count|product count|
        lineitem quantity|entity count|loaddemand1value|load demand 1 value|load demand1value|num parcels|menge|
        anzahl|pakete|packstucke|stuck|stuckzahl|colli|kolli|anzahl pakete|sendungen|quantite|colis|
        nombre de colis|nb colis|nombre|quantita|colli numero|pacchi|cantidad|paquetes|bultos|quantidade|volumes|
        pacotes|aantal|pakketten|demande
    """,
    "weight": """
        weight|total weight|gross weight|net weight|gewicht|gesamtgewicht|bruttogewicht|poids|poids total|peso|
        massa|mass|parcel weight|load weight|gewicht gesamt
    """,
    "volume": "volume|cube|cubic|total volume|volumen|rauminhalt|cubage|volumetrie",
    "tw_start": """
        time window from|time window start|window start|window from|earliest time|earliest|earliest arrival|from|
        time from|timeslotfrom|time slot from|tw start|twstart|timewindow start|del no earlier than|no earlier than|
        deliver after|delivery after|complete after|completeafter|deliverystarttime|delivery start time|
        delivery window start|local time window start|open date|open|opens|opening time|open time|ready at|not before|
        start time|start|window open|available from|after time|time start|delivery from|von|ab|frueheste|fruheste zeit|
        zeitfenster von|zeitfenster start|zeitfenster beginn|lieferzeit von|zeit von|uhrzeit von|anlieferung ab|
        lieferung ab|fruhestens|beginn|offnet|horaire debut|debut|heure debut|heure de debut|creneau debut|
        debut creneau|a partir de|ouverture|fenetre debut|dalle|das|ora inizio|inizio|finestra inizio|desde|
        hora inicio|hora desde|inicio|de|vanaf|van|begintijd
    """,
    "tw_end": """
        time window to|time window end|time window stop|window end|window to|latest time|latest|latest arrival|
        to|until|till|time to|timeslotto|time slot to|tw end|twend|timewindow end|timewindow stop|
        del no later than|no later than|deliver before|deliver by|delivery before|delivery by|complete before|
        completebefore|deliveryendtime|delivery end time|delivery window end|local time window end|close date|
        close|closes|closing time|close time|not after|end time|end|window close|available until|before time|time end|
        delivery to|delivery until|bis|spateste|spateste zeit|zeitfenster bis|zeitfenster ende|lieferzeit bis|
        zeit bis|uhrzeit bis|spatestens|ende|lieferung bis|anlieferung bis|schliesst|horaire fin|fin|heure fin|
        heure de fin|creneau fin|fin creneau|jusqu a|fermeture|fenetre fin|alle|ora fine|fine|finestra fine|
        hasta|hora fin|hora hasta|ate|fim|tot|eindtijd
    """,
    "tw_range": """
        time window|time windows|window|delivery window|time slot|timeslot|slot|delivery time|delivery slot|
        zeitfenster|lieferzeit|lieferfenster|lieferzeitfenster|creneau|creneau horaire|horaire|horaires|
        fenetre horaire|finestra oraria|fascia oraria|franja horaria|horario|janela|tijdvak|tijdvenster|
        appointmenttime|appointment time|appointment
    """,
    "service": """
        service|service time|service duration|servicetime|time at stop|duration|visit duration|stop duration|
        stop time|deliveryduration|delivery duration|handling time|unloading time|wait|dwell time|stay|
        servicezeit|dauer|standzeit|aufenthalt|aufenthaltsdauer|entladezeit|stoppzeit|verweildauer|duree|
        duree visite|duree de visite|duree service|duree de service|temps de service|temps sur place|take over|
        durata|tempo di servizio|tempo servizio|duracion|tiempo de servicio|tiempo servicio|duracao|
        tempo de servico|duur|servicetijd
    """,
    "priority": """
        priority|prio|urgency|importance|prioritat|wichtigkeit|priorite|urgence|priorita|prioridad|prioridade|
        prioriteit|service level
    """,
    "skills": """
        skills|skill|required skills|special requirement|special requirements|vehicle features|requirements|
        requirement|capabilities|tags|job labels|fahigkeiten|anforderungen|anforderung|merkmale|categories|
        categories visite|competences|competence|tags visit|exigences|requisiti|requisitos|habilidades|
        vaardigheden
    """,
    "notes": """
        notes|note|instructions|instruction|delivery instructions|customer directive|comment|comments|remarks|
        remark|driver notes|delivery notes|special instructions|customer note|description|info|memo|bemerkung|
        bemerkungen|hinweis|hinweise|notiz|notizen|anmerkung|anmerkungen|kommentar|zustellhinweis|lieferhinweis|
        commentaire|commentaires|remarque|remarques|consignes|instructions de livraison|commento|osservazioni|
        nota|notas|observaciones|comentarios|observacoes|opmerking|opmerkingen
    """,
    "depot": """
        depot|warehouse|hub|branch|depot id|warehouse id|depotid|lager|niederlassung|standort|entrepot|agence|
        magazzino|deposito|almacen|armazem|magazijn|site
    """,
    "item": """
        sku|item|item name|item description|lineitem name|lineitem sku|product|product name|article|artikel|
        artikelnummer|artikelbezeichnung|produit|prodotto|producto|produto|goodslist|goods list|entity name
    """,
    "status": """
        status|order status|orderstatus|delivery status|task status|job status|stop status|status of order|
        shipment status|auftragsstatus|bestellstatus|lieferstatus|sendungsstatus|statut|statut commande|
        statut de la commande|statut livraison|etat|etat commande|etat de la commande|stato|stato ordine|stato consegna|
        estado del pedido|estado pedido|estado de entrega|estado entrega|estatus|situacao|situacao do pedido|
        status do pedido|status pedido|status da entrega|status entrega|durum|siparis durumu|status zamowienia|
        stav|stav objednavky|stare|stare comanda|bestelstatus|leveringsstatus|ordrestatus
    """,
    "payment_status": """
        financial status|payment status|zahlungsstatus|statut de paiement|statut paiement|stato pagamento|
        estado de pago|estado pago|status pagamento|status do pagamento|betaalstatus|odeme durumu|status platnosci
    """,
    "fulfilment": """
        fulfillment status|fulfilment status|shipping status|versandstatus|statut expedition|stato spedizione|
        estado de envio|estado envio|status do envio|verzendstatus|kargo durumu
    """,
    "line_status": "lineitem fulfillment status|line item fulfillment status|item status|line status|position status",
    "cancelled_at": """
        cancelled at|canceled at|cancelled on|cancelled|canceled|cancellation date|is cancelled|storniert am|storniert|
        annule le|annulee le|annullato il|cancelado em|cancelado el|fecha de cancelacion|data de cancelamento
    """,
    "shipping_method": """
        shipping method|shipping method title|shipping methods|delivery method|fulfillment method|fulfilment method|
        shipping option|delivery option|delivery mode|mode of delivery|versandart|versandmethode|lieferart|
        mode de livraison|methode de livraison|mode livraison|metodo di spedizione|metodo de envio|forma de envio|
        forma de entrega|metodo de entrega|tipo de envio|verzendmethode|kargo yontemi|teslimat yontemi|
        sposob dostawy|metoda dostawy|zpusob dopravy|zpusob doruceni|metoda de livrare|leveranssatt|leveringsmetode
    """,
    "tw_start_day": """
        after day|afterday|earliest day|from day|not before day|delivery from day|window start day|fruhester tag
    """,
    "tw_end_day": """
        before day|beforeday|latest day|to day|until day|not after day|delivery to day|window end day|spatester tag
    """,
    "needs_shipping": "lineitem requires shipping|requires shipping",
}


def with_languages(synonyms: dict[str, str], languages: tuple[dict[str, str], ...]) -> dict[str, str]:
    """Return synonyms with the words of more languages behind them; where two fields claim a word, the first has it."""
    joined = dict(synonyms)
    for language in languages:
        for name, words in language.items():
            joined[name] = f"{joined[name]}|{words}" if name in joined else words
    return joined


def table_of(synonyms: dict[str, str]) -> dict[str, str]:
    """Return heading → field for one kind of file; the first field that names a word keeps it."""
    fields: dict[str, str] = {}
    for name, words in synonyms.items():
        fields.setdefault(name.replace("_", " "), name)
        for word in words.split("|"):
            if cleaned := " ".join(word.split()):
                fields.setdefault(cleaned, name)
    return fields
