"""An office's week becomes the solver's problem. Local times and records turn into seconds and indexes here, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from outreach.planning.begun_work import BegunWork
from outreach.planning.composite_skills import CompositeSkills
from outreach.planning.decisions import decisions_of
from outreach.planning.office_week import OfficeWeek
from outreach.planning.presence import DAY, seconds_of, spans_on
from outreach.planning.turns_so_far import TURNS, SoFar, TurnHistory, turn_of, turns_so_far
from outreach.planning.work import Opening, Post, Visit, posts_of, visits_of
from outreach.ports import Point, TravelMatrix, TravelTimes
from outreach.records import Allowance, PersonSkill
from outreach.records import Person as PersonRecord
from outreach.records.seats import SeatSpec
from solver.problem import (
    HOUR,
    DayAvailability,
    Kit,
    Lunch,
    Person,
    Problem,
    Reload,
    RoleMix,
    Seat,
    Series,
    Shift,
    ShiftSeat,
    Span,
    Task,
    Window,
)

LUNCH = Lunch(earliest_start=11 * HOUR, latest_end=14 * HOUR + HOUR // 2, duration=HOUR)
REST = 11 * HOUR
RELOAD_SECONDS = 600
DESIRED_SEAT_WEIGHT = 2
NOTHING_BEGUN = BegunWork()
NOTHING_ALLOWED = Allowance(office_id="", person_id="", monday=dt.date.min)


@dataclass(frozen=True)
class Translation:
    """A problem together with what its indexes mean in the records.

    `place_ids[k]` is the place of index k; `matrices[mode]` the travel of `problem.modes[mode]`; tasks, shifts and
    persons stand in the order of `visits`, `posts` and `week.people`.
    """

    problem: Problem
    week: OfficeWeek
    visits: tuple[Visit, ...]
    posts: tuple[Post, ...]
    place_ids: tuple[str, ...]
    matrices: tuple[TravelMatrix, ...]

    @cached_property
    def people(self) -> Sequence[PersonRecord]:
        """The records behind `problem.persons`."""
        return self.week.people


def to_problem(
    week: OfficeWeek,
    travel_times: TravelTimes,
    on_progress: Callable[[float], None] | None = None,
    begun: BegunWork = NOTHING_BEGUN,
) -> Translation:
    """The problem of one week. `begun`: what has a place in it whether or not it is due.

    Raises `PinsLostError` for pins on days without that work, `ProblemError` for other contradictions.
    """
    visits, posts = begun.with_visits(visits_of(week)), begun.with_posts(posts_of(week))
    place_ids = _places(week, visits, posts)
    index = {place: number for number, place in enumerate(place_ids)}
    points = [Point(lat=week.places[place].lat, lon=week.places[place].lon) for place in place_ids]
    modes = tuple(sorted({person.mode for person in week.people}))
    matrices = []
    for number, mode in enumerate(modes):
        matrices.append(travel_times.matrix(points, mode))
        if on_progress:
            on_progress((number + 1) / len(modes))
    skills = CompositeSkills(week, visits, posts)
    pins, bars = decisions_of(week, visits, posts)
    turns = turns_so_far(week.people, week.history or TurnHistory(week.monday))
    problem = Problem(
        days=len(week.dates),
        weeks=tuple(week.monday.isoformat() for _ in week.dates),
        months=tuple(date.strftime("%Y-%m") for date in week.dates),
        modes=modes,
        # Side by side in one array, which the search then needs not copy.
        travel=tuple(np.stack([matrix.seconds for matrix in matrices])),
        persons=tuple(_person(week, person, index, modes, skills, turns[person.id]) for person in week.people),
        tasks=tuple(_task(week, visit, index, skills) for visit in visits),
        shifts=tuple(_shift(week, post, index, skills) for post in posts),
        series=_series(week, visits),
        kits=tuple(Kit(id=kit.name, count=kit.count, turnaround=kit.turnaround * 60) for kit in week.kits),
        turns=TURNS,
        reload=_reload(week, visits, index),
        pins=pins,
        bars=bars,
    )
    return Translation(problem, week, visits, posts, place_ids, tuple(matrices))


def _places(week: OfficeWeek, visits: Sequence[Visit], posts: Sequence[Post]) -> tuple[str, ...]:
    used = [unit.place_id for unit in week.units]
    used += [person.base_id for person in week.people]
    used += [post.place_id for post in posts]
    for visit in visits:
        used.append(visit.place_id)
        if visit.end_place_id:
            used.append(visit.end_place_id)
    return tuple(dict.fromkeys(used))


def _person(
    week: OfficeWeek,
    person: PersonRecord,
    index: dict[str, int],
    modes: tuple[str, ...],
    skills: CompositeSkills,
    turns: SoFar,
) -> Person:
    base = index[person.base_id]
    held = [skill for skill in week.skills.get(person.id, ()) if not _over(skill, week.monday)]
    more = week.allowances.get(person.id, NOTHING_ALLOWED)
    days = []
    for day, date in enumerate(week.dates):
        spans = spans_on(week, person, date)
        if spans:
            days.append(
                DayAvailability(day=day, spans=tuple(Span(*span) for span in spans), start_place=base, end_place=base)
            )
    return Person(
        id=person.code,
        role=person.role,
        availability=tuple(days),
        skills=frozenset(skill.skill for skill in held) | skills.of_person(person),
        skill_ends={
            skill.skill: ((skill.expires - week.monday).days + 1) * DAY
            for skill in held
            if skill.expires is not None and skill.expires < week.dates[-1]
        },
        gender=person.gender or None,
        mode=modes.index(person.mode),
        capacity=person.capacity,
        max_day=round(max(person.max_day_hours, more.day_hours or 0) * HOUR),
        max_week=round(max(person.max_week_hours, more.week_hours or 0) * HOUR),
        max_days=max(person.max_days, more.days or 0),
        target_week=round(person.target_week_hours * HOUR),
        min_rest=REST,
        turns_before=turns.counts,
        exempt=frozenset(turn for turn in person.exempt if turn in TURNS),
        lunch=LUNCH,
    )


def _over(skill: PersonSkill, date: dt.date) -> bool:
    return skill.expires is not None and skill.expires < date


def _window(monday: dt.date, opening: Opening) -> Window:
    midnight = (opening.date - monday).days * DAY
    return Window(earliest=midnight + seconds_of(opening.earliest), latest=midnight + seconds_of(opening.latest))


def _task(week: OfficeWeek, visit: Visit, index: dict[str, int], skills: CompositeSkills) -> Task:
    first, *others = visit.crew
    numbers = {person.id: number for number, person in enumerate(week.people)}
    wishes = week.wishes.get(visit.client.id, ())
    besides = skills.of_visit(visit)
    same_gender = visit.client.companion == "same_gender" and visit.client.gender != ""
    return Task(
        id=visit.key,
        place=index[visit.place_id],
        end_place=index[visit.end_place_id] if visit.end_place_id else None,
        windows=tuple(_window(week.monday, opening) for opening in visit.openings),
        duration=visit.minutes * 60,
        seats=(
            Seat(roles=frozenset(first.roles), skills=skills.of_seat(first) | besides),
            *(Seat(roles=frozenset(seat.roles), skills=skills.of_seat(seat)) for seat in others),
        ),
        mandatory=visit.mandatory,
        weight=visit.weight,
        load=visit.units,
        kits=_kits(week, visit.service.kit_id),
        preferred=frozenset(numbers[wish.person_id] for wish in wishes if wish.wish == "preferred"),
        refused=frozenset(numbers[wish.person_id] for wish in wishes if wish.wish == "refused"),
        gender=visit.client.gender if same_gender else None,
        gender_required=same_gender,
        service=visit.service.name,
    )


def _kits(week: OfficeWeek, kit_id: str | None) -> tuple[int, ...]:
    return tuple(number for number, kit in enumerate(week.kits) if kit.id == kit_id)


def _shift(week: OfficeWeek, post: Post, index: dict[str, int], skills: CompositeSkills) -> Shift:
    midnight = (post.date - week.monday).days * DAY
    source = post.source

    def seat(spec: SeatSpec, required: bool) -> ShiftSeat:
        return ShiftSeat(
            roles=frozenset(spec.roles), skills=skills.of_seat(spec), required=required, weight=DESIRED_SEAT_WEIGHT
        )

    staff = getattr(source, "staff_at_least", 0)
    return Shift(
        id=post.key,
        place=index[post.place_id],
        start=midnight + seconds_of(post.start),
        end=midnight + seconds_of(post.end),
        seats=(*(seat(spec, True) for spec in post.required), *(seat(spec, False) for spec in post.desired)),
        mix=(RoleMix(roles=frozenset({"staff"}), at_least=staff),) if staff else (),
        turn=turn_of(getattr(source, "turn", ""), post.date) or None,
        kits=_kits(week, getattr(source, "kit_id", None)),
        service=source.name,
    )


def _series(week: OfficeWeek, visits: Sequence[Visit]) -> tuple[Series, ...]:
    members: dict[str, list[int]] = {}
    for number, visit in enumerate(visits):
        if visit.series:
            members.setdefault(visit.series, []).append(number)
    series = []
    for code, tasks in members.items():
        visit = visits[tasks[0]]
        last = (visit.last_visit - week.monday).days if visit.last_visit else None
        known = last is not None and last < 0
        if len(tasks) > 1 or known:
            series.append(
                Series(id=code, tasks=tuple(tasks), gap_days=visit.gap_days, last_day=last if known else None)
            )
    return tuple(series)


def _reload(week: OfficeWeek, visits: Sequence[Visit], index: dict[str, int]) -> Reload | None:
    if not any(visit.units for visit in visits):
        return None
    return Reload(places=frozenset(index[unit.place_id] for unit in week.units), duration=RELOAD_SECONDS)
