"""Nobody else's page speaks for a visitor: where a request comes from, and the token that only our pages know."""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.types import Message, Receive

from outreach.refusals import NotAllowed, Refusal

HEADER, FIELD = "x-csrf-token", "csrf"
UNSAFE = frozenset(("POST", "PUT", "PATCH", "DELETE"))
LARGEST_FORM = 64 * 1024
LARGEST_START = 1024
"""Of a form in parts, with a file: within so many bytes from its start its first field, the token, has to end."""
_BOUNDARY = re.compile(r"""boundary=(?:"([^"\\\r\n]{1,70})"|([0-9A-Za-z'()+_,./:=?-]{1,70}))\s*(?:;|$)""")

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
    """Raises `NotAllowed` unless the request brings the sign-in's token, as a header, as a field of its form, or as
    the first field of a form with a file.

    What is left to be received of the request: a form has been read by then.
    """
    given, receive = request.headers.get(HEADER), request.receive
    kind = request.headers.get("content-type", "")
    if given is None and kind.startswith("application/x-www-form-urlencoded"):
        body = await _small_body(request)
        given, receive = _field_of(body), _again([_whole(body)], request.receive)
    elif given is None and kind.startswith("multipart/form-data"):
        taken = await _beginning(request)
        given, receive = _first_field(kind, b"".join(one.get("body", b"") for one in taken)), _again(taken, receive)
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


async def _beginning(request: Request) -> list[Message]:
    """What arrives until the first field of a form can have been read: the file behind it is not waited for."""
    taken: list[Message] = []
    size = 0
    while size < LARGEST_START:
        message = await request.receive()
        taken.append(message)
        size += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body", False):
            break
    return taken


def _first_field(kind: str, start: bytes) -> str | None:
    """The token when it is the first field of a form in parts, written as browsers write it; nothing is guessed."""
    boundary = _BOUNDARY.search(kind)
    if boundary is None:
        return None
    mark = re.escape((boundary[1] or boundary[2]).encode())
    found = re.match(
        rb"--%b\r\n(?i:content-disposition): form-data; name=\"csrf\"\r\n\r\n([!-~]{1,200})\r\n--%b" % (mark, mark),
        start[:LARGEST_START],
    )
    return found[1].decode("ascii") if found else None


def _whole(body: bytes) -> Message:
    return {"type": "http.request", "body": body, "more_body": False}


def _again(taken: Sequence[Message], rest: Receive) -> Receive:
    """What was received once more, for whoever comes next, and then the rest."""
    left = list(taken)

    async def receive() -> Message:
        return left.pop(0) if left else await rest()

    return receive
