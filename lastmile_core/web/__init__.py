"""What stands between a socket and the pages: names, origins, bounds and headers (plain ASGI, no Streamlit).

It may import the ground floor alone. Read ``doors.py`` first: it refuses what does not come from our own pages.
"""

from lastmile_core.web.addresses import HostName, is_loopback, read_allowed, read_host, read_origin
from lastmile_core.web.doors import Doors
from lastmile_core.web.headers import SafeHeaders
from lastmile_core.web.serving import Serving, load_serving, open_address_refusal
from lastmile_core.web.uploads import UploadBound
from lastmile_core.web.visitors import VisitorBound

__all__ = [
    "Doors",
    "HostName",
    "SafeHeaders",
    "Serving",
    "UploadBound",
    "VisitorBound",
    "is_loopback",
    "load_serving",
    "open_address_refusal",
    "read_allowed",
    "read_host",
    "read_origin",
]
