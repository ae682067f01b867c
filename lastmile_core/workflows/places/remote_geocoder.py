"""Whether addresses may be asked for elsewhere, and where; off until somebody switches it on."""

from __future__ import annotations

import os
from typing import Any, Literal

from lastmile_core.errors import LastmileError, StaleVersionError
from lastmile_core.places.elsewhere.remote_settings import RemoteSettings
from lastmile_core.store import FieldChange, Setting, Store

_AUDITED = "remote geocoder"


def remote_settings(store: Store) -> RemoteSettings | None:
    """Return the geocoder that is switched on; None when none is.

    Its `notice` says what is sent, and must be shown beside every answer of it.
    """
    facts: dict[str, Any] | None = store.settings.get(Setting.REMOTE_GEOCODER)
    if not facts:
        return None
    return RemoteSettings(
        service=str(facts["service"]), url=str(facts["url"]), per_second=float(facts.get("per_second", 1.0))
    )


def set_remote(
    store: Store,
    chosen: RemoteSettings | None,
    *,
    by: str,
    seen: RemoteSettings | Literal["anything"] | None = "anything",
) -> None:
    """Switch a geocoder elsewhere on, or off with None; who did so is written down.

    Parameters
    ----------
    seen
        What the person saw before choosing.

    Raises
    ------
    StaleVersionError
        If somebody else chose another one since; nothing is stored then.
    """
    facts = None
    if chosen is not None:
        facts = {"service": chosen.service, "url": chosen.url, "per_second": chosen.per_second}
    with store.atomic():
        before = remote_settings(store)
        if seen != "anything" and before not in (seen, chosen):
            last = next((entry for entry in store.audit.latest(400) if entry.what == _AUDITED), None)
            raise StaleVersionError(
                f"{last.who if last else 'Somebody else'} chose {_words(before)} while you saw {_words(seen)}; "
                f"{_words(chosen)} was not stored.",
                "Look at what is stored now, and choose again if yours is right.",
            )
        store.settings.set(Setting.REMOTE_GEOCODER, facts)
        change = FieldChange(
            row=Setting.REMOTE_GEOCODER.value, field="Server asked", old=_words(before), new=_words(chosen)
        )
        subject = chosen.host if chosen else "off"
        store.audit.write(who=by, what=_AUDITED, subject=subject, detail=facts or {}, changes=[change])


def _words(chosen: RemoteSettings | None) -> str:
    return "no server" if chosen is None else f"{chosen.service} at {chosen.url}, {chosen.per_second:g} a second"


def make_remote(service: str, url: str, per_second: float = 1.0) -> RemoteSettings:
    """Return the settings from what somebody typed.

    Raises
    ------
    LastmileError
        If they cannot be; the message says the mend.
    """
    try:
        return RemoteSettings(service=service.strip().lower(), url=url.strip().rstrip("/"), per_second=per_second)
    except ValueError as error:
        raise LastmileError(f"{error}.") from error


def service_key() -> str:
    """Return the key for a service that wants one: it stays in the environment and out of the database."""
    return os.environ.get("LASTMILE_GEOCODER_KEY", "")
