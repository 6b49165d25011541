"""What one person may do on one day: nothing, or some posts one after the other, timed and priced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from solver.objective import changes, late_arrival, missed_lunch, overtime, travel, waiting, wishes
from solver.plan import Duty, Stop
from solver.posts.desks import Post, may_take, own_seats
from solver.problem import DAY, Assignment, DayAvailability, Person, Problem, Ref, Shift, Span, Wish
from solver.rules import lunch_taken, rest_between_duties, travel_fits


@dataclass(frozen=True, slots=True)
class Choice:
    """Posts of one day in their order, none for a day off. `duty`: their times, each stop at its post's first seat.

    `cost`: all of levels 3 and 4 that hangs on this person and day alone, hundredths of a second; `worked`, `served`:
    seconds.
    """

    posts: tuple[int, ...]
    duty: Duty | None
    cost: int
    worked: int = 0
    served: int = 0


class Chooser:
    """All choices of a problem's persons, day by day."""

    def __init__(self, problem: Problem, posts: list[Post]) -> None:
        self.problem, self.posts = problem, posts
        self.by_day: list[list[int]] = [[] for _ in range(problem.days)]
        for number, post in enumerate(posts):
            self.by_day[problem.shifts[post.shift].start // DAY].append(number)
        for numbers in self.by_day:
            numbers.sort(key=lambda number: problem.shifts[posts[number].shift].start)
        self.earlier = own_seats(problem, posts)
        self.pinned: dict[tuple[int, int], set[int]] = {}
        for number, post in enumerate(posts):
            if post.pin is not None:
                day = problem.shifts[post.shift].start // DAY
                self.pinned.setdefault((post.pin.person, day), set()).add(number)
        self.wished: dict[tuple[int, int], list[Wish]] = {}
        for wish in problem.wishes:
            self.wished.setdefault((wish.person, problem.shifts[wish.shift].start // DAY), []).append(wish)
        self.kept: dict[tuple[int, int], list[tuple[int, Assignment]]] = {}
        for number, seats in self.earlier.items():
            for seat in seats:
                day = problem.shifts[posts[number].shift].start // DAY
                self.kept.setdefault((seat.person, day), []).append((number, seat))

    def choices(self, person: int, day: int) -> list[Choice]:
        """Every choice that the rules on one duty allow, the day off first; empty when the pins leave none."""
        who = self.problem.persons[person]
        entry = next((entry for entry in who.availability if entry.day == day), None)
        able = (
            [] if entry is None else [n for n in self.by_day[day] if may_take(self.problem, self.posts[n], person, day)]
        )
        musts = self.pinned.get((person, day), set())
        found = [] if musts else [Choice((), None, self._of_posts(person, day, ()))]
        for chosen in self._chains(able):
            if entry is not None and musts <= set(chosen):
                choice = self._timed(person, who, entry, chosen)
                if choice is not None:
                    found.append(choice)
        return found

    def _chains(self, able: Sequence[int]) -> Iterator[tuple[int, ...]]:
        """Sequences of posts of which each begins when the one before has ended, or later."""
        for place, number in enumerate(able):
            yield (number,)
            held = self._shift(number)
            later = [n for n in able[place + 1 :] if self._shift(n).start >= held.end and self._shift(n) is not held]
            for rest in self._chains(later):
                yield number, *rest

    def _shift(self, number: int) -> Shift:
        return self.problem.shifts[self.posts[number].shift]

    def _timed(self, person: int, who: Person, entry: DayAvailability, chosen: tuple[int, ...]) -> Choice | None:
        duties = timings(
            self.problem, person, who, entry, [(self.posts[n].shift, self.posts[n].seats[0]) for n in chosen]
        )
        extra = self._of_posts(person, entry.day, chosen)
        served = sum(self._shift(n).end - self._shift(n).start for n in chosen)
        found: list[Choice] = []
        for duty in duties:
            worked = worked_of(entry, duty)
            if worked > who.max_day or not _rested(who, duty):
                continue
            cost = _cost(self.problem, who, entry, duty, worked, served)
            found.append(Choice(chosen, duty, cost + extra, worked, served))
        return min(found, key=lambda choice: (choice.cost, choice.worked), default=None)

    def _of_posts(self, person: int, day: int, chosen: tuple[int, ...]) -> int:
        """Cost of wishes of this day and of seats that this person had in the earlier plan."""
        shifts = {self.posts[number].shift for number in chosen}
        cost = sum(wishes.cost(wish, wish.shift in shifts) for wish in self.wished.get((person, day), []))
        for number, seat in self.kept.get((person, day), []):
            holder = person if number in chosen else None
            cost += changes.cost(self.problem.weights, seat, holder, self._shift(number).start)
        return cost


def _rested(who: Person, duty: Duty) -> bool:
    """Whether the last duty before the horizon leaves rest enough."""
    return who.last_end is None or rest_between_duties.allows(who, who.last_end, duty.departure)


def worked_of(entry: DayAvailability, duty: Duty) -> int:
    """Worked seconds of a duty."""
    pause = duty.lunch.end - duty.lunch.start if duty.lunch else 0
    off = sum(max(0, min(b.start, duty.arrival) - max(a.end, duty.departure)) for a, b in pairwise(entry.spans))
    return duty.arrival - duty.departure - pause - off


def _cost(problem: Problem, who: Person, entry: DayAvailability, duty: Duty, worked: int, served: int) -> int:
    weights, matrix = problem.weights, problem.travel[who.mode]
    ways = [entry.start_place, *(stop.place for stop in duty.stops), entry.end_place]
    legs = sum(int(matrix[here, there]) for here, there in pairwise(ways))
    cost = travel.cost(weights, legs) + waiting.cost(weights, worked - legs - served)
    cost += overtime.of_day(weights, who, worked) + late_arrival.cost(weights, entry, duty.arrival)
    if duty.lunch is None:
        cost += missed_lunch.cost(weights, who, entry, duty.departure, duty.arrival)
    return cost


Seats = list[tuple[int, int]]
"""Shift and seat number, in the order of a duty."""


def timings(problem: Problem, person: int, who: Person, entry: DayAvailability, seats: Seats) -> Iterator[Duty]:
    """Possible times of a duty with these seats: without a pause if that is allowed, or with one on each leg."""
    layout = _Layout(problem, person, who, entry, seats)
    plain = layout.without_pause()
    if plain is not None and lunch_taken.allows(who.lunch, entry, plain.departure, plain.arrival):
        yield plain
    lunch = who.lunch
    if lunch is None or plain is None or not lunch_taken.due(lunch, entry, plain.departure, plain.arrival):
        return
    for leg in range(len(seats) + 1):
        for after in (False, True):
            held = layout.with_pause(leg, after=after)
            if held is not None:
                yield held


class _Layout:
    """One duty's stops at their fixed times, and the legs between them."""

    def __init__(self, problem: Problem, person: int, who: Person, entry: DayAvailability, seats: Seats) -> None:
        self.person, self.entry, self.lunch = person, entry, who.lunch
        self.refs = [Ref("shift", shift, seat) for shift, seat in seats]
        self.shifts = [problem.shifts[shift] for shift, _ in seats]
        ways = [entry.start_place, *(shift.place for shift in self.shifts), entry.end_place]
        matrix = problem.travel[who.mode]
        self.legs = [int(matrix[here, there]) for here, there in pairwise(ways)]

    def _inside(self) -> bool:
        return all(
            any(span.start <= shift.start and shift.end <= span.end for span in self.entry.spans)
            for shift in self.shifts
        )

    def without_pause(self) -> Duty | None:
        """Departure as late, and arrivals as early, as can be; `None` when the ways do not fit."""
        if not self._inside():
            return None
        departure = travel_fits.leave_by(self.entry.spans[::-1], self.shifts[0].start, self.legs[0])
        return None if departure is None else self._walked(departure, None, None)

    def with_pause(self, leg: int, *, after: bool) -> Duty | None:
        """The same with the pause before or after this leg."""
        assert self.lunch is not None
        opening, closing = (self.entry.day * DAY + time for time in (self.lunch.earliest_start, self.lunch.latest_end))
        length, spans = self.lunch.duration, self.entry.spans
        if leg == 0:
            due = self.shifts[0].start
            if not after:
                late = travel_fits.leave_by(spans[::-1], due, self.legs[0])
                due = -1 if late is None else late
            pause = travel_fits.leave_by(spans[::-1], min(closing, due), length)
            if pause is None or pause < opening:
                return None
            departure = travel_fits.leave_by(spans[::-1], pause, self.legs[0]) if after else pause
            return None if departure is None else self._walked(departure, Span(pause, pause + length), leg)
        departure = travel_fits.leave_by(spans[::-1], self.shifts[0].start, self.legs[0])
        ready = self.shifts[leg - 1].end
        if after:
            left = travel_fits.leave_from(spans, ready, self.legs[leg])
            ready = closing if left is None else left + self.legs[leg]
        pause = travel_fits.leave_from(spans, max(ready, opening), length)
        if departure is None or pause is None or pause + length > closing:
            return None
        return self._walked(departure, Span(pause, pause + length), leg)

    def _walked(self, latest: int, pause: Span | None, leg: int | None) -> Duty | None:
        """The duty from its departure to its arrival, `None` when a stop is reached too late."""
        spans = self.entry.spans
        departure = clock = travel_fits.departure_of(self.entry, latest)
        stops: list[Stop] = []
        for number, length in enumerate(self.legs):
            here = pause if number == leg else None
            done = _arrival(spans, clock, length, here)
            if done is None:
                return None
            free = done if here is None else max(done, here.end)
            if number == len(self.shifts):
                return Duty(
                    person=self.person,
                    day=self.entry.day,
                    departure=departure,
                    arrival=free,
                    stops=tuple(stops),
                    lunch=pause,
                )
            shift = self.shifts[number]
            if free > shift.start:
                return None
            stops.append(_stop(self.refs[number], shift, done))
            clock = shift.end
        return None


def _arrival(spans: tuple[Span, ...], clock: int, length: int, pause: Span | None) -> int | None:
    """End of a leg that starts at `clock` or later, in one span, before the pause if it fits there, else after it."""
    left = clock if length == 0 else travel_fits.leave_from(spans, clock, length)
    if pause is None or (left is not None and left + length <= pause.start):
        return None if left is None else left + length
    left = travel_fits.leave_from(spans, pause.end, length)
    return None if left is None else left + length


def _stop(ref: Ref, shift: Shift, arrival: int) -> Stop:
    return Stop(
        kind="shift",
        ref=ref,
        place=shift.place,
        end_place=shift.place,
        arrival=arrival,
        start=shift.start,
        end=shift.end,
    )
