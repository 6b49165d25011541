"""Who asks for something. Use cases check what may be seen and done by it; nothing else decides."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

AccountRole = Literal["coordinator", "field", "auditor", "admin"]
Role = AccountRole | Literal["link", "noting"]
"""Beside accounts, devices: `link` sees the one duty that its personal link leads to; `noting` sees nothing any more,
and what it has noted is still taken.
"""
ROLES: tuple[AccountRole, ...] = ("coordinator", "field", "auditor", "admin")
"""Of accounts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who is signed in, or the command line (`account_id` is `None`, role coordinator).

    `person_id`: who they are in the roster, where they are. `link_id`, `date`: of a device with a personal link, and
    the only day that it shows. `bound`: whose duties of which days that device has ever been let in for, as far as
    what it noted there is still taken: days it no longer shows, and on a phone that two people share the other's.
    """

    office_id: str
    role: Role
    account_id: str | None = None
    person_id: str | None = None
    link_id: str | None = None
    date: dt.date | None = None
    bound: frozenset[tuple[str, dt.date]] = frozenset()

    @property
    def sees_everybody(self) -> bool:
        """Whether the office's personal data is open to them: to plan with it, or to check it."""
        return self.role in ("coordinator", "auditor")

    def is_person(self, person_id: str) -> bool:
        """Whether this is their own part of the roster."""
        return self.person_id == person_id

    def owns(self, person_id: str, date: dt.date) -> bool:
        """Whether this person's duty on this date is theirs to see: an account's own, a link's only one."""
        return self.role in ("field", "link") and self.person_id == person_id and self.date in (None, date)

    def notes_for(self, person_id: str, date: dt.date) -> bool:
        """Whether what they note at this person's stops of this date is taken: an account's own, a device's bound ones,
        a coordinator's for everybody.
        """
        own = self.role == "field" and self.person_id == person_id
        return own or self.role == "coordinator" or (person_id, date) in self.bound
