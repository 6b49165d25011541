"""A small office behind the JSON API, with somebody of every role signed in."""

from __future__ import annotations

import datetime as dt
import itertools
from contextlib import AbstractContextManager
from functools import cached_property
from typing import Any

from fastapi.testclient import TestClient

from api.app import create_app
from outreach.actor import Role
from outreach.records.database import office_records, open_database
from tests.contract.test_pages import Wednesday
from tests.office import small_office
from tests.signed_in import CHEAP, client_for
from tests.statements import statements_of

API = "/api/v1"
_KEYS = itertools.count(1)


class Ticking:
    """A clock in the sample week that goes on by a second whenever somebody looks at it."""

    def __init__(self) -> None:
        self._seconds = itertools.count()

    def now(self) -> dt.datetime:
        return Wednesday().now() + dt.timedelta(seconds=next(self._seconds))


class Caller:
    """Somebody of one role who uses the API. What is written carries an idempotency key of its own unless given."""

    def __init__(self, client: TestClient, role: Role) -> None:
        self.client, self.role = client, role

    def ask(self, method: str, path: str, **more: Any) -> Any:
        """The answer to one request; `path` below `/api/v1`."""
        return self.client.request(method, f"{API}{path}", **more)

    def get(self, path: str, **more: Any) -> Any:
        return self.ask("GET", path, **more)

    def post(self, path: str, json: Any = None, *, key: str | None = None, **more: Any) -> Any:
        headers = {"Idempotency-Key": key or f"key-{next(_KEYS)}", **more.pop("headers", {})}
        return self.ask("POST", path, json=json, headers=headers, **more)

    def patch(self, path: str, json: Any, *, etag: str = "*", **more: Any) -> Any:
        return self.ask("PATCH", path, json=json, headers={"If-Match": etag, **more.pop("headers", {})}, **more)

    def put(self, path: str, json: Any, **more: Any) -> Any:
        return self.ask("PUT", path, json=json, **more)

    def delete(self, path: str, *, etag: str = "*", **more: Any) -> Any:
        return self.ask("DELETE", path, headers={"If-Match": etag}, **more)

    def all(self, path: str) -> list[dict[str, Any]]:
        """The items of a list's first page."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items


class ApiSite:
    """The office on the database at this address. The field person is V001."""

    def __init__(self, url: str, **office: Any) -> None:
        engine = open_database(url)
        self.roster_id = small_office(engine, **office)
        engine.dispose()
        self.app = create_app(url, clock=Ticking(), passwords=CHEAP)
        self.engine = self.app.state.parts.engine

    @cached_property
    def coordinator(self) -> Caller:
        return self.caller("coordinator")

    @cached_property
    def field(self) -> Caller:
        return self.caller("field")

    @cached_property
    def auditor(self) -> Caller:
        return self.caller("auditor")

    @cached_property
    def admin(self) -> Caller:
        return self.caller("admin")

    def caller(self, role: Role, login: str = "") -> Caller:
        """Somebody who is signed in."""
        client = client_for(self.app, role, person="V001" if role == "field" else None, login=login)
        quiet = TestClient(self.app, raise_server_exceptions=False, headers=dict(client.headers))
        quiet.cookies.update(client.cookies)
        return Caller(quiet, role)

    @property
    def office_id(self) -> str:
        with office_records(self.engine, write=False) as records:
            return records.office.id

    def callers(self) -> list[Caller]:
        return [self.coordinator, self.field, self.auditor, self.admin]

    def queries(self) -> AbstractContextManager[list[str]]:
        """The statements that are asked meanwhile."""
        return statements_of(self.engine)
