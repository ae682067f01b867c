"""More headings of order files in French, Italian, Spanish and Portuguese.

They join ``ORDER_SYNONYMS`` of ``synonyms.py``, whose words win. Normalised: no accents, no points.
"""

from __future__ import annotations

FRENCH = {
    "order_id": """
        n de commande|no de commande|code commande|id commande|commande n|numero bl|n bl|no bl|bl|bon de commande|
        numero de bon|numero de colis|numero colis|expedition|numero expedition|n expedition|
        reference client commande|identifiant|ref|ref visite|reference externe|n suivi|numero de suivi|facture n
    """,
    "date": "date prevue|jour prevu|date de passage|date visite|livraison le|date de tournee",
    "customer_name": """
        nom prenom|nom et prenom|nom complet|nom du destinataire|nom destinataire client|client nom|nom du magasin|
        magasin|enseigne|intitule|libelle|nom contact|contact client|nom livraison
    """,
    "first_name": "prenom destinataire|prenom client",
    "last_name": "nom famille",
    "company": "nom societe|nom entreprise|etablissement|organisme",
    "customer_id": "numero de client|n client|ref client|reference client|code destinataire|compte client",
    "phone": """
        telephone mobile|tel mobile|mobile|gsm|tel portable|n telephone|no telephone|num tel|numero tel|telephone 1|
        telephone fixe
    """,
    "email": "mail client|adresse electronique|e mail client|courriel client",
    "address": """
        adresse postale|adresse complete|rue et numero|n et rue|numero et voie|n et voie|numero et rue|
        adresse destinataire|adresse client|lieu de livraison|nom de rue|nom de la voie|libelle voie|adresse1
    """,
    "address2": """
        complement d adresse 1|adresse complement|batiment|etage|escalier|appartement|residence|adresse2|lieu dit
    """,
    "house_number": "n voie|numero de voie|numero voie|n rue|num rue",
    "postcode": "code postal livraison|cp livraison|c p|codepostal|cp destinataire",
    "postcode_city": "cp ville|code postal ville|code postal et ville|ville cp",
    "city": "ville livraison|ville destinataire|nom commune|bourg",
    "latlon": "position gps|lien carte|lien google maps|point gps|geolocalisation|localisation",
    "parcels": """
        nb de colis|nombre colis|qte|qte colis|nb colis total|quantite colis|nbre colis|nombre de pieces|pieces|
        cartons
    """,
    "load:pallets": "palettes|nb palettes|nombre de palettes|nombre palettes|nb de palettes|pal",
    "weight": "poids kg|poids brut|poids net|masse totale|poids colis",
    "volume": "vol total|volume total|volume m3|metres cubes",
    "tw_start": """
        heure d ouverture|ouverture 1|heure min|heure mini|au plus tot|heure au plus tot|livraison apres|pas avant|
        debut creneau horaire|debut livraison|heure livraison debut|horaire ouverture|de h|plage debut|
        debut de plage|heure debut livraison|creneau de|creneau du
    """,
    "tw_end": """
        heure de fermeture|fermeture 1|heure max|heure maxi|au plus tard|heure au plus tard|livraison avant|
        pas apres|fin creneau horaire|fin livraison|heure livraison fin|horaire fermeture|plage fin|fin de plage|
        heure fin livraison|creneau a
    """,
    "tw_range": """
        plage horaire|plages horaires|creneaux|heure de livraison|heure livraison|horaire de livraison|
        horaire livraison|heures d ouverture
    """,
    "service": """
        temps d arret|duree arret|duree d arret|duree intervention|duree d intervention|temps de dechargement|
        duree livraison|temps arret|duree sur place
    """,
    "priority": "niveau de priorite|urgent",
    "skills": "tags|contraintes|contrainte|equipement|exigence|libelles|etiquettes",
    "notes": """
        note de livraison|consigne|consignes de livraison|instructions livraison|info livraison|infos|observations|
        observation|remarque livraison|memo livreur
    """,
    "kind": "type operation|type d operation|livraison ou enlevement|nature|type de mission|type mission|sens",
    "item": "designation|reference produit|nom produit|marchandise|contenu|libelle article|code article",
    "depot": "depot depart|site de depart|plateforme|plate forme",
    "district": "secteur|arrondissement nom",
}
ITALIAN = {
    "order_id": """
        n ordine|nr ordine|num ordine|ordine n|codice ordine|rif ordine|riferimento ordine|riferimento|rif|
        numero spedizione|n spedizione|codice spedizione|lettera di vettura|ddt|numero ddt|n ddt|bolla|numero bolla|
        numero consegna|id consegna|numero documento|codice tracking|n fattura|numero fattura
    """,
    "date": "giorno|giorno consegna|giorno di consegna|data prevista|data spedizione|consegna il|data richiesta",
    "customer_name": """
        nome e cognome|nominativo|nome destinatario|intestatario|referente|cognome e nome|ragione sociale cliente|
        nome del cliente|nome cognome|insegna|punto vendita|contatto
    """,
    "last_name": "cognome|cognome cliente|cognome destinatario",
    "company": "ragione sociale|ditta|societa|impresa|nome azienda",
    "customer_id": "cod cliente|numero cliente|n cliente|codice destinatario",
    "phone": """
        numero di telefono|numero telefono|recapito|recapito telefonico|telefono cellulare|n telefono|
        telefono cliente|numero cellulare
    """,
    "email": "posta elettronica|indirizzo email|indirizzo e mail|email cliente|indirizzo mail",
    "address": """
        indirizzo di consegna|indirizzo consegna|indirizzo destinatario|via e numero|via numero|strada|via e civico|
        via piazza|indirizzo cliente|indirizzo completo|indirizzo 1|destinazione|luogo di consegna
    """,
    "address2": "indirizzo 2|interno|scala|piano|presso|edificio|complemento indirizzo",
    "house_number": "n civico|nr civico|num civico|civico n",
    "postcode": "c a p|cap destinatario|codice di avviamento postale|cap consegna",
    "postcode_city": "cap citta|cap e citta|cap localita|cap comune",
    "city": "localita|citta destinatario|comune di consegna|citta consegna",
    "state": "prov|regione|sigla provincia",
    "country": "nazione|stato|codice paese",
    "latlon": "posizione|coordinate geografiche|posizione gps|link mappa|link google maps",
    "parcels": """
        n colli|nr colli|num colli|numero pacchi|pezzi|qta|quantita colli|numero di colli|totale colli|n pacchi|
        q ta
    """,
    "load:pallets": "bancali|pallet|numero bancali|n bancali|pedane|pallets",
    "weight": "peso kg|peso lordo|peso totale|peso netto|peso complessivo",
    "volume": "volume totale|cubatura|mc|metri cubi|volume mc",
    "tw_start": """
        dalle ore|orario inizio|inizio finestra|consegna dalle|apertura|da|non prima di|non prima delle|ora da|
        orario da|ora apertura|ora di inizio|inizio consegna|fascia dalle|orario apertura|dopo le
    """,
    "tw_end": """
        alle ore|orario fine|fine finestra|consegna entro|entro|entro le|chiusura|non oltre|non dopo le|ora a|
        orario a|ora chiusura|ora di fine|fine consegna|fascia alle|orario chiusura|prima delle|consegna alle
    """,
    "tw_range": """
        orario|orari|orario di consegna|orario consegna|finestra|fascia|fascia di consegna|ora consegna|ora
    """,
    "service": """
        durata sosta|tempo di sosta|tempo di scarico|minuti sosta|sosta|durata servizio|durata consegna|
        durata visita|tempo scarico
    """,
    "priority": "urgenza|urgente|livello priorita",
    "skills": "competenze|caratteristiche veicolo|attrezzatura|etichette|vincoli",
    "notes": """
        note|annotazioni|commenti|istruzioni|note consegna|note di consegna|istruzioni di consegna|avvertenze|
        indicazioni|note autista
    """,
    "kind": "tipo ordine|tipo consegna|tipologia|tipo servizio|tipo operazione|consegna ritiro",
    "item": "articolo|codice articolo|descrizione articolo|descrizione|merce|contenuto",
    "depot": "magazzino di partenza|filiale|sede|hub di partenza|deposito di partenza",
    "district": "quartiere|zona di consegna|rione",
}
SPANISH = {
    "order_id": """
        n pedido|nro pedido|nro de pedido|codigo pedido|codigo de pedido|id pedido|ref pedido|referencia|
        referencia pedido|albaran|numero albaran|numero de albaran|n albaran|guia|numero de guia|nro guia|orden|
        numero de orden|id orden|envio|numero de envio|n envio|factura|numero de factura|expedicion|ot
    """,
    "date": """
        fecha pedido entrega|dia|dia de entrega|fecha de reparto|fecha prevista|fecha programada|fecha servicio
    """,
    "customer_name": """
        nombre y apellidos|nombre completo|nombre destinatario|nombre del destinatario|razon social cliente|
        nombre y apellido|receptor|nombre contacto|persona de contacto|contacto|tienda|nombre tienda
    """,
    "first_name": "nombres",
    "last_name": "apellidos|primer apellido",
    "company": "razon social|compania|sociedad|negocio|nombre empresa",
    "customer_id": "cod cliente|codigo de cliente|numero de cliente|n cliente|nro cliente|numero cliente",
    "phone": """
        telefono movil|telefono de contacto|numero de telefono|numero telefono|telefono 1|tfno|tlf|tel contacto|
        celular contacto
    """,
    "email": "correo e|e mail cliente|correo cliente|direccion de correo|email cliente|mail cliente",
    "address": """
        direccion entrega|direccion destinatario|domicilio|direccion completa|calle y numero|direccion cliente|
        calle numero|via publica|direccion 1|lugar de entrega|direccion postal|domicilio de entrega|destino
    """,
    "address2": """
        direccion 2|piso|puerta|escalera|portal|departamento|depto|colonia|complemento direccion|piso puerta|
        referencias domicilio
    """,
    "house_number": "numero calle|num exterior|numero exterior|n calle|altura|nro calle|num casa",
    "postcode": "c postal|cp destino|codigo postal entrega|cod post|c p destino|codigopostal",
    "postcode_city": "cp poblacion|codigo postal poblacion|cp ciudad|cp y poblacion",
    "city": "ciudad entrega|pueblo|municipio entrega|ciudad destino|localidad entrega|alcaldia",
    "state": "region|estado provincia|comunidad autonoma|comunidad|departamento estado",
    "country": "pais destino|codigo pais",
    "latlon": "ubicacion|geolocalizacion|ubicacion gps|enlace mapa|enlace google maps|posicion|coordenadas gps",
    "parcels": """
        n bultos|num bultos|numero de bultos|nro bultos|cajas|piezas|cant|unidades|numero de paquetes|
        cantidad bultos|cantidad de bultos|uds
    """,
    "load:pallets": "palets|pallets|numero de palets|n palets|pales|tarimas",
    "weight": "peso kg|peso total|peso bruto|peso neto|kilos|kgs",
    "volume": "volumen total|volumen m3|metros cubicos|cubicaje",
    "tw_start": """
        hora de inicio|hora inicial|horario desde|entrega desde|apertura|hora apertura|a partir de|no antes de|
        inicio ventana|ventana inicio|ventana desde|hora entrega desde|inicio horario|desde las|franja inicio|
        despues de|hora minima|horario inicio|de las
    """,
    "tw_end": """
        hora de fin|hora final|horario hasta|entrega hasta|cierre|hora cierre|antes de|no despues de|fin ventana|
        ventana fin|ventana hasta|hora entrega hasta|fin horario|hasta las|franja fin|hora maxima|horario fin|
        hora limite|a las
    """,
    "tw_range": """
        horario|horario de entrega|franja|franja de entrega|ventana horaria|ventana de entrega|horario entrega|
        hora entrega|hora de entrega|hora
    """,
    "service": """
        tiempo de parada|duracion parada|tiempo parada|tiempo de descarga|tiempo descarga|duracion servicio|
        minutos parada|duracion visita|tiempo en sitio
    """,
    "priority": "urgencia|urgente|nivel prioridad",
    "skills": "etiquetas|capacidades|restricciones|caracteristicas vehiculo|equipo requerido",
    "notes": """
        observacion|comentario|instrucciones|instrucciones de entrega|indicaciones|notas de entrega|notas entrega|
        anotaciones|referencias
    """,
    "kind": """
        tipo de pedido|tipo pedido|tipo de servicio|tipo servicio|tipo entrega|tipo de entrega|entrega recogida|
        operacion
    """,
    "item": "articulo|descripcion|referencia articulo|mercancia|contenido|codigo producto|descripcion producto",
    "depot": "bodega|centro|sucursal|cedis|nave|deposito origen",
    "district": "zona de reparto|colonia zona|distrito|sector",
}
PORTUGUESE = {
    "order_id": """
        numero do pedido|n do pedido|codigo do pedido|codigo pedido|id do pedido|id pedido|encomenda n|
        numero da encomenda|numero encomenda|nota fiscal|numero nota fiscal|nf|nfe|nf e|numero nf|guia de remessa|
        guia|referencia|ref pedido|remessa|romaneio|numero do documento|codigo de rastreio|rastreio|ordem
    """,
    "date": """
        data da entrega|dia|dia da entrega|data prevista|data agendada|data agendamento|previsao de entrega|
        data de envio
    """,
    "customer_name": """
        nome do cliente|nome completo|nome do destinatario|nome destinatario|razao social cliente|nome contato|
        contato|nome do contato|recebedor|loja|nome da loja|nome fantasia|destino nome
    """,
    "first_name": "primeiro nome|nome proprio",
    "last_name": "sobrenome|apelido|ultimo nome",
    "company": "razao social|firma|companhia|nome da empresa",
    "customer_id": "codigo do cliente|cod cliente|numero do cliente|n cliente|id do cliente|cnpj cpf",
    "phone": """
        telemovel|telefone celular|telefone contato|fone|telefone 1|numero de telefone|contacto telefonico|
        celular contato|whatsapp
    """,
    "email": "e mail do cliente|email do cliente|correio eletronico|correio electronico",
    "address": """
        endereco de entrega|endereco entrega|endereco completo|rua e numero|endereco cliente|avenida|
        endereco do cliente|local de entrega|endereco 1|morada de entrega|morada entrega|endereco destino|destino
    """,
    "address2": """
        complemento endereco|apartamento|andar|bloco|endereco 2|morada 2|ponto de referencia|referencia endereco
    """,
    "house_number": "numero da casa|n casa|numero porta|numero da porta|numero de porta|porta|numero endereco",
    "postcode": "codigo postal entrega|cod postal entrega|cep entrega|cep destino|codigo de endereco postal",
    "postcode_city": "cep cidade|codigo postal localidade|cp localidade",
    "city": "cidade entrega|localidade|concelho|cidade destino|vila",
    "state": "uf|estado uf|regiao|distrito",
    "country": "codigo do pais|pais de destino",
    "latlon": "localizacao|posicao|geolocalizacao|link do mapa|link google maps|localizacao gps",
    "parcels": """
        qtd|qtde|qtd volumes|quantidade de volumes|n volumes|numero de volumes|caixas|pecas|qt|n de volumes|
        unidades
    """,
    "load:pallets": "paletes|pallets|numero de paletes|n paletes|paletas",
    "weight": "peso kg|peso bruto|peso liquido|peso total|peso da carga",
    "volume": "volume m3|cubagem|metros cubicos|volume total m3",
    "tw_start": """
        hora de inicio|hora inicial|horario inicial|horario inicio|entrega a partir de|a partir de|abertura|
        hora abertura|nao antes de|janela inicio|inicio janela|inicio da janela|janela de|hora de|desde as|
        entrega das|das|horario de abertura|hora minima|horario de inicio
    """,
    "tw_end": """
        hora de fim|hora final|horario final|horario fim|entrega ate|fechamento|encerramento|hora fechamento|
        nao depois de|janela fim|fim janela|fim da janela|janela ate|hora ate|ate as|as|hora limite|
        horario de fechamento|horario limite|fecho|hora maxima
    """,
    "tw_range": """
        horario de entrega|horario entrega|janela de entrega|janela horaria|faixa horaria|periodo|hora da entrega|
        hora entrega|hora
    """,
    "service": """
        tempo de parada|tempo parada|tempo de descarga|tempo descarga|duracao servico|duracao da visita|
        minutos parada|duracao parada|tempo de atendimento
    """,
    "priority": "urgencia|urgente|nivel de prioridade",
    "skills": "etiquetas|requisitos veiculo|restricoes|equipamento|competencias",
    "notes": """
        observacao|comentario|comentarios|instrucoes|instrucoes de entrega|obs|anotacoes|observacoes entrega|
        notas de entrega
    """,
    "kind": "tipo de pedido|tipo pedido|tipo de servico|tipo servico|tipo de entrega|entrega coleta|operacao",
    "item": "artigo|descricao|descricao do produto|mercadoria|conteudo|codigo do produto",
    "depot": "filial|centro de distribuicao|cd|base|unidade",
    "district": "bairro entrega|freguesia|zona de entrega|regiao entrega",
}
