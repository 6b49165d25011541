"""The script that lets one's own duty open without signal: put together from its parts."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from fastapi import APIRouter
from starlette.responses import Response

router = APIRouter()
_STATIC = Path(__file__).parent.parent / "static"
PARTS = ("my_vault.js", "my_outbox.js", "my_worker.js")
KEPT = (*("base.css", "my.css", "my_vault.js", "my_outbox.js", "my_sign.js", "my.js", "my_nothing.js", "icon.svg"),)
"""Files of which every phone keeps a copy: none of them is about anybody."""


@router.get("/my/worker.js")
def worker() -> Response:
    """The service worker of `/my`; another one as soon as any file changes that it keeps."""
    digest = hashlib.sha256(b"".join((_STATIC / name).read_bytes() for name in (*PARTS, *KEPT))).hexdigest()[:16]
    kept = ["/my/away", *(f"/static/{name}" for name in KEPT)]
    start = f'"use strict";\nconst VERSION = "{digest}";\nconst KEPT = {json.dumps(kept)};\n'
    text = start + "\n".join((_STATIC / name).read_text(encoding="utf-8") for name in PARTS)
    # Its own folder would be `/my/`: the page itself lies outside.
    return Response(text, media_type="text/javascript", headers={"Service-Worker-Allowed": "/my"})
