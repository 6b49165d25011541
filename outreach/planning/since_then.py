"""What has happened since a roster was made, as the solver's changes.

The problem "before" is that of today's records, but without what runs into the roster's duties: absences, closed days,
cancelled work. Those become changes, so that what is under way can be ended first, and pins that they leave no way to
keep are dropped.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from outreach.planning.office_week import OfficeWeek
from outreach.planning.presence import DAY, seconds_of, since
from outreach.planning.to_problem import Translation
from outreach.planning.work import Opening, posts_of, visits_of
from outreach.records import Absence, CarePlan, ClosedDay, RosterDuty, RosterStop, Shift, Task
from solver.changes import Change, DayClosed, Now, PersonAway, TaskMoved, WorkCancelled, assignments
from solver.plan import Plan
from solver.problem import Span, Window


@dataclass(frozen=True, kw_only=True)
class Hit:
    """What of today's records runs into a roster: absences, closed days, cancelled requests and shifts, and care plans
    whose visit has been made since.
    """

    absences: Sequence[Absence]
    closed_days: Sequence[ClosedDay]
    tasks: Sequence[Task]
    shifts: Sequence[Shift]
    visited: Sequence[CarePlan]


def hit_by(week: OfficeWeek, duties: Sequence[RosterDuty], stops: Sequence[RosterStop]) -> Hit:
    """What of the week's records runs into these rows."""
    own: dict[str, list[RosterDuty]] = defaultdict(list)
    for duty in duties:
        own[duty.person_id].append(duty)
    dates = {duty.id: duty.date for duty in duties}
    keys, task_ids = {stop.item_key for stop in stops}, {stop.task_id for stop in stops}
    due = {visit.key for visit in visits_of(week)}
    villages: dict[dt.date, set[str]] = defaultdict(set)
    for stop in stops:
        for place in (stop.place_id, stop.end_place_id):
            if place in week.places:
                villages[dates[stop.duty_id]].add(week.places[place].village)
    codes = {desk.id: desk.code for desk in week.desks}
    return Hit(
        absences=[
            absence
            for person_id, some in week.absences.items()
            for absence in some
            if any(duty.departure < absence.end and absence.start < duty.arrival for duty in own[person_id])
        ],
        closed_days=[
            day
            for day in week.closed_days
            if day.date in villages and (not day.villages or villages[day.date] & set(day.villages))
        ],
        tasks=[task for task in week.tasks if task.cancelled and task.id in task_ids],
        shifts=[
            shift
            for desk_id, some in week.shifts.items()
            for shift in some
            if shift.cancelled and f"desk:{codes[desk_id]}:{shift.date.isoformat()}" in keys
        ],
        visited=[
            plan
            for plan in week.care_plans
            if plan.last_visit is not None and plan.every_days is not None and {f"plan:{plan.code}:1"} & keys - due
        ],
    )


def without(week: OfficeWeek, hit: Hit) -> OfficeWeek:
    """The week as if none of this had happened."""
    absent, closed = {one.id for one in hit.absences}, {one.id for one in hit.closed_days}
    visited = {one.id for one in hit.visited}
    cancelled, off = {one.id for one in hit.tasks}, {one.id for one in hit.shifts}
    return replace(
        week,
        absences={
            person_id: [one for one in some if one.id not in absent] for person_id, some in week.absences.items()
        },
        closed_days=[day for day in week.closed_days if day.id not in closed],
        tasks=[
            Task(**task.model_dump() | {"cancelled": False}) if task.id in cancelled else task for task in week.tasks
        ],
        care_plans=[
            CarePlan(**plan.model_dump() | {"last_visit": None}) if plan.id in visited else plan
            for plan in week.care_plans
        ],
        shifts={desk_id: [one for one in some if one.id not in off] for desk_id, some in week.shifts.items()},
    )


def changes_of(
    week: OfficeWeek, hit: Hit, translation: Translation, plan: Plan, now: int
) -> tuple[Translation, tuple[Change, ...]]:
    """The changes that lead from the problem before to today's records, and the translation with today's openings.

    What is under way is not moved or cancelled any more.
    """
    begun = {seat.ref[:2] for seat in assignments(plan) if seat.start < now}
    visits, posts = {visit.key: visit for visit in visits_of(week)}, {post.key for post in posts_of(week)}
    changes: list[Change] = [Now(now)] if now > 0 else []
    changes += _absences(hit, translation, now)
    for day in hit.closed_days:
        number = (day.date - week.monday).days
        if not day.villages and (number + 1) * DAY > now:
            changes.append(DayClosed(number))
    openings = []
    for item, visit in enumerate(translation.visits):
        today = visits.get(visit.key)
        openings.append(visit if today is None else replace(visit, openings=today.openings))
        if ("task", item) in begun:
            continue
        if today is None:
            changes.append(WorkCancelled("task", item))
        elif today.openings != visit.openings:
            windows = tuple(_window(week.monday, opening) for opening in today.openings)
            changes.append(TaskMoved(item, windows))
    changes += [
        WorkCancelled("shift", item)
        for item, post in enumerate(translation.posts)
        if post.key not in posts and ("shift", item) not in begun
    ]
    return replace(translation, visits=tuple(openings)), tuple(changes)


def _absences(hit: Hit, translation: Translation, now: int) -> Iterator[Change]:
    monday, horizon = translation.week.monday, translation.problem.horizon
    numbers = {person.id: index for index, person in enumerate(translation.people)}
    for absence in hit.absences:
        start, end = max(since(monday, absence.start), now, 0), min(since(monday, absence.end), horizon)
        if start < end:
            yield PersonAway(numbers[absence.person_id], Span(start, end))


def _window(monday: dt.date, opening: Opening) -> Window:
    midnight = (opening.date - monday).days * DAY
    return Window(earliest=midnight + seconds_of(opening.earliest), latest=midnight + seconds_of(opening.latest))
