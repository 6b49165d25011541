"""A problem packed into the kernels' tables, with nothing planned yet."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from solver.engine import columns as c
from solver.engine.tables import Ints, Tables
from solver.objective import (
    changes,
    gender_mismatch,
    lateness,
    most_idle,
    not_preferred,
    priced_work,
    turns,
    unwanted,
    wishes,
)
from solver.packed import STEPS
from solver.problem import DAY, Assignment, DayAvailability, Matrix, Person, Pin, Problem, Ref, ShiftSeat, Span, Task
from solver.rules import (
    exempt_from_turn,
    gender_fits,
    lunch_taken,
    not_refused,
    pins_hold,
    role_fits,
    skills_suffice,
    windows_hold,
)
from solver.telling import cost_of_duties

NEVER, ALWAYS = -1, 1 << 30
TILE = 256
"""Rows and columns that are compared at once."""
LARGEST = (1 << 31) - 1
OVERALL = ("highest_lateness", "longest_wait", "most_idle", "imbalance")
"""Terms of the plan as a whole."""
NEIGHBOURS = 100
LONGEST_DUTY = 250
HOT, COLD = 10 * 1024, 102
"""Heat at the beginning and at the end, in 1/1024 of what a way between two stops costs."""
AVERAGE = 12
SMALL_MOVES, DUTY_MOVES, TAIL_MOVES, RETIMES = 85, 8, 45, 94
NEAR_LOOKS, FAR_LOOKS = 60, 10
RUIN_OPEN, RUIN_AROUND, RUIN_STRINGS, RUIN_PERSON = 25, 12, 78, 91
"""Hundredths of the ruins: aimed at what is unserved, while absences count; of the rest, each up to its number."""
COUNT_UNTIL = STEPS * 3 // 10


class Lists:
    """Lists laid end to end."""

    def __init__(self) -> None:
        self.items: list[int] = []

    def add(self, items: Iterable[int]) -> tuple[int, int]:
        """Where these items now stand: first and end."""
        begin = len(self.items)
        self.items.extend(items)
        return begin, len(self.items)


class Packing:
    """The parts of a problem in the order in which the tables number them."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.lists = problem, Lists()
        self.refs: list[Ref] = []
        self.unit_refs: list[list[int]] = []
        self.unit_of_task: list[int] = []
        self.first_unit_of_shift: list[int] = []
        for item, task in enumerate(problem.tasks):
            self.unit_of_task.append(len(self.unit_refs))
            self.unit_refs.append([len(self.refs) + seat for seat in range(len(task.seats))])
            self.refs += [Ref("task", item, seat) for seat in range(len(task.seats))]
        for item, shift in enumerate(problem.shifts):
            self.first_unit_of_shift.append(len(self.unit_refs))
            for seat in range(len(shift.seats)):
                self.unit_refs.append([len(self.refs)])
                self.refs.append(Ref("shift", item, seat))
        self.number = {ref: index for index, ref in enumerate(self.refs)}
        self.decided: dict[Ref, Pin] = pins_hold.pins(problem)
        self.earlier: dict[Ref, Assignment] = {seat.ref: seat for seat in problem.baseline}
        self.weeks = sorted(set(problem.weeks))
        self.months = sorted(set(problem.months))
        self.workdays = [
            (person, entry)
            for person, who in enumerate(problem.persons)
            for entry in sorted(who.availability, key=lambda entry: entry.day)
        ]
        self.places = len(problem.travel[0]) if problem.travel else 0
        self._alike: dict[int, dict[tuple[Span, ...], list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
        for index, (person, entry) in enumerate(self.workdays):
            self._alike[entry.day][entry.spans].append((index, person))
        self._known: dict[tuple[object, ...], tuple[int, int]] = {}

    # -- people -------------------------------------------------------------------------------------------------------

    def workday_table(self) -> tuple[Ints, Ints]:
        """Workdays and their spans."""
        problem = self.problem
        table = np.zeros((max(1, len(self.workdays)), c.WORKDAY_WIDTH), np.int64)
        spans: list[tuple[int, int]] = []
        roles = sorted({person.role for person in problem.persons})
        own: dict[int, list[int]] = defaultdict(list)
        for index, (person, _) in enumerate(self.workdays):
            own[person].append(index)
        refills = problem.reload.places if problem.reload else frozenset()
        for index, (person, entry) in enumerate(self.workdays):
            who, row = problem.persons[person], table[index]
            row[c.PERSON], row[c.DAY], row[c.MODE] = person, entry.day, who.mode
            row[c.OPENING], row[c.CLOSING] = entry.spans[0].start, entry.spans[-1].end
            row[c.START_PLACE], row[c.END_PLACE] = entry.start_place, entry.end_place
            row[c.CAPACITY], row[c.FULL] = who.capacity, entry.start_place in refills
            row[c.SPANS_A], row[c.SPANS_B] = len(spans), len(spans) + len(entry.spans)
            row[c.SPLIT] = len(entry.spans) > 1
            spans += entry.spans
            row[c.MAX_DAY], row[c.NORM_DAY] = who.max_day, who.norm_day
            row[c.WEEK] = person * len(self.weeks) + self.weeks.index(problem.weeks[entry.day])
            row[c.MONTH] = person * len(self.months) + self.months.index(problem.months[entry.day])
            row[c.REST], row[c.ROLE] = who.min_rest, roles.index(who.role)
            row[c.MAX_RUN], row[c.RUN_BEFORE] = c.FAR if who.max_run is None else who.max_run, who.run_before
            row[c.LAST_END] = -c.FAR if who.last_end is None else who.last_end
            row[c.OWN_A], row[c.OWN_B] = own[person][0], own[person][-1] + 1
            self._meal(row, who, entry)
            self._days(row, who, entry)
        self.roles = roles
        return table, np.array(spans or [(0, 0)], np.int64)

    def _meal(self, row: Ints, who: Person, entry: DayAvailability) -> None:
        """The pause of one workday, when the duty is due, and whether insertions need an exact look."""
        lunch, weights = who.lunch, self.problem.weights
        row[c.AT_OPENING], row[c.DUE_BY] = entry.at_opening, c.FAR if entry.due is None else entry.due
        row[c.LOOK] = row[c.SPLIT] or entry.at_opening or (entry.due is not None and weights.late_arrival > 0)
        if lunch is None or lunch_taken.time_off_suffices(lunch, entry):
            return
        row[c.MEAL_FROM], row[c.MEAL_TO] = entry.day * DAY + lunch.earliest_start, entry.day * DAY + lunch.latest_end
        row[c.MEAL_TOOK], row[c.MEAL_ALWAYS] = lunch.duration, lunch.always
        row[c.MEAL_COST] = -1 if lunch.required else c.CASE * weights.missed_lunch
        row[c.LOOK] |= lunch.always or not lunch.required

    def _days(self, row: Ints, who: Person, entry: DayAvailability) -> None:
        """What one workday's person has to keep over several days, and the idle time of a day without a duty."""
        row[c.MIN_RUN], row[c.MIN_OFF] = who.min_run, who.min_run_off
        row[c.RUNS] = who.min_run > 1 or who.min_run_off > 1
        weekend = self.problem.weekends[entry.day] if self.problem.weekends else -1
        row[c.WEEKEND] = -1 if who.max_weekends is None else weekend
        row[c.MAX_WEEKENDS] = c.FAR if who.max_weekends is None else who.max_weekends
        row[c.IDLE_FREE] = most_idle.without_duty(entry)

    def week_tables(self) -> tuple[Ints, Ints, Ints]:
        """Limits and norms of each person's weeks, and what each person's months leave and should have."""
        problem = self.problem
        weeks = np.zeros((max(1, len(problem.persons) * len(self.weeks)), c.WEEK_WIDTH), np.int64)
        months = np.zeros(max(1, len(problem.persons) * len(self.months)), np.int64)
        least = np.zeros_like(months)
        for number, who in enumerate(problem.persons):
            present = {problem.weeks[entry.day] for entry in who.availability}
            for index, label in enumerate(self.weeks):
                row = weeks[number * len(self.weeks) + index]
                row[c.NORM_WEEK] = who.norm_week
                row[c.MAX_WEEK] = c.FAR if who.max_week is None else who.max_week
                row[c.TARGET] = who.target_week if label in present else 0
                row[c.MAX_DAYS] = who.max_days
            for index, label in enumerate(self.months):
                left = c.FAR if who.max_month is None else who.max_month - who.month_before.get(label, 0)
                months[number * len(self.months) + index] = left
            for label in {problem.months[entry.day] for entry in who.availability}:
                wanted = who.least_month - who.month_before.get(label, 0)
                least[number * len(self.months) + self.months.index(label)] = wanted if who.least_month else 0
        return weeks, months, least

    # -- work ---------------------------------------------------------------------------------------------------------

    def fit_tables(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int8]]:
        """Latest start of each person on each seat, that person's cost there, and whether the task prefers them."""
        problem, people = self.problem, range(len(self.problem.persons))
        shape = (max(1, len(self.refs)), max(1, len(people)))
        fit, extra = np.full(shape, NEVER, np.int32), np.zeros(shape, np.int64)
        liked = np.zeros(shape, np.int8)
        known: dict[tuple[object, ...], npt.NDArray[np.int32]] = {}
        barred = {(bar.kind, bar.item) for bar in problem.bars}
        for s, ref in enumerate(self.refs):
            seat = problem.seat(ref)
            key = (seat.roles, seat.skills, problem.duration_of(ref), *self._person_key(ref))
            if key not in known:
                known[key] = np.array([self._latest(ref, person) for person in people], np.int32)
            fit[s, : len(people)] = known[key]
            task = problem.tasks[ref.item] if ref.kind == "task" else None
            refused = task.refused or task.required if task else problem.shifts[ref.item].refused
            if refused or ref[:2] in barred:
                fit[s, [p for p in people if not not_refused.allows(problem, p, ref, 0)]] = NEVER
            if ref in self.decided:
                others = [p for p in people if p != self.decided[ref].person]
                fit[s, others] = NEVER
            if task:
                liked[s, sorted(task.preferred)] = 1
                if task.gender is not None or task.preferred_each or task.unwanted:
                    extra[s, : len(people)] = [self._extra(task, person) for person in people]
            if ref in self.earlier:
                was = self.earlier[ref]
                extra[s, : len(people)] += np.array(
                    [0 if p == was.person else changes.cost(problem.weights, was, p, was.start) for p in people]
                )
        for wish in problem.wishes:
            for seat_number in range(len(problem.shifts[wish.shift].seats)):
                s = self.number[Ref("shift", wish.shift, seat_number)]
                extra[s, wish.person] += wishes.cost(wish, True) - wishes.cost(wish, False)
        return fit, np.clip(extra, -LARGEST, LARGEST).astype(np.int32), liked

    def _extra(self, task: Task, person: int) -> int:
        """What this person costs in the task's crew, whoever else is in it."""
        weights = self.problem.weights
        cost = gender_mismatch.cost(weights, task, self.problem.persons[person])
        cost += unwanted.cost(weights, task, person)
        return cost + (not_preferred.cost(weights, task, (person,)) if task.preferred_each else 0)

    def _person_key(self, ref: Ref) -> tuple[object, ...]:
        if ref.kind == "shift":
            return (self.problem.shifts[ref.item].turn,)
        task = self.problem.tasks[ref.item]
        return (task.gender if task.gender_required else None, "task")

    def _latest(self, ref: Ref, person: int) -> int:
        problem = self.problem
        if not (
            role_fits.allows(problem, person, ref, 0)
            and gender_fits.allows(problem, person, ref, 0)
            and exempt_from_turn.allows(problem, person, ref, 0)
            and problem.seat(ref).skills <= problem.persons[person].skills
        ):
            return NEVER
        limit = skills_suffice.valid_until(problem, person, ref)
        return ALWAYS if limit is None else max(NEVER, limit - problem.duration_of(ref))

    def slot_tables(self) -> tuple[Ints, Ints]:
        """Slots of every seat and day, and where they begin."""
        slots: list[tuple[int, int, int]] = []
        at = [0]
        known: dict[object, list[list[tuple[int, int, int]]]] = {}
        for ref in self.refs:
            alike: object = ref
            if ref.kind == "task" and ref not in self.decided:
                task = self.problem.tasks[ref.item]
                seat = task.seats[ref.seat]
                alike = (task.windows, task.deadline, task.duration, ref.seat and seat.gap, seat.windows, seat.duration)
            if alike not in known:
                known[alike] = [self._slots_on(ref, day) for day in range(self.problem.days)]
            for found in known[alike]:
                slots += found
                at.append(len(slots))
        return np.array(slots or [(0, 0, 0)], np.int64), np.array(at, np.int64)

    def _slots_on(self, ref: Ref, day: int) -> list[tuple[int, int, int]]:
        """When the seat may start on that day, as pins and the past leave it."""
        pin, found = self.decided.get(ref), []
        for low, high, due in windows_hold.slots_on(self.problem, ref, day):
            first, last = max(low, self.problem.frozen_until), high
            if pin is not None and pin.start is not None:
                first, last = max(low, pin.start), min(high, pin.start)
            if first <= last:
                found.append((first, last, due))
        return found

    def seat_table(self, tables: dict[str, Ints], fit: npt.NDArray[np.int32]) -> Ints:
        """What each seat asks for, who could take it when, and what lies near."""
        problem = self.problem
        table = np.zeros((max(1, len(self.refs)), c.SEAT_WIDTH), np.int64)
        refills = problem.reload.places if problem.reload else frozenset()
        unit_of = {s: u for u, seats in enumerate(self.unit_refs) for s in seats}
        slots, at = tables["slots"], tables["slot_at"]
        for s, ref in enumerate(self.refs):
            row = table[s]
            row[c.PLACE_IN], row[c.PLACE_OUT] = problem.places_of(ref)
            row[c.TOOK], row[c.UNIT] = problem.duration_of(ref), unit_of[s]
            row[c.REFILLS] = row[c.PLACE_IN] in refills
            row[c.TURN], row[c.EARLIER] = -1, -1
            if ref in self.earlier:
                was = self.earlier[ref]
                row[c.EARLIER], row[c.EARLIER_START], row[c.MOVED] = was.person, was.start, problem.weights.moved_start
            if ref.kind == "task":
                task = problem.tasks[ref.item]
                row[c.LOAD] = task.load if ref.seat == 0 else 0
                row[c.GAP_LOW], row[c.GAP_HIGH] = task.seats[ref.seat].gap if ref.seat else (0, 0)
                own = slots[at[s * problem.days] : at[(s + 1) * problem.days]]
                timed = bool(lateness.windows_of(task, ref.seat))
                row[c.SOFTENS] = timed and any(own[:, c.LATEST] > own[:, c.DUE])
            elif problem.shifts[ref.item].turn is not None:
                row[c.TURN] = problem.turns.index(str(problem.shifts[ref.item].turn))
                row[c.TURN_DAY] = problem.shifts[ref.item].start // DAY
            row[c.CAND_A], row[c.CAND_B] = self._candidates(s, fit, slots, at)
        self._add_neighbours(table)
        return table

    def _candidates(self, s: int, fit: npt.NDArray[np.int32], slots: Ints, at: Ints) -> tuple[int, int]:
        """Where the list of workdays on which the seat could stand lies; alike seats share one."""
        problem, took = self.problem, self.problem.duration_of(self.refs[s])
        bounds = at[s * problem.days : (s + 1) * problem.days + 1]
        own = slots[bounds[0] : bounds[-1]]
        key = (took, own.tobytes(), (bounds - bounds[0]).tobytes(), fit[s].tobytes())
        if key not in self._known:
            latest, found = fit[s].tolist(), []
            for day, alike in self._alike.items():
                windows = slots[bounds[day] : bounds[day + 1]].tolist()
                for spans, workdays in alike.items() if windows else ():
                    starts = (
                        max(low, span.start)
                        for low, high, _ in windows
                        for span in spans
                        if max(low, span.start) <= min(high, span.end - took)
                    )
                    first = min(starts, default=ALWAYS + 1)
                    found += [p for p, person in workdays if latest[person] >= first]
            self._known[key] = self.lists.add(sorted(found))
        return self._known[key]

    def _add_neighbours(self, table: Ints) -> None:
        if not self.refs:
            return
        count = len(self.refs)
        ins, outs = table[:, c.PLACE_IN], table[:, c.PLACE_OUT]
        matrix, most = self.problem.travel[0], min(NEIGHBOURS, count - 1)
        back = np.ascontiguousarray(matrix.T)
        chance = np.random.default_rng(0).integers(0, 600, 2 * count, np.int32)
        for s in range(count):
            way = matrix[outs[s], ins] + back[ins[s], outs] + chance[s : s + count]
            way[s] = np.iinfo(np.int32).max
            near = np.argpartition(way, most - 1)[:most] if most else np.empty(0, np.int64)
            near = near[np.argsort(way[near], kind="stable")]
            table[s, c.NEAR_A], table[s, c.NEAR_B] = self.lists.add(near.tolist())

    def unit_table(self, seats: Ints) -> tuple[Ints, dict[str, Ints]]:
        """What each unit is, with the tables of series, kits, mixes and links."""
        problem, weights = self.problem, self.problem.weights
        table = np.zeros((max(1, len(self.unit_refs)), c.UNIT_WIDTH), np.int64)
        links, others = self._links()
        kits = [self._members(lambda task, n=n: n in task.kits) for n in range(len(problem.kits))]
        forced = self._forced()
        mixes: list[tuple[int, int, int]] = []
        for u, members in enumerate(self.unit_refs):
            row, ref = table[u], self.refs[members[0]]
            row[c.FIRST], row[c.SEATS], row[c.FORCED] = members[0], len(members), u in forced
            row[c.UNCHANGED] = sum(
                changes.cost(weights, self.earlier[self.refs[s]], None, 0)
                for s in members
                if self.refs[s] in self.earlier
            )
            seat = problem.seat(ref)
            if isinstance(seat, ShiftSeat):
                first = self.first_unit_of_shift[ref.item]
                shift = problem.shifts[ref.item]
                row[c.MISSED], row[c.LEFT] = int(seat.required), priced_work.weight(seat)
                row[c.UNCHANGED] += priced_work.left(seat) - priced_work.filled(seat)
                row[c.SHIFT_A], row[c.SHIFT_B] = first, first + len(shift.seats)
                if ref.seat == 0:
                    begin = len(mixes)
                    mixes += [
                        (
                            mix.at_least,
                            *self.lists.add(self.roles.index(r) for r in sorted(mix.roles) if r in self.roles),
                        )
                        for mix in shift.mix
                    ]
                    for v in range(first, first + len(shift.seats)):
                        table[v, c.MIX_A], table[v, c.MIX_B] = begin, len(mixes)
            else:
                task = problem.tasks[ref.item]
                row[c.MISSED], row[c.LEFT] = len(members) * task.mandatory, priced_work.weight(task)
                row[c.UNCHANGED] += priced_work.left(task)
                together = task.preferred and not task.preferred_each
                row[c.NOT_LIKED] = c.CASE * weights.not_preferred if together else 0
                row[c.KITS_A], row[c.KITS_B] = self.lists.add(task.kits)
                row[c.BEFORE_A], row[c.BEFORE_B] = others["before"].get(u, (0, 0))
                row[c.AFTER_A], row[c.AFTER_B] = others["after"].get(u, (0, 0))
                series = [n for n, series in enumerate(problem.series) if ref.item in series.tasks]
                row[c.SERIES_A], row[c.SERIES_B] = self.lists.add(series)
                row[c.COUPLED] = len(members) > 1 or bool(task.kits) or u in others["before"] or u in others["after"]
            row[c.PRICED] = not (row[c.FORCED] or row[c.MISSED] or row[c.LEFT])
            row[c.BUNDLE] = -1
            ways = min(int(seats[s, c.CAND_B] - seats[s, c.CAND_A]) for s in members)
            row[c.ABLE] = ways > 0
            row[c.RANK] = (
                (9 - min(9, len(members))) << 26
                | min(63, int(2 * math.log2(1 + ways))) << 20
                | ((1 << 19) - min((1 << 19) - 1, int(seats[members[0], c.TOOK])))
            )
        bundles = [[self.unit_of_task[item] for item in bundle] for bundle in problem.bundles]
        for number, bundle in enumerate(bundles):
            table[bundle, c.BUNDLE] = number
        series_rows = [
            (
                *self.lists.add(self.unit_of_task[t] for t in s.tasks),
                s.gap_days,
                -c.FAR if s.last_day is None else s.last_day,
            )
            for s in problem.series
        ]
        kit_rows = [
            (kit.count, kit.turnaround, *self.lists.add(users), *self.lists.add(self._aside(number)))
            for number, (kit, users) in enumerate(zip(problem.kits, kits, strict=True))
        ]
        return table, {
            "series": _rows(series_rows, 4),
            "kit": _rows(kit_rows, c.KIT_WIDTH),
            "mix": _rows(mixes, 3),
            "link": _rows(links, 3),
            "bundle": _rows([self.lists.add(bundle) for bundle in bundles], 2),
            "order": _rows(self._order(), 2),
        }

    def _order(self) -> list[tuple[int, int]]:
        """Pairs of turn kinds of which the second may not follow the first on the next day."""
        kinds = self.problem.turns
        return [(kinds.index(first), kinds.index(second)) for first, second in sorted(set(self.problem.not_next_day))]

    def _aside(self, kit: int) -> list[int]:
        """Starts and ends of the shifts that a kit is set aside for, one after the other."""
        return [moment for shift in self.problem.shifts if kit in shift.kits for moment in (shift.start, shift.end)]

    def _members(self, test) -> list[int]:  # type: ignore[no-untyped-def]
        return [self.unit_of_task[item] for item, task in enumerate(self.problem.tasks) if test(task)]

    def _links(self) -> tuple[list[tuple[int, int, int]], dict[str, dict[int, tuple[int, int]]]]:
        rows: list[tuple[int, int, int]] = []
        groups: dict[str, dict[int, list[tuple[int, int, int]]]] = {
            "before": defaultdict(list),
            "after": defaultdict(list),
        }
        for link in self.problem.precedences:
            first, second = self.unit_of_task[link.first], self.unit_of_task[link.second]
            gap = (link.gap_min, c.FAR if link.gap_max is None else link.gap_max)
            groups["before"][second].append((first, *gap))
            groups["after"][first].append((second, *gap))
        found: dict[str, dict[int, tuple[int, int]]] = {"before": {}, "after": {}}
        for name, group in groups.items():
            for u, entries in group.items():
                found[name][u] = (len(rows), len(rows) + len(entries))
                rows += entries
        return rows, found

    def _forced(self) -> set[int]:
        unit_of = {s: u for u, seats in enumerate(self.unit_refs) for s in seats}
        forced = {unit_of[self.number[ref]] for ref in self.decided}
        size = -1
        while size < len(forced):
            size = len(forced)
            forced |= {
                self.unit_of_task[link.first]
                for link in self.problem.precedences
                if self.unit_of_task[link.second] in forced
            }
            for bundle in self.problem.bundles:
                units = {self.unit_of_task[item] for item in bundle}
                forced |= units if units & forced else set()
        return forced

    def _people_matter(self) -> bool:
        """Whether it costs anything who takes a seat, or what is told of the whole, beside hours and ways."""
        problem = self.problem
        told = any(task.preferred or task.unwanted or task.gender is not None for task in problem.tasks)
        days = any(entry.due is not None for person in problem.persons for entry in person.availability)
        meals = any(person.lunch is not None and not person.lunch.required for person in problem.persons)
        ties = problem.series or problem.baseline or problem.turns or problem.wishes
        whole = any(getattr(problem.weights, name) for name in OVERALL)
        return bool(told or days or meals or ties or whole or any(person.least_month for person in problem.persons))

    def most_table(self) -> Ints:
        """The most turns of each kind that each person may have."""
        problem = self.problem
        table = np.full((max(1, len(problem.persons)), max(1, len(problem.turns))), c.FAR, np.int64)
        for person, who in enumerate(problem.persons):
            for kind, number in who.max_turns.items():
                table[person, problem.turns.index(kind)] = number
        return table

    def above_table(self) -> Ints:
        """Turns that each person already has above the fair share, by kind."""
        problem = self.problem
        table = np.zeros((max(1, len(problem.persons)), max(1, len(problem.turns))), np.int64)
        for kind, name in enumerate(problem.turns):
            share = turns.fair_share(problem, name)
            for person, who in enumerate(problem.persons):
                table[person, kind] = who.turns_before.get(name, 0) - share
        return table

    def rates(self) -> Ints:
        """Weights and single numbers."""
        problem, weights = self.problem, self.problem.weights
        r = np.zeros(c.RATES, np.int64)
        r[c.TRAVEL_RATE], r[c.WAITING_RATE], r[c.OVERTIME] = weights.travel, weights.waiting, weights.overtime
        r[c.ABOVE], r[c.FAR_ABOVE], r[c.BELOW] = weights.above_target, weights.far_above_target, weights.below_target
        r[c.LATENESS], r[c.FURTHER] = weights.lateness, c.CASE * weights.further_person
        r[c.TURN_RATE] = c.CASE * weights.turn
        r[c.DAYS], r[c.PERSONS], r[c.KINDS] = problem.days, len(problem.persons), len(problem.turns)
        if problem.reload is not None:
            r[c.RELOAD_TOOK] = problem.reload.duration
            r[c.RELOAD_A], r[c.RELOAD_B] = self.lists.add(sorted(problem.reload.places))
        r[c.W_LEFT] = 2_000 * c.CASE
        r[c.W_MISSED] = 20 * r[c.W_LEFT]
        r[c.W_LACK] = 10 * r[c.W_MISSED]
        r[c.SMALL_MOVES], r[c.DUTY_MOVES], r[c.TAIL_MOVES] = SMALL_MOVES, DUTY_MOVES, TAIL_MOVES
        r[c.RETIMES] = RETIMES if any(len(seats) > 1 for seats in self.unit_refs) or problem.precedences else 100
        r[c.NEAR_LOOKS], r[c.FAR_LOOKS] = NEAR_LOOKS, FAR_LOOKS
        r[c.RUIN_OPEN], r[c.RUIN_AROUND] = RUIN_OPEN, RUIN_AROUND
        r[c.RUIN_STRINGS], r[c.RUIN_PERSON] = RUIN_STRINGS, RUIN_PERSON
        r[c.BY_PEOPLE] = c.BIG >> 4 if self._people_matter() else 0
        r[c.W_STRAIN] = r[c.W_LEFT]
        self._more_rates(r)
        r[c.AVERAGE], r[c.COUNT_UNTIL] = AVERAGE, COUNT_UNTIL
        return r

    def _more_rates(self, r: Ints) -> None:
        problem, weights = self.problem, self.problem.weights
        r[c.LATE_ARRIVAL] = weights.late_arrival
        r[c.SHORTFALL] = weights.shortfall if any(person.least_month for person in problem.persons) else 0
        r[c.HIGHEST_LATENESS], r[c.LONGEST_WAIT] = weights.highest_lateness, weights.longest_wait
        r[c.MOST_IDLE], r[c.IMBALANCE], r[c.STEP] = weights.most_idle, weights.imbalance, weights.imbalance_step
        r[c.OVERALL] = any(getattr(weights, name) for name in OVERALL)
        r[c.PAIRS], r[c.BUNDLES] = len(set(problem.not_next_day)), len(problem.bundles)
        runs = any(person.min_run > 1 or person.min_run_off > 1 for person in problem.persons)
        r[c.STRAINS] = runs or bool(problem.bundles)


def _rows(rows: Sequence[tuple[int, ...]], width: int) -> Ints:
    return np.array(rows, np.int64).reshape(-1, width) if rows else np.zeros((1, width), np.int64)


def in_one(matrices: Sequence[Matrix]) -> Matrix:
    """The matrices in one array, shape (modes, places, places); not copied when they lie side by side already."""
    first = matrices[0]
    beside = (
        each.flags.c_contiguous and each.ctypes.data == first.ctypes.data + number * first.nbytes
        for number, each in enumerate(matrices)
    )
    if all(beside):
        shape, strides = (len(matrices), *first.shape), (first.nbytes, *first.strides)
        return np.lib.stride_tricks.as_strided(first, shape, strides, writeable=False)
    return np.stack(matrices)


def is_symmetric(matrix: Matrix) -> bool:
    """Whether every way takes as long as the way back."""
    tiles = [slice(at, at + TILE) for at in range(0, len(matrix), TILE)]
    return all(np.array_equal(matrix[a, b], matrix[b, a].T) for n, a in enumerate(tiles) for b in tiles[n:])


def longest(workdays: Ints, seats: Ints) -> int:
    """More elements than a duty can have."""
    if not len(seats):
        return 4
    short = max(60, int(seats[:, c.TOOK].min()) + 45)
    span = int((workdays[:, c.CLOSING] - workdays[:, c.OPENING]).max())
    return min(2 * len(seats), span // short + 8, LONGEST_DUTY) + 4


def pack(problem: Problem, seed: int) -> tuple[Packing, Tables]:
    """The problem's tables, with nothing planned yet."""
    made = Packing(problem)
    workday, spans = made.workday_table()
    week, month, least = made.week_tables()
    fit, extra, liked = made.fit_tables()
    slots, slot_at = made.slot_tables()
    seat = made.seat_table({"slots": slots, "slot_at": slot_at}, fit)
    unit, groups = made.unit_table(seat)
    rate = made.rates()
    travel = in_one(problem.travel) if problem.travel else np.zeros((1, 1, 1), np.int32)
    n_workdays, n_seats, n_units = len(workday), len(seat), len(unit)
    size = longest(workday, seat)

    def zeros(*shape: int) -> Ints:
        return np.zeros(shape, np.int64)

    tables = Tables(
        travel=travel,
        back=travel if all(map(is_symmetric, problem.travel)) else np.ascontiguousarray(travel.transpose(0, 2, 1)),
        seat=seat,
        unit=unit,
        workday=workday,
        week=week,
        month=month,
        slots=slots,
        slot_at=slot_at,
        spans=spans,
        **groups,
        lists=np.array(made.lists.items or [0], np.int64),
        fit=fit,
        extra=extra,
        liked=liked,
        above=made.above_table(),
        most=made.most_table(),
        least=least,
        rate=rate,
        old_day=zeros(n_units),
        duty=zeros(n_workdays, c.DUTY_WIDTH),
        stop=zeros(n_workdays, size + 2, c.STOP_WIDTH),
        held=zeros(n_seats, 4),
        served=zeros(n_units, c.SERVED_WIDTH),
        weekly=zeros(len(week), 3),
        monthly=zeros(len(month)),
        given=zeros(max(1, len(problem.persons)), max(1, len(problem.turns))),
        turned=zeros(max(1, len(problem.persons) * problem.days), max(1, len(problem.turns))),
        open=zeros(n_units),
        tally=zeros(c.TALLIES),
        rng=np.array([0x9E3779B97F4A7C15 ^ (seed * 0xD1342543DE82EF95 + 0x2545F491) & (2**64 - 1) or 1], np.uint64),
        old_duty=zeros(n_workdays, c.DUTY_WIDTH),
        old_stop=zeros(n_workdays, size + 2, c.STOP_WIDTH),
        old_held=zeros(n_seats, 4),
        best_duty=zeros(n_workdays, c.DUTY_WIDTH),
        best_stop=zeros(n_workdays, size + 2, c.STOP_WIDTH),
        draft=zeros(size + 2, c.DRAFT_WIDTH),
        found=zeros(c.FOUND),
        split=zeros(size + 4, 4),
        touched=zeros(n_workdays),
        logged=zeros(n_units),
        dirty=zeros(n_workdays),
        out=zeros(n_units),
        queue=zeros(max(n_units, n_workdays) + 1),
        starts=zeros(64),
        keys=zeros(n_units + 1),
        logarithm=np.array([round(-math.log((i + 0.5) / STEPS) * 1024) for i in range(STEPS)], np.int64),
        heat=np.array([round(HOT * (COLD / HOT) ** (i / (STEPS - 1))) for i in range(STEPS)], np.int64),
        tops=zeros(2 * (16 + max(len(u) for u in made.unit_refs) if made.unit_refs else 16), 4),
    )
    begin(made, tables)
    return made, tables


def begin(made: Packing, w: Tables) -> None:
    """Nothing is planned: all units are unserved."""
    t, empty = w.tally, cost_of_duties(made.problem, ())
    count = len(made.unit_refs)
    w.held[:, c.BY], w.held[:, c.UPTO] = -1, c.FAR
    w.served[:, c.ON_DAY] = -1
    w.open[:count] = np.arange(count)
    w.served[:count, c.INDEX] = np.arange(count)
    w.duty[:, c.MEAL_AT] = -1
    t[c.OPEN_COUNT], t[c.UNITS], t[c.ROUND] = count, count, 1
    t[c.LACK], t[c.MISSED_SUM] = w.unit[:count, c.FORCED].sum(), w.unit[:count, c.MISSED].sum()
    t[c.LEFT_SUM] = w.unit[:count, c.LEFT].sum()
    t[c.TOTAL], t[c.EXTRA] = empty.total, sum(empty.terms[name] for name in OVERALL)
    t[c.BEST_LACK] = t[c.BEST_MISSED] = t[c.BEST_LEFT] = t[c.BEST_TOTAL] = c.BIG
