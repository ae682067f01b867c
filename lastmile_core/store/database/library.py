"""sqlite-utils without pandas.

When pandas is installed, sqlite-utils imports all of it to know one type that is never stored here: half a second that
every command and every worker would begin with. Whoever needs pandas imports it afterwards as ever.
"""

from __future__ import annotations

import sys

if "pandas" in sys.modules:
    from sqlite_utils import Database
else:
    sys.modules["pandas"] = None  # type: ignore[assignment]
    try:
        from sqlite_utils import Database
    finally:
        del sys.modules["pandas"]

__all__ = ["Database"]
