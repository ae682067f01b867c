"""Words for vehicles and drivers in the languages of real fleet files; see ``synonyms_fleet``."""

from __future__ import annotations

_SHIFT = {
    "shift_start": """
        inicio do turno|inicio turno|turno inicio|hora inicio|hora de inicio|entrada|hora de entrada|inicio jornada|
        inicio de jornada|inizio turno|ora inizio|inizio|debut de service|prise de service|begin dienst|
        dienst van|starttijd|dienstbeginn|arbeitsbeginn|vardiya baslangici|baslangic saati|poczatek zmiany|
        start pracy|zacatek smeny|inceput tura|skift start|arbetspass start|vagt start|inicio
    """,
    "shift_end": """
        fim do turno|fim turno|turno fim|hora fim|hora final|hora de fim|saida|hora de saida|fin de turno|
        fin del turno|fin turno|fin jornada|fin de jornada|fine turno|ora fine|fine|fin de service|einde dienst|
        dienst tot|eindtijd|dienstende|vardiya bitisi|bitis saati|koniec zmiany|koniec pracy|konec smeny|
        sfarsit tura|skift slut|arbetspass slut|vagt slut|fim
    """,
    "break_min": """
        break minutes|rest|lunch|lunch break|intervalo|intervalo almoco|almoco|descanso|pausa|pausa pranzo|comida|
        pauze|mola|przerwa|prestavka|pauza|rast|mittagspause|pause dejeuner
    """,
    "break_earliest": "break start|intervalo inicio|inicio intervalo|inicio descanso|inizio pausa|pauze van|pause ab",
    "break_latest": "break end|intervalo fim|fim intervalo|fin descanso|fine pausa|pauze tot|pause spatestens",
    "is_active": """
        available|availability|disponivel|disponibilidade|disponible|disponibilidad|disponibile|verfugbar|
        im einsatz|einsatzbereit|beschikbaar|en service|in servizio|em servico|musait|aktif|dostepny|aktywny|
        dostupny|disponibil|tillganglig|ledig|in use|in service
    """,
    "depot": "filial|unidade|centro de distribuicao|sucursal|filiale|deposu|magazyn|sklad|depozit",
}
VEHICLE_WORDS: dict[str, str] = {
    **_SHIFT,
    "name": "vehicle description|apelido|nazwa|nazev|namn|navn|isim",
    "vehicle_class": "tipo de veiculo|tipo veiculo|tipo de vehiculo|tipo vehiculo|tipo veicolo|soort|arac tipi",
    "plate": """
        plate|plate number|license plate|licence plate|license plate number|registration|registration number|
        registration plate|number plate|vehicle plate|kennzeichen|amtliches kennzeichen|immatriculation|
        plaque|plaque d immatriculation|targa|matricula|placa|placa do veiculo|kenteken|plaka|
        numer rejestracyjny|rejestracja|spz|rz|numar inmatriculare|registreringsnummer|regnr
    """,
    "weight": """
        capacidade peso|capacidade de peso|capacidade de carga|peso maximo|carga util|capacidad de carga|
        capacidad peso|portata massima|laadvermogen|tasima kapasitesi|ladownosc|nosnost|sarcina utila|lastkapacitet
    """,
    "volume": """
        capacidade volume|cubagem|capacidade cubica|volumen|capacidad volumen|volume utile|laadvolume|hacim|
        objetosc|objem|volym
    """,
    "parcels": """
        max items|max packages|packages|volumes|qtd volumes|quantidade volumes|max volumes|capacidade volumes|
        capacity volumes|colis|max colis|bultos|max bultos|colli|max colli|pakete|max pakete|paczki|baliky|colete|paket
    """,
    "speed_factor": """
        speed ratio|travel duration multiple inverse|fator de velocidade|fator velocidade|factor de velocidad|
        factor velocidad|fattore di velocita|fattore velocita|snelheidsfactor|tempofaktor|facteur de vitesse|
        hiz carpani|wspolczynnik predkosci|hastighetsfaktor
    """,
    "driver": "condutor|autista|bestuurder|chofer|conductor asignado|surucu|kierowca|ridic|sofer|forare|chauffor",
    "skills": "equipamentos|equipamento|equipamiento|attrezzature|uitrusting|requisitos",
    "fixed_cost": "custo fixo|custo por dia|costo fisso|vaste kosten|sabit maliyet|koszt staly",
    "cost_per_km": "custo por km|custo km|costo por km|costo per km|costo km|kosten per km|km maliyeti|koszt za km",
    "cost_per_hour": "custo por hora|custo hora|costo por hora|costo orario|kosten per uur|saat maliyeti",
    "max_stops": "max entregas|maximo de entregas|max paradas|paradas max|max fermate|fermate max|max stops per route",
    "max_distance": "autonomia|distancia maxima|km maximo|max km dia|distanza massima|maximale afstand",
}
DRIVER_WORDS: dict[str, str] = {
    **_SHIFT,
    "driver_id": "codigo|matricula|registro|id conductor|id motorista|codice|sicil no|numer pracownika",
    "name": "motorista|condutor|nome completo|nombre completo|autista|conductor|bestuurder|surucu|kierowca|ridic|sofer",
    "phone": "celular|telefone celular|movil|cellulare|gsm|telefoon|mobiel|cep telefonu",
    "skills": "habilidades|competencias|habilitacoes|cnh|abilita|vaardigheden|rijbewijs",
    "vehicle": "veiculo|vehiculo|veicolo|voertuig|placa|arac|pojazd",
}
