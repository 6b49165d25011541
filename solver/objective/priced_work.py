"""Optional work that is left at a price, and seats that should rather stay empty."""

from __future__ import annotations

from solver.problem import ShiftSeat, Task


def left(work: Task | ShiftSeat) -> int:
    """Cost of a task that is unserved, or of a shift's seat that nobody takes, in hundredths of a second."""
    first = work.mandatory if isinstance(work, Task) else work.required
    return 0 if first or work.left_cost is None else 6000 * work.left_cost


def filled(seat: ShiftSeat) -> int:
    """Cost of a shift's seat that somebody takes, in hundredths of a second."""
    return 6000 * seat.filled_cost


def weight(work: Task | ShiftSeat) -> int:
    """What the same work counts at level 2 when it is left: nothing where it is mandatory or has a price."""
    first = work.mandatory if isinstance(work, Task) else work.required
    return 0 if first or work.left_cost is not None else work.weight
