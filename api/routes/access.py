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
        # Field people read what is their own: the use case looks whose it is.
        readers = READERS
        if kind.open_to_admin:
            readers |= {"admin"}
        if kind.own:
            readers |= {"field"}
        table |= {("GET", many): readers, ("GET", one): readers}
        if kind.search_people:
            table[("POST", f"{many}/search")] = READERS
        if kind.form is not None:
            table |= {("POST", many): WRITERS, ("PATCH", one): WRITERS, ("DELETE", one): WRITERS}
    return table


_VERBS: dict[Roles, tuple[tuple[str, str], ...]] = {
    OFFICE: (("GET", "/openapi.json"),),
    # What is whose is looked at by the use cases.
    READERS | {"field"}: (
        ("GET", "/weeks/{monday}"),
        ("GET", "/rosters"),
        ("GET", "/rosters/{roster_id}"),
        ("POST", "/rosters/{roster_id}/reading"),
        ("GET", "/duties"),
        ("GET", "/duties/{duty_id}"),
        ("GET", "/messages"),
        ("GET", "/hours"),
    ),
    WRITERS | {"field"}: (
        ("PUT", "/duties/{duty_id}/answer"),
        ("POST", "/entries"),
        ("POST", "/absences"),
        ("DELETE", "/absences/{record_id}"),
        ("GET", "/people/{record_id}/feed"),
        ("PUT", "/people/{record_id}/feed"),
        ("DELETE", "/people/{record_id}/feed"),
    ),
    READERS: (
        ("GET", "/rosters/{roster_id}/comparison"),
        ("GET", "/rosters/{roster_id}/tries"),
        ("GET", "/rosters/{roster_id}/readers"),
        ("GET", "/rosters/{roster_id}/hand-out"),
        ("GET", "/rosters/{roster_id}/people"),
        ("GET", "/rosters/{roster_id}/desks"),
        ("GET", "/rosters/{roster_id}/clients"),
        ("GET", "/rosters/{roster_id}/villages"),
        ("GET", "/rosters/{roster_id}/unreached"),
        ("GET", "/rosters/{roster_id}/candidates"),
        ("GET", "/rosters/{roster_id}/suits"),
        ("GET", "/rosters/{roster_id}/unserved/{unserved_id}/fixes"),
        ("GET", "/changes"),
        ("GET", "/imports"),
        ("GET", "/imports/{import_id}"),
        ("GET", "/visits"),
        ("POST", "/visits/search"),
        ("GET", "/visits/{log_id}"),
        ("GET", "/overdue"),
        ("GET", "/cases"),
        ("GET", "/cases/{case_id}"),
        ("GET", "/ladders"),
        ("GET", "/ladders/{ladder_id}"),
        ("GET", "/alarms"),
    ),
    READERS | {"admin"}: (
        ("GET", "/jobs"),
        ("GET", "/jobs/{job_id}"),
    ),
    WRITERS | {"admin"}: (
        ("GET", "/office"),
        ("PATCH", "/office"),
    ),
    WRITERS: (
        ("POST", "/weeks/{monday}/plans"),
        ("POST", "/rosters/{roster_id}/replans"),
        ("POST", "/rosters/{roster_id}/tries"),
        ("POST", "/rosters/{roster_id}/tries/{try_id}/keep"),
        ("DELETE", "/rosters/{roster_id}/tries"),
        ("POST", "/rosters/{roster_id}/fixes"),
        ("POST", "/rosters/{roster_id}/unserved/{unserved_id}/fixes"),
        ("POST", "/rosters/{roster_id}/unserved/{unserved_id}/fixes/{number}"),
        ("POST", "/rosters/{roster_id}/publication"),
        ("DELETE", "/rosters/{roster_id}"),
        ("POST", "/rosters/{roster_id}/trials"),
        ("POST", "/rosters/{roster_id}/changes"),
        ("POST", "/rosters/{roster_id}/undo"),
        ("POST", "/pins"),
        ("DELETE", "/pins/{record_id}"),
        ("POST", "/assignments"),
        ("POST", "/removals"),
        ("POST", "/closed-days"),
        ("DELETE", "/closed-days/{record_id}"),
        ("POST", "/hours/sign-off"),
        ("POST", "/hours/{log_id}/withdrawal"),
        ("POST", "/changes/undo"),
        ("POST", "/imports"),
        ("POST", "/imports/{import_id}/decisions"),
        ("POST", "/imports/{import_id}/previews"),
        ("POST", "/imports/{import_id}/keep"),
        ("DELETE", "/imports/{import_id}"),
        ("POST", "/jobs/{job_id}/stop"),
        ("POST", "/jobs/{job_id}/cancel"),
        ("POST", "/cases"),
        ("PUT", "/cases/{case_id}"),
        ("POST", "/cases/{case_id}/notes"),
        ("PUT", "/cases/{case_id}/closing"),
        ("DELETE", "/cases/{case_id}/closing"),
        ("POST", "/ladders/{ladder_id}/take"),
        ("POST", "/ladders/{ladder_id}/nobody"),
        ("POST", "/ladders/{ladder_id}/seen"),
        ("POST", "/ladders/{ladder_id}/emergency"),
        ("POST", "/alarms/{alarm_id}/reached"),
    ),
}

ROUTES: dict[tuple[str, str], Roles] = {
    **_of_kinds(),
    **{(method, PREFIX + path): roles for roles, routes in _VERBS.items() for method, path in routes},
}
