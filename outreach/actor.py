"""Who asks for something. Use cases check what may be seen and done by it; nothing else decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["coordinator", "field", "auditor", "admin"]
ROLES: tuple[Role, ...] = ("coordinator", "field", "auditor", "admin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who is signed in, or the command line (`account_id` is `None`, role coordinator).

    `person_id`: who they are in the roster, where they are.
    """

    office_id: str
    role: Role
    account_id: str | None = None
    person_id: str | None = None

    @property
    def sees_everybody(self) -> bool:
        """Whether the office's personal data is open to them: to plan with it, or to check it."""
        return self.role in ("coordinator", "auditor")

    def is_person(self, person_id: str) -> bool:
        """Whether this is their own part of the roster."""
        return self.person_id == person_id
