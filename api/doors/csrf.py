"""Nobody else's page speaks for a visitor: where a request comes from, and the token that only our pages know."""

from __future__ import annotations

import hmac
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.types import Message, Receive

from outreach.refusals import NotAllowed, Refusal

HEADER, FIELD = "x-csrf-token", "csrf"
UNSAFE = frozenset(("POST", "PUT", "PATCH", "DELETE"))
LARGEST_FORM = 64 * 1024

_ELSEWHERE = Refusal(
    "other_site", "這個要求不是從本系統的網頁送出的。", "This request does not come from a page of this system."
)
_NO_TOKEN = Refusal(
    "csrf",
    "這一頁可能開太久了。請重新整理後再送一次。",
    "This page may have been open for too long. Please reload it and send it again.",
)


def check_origin(request: Request) -> None:
    """Raises `NotAllowed` when the browser says that another site's page has sent this."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        raise NotAllowed(_ELSEWHERE)
    if origin is not None and origin.partition("://")[2] != request.headers.get("host", ""):
        raise NotAllowed(_ELSEWHERE)


async def check_token(request: Request, expected: str) -> Receive:
    """Raises `NotAllowed` unless the request brings the sign-in's token, as a header or as a field of its form.

    What is left to be received of the request: a form has been read by then.
    """
    given, receive = request.headers.get(HEADER), request.receive
    if given is None and request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        body = await _small_body(request)
        given, receive = _field_of(body), _again(body, request.receive)
    if given is None or not hmac.compare_digest(given.encode(), expected.encode()):
        raise NotAllowed(_NO_TOKEN)
    return receive


async def _small_body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            raise NotAllowed(_NO_TOKEN)
    return body


def _field_of(body: bytes) -> str | None:
    try:
        found = parse_qs(body.decode("ascii"), max_num_fields=1000).get(FIELD)
    except ValueError:
        return None
    return found[0] if found else None


def _again(body: bytes, rest: Receive) -> Receive:
    """The body once more, for whoever comes next."""
    told = False

    async def receive() -> Message:
        nonlocal told
        if told:
            return await rest()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
