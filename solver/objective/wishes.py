"""Shifts that persons asked for and did not get, or got and asked not to have."""

from __future__ import annotations

from solver.problem import Wish


def cost(wish: Wish, has_seat: bool) -> int:
    """Cost of this wish when its person has a seat in its shift, or has none, in hundredths of a second."""
    return 0 if has_seat == wish.wanted else 6000 * wish.cost
