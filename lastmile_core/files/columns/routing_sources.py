"""Files of routing, delivery and telematics programs.

Facts from the systems' public help pages and interfaces; nobody's template is reproduced.
"""

from __future__ import annotations

from lastmile_core.files.columns.known_source import (
    SERVICE_IN_MINUTES,
    SERVICE_IN_SECONDS,
    KnownSource,
    fields_of,
    headings_of,
)

ROUTING_SOURCES = (
    KnownSource(
        name="OptimoRoute",
        needs=headings_of("time window from|time window to"),
        likely=headings_of(
            "location name|location id|vehicle features|check in time|assigned to|order type|address line|load 1"
        ),
        at_least=2,
        fields=fields_of(
            """order id=order_id|order no=order_id|order type=kind|type=kind|date=date|priority=priority|
            location id=customer_id|location name=customer_name|address=address|address line=address|town city=city|
            state province=state|zip code=postcode|country region=country|latitude=lat|longitude=lon|
            time window from=tw_start|time window to=tw_end|duration=service|load 1=parcels|load 2=load:load 2|
            load 3=load:load 3|load 4=load:load 4|load 5=load:load 5|skills=skills|notes=notes|check in time="""
        ),
        units=SERVICE_IN_MINUTES,
        date_order="dmy",
    ),
    KnownSource(
        name="Spoke (Circuit)",
        needs=headings_of("address line 1|earliest time|latest time"),
        fields=fields_of(
            """address line 1=address|address line 2=address2|city=city|state=state|zip=postcode|country=country|
            earliest time=tw_start|latest time=tw_end|time at stop=service|notes=notes|recipient name=customer_name|
            recipient email address=email|recipient phone number=phone|external id=order_id|id=order_id|
            package count=parcels"""
        ),
        units=SERVICE_IN_MINUTES,
    ),
    KnownSource(
        name="Onfleet",
        needs=headings_of("complete after|complete before"),
        fields=fields_of(
            """id=|short id=order_id|order short id=|complete after=tw_start|complete before=tw_end|pickup task=kind|
            destination address unparsed=address|destination address street=address|
            destination address number=house_number|destination address apartment=address2|
            destination address city=city|destination address state=state|destination address postal code=postcode|
            destination address country=country|destination address name=|destination location=latlon|
            destination notes=notes|recipients name=customer_name|recipients phone=phone|recipients notes=|
            recipient name=customer_name|recipient phone=phone|quantity=parcels|service time=service|notes=notes"""
        ),
        units=SERVICE_IN_MINUTES,
    ),
    KnownSource(
        name="Track-POD",
        needs=headings_of("time slot from|time slot to"),
        likely=headings_of(
            """address lat|address lon|client id|depot id|address id|goods list|customer reference id|cod|shipper|
            pallets|address zone|invoice id|service time"""
        ),
        at_least=2,
        fields=fields_of(
            """number=order_id|id=|date=date|type=kind|client=customer_name|client id=customer_id|address=address|
            address id=|address lat=lat|address lon=lon|address zone=district|contact name=|phone=phone|email=email|
            time slot from=tw_start|time slot to=tw_end|service time=service|note=notes|weight=weight|volume=volume|
            pallets=load:pallets|priority=priority|depot=depot|depot id=|goods list=item|shipper="""
        ),
        units={"service": "min"},
    ),
    KnownSource(
        name="Detrack",
        needs=headings_of("d o no"),
        likely=headings_of(
            "deliver to|deliver to collect from|delivery time|assign to|notify email|item description|address|date"
        ),
        at_least=2,
        fields=fields_of(
            """d o no=order_id|date=date|delivery date=date|deliver to=customer_name|
            deliver to collect from=customer_name|address=address|delivery time=tw_range|job time=tw_range|
            time window=tw_range|completion time window from=tw_start|completion time window to=tw_end|phone no=phone|
            notify email=email|instructions=notes|zone=district|item description=item|sku=|quantity=parcels|
            tracking no=|order no=|postal code=postcode|city=city|detrack job type=kind|job type="""
        ),
    ),
    KnownSource(
        name="Google Fleet Routing",
        needs=headings_of("delivery arrival waypoint"),
        fields=fields_of(
            """
            label=order_id|delivery arrival waypoint=address|delivery duration=service|delivery start time=tw_start|
            delivery end time=tw_end|delivery soft start time=preferred_from|delivery soft end time=preferred_to|
            delivery cost per hour before soft start time=early_price|
            delivery cost per hour after soft end time=late_price|pickup arrival waypoint=pickup_address|
            pickup duration=pickup_service|pickup start time=pickup_from|pickup end time=pickup_to|
            load demand1type=load_type1|load demand1value=load_value1|load demand2type=load_type2|
            load demand2value=load_value2|load demand3type=load_type3|load demand3value=load_value3|
            load demand4type=load_type4|load demand4value=load_value4|penalty cost="""
        ),
        units=SERVICE_IN_SECONDS,
    ),
    KnownSource(
        name="CoopCycle",
        needs=headings_of("type|after|before"),
        likely=headings_of(
            "address name|address telephone|address description|address street address|comments|tags|timeslot"
        ),
        at_least=3,
        fields=fields_of(
            """
            type=kind|address=address|address street address=address|address latlng=latlon|address name=customer_name|
            address telephone=phone|address contact name=|address description=notes|address floor=address2|
            comments=comments|timeslot=tw_range|after=tw_start|before=tw_end|packages=packages|tags=skills|
            order code=order_id|ref=order_id|assign="""
        ),
        date_order="dmy",
    ),
    KnownSource(
        name="CoopCycle",
        needs=headings_of("type|address street address"),
        fields=fields_of(
            """
            type=kind|address street address=address|address latlng=latlon|address name=customer_name|
            address telephone=phone|address contact name=|address description=notes|address floor=address2|
            comments=comments|timeslot=tw_range|after=tw_start|before=tw_end|after day=tw_start_day|
            after time=tw_start|before day=tw_end_day|before time=tw_end|packages=packages|tags=skills|
            order code=order_id|ref=order_id|status=status|assign="""
        ),
        date_order="dmy",
    ),
    KnownSource(
        name="CoopCycle",
        needs=headings_of("pickup address|dropoff address"),
        likely=headings_of("pickup timeslot|dropoff timeslot|dropoff packages|pickup address name|dropoff comments"),
        at_least=2,
        fields=fields_of(
            """
            dropoff packages=packages|dropoff comments=comments|dropoff address description=notes|
            dropoff timeslot=tw_range|pickup timeslot=pickup_range|weight=weight"""
        ),
        date_order="dmy",
    ),
    KnownSource(
        name="Route4Me",
        needs=headings_of("address"),
        likely=headings_of(
            """alias|address alias|cached lat|cached lng|curbside lat|curbside lng|member id|address id|territory name|
            sched mode|sched enabled|schedule blacklist|address icon|order icon|local time window start"""
        ),
        at_least=3,
        fields=fields_of(
            "time=service|service time=service|alias=customer_name|address alias=customer_name|group=|color="
        ),
        units=SERVICE_IN_SECONDS,
    ),
    KnownSource(
        name="Route4Me",
        needs=headings_of("address 1|cached lat|cached lng"),
        fields=fields_of("time=service|service time=service|address alias=customer_name|address 1=address"),
        units=SERVICE_IN_SECONDS,
    ),
    KnownSource(
        name="Routific",
        needs=headings_of("duration|load"),
        likely=headings_of(
            """name|address|from|to|start|end|types|type|priority|location lat|location lng|location name|
            location address|lat|lng"""
        ),
        at_least=5,
        fields=fields_of(
            """name=customer_name|location name=customer_name|location address=address|location lat=lat|
            location lng=lon|from=tw_start|to=tw_end|start=tw_start|end=tw_end|duration=service|load=parcels|
            types=skills|type=skills|priority=priority|notes=notes"""
        ),
        units=SERVICE_IN_MINUTES,
    ),
    KnownSource(
        name="Cartoway Planner",
        needs=headings_of("nom|lat|lng"),
        likely=headings_of(
            """tournee|categories|duree visite|quantite|horaire debut 1|horaire fin 1|horaire debut|reference visite|
            livre|code postal|voie|complement|horaire debut 2|horaire fin 2"""
        ),
        at_least=3,
        fields=fields_of(
            "nom=customer_name|voie=address|complement=address2|lat=lat|lng=lon|ordre=|attente=|heure=|distance="
        ),
    ),
    KnownSource(
        name="Cartoway Planner",
        needs=headings_of("name|lat|lng"),
        likely=headings_of("tags visit|take over|reference visit|without visit|geocoding level|geocoding accuracy"),
        at_least=3,
        fields=fields_of(
            "name=customer_name|street=address|detail=address2|take over=service|open=tw_start|close=tw_end"
        ),
    ),
    KnownSource(
        name="Cartrack",
        needs=headings_of("job reference number|stop type"),
        fields=fields_of(
            """job reference number=order_id|stop type=kind|customer id=customer_id|customer name=customer_name|
            scheduled delivery date and allowed start=date|special requirement=skills|gps=latlon|lat=lat|lng=lon|
            address line 1=address|job labels="""
        ),
    ),
    KnownSource(
        name="AntsRoute",
        needs=headings_of("due date|open date|duration"),
        fields=fields_of(
            """name=customer_name|address=address|duration=service|due date=date|open date=|id=order_id|
            external client identifier=customer_id|first name=first_name|comments=notes"""
        ),
        units=SERVICE_IN_MINUTES,
    ),
    KnownSource(
        name="Locate2u",
        needs=headings_of("trip date|appointment time"),
        fields=fields_of(
            """stop id=order_id|stopid=order_id|name=|customer=customer_name|address=address|trip date=date|
            appointment time=tw_range|duration=service|notes=notes"""
        ),
        units=SERVICE_IN_MINUTES,
    ),
    KnownSource(
        name="vrp-cli",
        needs=headings_of("id|lat|lng|demand|duration|tw start|tw end"),
        fields=fields_of("id=order_id|demand=parcels|duration=service|tw start=tw_start|tw end=tw_end"),
        units=SERVICE_IN_SECONDS,
        minus_is_delivery=True,
    ),
)
