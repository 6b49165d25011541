"""The only way out for geopy: HTTPS to hosts of a list, at the address that was looked at, without being led on."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Callable, Collection, Sequence
from http.client import HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import GeocoderParseError, GeocoderServiceError, GeocoderTimedOut, GeocoderUnavailable

from maps.geocode.outside.public import is_public

LARGEST = 1 << 20
"""Bytes of an answer."""

Resolve = Callable[[str, int], Sequence[str]]


class NotAllowedOutError(GeocoderServiceError):  # type: ignore[misc]
    """A request that does not leave the house; which one is not repeated."""


def resolved(host: str, port: int) -> list[str]:
    """The numeric addresses of a host. Raises `OSError`."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class GuardedAdapter(BaseSyncAdapter):  # type: ignore[misc]
    """Asks `hosts` and nobody else, on `port`. `may_reach`: of numeric addresses; all of a host's have to be allowed.

    No proxies, no cookies, no redirects; the name is looked up once, so that it cannot lead elsewhere afterwards.
    """

    def __init__(
        self,
        *,
        hosts: Collection[str],
        port: int = 443,
        context: ssl.SSLContext | None = None,
        resolve: Resolve = resolved,
        may_reach: Callable[[str], bool] = is_public,
    ) -> None:
        super().__init__(proxies=None, ssl_context=None)
        self._hosts, self._port = frozenset(hosts), port
        self._context = context or ssl.create_default_context()
        self._resolve, self._may_reach = resolve, may_reach

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        """The answer as data. Raises geopy's errors."""
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise GeocoderParseError("no JSON") from None

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        """The answer. Raises geopy's errors, `NotAllowedOutError` before anything has left."""
        host, target = self._allowed(url)
        try:
            connection = _Pinned(host, self._port, self._reachable(host), timeout=timeout, context=self._context)
            try:
                connection.request("GET", target, headers={**headers, "Accept-Encoding": "identity"})
                return self._answer(connection)
            finally:
                connection.close()
        except AdapterHTTPError:
            # One of the system's errors too, for geopy's reasons.
            raise
        except TimeoutError:
            raise GeocoderTimedOut("no answer in time") from None
        except (OSError, HTTPException):
            raise GeocoderUnavailable("not reached") from None

    def _allowed(self, url: str) -> tuple[str, str]:
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise NotAllowedOutError("not a known address") from None
        plain = parts.scheme == "https" and parts.username is None and port in (None, self._port)
        if not plain or host not in self._hosts:
            raise NotAllowedOutError("not a known address")
        return host, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    def _reachable(self, host: str) -> str:
        addresses = self._resolve(host, self._port)
        if not addresses or not all(map(self._may_reach, addresses)):
            raise NotAllowedOutError("not a public address")
        return addresses[0]

    def _answer(self, connection: HTTPSConnection) -> str:
        answer = connection.getresponse()
        body = answer.read(LARGEST + 1)
        if answer.status != 200:
            # Redirects too: where they lead was not looked at.
            raise AdapterHTTPError(f"status {answer.status}", status_code=answer.status, headers={}, text="")
        if len(body) > LARGEST:
            raise GeocoderParseError("too large")
        return body.decode("utf-8", errors="replace")


class _Pinned(HTTPSConnection):
    """A connection to one numeric address, whose certificate has to be the named host's."""

    def __init__(self, host: str, port: int, address: str, *, timeout: float, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=timeout, context=context)
        self._address, self._tls = address, context

    def connect(self) -> None:
        """Connect to the address that was looked at, and to no other."""
        plain = socket.create_connection((self._address, self.port), self.timeout)
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise
