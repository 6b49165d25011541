"""Generated requests to the JSON API, signed in as each role: none of them breaks it, and every answer is as described.

    python -m tests.proofs.api_fuzz --cases 2000

Half of the requests are as the description says, half are not. Identifiers are mostly those of records that are there,
so that requests reach what stands behind the checks. One JSON line at the end.
"""

from __future__ import annotations

import itertools
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import jsonschema_rs
import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.core import NotSet
from schemathesis.core.failures import AcceptedNegativeData, Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.routes.description import description_of
from outreach.actor import ROLES, Role
from outreach.records.base import record_kinds
from outreach.records.database import office_records
from tests.api_site import ApiSite
from tests.proofs.tally import Tally, asked

CHECKS = [
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
VILLAGES = ("育平里", "億載里", "文平里")
ITEMS = ("D01", "P001", "C001")
# (who, method, path, status or check, what the check says)
Finding = tuple[str, str, str, str, str]


def run(requests: int, *, url: str | None = None, roles: Sequence[Role] = ROLES, first: int = 0) -> dict[str, Any]:
    """About `requests` requests as each role, on the office at `url` (a new SQLite file without one).

    `server_errors`, `schema_breaks`: how many answers were 5xx, or not as described; `findings` tells of some of them.
    """
    with tempfile.TemporaryDirectory() as folder:
        site = ApiSite(url or f"sqlite:///{Path(folder) / 'office.db'}")
        fuzz = _Fuzz(site, random.Random(first))
        fuzz.as_roles(roles, requests, first)
        site.engine.dispose()
    statuses = dict(sorted(fuzz.statuses.items()))
    return {
        "name": "api_fuzz",
        "requests": sum(fuzz.statuses.values()),
        "server_errors": sum(count for status, count in statuses.items() if status >= 500),
        "schema_breaks": fuzz.breaks,
        "statuses": statuses,
        "findings": fuzz.findings[:20],
    }


class _Fuzz:
    def __init__(self, site: ApiSite, chance: random.Random) -> None:
        self.site, self.chance = site, chance
        self.statuses: Counter[int] = Counter()
        self.breaks = 0
        self.findings: list[Finding] = []
        self.description = description_of(site.app)
        self.ids = self._ids()
        self.callers = {caller.role: caller for caller in site.callers()}

    def as_roles(self, roles: Sequence[Role], requests: int, first: int) -> None:
        """The requests of all roles in turn, shared out evenly over the operations and both ways of making them."""
        schema = schemathesis.openapi.from_dict(self.description)
        schema.app = self.site.app
        operations = [found.ok() for found in schema.get_all_operations()]
        each = max(len(roles), -(-requests * len(roles) // (2 * len(operations))))
        turns = itertools.cycle(roles)
        for operation in operations:
            self.ids = self._ids()
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                self._drawn(operation, mode, turns, each, first)

    def _drawn(self, operation: Any, mode: GenerationMode, turns: Iterator[Role], count: int, first: int) -> None:
        @seed(first)
        @settings(
            max_examples=count,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            verbosity=Verbosity.quiet,
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def one(case: Case) -> None:
            self._ask(case, next(turns), mode)

        try:
            one()
        except Exception as error:  # an operation without parameters cannot be asked wrongly
            if type(error).__name__ not in ("Unsatisfiable", "SkipTest", "Skipped"):
                raise

    def _ask(self, case: Case, role: Role, mode: GenerationMode) -> None:
        if self.chance.random() < 0.8:
            self._make_real(case, mode)
        client = self.callers[role].client
        headers = {"X-CSRF-Token": client.headers["X-CSRF-Token"]}
        where = (role, case.method, case.operation.path)
        try:
            answer = case.call(headers=headers, cookies=dict(client.cookies))
        except Exception as error:  # the application under test lets its own faults through
            self.statuses[500] += 1
            self.findings.append((*where, "500", f"{type(error).__name__}: {error}"[:600]))
            return
        self.statuses[int(answer.status_code)] += 1
        if answer.status_code >= 500 and answer.status_code != 503:
            self.findings.append((*where, str(answer.status_code), answer.text[:300]))
        failures: Sequence[Exception] = ()
        try:
            case.validate_response(answer, checks=CHECKS)
        except FailureGroup as group:
            failures = group.exceptions
        except Failure as one:
            failures = [one]
        found = [one for one in failures if not (isinstance(one, AcceptedNegativeData) and self._is_described(case))]
        self.breaks += bool(found)
        self.findings += [(*where, type(one).__name__, str(one)[:600]) for one in found]

    def _is_described(self, case: Case) -> bool:
        """Whether the description admits the body: what is wrong for one of several shapes may suit another."""
        route = self.description["paths"][case.operation.path][case.method.lower()]
        body = route.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        if body is None or isinstance(case.body, NotSet):
            return False
        whole = {**body, "components": self.description["components"]}
        return bool(jsonschema_rs.is_valid(whole, case.body))

    def _make_real(self, case: Case, mode: GenerationMode) -> None:
        """Put identifiers of records that are there where the case has made some up; what is wrong stays wrong."""
        if case.path_parameters:
            for name, value in case.path_parameters.items():
                if _looks_like_an_id(value):
                    case.path_parameters[name] = self._id_for(case.operation.path.split("/")[3])
        if mode == GenerationMode.POSITIVE and isinstance(case.body, dict):
            self._fill(case.body)

    def _fill(self, body: dict[str, Any]) -> None:
        for name, value in body.items():
            if name.endswith("_id") and _looks_like_an_id(value):
                body[name] = self._id_for({"person_id": "people"}.get(name, f"{name.removesuffix('_id')}s"))
            elif name in ("place", "base", "end_place") and isinstance(value, dict):
                body[name] = {"village": self.chance.choice(VILLAGES)}
            elif name == "item" and isinstance(value, str):
                body[name] = self.chance.choice(ITEMS)
            elif isinstance(value, list):
                for entry in value:
                    if isinstance(entry, dict):
                        self._fill(entry)

    def _id_for(self, kind: str) -> str:
        known = self.ids.get(kind.replace("-", ""), [])
        return self.chance.choice(known) if known else "0" * 32

    def _ids(self) -> dict[str, list[str]]:
        with office_records(self.site.engine, write=False) as records:
            found = {f"{name}s": [one.id for one in records.all(kind)] for name, kind in record_kinds().items()}
        found["people"] = found["persons"]
        found["duties"], found["imports"] = found["rosterdutys"], found["importruns"]
        return found


def _looks_like_an_id(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{32}", value) is not None


def main() -> int:
    """The long form."""
    arguments = asked("api_fuzz", 2000)
    tally = Tally("api_fuzz")
    told = run(arguments.cases, first=arguments.first)
    for finding in told.pop("findings"):
        tally.check(False, " ".join(finding))
    tally.cases = told["requests"]
    tally.told = told
    return tally.end()


if __name__ == "__main__":
    raise SystemExit(main())
