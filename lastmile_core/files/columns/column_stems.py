"""Beginnings of words in fourteen languages that stand above columns nobody knows.

A stem of four letters or more is the beginning of a word, a shorter one is the word. Normalised: no accents.
"""

from __future__ import annotations


def _split(words: str) -> tuple[str, ...]:
    return tuple(words.split())


STEMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "weight",
        _split(
            """
                weight wt wgt gewicht poids peso pesos massa masse agirli waga wagi ciezar hmotnost
                vaha greutat vikt vaegt wazn kilos kg
            """
        ),
    ),
    (
        "volume",
        _split(
            """
                volumen cubage cubag cbm cubic hacim objetosc objem volum volym rumfang hajm m3
                volumetr
            """
        ),
    ),
    (
        "service",
        _split(
            """
                unload descarg descarr entlad ablad decharg scaric bosalt rozladun vyklad descarc
                lossning aflaes standzeit handling servicio servico dwell stopptid arret
            """
        ),
    ),
    (
        "tw_range",
        _split(
            """
                window windows fenster creneau ventana janela finestra araligi okno interval
                tidsfonster tidsvindue slot horario horaire
            """
        ),
    ),
    (
        "parcels",
        _split(
            """
                qty qnty qtde qtd qte quant cantid menge anzahl stuck stueck piece pieces pecas pezzi
                pcs parcel packag paket pakket colis colli kolli koli caixa caixas boxes carton karton
                bultos adet miktar ilosc sztuk pocet kusu colete bucat antal stk items itens aantal
            """
        ),
    ),
    (
        "phone",
        _split(
            """
                phone telef tel tlf gsm mobil celular whatsapp handy fone hatif jawal
            """
        ),
    ),
    (
        "lat",
        _split(
            """
                latit enlem szerokosc sirka breddgrad breite
            """
        ),
    ),
    (
        "lon",
        _split(
            """
                longit boylam dlugosc delka langdgrad laenge lange lng
            """
        ),
    ),
    (
        "postcode",
        _split(
            """
                postcode zipcode plz postal postnr postleit pocztow psc pincode
            """
        ),
    ),
    (
        "address",
        _split(
            """
                address adress adres direcc enderec indirizz anschrift strass street ulica ulice
                strada gatuadr unwan calle
            """
        ),
    ),
    (
        "city",
        _split(
            """
                city stadt ville cidade ciudad citta sehir miasto mesto oras localit comuna municip
                wohnort
            """
        ),
    ),
    (
        "customer_name",
        _split(
            """
                customer client cliente kunde klant musteri klient odbiorc zakazn prijemc destinat
                mottag modtag empfang recipient consignee receiver alici ameel
            """
        ),
    ),
    (
        "notes",
        _split(
            """
                notes note notiz bemerk hinweis remark comment observ aciklam uwagi poznam anteckn
                bemaerk mulahaz instruct
            """
        ),
    ),
)
# Numbers under such words are prices or limits, no loads.
MONEY = _split(
    """
        price preis prix prezzo precio preco valor value amount cost kosten cout costo custo tax vat iva mwst
        tva discount rabatt subtotal fee cod currency importe montant betrag tutar fiyat kwota cena pret pris
        suma total summe revenue frete freight unit einzel unitario capacity max
    """
)
# Dates under such words are days of delivery …
DELIVERY_DAY = _split(
    """
        deliv livr entreg consegn liefer lever teslim dostaw doruc plan plann sched agend program promis
        compromis expect erwart souhait wunsch gewunscht gewenst request req due previs prevu prevista requer
        verwacht bezorg dead ship envio versand zustell appoint termin slot svoz visit
    """
)
# … and under these they are not.
NOT_THE_DAY = _split(
    """
        created create creat creacion creation criado erstellt angelegt updated modified changed birth geburt
        naissance nasc nac printed print paid paiement payment bezahlt pago invoice rechnung facture factura
        fatura fattura entry entered registered timestamp imported exported export log last first expiry
        expiration valid verfall
    """
)
