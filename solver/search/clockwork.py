"""Timing one duty: the earliest arrival for a given order of seats, then the latest departure that still keeps it."""

from __future__ import annotations

from solver.rules import day_length, lunch_taken, travel_fits
from solver.search.board import Board
from solver.search.candidates import Slots
from solver.search.refills import with_refills
from solver.search.timing import MOMENT, SHIFT, Order, Timing
from solver.search.trips import soonest
from solver.search.workday import Workday, cut

Run = tuple[list[int], list[int], int, int | None]


class Clockwork:
    """The nodes of one duty, ready to be timed. Leg `k` leads to node `k`, the last one to the day's end place."""

    def __init__(self, board: Board, day: Workday, order: Order) -> None:
        self.board, self.day, self.order = board, day, order
        self.split = len(day.spans) > 1
        self.moments = {entry >> SHIFT: (entry & MOMENT) - 1 for entry in order}
        self.nodes: list[int] = []
        self.legs: list[int] = []
        self.durations: list[int] = []
        self.slots: list[Slots] = []
        self.ready: list[int] = []

    def best(self) -> Timing | None:
        """The cheapest timing that is not too long; `None` when the duty is not possible."""
        person = self.board.problem.persons[self.day.person]
        allowed = [timing for timing in self.timings() if day_length.allows(person, timing.worked)]
        return min(allowed, key=_cost, default=None)

    def timings(self) -> list[Timing]:
        """Timings worth comparing, however long the day: with a meal break or around it."""
        board, day, seats = self.board, self.day, list(self.moments)
        nodes = with_refills(board, day, seats)
        if nodes == seats:
            return self._timings(nodes)
        found = [] if nodes is None else self._timings(nodes)
        return found or [timing for other in soonest(board, day, seats, self._slots) for timing in self._timings(other)]

    def _timings(self, nodes: list[int]) -> list[Timing]:
        """Timings of these nodes."""
        self._lay_out(nodes)
        opening = self.day.spans[0].start
        plain = self._run(opening, None)
        if plain is None:
            return []
        self.ready = [opening] + [start + took for start, took in zip(plain[1], self.durations, strict=True)]
        found = [self._without_meal(plain)]
        if self.day.meal is not None and (found[0] is None or found[0].waiting > 0):
            found += [self._without_meal(self._run(max(opening, self.day.meal[0]), None)), self._with_meal()]
        return [timing for timing in found if timing is not None]

    def _slots(self, seat: int) -> Slots:
        """When the seat may start; only at its moment, if it has one."""
        slots, moment = self.board.slots(seat, self.day.pd), self.moments[seat]
        return slots if moment < 0 else tuple((moment, moment, due) for a, b, due in slots if a <= moment <= b)

    def _lay_out(self, nodes: list[int]) -> None:
        """Look up legs and slots."""
        board, day, rows = self.board, self.day, self.day.rows
        self.nodes, self.legs, self.durations, self.slots = nodes, [], [], []
        here = day.start_place
        for node in nodes:
            if node < 0:
                took = board.reload_duration
                self.slots.append(tuple((a, b - took, b) for a, b in day.spans if b - a >= took))
                self.legs.append(rows[here][-1 - node])
                here = -1 - node
            else:
                took = board.duration[node]
                self.slots.append(self._slots(node))
                self.legs.append(rows[here][board.place_in[node]])
                here = board.place_out[node]
            self.durations.append(took)
        self.legs.append(rows[here][day.end_place])

    def _leave(self, ready: int, length: int) -> int:
        """Earliest start of something that must lie inside one span; past the day's end when nothing holds it."""
        if not self.split:
            return ready
        found = travel_fits.leave_from(self.day.spans, ready, length)
        return self.day.spans[-1].end + 1 if found is None else found

    def _leave_by(self, due: int, length: int) -> int:
        """Latest start of something that must lie inside one span and end by `due`; −1 when nothing holds it."""
        if not self.split:
            return due - length
        found = travel_fits.leave_by(self.day.backwards, due, length)
        return -1 if found is None else found

    def _run(self, departure: int, arc: int | None) -> Run | None:
        """Arrivals, starts, the day's arrival and the pause, each as early as it can be; the pause is on leg `arc`."""
        clock, pause = departure, None
        arrivals: list[int] = []
        starts: list[int] = []
        for k, leg in enumerate(self.legs):
            if k == arc:
                eaten = self._eat(clock, k)
                if eaten is None:
                    return None
                reached, clock, pause = eaten
            else:
                reached = clock = self._leave(clock, leg) + leg
            if k == len(self.nodes):
                break
            start = self._start(k, clock)
            if start < 0:
                return None
            arrivals.append(reached)
            starts.append(start)
            clock = start + self.durations[k]
        return (arrivals, starts, clock, pause) if clock <= self.day.spans[-1].end else None

    def _start(self, k: int, ready: int) -> int:
        for earliest, latest, _ in self.slots[k]:
            if ready <= latest:
                return max(ready, earliest)
        return -1

    def _eat(self, clock: int, k: int) -> tuple[int, int, int] | None:
        """Arrival, readiness and pause when the meal is taken after (or else before) leg `k`."""
        assert self.day.meal is not None
        opening, closing, length = self.day.meal
        leg = self.legs[k]
        reached = self._leave(clock, leg) + leg
        pause = self._leave(max(reached, opening), length)
        if k < len(self.nodes) and pause + length <= closing:
            return reached, pause + length, pause
        pause = self._leave(max(clock, opening), length)
        if pause + length > closing:
            return None
        reached = self._leave(pause + length, leg) + leg
        return reached, reached, pause

    def _meal_leg(self) -> int | None:
        """The leg on which the pause makes the day's arrival earliest."""
        eaten: int | None = None
        arc: int | None = None
        for k, leg in enumerate(self.legs):
            fresh = self._eat(self.ready[k], k)
            carried = None if eaten is None else self._leave(eaten, leg) + leg
            if fresh is not None and (carried is None or self._end(k, fresh[1]) <= self._end(k, carried)):
                arc, carried = k, fresh[1]
            if carried is not None:
                eaten = self._end(k, carried)
                if eaten > self.day.spans[-1].end:
                    eaten = None
        return None if eaten is None else arc

    def _end(self, k: int, ready: int) -> int:
        if k == len(self.nodes):
            return ready
        start = self._start(k, ready)
        return start + self.durations[k] if start >= 0 else self.day.spans[-1].end + 1

    def _departure(self, run: Run, arc: int | None, earliest: int) -> int:
        """Latest departure that keeps the run's arrival and makes no start later than its soft end or than it was."""
        due = run[2]
        for k in range(len(self.nodes), -1, -1):
            due = self._leave_by(due, self.legs[k]) if k != arc else self._eat_by(due, self.legs[k])
            if k:
                limit, start = due - self.durations[k - 1], run[1][k - 1]
                latest = ((a, min(b, limit, max(soft, start))) for a, b, soft in self.slots[k - 1])
                due = max(last for first, last in latest if first <= last)
            if due < earliest:
                return earliest
        return due

    def _eat_by(self, due: int, leg: int) -> int:
        assert self.day.meal is not None
        opening, closing, length = self.day.meal
        pause = self._leave_by(min(closing, self._leave_by(due, leg)), length)
        if pause >= opening:
            return pause
        pause = self._leave_by(min(closing, due), length)
        return self._leave_by(pause, leg) if pause >= opening else -1

    def _without_meal(self, run: Run | None) -> Timing | None:
        if run is None:
            return None
        earliest = self.day.spans[0].start
        departure = self._departure(run, None, earliest)
        lunch = self.board.problem.persons[self.day.person].lunch
        needed = self.day.meal is not None and lunch is not None
        if needed and lunch is not None and lunch_taken.needed(lunch, self.day.day, departure, run[2]):
            return None
        return self._timing(departure, None)

    def _with_meal(self) -> Timing | None:
        arc = self._meal_leg()
        run = None if arc is None else self._run(self.day.spans[0].start, arc)
        if run is None:
            return None
        return self._timing(self._departure(run, arc, self.day.spans[0].start), arc)

    def _timing(self, departure: int, arc: int | None) -> Timing | None:
        run = self._run(departure, arc)
        if run is None:
            return None
        timing = Timing(self.order, self.nodes, departure, run[2])
        timing.arrivals, timing.starts, _, timing.lunch = run
        timing.ready, timing.legs = self.ready, self.legs
        timing.weigh(self.board, self.day, sum(self.legs), sum(self.durations))
        return timing


def _cost(timing: Timing) -> int:
    return timing.cost


class Timebook:
    """Timings already worked out, by duty and order."""

    LIMIT = 200_000

    def __init__(self, board: Board) -> None:
        self.board = board
        self._known: dict[tuple[Order, int, int, int], Timing | None] = {}

    def of(self, order: Order, pd: int, first: int, last: int) -> Timing | None:
        """The cheapest timing of this order on that person's day, from `first` to `last`; `None`: it is impossible."""
        key = (order, pd, first, last)
        if key in self._known:
            return self._known[key]
        day = self.board.workdays[pd]
        if len(self._known) >= self.LIMIT:
            self._known.clear()
        day = None if day is None else cut(day, first, last)
        found = self._known[key] = None if day is None else Clockwork(self.board, day, order).best()
        return found
