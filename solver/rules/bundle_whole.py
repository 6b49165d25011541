"""Of the tasks of a bundle all are served, or none."""

from __future__ import annotations

from collections.abc import Collection


def allows(served: Collection[bool]) -> bool:
    """Whether a bundle may stand like this; `served`: of each of its tasks, whether it is served."""
    return all(served) or not any(served)
