"""Order exports of shops.

Facts from the systems' public help pages and interfaces; nobody's template is reproduced.
"""

from __future__ import annotations

from lastmile_core.files.columns.known_source import KnownSource, fields_of, headings_of

SHOP_SOURCES = (
    KnownSource(
        name="Shopify",
        needs=headings_of("financial status|lineitem quantity"),
        fields=fields_of(
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
        needs=headings_of("shipping address 1"),
        likely=headings_of(
            "billing first name|order total|customer note|shipping first name|billing email|order status|status"
        ),
        at_least=2,
        fields=fields_of(
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
        needs=headings_of("first name shipping|postcode shipping"),
        fields=fields_of(
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
)
