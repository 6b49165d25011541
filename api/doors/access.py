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
FEEDS: frozenset[Caller] = frozenset(("coordinator", "field"))
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
    ("GET", "/unserved/{roster_id}"): READERS,
    ("GET", "/unserved/{roster_id}/{unserved_id}/map"): READERS,
    ("GET", "/log/{roster_id}"): READERS,
    ("GET", "/publish/{roster_id}"): READERS,
    ("POST", "/publish/{roster_id}"): WRITERS,
    ("GET", "/readers/{roster_id}"): READERS,
    # Field people answer for their own duties only: the use case looks whose it is.
    ("POST", "/duty/{duty_id}/answer"): WRITERS | {"field"},
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
