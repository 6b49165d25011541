"""Who may use which route: the one table. What does not stand here is not there, for anybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from api.routes.access import ROUTES
from outreach.actor import ROLES, Role

Caller = Role | Literal["anonymous"]

PUBLIC: frozenset[Caller] = frozenset(("anonymous", *ROLES))
SIGNED_IN: frozenset[Caller] = frozenset(ROLES)
READERS: frozenset[Caller] = frozenset(("coordinator", "auditor"))
WRITERS: frozenset[Caller] = frozenset(("coordinator",))
DUTIES: frozenset[Caller] = READERS | {"field"}
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
    # Field people open their own duties only: the use case looks whose it is.
    ("GET", "/duty/{duty_id}"): DUTIES,
    ("GET", "/duty/{duty_id}/map"): DUTIES,
    ("GET", "/duty/{duty_id}/sheet"): DUTIES,
    ("GET", "/unserved/{roster_id}"): READERS,
    ("GET", "/unserved/{roster_id}/{unserved_id}/map"): READERS,
    ("GET", "/log/{roster_id}"): READERS,
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
