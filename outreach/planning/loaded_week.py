"""One roster's week laid out for changes by hand: its records as a problem, its rows as a plan, the coordinator's pins
on the very visits that the roster has on their dates.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from outreach.calendar.dates import TAIPEI
from outreach.planning.begun import with_what_has_begun
from outreach.planning.begun_work import BegunWork, begun_work
from outreach.planning.office_week import OfficeWeek, read_week
from outreach.planning.presence import DAY, seconds_of, since
from outreach.planning.to_plan import RowReader
from outreach.planning.to_problem import Translation
from outreach.planning.translated_week import translated
from outreach.planning.week_kinds import READ
from outreach.planning.work import Post, Visit
from outreach.ports import TravelTimes
from outreach.records import Pin as PinRecord
from outreach.records import Roster, RosterDuty, RosterStop
from outreach.records.database import OfficeRecords
from solver.hand.bench import Bench, decided
from solver.plan import Cost, Duty, Plan
from solver.problem import Pin, Ref
from solver.telling import open_seats

Decision = tuple[str, int, int, int]
"""Kind and number of the work, person and day."""


@dataclass(frozen=True, kw_only=True)
class LoadedWeek:
    """What a change by hand is judged on. `pins`: the week's records, bars too. `rows`: of the roster."""

    roster_id: str
    translation: Translation
    bench: Bench
    pins: Sequence[PinRecord]
    duties: Sequence[RosterDuty]
    stops: Sequence[RosterStop]

    @cached_property
    def reader(self) -> RowReader:
        """What keys mean in the problem."""
        return RowReader(self.translation)

    @cached_property
    def stops_by_duty(self) -> Mapping[str, Sequence[RosterStop]]:
        """The stops of each duty, in order."""
        return _by_duty(self.stops)

    @cached_property
    def cells(self) -> Mapping[tuple[str, dt.date], RosterDuty]:
        """The duties by person and date."""
        return {(duty.person_id, duty.date): duty for duty in self.duties}

    def ref(self, item_key: str, seat: int) -> Ref | None:
        """The seat (from 1) of the work with this key, if there is such."""
        for kind, known in (("task", self.reader.tasks), ("shift", self.reader.shifts)):
            if item_key in known:
                item = known[item_key]
                work = self.translation.problem.tasks if kind == "task" else self.translation.problem.shifts
                ref = Ref(kind, item, max(seat, 1) - 1)  # type: ignore[arg-type]
                return ref if ref.seat < len(work[item].seats) else None
        return None

    def source(self, ref: Ref) -> Visit | Post:
        """The work behind a seat."""
        return self.translation.visits[ref.item] if ref.kind == "task" else self.translation.posts[ref.item]

    def code(self, ref: Ref) -> str:
        """What a pin calls it."""
        return code_of(self.source(ref))

    def at(self, seconds: int) -> dt.datetime:
        """The moment so many seconds into the week."""
        return at(self.translation.week.monday, seconds)


def code_of(work: Visit | Post) -> str:
    """What a pin calls this work."""
    return work.code if isinstance(work, Visit) else work.source.code


def at(monday: dt.date, seconds: int) -> dt.datetime:
    """The moment so many seconds after the first of `monday`."""
    return dt.datetime.combine(monday, dt.time(), TAIPEI) + dt.timedelta(seconds=seconds)


def load_week(records: OfficeRecords, roster: Roster, travel_times: TravelTimes, now: int) -> LoadedWeek:
    """The roster's week from today's records. `now`: seconds of it that are over (0: it has not begun).

    What began before is possible as it was. Raises `Invalid` when the records contradict each other.
    """
    week = read_week(records, roster.monday)
    duties = records.all(RosterDuty, RosterDuty.roster_id == roster.id)
    stops = records.all(RosterStop, RosterStop.roster_id == roster.id)
    begun = begun_work(records, week, stops, now) if now > 0 else BegunWork()
    _set_free(records)
    # Pins are put on the visits that the roster has on their dates, and so they move no visit to another date here.
    bare = replace(week, pins=())
    translation = translated(bare, travel_times, begun=begun)
    if now > 0:
        translation, _, _ = with_what_has_begun(translation, duties, stops, now)
    told = _told(translation, duties, stops)
    held = {stop.ref: (duty.person, duty.day) for duty in told for stop in duty.stops if stop.ref is not None}
    pins, barred = decisions_on(week, translation, held)
    problem = decided(translation.problem, pins, ())
    plan = Plan(duties=told, unserved=open_seats(problem, told), cost=Cost(missed=0, left=0))
    translation = replace(translation, problem=problem)
    return LoadedWeek(
        roster_id=roster.id,
        translation=translation,
        bench=bench_of(translation, plan, barred),
        pins=week.pins,
        duties=duties,
        stops=stops,
    )


def _set_free(records: OfficeRecords) -> None:
    """What has been read outlives its transaction, however that ends."""
    session = records.session
    session.flush()
    for record in list(session.identity_map.values()):
        if isinstance(record, READ):
            session.expunge(record)


def bench_of(translation: Translation, plan: Plan, barred: frozenset[Decision]) -> Bench:
    """The plan laid out for changes by hand."""
    places = {place: number for number, place in enumerate(translation.place_ids)}
    bases = [places[person.base_id] for person in translation.people]
    return Bench(translation.problem, plan, bases, barred)


class _EveryRow(RowReader):
    """Reads duties of people who are not expected that day any more, too: somebody has to take them over."""

    def __init__(self, translation: Translation) -> None:
        super().__init__(translation)
        days = range(translation.problem.days)
        self.there = {(person, day) for person in self.persons.values() for day in days}


def _told(translation: Translation, duties: Sequence[RosterDuty], stops: Sequence[RosterStop]) -> tuple[Duty, ...]:
    reader, rows = _EveryRow(translation), _by_duty(stops)
    read = (reader.duty(duty, rows.get(duty.id, ())) for duty in duties)
    return tuple(sorted((duty for duty in read if duty is not None), key=lambda duty: (duty.person, duty.day)))


def _by_duty(stops: Sequence[RosterStop]) -> Mapping[str, Sequence[RosterStop]]:
    rows: dict[str, list[RosterStop]] = defaultdict(list)
    for row in sorted(stops, key=lambda row: row.position):
        rows[row.duty_id].append(row)
    return rows


def decisions_on(
    week: OfficeWeek, translation: Translation, held: Mapping[Ref, tuple[int, int]]
) -> tuple[tuple[Pin, ...], frozenset[Decision]]:
    """Pins that the plan keeps, and what has been decided against."""
    numbers = {person.id: number for number, person in enumerate(translation.people)}
    work: dict[tuple[str, dt.date], list[Ref]] = defaultdict(list)
    for item, visit in enumerate(translation.visits):
        for opening in visit.openings:
            work[visit.code, opening.date].append(Ref("task", item, 0))
    for item, post in enumerate(translation.posts):
        work[post.source.code, post.date].append(Ref("shift", item, 0))
    pins, barred = list[Pin](), set[Decision]()
    for pin in week.pins:
        person, day = numbers[pin.person_id], (pin.date - week.monday).days
        for ref in work.get((pin.item, pin.date), ()):
            seat = Ref(ref.kind, ref.item, pin.seat - 1)
            if pin.never:
                barred.add((ref.kind, ref.item, person, day))
            elif held.get(seat) == (person, day):
                start = None if pin.start is None else day * DAY + seconds_of(pin.start)
                pins.append(Pin(ref=seat, person=person, start=start))
    return tuple(pins), frozenset(barred)


def seconds_into(monday: dt.date, moment: dt.datetime) -> int:
    """Seconds of the week that are over; 0 before it begins."""
    return max(0, since(monday, moment))
