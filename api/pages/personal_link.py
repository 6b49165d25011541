"""Where a personal link leads: a page that asks for the PIN, and the door behind it.

The secret stands behind the `#` of the address, which no browser sends to anybody; a script of ours hands it over with
the PIN. Looking at the page uses nothing up, whoever looks.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.doors.answers import refusal_headers, sentences, status_of
from api.doors.come_in import come_in
from api.doors.cookies import bind_device, device_of
from api.doors.csrf import LARGEST_FORM
from api.pages.page import parts_of, show
from outreach.refusals import Busy
from outreach.usecases.links.dead_link import DeadLink
from outreach.usecases.links.whom_to_ask import whom_to_ask

router = APIRouter()
_LONGEST = 400
_EXTENSION, _SIGNS = re.compile("分機|轉|ext"), re.compile("[^0-9+]")


@router.get("/d")
@router.head("/d")
def ask(request: Request) -> Response:
    """The form: the PIN, and the code of the link where no script hands it over."""
    return _page(request)


@router.post("/d/open", max_body_size=LARGEST_FORM)
async def come(request: Request, code: Annotated[str, Form()] = "", pin: Annotated[str, Form()] = "") -> Response:
    """In, or the same page for whatever is wrong."""
    try:
        opened = await come_in(request, code, pin)
    except (DeadLink, Busy) as refused:
        page = _page(request, code=code[:_LONGEST], dead=isinstance(refused, DeadLink), refused=refused)
        page.headers.update(refusal_headers(request, refused))
        return page
    answer = RedirectResponse("/my", status_code=HTTPStatus.SEE_OTHER)
    seconds = int((opened.until - parts_of(request).clock.now()).total_seconds())
    bind_device(request, answer, opened.token, seconds)
    return answer


def _page(request: Request, *, code: str = "", dead: bool = False, refused: DeadLink | Busy | None = None) -> Response:
    contact = whom_to_ask(parts_of(request).engine)
    return show(
        request,
        "personal_link.html",
        code=code,
        dead=dead,
        sentences=sentences(request, refused) if refused else (),
        known=bool(device_of(request)),
        contact=contact,
        dial=_SIGNS.sub("", _EXTENSION.split(contact)[0]),
        in_line=" Line/" in request.headers.get("user-agent", ""),
        status=status_of(refused) if refused else HTTPStatus.OK,
    )
