"""Which HTTP status stands for which refusal, and its words. No status code of an error stands anywhere else."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException

from api.wrong_fields import wrong_fields
from outreach.calendar.dates import TAIPEI
from outreach.refusals import Busy, Conflict, Invalid, NotAllowed, NotThere, Refusal, Refused
from outreach.usecases.doors.refused import SignInNeeded, TooManyTries, WrongSignIn

RETRY_SECONDS = 5

# The first that fits: the particular before the general.
_STATUSES: tuple[tuple[type[Refused], HTTPStatus], ...] = (
    (SignInNeeded, HTTPStatus.UNAUTHORIZED),
    (WrongSignIn, HTTPStatus.UNAUTHORIZED),
    (TooManyTries, HTTPStatus.TOO_MANY_REQUESTS),
    (NotThere, HTTPStatus.NOT_FOUND),
    (NotAllowed, HTTPStatus.FORBIDDEN),
    (Invalid, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Conflict, HTTPStatus.CONFLICT),
    (Busy, HTTPStatus.SERVICE_UNAVAILABLE),
)
_OF_PAGES = frozenset({"NothingYetError", "NoRosterError"})
_TOO_MANY = frozenset({"queue_full", "too_many_files_wait"})
_TITLES = {
    400: ("請求的格式不對", "Malformed request"),
    401: ("請先登入", "Sign-in needed"),
    403: ("沒有權限", "Not allowed"),
    404: ("找不到", "Not there"),
    405: ("不能這樣用", "Method not allowed"),
    409: ("和現有資料衝突", "Conflict"),
    413: ("檔案或內容太大", "Too large"),
    422: ("有欄位要修改", "Some fields cannot be taken"),
    428: ("要先說明根據哪一版", "Precondition required"),
    429: ("請稍後再試", "Too many requests"),
    500: ("系統出了問題", "Something went wrong"),
    503: ("現在忙碌，請稍後再試", "Not available just now"),
}
_NOT_THERE = Refusal("not_there", "找不到這筆資料。", "There is no such record.")
_MALFORMED = Refusal("malformed", "內容不是正確的 JSON 格式。", "The body is not well-formed JSON.")
_OF_STATUS = {
    400: Refusal("malformed", "請求的格式不對。", "The request is malformed."),
    404: _NOT_THERE,
    405: Refusal("method_not_allowed", "這個網址不能這樣用。", "This address does not take this method."),
    413: Refusal("too_large", "內容太大，無法收下。", "It is too large to be taken."),
    429: Refusal(
        "crowded", "現在很多人同時傳送，請過幾秒再試。", "Many are sending just now; please try again in a moment."
    ),
}
_BROKEN = Refusal(
    "broken",
    "系統出了問題，資料沒有變動。請稍後再試；還是不行，請告訴系統管理人員現在的時間。",
    "Something went wrong, and nothing was changed. Please try again later; if it still fails, tell the administrator "
    "what time it is now.",
)
_NO_DATABASE = Refusal(
    "no_database",
    "資料庫現在沒有回應，這次的變更沒有存入。請稍後再試一次。",
    "The database does not answer just now; nothing was saved. Please try again later.",
)
_STALE = Refusal(
    "changed_meanwhile",
    "別人剛改過這筆資料，請重新讀取後再改。",
    "Somebody has just changed this record; read it again before you change it.",
)
_ALREADY = Refusal(
    "already_there",
    "和已有的資料重複，或用到的資料剛被刪除；請重新讀取。",
    "It repeats a record that is there, or refers to one that has just been removed; please read again.",
)
_MISSING_HEADERS = {
    "idempotency-key": (
        HTTPStatus.BAD_REQUEST,
        Refusal(
            "idempotency_key_missing",
            "請加上 Idempotency-Key 標頭：同一個動作重送時用同一個值。",
            "An Idempotency-Key header is needed: the same value when the same request is repeated.",
            "Idempotency-Key",
        ),
    ),
    "if-match": (
        HTTPStatus.PRECONDITION_REQUIRED,
        Refusal(
            "if_match_missing",
            "請加上 If-Match 標頭：填您看到的 ETag。",
            "An If-Match header is needed: the ETag that you have seen.",
            "If-Match",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What an error is to whoever asked: its status, the reasons (the first one tells it all), and the headers."""

    status: int
    refusals: tuple[Refusal, ...]
    several: bool = False
    differences: tuple[dict[str, Any], ...] = ()
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> tuple[str, str]:
        """The status in a few words, Chinese and English."""
        return _TITLES.get(self.status, _TITLES[400 if self.status < 500 else 500])

    def sentences(self, language: str) -> list[str]:
        """The reasons in one language."""
        return [one.en if language == "en" else one.zh for one in self.refusals]


def problem_of(error: Exception, now: dt.datetime | None = None) -> Problem:
    """What this error is to whoever asked."""
    if isinstance(error, Refused):
        return _refused(error, now)
    if isinstance(error, RequestValidationError):
        return _wrong(error)
    if isinstance(error, HTTPException):
        known = _OF_STATUS.get(error.status_code, _OF_STATUS[400] if error.status_code < 500 else _BROKEN)
        return Problem(error.status_code, (known,), headers=dict(error.headers or {}))
    if type(error).__name__ in _OF_PAGES:
        return Problem(HTTPStatus.NOT_FOUND, (_NOT_THERE,))
    if isinstance(error, StaleDataError):
        return Problem(HTTPStatus.CONFLICT, (_STALE,))
    if isinstance(error, IntegrityError):
        return Problem(HTTPStatus.CONFLICT, (_ALREADY,))
    if is_database_away(error):
        return Problem(HTTPStatus.SERVICE_UNAVAILABLE, (_NO_DATABASE,), headers=_retry(RETRY_SECONDS))
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, (_BROKEN,))


def is_database_away(error: Exception) -> bool:
    """Whether the database is down, locked, full or read-only: nothing that we said wrong, and it may be well later."""
    if isinstance(error, PoolTimeoutError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if not isinstance(error, OperationalError | InterfaceError):
        return error.connection_invalidated
    # SQLite's first code is the one for statements that make no sense to it, which is our own fault.
    code: int | None = getattr(error.orig, "sqlite_errorcode", None)
    return code is None or code & 0xFF != 1


def _refused(error: Refused, now: dt.datetime | None) -> Problem:
    status = next((status for kind, status in _STATUSES if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)
    headers: dict[str, str] = {}
    if isinstance(error, Busy):
        headers = _retry(_seconds_until(error, now))
        if error.code in _TOO_MANY:
            status = HTTPStatus.TOO_MANY_REQUESTS
    differences = error.differences if isinstance(error, Conflict) else ()
    etag = getattr(error, "etag", None)
    return Problem(
        status,
        tuple(error.refusals),
        several=any(refusal.field for refusal in error.refusals),
        differences=tuple({"field": one.field, "kept": one.kept, "given": one.given} for one in differences),
        headers=headers | ({"ETag": etag} if etag else {}),
    )


def _retry(seconds: int) -> dict[str, str]:
    return {"Retry-After": str(seconds)}


def _seconds_until(error: Refused, now: dt.datetime | None) -> int:
    until: dt.datetime | None = getattr(error, "until", None)
    if until is None:
        return RETRY_SECONDS
    return max(1, math.ceil((until - (now or dt.datetime.now(TAIPEI))).total_seconds()))


def _wrong(error: RequestValidationError) -> Problem:
    if any(one["type"] == "json_invalid" for one in error.errors()):
        return Problem(HTTPStatus.BAD_REQUEST, (_MALFORMED,))
    wrong = wrong_fields(error.errors())
    for one in wrong:
        if one.where == "header" and one.code == "missing" and one.field.lower() in _MISSING_HEADERS:
            status, refusal = _MISSING_HEADERS[one.field.lower()]
            return Problem(status, (refusal,), several=True)
    if any(one.where == "path" for one in wrong):
        return Problem(HTTPStatus.NOT_FOUND, (_NOT_THERE,))
    refusals = tuple(Refusal(one.code, one.zh, one.en, one.field) for one in wrong)
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, refusals, several=True)
