"""What each role gets from the routes of the JSON API, stated a second time: the table of access is not asked.

Whatever changes something is asked here without its idempotency key, its `If-Match` or its body: who may use the route
is told what is missing (400, 422, 428), everybody else that there is nothing (404), and nothing changes.
"""

from __future__ import annotations

V1 = "/api/v1"

# Records that coordinators and auditors read. `admin`: no personal data in them; `field`: field people read their own;
# `search`: looked for by name; `verbs`: made and taken back by verbs, else kept by hand.
KINDS: dict[str, tuple[str, ...]] = {
    "absences": ("field", "verbs"),
    "campaigns": (),
    "care-plans": ("search",),
    "clients": ("search",),
    "closed-days": ("verbs",),
    "desks": (),
    "drives": (),
    "insurances": ("field",),
    "kits": ("admin",),
    "people": ("field", "search"),
    "pins": ("verbs",),
    "services": ("admin",),
    "shifts": (),
    "tasks": ("search",),
    "training-rules": ("admin",),
    "trainings": ("field",),
    "units": ("admin",),
}

# Who may use a verb, beside the coordinator, and what the route says to them.
READS: dict[str, str] = {
    "/openapi.json": "field auditor admin",
    "/weeks/{monday}": "field auditor",
    "/rosters": "field auditor",
    "/rosters/{roster_id}": "field auditor",
    "/rosters/{roster_id}/comparison": "auditor",
    "/rosters/{roster_id}/tries": "auditor",
    "/rosters/{roster_id}/readers": "auditor",
    "/rosters/{roster_id}/hand-out": "auditor",
    "/rosters/{roster_id}/people": "auditor",
    "/rosters/{roster_id}/desks": "auditor",
    "/rosters/{roster_id}/clients": "auditor",
    "/rosters/{roster_id}/villages": "auditor",
    "/rosters/{roster_id}/unreached": "auditor",
    "/rosters/{roster_id}/unserved/{unserved_id}/fixes": "auditor",
    "/duties": "field auditor",
    "/duties/{duty_id}": "field auditor",
    "/messages": "field auditor",
    "/hours": "field auditor",
    "/changes": "auditor",
    "/imports": "auditor",
    "/imports/{import_id}": "auditor",
    "/jobs": "auditor admin",
    "/jobs/{job_id}": "auditor admin",
    "/office": "admin",
    "/visits": "auditor",
    "/visits/{log_id}": "auditor",
    "/overdue": "auditor",
    "/cases": "auditor",
    "/cases/{case_id}": "auditor",
    "/ladders": "auditor",
    "/ladders/{ladder_id}": "auditor",
    "/alarms": "auditor",
}
WRITES: dict[tuple[str, str], tuple[int, str]] = {
    ("POST", "/rosters/{roster_id}/reading"): (400, "field auditor"),
    ("PUT", "/duties/{duty_id}/answer"): (422, "field"),
    ("POST", "/absences"): (400, "field"),
    ("DELETE", "/absences/{record_id}"): (204, "field"),
    ("GET", "/people/{record_id}/feed"): (200, "field"),
    ("PUT", "/people/{record_id}/feed"): (200, "field"),
    ("DELETE", "/people/{record_id}/feed"): (204, "field"),
    ("POST", "/weeks/{monday}/plans"): (400, ""),
    ("POST", "/rosters/{roster_id}/replans"): (400, ""),
    ("POST", "/rosters/{roster_id}/tries"): (400, ""),
    ("POST", "/rosters/{roster_id}/tries/{try_id}/keep"): (400, ""),
    ("DELETE", "/rosters/{roster_id}/tries"): (204, ""),
    ("POST", "/rosters/{roster_id}/fixes"): (400, ""),
    ("POST", "/rosters/{roster_id}/unserved/{unserved_id}/fixes"): (400, ""),
    ("POST", "/rosters/{roster_id}/unserved/{unserved_id}/fixes/{number}"): (400, ""),
    ("POST", "/rosters/{roster_id}/publication"): (400, ""),
    ("DELETE", "/rosters/{roster_id}"): (409, ""),
    ("POST", "/rosters/{roster_id}/trials"): (422, ""),
    ("POST", "/rosters/{roster_id}/changes"): (400, ""),
    ("POST", "/rosters/{roster_id}/undo"): (400, ""),
    # Without saying which seat, or who and when.
    ("GET", "/rosters/{roster_id}/candidates"): (422, "auditor"),
    ("GET", "/rosters/{roster_id}/suits"): (422, "auditor"),
    ("POST", "/pins"): (400, ""),
    ("DELETE", "/pins/{record_id}"): (204, ""),
    ("POST", "/assignments"): (400, ""),
    ("POST", "/removals"): (400, ""),
    ("POST", "/closed-days"): (400, ""),
    ("DELETE", "/closed-days/{record_id}"): (204, ""),
    ("POST", "/hours/sign-off"): (400, ""),
    ("POST", "/hours/{log_id}/withdrawal"): (400, ""),
    ("POST", "/changes/undo"): (400, ""),
    ("POST", "/imports"): (400, ""),
    ("POST", "/imports/{import_id}/decisions"): (400, ""),
    ("POST", "/imports/{import_id}/previews"): (400, ""),
    ("POST", "/imports/{import_id}/keep"): (400, ""),
    ("DELETE", "/imports/{import_id}"): (204, ""),
    ("POST", "/jobs/{job_id}/stop"): (400, ""),
    ("POST", "/jobs/{job_id}/cancel"): (400, ""),
    ("PATCH", "/office"): (428, "admin"),
    ("POST", "/visits/search"): (422, "auditor"),
    ("POST", "/entries"): (400, "field"),
    ("POST", "/cases"): (400, ""),
    ("PUT", "/cases/{case_id}"): (422, ""),
    ("POST", "/cases/{case_id}/notes"): (400, ""),
    ("PUT", "/cases/{case_id}/closing"): (422, ""),
    ("DELETE", "/cases/{case_id}/closing"): (409, ""),
    ("POST", "/ladders/{ladder_id}/take"): (400, ""),
    ("POST", "/ladders/{ladder_id}/nobody"): (400, ""),
    ("POST", "/ladders/{ladder_id}/seen"): (400, ""),
    ("POST", "/ladders/{ladder_id}/emergency"): (400, ""),
    ("POST", "/alarms/{alarm_id}/reached"): (400, ""),
}

Answers = tuple[int, ...]


def api_lines() -> dict[tuple[str, str], tuple[Answers, None]]:
    """One line a route, as in `test_access.LINES`."""
    lines: dict[tuple[str, str], tuple[Answers, None]] = {}
    for kind, traits in KINDS.items():
        many, one = f"{V1}/{kind}", f"{V1}/{kind}/{{record_id}}"
        readers = " ".join(["auditor", *traits])
        lines[("GET", many)] = lines[("GET", one)] = (_answers(200, readers), None)
        if "search" in traits:
            lines[("POST", f"{many}/search")] = (_answers(422, "auditor"), None)
        if "verbs" not in traits:
            lines[("POST", many)] = (_answers(400, ""), None)
            lines[("PATCH", one)] = lines[("DELETE", one)] = (_answers(428, ""), None)
    lines |= {("GET", V1 + path): (_answers(200, others), None) for path, others in READS.items()}
    lines |= {(method, V1 + path): (_answers(code, who), None) for (method, path), (code, who) in WRITES.items()}
    return lines


def _answers(allowed: int, others: str) -> Answers:
    """For nobody signed in, coordinator, field, auditor, admin."""
    return (401, allowed, *(allowed if role in others.split() else 404 for role in ("field", "auditor", "admin")))


def api_objects() -> dict[tuple[str, str, str], Answers]:
    """What is not the caller's, for coordinator, field, auditor, admin: another office's is there for nobody."""
    foreign = {(method, path, "foreign"): (404,) * 4 for method, path in api_lines() if "_id}" in path}
    # Here a body that cannot be taken is told before anything is looked for; test_visits_and_cases.py sends right ones.
    bodies = (("PUT", "/cases/{case_id}"), ("PUT", "/cases/{case_id}/closing"), ("POST", "/cases/{case_id}/notes"))
    foreign |= {(method, V1 + path, "foreign"): (422, 404, 404, 404) for method, path in bodies}
    return foreign | {
        ("GET", f"{V1}/duties/{{duty_id}}", "others"): (200, 404, 200, 404),
        ("GET", f"{V1}/duties/{{duty_id}}", "draft"): (200, 404, 200, 404),
        ("PUT", f"{V1}/duties/{{duty_id}}/answer", "others"): (200, 404, 404, 404),
        ("PUT", f"{V1}/duties/{{duty_id}}/answer", "draft"): (409, 404, 404, 404),
        ("GET", f"{V1}/rosters/{{roster_id}}", "draft"): (200, 404, 200, 404),
        ("POST", f"{V1}/rosters/{{roster_id}}/reading", "draft"): (403, 404, 403, 404),
        ("GET", f"{V1}/people/{{record_id}}", "others"): (200, 404, 200, 404),
        **{
            (method, f"{V1}/people/{{record_id}}/feed", "others"): (code, 404, 404, 404)
            for method, code in (("GET", 200), ("PUT", 200), ("DELETE", 204))
        },
        ("GET", f"{V1}/absences/{{record_id}}", "others"): (200, 404, 200, 404),
        ("DELETE", f"{V1}/absences/{{record_id}}", "others"): (204, 404, 404, 404),
    }
