"""What the launcher has to reach into Streamlit's server for: its address, its outside look-up, its upload memory."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

from streamlit import config, net_util, runtime

from lastmile_core.web import Serving, open_address_refusal
from lastmile_core.web.addresses import LOOPBACK_NAMES
from lastmile_core.web.answers import quiet_refusals
from lastmile_core.web.uploads import charge

SWEEP_S = 10.0
REFUSED_TO_START = 2


def keep_doors_shut(serving: Serving) -> None:
    """Refuse to start on an open address, and turn off every look-up of the machine's outside address.

    Whatever started the server (``lastmile serve``, ``streamlit run``, an environment variable, a settings file in
    somebody's home), the address Streamlit has bound is in its options by now.
    """
    address = config.get_option("server.address")
    refusal = open_address_refusal(address, serving)
    if refusal is not None:
        print(f"Error: {refusal}", file=sys.stderr, flush=True)
        # An exception here would be printed as a traceback by the web server; nothing is open yet.
        os._exit(REFUSED_TO_START)
    # The doors let no foreign origin through to where these are asked; this is the bolt behind the lock.
    net_util.get_external_ip = no_outside_address
    net_util.get_internal_ip = no_outside_address
    quiet_refusals()
    config.set_option("server.allowedHosts", allowed_hosts(address, serving))


def no_outside_address() -> None:
    """Stand in for Streamlit's questions to an outside server, which stop the whole app for up to 20 s."""


def allowed_hosts(address: str | None, serving: Serving) -> list[str]:
    """Return the names for Streamlit's own check of WebSockets, the second after ours."""
    if address in (None, "", "0.0.0.0", "::"):
        # Every address of the machine: which one was reached is known to our own check alone.
        return ["*"]
    return sorted({*LOOPBACK_NAMES, str(address), *(place.name for place in serving.allowed)})


def _memory() -> Any:
    return runtime.get_instance().uploaded_file_mgr


def held_uploads() -> dict[str, int]:
    """Return what each window's uploaded files count for, in bytes."""
    if not runtime.exists():
        return {}
    return {
        window: sum(charge(len(file.data)) for file in list(files.values()))
        for window, files in list(_memory().file_storage.items())
    }


def free_left_windows() -> None:
    """Let go of the files of windows that are not connected any more."""
    if not runtime.exists():
        return
    instance, memory = runtime.get_instance(), _memory()
    for window in list(memory.file_storage):
        if not instance.is_active_session(window):
            memory.remove_session_files(window)


async def sweep_left_windows() -> None:
    """Let go of windows that stayed away too long: Streamlit does so only when another one leaves."""
    while True:
        await asyncio.sleep(SWEEP_S)
        storage = getattr(getattr(runtime.get_instance(), "_session_mgr", None), "_session_storage", None)
        expire = getattr(getattr(storage, "_cache", None), "expire", None)
        if expire is not None:
            expire()
