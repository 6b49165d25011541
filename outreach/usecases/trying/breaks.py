"""What the referee finds, as a coordinator needs it told: which rule, about whom and what, with its figures.

One table of rules, each with the figures that its sentence in `api/breaches.py` needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from outreach.planning.loaded_week import LoadedWeek
from outreach.planning.work import Visit
from outreach.usecases.trying.judgement import Break, Figure
from solver.hand.forced import Tried
from solver.plan import Duty, Stop, Violation
from solver.problem import DAY, HOUR, MINUTE, Person, Ref

Figures = dict[str, Figure]
MANY = 3
"""Ways in which one duty does not come out that are told."""


def breaks_of(week: LoadedWeek, tried: Tried) -> tuple[Break, ...]:
    """Each broken rule once for the same person, day and work."""
    telling, found = _Telling(week, tried), dict[tuple[object, ...], Break]()
    for violation in tried.broken:
        for one in telling.of(violation):
            key = (one.rule, one.person_id, one.date, one.item_key, one.figures.get("other"), one.figures.get("spans"))
            found.setdefault(key, one)
    return tuple(found.values())


class _Telling:
    def __init__(self, week: LoadedWeek, tried: Tried) -> None:
        self.week, self.problem = week, week.translation.problem
        self.duties = {(duty.person, duty.day): duty for duty in tried.plan.duties}
        self.starts = {
            stop.ref: (duty, stop) for duty in tried.plan.duties for stop in duty.stops if stop.ref is not None
        }
        # Seats that the change itself has put where they are.
        self.put = {
            ref
            for cell in tried.cells
            if cell in self.duties
            for ref in (stop.ref for stop in self.duties[cell].stops)
            if ref is not None and week.bench.taken.get(ref) != (cell, self.starts[ref][1].start)
        }

    def of(self, violation: Violation) -> Iterator[Break]:
        """What this violation is told as."""
        person = violation.persons[0] if violation.persons else None
        ref, day = violation.refs[0] if violation.refs else None, self.day(violation)
        if violation.rule == "travel_fits" and person is not None and (person, day) in self.duties:
            yield from self._ways(person, self.duties[person, day or 0])
            return
        figures = FIGURES.get(violation.rule, _nothing)(self, violation, ref, person)
        yield self._break(violation.rule, ref, person, day, figures)

    def _break(self, rule: str, ref: Ref | None, person: int | None, day: int | None, figures: Figures) -> Break:
        return Break(
            rule=rule,
            item_key="" if ref is None else self.week.source(ref).key,
            label="" if ref is None else self.label(ref),
            person_id="" if person is None else self.week.translation.people[person].id,
            date=None if day is None else self.week.translation.week.dates[day],
            figures=figures,
        )

    def day(self, violation: Violation) -> int | None:
        """On which day it is, if on one."""
        for ref in violation.refs:
            if ref in self.starts:
                return self.starts[ref][1].start // DAY
        named = re.search(r"\bday (\d+)", violation.where)
        return int(named[1]) if named else None

    def label(self, ref: Ref) -> str:
        """What the work is called."""
        work = self.week.source(ref)
        return work.service.name if isinstance(work, Visit) else work.source.name

    def time(self, seconds: int) -> str:
        """A time of day."""
        return self.week.at(seconds).strftime("%H:%M")

    def spans(self, person: int, day: int) -> tuple[str, ...]:
        """When the person is there that day."""
        entry = next((entry for entry in self.problem.persons[person].availability if entry.day == day), None)
        return tuple(f"{self.time(a)}–{self.time(b)}" for a, b in (entry.spans if entry else ()))

    def _ways(self, person: int, duty: Duty) -> Iterator[Break]:
        """Why this duty does not come out: two things at once, no time for a way, or outside the person's hours."""
        told = [*self._clashes(person, duty), *self._late(person, duty), *self._outside(person, duty)]
        ref = next((stop.ref for stop in duty.stops if stop.ref in self.put), None)
        yield from told[:MANY] or [self._break("travel_fits", ref, person, duty.day, {})]

    def _clashes(self, person: int, duty: Duty) -> Iterator[Break]:
        stops = [stop for stop in duty.stops if stop.ref is not None]
        for number, one in enumerate(stops):
            for other in stops[number + 1 :]:
                if one.start < other.end and other.start < one.end:
                    new, old = (other, one) if other.ref in self.put else (one, other)
                    yield self._beside("clash", person, duty.day, new, old, {})

    def _late(self, person: int, duty: Duty) -> Iterator[Break]:
        travel = self.problem.travel[self.problem.persons[person].mode]
        for one, other in pairwise(duty.stops):
            lack = one.end + int(travel[one.end_place, other.place]) - other.start
            if one.end <= other.start and lack > 0:
                new, old = (other, one) if other.ref in self.put else (one, other)
                yield self._beside("late", person, duty.day, new, old, {"short": -(-lack // MINUTE)})

    def _beside(self, kind: str, person: int, day: int, new: Stop, old: Stop, more: Figures) -> Break:
        figures: Figures = {"kind": kind, "from": self.time(old.start), "until": self.time(old.end), **more}
        if old.ref is not None:
            figures["other"] = self.label(old.ref)
        return self._break("travel_fits", new.ref, person, day, figures)

    def _outside(self, person: int, duty: Duty) -> Iterator[Break]:
        entry = next((entry for entry in self.problem.persons[person].availability if entry.day == duty.day), None)
        ends = [(duty.departure, duty.departure), (duty.arrival, duty.arrival)]
        ends += [(stop.start, stop.end) for stop in duty.stops]
        if entry is None or all(any(a <= one and other <= b for a, b in entry.spans) for one, other in ends):
            return
        put = next((stop.ref for stop in duty.stops if stop.ref in self.put), None)
        figures: Figures = {
            "kind": "outside",
            "from": self.time(duty.departure),
            "until": self.time(duty.arrival),
            "spans": self.spans(person, duty.day),
        }
        yield self._break("travel_fits", put, person, duty.day, figures)

    def who(self, person: int | None) -> Person:
        """The person with this number."""
        assert person is not None
        return self.problem.persons[person]


def _nothing(_told: _Telling, _violation: Violation, _ref: Ref | None, _person: int | None) -> Figures:
    return {}


def _amount(_told: _Telling, violation: Violation, _ref: Ref | None, _person: int | None) -> Figures:
    return {"over": violation.amount}


def _role(told: _Telling, _violation: Violation, ref: Ref | None, person: int | None) -> Figures:
    assert ref is not None
    return {"roles": tuple(sorted(told.problem.seat(ref).roles)), "role": told.who(person).role}


def _skills(told: _Telling, _violation: Violation, ref: Ref | None, person: int | None) -> Figures:
    assert ref is not None
    asked, who, end = told.problem.seat(ref).skills, told.who(person), told.starts[ref][1].end
    over = sorted(skill for skill in asked & who.skills if who.skill_ends.get(skill, end) < end)
    return {"skills": tuple(sorted(asked - who.skills)), "over": tuple(over)}


def _turn(told: _Telling, _violation: Violation, ref: Ref | None, _person: int | None) -> Figures:
    assert ref is not None
    return {"turn": told.problem.shifts[ref.item].turn or ""}


def _absent(told: _Telling, violation: Violation, _ref: Ref | None, person: int | None) -> Figures:
    week, day = told.week.translation.week, told.day(violation)
    assert person is not None
    date = week.dates[day or 0]
    absences = week.absences.get(told.week.translation.people[person].id, ())
    away = any(one.start.date() <= date <= one.end.date() for one in absences)
    closed = not week.works_on(date)
    return {"why": "closed" if closed else "absent" if away else "never"}


def _limit(name: str, unit: int) -> Callable[[_Telling, Violation, Ref | None, int | None], Figures]:
    def told(telling: _Telling, violation: Violation, _ref: Ref | None, person: int | None) -> Figures:
        limit = getattr(telling.who(person), name)
        over = violation.amount if unit == 1 else -(-violation.amount // MINUTE)
        return {"limit": limit if unit == 1 else f"{limit / unit:.4g}", "over": over}

    return told


def _windows(told: _Telling, _violation: Violation, ref: Ref | None, _person: int | None) -> Figures:
    assert ref is not None
    dates = told.week.translation.week.dates
    if ref.kind == "shift":
        shift = told.problem.shifts[ref.item]
        span = f"{told.time(shift.start)}–{told.time(shift.end)}"
        return {"kind": "shift", "dates": (dates[shift.start // DAY].isoformat(),), "windows": (span,)}
    windows = told.problem.tasks[ref.item].windows
    day = told.starts[ref][1].start // DAY
    there = [window for window in windows if window.earliest // DAY == day]
    days = sorted({window.earliest // DAY for window in windows})
    return {
        "kind": "task",
        "start": told.time(told.starts[ref][1].start),
        "dates": tuple(dates[each].isoformat() for each in days),
        "windows": tuple(f"{told.time(window.earliest)}–{told.time(window.latest)}" for window in there),
    }


def _lunch(told: _Telling, _violation: Violation, _ref: Ref | None, person: int | None) -> Figures:
    lunch = told.who(person).lunch
    if lunch is None:
        return {}
    return {
        "from": told.time(lunch.earliest_start),
        "until": told.time(lunch.latest_end),
        "minutes": lunch.duration // MINUTE,
    }


def _crew(told: _Telling, violation: Violation, ref: Ref | None, _person: int | None) -> Figures:
    assert ref is not None
    if ref.kind == "shift" or violation.persons:
        same = len(set(violation.refs)) > 1
        return {"kind": "twice" if same else "apart"}
    need = len(told.problem.tasks[ref.item].seats)
    return {"kind": "lack", "need": need, "have": need - violation.amount}


def _mix(told: _Telling, violation: Violation, ref: Ref | None, _person: int | None) -> Figures:
    assert ref is not None
    mixes = told.problem.shifts[ref.item].mix
    roles = sorted({role for mix in mixes for role in mix.roles})
    return {"roles": tuple(roles), "need": max((mix.at_least for mix in mixes), default=0), "lack": violation.amount}


def _gap(told: _Telling, violation: Violation, ref: Ref | None, _person: int | None) -> Figures:
    assert ref is not None
    gap = max((one.gap_days for one in told.problem.series if ref.item in one.tasks), default=0)
    dates = told.week.translation.week.dates
    others = (told.starts[each][1].start // DAY for each in violation.refs[1:] if each in told.starts)
    return {"days": gap, "others": tuple(dates[day].isoformat() for day in others)}


def _kit(told: _Telling, violation: Violation, _ref: Ref | None, _person: int | None) -> Figures:
    names = (kit.id for kit in told.problem.kits if violation.where.startswith(f"kit {kit.id} "))
    return {"kit": next(names, ""), "over": violation.amount}


def _load(told: _Telling, violation: Violation, _ref: Ref | None, person: int | None) -> Figures:
    return {"limit": told.who(person).capacity, "over": violation.amount}


FIGURES: dict[str, Callable[[_Telling, Violation, Ref | None, int | None], Figures]] = {
    "role_fits": _role,
    "skills_suffice": _skills,
    "exempt_from_turn": _turn,
    "available_that_day": _absent,
    "load_carried": _load,
    "days_per_week": _limit("max_days", 1),
    "run_of_days": _limit("max_run", 1),
    "weekends_off": _limit("max_weekends", 1),
    "rest_between_duties": _limit("min_rest", HOUR),
    "day_length": _limit("max_day", HOUR),
    "week_hours": _limit("max_week", HOUR),
    "month_hours": _limit("max_month", HOUR),
    "windows_hold": _windows,
    "lunch_taken": _lunch,
    "crew_together": _crew,
    "role_mix_holds": _mix,
    "series_gap": _gap,
    "kits_suffice": _kit,
    "max_turns": _amount,
}
