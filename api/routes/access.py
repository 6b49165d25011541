"""Who may use which route of the JSON API: (method, path template) -> roles."""

from outreach.actor import Role

ROUTES: dict[tuple[str, str], frozenset[Role]] = {}
