"""The chain of geocoders for one depot, with the answers that are kept in the store."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from lastmile_core.errors import LastmileError
from lastmile_core.model import Depot
from lastmile_core.places.answer import AddressQuery, PlaceAnswer, read_answer
from lastmile_core.places.chain import Answerer, Find, Geocoder
from lastmile_core.places.elsewhere.remote_settings import RemoteSettings
from lastmile_core.places.index.address_index import AddressIndex
from lastmile_core.places.keys import text_key
from lastmile_core.places.search.find import PlaceFinder
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.workflows.places.region_addresses import addresses_for
from lastmile_core.workflows.places.remote_geocoder import remote_settings, service_key

REMOTE_AT_ONCE = 30
"""So many addresses are asked for elsewhere in one go: servers allow about one a second, and a person is waiting."""

FINDER_VERSION = 1
"""Grows when the same map gives other answers than before, so that answers kept earlier are not used any more."""


@contextmanager
def geocoder_for(
    store: Store,
    settings: Settings,
    depot: Depot | None,
    queries: Sequence[AddressQuery],
    notices: dict[str, None],
    *,
    ask_elsewhere: bool,
) -> Iterator[Geocoder]:
    """Put the chain together for one depot; new answers are kept at the end.

    Parameters
    ----------
    queries
        What will be asked; earlier answers are read for these.
    notices
        Gets what a person must know: what is missing here, what was sent elsewhere.
    ask_elsewhere
        Whether a geocoder elsewhere may be asked, if one is switched on; else only its earlier answers count.
    """
    keys = {text_key(query) for query in queries}
    chosen = remote_settings(store)
    with addresses_for(settings, depot) as (index, missing):
        if missing:
            notices[missing] = None
        answerers: dict[str, Answerer] = {}
        if index is not None:
            made_by = f"region:{index.path.parent.name}:{index.facts['stamp']}-{FINDER_VERSION}"
            answerers[made_by] = _answerer(store, made_by, keys, _finder(index))
        if chosen is not None:
            made_by = f"remote:{chosen.service}:{chosen.url}"
            find = _Remote(chosen, depot, notices).find if ask_elsewhere else _ask_nobody
            answerers[made_by] = _answerer(store, made_by, keys, find)
        asked = list(answerers.values())
        yield Geocoder(region=asked[0] if index is not None else None, remote=asked[-1] if chosen is not None else None)
    for made_by, answerer in answerers.items():
        if answerer.fresh:
            texts = {key: json.dumps(answer.as_dict(), ensure_ascii=False) for key, answer in answerer.fresh.items()}
            store.places.keep_answers(made_by, texts)


def _answerer(store: Store, made_by: str, keys: Iterable[str], find: Find) -> Answerer:
    kept = {key: read_answer(json.loads(text)) for key, text in store.places.answers(made_by, keys).items()}
    return Answerer(find, kept)


def _finder(index: AddressIndex) -> Callable[[AddressQuery], PlaceAnswer]:
    """Return what looks up in the index; the words of a region are read when the first address is not known yet."""
    made: list[PlaceFinder] = []

    def find(query: AddressQuery) -> PlaceAnswer:
        if not made:
            made.append(PlaceFinder(index))
        return made[0].find(query)

    return find


def _ask_nobody(_query: AddressQuery) -> None:
    return None


@dataclass(slots=True)
class _Remote:
    """Asks a geocoder elsewhere until it fails or it is enough for now."""

    chosen: RemoteSettings
    depot: Depot | None
    notices: dict[str, None]
    left: int = REMOTE_AT_ONCE
    geocoder: Find | None = None

    def find(self, query: AddressQuery) -> PlaceAnswer | None:
        """Return its answer; None when it was not asked or did not answer."""
        if self.left <= 0:
            return None
        self.left -= 1
        if self.geocoder is None:
            from lastmile_core.places.elsewhere.remote import RemoteGeocoder

            near = self.depot.location if self.depot else None
            self.geocoder = RemoteGeocoder(self.chosen, near=near, key=service_key()).find
            self.notices[self.chosen.notice] = None
        try:
            answer = self.geocoder(query)
        except LastmileError as error:
            self.left = 0
            self.notices[str(error)] = None
            return None
        if self.left == 0:
            words = f"{REMOTE_AT_ONCE} addresses were sent to {self.chosen.host} in one go."
            self.notices[f"{words} Look the addresses up again for the rest."] = None
        return answer
