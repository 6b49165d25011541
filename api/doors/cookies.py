"""The cookies: one opens the doors, one says that this browser has been here before, one binds a device to a link."""

from __future__ import annotations

from starlette.requests import HTTPConnection
from starlette.responses import Response

_SIGN_IN, _BROWSER, _DEVICE = "sign-in", "browser", "device"
A_YEAR = 365 * 24 * 3600


def _name(plain: str, secure: bool) -> str:
    # A browser takes `__Host-` from this very host only, over https only: no neighbour can plant such a cookie.
    return f"__Host-{plain}" if secure else plain


def _is_secure(connection: HTTPConnection) -> bool:
    return connection.url.scheme == "https"


def token_of(connection: HTTPConnection) -> str:
    """The cookie of a sign-in, `""` for none."""
    return connection.cookies.get(_name(_SIGN_IN, _is_secure(connection)), "")


def browser_of(connection: HTTPConnection) -> str:
    """The cookie by which the browser is known, `""` for none."""
    return connection.cookies.get(_name(_BROWSER, _is_secure(connection)), "")


def give_cookies(connection: HTTPConnection, answer: Response, *, token: str, browser: str) -> None:
    """Let the browser in: until it is closed or the sign-in ends; and know it again for a year."""
    _set(connection, answer, _SIGN_IN, token, None)
    _set(connection, answer, _BROWSER, browser, A_YEAR)


def device_of(connection: HTTPConnection) -> str:
    """The cookie that binds this device to a personal link, `""` for none."""
    return connection.cookies.get(_name(_DEVICE, _is_secure(connection)), "")


def bind_device(connection: HTTPConnection, answer: Response, token: str, seconds: int) -> None:
    """This device is the link's, for so long."""
    _set(connection, answer, _DEVICE, token, seconds)


def take_cookie(connection: HTTPConnection, answer: Response, *, keeps_unsent: bool = False) -> None:
    """The browser is let out: it keeps nothing of what it has seen, and is still known next time.

    `keeps_unsent`: what was noted without signal and not sent stays, sealed; the page that follows wipes all else.
    """
    _set(connection, answer, _SIGN_IN, "", 0)
    answer.headers["Clear-Site-Data"] = '"cache"' if keeps_unsent else '"cache", "storage"'


def _set(connection: HTTPConnection, answer: Response, name: str, value: str, seconds: int | None) -> None:
    secure = _is_secure(connection)
    answer.set_cookie(
        _name(name, secure), value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="lax"
    )
