"""Every route, and what each role gets from it. A route that is missing here makes a test fail.

Each line: method, path template, and the answers for nobody signed in, coordinator, field, auditor, admin. `303` for
nobody means: to the sign-in page. Where a template has places, a second set of lines says what other objects answer.
The JSON API's routes have lines of their own below. To add a route: one line here, one in the table of access.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote

import pytest

from api.doors.access import ACCESS
from api.doors.gate import EVERY, routes_of
from outreach.actor import ROLES
from tests.security.api_lines import KINDS, V1, api_lines, api_objects
from tests.security.cast import Cast, cast_in

CALLERS = ("anonymous", *ROLES)
assert CALLERS == ("anonymous", "coordinator", "field", "auditor", "admin")

ROLE = "(the role)"
Sent = dict[str, object] | None
Headers = dict[str, str] | None
# A file of each mount.
MOUNTED = {"/static": "/static/base.css", "/lib": "/lib/htmx/htmx.min.js"}
NEW_ACCOUNT: Sent = {"login": ROLE, "name": "某人", "role": "admin", "password": "long enough for now"}

# (method, template) -> (answers in the order of CALLERS, what is sent)
LINES: dict[tuple[str, str], tuple[tuple[int, ...], Sent]] = {
    ("GET", "/healthz"): ((200, 200, 200, 200, 200), None),
    ("GET", "/favicon.ico"): ((200, 200, 200, 200, 200), None),
    ("GET", "/static"): ((200, 200, 200, 200, 200), None),
    ("HEAD", "/static"): ((200, 200, 200, 200, 200), None),
    ("GET", "/lib"): ((200, 200, 200, 200, 200), None),
    ("HEAD", "/lib"): ((200, 200, 200, 200, 200), None),
    ("GET", "/sign-in"): ((200, 200, 200, 200, 200), None),
    ("POST", "/sign-in"): ((401, 401, 401, 401, 401), None),
    ("POST", "/sign-out"): ((303, 303, 303, 303, 303), None),
    ("GET", "/account"): ((303, 200, 200, 200, 200), None),
    ("POST", "/account/password"): ((303, 422, 422, 422, 422), None),
    ("POST", "/account/sign-ins/{sign_in_id}/end"): ((303, 303, 303, 303, 303), None),
    ("GET", "/"): ((303, 200, 200, 200, 303), None),
    ("GET", "/week"): ((303, 303, 303, 303, 404), None),
    ("GET", "/week/{monday}"): ((303, 200, 303, 200, 404), None),
    ("GET", "/week/{monday}/events"): ((303, 200, 404, 200, 404), None),
    ("GET", "/duty/{duty_id}"): ((303, 200, 200, 200, 404), None),
    ("GET", "/duty/{duty_id}/map"): ((303, 200, 200, 200, 404), None),
    ("GET", "/duty/{duty_id}/sheet"): ((303, 200, 200, 200, 404), None),
    ("GET", "/duty/{duty_id}/sheet.pdf"): ((303, 200, 200, 200, 404), None),
    ("GET", "/hand-out/{roster_id}"): ((303, 200, 404, 200, 404), None),
    ("GET", "/hand-out/{roster_id}/sheets.pdf"): ((303, 200, 404, 200, 404), None),
    ("GET", "/hand-out/{roster_id}/week.pdf"): ((303, 200, 404, 200, 404), None),
    ("GET", "/feed"): ((303, 200, 200, 404, 404), None),
    # Whose: nobody named, and a coordinator's account has no person of its own.
    ("POST", "/feed"): ((303, 404, 200, 404, 404), None),
    ("POST", "/feed/end"): ((303, 404, 303, 404, 404), None),
    ("GET", "/feeds/{secret}.ics"): ((200, 200, 200, 200, 200), None),
    ("HEAD", "/feeds/{secret}.ics"): ((200, 200, 200, 200, 200), None),
    ("GET", "/unreached/{roster_id}"): ((303, 200, 404, 200, 404), None),
    ("GET", "/unserved/{roster_id}"): ((303, 200, 404, 200, 404), None),
    ("GET", "/unserved/{roster_id}/{unserved_id}/map"): ((303, 200, 404, 200, 404), None),
    ("GET", "/unserved/{roster_id}/{unserved_id}"): ((303, 200, 404, 200, 404), None),
    ("POST", "/unserved/{roster_id}/fixes"): ((303, 303, 404, 404, 404), None),
    ("POST", "/unserved/{roster_id}/stop"): ((303, 303, 404, 404, 404), None),
    ("POST", "/unserved/{roster_id}/{unserved_id}/fixes"): ((303, 303, 404, 404, 404), None),
    ("POST", "/unserved/{roster_id}/{unserved_id}/stop"): ((303, 303, 404, 404, 404), None),
    # Nothing has been found for it, so there is no such fix.
    ("POST", "/unserved/{roster_id}/{unserved_id}/fixes/{number}"): ((303, 404, 404, 404, 404), None),
    ("GET", "/log/{roster_id}"): ((303, 200, 404, 200, 404), None),
    ("GET", "/hours"): ((303, 200, 200, 200, 404), None),
    ("POST", "/hours/search"): ((303, 303, 404, 303, 404), None),
    # Nothing was chosen.
    ("POST", "/hours/sign-off"): ((303, 303, 404, 404, 404), None),
    # Nothing is signed off that could be taken back.
    ("POST", "/hours/{log_id}/withdraw"): ((303, 409, 404, 404, 404), None),
    ("GET", "/hours/export.{suffix}"): ((303, 200, 404, 200, 404), None),
    ("GET", "/rosters/{roster_id}/person/{person_id}/{date}"): ((303, 200, 404, 200, 404), None),
    # Without the name of a seat there is none.
    ("GET", "/rosters/{roster_id}/seat"): ((303, 404, 404, 404, 404), None),
    ("POST", "/rosters/{roster_id}/judge"): ((303, 404, 404, 404, 404), None),
    ("POST", "/rosters/{roster_id}/keep"): ((303, 404, 404, 404, 404), None),
    ("POST", "/rosters/{roster_id}/pin"): ((303, 404, 404, 404, 404), None),
    # Nothing has been changed by hand.
    ("POST", "/rosters/{roster_id}/undo"): ((303, 409, 404, 404, 404), None),
    ("GET", "/publish/{roster_id}"): ((303, 200, 404, 200, 404), None),
    ("POST", "/publish/{roster_id}"): ((303, 409, 404, 404, 404), None),
    ("GET", "/readers/{roster_id}"): ((303, 200, 404, 200, 404), None),
    ("POST", "/duty/{duty_id}/answer"): ((303, 404, 404, 404, 404), None),
    ("GET", "/week/{monday}/plan"): ((303, 200, 404, 404, 404), None),
    ("POST", "/week/{monday}/plan"): ((303, 303, 404, 404, 404), None),
    ("GET", "/jobs"): ((303, 200, 404, 200, 200), None),
    ("GET", "/jobs/{job_id}"): ((303, 200, 404, 200, 200), None),
    ("GET", "/jobs/{job_id}/events"): ((303, 200, 404, 200, 200), None),
    ("POST", "/jobs/{job_id}/stop"): ((303, 303, 404, 404, 404), None),
    ("POST", "/jobs/{job_id}/cancel"): ((303, 303, 404, 404, 404), None),
    ("GET", "/data"): ((303, 200, 404, 200, 404), None),
    ("GET", "/data/changes"): ((303, 200, 404, 200, 404), None),
    ("GET", "/data/changes/{change_id}"): ((303, 200, 404, 200, 404), None),
    ("POST", "/data/changes/{change_id}/undo"): ((303, 409, 404, 404, 404), None),
    ("GET", "/data/places"): ((303, 200, 404, 200, 404), None),
    ("POST", "/data/places"): ((303, 303, 404, 404, 404), {}),
    ("GET", "/data/{kind_name}"): ((303, 200, 404, 200, 404), None),
    ("POST", "/data/{kind_name}/search"): ((303, 303, 404, 303, 404), None),
    ("GET", "/data/{kind_name}/new"): ((303, 200, 404, 404, 404), None),
    ("POST", "/data/{kind_name}/new"): ((303, 422, 404, 404, 404), None),
    ("GET", "/data/{kind_name}/{record_id}"): ((303, 200, 404, 200, 404), None),
    ("POST", "/data/{kind_name}/{record_id}"): ((303, 422, 404, 404, 404), None),
    ("GET", "/data/{kind_name}/{record_id}/pin"): ((303, 200, 404, 404, 404), None),
    ("POST", "/data/{kind_name}/{record_id}/pin"): ((303, 422, 404, 404, 404), None),
    ("GET", "/data/{kind_name}/{record_id}/remove"): ((303, 200, 404, 404, 404), None),
    ("POST", "/data/{kind_name}/{record_id}/remove"): ((303, 409, 404, 404, 404), None),
    ("GET", "/accounts"): ((303, 200, 404, 200, 200), None),
    ("GET", "/accounts/new"): ((303, 200, 404, 404, 200), None),
    ("POST", "/accounts/new"): ((303, 422, 404, 404, 422), None),
    ("GET", "/accounts/{account_id}"): ((303, 200, 404, 404, 200), None),
    ("POST", "/accounts/{account_id}"): ((303, 409, 404, 404, 409), None),
    ("POST", "/accounts/{account_id}/password"): ((303, 403, 404, 404, 403), None),
    ("POST", "/accounts/{account_id}/door"): ((303, 404, 404, 404, 404), None),
    ("GET", "/office"): ((303, 200, 404, 404, 200), None),
    ("POST", "/office"): ((303, 422, 404, 404, 422), None),
    ("GET", "/imports"): ((303, 200, 404, 200, 404), None),
    ("POST", "/imports"): ((303, 422, 404, 404, 404), None),
    ("GET", "/imports/blank.ods"): ((303, 200, 404, 404, 404), None),
    ("GET", "/imports/{run_id}"): ((303, 200, 404, 200, 404), None),
    ("POST", "/imports/{run_id}/previews"): ((303, 303, 404, 404, 404), None),
    ("POST", "/imports/{run_id}/keep"): ((303, 303, 404, 404, 404), None),
    ("POST", "/imports/{run_id}/drop"): ((303, 303, 404, 404, 404), None),
    ("POST", "/imports/{run_id}/undo"): ((303, 303, 404, 404, 404), None),
    ("POST", "/api/v1/sign-ins"): ((401, 401, 401, 401, 401), {"login": "nobody", "password": "wrong"}),
    ("GET", "/api/v1/sign-ins"): ((401, 200, 200, 200, 200), None),
    ("DELETE", "/api/v1/sign-ins/{sign_in_id}"): ((401, 204, 204, 204, 204), None),
    ("GET", "/api/v1/me"): ((401, 200, 200, 200, 200), None),
    ("POST", "/api/v1/me/password"): ((401, 422, 422, 422, 422), {"old": "wrong", "new": "short"}),
    ("GET", "/api/v1/accounts"): ((401, 200, 404, 200, 200), None),
    ("POST", "/api/v1/accounts"): ((401, 400, 404, 404, 400), NEW_ACCOUNT),
    ("PATCH", "/api/v1/accounts/{account_id}"): ((401, 428, 404, 404, 428), {"unlock": True}),
}

# What happened, and replanning: coordinators only, but for what auditors read.
LINES |= {
    (method, path): ((303, answer, 404, 200 if auditor else 404, 404), None)
    for method, path, answer, auditor in (
        ("GET", "/happenings", 200, False),
        ("GET", "/absences/new", 200, False),
        ("POST", "/absences/new", 422, False),
        ("POST", "/absences/{absence_id}/withdraw", 303, False),
        ("GET", "/closed-days/new", 200, False),
        ("POST", "/closed-days/new", 422, False),
        ("POST", "/closed-days/{closed_day_id}/reopen", 303, False),
        ("GET", "/requests/new", 200, False),
        ("POST", "/requests/new", 422, False),
        ("POST", "/requests/find", 200, False),
        ("GET", "/replan/{roster_id}", 200, True),
        ("POST", "/replan/{roster_id}/tries", 303, False),
        ("POST", "/replan/{roster_id}/keep", 409, False),
        ("POST", "/replan/{roster_id}/drop", 303, False),
        ("POST", "/replan/{roster_id}/declined/{duty_id}", 409, False),
        ("GET", "/compare/{one_id}/{other_id}", 200, True),
    )
}

# A duty on a phone: who has none of their own has no such page. After what asks whether somebody has said no.
LINES |= {
    ("GET", "/my"): ((303, 404, 200, 404, 404), None),
    ("GET", "/my/route.json"): ((303, 404, 200, 404, 404), None),
    # Nothing is said in it.
    ("POST", "/my/entries"): ((303, 404, 422, 404, 404), None),
    ("GET", "/my/map"): ((303, 404, 200, 404, 404), None),
    ("GET", "/my/cannot"): ((303, 404, 200, 404, 404), None),
    ("POST", "/my/cannot"): ((303, 404, 303, 404, 404), None),
    ("GET", "/my/away"): ((200, 200, 200, 200, 200), None),
    ("GET", "/my/worker.js"): ((200, 200, 200, 200, 200), None),
    ("GET", "/stand-ins/{duty_id}"): ((303, 200, 404, 200, 404), None),
}

# Personal links: the door is everybody's, and what coordinators make of them is theirs.
LINES |= {
    ("GET", "/d"): ((200, 200, 200, 200, 200), None),
    ("HEAD", "/d"): ((200, 200, 200, 200, 200), None),
    ("POST", "/d/open"): ((404, 404, 404, 404, 404), None),
    ("GET", "/links/{roster_id}"): ((303, 200, 404, 200, 404), None),
    ("POST", "/links/{roster_id}"): ((303, 200, 404, 404, 404), None),
    ("POST", "/links/{roster_id}/pins"): ((303, 200, 404, 404, 404), None),
    ("POST", "/links/{link_id}/revoke"): ((303, 303, 404, 404, 404), None),
    ("POST", "/people/{person_id}/pin"): ((303, 200, 404, 404, 404), None),
}

# The visit log and cases: coordinators and auditors read them, coordinators add to them.
LINES |= {
    (method, path): ((303, answer, 404, answer if auditor else 404, 404), None)
    for method, path, answer, auditor in (
        ("GET", "/visits", 200, True),
        ("POST", "/visits/search", 303, True),
        ("GET", "/visits/export.{suffix}", 200, True),
        ("POST", "/visits/export.{suffix}", 200, True),
        ("GET", "/visits/{log_id}", 200, True),
        ("POST", "/visits/{log_id}/entries", 422, False),
        ("GET", "/cases", 200, True),
        ("GET", "/cases/new", 200, False),
        ("POST", "/cases/new", 422, False),
        ("GET", "/cases/{case_id}", 200, True),
        ("POST", "/cases/{case_id}", 422, False),
        ("POST", "/cases/{case_id}/notes", 422, False),
        ("POST", "/cases/{case_id}/close", 422, False),
        ("POST", "/cases/{case_id}/reopen", 409, False),
        ("GET", "/overdue", 200, True),
        ("POST", "/overdue/search", 303, True),
        ("GET", "/overdue/export.{suffix}", 200, True),
        ("POST", "/overdue/export.{suffix}", 200, True),
    )
}

# Unanswered doors, and crews that are late.
LINES |= {
    ("GET", "/ladders"): ((303, 200, 404, 200, 404), None),
    ("GET", "/ladders/open"): ((303, 200, 404, 200, 404), None),
    ("GET", "/ladders/{ladder_id}"): ((303, 200, 404, 200, 404), None),
    # Which step, is not said.
    ("POST", "/ladders/{ladder_id}/take"): ((303, 409, 404, 404, 404), None),
    ("POST", "/ladders/{ladder_id}/nobody"): ((303, 409, 404, 404, 404), None),
    ("POST", "/ladders/{ladder_id}/seen"): ((303, 422, 404, 404, 404), None),
    ("POST", "/ladders/{ladder_id}/emergency"): ((303, 303, 404, 404, 404), None),
    ("POST", "/alarms/{alarm_id}/reached"): ((303, 303, 404, 404, 404), None),
    ("GET", "/ladder-settings"): ((303, 200, 404, 200, 404), None),
    ("POST", "/ladder-settings"): ((303, 422, 404, 404, 404), None),
}

LINES |= api_lines()

SHEETS = ("", "/map", "/sheet", "/sheet.pdf")
# Objects that are not the caller's: (method, template, whose) -> answers of coordinator, field, auditor, admin.
OBJECTS: dict[tuple[str, str, str], tuple[int, ...]] = {
    **{("GET", f"/duty/{{duty_id}}{more}", "others"): (200, 404, 200, 404) for more in SHEETS},
    **{("GET", f"/duty/{{duty_id}}{more}", "draft"): (200, 404, 200, 404) for more in SHEETS},
    **{("GET", f"/duty/{{duty_id}}{more}", "foreign"): (404, 404, 404, 404) for more in SHEETS},
    **{
        ("GET", f"/hand-out/{{roster_id}}{more}", "foreign"): (404, 404, 404, 404)
        for more in ("", "/sheets.pdf", "/week.pdf")
    },
    ("GET", "/unreached/{roster_id}", "foreign"): (404, 404, 404, 404),
    ("GET", "/unserved/{roster_id}", "foreign"): (404, 404, 404, 404),
    ("GET", "/unserved/{roster_id}/{unserved_id}", "foreign"): (404, 404, 404, 404),
    ("GET", "/unserved/{roster_id}/{unserved_id}/map", "foreign"): (404, 404, 404, 404),
    **{
        ("POST", f"/unserved/{{roster_id}}{more}", "foreign"): (404, 404, 404, 404)
        for more in ("/fixes", "/stop", "/{unserved_id}/fixes", "/{unserved_id}/stop", "/{unserved_id}/fixes/{number}")
    },
    ("GET", "/log/{roster_id}", "foreign"): (404, 404, 404, 404),
    ("POST", "/hours/{log_id}/withdraw", "foreign"): (404, 404, 404, 404),
    ("GET", "/rosters/{roster_id}/person/{person_id}/{date}", "foreign"): (404, 404, 404, 404),
    ("GET", "/rosters/{roster_id}/seat", "foreign"): (404, 404, 404, 404),
    **{
        ("POST", f"/rosters/{{roster_id}}/{verb}", "foreign"): (404, 404, 404, 404)
        for verb in ("judge", "keep", "pin", "undo")
    },
    ("GET", "/publish/{roster_id}", "foreign"): (404, 404, 404, 404),
    ("POST", "/publish/{roster_id}", "foreign"): (404, 404, 404, 404),
    ("POST", "/duty/{duty_id}/answer", "foreign"): (404, 404, 404, 404),
    ("GET", "/readers/{roster_id}", "foreign"): (404, 404, 404, 404),
    ("GET", "/stand-ins/{duty_id}", "foreign"): (404, 404, 404, 404),
    **{("GET", f"/jobs/{{job_id}}{more}", "foreign"): (404, 404, 404, 404) for more in ("", "/events")},
    **{("POST", f"/jobs/{{job_id}}/{how}", "foreign"): (404, 404, 404, 404) for how in ("stop", "cancel")},
    ("GET", "/data/changes/{change_id}", "foreign"): (404, 404, 404, 404),
    ("POST", "/data/changes/{change_id}/undo", "foreign"): (404, 404, 404, 404),
    ("GET", "/data/{kind_name}/{record_id}", "foreign"): (404, 404, 404, 404),
    ("POST", "/data/{kind_name}/{record_id}", "foreign"): (404, 404, 404, 404),
    ("GET", "/data/{kind_name}/{record_id}/pin", "foreign"): (404, 404, 404, 404),
    ("POST", "/data/{kind_name}/{record_id}/pin", "foreign"): (404, 404, 404, 404),
    ("GET", "/data/{kind_name}/{record_id}/remove", "foreign"): (404, 404, 404, 404),
    ("POST", "/data/{kind_name}/{record_id}/remove", "foreign"): (404, 404, 404, 404),
    **{
        (method, f"/accounts/{{account_id}}{more}", "foreign"): (404, 404, 404, 404)
        for method, more in (("GET", ""), ("POST", ""), ("POST", "/password"), ("POST", "/door"))
    },
    ("GET", "/imports/{run_id}", "foreign"): (404, 404, 404, 404),
    **{
        ("POST", f"/imports/{{run_id}}/{verb}", "foreign"): (404, 404, 404, 404)
        for verb in ("previews", "keep", "drop", "undo")
    },
    ("POST", "/account/sign-ins/{sign_in_id}/end", "others"): (303, 404, 404, 303),
    ("POST", "/account/sign-ins/{sign_in_id}/end", "foreign"): (404, 404, 404, 404),
    ("DELETE", "/api/v1/sign-ins/{sign_in_id}", "others"): (204, 404, 404, 204),
    ("DELETE", "/api/v1/sign-ins/{sign_in_id}", "foreign"): (404, 404, 404, 404),
    ("PATCH", "/api/v1/accounts/{account_id}", "foreign"): (404, 404, 404, 404),
}
FOREIGN = (
    *("/absences/{", "/closed-days/{", "/replan/{", "/compare/{", "/links/{", "/people/{"),
    *("/visits/{log_id}", "/cases/{", "/ladders/{", "/alarms/{"),
)
OBJECTS |= {(method, path, "foreign"): (404, 404, 404, 404) for method, path in LINES if path.startswith(FOREIGN)}
OBJECTS |= api_objects()


@pytest.fixture(scope="module")
def cast(tmp_path_factory: pytest.TempPathFactory) -> Cast:
    return cast_in(tmp_path_factory.mktemp("access"))


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Cast:
    """The same office in another database: its identifiers are another office's."""
    return cast_in(tmp_path_factory.mktemp("other"))


def places(cast: Cast, role: str, whose: str, template: str, other: Cast | None = None) -> Mapping[str, str]:
    """What to put into the places of a template, so that it is the role's own object, or another's."""
    own_account = cast.accounts["coordinator" if role == "anonymous" else role].id
    cast.end_jobs()
    if whose == "foreign":
        assert other is not None
        named = {"duty_id": other.own, "roster_id": other.roster, "unserved_id": other.unserved, "number": "1"}
        named |= {"person_id": other.people["V001"], "date": "2026-12-02"}
        named |= {"one_id": other.roster, "other_id": other.draft_roster, "log_id": other.log}
        return {**kept(other, template), **cast.foreign, **named}
    if whose in ("others", "draft"):
        someone = cast.accounts["auditor" if role != "auditor" else "coordinator"].id
        return {
            "duty_id": cast.others if whose == "others" else cast.draft,
            "roster_id": cast.draft_roster,
            "sign_in_id": cast.open_sign_in(someone, cast.office_id),
            "record_id": cast.keep("absences", "S001") if "absences" in template else cast.people["S001"],
        }
    return {
        **kept(cast, template),
        "monday": "2026-11-30",
        "person_id": cast.people["V001"],
        "date": "2026-12-02",
        "duty_id": cast.own,
        "roster_id": cast.roster,
        "unserved_id": cast.unserved,
        "one_id": cast.roster,
        "other_id": cast.draft_roster,
        "secret": cast.secret,
        "number": "1",
        "log_id": cast.log,
        "suffix": "csv",
        "sign_in_id": cast.open_sign_in(own_account, cast.office_id),
        "account_id": own_account,
    }


def kept(cast: Cast, template: str) -> Mapping[str, str]:
    """Records of the API's kinds, new ones for each question."""
    kind = template.removeprefix(V1).split("/")[1]
    run = cast.keep("imports") if kind == "imports" else ""
    # What is told of a job that goes on has no end.
    job = cast.keep("ended-jobs" if template.endswith("/events") else "jobs") if kind == "jobs" else ""
    kind = template.removeprefix(V1).split("/")[1] if template.startswith(V1) else ""
    if template.startswith("/data/"):
        # Only what has a place has a pin.
        name = "clients" if template.endswith("/pin") else "kits"
        return {"kind_name": name, "record_id": cast.keep(name), "change_id": cast.keep("changes")}
    return {
        "record_id": cast.people["V001"] if kind == "people" else cast.keep(kind) if kind in KINDS else "",
        "job_id": job,
        "import_id": run,
        "run_id": run,
        "try_id": "0" * 32,
        "absence_id": cast.keep("absences") if "{absence_id}" in template else "",
        "link_id": cast.keep("links") if "{link_id}" in template else "",
        "ladder_id": cast.keep("ladders") if "{ladder_id}" in template else "",
        "alarm_id": cast.keep("alarms") if "{alarm_id}" in template else "",
        "closed_day_id": cast.keep("closed-days") if "{closed_day_id}" in template else "",
        "log_id": cast.keep("visits") if "{log_id}" in template else "",
        "case_id": cast.keep("cases") if "{case_id}" in template else "",
    }


def ask(
    cast: Cast, role: str, method: str, template: str, values: Mapping[str, str], sent: Sent, headers: Headers = None
) -> int:
    cast.forgive()
    body = sent and {key: f"new-{role}" if value == ROLE else value for key, value in sent.items()}
    path = MOUNTED.get(template) or template.format(**values)
    more = "?with=" + cast.draft_roster if path.endswith("/comparison") else ""
    more = "?date=2026-12-02" if path.endswith("/sheets.pdf") else more
    client = cast.client(role) if template == "/sign-out" else cast.known(role)
    answer = client.request(method, path + more, json=body, headers=headers, follow_redirects=False)
    return answer.status_code


def test_every_route_stands_in_this_list_and_in_the_table(cast: Cast) -> None:
    there = {
        (method, route.template)
        for route in routes_of(cast.app)
        for method in (("GET", "HEAD") if route.method == EVERY else (route.method,))
    }
    assert there - set(LINES) == set()
    assert set(LINES) - there == set()
    assert there == set(ACCESS)


def test_every_place_of_an_object_has_a_foreign_object() -> None:
    with_objects = {(method, path) for method, path in LINES if "_id}" in path}
    assert with_objects == {(method, path) for method, path, whose in OBJECTS if whose == "foreign"}


@pytest.mark.parametrize("role", CALLERS)
@pytest.mark.parametrize(("method", "template"), LINES, ids=str)
def test_what_each_role_gets(cast: Cast, method: str, template: str, role: str) -> None:
    expected, sent = LINES[method, template]
    found = ask(cast, role, method, template, places(cast, role, "own", template), sent)
    assert found == expected[CALLERS.index(role)]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("method", "template", "whose"), OBJECTS, ids=str)
def test_what_is_not_yours_is_not_there(
    cast: Cast, other: Cast, method: str, template: str, whose: str, role: str
) -> None:
    sent: Sent = {"PATCH": {}, "PUT": {"answer": "accepted"}, "POST": {}}.get(method)
    complete = {"If-Match": '"1"', "Idempotency-Key": secrets.token_hex(16)}
    found = ask(cast, role, method, template, places(cast, role, whose, template, other), sent, complete)
    assert found == OBJECTS[method, template, whose][ROLES.index(role)]


@pytest.mark.parametrize(
    "path",
    [
        "/week/2026-11-30/",
        "//week/2026-11-30",
        "/week//2026-11-30",
        "/WEEK/2026-11-30",
        "/static/../week/2026-11-30",
        "/static/%2e%2e/week/2026-11-30",
        "/static/..%2f..%2fapp.py",
        "/%2e/week/2026-11-30",
        "/week/2026-11-30%2f",
        "/week/2026-11-30;x=1",
        "/week/2026-11-30%00",
        "/week/2026-11-30%0a",
        "/healthz/../week/2026-11-30",
        "/sign-in/week/2026-11-30",
        "/static",
        "/static/",
        "/docs",
        "/redoc",
        "/openapi.json",
        "/api",
        "/api/v1",
        "/api/v1/",
        "*",
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "TRACE", "PROPFIND", "get"])
def test_no_odd_address_or_method_shows_anything(cast: Cast, path: str, method: str) -> None:
    answer = raw(cast, method, path)
    assert answer[0] in (303, 401, 404, 405)
    assert "林秀琴" not in answer[1]


def test_no_header_changes_the_method(cast: Cast) -> None:
    for header in ("X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"):
        answer = cast.client("anonymous").post("/week/2026-11-30", headers={header: "GET"}, follow_redirects=False)
        assert answer.status_code == 303


def test_a_route_that_is_added_later_is_not_there(cast: Cast) -> None:
    cast.app.add_api_route("/later", lambda: "open")
    try:
        for role in CALLERS:
            assert cast.client(role).get("/later").status_code == 404
    finally:
        cast.app.router.routes.pop()


def test_who_may_read_an_address_is_told_that_it_cannot_be_written(cast: Cast) -> None:
    answers = [cast.client(role).put("/week/2026-11-30", follow_redirects=False) for role in CALLERS]
    assert [answer.status_code for answer in answers] == [303, 405, 405, 405, 404]
    assert answers[1].headers["allow"] == "GET"


def raw(cast: Cast, method: str, path: str) -> tuple[int, str]:
    """What the application answers to an address exactly as it is written."""
    told: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        told.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"localhost")],
        "client": ("192.0.2.1", 1),
        "server": ("localhost", 80),
    }
    # In a thread of its own: a browser of another test may have left a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, cast.app(scope, receive, send)).result()
    body = b"".join(one["body"] for one in told if one["type"] == "http.response.body")  # type: ignore[misc]
    return int(str(told[0]["status"])), body.decode()
