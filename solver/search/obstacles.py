"""Which rule stands first in the way of one person taking one seat on one day, in a draft as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from solver.rules import ORDER, SEAT_RULES, day_length, days_per_week, month_hours, run_of_days, week_hours
from solver.search.board import Unit
from solver.search.clockwork import Clockwork
from solver.search.crews import meets
from solver.search.draft import Draft, with_seat
from solver.search.insertion import roles_asked
from solver.search.succession import bundle_allows, order_allows, runs_allow, turns_allow, weekends_allow
from solver.search.timing import Timing
from solver.search.workday import Workday, cut


@dataclass(slots=True)
class Case:
    """One seat and one duty (`pd`). `timings`: the duty with the seat in it, at each entry; those still allowed."""

    draft: Draft
    unit: Unit
    seat: int
    pd: int
    timings: list[Timing]

    @property
    def person(self) -> int:
        """The person's number."""
        return self.pd // self.draft.days

    def keep(self, allowed: Callable[[Timing], bool]) -> bool:
        """Drop timings that are not allowed; `False` when that leaves none of some."""
        kept = [timing for timing in self.timings if allowed(timing)]
        emptied = bool(self.timings) and not kept
        self.timings = kept
        return not emptied


def obstacle(draft: Draft, unit: Unit, seat: int, pd: int) -> str | None:
    """Name of the first rule, in the order of `ORDER`, that this person fails on this day; `None`: they could."""
    workday, (person, day) = draft.board.workdays[pd], divmod(pd, draft.days)
    reachable = workday is not None and bool(draft.board.slots(seat, pd))
    timings = _timings(draft, workday, seat) if workday is not None and reachable else []
    case = Case(draft, unit, seat, pd, timings)
    for rule in ORDER:
        if rule in SEAT_RULES:
            allowed = SEAT_RULES[rule](draft.problem, person, draft.board.refs[seat], day)
        else:
            allowed = not reachable or CHECKS[rule](case)
        if not allowed:
            return rule
    return None if reachable else "windows_hold"


def _timings(draft: Draft, workday: Workday, seat: int, *, alone: bool = False) -> list[Timing]:
    """Timings of the duty with the seat at each entry of its order; `alone`: as if it held nothing else."""
    duty = None if alone else draft.duties[workday.pd]
    order = duty.order if duty is not None else ()
    orders = [with_seat(order, entry, seat, -1) for entry in range(len(order) + 1)]
    awake = cut(workday, *draft.awake(workday.pd))
    days = [workday] if awake is None or awake is workday else [workday, awake]
    return [timing for day in days for each in orders for timing in Clockwork(draft.board, day, each).timings()]


def _may_open(case: Case, rule: Callable[[Case, set[int]], bool]) -> bool:
    """Whether a rule on days allows one more day with a duty, if this would be one."""
    if case.draft.duties[case.pd] is not None:
        return True
    first = case.person * case.draft.days
    days = {day for day in range(case.draft.days) if case.draft.duties[first + day] is not None}
    return rule(case, days | {case.pd % case.draft.days})


def _days(case: Case, days: set[int]) -> bool:
    week_of, person = case.draft.board.week_of, case.draft.problem.persons[case.person]
    return days_per_week.allows(person, sum(week_of[day] == week_of[case.pd % case.draft.days] for day in days))


def _run(case: Case, days: set[int]) -> bool:
    return run_of_days.allows(case.draft.problem.persons[case.person], days, case.pd % case.draft.days)


def _more(case: Case, timing: Timing) -> int:
    duty = case.draft.duties[case.pd]
    return timing.worked - (duty.worked if duty is not None else 0)


def _day_length(case: Case) -> bool:
    person = case.draft.problem.persons[case.person]
    return case.keep(lambda timing: day_length.allows(person, timing.worked))


def _week_hours(case: Case) -> bool:
    draft, person = case.draft, case.draft.problem.persons[case.person]
    worked = draft.worked[case.person * draft.weeks + draft.board.week_of[case.pd % draft.days]]
    return case.keep(lambda timing: week_hours.allows(person, worked + _more(case, timing)))


def _month_hours(case: Case) -> bool:
    draft, person = case.draft, case.draft.problem.persons[case.person]
    month = draft.month_of[case.pd % draft.days]
    worked = draft.month_worked[case.person * len(draft.months) + month]
    return case.keep(lambda timing: month_hours.allows(person, draft.months[month], worked + _more(case, timing)))


def _windows_hold(case: Case) -> bool:
    """On a day with nothing else in it and no meal break, the person is there within a window."""
    workday = case.draft.board.workdays[case.pd]
    return workday is not None and bool(_timings(case.draft, replace(workday, meal=None), case.seat, alone=True))


def _travel_fits(case: Case) -> bool:
    """Between what the duty holds already, were it not for the meal break, there is room."""
    workday = case.draft.board.workdays[case.pd]
    return workday is not None and bool(_timings(case.draft, replace(workday, meal=None), case.seat))


def _lunch_taken(case: Case) -> bool:
    return bool(case.timings)


def _crew_together(case: Case) -> bool:
    return not case.unit.coupled or meets(case.draft, case.unit, (case.seat, case.pd), precedence=False, kits=False)


def _role_mix_holds(case: Case) -> bool:
    roles = roles_asked(case.draft, case.unit)
    return roles is None or case.draft.problem.persons[case.person].role in roles


def _series_gap(case: Case) -> bool:
    return case.draft.series_allows(case.unit, case.pd % case.draft.days)


def _precedence_holds(case: Case) -> bool:
    return not case.unit.coupled or meets(case.draft, case.unit, (case.seat, case.pd), precedence=True, kits=False)


def _kits_suffice(case: Case) -> bool:
    return not case.unit.coupled or meets(case.draft, case.unit, (case.seat, case.pd), precedence=True, kits=True)


CHECKS: dict[str, Callable[[Case], bool]] = {
    "max_turns": lambda case: turns_allow(case.draft, case.seat, case.person),
    "turn_order": lambda case: order_allows(case.draft, case.seat, case.person),
    "days_per_week": lambda case: _may_open(case, _days),
    "run_of_days": lambda case: _may_open(case, _run),
    "runs_long_enough": lambda case: _may_open(case, lambda case, days: runs_allow(case.draft, case.person, days)),
    "weekends_off": lambda case: _may_open(case, lambda case, days: weekends_allow(case.draft, case.person, days)),
    "rest_between_duties": lambda case: case.keep(lambda timing: case.draft.rested(case.pd, timing)),
    "day_length": _day_length,
    "week_hours": _week_hours,
    "month_hours": _month_hours,
    "windows_hold": _windows_hold,
    "travel_fits": _travel_fits,
    "lunch_taken": _lunch_taken,
    "crew_together": _crew_together,
    "role_mix_holds": _role_mix_holds,
    "series_gap": _series_gap,
    "precedence_holds": _precedence_holds,
    "bundle_whole": lambda case: bundle_allows(case.draft, case.unit.task),
    "kits_suffice": _kits_suffice,
}
