"""One way that was tried, as it is kept: in ids, dates, times and figures, so that indexes may shift meanwhile.

`{"kind", "possible", "why", "agreed", "takes", "persons", "moves", "asked", "missed", "left", "minutes", "days"}`; what
is `agreed` has one entry for each of the solver's changes, `days` one for each person and date with another duty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from outreach.calendar.dates import TAIPEI
from outreach.planning.office_week import OfficeWeek
from outreach.planning.presence import DAY, spans_on
from outreach.planning.work import Post, Visit
from outreach.usecases.fixing.standing import Standing
from solver.changes import Change, LimitRaised, PersonThere, RolesOpened, SeatDropped, SkillsGranted, TaskMoved
from solver.changes import assignments as seats_of
from solver.fixes import Fix
from solver.plan import Duty, Stop
from solver.problem import HOUR, Ref

Json = dict[str, Any]
_HOURS = {"max_day": "day_hours", "max_week": "week_hours"}


def as_kept(standing: Standing, fix: Fix) -> Json:
    """The way as it is kept. What the rules of the office forbid though the solver's do not is not possible: `why`."""
    writer = _Writer(standing)
    why = next(filter(None, (writer.forbidden(change) for change in fix.changes)), "")
    told: Json = {
        "kind": fix.kind,
        "possible": fix.plan is not None and not why,
        "why": why,
        "agreed": [writer.agreed(change) for change in fix.changes],
        "asked": [writer.person(number) for number in fix.asked],
    }
    if not told["possible"] or fix.plan is None:
        return told
    return told | {
        "takes": [
            {"person": writer.person(seat.person), "seat": seat.ref.seat + 1, "start": writer.at(seat.start)}
            for seat in fix.takes
        ],
        "persons": [writer.person(number) for number in fix.persons],
        "moves": list(writer.moves(fix)),
        "missed": fix.missed,
        "left": fix.left,
        "minutes": round(fix.cost / 6000, 1),
        "days": list(writer.days(fix.plan.duties)),
    }


def _clock(seconds: int) -> str:
    """A time of one day. The end of a day is its last minute: the clock has no 24:00."""
    minute, second = divmod(min(seconds, DAY - 60), 60)
    return dt.time(minute // 60, minute % 60, second).isoformat()


class _Writer:
    """Knows how indexes and seconds read in the records."""

    def __init__(self, standing: Standing) -> None:
        self.standing, self.translation = standing, standing.translation
        self.week: OfficeWeek = self.translation.week
        self.midnight = dt.datetime.combine(self.week.monday, dt.time(), TAIPEI)

    def at(self, seconds: int) -> str:
        return (self.midnight + dt.timedelta(seconds=seconds)).isoformat()

    def date(self, day: int) -> dt.date:
        return self.week.dates[day]

    def person(self, number: int) -> str:
        return self.translation.people[number].id

    def work(self, ref: Ref) -> Visit | Post:
        return (self.translation.visits if ref.kind == "task" else self.translation.posts)[ref.item]

    def forbidden(self, change: Change) -> str:
        """What in the records speaks against a change, as a word; `""`: nothing."""
        if isinstance(change, TaskMoved):
            visit, date = self.translation.visits[change.task], self.date(change.windows[0].earliest // DAY)
            places = [visit.place_id, *([visit.end_place_id] if visit.end_place_id else [])]
            return "" if self.week.works_on(date, *places) else "closed"
        if isinstance(change, SeatDropped):
            visit = self.translation.visits[change.task]
            return "companion" if visit.client.companion == "two_persons" and len(visit.crew) <= 2 else ""
        return ""

    def agreed(self, change: Change) -> Json:
        match change:
            case TaskMoved(task, windows):
                start = windows[0].earliest
                key, date = self.translation.visits[task].key, self.date(start // DAY)
                return {"what": "moved", "item_key": key, "date": date.isoformat(), "start": _clock(start % DAY)}
            case PersonThere(person, span):
                day = self.date(span.start // DAY)
                told: Json = {"what": "there", "person": self.person(person), "date": day.isoformat()}
                known = spans_on(self.week, self.translation.people[person], day)
                minutes = (
                    span.end
                    - span.start
                    - sum(max(0, min(end, span.end) - max(start, span.start)) for start, end in known)
                )
                return told | {
                    "from": _clock(span.start % DAY),
                    "until": _clock(span.end - span.start // DAY * DAY),
                    "minutes": minutes // 60,
                    "came_anyway": bool(known),
                }
            case LimitRaised(person, limit, value):
                known = getattr(self.translation.problem.persons[person], limit)
                unit = HOUR if limit in _HOURS else 1
                return {
                    "what": "limit",
                    "person": self.person(person),
                    "limit": _HOURS.get(limit, limit),
                    "value": value / unit,
                    "before": known / unit,
                }
            case SkillsGranted(person, skills):
                known = self.translation.problem.persons[person].skills
                return {"what": "skills", "person": self.person(person), "skills": sorted(skills - known or skills)}
            case RolesOpened(ref, roles):
                return {
                    "what": "role",
                    "item_key": self.work(ref).key,
                    "seat": ref.seat + 1,
                    "role": next(iter(roles)),
                }
            case SeatDropped(task):
                visit = self.translation.visits[task]
                return {"what": "fewer", "item_key": visit.key, "crew": len(visit.crew) - 1}
        raise ValueError(f"a fix does not ask for {type(change).__name__}")

    def moves(self, fix: Fix) -> Iterator[Json]:
        """The other seats that have another person then."""
        assert fix.plan is not None
        before = {seat.ref: seat.person for seat in seats_of(self.standing.plan)}
        now = {seat.ref: seat for seat in seats_of(fix.plan)}
        for ref in fix.seats:
            was = before.get(ref)
            yield {
                **self.named(ref),
                "start": self.at(now[ref].start),
                "from": None if was is None else self.person(was),
                "to": self.person(now[ref].person),
            }

    def named(self, ref: Ref) -> Json:
        work = self.work(ref)
        named: Json = {"item_key": work.key, "seat": ref.seat + 1}
        if isinstance(work, Visit):
            return named | {"label": work.service.name, "letter": work.service.letter, "client": work.client.id}
        return named | {"label": work.source.name, "letter": work.source.letter, "client": None}

    def days(self, duties: tuple[Duty, ...]) -> Iterator[Json]:
        """Whose day is another one then: the duty before, in short, and the one after, so that it can be made again."""
        old = {(duty.person, duty.day): duty for duty in self.standing.plan.duties}
        new = {(duty.person, duty.day): duty for duty in duties}
        for person, day in sorted({*old, *new}):
            was, will = old.get((person, day)), new.get((person, day))
            if was != will:
                yield {
                    "person": self.person(person),
                    "date": self.date(day).isoformat(),
                    "was": [] if was is None else [self.light(stop) for stop in was.stops if stop.ref is not None],
                    "span": None if was is None else [self.at(was.departure), self.at(was.arrival)],
                    "duty": None if will is None else self.duty(will),
                }

    def light(self, stop: Stop) -> Json:
        assert stop.ref is not None
        return self.named(stop.ref) | {"start": self.at(stop.start), "end": self.at(stop.end)}

    def duty(self, duty: Duty) -> Json:
        return {
            "departure": self.at(duty.departure),
            "arrival": self.at(duty.arrival),
            "lunch": None if duty.lunch is None else [self.at(duty.lunch.start), self.at(duty.lunch.end)],
            "stops": [self.stop(stop) for stop in duty.stops],
        }

    def stop(self, stop: Stop) -> Json:
        places = self.translation.place_ids
        told = {"item_key": "", "seat": 1, "start": self.at(stop.start), "end": self.at(stop.end)}
        if stop.ref is not None:
            told = self.light(stop)
        return told | {
            "kind": stop.kind,
            "place": places[stop.place],
            "end_place": places[stop.end_place],
            "arrival": self.at(stop.arrival),
        }
