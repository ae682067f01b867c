"""Files of known systems, recognised by their headings as a whole: what each column means there, and in which unit.

Facts from the systems' public help pages and interfaces; nobody's template is reproduced. Headings are normalised
(see :func:`lastmile_core.files.headings.heading_meaning.normalise`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSource:
    """A system whose files are known.

    Attributes
    ----------
    needs
        Headings that are always there.
    likely, at_least
        How many of which further headings make it this system.
    fields
        Heading → field, "" for a column that looks like a field and is none.
    units
        Field → unit when the headings name none.
    date_order
        ``dmy`` or ``mdy`` when the system documents it; "" otherwise.
    minus_is_delivery
        True when amounts below zero are delivered and those above collected.
    """

    name: str
    needs: frozenset[str]
    likely: frozenset[str] = frozenset()
    at_least: int = 0
    fields: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    date_order: str = ""
    minus_is_delivery: bool = False


def _set(words: str) -> frozenset[str]:
    return frozenset(" ".join(word.split()) for word in words.split("|"))


def _map(words: str) -> dict[str, str]:
    pairs = (entry.partition("=") for entry in " ".join(words.split()).split("|"))
    return {heading.strip(): name.strip() for heading, _, name in pairs}


_MINUTES = {"service": "min"}
_SECONDS = {"service": "s", "pickup_service": "s"}
KNOWN_SOURCES = (
    KnownSource(
        name="Shopify",
        needs=_set("financial status|lineitem quantity"),
        fields=_map(
            """
            name=order_id|shipping name=customer_name|shipping address1=address|shipping address2=address2|
            shipping street=|shipping company=company|shipping city=city|shipping zip=postcode|shipping province=state|
            shipping country=country|shipping phone=phone|phone=|email=email|lineitem quantity=parcels|
            lineitem name=item|lineitem sku=|lineitem requires shipping=needs_shipping|financial status=payment_status|
            fulfillment status=fulfilment|cancelled at=cancelled_at|shipping method=shipping_method|
            lineitem fulfillment status=line_status|notes=notes|tags=|location=|id=|shipping=|source=|created at=|
            total=|vendor=|employee="""
        ),
    ),
    KnownSource(
        name="WooCommerce",
        needs=_set("shipping address 1"),
        likely=_set(
            "billing first name|order total|customer note|shipping first name|billing email|order status|status"
        ),
        at_least=2,
        fields=_map(
            """order number=order_id|shipping first name=first_name|shipping last name=last_name|
            shipping company=company|shipping address 1=address|shipping address 2=address2|shipping city=city|
            shipping postcode=postcode|shipping state=state|shipping country=country|shipping phone=phone|
            billing phone=phone|billing email=email|customer note=notes|order note=notes|item name=item|
            item quantity=parcels|quantity=parcels|order date=|date=|status=status|order status=status|
            shipping method=shipping_method|shipping method title=shipping_method|order total=|total="""
        ),
    ),
    KnownSource(
        name="WooCommerce",
        needs=_set("first name shipping|postcode shipping"),
        fields=_map(
            """order number=order_id|first name shipping=first_name|last name shipping=last_name|
            company shipping=company|address 1 shipping=address|address 2 shipping=address2|
            address 1 2 shipping=address|city shipping=city|state code shipping=state|postcode shipping=postcode|
            country code shipping=country|phone billing=phone|email billing=email|customer note=notes|item name=item|
            quantity=parcels|quantity refund=parcels|order date=|order status=status|
            shipping method title=shipping_method|first name billing=|last name billing=|
            company billing=|address 1 2 billing=|address 1 billing=|address 2 billing=|city billing=|
            postcode billing=|state code billing=|country code billing=|sku=|item=|item cost="""
        ),
    ),
    KnownSource(
        name="OptimoRoute",
        needs=_set("time window from|time window to"),
        likely=_set(
            "location name|location id|vehicle features|check in time|assigned to|order type|address line|load 1"
        ),
        at_least=2,
        fields=_map(
            """order id=order_id|order no=order_id|order type=kind|type=kind|date=date|priority=priority|
            location id=customer_id|location name=customer_name|address=address|address line=address|town city=city|
            state province=state|zip code=postcode|country region=country|latitude=lat|longitude=lon|
            time window from=tw_start|time window to=tw_end|duration=service|load 1=parcels|load 2=load:load 2|
            load 3=load:load 3|load 4=load:load 4|load 5=load:load 5|skills=skills|notes=notes|check in time="""
        ),
        units=_MINUTES,
        date_order="dmy",
    ),
    KnownSource(
        name="Spoke (Circuit)",
        needs=_set("address line 1|earliest time|latest time"),
        fields=_map(
            """address line 1=address|address line 2=address2|city=city|state=state|zip=postcode|country=country|
            earliest time=tw_start|latest time=tw_end|time at stop=service|notes=notes|recipient name=customer_name|
            recipient email address=email|recipient phone number=phone|external id=order_id|id=order_id|
            package count=parcels"""
        ),
        units=_MINUTES,
    ),
    KnownSource(
        name="Onfleet",
        needs=_set("complete after|complete before"),
        fields=_map(
            """id=|short id=order_id|order short id=|complete after=tw_start|complete before=tw_end|pickup task=kind|
            destination address unparsed=address|destination address street=address|
            destination address number=house_number|destination address apartment=address2|
            destination address city=city|destination address state=state|destination address postal code=postcode|
            destination address country=country|destination address name=|destination location=latlon|
            destination notes=notes|recipients name=customer_name|recipients phone=phone|recipients notes=|
            recipient name=customer_name|recipient phone=phone|quantity=parcels|service time=service|notes=notes"""
        ),
        units=_MINUTES,
    ),
    KnownSource(
        name="Track-POD",
        needs=_set("time slot from|time slot to"),
        likely=_set(
            """address lat|address lon|client id|depot id|address id|goods list|customer reference id|cod|shipper|
            pallets|address zone|invoice id|service time"""
        ),
        at_least=2,
        fields=_map(
            """number=order_id|id=|date=date|type=kind|client=customer_name|client id=customer_id|address=address|
            address id=|address lat=lat|address lon=lon|address zone=district|contact name=|phone=phone|email=email|
            time slot from=tw_start|time slot to=tw_end|service time=service|note=notes|weight=weight|volume=volume|
            pallets=load:pallets|priority=priority|depot=depot|depot id=|goods list=item|shipper="""
        ),
        units={"service": "min"},
    ),
    KnownSource(
        name="Detrack",
        needs=_set("d o no"),
        likely=_set(
            "deliver to|deliver to collect from|delivery time|assign to|notify email|item description|address|date"
        ),
        at_least=2,
        fields=_map(
            """d o no=order_id|date=date|delivery date=date|deliver to=customer_name|
            deliver to collect from=customer_name|address=address|delivery time=tw_range|job time=tw_range|
            time window=tw_range|completion time window from=tw_start|completion time window to=tw_end|phone no=phone|
            notify email=email|instructions=notes|zone=district|item description=item|sku=|quantity=parcels|
            tracking no=|order no=|postal code=postcode|city=city|detrack job type=kind|job type="""
        ),
    ),
    KnownSource(
        name="Google Fleet Routing",
        needs=_set("delivery arrival waypoint"),
        fields=_map(
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
        units=_SECONDS,
    ),
    KnownSource(
        name="CoopCycle",
        needs=_set("type|after|before"),
        likely=_set("address name|address telephone|address description|address street address|comments|tags|timeslot"),
        at_least=3,
        fields=_map(
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
        needs=_set("type|address street address"),
        fields=_map(
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
        needs=_set("pickup address|dropoff address"),
        likely=_set("pickup timeslot|dropoff timeslot|dropoff packages|pickup address name|dropoff comments"),
        at_least=2,
        fields=_map(
            """
            dropoff packages=packages|dropoff comments=comments|dropoff address description=notes|
            dropoff timeslot=tw_range|pickup timeslot=pickup_range|weight=weight"""
        ),
        date_order="dmy",
    ),
    KnownSource(
        name="Route4Me",
        needs=_set("address"),
        likely=_set(
            """alias|address alias|cached lat|cached lng|curbside lat|curbside lng|member id|address id|territory name|
            sched mode|sched enabled|schedule blacklist|address icon|order icon|local time window start"""
        ),
        at_least=3,
        fields=_map("time=service|service time=service|alias=customer_name|address alias=customer_name|group=|color="),
        units=_SECONDS,
    ),
    KnownSource(
        name="Route4Me",
        needs=_set("address 1|cached lat|cached lng"),
        fields=_map("time=service|service time=service|address alias=customer_name|address 1=address"),
        units=_SECONDS,
    ),
    KnownSource(
        name="Routific",
        needs=_set("duration|load"),
        likely=_set(
            """name|address|from|to|start|end|types|type|priority|location lat|location lng|location name|
            location address|lat|lng"""
        ),
        at_least=5,
        fields=_map(
            """name=customer_name|location name=customer_name|location address=address|location lat=lat|
            location lng=lon|from=tw_start|to=tw_end|start=tw_start|end=tw_end|duration=service|load=parcels|
            types=skills|type=skills|priority=priority|notes=notes"""
        ),
        units=_MINUTES,
    ),
    KnownSource(
        name="Cartoway Planner",
        needs=_set("nom|lat|lng"),
        likely=_set(
            """tournee|categories|duree visite|quantite|horaire debut 1|horaire fin 1|horaire debut|reference visite|
            livre|code postal|voie|complement|horaire debut 2|horaire fin 2"""
        ),
        at_least=3,
        fields=_map(
            "nom=customer_name|voie=address|complement=address2|lat=lat|lng=lon|ordre=|attente=|heure=|distance="
        ),
    ),
    KnownSource(
        name="Cartoway Planner",
        needs=_set("name|lat|lng"),
        likely=_set("tags visit|take over|reference visit|without visit|geocoding level|geocoding accuracy"),
        at_least=3,
        fields=_map("name=customer_name|street=address|detail=address2|take over=service|open=tw_start|close=tw_end"),
    ),
    KnownSource(
        name="Cartrack",
        needs=_set("job reference number|stop type"),
        fields=_map(
            """job reference number=order_id|stop type=kind|customer id=customer_id|customer name=customer_name|
            scheduled delivery date and allowed start=date|special requirement=skills|gps=latlon|lat=lat|lng=lon|
            address line 1=address|job labels="""
        ),
    ),
    KnownSource(
        name="AntsRoute",
        needs=_set("due date|open date|duration"),
        fields=_map(
            """name=customer_name|address=address|duration=service|due date=date|open date=|id=order_id|
            external client identifier=customer_id|first name=first_name|comments=notes"""
        ),
        units=_MINUTES,
    ),
    KnownSource(
        name="Locate2u",
        needs=_set("trip date|appointment time"),
        fields=_map(
            """stop id=order_id|stopid=order_id|name=|customer=customer_name|address=address|trip date=date|
            appointment time=tw_range|duration=service|notes=notes"""
        ),
        units=_MINUTES,
    ),
    KnownSource(
        name="vrp-cli",
        needs=_set("id|lat|lng|demand|duration|tw start|tw end"),
        fields=_map("id=order_id|demand=parcels|duration=service|tw start=tw_start|tw end=tw_end"),
        units=_SECONDS,
        minus_is_delivery=True,
    ),
)


def find_source(headings: Sequence[str]) -> KnownSource | None:
    """Return the system whose file this is, or None.

    Parameters
    ----------
    headings
        Normalised headings of the file.
    """
    known = set(headings)
    fitting = [
        source for source in KNOWN_SOURCES if source.needs <= known and len(source.likely & known) >= source.at_least
    ]
    return max(fitting, key=lambda source: len(known & set(source.fields)), default=None)
