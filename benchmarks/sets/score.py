"""What every evaluation returns, and the error of every reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


class FormatError(ValueError):
    """A file is not in the form of its set. The text names the file and the first thing that did not fit."""


@dataclass(frozen=True, slots=True)
class Score:
    """A plan's worth in the set's own unit; smaller is better.

    - `cost`: the set's objective. `terms`: its parts, already weighted, by the set's own names.
    - `violations`: one sentence for each broken rule; a plan counts only when there is none.
    - `before`: levels that are compared before `cost`, most important first (only the weeks have any).
    """

    cost: float
    terms: Mapping[str, float]
    violations: tuple[str, ...] = ()
    before: tuple[float, ...] = field(default=())

    @property
    def key(self) -> tuple[float, ...]:
        """What plans of one instance are compared by."""
        return (*self.before, self.cost)


@contextmanager
def reading(path: Path, form: str) -> Iterator[None]:
    """Turn whatever a reader stumbles over in the file at `path` into a `FormatError` that names `form`."""
    try:
        yield
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        raise FormatError(f"{path.name} is no {form}: {type(error).__name__} {error}") from error


def whole(number: float) -> float:
    """The number as an integer when it is one, so that files read like the published ones."""
    return int(number) if float(number).is_integer() else number
