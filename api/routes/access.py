"""Who may use which route of the JSON API: (method, path template) -> roles. What does not stand here is denied."""

from __future__ import annotations

from outreach.actor import Role
from outreach.usecases.keeping.kinds import KINDS

Roles = frozenset[Role]

PREFIX = "/api/v1"

WRITERS: Roles = frozenset({"coordinator"})
READERS: Roles = frozenset({"coordinator", "auditor"})
OFFICE: Roles = frozenset({"coordinator", "auditor", "field", "admin"})


def _of_kinds() -> dict[tuple[str, str], Roles]:
    table: dict[tuple[str, str], Roles] = {}
    for kind in KINDS.values():
        many, one = f"{PREFIX}/{kind.name}", f"{PREFIX}/{kind.name}/{{record_id}}"
        readers: Roles = READERS | {"admin"} if kind.open_to_admin else READERS
        table[("GET", many)] = readers
        # Field people read their own record: the use case looks whose it is.
        table[("GET", one)] = readers | {"field"} if kind.name == "people" else readers
        if kind.search_people:
            table[("POST", f"{many}/search")] = READERS
        if kind.form is not None:
            table |= {("POST", many): WRITERS, ("PATCH", one): WRITERS, ("DELETE", one): WRITERS}
    return table


ROUTES: dict[tuple[str, str], Roles] = {
    **_of_kinds(),
    ("GET", f"{PREFIX}/openapi.json"): OFFICE,
}
