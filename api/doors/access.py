"""Who may use which route: the one table. What does not stand here is not there, for anybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from api.routes.access import ROUTES
from outreach.actor import ROLES, Role

Caller = Role | Literal["anonymous"]

PUBLIC: frozenset[Caller] = frozenset(("anonymous", "link", "noting", *ROLES))
SIGNED_IN: frozenset[Caller] = frozenset(ROLES)
READERS: frozenset[Caller] = frozenset(("coordinator", "auditor"))
WRITERS: frozenset[Caller] = frozenset(("coordinator",))
DUTIES: frozenset[Caller] = READERS | {"field"}
MINE: frozenset[Caller] = frozenset(("field", "link"))
"""What somebody in the field does with their own duty, signed in or on a device with a personal link."""
FEEDS: frozenset[Caller] = frozenset(("coordinator", "field"))
JOBS: frozenset[Caller] = READERS | {"admin"}
DOORKEEPERS: frozenset[Caller] = frozenset(("coordinator", "admin"))

_PAGES: dict[tuple[str, str], frozenset[Caller]] = {
    ("GET", "/healthz"): PUBLIC,
    ("GET", "/favicon.ico"): PUBLIC,
    ("GET", "/static"): PUBLIC,
    ("HEAD", "/static"): PUBLIC,
    ("GET", "/lib"): PUBLIC,
    ("HEAD", "/lib"): PUBLIC,
    ("GET", "/sign-in"): PUBLIC,
    ("POST", "/sign-in"): PUBLIC,
    ("POST", "/sign-out"): SIGNED_IN,
    ("GET", "/account"): SIGNED_IN,
    ("POST", "/account/password"): SIGNED_IN,
    ("POST", "/account/sign-ins/{sign_in_id}/end"): SIGNED_IN,
    ("GET", "/"): SIGNED_IN,
    # Field people are led on to their own duties.
    ("GET", "/week"): DUTIES,
    ("GET", "/week/{monday}"): DUTIES,
    ("GET", "/week/{monday}/events"): READERS,
    # Field people open their own duties only: the use case looks whose it is.
    ("GET", "/duty/{duty_id}"): DUTIES,
    ("GET", "/duty/{duty_id}/map"): DUTIES,
    ("GET", "/duty/{duty_id}/sheet"): DUTIES,
    ("GET", "/duty/{duty_id}/sheet.pdf"): DUTIES,
    ("GET", "/hand-out/{roster_id}"): READERS,
    ("GET", "/hand-out/{roster_id}/sheets.pdf"): READERS,
    ("GET", "/hand-out/{roster_id}/week.pdf"): READERS,
    # Whose feed is whose is looked at by the use cases; who knows a feed's secret address reads it.
    ("GET", "/feed"): FEEDS,
    ("POST", "/feed"): FEEDS,
    ("POST", "/feed/end"): FEEDS,
    ("GET", "/feeds/{secret}.ics"): PUBLIC,
    ("HEAD", "/feeds/{secret}.ics"): PUBLIC,
    # Looking at the door of a personal link uses nothing up; who knows its secret and the PIN comes in.
    ("GET", "/d"): PUBLIC,
    ("HEAD", "/d"): PUBLIC,
    ("POST", "/d/open"): PUBLIC,
    ("GET", "/links/{roster_id}"): READERS,
    ("POST", "/links/{roster_id}"): WRITERS,
    ("POST", "/links/{roster_id}/pins"): WRITERS,
    ("POST", "/links/{link_id}/revoke"): WRITERS,
    ("POST", "/people/{person_id}/pin"): WRITERS,
    ("GET", "/unserved/{roster_id}"): READERS,
    ("GET", "/unserved/{roster_id}/{unserved_id}"): READERS,
    ("GET", "/unserved/{roster_id}/{unserved_id}/map"): READERS,
    ("POST", "/unserved/{roster_id}/fixes"): WRITERS,
    ("POST", "/unserved/{roster_id}/stop"): WRITERS,
    ("POST", "/unserved/{roster_id}/{unserved_id}/fixes"): WRITERS,
    ("POST", "/unserved/{roster_id}/{unserved_id}/stop"): WRITERS,
    ("POST", "/unserved/{roster_id}/{unserved_id}/fixes/{number}"): WRITERS,
    ("GET", "/log/{roster_id}"): READERS,
    # Field people see their own hours; nobody signs off theirs.
    ("GET", "/hours"): DUTIES,
    ("POST", "/hours/search"): READERS,
    ("POST", "/hours/sign-off"): WRITERS,
    ("POST", "/hours/{log_id}/withdraw"): WRITERS,
    ("GET", "/hours/export.{suffix}"): READERS,
    # What nobody opened: who plans acts, an auditor reads, people in the field see their own doors only.
    ("GET", "/ladders"): READERS,
    ("GET", "/ladders/open"): READERS,
    ("GET", "/ladders/{ladder_id}"): READERS,
    ("POST", "/ladders/{ladder_id}/take"): WRITERS,
    ("POST", "/ladders/{ladder_id}/nobody"): WRITERS,
    ("POST", "/ladders/{ladder_id}/seen"): WRITERS,
    ("POST", "/ladders/{ladder_id}/emergency"): WRITERS,
    ("GET", "/ladder-settings"): READERS,
    ("POST", "/ladder-settings"): WRITERS,
    ("POST", "/alarms/{alarm_id}/reached"): WRITERS,
    ("GET", "/visits"): READERS,
    ("POST", "/visits/search"): READERS,
    ("GET", "/visits/export.{suffix}"): READERS,
    ("POST", "/visits/export.{suffix}"): READERS,
    ("GET", "/visits/{log_id}"): READERS,
    ("POST", "/visits/{log_id}/entries"): WRITERS,
    ("GET", "/cases"): READERS,
    ("GET", "/cases/new"): WRITERS,
    ("POST", "/cases/new"): WRITERS,
    ("GET", "/cases/{case_id}"): READERS,
    ("POST", "/cases/{case_id}"): WRITERS,
    ("POST", "/cases/{case_id}/notes"): WRITERS,
    ("POST", "/cases/{case_id}/close"): WRITERS,
    ("POST", "/cases/{case_id}/reopen"): WRITERS,
    ("GET", "/overdue"): READERS,
    ("POST", "/overdue/search"): READERS,
    ("GET", "/overdue/export.{suffix}"): READERS,
    ("POST", "/overdue/export.{suffix}"): READERS,
    ("GET", "/happenings"): WRITERS,
    ("GET", "/absences/new"): WRITERS,
    ("POST", "/absences/new"): WRITERS,
    ("POST", "/absences/{absence_id}/withdraw"): WRITERS,
    ("GET", "/closed-days/new"): WRITERS,
    ("POST", "/closed-days/new"): WRITERS,
    ("POST", "/closed-days/{closed_day_id}/reopen"): WRITERS,
    ("GET", "/requests/new"): WRITERS,
    ("POST", "/requests/new"): WRITERS,
    ("POST", "/requests/find"): WRITERS,
    ("GET", "/replan/{roster_id}"): READERS,
    ("POST", "/replan/{roster_id}/tries"): WRITERS,
    ("POST", "/replan/{roster_id}/keep"): WRITERS,
    ("POST", "/replan/{roster_id}/drop"): WRITERS,
    ("POST", "/replan/{roster_id}/declined/{duty_id}"): WRITERS,
    ("GET", "/compare/{one_id}/{other_id}"): READERS,
    ("GET", "/rosters/{roster_id}/person/{person_id}/{date}"): READERS,
    ("GET", "/rosters/{roster_id}/seat"): READERS,
    ("POST", "/rosters/{roster_id}/judge"): WRITERS,
    ("POST", "/rosters/{roster_id}/keep"): WRITERS,
    ("POST", "/rosters/{roster_id}/undo"): WRITERS,
    ("POST", "/rosters/{roster_id}/pin"): WRITERS,
    ("GET", "/publish/{roster_id}"): READERS,
    ("POST", "/publish/{roster_id}"): WRITERS,
    ("GET", "/readers/{roster_id}"): READERS,
    # Field people answer for their own duties only: the use case looks whose it is.
    ("POST", "/duty/{duty_id}/answer"): WRITERS | {"field"},
    # One's own duty on a phone. What it has noted is taken for a while after it shows nothing any more.
    ("GET", "/my"): MINE | {"noting"},
    ("GET", "/my/route.json"): MINE,
    ("POST", "/my/entries"): MINE | {"noting"},
    ("GET", "/my/map"): MINE,
    ("GET", "/my/cannot"): MINE,
    ("POST", "/my/cannot"): MINE,
    ("GET", "/my/away"): PUBLIC,
    ("GET", "/my/worker.js"): PUBLIC,
    ("GET", "/stand-ins/{duty_id}"): READERS,
    ("GET", "/week/{monday}/plan"): WRITERS,
    ("POST", "/week/{monday}/plan"): WRITERS,
    # Administrators see that a job goes on, and nothing of what is in it.
    ("GET", "/jobs"): JOBS,
    ("GET", "/jobs/{job_id}"): JOBS,
    ("GET", "/jobs/{job_id}/events"): JOBS,
    ("POST", "/jobs/{job_id}/stop"): WRITERS,
    ("POST", "/jobs/{job_id}/cancel"): WRITERS,
    ("GET", "/data"): READERS,
    ("GET", "/data/changes"): READERS,
    ("GET", "/data/changes/{change_id}"): READERS,
    ("POST", "/data/changes/{change_id}/undo"): WRITERS,
    ("GET", "/data/{kind_name}"): READERS,
    ("POST", "/data/{kind_name}/search"): READERS,
    ("GET", "/data/{kind_name}/new"): WRITERS,
    ("POST", "/data/{kind_name}/new"): WRITERS,
    ("GET", "/data/{kind_name}/{record_id}"): READERS,
    ("POST", "/data/{kind_name}/{record_id}"): WRITERS,
    ("GET", "/data/{kind_name}/{record_id}/pin"): WRITERS,
    ("POST", "/data/{kind_name}/{record_id}/pin"): WRITERS,
    ("GET", "/data/{kind_name}/{record_id}/remove"): WRITERS,
    ("POST", "/data/{kind_name}/{record_id}/remove"): WRITERS,
    ("GET", "/accounts"): DOORKEEPERS | {"auditor"},
    ("GET", "/accounts/new"): DOORKEEPERS,
    ("POST", "/accounts/new"): DOORKEEPERS,
    ("GET", "/accounts/{account_id}"): DOORKEEPERS,
    ("POST", "/accounts/{account_id}"): DOORKEEPERS,
    ("POST", "/accounts/{account_id}/password"): DOORKEEPERS,
    ("POST", "/accounts/{account_id}/door"): DOORKEEPERS,
    ("GET", "/office"): DOORKEEPERS,
    ("POST", "/office"): DOORKEEPERS,
    ("GET", "/imports"): READERS,
    ("POST", "/imports"): WRITERS,
    ("GET", "/imports/blank.ods"): WRITERS,
    ("GET", "/imports/{run_id}"): READERS,
    ("POST", "/imports/{run_id}/previews"): WRITERS,
    ("POST", "/imports/{run_id}/keep"): WRITERS,
    ("POST", "/imports/{run_id}/drop"): WRITERS,
    ("POST", "/imports/{run_id}/undo"): WRITERS,
}

_DOORS: dict[tuple[str, str], frozenset[Caller]] = {
    ("POST", "/api/v1/sign-ins"): PUBLIC,
    ("GET", "/api/v1/sign-ins"): SIGNED_IN,
    ("DELETE", "/api/v1/sign-ins/{sign_in_id}"): SIGNED_IN,
    ("GET", "/api/v1/me"): SIGNED_IN,
    ("POST", "/api/v1/me/password"): SIGNED_IN,
    ("GET", "/api/v1/accounts"): DOORKEEPERS | {"auditor"},
    ("POST", "/api/v1/accounts"): DOORKEEPERS,
    ("PATCH", "/api/v1/accounts/{account_id}"): DOORKEEPERS,
}

ACCESS: Mapping[tuple[str, str], frozenset[Caller]] = {**_PAGES, **_DOORS, **ROUTES}
