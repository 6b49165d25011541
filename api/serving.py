"""The web server, which tells every open stream when it is about to leave: it would wait for them otherwise."""

from __future__ import annotations

import socket
import sys
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from api.reach import Reach

FAILED = 3
LEAVE_WITHIN = 15
"""Seconds that whatever is still being answered has when the server leaves."""


class Server(uvicorn.Server):
    """Serves an application until it is told to leave."""

    def __init__(self, application: FastAPI, **settings: object) -> None:
        super().__init__(uvicorn.Config(application, timeout_graceful_shutdown=LEAVE_WITHIN, **settings))  # type: ignore[arg-type]
        self._leaving = application.state.watching.leaving

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Leave: the streams end first."""
        self._leaving.set()
        await super().shutdown(sockets)


def serve(application: FastAPI, reach: Reach) -> None:
    """Serve until somebody stops it. Raises `SystemExit` when it cannot begin.

    Without a certificate of its own, a proxy on this machine may say that its visitors came by https (uvicorn trusts
    no other machine's word); with one, nobody may.
    """
    certificate, key = reach.tls or (None, None)
    server = Server(
        application,
        host=reach.listens,
        port=reach.port,
        ssl_certfile=certificate,
        ssl_keyfile=key,
        proxy_headers=reach.tls is None,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit(FAILED)
