"""week: our own joint problem, one week of one office, as files. `weeks.py` makes such weeks.

Times are seconds of the day, days count from 0, places and persons go by index. Travel seconds = straight line ×
detour / speed, plus parking when the place changes, rounded up. Levels of a plan: seats of mandatory tasks left,
weight of optional tasks left (both strict), then one sum in minutes of overtime, fairness, continuity, travel and
waiting.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from benchmarks.sets.score import Score
from benchmarks.sets.week_form import Duty, Instance, Plan, Span, Stop, Task, read_instance, read_plan, write_plan

__all__ = ["Instance", "Plan", "evaluate", "levels", "read_instance", "read_plan", "write_plan"]

DAY = 86_400
LONG_DAY = 8 * 3_600

#: Minutes of level 3 for one minute, and for one case.
OVERTIME, FAR_ABOVE, BELOW = 5.0, 2.0, 0.5
NOT_PREFERRED, GENDER, FURTHER_PERSON = 60.0, 30.0, 30.0


@dataclass(frozen=True, slots=True)
class Taken:
    """Who took a seat, on which day and when."""

    person: int
    day: int
    start: int


@dataclass(slots=True)
class Tally:
    """What has been counted so far (seconds) and what was found wrong."""

    worked: Counter[int] = field(default_factory=Counter)
    served: Counter[int] = field(default_factory=Counter)
    long: Counter[int] = field(default_factory=Counter)
    days: Counter[int] = field(default_factory=Counter)
    travel: int = 0
    waiting: int = 0
    seats: dict[int, dict[int, list[Taken]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    faults: list[str] = field(default_factory=list)


def evaluate(week: Instance, plan: Plan) -> Score:
    """Levels of a plan and every rule it breaks.

    `before` holds levels 1 and 2; `cost` is levels 3 and 4 together in minutes; the terms split it.
    """
    tally = Tally()
    seen: set[tuple[int, int]] = set()
    for duty in plan.duties:
        if not duty.stops:
            continue
        tag = f"person {duty.person} day {duty.day}"
        if not 0 <= duty.person < len(week.persons) or (duty.person, duty.day) in seen:
            tally.faults.append(f"{tag}: unknown, or two duties")
            continue
        seen.add((duty.person, duty.day))
        span = next((span for span in week.persons[duty.person].availability if span.day == duty.day), None)
        if span is None:
            tally.faults.append(f"{tag}: not available")
        else:
            _Walk(week, duty, span, tag, tally).go()
    done = _crews(week, tally)
    _check_order(week, done, tally)
    terms = _hours(week, tally) | _continuity(week, done, tally)
    terms |= {"travel": tally.travel / 60, "waiting": tally.waiting / 60}
    left = [task for task in week.tasks if task.id not in done]
    missed = sum(len(task.crew) for task in left if task.mandatory)
    weight = sum(task.weight for task in left if not task.mandatory)
    return Score(sum(terms.values()), terms, tuple(tally.faults), (missed, weight))


def levels(score: Score) -> tuple[float, float, float, float]:
    """The four levels as they are published, the last two in minutes with one decimal."""
    missed, weight = score.before
    third = sum(minutes for term, minutes in score.terms.items() if term not in ("travel", "waiting"))
    # Whole seconds first: a half of the last digit must not hang on the order of a sum.
    fourth = (round(60 * score.terms["travel"]) + round(60 * score.terms["waiting"])) / 60
    return missed, weight, round(third, 1), round(fourth, 1)


class _Walk:
    """One duty, followed from departure to arrival."""

    def __init__(self, week: Instance, duty: Duty, span: Span, tag: str, tally: Tally) -> None:
        self.week, self.duty, self.span, self.tag, self.tally = week, duty, span, tag, tally
        self.person = week.persons[duty.person]
        self.clock, self.here = duty.departure, span.start_place
        self.left = self.person.capacity if self.here == week.office else 0
        self.legs = self.busy = 0
        self.ate = False

    def go(self) -> None:
        """Follow the duty and add what it costs."""
        duty, tally = self.duty, self.tally
        if duty.departure < self.span.start or duty.arrival > self.span.until:
            self.fault("outside availability")
        for stop in duty.stops:
            if stop.task is not None and not 0 <= stop.task < len(self.week.tasks):
                self.fault(f"unknown task {stop.task}")
            elif stop.task is None:
                self.reach(self.week.office, stop.start)
                self.left = self.person.capacity
                self.stay(self.week.reload)
            else:
                self.serve(self.week.tasks[stop.task], stop)
        self.reach(self.span.end_place, duty.arrival)
        work = duty.arrival - duty.departure - (0 if duty.lunch is None else self.week.lunch.duration)
        self.check_day(work)
        tally.days[self.person.id] += 1
        tally.worked[self.person.id] += work
        tally.long[self.person.id] += max(0, work - LONG_DAY)
        tally.travel += self.legs
        tally.waiting += work - self.legs - self.busy

    def fault(self, text: str) -> None:
        """Note a broken rule."""
        self.tally.faults.append(f"{self.tag}: {text}")

    def reach(self, place: int, start: int) -> None:
        """Travel to `place`, eat on the way where the pause lies before or after the leg, and be there at `start`."""
        leg = self.week.travel(self.person.mode, self.here, place)
        pause, length = self.duty.lunch, self.week.lunch.duration
        ready = self.clock + leg
        if (
            pause is not None
            and self.clock <= pause
            and pause + length <= start
            and (pause + length + leg <= start or ready <= pause)
        ):
            self.ate = True
            ready += length
        if ready > start:
            self.fault(f"reaches place {place} at {ready}, planned {start}")
        self.legs += leg
        self.clock, self.here = start, place

    def stay(self, seconds: int) -> None:
        """Be busy where one is."""
        self.clock += seconds
        self.busy += seconds

    def serve(self, task: Task, stop: Stop) -> None:
        """Serve one seat of a task."""
        self.reach(task.place, stop.start)
        if task.place == self.week.office:
            self.left = self.person.capacity
        self.left -= task.load
        if self.left < 0:
            self.fault(f"task {task.id} over capacity")
        if not any(day == self.duty.day and early <= stop.start <= late for day, early, late in task.windows):
            self.fault(f"task {task.id} outside its windows")
        if not 0 <= stop.seat < len(task.crew):
            self.fault(f"task {task.id} has no seat {stop.seat}")
        else:
            seat = task.crew[stop.seat]
            if self.person.role not in seat.roles or not seat.skills <= self.person.skills:
                self.fault(f"not qualified for task {task.id} seat {stop.seat}")
        if self.person.id in task.refused:
            self.fault(f"refused by task {task.id}")
        taken = Taken(self.person.id, self.duty.day, stop.start)
        self.tally.seats[task.id][stop.seat].append(taken)
        self.tally.served[self.person.id] += task.duration
        self.stay(task.duration)

    def check_day(self, work: int) -> None:
        """Check lunch and the length of the day."""
        duty, lunch = self.duty, self.week.lunch
        if duty.lunch is None:
            if duty.departure < lunch.earliest_start and duty.arrival > lunch.latest_end:
                self.fault("no lunch")
        elif not (self.ate and duty.lunch >= lunch.earliest_start and duty.lunch + lunch.duration <= lunch.latest_end):
            self.fault(f"lunch not possible at {duty.lunch}")
        if work > self.person.max_day:
            self.fault("day too long")


def _crews(week: Instance, tally: Tally) -> dict[int, list[Taken]]:
    """Task → its crew by seat, for the tasks that are served whole and together."""
    done: dict[int, list[Taken]] = {}
    for number, seats in tally.seats.items():
        task = week.tasks[number]
        if any(len(taken) != 1 for taken in seats.values()):
            tally.faults.append(f"task {number}: a seat taken twice")
        elif len(seats) != len(task.crew):
            tally.faults.append(f"task {number}: crew incomplete")
        else:
            crew = [taken for _, (taken,) in sorted(seats.items())]
            if len({(taken.day, taken.start) for taken in crew}) != 1:
                tally.faults.append(f"task {number}: crew not together")
            if len({taken.person for taken in crew}) != len(crew):
                tally.faults.append(f"task {number}: one person for two seats")
            done[number] = crew
    return done


def _check_order(week: Instance, done: Mapping[int, list[Taken]], tally: Tally) -> None:
    for first, second, gap in week.precedence:
        if second not in done:
            continue
        if first not in done:
            tally.faults.append(f"task {second} without its predecessor {first}")
            continue
        before, after = done[first][0], done[second][0]
        if after.day * DAY + after.start < before.day * DAY + before.start + week.tasks[first].duration + gap:
            tally.faults.append(f"task {second} too early after {first}")


def _hours(week: Instance, tally: Tally) -> dict[str, float]:
    """Overtime and fairness in minutes; checks the week's limits."""
    overtime = fairness = 0.0
    for person in week.persons:
        worked, served, target = tally.worked[person.id], tally.served[person.id], person.target_week
        if worked > person.max_week:
            tally.faults.append(f"person {person.id}: week too long")
        if tally.days[person.id] > person.max_days:
            tally.faults.append(f"person {person.id}: too many days")
        overtime += OVERTIME * (max(0, worked - person.norm_week) + tally.long[person.id]) / 60
        fairness += max(0, served - target) / 60
        fairness += FAR_ABOVE * max(0.0, served - 1.25 * target) / 60
        fairness += BELOW * max(0.0, 0.5 * target - served) / 60
    return {"overtime": overtime, "fairness": fairness}


def _continuity(week: Instance, done: Mapping[int, list[Taken]], tally: Tally) -> dict[str, float]:
    """Wishes and the same face in a series, in minutes; checks the days between."""
    series: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    preferred = gender = further = 0.0
    for number, crew in done.items():
        task = week.tasks[number]
        people = [taken.person for taken in crew]
        if task.series is not None:
            series[task.series].append((crew[0].day, people[0], task.gap_days))
        if task.preferred is not None and task.preferred not in people:
            preferred += NOT_PREFERRED
        if task.gender is not None:
            gender += GENDER * sum(week.persons[person].gender != task.gender for person in people)
    for number, visits in series.items():
        visits.sort()
        if any(later[0] - earlier[0] < earlier[2] for earlier, later in pairwise(visits)):
            tally.faults.append(f"series {number}: visits too close")
        further += FURTHER_PERSON * (len({person for _, person, _ in visits}) - 1)
    return {"not_preferred": preferred, "gender_mismatch": gender, "further_person": further}
