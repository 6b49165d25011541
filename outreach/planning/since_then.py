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

import numpy as np

from outreach.planning.office_week import OfficeWeek
from outreach.planning.presence import DAY, seconds_of, since
from outreach.planning.to_plan import duties_of_rows
from outreach.planning.to_problem import Translation
from outreach.planning.work import Opening, posts_of, visits_of
from outreach.records import Absence, CarePlan, ClosedDay, RosterDuty, RosterStop, Shift, Task
from solver.changes import Change, DayClosed, Now, PersonAway, TaskMoved, WorkCancelled, assignments
from solver.plan import Duty, Plan
from solver.presence import with_time
from solver.problem import Problem, Span, Window
from solver.telling import plan_of


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
            if plan.last_visit is not None and plan.last_visit >= week.monday and f"plan:{plan.code}:1" in keys
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


def with_what_has_begun(
    translation: Translation, duties: Sequence[RosterDuty], stops: Sequence[RosterStop], now: int
) -> tuple[Translation, Plan, list[Change]]:
    """The problem in which whatever has begun before `now` has its time and its ways, the roster's plan in it, and
    what takes that time away again. Availability and places may have been edited since.
    """
    problem, monday = translation.problem, translation.week.monday
    numbers = {person.id: index for index, person in enumerate(translation.people)}
    bases = {index: person.base_id for index, person in enumerate(translation.people)}
    places = {place: index for index, place in enumerate(translation.place_ids)}
    persons, away = list(problem.persons), list[Change]()
    for duty in duties:
        span = Span(since(monday, duty.departure), since(monday, duty.arrival))
        person = numbers.get(duty.person_id)
        if person is None or span.start >= now or not 0 <= span.start < span.end <= problem.horizon:
            continue
        who, base = persons[person], places[bases[person]]
        entry = next((entry for entry in who.availability if entry.day == span.start // DAY), None)
        missing = _missing(span, entry.spans if entry else ())
        if missing:
            persons[person] = replace(who, availability=with_time(who.availability, span, (base, base)))
            away += [PersonAway(person, Span(max(one.start, now), one.end)) for one in missing if one.end > now]
    healed = replace(translation, problem=replace(problem, persons=tuple(persons)))
    told = duties_of_rows(healed, duties, stops)
    healed = replace(healed, problem=_with_ways(healed.problem, told, now))
    return healed, plan_of(healed.problem, told), away


def _missing(span: Span, known: Sequence[Span]) -> list[Span]:
    """The parts of a span that no known one holds, gaps between two known ones left as they are."""
    inside = [one for one in known if one.start < span.end and span.start < one.end]
    if not inside:
        return [span]
    parts = (Span(span.start, inside[0].start), Span(inside[-1].end, span.end))
    return [part for part in parts if part.start < part.end]


def _with_ways(problem: Problem, duties: Sequence[Duty], now: int) -> Problem:
    """Whoever was there in time had a way that short, wherever the place lies by now."""
    shorter: dict[tuple[int, int, int], int] = {}
    for duty in duties:
        mode = problem.persons[duty.person].mode
        here, ready, lunch = None, duty.departure, duty.lunch
        for stop in duty.stops:
            if here is None:
                entry = next(one for one in problem.persons[duty.person].availability if one.day == duty.day)
                here = entry.start_place
            if stop.start >= now:
                break
            pause = lunch.end - lunch.start if lunch and ready <= lunch.start and lunch.end <= stop.start else 0
            time = max(0, stop.start - ready - pause)
            if time < problem.travel[mode][here, stop.place]:
                way = (mode, here, stop.place)
                shorter[way] = min(time, shorter.get(way, time))
            here, ready = stop.end_place, stop.end
    if not shorter:
        return problem
    travel = np.stack(problem.travel)
    for way, time in shorter.items():
        travel[way] = time
    return replace(problem, travel=tuple(travel))


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
