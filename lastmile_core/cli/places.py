"""``lastmile places``: the addresses of a region, and the places of orders."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lastmile_core.cli.shared.common import (
    DONE,
    LOOK,
    answer,
    day_options,
    db_option,
    json_option,
    one_depot,
    opened,
    plain_errors,
    who,
)
from lastmile_core.cli.shared.params import Seconds
from lastmile_core.settings import load_settings

if TYPE_CHECKING:
    from lastmile_core.places import PlaceAnswer
    from lastmile_core.workflows.places.doubtful_places import DoubtfulGroup

SHOWN = 40


@click.group()
def places() -> None:
    """Find the places of addresses: on the region's own map, and elsewhere only when that is switched on.

    \b
    Example:
      lastmile places find "12 Sycamore Ave" --town "Port Alder"
    """


@places.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--region", "name", default=None, help="Road region; may be left out when there is one.")
@db_option
@json_option
@plain_errors
def build(file: Path, name: str | None, db: Path | None, as_json: bool) -> None:
    """Make the address index of a region again from FILE, the OpenStreetMap file of its roads."""
    from lastmile_core.workflows.places.region_addresses import build_addresses, named_region

    region = named_region(load_settings(db), name)
    facts = build_addresses(region, file)
    if as_json:
        answer({"region": region.name, **facts})
    else:
        streets, doors = int(facts["num_streets"]), int(facts["num_doors"])
        click.echo(f"“{region.name}” knows {streets:,} streets and {doors:,} house numbers now.")


@places.command()
@click.argument("address")
@click.option("--postcode", default="", help="Postcode, when it does not stand in ADDRESS.")
@click.option("--town", default="", help="Town, when it does not stand in ADDRESS.")
@click.option("--region", "name", default=None, help="Road region; may be left out when there is one.")
@db_option
@json_option
@plain_errors
def find(address: str, postcode: str, town: str, name: str | None, db: Path | None, as_json: bool) -> None:
    """Look ADDRESS up on the map of a region. Exit code 1 when nothing sure was found. Nothing is sent anywhere."""
    from lastmile_core.places import CONFIDENT, AddressIndex, AddressQuery, PlaceFinder
    from lastmile_core.workflows.places.region_addresses import named_region

    region = named_region(load_settings(db), name)
    with AddressIndex(region.path) as index:
        found = PlaceFinder(index).find(AddressQuery(text=address, postcode=postcode, town=town))
    if as_json:
        answer(found.as_dict())
    else:
        _show(found)
    sys.exit(DONE if found.confidence >= CONFIDENT else LOOK)


def _show(found: PlaceAnswer) -> None:
    for guess in found.guesses:
        place = f"{guess.location.lat:.6f}, {guess.location.lon:.6f}"
        click.echo(f"  {guess.confidence:4.0%}  {guess.kind.value:12}  {place}  {guess.matched}")
    if found.note:
        click.echo(found.note)


@places.command()
@day_options
@db_option
@json_option
@plain_errors
def locate(service_date: date, depot_id: str | None, db: Path | None, as_json: bool) -> None:
    """Give the day's orders that need a place the one of their address. Exit code 1 when some need a look."""
    from lastmile_core.workflows.places.place_orders import place_orders

    with opened(db) as (settings, store):
        chosen = one_depot(store, depot_id).depot_id if depot_id else None
        report = place_orders(store, settings, store.orders.due_on(service_date, chosen), by=who())
    if as_json:
        answer(
            {
                "sentence": report.sentence,
                "placed": {one.order.order_id: one.answer.as_dict() for one in report.placed},
                "waiting": {one.order.order_id: one.answer.as_dict() for one in report.waiting},
                "notices": report.notices,
            }
        )
    else:
        click.echo(report.sentence)
        for one in report.waiting[:SHOWN]:
            best = one.answer.best
            guess = f" Best guess ({best.confidence:.0%}): {best.matched}." if best else ""
            click.echo(f"  {one.order.order_id}: {one.order.address or 'no address'}. {one.answer.note}{guess}")
        for notice in report.notices:
            click.echo(notice)
    sys.exit(LOOK if report.waiting else DONE)


@places.command()
@day_options
@db_option
@json_option
@plain_errors
def doubtful(service_date: date, depot_id: str | None, db: Path | None, as_json: bool) -> None:
    """List the day's orders whose place needs a look, by the point they share. Exit code 1 when there are some."""
    from lastmile_core.workflows.places.doubtful_places import doubtful_groups

    with opened(db) as (_, store):
        groups = doubtful_groups(store, service_date, one_depot(store, depot_id).depot_id)
    if as_json:
        points = [
            {
                "lat": group.location.lat if group.location else None,
                "lon": group.location.lon if group.location else None,
                "reasons": list(group.reasons),
                "orders": [order.order_id for order in group.orders],
            }
            for group in groups
        ]
        answer({"points": points})
    else:
        click.echo("No order's place needs a look." if not groups else f"{len(groups)} points need a look:")
        for group in groups:
            point = f"{group.location.lat:.6f},{group.location.lon:.6f}" if group.location else "no place"
            click.echo(f"  {point}  {', '.join(order.order_id for order in group.orders[:SHOWN])}")
            click.echo(f"    {' '.join(group.reasons)}")
        if groups:
            click.echo("Look at them, then: lastmile places confirm --order NUMBER, or --at LAT,LON for a whole point.")
    sys.exit(LOOK if groups else DONE)


@places.command()
@click.option("--order", "order_ids", multiple=True, help="Number of an order whose place is right; may be repeated.")
@click.option("--at", "points", multiple=True, metavar="LAT,LON", help="All orders of a point; may be repeated.")
@day_options
@db_option
@json_option
@plain_errors
def confirm(
    order_ids: tuple[str, ...],
    points: tuple[str, ...],
    service_date: date,
    depot_id: str | None,
    db: Path | None,
    as_json: bool,
) -> None:
    """Say that places which need a look are right. It is remembered for the building, and can be undone on Orders."""
    from lastmile_core.workflows.places.doubtful_places import confirm_places, doubtful_groups

    if not order_ids and not points:
        raise click.UsageError("Give --order NUMBER or --at LAT,LON; lastmile places doubtful lists them.")
    with opened(db) as (_, store):
        groups = doubtful_groups(store, service_date, one_depot(store, depot_id).depot_id)
        chosen = [*order_ids, *(order for point in points for order in _orders_at(groups, point))]
        confirmed = confirm_places(store, service_date, list(dict.fromkeys(chosen)), by=who()).orders
    if as_json:
        answer({"confirmed": [order.order_id for order in confirmed]})
    else:
        click.echo(f"{len(confirmed)} {'place is' if len(confirmed) == 1 else 'places are'} right and can be planned.")


@places.command()
@click.argument("order_id")
@day_options
@db_option
@json_option
@plain_errors
def forget(order_id: str, service_date: date, depot_id: str | None, db: Path | None, as_json: bool) -> None:
    """Forget the place that is remembered for the customer and address of the order ORDER_ID.

    Later orders to the address are looked up again; orders that have the place keep it.
    """
    from lastmile_core.errors import NotFoundError
    from lastmile_core.workflows.places.fix_place import forget_place, remembered_places

    with opened(db) as (_, store):
        try:
            fix = forget_place(store, order_id, service_date, by=who())
        except NotFoundError as error:
            orders = store.orders.due_on(service_date, one_depot(store, depot_id).depot_id if depot_id else None)
            known = sorted(order.order_id for order, _ in remembered_places(store, orders))
            named = f"Remembered on this day: {', '.join(known[:SHOWN])}." if known else error.mend
            raise NotFoundError(error.message, named) from error
    place = fix.location
    assert place is not None
    if as_json:
        answer({"order": order_id, "address": fix.address, "lat": place.lat, "lon": place.lon, "by": fix.fixed_by})
    else:
        click.echo(
            f"Forgotten: {fix.address or 'the customer'} at {place.lat:.6f}, {place.lon:.6f}, put by {fix.fixed_by}."
        )


def _orders_at(groups: list[DoubtfulGroup], point: str) -> list[str]:
    """Return the numbers of the orders at a point as ``doubtful`` shows it."""
    from lastmile_core.errors import LastmileError

    wanted = point.replace(" ", "")
    for group in groups:
        if group.location and f"{group.location.lat:.6f},{group.location.lon:.6f}" == wanted:
            return [order.order_id for order in group.orders]
    raise LastmileError(f"No order at {point} needs a look.", "lastmile places doubtful lists the points.")


@places.command()
@click.option("--service", default=None, help="nominatim, photon or pelias.")
@click.option("--url", default=None, help="Address of the server, such as https://nominatim.example.org.")
@click.option(
    "--per-second",
    type=Seconds(0.1, 100, "a number"),
    default=1.0,
    show_default=True,
    help="At most so many questions a second.",
)
@click.option("--off", is_flag=True, help="Ask nobody elsewhere any more.")
@db_option
@plain_errors
def elsewhere(service: str | None, url: str | None, per_second: float, off: bool, db: Path | None) -> None:
    """Say whether a geocoder elsewhere is asked about addresses that the map does not know, or switch one on or off.

    It is off at first. A key, where the service wants one, is read from LASTMILE_GEOCODER_KEY.
    """
    from lastmile_core.workflows.places.remote_geocoder import make_remote, remote_settings, set_remote

    if bool(service) != bool(url) or (off and service):
        raise click.UsageError("Give --service together with --url, or --off alone.")
    with opened(db) as (_, store):
        if off:
            set_remote(store, None, by=who())
        elif service and url:
            set_remote(store, make_remote(service, url, per_second), by=who())
        chosen: Any = remote_settings(store)
    click.echo(chosen.notice if chosen else "No geocoder elsewhere is asked; addresses stay on this machine.")
