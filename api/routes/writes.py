"""Writes: one transaction each, kept as one change that can be undone, and done once however often it is repeated."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from api.pages.page import parts_of
from api.routes.access import PREFIX
from api.routes.asked import Answer, sent
from outreach.actor import Actor
from outreach.records import RequestKey
from outreach.records.database import OfficeRecords, again_if_in_the_way, changed_records
from outreach.refusals import Conflict, NotAllowed, Refusal
from outreach.usecases.jobs.show_jobs import show_job

Work = Callable[[OfficeRecords], Answer]

_REUSED = Refusal(
    "idempotency_key_reused",
    "這個 Idempotency-Key 已經用在另一個請求；不同的動作請用新的值。",
    "This Idempotency-Key was used for another request; use a new one for another action.",
    "Idempotency-Key",
)


class HandOver:
    """Hands a job over once the transaction that asked for it has been committed."""

    def __init__(self, request: Request) -> None:
        self.jobs = parts_of(request).jobs
        self.job_id: str | None = None

    def job(self, records: OfficeRecords, actor: Actor, job_id: str) -> Answer:
        """The answer to who asked for this job."""
        self.job_id = job_id
        shown = show_job(records, actor, job_id)
        return Answer(shown, HTTPStatus.ACCEPTED, {"Location": f"{PREFIX}/jobs/{job_id}"})

    def __call__(self) -> None:
        """It has been committed."""
        if self.job_id is not None:
            self.jobs.hand_over(self.job_id)


def write(request: Request, actor: Actor, verb: str, work: Work) -> Response:
    """Do it in one transaction, and answer what `work` says; again when another transaction was in the way."""
    parts = parts_of(request)

    def do() -> Answer:
        now = parts.clock.now()
        with changed_records(parts.engine, actor.office_id, verb, account_id=actor.account_id, now=now) as records:
            return work(records)

    return again_if_in_the_way(do).response()


def write_once(
    request: Request,
    actor: Actor,
    verb: str,
    *,
    key: str,
    body: bytes,
    work: Work,
    afterwards: Callable[[], None] | None = None,
) -> Response:
    """Do it in one transaction unless this account did it before with the same key: then answer as it was answered.

    The key is kept in the same transaction as what is written. Two at once: one of them waits for the other. What is
    refused is not kept. `afterwards`: once it is done for good. Raises `Conflict` when the key stands for another
    request.
    """
    answer, is_new = again_if_in_the_way(lambda: _written(request, actor, verb, key, body, work))
    if is_new and afterwards is not None:
        afterwards()
    return answer


def _written(request: Request, actor: Actor, verb: str, key: str, body: bytes, work: Work) -> tuple[Response, bool]:
    """The answer, and whether something was written for it just now."""
    if actor.account_id is None:
        raise NotAllowed
    parts = parts_of(request)
    now = parts.clock.now()
    sameness = _sameness(request, body)
    try:
        with changed_records(parts.engine, actor.office_id, verb, account_id=actor.account_id, now=now) as records:
            before = _kept(records, actor.account_id, key)
            if before is not None:
                return _again(before, sameness), False
            row = records.add(
                RequestKey(office_id="", account_id=actor.account_id, key=key, sameness=sameness, at=now, status=0)
            )
            _claim(records)
            answer = work(records)
            row.status, row.headers, row.answer = answer.status, dict(answer.headers), answer.content()
    except _ClaimedError:
        # The other one has ended by now, whichever way: its answer is there, or the key is free again.
        return _written(request, actor, verb, key, body, work)
    return answer.response(), True


class _ClaimedError(Exception):
    """Somebody else has just done the same."""


def _claim(records: OfficeRecords) -> None:
    try:
        records.session.flush()
    except IntegrityError:
        raise _ClaimedError from None


def _kept(records: OfficeRecords, account_id: str, key: str) -> RequestKey | None:
    found = records.all(RequestKey, col(RequestKey.account_id) == account_id, col(RequestKey.key) == key)
    return found[0] if found else None


def _again(before: RequestKey, sameness: str) -> Response:
    if before.sameness != sameness:
        raise Conflict(_REUSED)
    return sent(before.answer, before.status, before.headers)


def _sameness(request: Request, body: bytes) -> str:
    said: list[Any] = [request.method, request.url.path, request.url.query]
    digest = hashlib.sha256("\n".join(said).encode())
    digest.update(b"\n" + body)
    return digest.hexdigest()
