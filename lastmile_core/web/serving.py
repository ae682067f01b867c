"""The settings of the doors: who may come in, by which name, and how many."""

from __future__ import annotations

import os
from dataclasses import dataclass

from lastmile_core.errors import LastmileError
from lastmile_core.web.addresses import HostName, is_loopback, read_allowed

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """How the app may be reached.

    Attributes
    ----------
    allowed
        Names beside this machine's own under which the app may be opened (``LASTMILE_ALLOW_HOSTS``).
    insecure
        Whether a person said that others may reach the app although there is no sign-in (``LASTMILE_INSECURE``).
    most_windows
        Browser windows that may be connected at once (``LASTMILE_MAX_WINDOWS``).
    upload_total
        Bytes of uploaded files that all windows together may hold in memory (``LASTMILE_UPLOAD_TOTAL_MB``).
    """

    allowed: tuple[HostName, ...] = ()
    insecure: bool = False
    most_windows: int = 60
    upload_total: int = 512 * MEGABYTE


def _whole(name: str, fallback: int) -> int:
    text = os.environ.get(name, "").strip()
    if not text:
        return fallback
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:10]) < 10**6:
        raise LastmileError(f"{name} is “{text}”.", f"Write a whole number of at least 1, for instance {fallback}.")
    return int(text)


def load_serving() -> Serving:
    """Read the settings from the environment.

    Raises
    ------
    LastmileError
        If one of them cannot be understood.
    """
    return Serving(
        allowed=read_allowed(os.environ.get("LASTMILE_ALLOW_HOSTS", "")),
        insecure=os.environ.get("LASTMILE_INSECURE", "").strip().lower() in ("1", "true", "yes"),
        most_windows=_whole("LASTMILE_MAX_WINDOWS", 60),
        upload_total=_whole("LASTMILE_UPLOAD_TOTAL_MB", 512) * MEGABYTE,
    )


def open_address_refusal(address: str | None, serving: Serving) -> LastmileError | None:
    """Return why the app must not listen on an address; ``None`` when it may.

    Parameters
    ----------
    address
        The bind address; ``None`` or empty means every address of the machine.
    """
    if serving.insecure or (address and is_loopback(address)):
        return None
    shown = address or "every address of this machine"
    return LastmileError(
        f"Lastmile was not started: it has no sign-in yet, so everybody who can reach {shown} could read and change "
        "everything.",
        "Leave it on 127.0.0.1, behind a proxy with sign-in (docs/serving.md); or say --insecure "
        "(LASTMILE_INSECURE=1) if the network is closed and everybody in it may.",
    )
