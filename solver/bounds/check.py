"""Whether a certificate holds: a count of its own, which shares only the rules with what found it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product

from solver.bounds.reach import shortest
from solver.plan import Certificate
from solver.problem import Problem, Ref, ShiftSeat
from solver.rules import SEAT_RULES, available_that_day, past_frozen, pins_hold, series_gap, windows_hold


def certificate_holds(problem: Problem, certificate: Certificate) -> bool:
    """Whether no plan can lose less of the certificate's seats than it says."""
    check = _Check(problem)
    if not all(check.level(ref) == certificate.level for ref in certificate.refs):
        return False
    if certificate.ground == "at_once":
        return check.at_once(certificate)
    item, amount = _unit(certificate.refs[0]), check.amount(certificate.refs[0])
    if any(_unit(ref) != item for ref in certificate.refs) or certificate.amount > amount:
        return False
    if certificate.ground == "nobody":
        return all(not any(True for _ in check.ways(ref)) for ref in certificate.refs)
    if certificate.ground == "crew":
        return not check.has_crew(certificate.refs)
    return check.follows_nothing(certificate.refs[0].item, certificate.beside[0].item)


def add_up(certificates: Sequence[Certificate]) -> bool:
    """Whether the certificates share no work, so that their amounts may be added."""
    first = [_unit(ref) for one in certificates if one.level == 1 for ref in {_unit(r): r for r in one.refs}.values()]
    second = [
        unit for one in certificates if one.level == 2 for unit in {_unit(ref) for ref in (*one.refs, *one.beside)}
    ]
    besides = {_unit(ref) for one in certificates if one.level == 2 for ref in one.beside if one.ground == "at_once"}
    lost = {
        unit for one in certificates if one.level == 2 and one.ground == "follows" for unit in map(_unit, one.beside)
    }
    second = [unit for unit in second if unit not in lost]
    return len(first) == len(set(first)) and len(second) == len(set(second)) and besides.isdisjoint(first)


def _unit(ref: Ref) -> tuple[object, ...]:
    return ref[:2] if ref.kind == "task" else ref


class _Check:
    def __init__(self, problem: Problem) -> None:
        self.problem, self.pins = problem, pins_hold.pins(problem)
        self._way = cache(
            lambda mode, place, back: shortest(problem.travel[mode].T if back else problem.travel[mode], place)
        )

    def level(self, ref: Ref) -> int:
        """The level at which the seat counts."""
        seat = self.problem.seat(ref)
        firm = seat.required if isinstance(seat, ShiftSeat) else self.problem.tasks[ref.item].mandatory
        return 1 if firm else 2

    def amount(self, ref: Ref) -> int:
        """What its level loses when the seat's task, or the seat of a shift, is unserved."""
        seat = self.problem.seat(ref)
        if isinstance(seat, ShiftSeat):
            return 1 if seat.required else seat.weight * (seat.left_cost is None)
        task = self.problem.tasks[ref.item]
        return len(task.seats) if task.mandatory else task.weight * (task.left_cost is None)

    def ways(self, ref: Ref) -> Iterator[tuple[int, int, int, int]]:
        """Person, day, earliest and latest start of everybody who could take the seat if it were all they did."""
        for person in range(len(self.problem.persons)):
            for day in range(self.problem.days):
                if self._may(person, ref, day):
                    yield from ((person, day, first, last) for first, last in self._starts(person, ref, day))

    def _may(self, person: int, ref: Ref, day: int) -> bool:
        series = [one for one in self.problem.series if ref.kind == "task" and ref.item in one.tasks]
        return (
            all(rule(self.problem, person, ref, day) for rule in SEAT_RULES.values())
            and pins_hold.leaves(self.pins.get(ref), person, day)
            and all(series_gap.allows(one, (), day) for one in series)
        )

    def _starts(self, person: int, ref: Ref, day: int) -> Iterator[tuple[int, int]]:
        entry, who = available_that_day.on_day(self.problem, person, day), self.problem.persons[person]
        assert entry is not None
        (place, end_place), duration = self.problem.places_of(ref), self.problem.duration_of(ref)
        pin = self.pins.get(ref)
        soonest = entry.spans[0].start + int(self._way(who.mode, entry.start_place, False)[place])
        home = entry.spans[-1].end - int(self._way(who.mode, entry.end_place, True)[end_place])
        ends = [who.skill_ends[skill] for skill in self.problem.seat(ref).skills if skill in who.skill_ends]
        for slot in windows_hold.slots_on(self.problem, ref, day):
            first, last = max(slot.earliest, past_frozen.first_start(self.problem)), slot.latest
            if pin is not None and pin.start is not None:
                first = last = pin.start
            for span in entry.spans:
                earliest = max(first, span.start, soonest)
                latest = min([last, *(end - duration for end in (span.end, home, *ends))])
                if earliest <= latest:
                    yield earliest, latest

    def has_crew(self, refs: Sequence[Ref]) -> bool:
        """Whether different persons could take all these seats on some day."""
        able = [list(self.ways(ref)) for ref in refs]
        for day in range(self.problem.days):
            persons = [sorted({who for who, on, _, _ in ways if on == day}) for ways in able]
            if any(len(set(crew)) == len(crew) for crew in product(*persons)):
                return True
        return False

    def follows_nothing(self, item: int, first: int) -> bool:
        """Whether the task may only follow `first`, which nobody can serve, or only after something like that."""
        linked = any(link.first == first and link.second == item for link in self.problem.precedences)
        return linked and self._hopeless(first)

    def _hopeless(self, item: int) -> bool:
        refs = [Ref("task", item, seat) for seat in range(len(self.problem.tasks[item].seats))]
        return not self.has_crew(refs) or any(
            self._hopeless(link.first) for link in self.problem.precedences if link.second == item
        )

    def at_once(self, certificate: Certificate) -> bool:
        """Whether all seats are taken during the moment, and so many more than persons."""
        seats, moment = (*certificate.refs, *certificate.beside), certificate.moment
        if moment is None or len(set(seats)) < len(seats) or any(self.level(ref) != 1 for ref in certificate.beside):
            return False
        persons = set()
        for ref in seats:
            for who, _, earliest, latest in self.ways(ref):
                persons.add(who)
                if not latest <= moment < earliest + self.problem.duration_of(ref):
                    return False
        if (certificate.level == 1 and certificate.beside) or not persons <= set(certificate.persons):
            return False
        counts = Counter(_unit(ref) for ref in certificate.refs)
        of_unit = {_unit(ref): self.amount(ref) for ref in certificate.refs}
        lost = _least([(count, of_unit[unit]) for unit, count in counts.items()], len(seats) - len(persons))
        return certificate.amount <= lost


def _least(units: Sequence[tuple[int, int]], excess: int) -> int:
    """The least amount of units that together have at least `excess` seats."""
    least = [0] + [sum(amount for _, amount in units)] * max(0, excess)
    for seats, amount in units:
        for rest in range(len(least) - 1, 0, -1):
            least[rest] = min(least[rest], amount + least[max(0, rest - seats)])
    return least[-1]
