"""A printed document as an answer: shown in the browser, named without anybody's name."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.responses import Response

from outreach.exports.printed.typeset import NotTypesetError
from outreach.refusals import Busy, Refusal

_SENTENCES = {
    "busy": Refusal(
        "typesetting_busy",
        "現在有好幾份文件正在製作，請過一會兒再按一次。",
        "Several documents are being made just now; please try again in a moment.",
    ),
    "too_long": Refusal(
        "typesetting_too_long",
        "這份文件太長，沒有做完。請選一個單位，分次列印。",
        "This document is too long to be made at once. Choose one unit and print in parts.",
    ),
    "failed": Refusal(
        "typesetting_failed",
        "文件沒有做出來，資料沒有更動。請再試一次，或改用瀏覽器列印勤務單。",
        "The document was not made; nothing has changed. Try again, or print the sheet from the browser.",
    ),
}


def pdf(make: Callable[[], bytes], name: str) -> Response:
    """The document that `make` typesets. Raises `Busy` with a sentence when it does not come out."""
    try:
        made = make()
    except NotTypesetError as error:
        raise Busy(_SENTENCES[error.code]) from None
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(made, media_type="application/pdf", headers=headers)
