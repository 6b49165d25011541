"""A shift that is staffed has enough persons of the roles that its mix asks for."""

from __future__ import annotations

from collections.abc import Sequence

from solver.problem import RoleMix, Shift


def missing(shift: Shift, roles: Sequence[str]) -> list[RoleMix]:
    """The parts of the mix that persons of these `roles`, placed in the shift, do not fulfil yet."""
    return [mix for mix in shift.mix if sum(role in mix.roles for role in roles) < mix.at_least]


def allows(shift: Shift, roles: Sequence[str]) -> bool:
    """Whether the shift may be staffed by persons of these roles; nobody at all is allowed."""
    return not roles or not missing(shift, roles)
