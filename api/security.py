"""What every answer tells the browser: nothing from elsewhere, nothing inline, nothing kept, nobody frames us."""

from __future__ import annotations

import secrets
from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

A_YEAR = 365 * 24 * 3600
_POLICY = (
    "default-src 'none'; script-src 'self'{nonce}; style-src 'self'{nonce}; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
POLICY = _POLICY.format(nonce="")
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def nonce_of(scope: MutableMapping[str, Any]) -> str:
    """The word that the scripts and styles of this answer bring along, another one for each answer."""
    state = scope.setdefault("state", {})
    nonce: str = state.setdefault("nonce", secrets.token_urlsafe(16))
    return nonce


def page_headers(scope: MutableMapping[str, Any]) -> dict[str, str]:
    """The headers of one of our own pages."""
    return HEADERS | {"Content-Security-Policy": _POLICY.format(nonce=f" 'nonce-{nonce_of(scope)}'")}


def map_headers(scope: MutableMapping[str, Any]) -> dict[str, str]:
    """The headers of a map page: as of every page of ours, but that our own pages may frame it."""
    policy = page_headers(scope)["Content-Security-Policy"]
    return {
        "Content-Security-Policy": policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
        "X-Frame-Options": "SAMEORIGIN",
    }


class SecurityHeaders:
    """Adds `HEADERS` to every answer that does not set them itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with its headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if scope["path"].startswith(("/static/", "/lib/")):
                    headers.setdefault("Cache-Control", "no-cache")
                is_page = headers.get("content-type", "").startswith("text/html")
                for name, value in (page_headers(scope) if is_page else HEADERS).items():
                    headers.setdefault(name, value)
                if scope["scheme"] == "https":
                    headers.setdefault("Strict-Transport-Security", f"max-age={A_YEAR}")
            await send(message)

        await self.app(scope, receive, send_with_headers)
