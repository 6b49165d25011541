"""One way to fill a seat, as it is told."""

from __future__ import annotations

from outreach.planning.loaded_week import LoadedWeek
from outreach.planning.work import Visit
from outreach.usecases.trying.judgement import Break, Candidate
from outreach.usecases.trying.told import HUNDREDTHS_A_MINUTE, people_of
from solver.hand.openings import Opening
from solver.plan import Duty
from solver.problem import HOUR, MINUTE


def candidate_of(week: LoadedWeek, opening: Opening, breaks: tuple[Break, ...] = ()) -> Candidate:
    """This opening as a coordinator reads it."""
    person, ref = week.translation.people[opening.person], opening.ref
    work, problem = week.source(ref), week.translation.problem
    named = work.service if isinstance(work, Visit) else work.source
    return Candidate(
        person_id=person.id,
        name=person.name,
        role=person.role,
        item_key=work.key,
        seat=ref.seat + 1,
        letter=named.letter,
        label=named.name,
        date=week.translation.week.dates[opening.day],
        start=week.at(opening.start),
        end=week.at(opening.start + problem.duration_of(ref)),
        missed=opening.missed,
        left=opening.left,
        minutes=round(opening.cost / HUNDREDTHS_A_MINUTE, 1),
        travel=round(opening.travel / MINUTE),
        hours=round(_served(week, opening) / HOUR, 2),
        target=round(problem.persons[opening.person].target_week / HOUR, 2),
        people=people_of(week, opening.cells, opening.person),
        crew=tuple(week.translation.people[other].name for other in opening.crew[1:]),
        breaks=breaks,
    )


def _served(week: LoadedWeek, opening: Opening) -> int:
    """Seconds of service in the week that this person has with it."""
    duties: dict[tuple[int, int], Duty | None] = {**week.bench.duties, **opening.cells}
    return sum(
        stop.end - stop.start
        for (person, _), duty in duties.items()
        if person == opening.person and duty is not None
        for stop in duty.stops
        if stop.ref is not None
    )
