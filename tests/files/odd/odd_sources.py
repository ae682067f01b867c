"""Files as known systems and people of seven languages head them: every column must be understood."""

from __future__ import annotations

import json

from odd_base import TAKEN, WARNED, Odd, odd, text

ANY = {"tz": "Europe/Lisbon"}
WHERE = ("41.14512", "-8.61234")


def system(
    headings: str,
    *rows: str,
    outcome: str = TAKEN,
    codes: str = "SOURCE",
    accepted: int = 0,
    separator: str = "|",
    **more: object,
) -> Odd:
    """Return a CSV of a system; headings and cells are separated by ``|`` here."""
    cells = [line.split("|") for line in (headings, *rows)]
    return odd(text(cells), outcome, accepted or len(rows), codes, region=ANY, **more)  # type: ignore[arg-type]


SOURCES: dict[str, Odd] = {
    "OptimoRoute": system(
        "Order ID|Order type|Date|Priority|Location ID|Location name|Address|Latitude|Longitude|Time window from|Time window to|Duration|Load #1|Load #2|Vehicle features|Skills|Notes",
        "O1|D|05/11/2026|H|L7|Café Sul|Rua 1|41.14512|-8.61234|09:00|12:00|7|3|1|LIFT|crane;heavy|Ring",
        "O2|P|23/11/2026|C|L8|Bar Norte|Rua 2|41.14612|-8.61334|10:00|13:00|4|2|0||| ",
        outcome=WARNED, codes="SOURCE DATE_AMBIGUOUS",
        values={"O1": {"date": "2026-11-05", "customer_name": "Café Sul", "priority": "high", "service_min": 7.0, "parcels": 3.0, "skills": ["crane", "heavy"]},
                "O2": {"kind": "collection", "priority": "must"}},
    ),
    "Spoke": system(
        "Address Line 1|Address Line 2|City|State|Zip|Country|Earliest Time|Latest Time|Time at stop|Notes|Recipient Name|External ID",
        "Rua 1|2.º|Porto||4050-262|PT|8:30|15:30|5|Gate 4|Ana|S1", outcome=WARNED, codes="SOURCE NEEDS_GEOCODING",
        values={"S1": {"customer_name": "Ana", "service_min": 5.0, "tw_end": "15:30", "city": "Porto"}},
    ),
    "Onfleet tasks": odd(
        "\n".join(json.dumps(task) for task in [
            {"shortId": "aa11", "pickupTask": False, "completeAfter": 1795424400000, "completeBefore": 1795435200000,
             "destination": {"location": [-8.61234, 41.14512], "address": {"street": "Rua 1", "number": "5", "city": "Porto", "postalCode": "4050-262"}},
             "recipients": [{"name": "Ana", "phone": "+351225550100"}], "notes": "Ring", "quantity": 2, "serviceTime": 6},
            {"shortId": "bb22", "pickupTask": True, "completeAfter": 1795424400000, "completeBefore": 1795435200000,
             "destination": {"location": [-8.61334, 41.14612], "address": {"street": "Rua 2", "number": "6", "city": "Porto", "postalCode": "4050-262"}},
             "recipients": [{"name": "Zé", "phone": "+351225550101"}], "notes": "", "quantity": 1, "serviceTime": 6}]),
        TAKEN, 2, "SOURCE", region=ANY,
        values={"aa11": {"lat": 41.14512, "customer_name": "Ana", "tw_start": "09:00", "tw_end": "12:00", "service_min": 6.0, "address": "Rua 1 5", "date": "2026-11-23"},
                "bb22": {"kind": "collection"}},
    ),
    "Routific": odd(
        json.dumps({"visits": {
            "r1": {"location": {"name": "Ana", "address": "Rua 1", "lat": 41.14512, "lng": -8.61234}, "start": "9:00", "end": "12:00", "duration": 10, "load": 2, "priority": "high", "type": "cold"},
            "r2": {"location": {"name": "Zé", "address": "Rua 2", "lat": 41.14612, "lng": -8.61334}, "start": "9:00", "end": "12:00", "duration": 5, "load": 1, "priority": "regular", "type": ""}}}),
        TAKEN, 2, "SOURCE", region=ANY,
        values={"r1": {"customer_name": "Ana", "service_min": 10.0, "skills": ["cold"], "priority": "high", "parcels": 2.0}},
    ),
    "Track-POD": system(
        "Number|Date|Type|Client|ClientId|Address|AddressLat|AddressLon|ContactName|Phone|TimeSlotFrom|TimeSlotTo|ServiceTime|Weight|Volume|Pallets|Note",
        "T1|2026-11-23|0|Café Sul|C7|Rua 1|41.14512|-8.61234|Ana|+351225550100|09:00|12:00|8|12.5|0.4|1|Ring",
        "T2|2026-11-23|1|Bar Norte|C8|Rua 2|41.14612|-8.61334|Zé|+351225550101|09:00|12:00|8|2.5|0.1|0|",
        values={"T1": {"customer_name": "Café Sul", "service_min": 8.0, "load": {"kg": 12.5, "m3": 0.4, "pallets": 1.0}}, "T2": {"kind": "collection"}},
    ),
    "Shopify": system(
        "Name|Email|Financial Status|Created at|Lineitem quantity|Lineitem name|Lineitem requires shipping|Shipping Name|Shipping Street|Shipping Address1|Shipping Address2|Shipping City|Shipping Zip|Shipping Country|Shipping Phone|Notes|Phone|Tags",
        "#1001|a@example.org|paid|2026-11-20 10:00:00 +0000|2|Soap|true|Ana Sá|Rua 1, 2.º|Rua 1|2.º|Porto|'4050-262|PT|'+351225550100|Ring||insta",
        "#1001|a@example.org||2026-11-20 10:00:00 +0000|1|Gift card|false|||||||||||",
        "#1001|a@example.org||2026-11-20 10:00:00 +0000|3|Towel|true|||||||||||",
        "#1002|b@example.org|paid|2026-11-20 11:00:00 +0000|1|Soap|true|Zé|Rua 2|Rua 2||Porto|4050-263|PT||||",
        outcome=WARNED, codes="SOURCE MERGED_LINES NEEDS_GEOCODING", accepted=2,
        values={"#1001": {"parcels": 5.0, "address": "Rua 1, 2.º", "postcode": "4050-262", "phone": "+351225550100", "skills": [], "customer_name": "Ana Sá"}},
    ),
    "WooCommerce": system(
        "order_number|order_date|status|billing_first_name|billing_last_name|billing_phone|billing_email|shipping_first_name|shipping_last_name|shipping_address_1|shipping_address_2|shipping_postcode|shipping_city|shipping_country|customer_note|order_total|item_name|item_quantity",
        "701|2026-11-20|processing|Rui|Paga|+351225550100|r@example.org|Ana|Sá|Rua 1|2.º|4050-262|Porto|PT|Ring|20.00|Soap|2",
        outcome=WARNED, codes="SOURCE NEEDS_GEOCODING",
        values={"701": {"customer_name": "Ana Sá", "phone": "+351225550100", "parcels": 2.0, "date": "2026-11-23", "notes": "Ring"}},
    ),
    "WooCommerce, words in brackets": system(
        "Order Number|Order Date|First Name (Billing)|Last Name (Billing)|Phone (Billing)|First Name (Shipping)|Last Name (Shipping)|Address 1&2 (Shipping)|City (Shipping)|Postcode (Shipping)|Item Name|Quantity",
        "702|2026-11-20|Rui|Paga|+351225550100|Ana|Sá|Rua 1|Porto|4050-262|Soap|2", outcome=WARNED,
        values={"702": {"customer_name": "Ana Sá", "address": "Rua 1", "parcels": 2.0}},
    ),
    "Detrack": system(
        "D.O. No.|Date|Deliver to|Address|Delivery time|Phone No.|Notify email|Instructions|Assign to|Zone|SKU|Item Description|Quantity",
        "D1|2026-11-23|Café Sul|Rua 1|9am-12pm|+351225550100|a@example.org|Ring|Van 1|North|S1|Soap|2",
        "D1|2026-11-23|Café Sul|Rua 1|9am-12pm|+351225550100|a@example.org|Ring|Van 1|North|S2|Towel|3",
        outcome=WARNED, codes="SOURCE MERGED_LINES", accepted=1,
        values={"D1": {"parcels": 5.0, "tw_start": "09:00", "tw_end": "12:00", "customer_name": "Café Sul"}},
    ),
    "Google Fleet Routing": odd(
        text([["label", "deliveryArrivalWaypoint", "deliveryDuration", "deliveryStartTime", "deliveryEndTime", "loadDemand1Type", "loadDemand1Value", "penaltyCost"],
              ["G1", "41.14512, -8.61234", "300", "2026-11-23T09:00:00Z", "2026-11-23T12:00:00Z", "crates", "4", "100"]]),
        TAKEN, 1, "SOURCE", region=ANY, values={"G1": {"lat": 41.14512, "service_min": 5.0, "load": {"crates": 4.0}, "tw_end": "12:00"}},
    ),
    "Cartoway Planner": odd(
        text([["référence", "nom", "voie", "complément", "code postal", "ville", "lat", "lng", "durée visite", "quantité[FRAIS]", "quantité[SEC]", "horaire début 1", "horaire fin 1", "horaire début 2", "horaire fin 2", "catégories", "tournée"],
              ["C1", "Épicerie", "1 rue Haute", "", "33000", "Bordeaux", "44,84512", "-0,57812", "00:05:00", "3", "1", "8:0:0", "12:0:0", "14:00", "17:00", "frigo,hayon", "T1"]], ";"),
        TAKEN, 1, "SOURCE", region=ANY,
        values={"C1": {"lat": 44.84512, "service_min": 5.0, "load": {"frais": 3.0, "sec": 1.0}, "skills": ["frigo", "hayon"], "clock": [["08:00", "12:00"], ["14:00", "17:00"]]}},
    ),
    "vrp-cli": system(
        "ID|LAT|LNG|DEMAND|DURATION|TW_START|TW_END",
        "v1|41.14512|-8.61234|-2|300|2026-11-23T09:00:00Z|2026-11-23T12:00:00Z",
        "v2|41.14612|-8.61334|3|300|2026-11-23T09:00:00Z|2026-11-23T12:00:00Z",
        values={"v1": {"kind": "delivery", "parcels": 2.0, "service_min": 5.0}, "v2": {"kind": "collection", "parcels": 3.0}},
    ),
}  # fmt: skip


def people(headings: str, row: str, values: dict[str, object], outcome: str = TAKEN) -> Odd:
    """Return one row as people of one language head it."""
    cells = [headings.split("|"), row.split("|")]
    return odd(text(cells, ";"), outcome, 1, region=ANY, values={"A7": values})


_SAME = {"customer_name": "Ana", "address": "Rua 1 5", "city": "Porto", "lat": 41.14512, "lon": -8.61234, "demand_kg": 2.5,
         "parcels": 3.0, "tw_start": "09:00", "tw_end": "12:30", "service_min": 6.0, "notes": "Ring", "phone": "+351225550100",
         "email": "ana@example.org", "postcode": "4050", "date": "2026-11-23"}  # fmt: skip
_ROW = "A7|23.11.2026|Ana|Rua 1|5|4050|Porto|41,14512|-8,61234|2,5|3|9:00|12:30|6|Ring|+351225550100|ana@example.org"
LANGUAGES: dict[str, Odd] = {
    name: people(headings, _ROW, _SAME)
    for name, headings in {
        "English": "Order no.|Delivery date|Recipient|Street|House no.|Postcode|Town|Latitude|Longitude|Weight (kg)|Parcels|Earliest|Latest|Time at stop (min)|Instructions|Mobile|E-mail",
        "German": "Auftragsnr.|Lieferdatum|Empfänger|Straße|Hausnr.|PLZ|Ort|Breitengrad|Längengrad|Gewicht (kg)|Packstücke|frühestens|spätestens|Standzeit (Min)|Zustellhinweis|Telefon|E-Mail",
        "French": "N° commande|Date de livraison|Destinataire|Rue|N° rue|Code postal|Ville|Latitude|Longitude|Poids (kg)|Nb de colis|Au plus tôt|Au plus tard|Durée visite (min)|Consignes|Téléphone portable|Courriel",
        "Italian": "Numero ordine|Data consegna|Destinatario|Via|Civico|CAP|Località|Latitudine|Longitudine|Peso (kg)|N. colli|Dalle ore|Alle ore|Durata (min)|Annotazioni|Cellulare|Posta elettronica",
        "Spanish": "Nº pedido|Fecha de entrega|Destinatario|Calle|Número exterior|Código postal|Población|Latitud|Longitud|Peso (kg)|Bultos|Desde|Hasta|Tiempo de parada (min)|Observaciones|Teléfono móvil|Correo electrónico",
        "Portuguese": "N.º do pedido|Data de entrega|Destinatário|Rua|Número da porta|Código postal|Localidade|Latitude|Longitude|Peso (kg)|Qtd. volumes|Hora inicial|Hora final|Tempo de parada (min)|Observações|Telemóvel|Correio eletrónico",
        "Dutch": "Ordernummer|Leverdatum|Ontvanger|Straat|Huisnummer|Postcode|Plaats|Breedtegraad|Lengtegraad|Gewicht (kg)|Aantal colli|Vanaf|Tot|Stoptijd (min)|Opmerkingen|Mobiel|E-mailadres",
    }.items()
}  # fmt: skip
