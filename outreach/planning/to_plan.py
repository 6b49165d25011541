"""A roster's rows become a plan again, in the indexes of a problem of today's records."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

from outreach.planning.presence import since
from outreach.planning.to_problem import Translation
from outreach.records import RosterDuty, RosterStop
from solver.plan import Duty, Plan, Stop
from solver.problem import Problem, Ref, Span
from solver.telling import plan_of


def to_plan(translation: Translation, duties: Sequence[RosterDuty], stops: Sequence[RosterStop]) -> Plan:
    """The plan that these rows of one roster tell.

    What is gone is left out: stops whose work or seat is no longer in the problem, duties of persons who are not, or
    who have no availability that day any more. Where something lies, how long it takes and when a shift begins is as
    the problem says; visits start when they did.
    """
    return plan_of(translation.problem, duties_of_rows(translation, duties, stops))


def duties_of_rows(
    translation: Translation, duties: Sequence[RosterDuty], stops: Sequence[RosterStop]
) -> tuple[Duty, ...]:
    """The duties alone, by person and day."""
    reader = RowReader(translation)
    rows: dict[str, list[RosterStop]] = defaultdict(list)
    for row in sorted(stops, key=lambda row: row.position):
        rows[row.duty_id].append(row)
    read = (reader.duty(duty, rows[duty.id]) for duty in duties)
    return tuple(sorted((duty for duty in read if duty is not None), key=lambda duty: (duty.person, duty.day)))


class RowReader:
    """Knows what a roster's rows mean in one problem."""

    def __init__(self, translation: Translation) -> None:
        self.problem: Problem = translation.problem
        self.monday: dt.date = translation.week.monday
        self.persons: Mapping[str, int] = {person.id: index for index, person in enumerate(translation.people)}
        self.places = {place: index for index, place in enumerate(translation.place_ids)}
        self.tasks = {visit.key: index for index, visit in enumerate(translation.visits)}
        self.shifts = {post.key: index for index, post in enumerate(translation.posts)}
        self.there = {
            (index, entry.day) for index, person in enumerate(self.problem.persons) for entry in person.availability
        }

    def duty(self, row: RosterDuty, rows: Sequence[RosterStop]) -> Duty | None:
        """The duty, or `None` without its person, their time or any of its work."""
        person, day = self.persons.get(row.person_id), (row.date - self.monday).days
        if person is None or (person, day) not in self.there:
            return None
        stops = tuple(stop for stop in map(self.stop, rows) if stop is not None)
        if not any(stop.ref for stop in stops):
            return None
        lunch = None
        if row.lunch_start is not None and row.lunch_end is not None:
            lunch = Span(since(self.monday, row.lunch_start), since(self.monday, row.lunch_end))
        return Duty(
            person=person,
            day=day,
            departure=since(self.monday, row.departure),
            arrival=since(self.monday, row.arrival),
            stops=stops,
            lunch=lunch,
        )

    def stop(self, row: RosterStop) -> Stop | None:
        """The stop, if its work is still there."""
        arrival, start = since(self.monday, row.arrival), since(self.monday, row.start)
        if row.kind == "reload":
            place = self.places.get(row.place_id)
            if place is None:
                return None
            end = since(self.monday, row.end)
            return Stop(kind="reload", ref=None, place=place, end_place=place, arrival=arrival, start=start, end=end)
        ref = self.ref(row)
        if ref is None:
            return None
        if ref.kind == "shift":
            start = self.problem.shifts[ref.item].start
        place, end_place = self.problem.places_of(ref)
        return Stop(
            kind=ref.kind,
            ref=ref,
            place=place,
            end_place=end_place,
            arrival=min(arrival, start),
            start=start,
            end=start + self.problem.duration_of(ref),
        )

    def ref(self, row: RosterStop) -> Ref | None:
        """The seat, if the problem still has it."""
        if row.kind == "shift":
            item = self.shifts.get(row.item_key)
            return None if item is None else self._seat(Ref("shift", item, row.seat - 1))
        item = self.tasks.get(row.item_key)
        return None if item is None else self._seat(Ref("task", item, row.seat - 1))

    def _seat(self, ref: Ref) -> Ref | None:
        work = self.problem.tasks if ref.kind == "task" else self.problem.shifts
        return ref if ref.seat < len(work[ref.item].seats) else None
