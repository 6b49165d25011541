"""Where to go after signing in: a page of this host, or the first one."""

from __future__ import annotations

import re

# One slash, then neither a second one nor a backslash: a browser reads both as another host.
_LOCAL = re.compile(r"/(?:[A-Za-z0-9._~-][A-Za-z0-9._~/-]*)?")
_LONGEST = 200
_DOORS = ("/sign-in", "/sign-out")


def local_path(text: str) -> str:
    """The path when it is one of ours and leads to a page, else `/`."""
    if len(text) > _LONGEST or not _LOCAL.fullmatch(text) or "//" in text or text.startswith((*_DOORS, "/api/")):
        return "/"
    return text
