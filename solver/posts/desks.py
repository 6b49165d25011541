"""Posts: the seats of one shift that are alike, and what each further person there saves."""

from __future__ import annotations

from dataclasses import dataclass

from solver.problem import Assignment, Pin, Problem, Ref, Shift, ShiftSeat
from solver.rules import exempt_from_turn, not_refused, past_frozen, pins_hold, role_fits, skills_suffice

CASE = 6000
RULES = (role_fits, not_refused, exempt_from_turn)
Saving = tuple[int, int, int]
"""What a filled seat saves: mandatory seats, optional weight, hundredths of a second."""


@dataclass(frozen=True, slots=True)
class Post:
    """Seats of a shift that the same persons may take, those that save most first. `savings[k]`: of the k-th person.

    `pin`: who has to be here, if that is decided.
    """

    shift: int
    seats: tuple[int, ...]
    savings: tuple[Saving, ...]
    pin: Pin | None


def pinned_seats(problem: Problem, person: int) -> tuple[str, ...]:
    """The seats that are pinned to this person, for whom it may concern."""
    pins = pins_hold.pins(problem)
    return tuple(f"{ref.kind} {ref.item} seat {ref.seat}" for ref, pin in pins.items() if pin.person == person)


def posts_of(problem: Problem) -> list[Post]:
    """All posts, shift by shift.

    Where a seat of the shift is pinned or in the earlier plan, only seats alike in every way share a post, so that it
    does not matter which of them a person gets, but for the one that is the person's own.
    """
    pins = pins_hold.pins(problem)
    special = {ref.item for ref in pins} | {seat.ref.item for seat in problem.baseline}
    found: list[Post] = []
    for item, shift in enumerate(problem.shifts):
        groups: dict[object, list[int]] = {}
        for number, seat in enumerate(shift.seats):
            pin = pins.get(Ref("shift", item, number))
            key: tuple[object, ...] = (seat.roles, seat.skills, pin)
            groups.setdefault((*key, saving(seat)) if item in special else key, []).append(number)
        found += [_post(pins, item, shift, numbers) for numbers in groups.values()]
    return found


def _post(pins: dict[Ref, Pin], item: int, shift: Shift, numbers: list[int]) -> Post:
    ranked = sorted(numbers, key=lambda number: saving(shift.seats[number]), reverse=True)
    savings = tuple(saving(shift.seats[number]) for number in ranked)
    return Post(item, tuple(ranked), savings, pins.get(Ref("shift", item, ranked[0])))


def saving(seat: ShiftSeat) -> Saving:
    """What filling this seat saves."""
    if seat.required:
        return 1, 0, -CASE * seat.filled_cost
    if seat.left_cost is None:
        return 0, seat.weight, -CASE * seat.filled_cost
    return 0, 0, CASE * (seat.left_cost - seat.filled_cost)


def may_take(problem: Problem, post: Post, person: int, day: int) -> bool:
    """Whether the rules on persons alone let this person have the post."""
    ref = Ref("shift", post.shift, post.seats[0])
    if post.pin is not None:
        return post.pin.person == person
    shift = problem.shifts[post.shift]
    return (
        problem.persons[person].max_turns.get(shift.turn or "", 1) > 0
        and shift.start >= past_frozen.first_start(problem)
        and all(rule.allows(problem, person, ref, day) for rule in RULES)
        and skills_suffice.allows(problem, person, ref, day)
    )


def own_seats(problem: Problem, posts: list[Post]) -> dict[int, list[Assignment]]:
    """Post → seats of the earlier plan in it."""
    post_of = {(post.shift, seat): number for number, post in enumerate(posts) for seat in post.seats}
    found: dict[int, list[Assignment]] = {}
    for seat in problem.baseline:
        found.setdefault(post_of[seat.ref.item, seat.ref.seat], []).append(seat)
    return found


def seated(problem: Problem, posts: list[Post], people: list[list[int]]) -> dict[tuple[int, int], int]:
    """(Post, person) → seat number, for the persons at each post: their own seat of the earlier plan, else the next."""
    earlier = own_seats(problem, posts)
    found: dict[tuple[int, int], int] = {}
    for number, post in enumerate(posts):
        own = {seat.person: seat.ref.seat for seat in earlier.get(number, []) if seat.person in people[number]}
        rest = [seat for seat in post.seats if seat not in own.values()]
        for person in people[number]:
            found[number, person] = own[person] if person in own else rest.pop(0)
    return found
