"""More headings of order files in English, German and Dutch.

They join ``ORDER_SYNONYMS`` of ``synonyms.py``, whose words win. Normalised: no accents, no points.
"""

from __future__ import annotations

ENGLISH = {
    "order_id": """
        order reference number|order code|order num|sales order|sales order no|so number|po number|purchase order|
        consignment number|connote|job number|ticket number|docket|docket number|parcel id|delivery note|
        delivery note no|delivery note number|load id|task id|visit id|external id
    """,
    "date": "deliver on|delivery on|dispatch date|planned delivery date|arrival date|eta date|target date",
    "customer_name": """
        recipients name|destination address name|location name|store|store name|shop|site name|business name|
        company customer|addressee|deliver to collect from|person|attention|attn|ship to customer
    """,
    "company": "business|organisation name|company customer name",
    "phone": "recipients phone|mobile number|cell phone|phone 1|contact number|tel no|telephone number|sms",
    "email": "recipients email|e mail 1|contact e mail",
    "address": """
        location address|visit address|destination|destination address street|delivery street|ship to address|
        street and number|street name|street no|road|shipping address line 1|address full|formatted address|
        street address 1|drop address|drop off address|where|site address
    """,
    "address2": """
        street address 2|address 3|shipping address line 2|building|flat|apartment number|block|unit number
    """,
    "house_number": "house|house num|number street|destination address number|building number",
    "postcode": """
        postcode zip|zip postal code|post|destination address postal code|delivery postcode|shipping zip code
    """,
    "postcode_city": "postcode city|zip city|postcode and city|city zip|town postcode|postcode town",
    "city": "destination address city|town name|ship to city|delivery city",
    "lat": "location lat|location latitude|lat deg|gps latitude|point y|y coord|lat y",
    "lon": "location lng|location longitude|location lon|lon deg|gps longitude|point x|x coord|lon x|lng x",
    "latlon": """
        location|position|geo location|map link|maps link|google maps|google maps link|map url|maps url|link to map|
        plus code|pluscode|geo uri|gps location|lat lng pair|destination location|geometry coordinates|pin location|
        coordinates lat lon
    """,
    "parcels": """
        colli|pkgs|pkg|pcs|number of pieces|no of pieces|no of boxes|box count|carton count|qnty|num packages
    """,
    "load:pallets": "pallets|pallet|number of pallets|no of pallets|pallet count|plt|euro pallets|pallet spaces",
    "weight": """
        wt|wgt|total wt|gross wt|net wt|weight total|total kg|kilos|shipment weight|actual weight|item weight|weight kgs
    """,
    "volume": "vol|cbm|m3|total cbm|cubic metres|cubic meters|volume total",
    "tw_start": """
        time window earliest|window open time|open time 1|earliest delivery|earliest delivery time|
        delivery from time|start of window|timewindow from|time from window|after|completion time window from|
        earliest start|opening|time windows start time|start time 1|arrive after|deliver from
    """,
    "tw_end": """
        time window latest|window close time|latest delivery|latest delivery time|delivery to time|deadline|
        end of window|timewindow to|before|completion time window to|latest end|latest start|closing|cut off|cutoff|
        time windows end time|end time 1|arrive before|due time|due by
    """,
    "tw_range": "hours|opening hours|delivery hours|time range|time frame|timeframe|job time|preferred time|when",
    "service": """
        service mins|service minutes|unload time|time on site|minutes at stop|stop minutes|visit time|on site time
    """,
    "priority": "urgent|rush|prio level|priority level",
    "skills": "vehicle requirements|vehicle type required|equipment|required equipment|special equipment|features",
    "notes": """
        delivery notes|customer notes|access notes|task details|driver instructions|other|text|recipients notes
    """,
    "item": """
        items|goods|goods description|product description|contents|line items|item sku|article number|part number
    """,
    "kind": "pickup or delivery|pick up or delivery|pickup delivery|d p|p d|pickup task|action|operation|direction",
}
GERMAN = {
    "order_id": """
        auftragskennung|auftragsreferenz|kommission|kommissionsnr|kommissionsnummer|vorgang|vorgangsnr|
        vorgangsnummer|rechnungsnr|rechnungsnummer|sendung|paketnummer|paketnr|lfd nr|lfdnr|laufende nummer|
        referenz|referenznummer|lieferung|lieferungsnr|liefernr|liefernummer|ls nr|trackingnummer|ab nr
    """,
    "date": """
        lieferdatum soll|termin|liefertermin|tag der lieferung|zustelltag|ausliefertag|ausliefertermin|einsatztag
    """,
    "customer_name": """
        empfanger name|name des kunden|kunde name|name 1|name1|warenempfanger|lieferkunde|name vorname|
        vor und nachname|vorname nachname|empfangername 1|nachname vorname|patient|filiale
    """,
    "first_name": "vornamen",
    "last_name": "zuname|kunde nachname",
    "company": "firma name|name 2|name2|betrieb",
    "customer_id": "kundennr nr|kd nr|kdnr|kd nummer|debitor nr|debitornr|kunden nummer|adressnr|adressnummer",
    "phone": "tel nr|telnr|telefon nr|telefon mobil|mobiltelefon|handynummer|rufnr|festnetz",
    "email": "emailadresse|mailadresse|e mail kunde",
    "address": """
        strasse hausnr|strasse und nr|strasse und nummer|strasse u nr|str nr|strasse hnr|lieferstrasse|
        adresse strasse|anschrift strasse|lieferort adresse|adresszeile 1|adresszeile1|zieladresse|ziel|
        empfangsadresse
    """,
    "address2": "adresszeile 2|adresszeile2|anschrift 2|stockwerk|etage|hinterhaus|zusatzadresse|wohnung",
    "house_number": "hnr|hsnr|haus nummer|hausnr zusatz|nr haus",
    "postcode": "postleitzahl nr|plz empfanger|liefer plz|plz lieferort",
    "postcode_city": "plz ort|plz und ort|plz stadt|ort plz|plz wohnort",
    "city": "stadt ort|ort stadt|gemeinde|lieferstadt|zielort",
    "country": "land iso|landeskennung|lkz|laendercode|landercode",
    "lat": "geo breite|geografische breite|koordinate lat|breite lat",
    "lon": "geo lange|geografische lange|koordinate lon|lange lon|langengrad lon",
    "latlon": "geokoordinaten|gps koordinaten|gps daten|kartenlink|karte|standort gps|koordinate",
    "parcels": """
        pakete anzahl|colli anzahl|anzahl colli|anzahl packstucke|stk|packst|kartons|kisten|ve|gebinde|stucke
    """,
    "load:pallets": "paletten|palette|anzahl paletten|europaletten|stellplatze|palettenplatze|epal",
    "weight": "bruttogewicht gesamt|gewicht brutto|gewicht netto|gew|masse|kg gesamt",
    "volume": "vol gesamt|kubikmeter|volumen gesamt|cbm gesamt",
    "tw_start": """
        zeitfenster anfang|fenster von|fenster start|anfang|startzeit|ab uhr|uhrzeit ab|lieferung von|
        anlieferung von|anlieferzeit von|offnungszeit von|geoffnet ab|nicht vor|fruhestes|fruheste ankunft|
        fruhester beginn|zustellung ab|wunschzeit von|zf von|termin von
    """,
    "tw_end": """
        fenster bis|fenster ende|endzeit|bis uhr|uhrzeit bis spatestens|anlieferzeit bis|offnungszeit bis|
        geoffnet bis|nicht nach|spatestes|spateste ankunft|spatester beginn|zustellung bis|wunschzeit bis|zf bis|
        termin bis|lieferung spatestens
    """,
    "tw_range": """
        lieferzeiten|anlieferzeit|anlieferzeiten|offnungszeiten|offnungszeit|uhrzeit|zeit|wunschzeit|lieferslot|
        zeitraum
    """,
    "service": """
        abladezeit|ladezeit stopp|entladedauer|dauer min|stopp dauer|stoppdauer|haltezeit|bearbeitungszeit|
        rustzeit stopp
    """,
    "priority": "dringlichkeit|eilig|rang",
    "skills": "fahrzeuganforderung|fahrzeugmerkmale|ausstattung|qualifikation|erforderlich|eigenschaften",
    "notes": """
        zusatzinfo|zusatzinfos|info fahrer|fahrerinfo|fahrerhinweis|lieferhinweise|hinweise zustellung|text|
        sonstiges|anweisung
    """,
    "kind": "lieferart|vorgangsart|abholung lieferung|lieferung abholung|stoppart|typ auftrag",
    "item": "ware|inhalt|artikelbez|position|produktname|artikelnr|art nr",
    "depot": "abgangsdepot|lagerort|werk|versandlager|startdepot",
    "district": "zone|tourgebiet|gebiet|kiez",
}
DUTCH = {
    "order_id": """
        order nr|bestelling|bestelnr|bestel nr|bestel nummer|opdracht|opdrachtnummer|opdracht nr|pakbon|
        pakbonnummer|pakbon nr|zending|zendingnr|zendings nummer|referentie|referentienummer|ref nr|volgnummer|
        factuurnummer|vrachtbrief|vrachtbriefnummer|trackingnummer|barcode nr
    """,
    "date": """
        datum levering|bezorgdag|leverdag|leveringsdatum|datum bezorging|gewenste datum|gewenste leverdatum|
        afleverdatum
    """,
    "customer_name": """
        naam klant|klant naam|naam ontvanger|ontvanger naam|geadresseerde|contactpersoon|naam 1|naam contactpersoon|
        voor en achternaam|winkel|filiaal|afleveradres naam|bestemming
    """,
    "last_name": "familienaam",
    "company": "firma|bedrijfsnaam|naam bedrijf|onderneming|organisatie",
    "customer_id": "klant nr|klantnr|klant id|klantcode|debiteur|debiteurnummer|debiteurnr|relatienummer",
    "phone": "tel nr|telefoonnr|telefoon nummer|mobiel|mobiel nummer|mobiele nummer|gsm|gsm nummer|telefoon mobiel",
    "email": "e mailadres|emailadres|mailadres|email klant",
    "address": """
        afleveradres|bezorgadres|leveradres|straatnaam|straat en huisnummer|straat en nummer|straat huisnummer|
        adresregel 1|adres 1|straat nr|adres klant|leveringsadres|volledig adres
    """,
    "address2": """
        adres 2|adresregel 2|bus|verdieping|huisnummer toevoeging|huisnummertoevoeging|appartement|extra adres
    """,
    "house_number": "huis nr|huisnr|huis nummer|nummer huis|nr huis",
    "postcode": "post code|postcode levering|postcode bezorging",
    "postcode_city": "postcode plaats|postcode en plaats|postcode woonplaats|pc plaats|postcode stad",
    "city": "gemeente|plaatsnaam|afleverplaats|stad plaats",
    "country": "landcode|land code",
    "lat": "breedte|geo breedte",
    "lon": "lengte|lengtegraden|geo lengte",
    "latlon": "locatie|gps locatie|coordinaten|kaartlink|gps coordinaten|coordinaat",
    "parcels": """
        aantal colli|aantal pakketten|dozen|stuks|aantal stuks|pakjes|aantal dozen|aantal pakken|hoeveelheid
    """,
    "load:pallets": "aantal pallets|pallets|pallet|palletplaatsen|europallets",
    "weight": "gewicht kg|totaalgewicht|totaal gewicht|brutogewicht|bruto gewicht|netto gewicht",
    "volume": "inhoud m3|totaal volume|kuub|kubieke meter",
    "tw_start": """
        begin|starttijd|start tijd|tijdvak van|tijdvenster van|tijdvenster start|tijdvak begin|levering vanaf|
        leveren vanaf|niet voor|vroegste tijd|vroegst|open vanaf|openingstijd|bezorgen vanaf|tijd van|vanaf tijd|na
    """,
    "tw_end": """
        einde|eind tijd|tijdvak tot|tijdvenster tot|tijdvenster eind|tijdvak eind|levering tot|leveren voor|niet na|
        laatste tijd|laatst|open tot|sluitingstijd|bezorgen tot|tijd tot|tot tijd|uiterlijk|voor
    """,
    "tw_range": """
        levertijd|bezorgtijd|tijdslot|openingstijden|tijdvak levering|tijd|gewenste tijd|bloktijd|bloktijden
    """,
    "service": """
        lostijd|stoptijd|stopduur|duur bezoek|tijd per stop|verblijfstijd|servicetijd min|behandeltijd|duur stop
    """,
    "priority": "urgentie|spoed|voorrang",
    "skills": "eisen|kenmerken|eigenschappen|benodigdheden|voertuigeisen|labels",
    "notes": """
        notitie|notities|bijzonderheden|instructies|leverinstructies|bezorginstructies|toelichting|aantekening|
        bemerking|bemerkingen
    """,
    "kind": "type opdracht|soort opdracht|laden lossen|leveren ophalen|type levering|soort stop",
    "item": "omschrijving|artikelomschrijving|goederen|productnaam|inhoud|artikelcode",
    "depot": "vestiging|vertrekdepot|locatie vertrek",
    "district": "stadsdeel|buurt|regio",
}
