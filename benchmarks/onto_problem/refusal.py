"""The error of an instance that `Problem` cannot say."""

from __future__ import annotations

from collections.abc import Iterable


class NotMappedError(ValueError):
    """An instance asks for things that `Problem` cannot say; `needs` names them."""

    def __init__(self, what: str, needs: Iterable[str]) -> None:
        self.needs = tuple(needs)
        super().__init__(f"{what} cannot be planned: Problem has no {'; no '.join(self.needs)}")
