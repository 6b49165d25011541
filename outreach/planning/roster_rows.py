"""What a plan says as rows of a roster: duties, stops with their legs, and what stays unserved with its reasons."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from outreach.calendar.dates import TAIPEI
from outreach.planning.to_problem import Translation
from outreach.planning.work import Post, Visit
from outreach.records import Desk, Drive, Roster, RosterDuty, RosterStop, RosterUnserved
from solver.bounds.counting import count
from solver.changes import is_cancelled
from solver.explain import explanations
from solver.plan import Certificate, Duty, Explanation, Plan, Stop
from solver.problem import DayAvailability, Pin, Problem, Ref, Span
from solver.rules import SEAT_RULES


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a plan leaves what it leaves: seat by seat, and what no plan can do better."""

    explanations: tuple[Explanation, ...]
    certificates: tuple[Certificate, ...]


def reasons_of(
    translation: Translation, plan: Plan, on_progress: Callable[[float], None] | None = None, proofs: bool = True
) -> Reasons:
    """The reasons of a plan. They take time, so they are found before anything is locked. `proofs`: what no plan can do
    better, too.
    """
    found = explained(translation.problem, plan, on_progress)
    # A plan that goes on from an earlier one comes without proofs.
    return Reasons(found, plan.certificates or (proofs_of(translation) if proofs else ()))


def proofs_of(translation: Translation) -> tuple[Certificate, ...]:
    """What no plan can do better."""
    return count(translation.problem).certificates


def keep_proofs(translation: Translation, roster: Roster, certificates: Iterable[Certificate]) -> None:
    """Write down what no plan can do better, of a roster that was kept without."""
    rows = RosterRows(translation, roster, ())
    roster.proofs = [rows.proof_of(one) for one in certificates if one.level == 1]


def explained(
    problem: Problem, plan: Plan, on_progress: Callable[[float], None] | None = None
) -> tuple[Explanation, ...]:
    """Why each seat that the plan leaves is left."""
    found = []
    # What was cancelled keeps its number in the problem, and nobody misses it.
    missed = replace(plan, unserved=tuple(ref for ref in plan.unserved if not is_cancelled(problem, *ref[:2])))
    for number, explanation in enumerate(explanations(problem, missed)):
        found.append(explanation)
        if on_progress:
            on_progress((number + 1) / len(missed.unserved))
    return tuple(found)


class RosterRows:
    """Makes one plan's rows; knows how indexes and seconds read in the records. `begun`: as in `to_roster`."""

    def __init__(
        self, translation: Translation, roster: Roster, pins: Collection[Pin], begun: Iterable[RosterStop] = ()
    ) -> None:
        self.office_id, self.roster = roster.office_id, roster
        self.translation = translation
        self.pinned = {pin.ref for pin in pins}
        self.ways = {
            (row.item_key, row.seat): (row.leg_seconds, row.leg_metres, row.leg_guessed)
            for row in begun
            if row.item_key
        }
        self.midnight = dt.datetime.combine(translation.week.monday, dt.time(), TAIPEI)

    def at(self, seconds: int) -> dt.datetime:
        """The moment so many seconds into the week."""
        return self.midnight + dt.timedelta(seconds=seconds)

    def leg(self, mode: int, origin: int, destination: int) -> tuple[int, int, bool]:
        """Seconds and metres from place to place, and whether they are an estimate where the roster's are not."""
        matrix = self.translation.matrices[mode]
        seconds, metres = int(matrix.seconds[origin, destination]), int(matrix.metres[origin, destination])
        if self.roster.travel_source == "estimate" or metres == 0:
            return seconds, metres, False
        guessed = matrix.source == "estimate" if matrix.guessed is None else bool(matrix.guessed[origin, destination])
        return seconds, metres, guessed

    def duty_of(self, duty: Duty) -> RosterDuty:
        """The row of one duty."""
        problem, places = self.translation.problem, self.translation.place_ids
        person, day = problem.persons[duty.person], self.day_of(duty)
        seconds, metres, guessed = self.leg(person.mode, duty.stops[-1].end_place, day.end_place)
        return RosterDuty(
            office_id=self.office_id,
            roster_id=self.roster.id,
            person_id=self.translation.people[duty.person].id,
            date=self.translation.week.dates[duty.day],
            departure=self.at(duty.departure),
            arrival=self.at(duty.arrival),
            lunch_start=self.at(duty.lunch.start) if duty.lunch else None,
            lunch_end=self.at(duty.lunch.end) if duty.lunch else None,
            start_place_id=places[day.start_place],
            end_place_id=places[day.end_place],
            worked_seconds=_worked(duty, day),
            last_leg_seconds=seconds,
            last_leg_metres=metres,
            last_leg_guessed=guessed,
            pinned=any(stop.ref in self.pinned for stop in duty.stops),
        )

    def stops_of(self, duty: Duty, duty_id: str) -> Iterator[RosterStop]:
        """The rows of its stops."""
        mode, here = self.translation.problem.persons[duty.person].mode, self.day_of(duty).start_place
        for position, stop in enumerate(duty.stops):
            row = self.stop_of(stop, duty_id, position)
            made = self.ways.get((row.item_key, row.seat))
            row.leg_seconds, row.leg_metres, row.leg_guessed = made or self.leg(mode, here, stop.place)
            here = stop.end_place
            yield row

    def day_of(self, duty: Duty) -> DayAvailability:
        """Where the duty begins and ends; at the person's base when they are not expected that day any more."""
        known = self.translation.problem.persons[duty.person].availability
        base = self.translation.place_ids.index(self.translation.people[duty.person].base_id)
        span = Span(duty.departure, duty.arrival)
        nobody = DayAvailability(day=duty.day, spans=(span,), start_place=base, end_place=base)
        return next((day for day in known if day.day == duty.day), nobody)

    def stop_of(self, stop: Stop, duty_id: str, position: int) -> RosterStop:
        """The row of one stop, without the way that leads there."""
        places = self.translation.place_ids
        row = RosterStop(
            office_id=self.office_id,
            duty_id=duty_id,
            roster_id=self.roster.id,
            position=position,
            kind=stop.kind,
            place_id=places[stop.place],
            end_place_id=places[stop.end_place],
            arrival=self.at(stop.arrival),
            start=self.at(stop.start),
            end=self.at(stop.end),
            pinned=stop.ref in self.pinned,
        )
        if stop.ref is None:
            return row
        row.seat = stop.ref.seat + 1
        if stop.ref.kind == "shift":
            _describe_post(row, self.translation.posts[stop.ref.item])
        else:
            _describe_visit(row, self.translation.visits[stop.ref.item])
        return row

    def unserved_of(self, reasons: Reasons) -> Iterator[RosterUnserved]:
        """The rows of what is left out: a task whole, of a shift single seats."""
        groups: dict[tuple[str, int, int], list[Explanation]] = defaultdict(list)
        for explanation in reasons.explanations:
            ref = explanation.ref
            groups[ref.kind, ref.item, ref.seat if ref.kind == "shift" else -1].append(explanation)
        return (self._left_out(found[0].ref, found) for found in groups.values())

    def proof_of(self, certificate: Certificate) -> dict[str, object]:
        """Why so much is missed in every roster, as it is kept."""
        return {
            "ground": certificate.ground,
            "work": [self.name_of(ref) for ref in certificate.refs],
            "seats": len(certificate.refs),
            "people": [self.translation.people[person].id for person in certificate.persons],
            "amount": certificate.amount,
            "at": None if certificate.moment is None else self.at(certificate.moment).isoformat(),
        }

    def name_of(self, ref: Ref) -> str:
        """What the work is called, and when it is if it is a shift."""
        if ref.kind == "task":
            return self.translation.visits[ref.item].service.name
        post = self.translation.posts[ref.item]
        return f"{post.source.name} {post.date.month}/{post.date.day}"

    def _left_out(self, ref: Ref, seats: list[Explanation]) -> RosterUnserved:
        problem, week = self.translation.problem, self.translation.week
        hardest = min(seats, key=lambda one: len(_suited(one)))
        row = RosterUnserved(
            office_id=self.office_id,
            roster_id=self.roster.id,
            kind="shift",
            item_key="",
            place_id=self.translation.place_ids[problem.places_of(ref)[0]],
            minutes=problem.duration_of(ref) // 60,
            steps=[
                {
                    "rule": step.rule,
                    "lost": [self.translation.people[person].id for person in step.lost],
                    "left": len(step.left),
                }
                for step in hardest.steps
            ],
            certain=not _could_be_filled([_suited(one) for one in seats]),
        )
        if ref.kind == "shift":
            post, seat = self.translation.posts[ref.item], problem.shifts[ref.item].seats[ref.seat]
            row.item_key, row.seat, row.letter, row.label = post.key, ref.seat + 1, post.source.letter, post.source.name
            row.mandatory, row.weight = seat.required, seat.weight
            row.windows = [_window(post.date, post.start, post.start)]
            return row
        visit, task = self.translation.visits[ref.item], problem.tasks[ref.item]
        row.kind, row.item_key, row.client_id = visit.kind, visit.key, visit.client.id
        row.letter, row.label, row.crew = visit.service.letter, visit.service.name, len(task.seats)
        row.mandatory, row.weight = task.mandatory, task.weight
        row.windows = [
            _window(week.dates[(opening.date - week.monday).days], opening.earliest, opening.latest)
            for opening in visit.openings
        ]
        return row


def _worked(duty: Duty, day: DayAvailability) -> int:
    present = sum(max(0, min(span.end, duty.arrival) - max(span.start, duty.departure)) for span in day.spans)
    return present - (duty.lunch.end - duty.lunch.start if duty.lunch else 0)


def _describe_post(row: RosterStop, post: Post) -> None:
    row.kind, row.item_key, row.letter, row.label = "shift", post.key, post.source.letter, post.source.name
    if isinstance(post.source, Desk):
        row.desk_id = post.source.id
    elif isinstance(post.source, Drive):
        row.drive_id = post.source.id


def _describe_visit(row: RosterStop, visit: Visit) -> None:
    row.kind, row.item_key, row.client_id, row.units = visit.kind, visit.key, visit.client.id, visit.units
    row.letter, row.label = visit.service.letter, visit.service.name
    row.care_plan_id = visit.care_plan.id if visit.care_plan else None
    row.task_id = visit.task.id if visit.task else None
    row.recipient_id = visit.recipient.id if visit.recipient else None


def _suited(explanation: Explanation) -> frozenset[int]:
    """The persons who pass every rule that looks at person and seat alone: the others could not come at all."""
    lost = {person for step in explanation.steps if step.rule in SEAT_RULES for person in step.lost}
    everyone = {person for step in explanation.steps for person in (*step.lost, *step.left)}
    return frozenset(everyone - lost)


def _could_be_filled(candidates: list[frozenset[int]]) -> bool:
    """Whether different persons can be found for all seats (at most a few, so by trying)."""
    if not candidates:
        return True
    first, *others = sorted(candidates, key=len)
    return any(_could_be_filled([other - {person} for other in others]) for person in first)


def _window(date: dt.date, earliest: dt.time, latest: dt.time) -> dict[str, str]:
    return {"date": date.isoformat(), "from": earliest.strftime("%H:%M"), "until": latest.strftime("%H:%M")}
