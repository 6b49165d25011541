"""What may happen to a plan, drawn at random: absences, new and cancelled work, moved windows, the time it is now."""

from __future__ import annotations

from random import Random

from solver.changes import (
    Change,
    DayClosed,
    LimitRaised,
    Now,
    PersonAdded,
    PersonAway,
    PersonThere,
    RolesOpened,
    SeatDropped,
    SkillsGranted,
    TaskAdded,
    TaskMoved,
    WorkCancelled,
)
from solver.plan import Plan
from solver.problem import DAY, Problem, Ref, Span
from tests.builders import at, hours, person, task, window


def happenings(rng: Random, given: Problem, plan: Plan) -> list[Change]:
    """One to three changes, and in half of the cases a past."""
    kinds = [_absence, _return, _newcomer, _new_work, _closing, _limit, _training]
    kinds += [_moved, _cancelled_task] if given.tasks else []
    kinds += [_cancelled_shift, _opened] if given.shifts else []
    found = [rng.choice(kinds)(rng, given) for _ in range(rng.randint(1, 3))]
    smaller = sorted({ref.item for ref in plan.unserved if ref.kind == "task" and len(given.tasks[ref.item].seats) > 1})
    found += [SeatDropped(rng.choice(smaller))] if smaller and rng.random() < 0.5 else []
    now = rng.choice((0, 0, at(9), at(10.5), at(13, given.days - 1)))
    return [Now(max(now, given.frozen_until)), *found]


def _span(rng: Random, given: Problem) -> Span:
    day, first = rng.randrange(given.days), rng.choice((0, 8, 10, 13))
    return Span(at(first, day), min((day + 1) * DAY, at(first + rng.choice((2, 5, 24)), day)))


def _absence(rng: Random, given: Problem) -> Change:
    return PersonAway(rng.randrange(len(given.persons)), _span(rng, given))


def _return(rng: Random, given: Problem) -> Change:
    return PersonThere(rng.randrange(len(given.persons)), _span(rng, given), rng.choice((None, 0)))


def _newcomer(rng: Random, given: Problem) -> Change:
    free = dict.fromkeys(range(given.days), (9, 17))
    return PersonAdded(person("new", role=rng.choice(("volunteer", "staff")), day_spans=free, gender="f"))


def _new_work(rng: Random, given: Problem) -> Change:
    first = rng.choice((8, 10, 14))
    return TaskAdded(task("new", rng.randrange(4), window(first, first + 2, rng.randrange(given.days))))


def _closing(rng: Random, given: Problem) -> Change:
    return DayClosed(rng.randrange(given.days))


def _limit(rng: Random, given: Problem) -> Change:
    limit = rng.choice(("max_day", "max_week"))
    return LimitRaised(rng.randrange(len(given.persons)), limit, hours(rng.choice((10, 20))))


def _training(rng: Random, given: Problem) -> Change:
    return SkillsGranted(rng.randrange(len(given.persons)), frozenset(("care",)))


def _moved(rng: Random, given: Problem) -> Change:
    first = rng.choice((8, 11, 14))
    return TaskMoved(rng.randrange(len(given.tasks)), (window(first, first + 3, rng.randrange(given.days)),))


def _cancelled_task(rng: Random, given: Problem) -> Change:
    return WorkCancelled("task", rng.randrange(len(given.tasks)))


def _cancelled_shift(rng: Random, given: Problem) -> Change:
    return WorkCancelled("shift", rng.randrange(len(given.shifts)))


def _opened(rng: Random, given: Problem) -> Change:
    return RolesOpened(Ref("shift", rng.randrange(len(given.shifts)), 0), frozenset(("volunteer", "staff")))
