"""What has begun stays as the roster has it, whatever has been edited since: its people, times, ways and hours.

Availability, skills, wishes, durations, places and pins may all have been corrected after the fact. What was done was
done; the rules of today's records hold for what is still to come.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np

from outreach.planning.presence import DAY, since
from outreach.planning.to_plan import RowReader, duties_of_rows
from outreach.planning.to_problem import Translation
from outreach.records import RosterDuty, RosterStop
from solver.changes import Change, PersonAway
from solver.plan import Duty, Plan
from solver.presence import with_time
from solver.problem import Person, Pin, Problem, Ref, Series, Shift, Span, Task, Window
from solver.reckoning import figures_of
from solver.telling import plan_of

Begun = Mapping[tuple[str, int], Mapping[int, Span]]
"""By kind and number of the work, from when until when each seat that has begun was taken."""


def with_what_has_begun(
    translation: Translation, duties: Sequence[RosterDuty], stops: Sequence[RosterStop], now: int
) -> tuple[Translation, Plan, list[Change]]:
    """The problem in which whatever began before `now` (seconds) is possible as it was, the roster's plan in it, and
    the changes that take back the time that is given for it.
    """
    if now <= 0:
        told = duties_of_rows(translation, duties, stops)
        return translation, plan_of(translation.problem, told), []
    begun = _begun(translation, stops, now)
    problem = _with_pins(translation, begun)
    problem = replace(
        problem,
        tasks=tuple(_task(task, begun.get(("task", item)), now) for item, task in enumerate(problem.tasks)),
        shifts=tuple(_shift(shift, begun.get(("shift", item)), now) for item, shift in enumerate(problem.shifts)),
        series=tuple(_series(one, begun) for one in problem.series),
        bars=tuple(bar for bar in problem.bars if (bar.kind, bar.item) not in begun),
    )
    persons, away = _persons(translation, duties, stops, now)
    healed = replace(translation, problem=replace(problem, persons=persons))
    told = duties_of_rows(healed, duties, stops)
    healed = replace(healed, problem=_with_ways(_with_hours(healed.problem, told, now), told, now))
    return healed, plan_of(healed.problem, told), away


def lost_of(translation: Translation, plan: Plan, stops: Iterable[RosterStop], now: int) -> tuple[str, ...]:
    """The keys of what began before `now` and is not in the plan: there should be none."""
    reader, monday = RowReader(translation), translation.week.monday
    there = {stop.ref for duty in plan.duties for stop in duty.stops}
    begun = (row for row in stops if row.kind != "reload" and since(monday, row.start) < now)
    return tuple(dict.fromkeys(row.item_key for row in begun if reader.ref(row) not in there))


def _begun(translation: Translation, stops: Iterable[RosterStop], now: int) -> Begun:
    reader, monday = RowReader(translation), translation.week.monday
    begun: dict[tuple[str, int], dict[int, Span]] = defaultdict(dict)
    for row in stops:
        ref = reader.ref(row) if row.kind != "reload" else None
        if ref is not None and since(monday, row.start) < now:
            begun[ref.kind, ref.item][ref.seat] = Span(since(monday, row.start), since(monday, row.end))
    return begun


def _task(task: Task, begun: Mapping[int, Span] | None, now: int) -> Task:
    if begun is None:
        return task
    start = min(span.start for span in begun.values())
    return replace(
        task,
        windows=(Window(earliest=start, latest=start),),
        duration=max(span.end - span.start for span in begun.values()),
        # A crew that has grown since was whole without the others.
        seats=tuple(
            replace(seat, roles=frozenset(), skills=frozenset()) if number in begun else seat
            for number, seat in enumerate(task.seats[: max(begun) + 1])
        ),
        refused=frozenset(),
        gender_required=False,
        # A kit that is still in use is not free for anything else.
        kits=task.kits if any(span.end > now for span in begun.values()) else (),
    )


def _series(series: Series, begun: Begun) -> Series:
    """The gaps between visits that were made, and since the last one before the week, were long enough."""
    made = (begun[work].values() for item in series.tasks if (work := ("task", item)) in begun)
    days = sorted(min(span.start for span in spans) // DAY for spans in made)
    if not days:
        return series
    gap = min([series.gap_days, *(max(1, later - earlier) for earlier, later in pairwise(days))])
    known = series.last_day is not None and days[0] - series.last_day >= gap
    return replace(series, gap_days=gap, last_day=series.last_day if known else None)


def _shift(shift: Shift, begun: Mapping[int, Span] | None, now: int) -> Shift:
    if begun is None:
        return shift
    span = next(iter(begun.values()))
    return replace(
        shift,
        start=span.start,
        # Whoever is there now stays as long as today's records say, if they still say anything.
        end=shift.end if shift.end > now and shift.end // DAY == span.start // DAY else span.end,
        seats=tuple(
            replace(seat, roles=frozenset(), skills=frozenset()) if number in begun else seat
            for number, seat in enumerate(shift.seats)
        ),
        mix=(),
        refused=frozenset(),
        kits=shift.kits if span.end > now else (),
    )


def _with_pins(translation: Translation, begun: Begun) -> Problem:
    """Without the pins of what has begun. One that names another date than that is for another visit of its plan."""
    problem, visits = translation.problem, translation.visits
    kept = [pin for pin in problem.pins if pin.ref[:2] not in begun]
    decided = {pin.ref.item for pin in kept if pin.ref.kind == "task"}
    tasks = list(problem.tasks)
    for pin in problem.pins:
        if pin.ref.kind != "task" or pin in kept:
            continue
        opening = visits[pin.ref.item].openings[0]
        day = (opening.date - translation.week.monday).days
        if len(visits[pin.ref.item].openings) > 1 or day == min(begun[pin.ref[:2]].values()).start // DAY:
            continue
        code = visits[pin.ref.item].code
        for item, visit in enumerate(visits):
            there = tuple(window for window in tasks[item].windows if window.earliest // DAY == day)
            if visit.code == code and ("task", item) not in begun and item not in decided and there:
                tasks[item] = replace(tasks[item], windows=there)
                kept.append(Pin(ref=Ref("task", item, pin.ref.seat), person=pin.person, start=pin.start))
                decided.add(item)
                break
    return replace(problem, tasks=tuple(tasks), pins=tuple(kept))


def _persons(
    translation: Translation, duties: Sequence[RosterDuty], stops: Sequence[RosterStop], now: int
) -> tuple[tuple[Person, ...], list[Change]]:
    """Everybody with the time of what they have begun, and what of it is taken back."""
    problem, monday = translation.problem, translation.week.monday
    numbers = {person.id: index for index, person in enumerate(translation.people)}
    places = {place: index for index, place in enumerate(translation.place_ids)}
    begun: dict[str, list[Span]] = defaultdict(list)
    for row in stops:
        if since(monday, row.start) < now:
            left = since(monday, row.arrival) - row.leg_seconds
            begun[row.duty_id].append(Span(left, since(monday, row.end)))
    persons, away = list(problem.persons), list[Change]()
    for duty in duties:
        span = Span(since(monday, duty.departure), since(monday, duty.arrival))
        number = numbers.get(duty.person_id)
        if number is None or span.start >= now or not 0 <= span.start < span.end <= problem.horizon:
            continue
        who, base = persons[number], places[translation.people[number].base_id]
        entry = next((entry for entry in who.availability if entry.day == span.start // DAY), None)
        for missing in _missing(span, begun[duty.id], entry.spans if entry else ()):
            known = persons[number]
            persons[number] = replace(known, availability=with_time(known.availability, missing, (base, base)))
            if missing.end > now:
                away.append(PersonAway(number, Span(max(missing.start, now), missing.end)))
    return tuple(persons), away


def _missing(span: Span, begun: Sequence[Span], known: Sequence[Span]) -> list[Span]:
    """The parts of a duty's span before and after all known ones, and what has begun in a gap between two of them. The
    rest of a gap stays one.
    """
    inside = [one for one in known if one.start < span.end and span.start < one.end]
    if not inside:
        return [span]
    first, last = inside[0].start, inside[-1].end
    parts = [Span(span.start, first), Span(last, span.end)]
    for early, late in pairwise(inside):
        parts += [Span(max(one.start, early.end), min(one.end, late.start)) for one in begun]
    return [part for part in parts if part.start < part.end]


def _with_hours(problem: Problem, duties: Sequence[Duty], now: int) -> Problem:
    """Limits that what has begun exceeds already are where it ends."""
    days: Counter[int] = Counter()
    worked: Counter[int] = Counter()
    longest: Counter[int] = Counter()
    for duty in duties:
        if any(stop.start < now for stop in duty.stops):
            length = figures_of(problem, duty).worked
            days[duty.person] += 1
            worked[duty.person] += length
            longest[duty.person] = max(longest[duty.person], length)
    persons = (
        replace(
            person,
            max_days=max(person.max_days, days[number]),
            max_day=max(person.max_day, longest[number]),
            max_week=None if person.max_week is None else max(person.max_week, worked[number]),
        )
        for number, person in enumerate(problem.persons)
    )
    return replace(problem, persons=tuple(persons))


def _with_ways(problem: Problem, duties: Sequence[Duty], now: int) -> Problem:
    """Whoever was there in time had a way that short, wherever the place lies by now."""
    shorter: dict[tuple[int, int, int], int] = {}
    for duty in duties:
        person = problem.persons[duty.person]
        entry = next(entry for entry in person.availability if entry.day == duty.day)
        begun = [stop for stop in duty.stops if stop.start < now]
        # From each to the next, and also past those between: places may have moved so that a detour is the short way.
        ways = [(entry.start_place, duty.departure, stop) for stop in begun[:1]]
        ways += [(one.end_place, one.end, other) for one, other in combinations(begun, 2)]
        for here, ready, stop in ways:
            lunch = duty.lunch if duty.lunch and ready <= duty.lunch.start and duty.lunch.end <= stop.start else None
            time = _longest(entry.spans, ready, stop.start, lunch)
            way = (person.mode, here, stop.place)
            if time < problem.travel[person.mode][here, stop.place]:
                shorter[way] = min(time, shorter.get(way, time))
    if not shorter:
        return problem
    travel = np.stack(problem.travel)
    for way, time in shorter.items():
        travel[way] = time
    return replace(problem, travel=tuple(travel))


def _longest(spans: Sequence[Span], ready: int, start: int, lunch: Span | None) -> int:
    """Seconds that a way may take between two moments: in one span, and not at lunch."""
    meal = lunch or Span(start, start)
    parts = (Span(max(span.start, ready), min(span.end, start)) for span in spans)
    return max(
        (
            part.end - part.start - max(0, min(meal.end, part.end) - max(meal.start, part.start))
            for part in parts
            if part.start < part.end
        ),
        default=0,
    )
