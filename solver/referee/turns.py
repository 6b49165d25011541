"""Rules of a person's turns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from solver.plan import Violation
from solver.problem import DAY
from solver.referee.reading import Reading, Taken


def _of_person(reading: Reading) -> dict[int, list[tuple[str, Taken]]]:
    """Every person's turns, with their kinds."""
    found: dict[int, list[tuple[str, Taken]]] = defaultdict(list)
    for taken in reading.everyone():
        kind = reading.problem.shifts[taken.ref.item].turn if taken.ref.kind == "shift" else None
        if kind is not None:
            found[taken.person].append((kind, taken))
    return found


def max_turns(reading: Reading) -> Iterator[Violation]:
    """No more turns of a kind than `max_turns`."""
    for index, turns in _of_person(reading).items():
        person = reading.problem.persons[index]
        for kind, number in Counter(kind for kind, _ in turns).items():
            if number > person.max_turns.get(kind, number):
                yield Violation(
                    rule="max_turns",
                    where=f"person {person.id} {kind}",
                    amount=number - person.max_turns[kind],
                    persons=(index,),
                    refs=tuple(taken.ref for each, taken in turns if each == kind),
                )


def turn_order(reading: Reading) -> Iterator[Violation]:
    """Nobody has a turn on the day after one that it must not follow."""
    forbidden = set(reading.problem.not_next_day)
    for turns in _of_person(reading).values():
        for first, one in turns:
            for second, other in turns:
                if other.start // DAY == one.start // DAY + 1 and (first, second) in forbidden:
                    yield reading.broken("turn_order", other)
