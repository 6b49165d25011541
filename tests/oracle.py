"""The best plan of a tiny problem, found by trying everything on a grid of time.

Who takes which seat, and when each task starts, is tried in full; then, for each person's day, every lunch and every
needed reload (none to pass the time), with the latest departure and the earliest arrival. What is allowed and what it
costs is the referee's word. When all moments, durations and distances of the problem are multiples of the grain,
nothing better lies off the grid.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise, product

from solver.plan import Cost, Duty, Plan, Stop
from solver.problem import DAY, DayAvailability, Problem, Ref, Span
from solver.referee import cost_of, judge
from solver.referee.reading import Reading
from solver.referee.seats import exempt_from_turn, gender_fits, not_refused, role_fits, skills_suffice
from solver.referee.walk import load_carried, lunch_taken
from solver.referee.work import windows_hold
from tests.builders import minutes

SEAT_RULES = (role_fits, skills_suffice, not_refused, gender_fits, exempt_from_turn, windows_hold)

Taken = tuple[int, Stop]
Way = tuple[Taken, ...]


class TooManyWays(Exception):  # noqa: N818
    """There is more to try than was allowed."""


def optimum(problem: Problem, grain: int = 30, most: int | None = None) -> Cost:
    """The least cost of any plan; all times are multiples of `grain` minutes.

    Raises `TooManyWays` once `most` choices have been looked at.
    """
    return _Oracle(problem, minutes(grain), most).best()


class _Oracle:
    def __init__(self, problem: Problem, grain: int, most: int | None) -> None:
        self.problem, self.grain, self.left = problem, grain, most
        self.duties_of = cache(self._duties_of)
        self.found: Cost | None = None

    def best(self) -> Cost:
        items = [*(Ref("task", item, 0) for item in range(len(self.problem.tasks)))]
        items += [
            Ref("shift", item, seat)
            for item, shift in enumerate(self.problem.shifts)
            for seat in range(len(shift.seats))
        ]
        self._try([(self._lost(ref), self._ways(ref)) for ref in items], [], (0, 0))
        assert self.found is not None, "not even the empty plan is allowed"
        return self.found

    def _lost(self, ref: Ref) -> tuple[int, int]:
        """What levels 1 and 2 lose when this is not served."""
        if ref.kind == "task":
            task = self.problem.tasks[ref.item]
            return (len(task.seats), 0) if task.mandatory else (0, task.weight)
        seat = self.problem.shifts[ref.item].seats[ref.seat]
        return (1, 0) if seat.required else (0, seat.weight)

    def _ways(self, ref: Ref) -> list[Way]:
        """All ways to serve a task or a seat of a shift: persons with their stops."""
        if ref.kind == "shift":
            starts: list[tuple[int, ...]] = [(self.problem.shifts[ref.item].start,)]
            refs = [ref]
        else:
            starts = list(self._starts(ref.item))
            refs = [Ref("task", ref.item, seat) for seat in range(len(self.problem.tasks[ref.item].seats))]
        persons = range(len(self.problem.persons))
        ways = []
        for moments in starts:
            stops = [self._stop(each, moment) for each, moment in zip(refs, moments, strict=True)]
            able = [[(who, stop) for who in persons if self._may(who, stop)] for stop in stops]
            ways += [way for way in product(*able) if len({who for who, _ in way}) == len(way)]
        return ways

    def _starts(self, item: int) -> Iterator[tuple[int, ...]]:
        task = self.problem.tasks[item]
        lead = {
            start
            for window in task.windows
            for start in self._grid(window.earliest, window.latest if window.late_until is None else window.late_until)
        }
        for start in sorted(lead):
            yield from product((start,), *(self._grid(start + s.gap[0], start + s.gap[1]) for s in task.seats[1:]))

    def _grid(self, first: int, last: int) -> range:
        return range(first, last + 1, self.grain)

    def _stop(self, ref: Ref, start: int) -> Stop:
        place, end_place = self.problem.places_of(ref)
        end = start + self.problem.duration_of(ref)
        return Stop(kind=ref.kind, ref=ref, place=place, end_place=end_place, arrival=start, start=start, end=end)

    def _may(self, who: int, stop: Stop) -> bool:
        entry = self._entry(who, stop.start // DAY)
        if entry is None or not any(span.start <= stop.start and stop.end <= span.end for span in entry.spans):
            return False
        duty = Duty(person=who, day=entry.day, departure=stop.start, arrival=stop.end, stops=(stop,))
        reading = Reading(self.problem, Plan(duties=(duty,), unserved=(), cost=Cost(missed=0, left=0)))
        return not any(violation for rule in SEAT_RULES for violation in rule(reading))

    def _entry(self, who: int, day: int) -> DayAvailability | None:
        return next((entry for entry in self.problem.persons[who].availability if entry.day == day), None)

    def _try(self, items: list[tuple[tuple[int, int], list[Way]]], chosen: list[Taken], lost: tuple[int, int]) -> None:
        if self.found is not None and lost > self.found.key[:2]:
            return
        self._spend()
        if not items:
            self._weigh(chosen)
            return
        (loss, ways), rest = items[0], items[1:]
        for way in ways:
            if all(self._beside(one, other) for one in way for other in chosen):
                self._try(rest, [*chosen, *way], lost)
        self._try(rest, chosen, (lost[0] + loss[0], lost[1] + loss[1]))

    def _spend(self) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise TooManyWays

    def _beside(self, one: Taken, other: Taken) -> bool:
        """Whether one person may have both: on a line of places no detour makes a way shorter."""
        if one[0] != other[0] or one[1].start // DAY != other[1].start // DAY:
            return True
        first, second = sorted((one[1], other[1]), key=lambda stop: (stop.start, stop.end))
        return first.end + self._leg(one[0], first.end_place, second.place) <= second.start

    def _leg(self, who: int, here: int, there: int) -> int:
        return int(self.problem.travel[self.problem.persons[who].mode][here, there])

    def _weigh(self, chosen: list[Taken]) -> None:
        days: dict[tuple[int, int], list[Stop]] = defaultdict(list)
        for who, stop in chosen:
            days[who, stop.start // DAY].append(stop)
        groups = [
            self.duties_of(who, day, tuple(sorted(stops, key=lambda stop: (stop.start, stop.end))))
            for (who, day), stops in days.items()
        ]
        taken = {stop.ref for _, stop in chosen}
        for duties in product(*groups):
            self._spend()
            bare = Plan(duties=duties, unserved=self._unserved(taken), cost=Cost(missed=0, left=0))
            cost = cost_of(self.problem, bare)
            if self.found is not None and cost.key >= self.found.key:
                continue
            violations, _ = judge(self.problem, bare)
            if all(violation.rule == "cost_agrees" for violation in violations):
                self.found = cost

    def _unserved(self, taken: set[Ref | None]) -> tuple[Ref, ...]:
        tasks = [
            Ref("task", item, seat) for item, task in enumerate(self.problem.tasks) for seat in range(len(task.seats))
        ]
        shifts = [
            Ref("shift", item, seat)
            for item, shift in enumerate(self.problem.shifts)
            for seat in range(len(shift.seats))
        ]
        free = [ref for ref in (*tasks, *shifts) if ref not in taken]
        return tuple(sorted(free, key=lambda ref: self._lost(Ref(ref.kind, ref.item, ref.seat))[0] == 0))

    def _duties_of(self, who: int, day: int, stops: tuple[Stop, ...]) -> list[Duty]:
        """Duties with these stops that nothing else beats: later away, earlier back, less worked."""
        entry = self._entry(who, day)
        assert entry is not None
        made = [
            duty
            for full in self._with_reloads(who, entry, stops)
            for lunch in self._lunches(who, entry)
            if (duty := self._duty(who, entry, full, lunch)) is not None
        ]
        scores = {id(duty): self._score(duty) for duty in made}
        kept: list[Duty] = []
        for duty in sorted(made, key=lambda each: scores[id(each)]):
            mine = scores[id(duty)]
            if not any(all(a <= b for a, b in zip(scores[id(each)], mine, strict=True)) for each in kept):
                kept.append(duty)
        return kept

    def _score(self, duty: Duty) -> tuple[int, int, int, int, int]:
        reading = Reading(self.problem, Plan(duties=(duty,), unserved=(), cost=Cost(missed=0, left=0)))
        busy = sum(reading.legs(duty)), sum(stop.end - stop.start for stop in duty.stops)
        return reading.worked(duty), busy[0], -busy[1], -duty.departure, duty.arrival

    def _with_reloads(self, who: int, entry: DayAvailability, stops: tuple[Stop, ...]) -> Iterator[tuple[Stop, ...]]:
        """The stops with reloads wherever they fit, none of which could be left out."""
        reload = self.problem.reload
        if reload is None or not any(
            stop.ref and stop.ref.kind == "task" and self.problem.tasks[stop.ref.item].load for stop in stops
        ):
            yield stops
            return
        begins = [entry.spans[0].start, *(stop.end for stop in stops[:-1])]
        choices: list[list[Stop | None]] = [
            [
                None,
                *(
                    Stop(
                        kind="reload",
                        ref=None,
                        place=place,
                        end_place=place,
                        arrival=at,
                        start=at,
                        end=at + reload.duration,
                    )
                    for place in sorted(reload.places)
                    for at in self._grid(begin, stop.start - reload.duration)
                ),
            ]
            for begin, stop in zip(begins, stops, strict=True)
        ]
        needed = cache(lambda before: self._are_needed(who, entry, before, stops))
        for reloads in product(*choices):
            if not needed(tuple(each is not None for each in reloads)):
                continue
            pairs = zip(reloads, stops, strict=True)
            yield tuple(each for pair in pairs for each in pair if each is not None)

    def _are_needed(self, who: int, entry: DayAvailability, before: tuple[bool, ...], stops: tuple[Stop, ...]) -> bool:
        """Whether the load lasts with reloads before these stops, and not with any of them left out."""
        fewer = [tuple(on and i != left for i, on in enumerate(before)) for left, there in enumerate(before) if there]
        return self._lasts(who, entry, before, stops) and not any(
            self._lasts(who, entry, some, stops) for some in fewer
        )

    def _lasts(self, who: int, entry: DayAvailability, before: tuple[bool, ...], stops: tuple[Stop, ...]) -> bool:
        assert self.problem.reload is not None
        place = min(self.problem.reload.places)
        full = [
            each
            for on, stop in zip(before, stops, strict=True)
            for each in (*([_at(place, stop.start)] if on else []), stop)
        ]
        duty = Duty(person=who, day=entry.day, departure=0, arrival=0, stops=tuple(full))
        reading = Reading(self.problem, Plan(duties=(duty,), unserved=(), cost=Cost(missed=0, left=0)))
        return not any(load_carried(reading))

    def _lunches(self, who: int, entry: DayAvailability) -> Iterator[Span | None]:
        yield None
        lunch = self.problem.persons[who].lunch
        if lunch is not None:
            first, last = entry.day * DAY + lunch.earliest_start, entry.day * DAY + lunch.latest_end
            yield from (Span(at, at + lunch.duration) for at in self._grid(first, last - lunch.duration))

    def _duty(self, who: int, entry: DayAvailability, stops: tuple[Stop, ...], lunch: Span | None) -> Duty | None:
        inside = all(any(span.start <= stop.start and stop.end <= span.end for span in entry.spans) for stop in stops)
        between = all(
            self._way(entry, one.end, two.start, self._leg(who, one.end_place, two.place), lunch)
            for one, two in pairwise(stops)
        )
        if not inside or not between:
            return None
        out, back = (
            self._leg(who, entry.start_place, stops[0].place),
            self._leg(who, stops[-1].end_place, entry.end_place),
        )
        departures = [
            at
            for at in self._grid(entry.spans[0].start, stops[0].start)
            if self._at_work(entry, at) and self._way(entry, at, stops[0].start, out, lunch)
        ]
        arrivals = [
            at
            for at in self._grid(stops[-1].end, entry.spans[-1].end)
            if self._at_work(entry, at) and self._way(entry, stops[-1].end, at, back, lunch)
        ]
        if lunch is not None:
            departures = [at for at in departures if at <= lunch.start]
            arrivals = [at for at in arrivals if lunch.end <= at]
        if not departures or not arrivals:
            return None
        duty = Duty(person=who, day=entry.day, departure=departures[-1], arrival=arrivals[0], stops=stops, lunch=lunch)
        reading = Reading(self.problem, Plan(duties=(duty,), unserved=(), cost=Cost(missed=0, left=0)))
        return None if any(True for rule in (lunch_taken, load_carried) for _ in rule(reading)) else duty

    @staticmethod
    def _at_work(entry: DayAvailability, at: int) -> bool:
        return any(span.start <= at <= span.end for span in entry.spans)

    def _way(self, entry: DayAvailability, begin: int, end: int, leg: int, lunch: Span | None) -> bool:
        """Whether a leg finds room between two moments: whole, inside a span, not over the lunch."""
        if leg == 0:
            return begin <= end
        return any(
            any(span.start <= at and at + leg <= span.end for span in entry.spans)
            and (lunch is None or at + leg <= lunch.start or lunch.end <= at)
            for at in self._grid(begin, end - leg)
        )


def _at(place: int, moment: int) -> Stop:
    return Stop(kind="reload", ref=None, place=place, end_place=place, arrival=moment, start=moment, end=moment)
