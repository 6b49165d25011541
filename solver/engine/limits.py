"""What a person's other days leave to one workday, and what a duty costs the person's week."""

from __future__ import annotations

from solver.engine import columns as c
from solver.engine.stated import (
    days_per_week_holds,
    month_hours_hold,
    overtime_seconds,
    rest_arrives_by,
    rest_departs_from,
    run_of_days_holds,
    shortfall_seconds,
    target_amount,
    week_hours_hold,
    weekends_off_hold,
)
from solver.engine.tables import Tables, kernel


@kernel
def opening_of(w: Tables, p: int) -> int:
    """Earliest departure: the first span, and the rest after the duty before."""
    day = w.workday
    if day[p, c.REST] == 0:
        return day[p, c.OPENING]
    for q in range(p - 1, day[p, c.OWN_A] - 1, -1):
        if w.duty[q, c.SIZE]:
            return max(day[p, c.OPENING], rest_departs_from(day[p, c.REST], w.duty[q, c.ARRIVAL]))
    return max(day[p, c.OPENING], rest_departs_from(day[p, c.REST], day[p, c.LAST_END]))


@kernel
def closing_of(w: Tables, p: int) -> int:
    """Latest arrival: the last span, and the rest before the duty after."""
    day = w.workday
    if day[p, c.REST] == 0:
        return day[p, c.CLOSING]
    for q in range(p + 1, day[p, c.OWN_B]):
        if w.duty[q, c.SIZE]:
            return min(day[p, c.CLOSING], rest_arrives_by(day[p, c.REST], w.duty[q, c.DEPARTURE]))
    return day[p, c.CLOSING]


@kernel
def may_open(w: Tables, p: int) -> bool:
    """Whether the person may have a duty on that day, as far as the number, run and weekends of days go."""
    day = w.workday
    week = day[p, c.WEEK]
    if not days_per_week_holds(w.weekly[week, c.WEEK_DAYS] + 1, w.week[week, c.MAX_DAYS]):
        return False
    if day[p, c.WEEKEND] >= 0 and not weekend_allows(w, p):
        return False
    if day[p, c.MAX_RUN] >= c.FAR:
        return True
    first = last = day[p, c.DAY]
    for q in range(p - 1, day[p, c.OWN_A] - 1, -1):
        if day[q, c.DAY] != first - 1 or w.duty[q, c.SIZE] == 0:
            break
        first -= 1
    for q in range(p + 1, day[p, c.OWN_B]):
        if day[q, c.DAY] != last + 1 or w.duty[q, c.SIZE] == 0:
            break
        last += 1
    return run_of_days_holds(first, last, day[p, c.RUN_BEFORE], day[p, c.MAX_RUN])


@kernel
def weekend_allows(w: Tables, p: int) -> bool:
    """Whether the person may have a duty on the weekend that this workday, still without one, belongs to."""
    day, had = w.workday, 0
    for q in range(day[p, c.OWN_A], day[p, c.OWN_B]):
        if w.duty[q, c.SIZE] == 0 or day[q, c.WEEKEND] < 0:
            continue
        if day[q, c.WEEKEND] == day[p, c.WEEKEND]:
            return True
        new = 1
        for r in range(day[p, c.OWN_A], q):
            if w.duty[r, c.SIZE] and day[r, c.WEEKEND] == day[q, c.WEEKEND]:
                new = 0
                break
        had += new
    return weekends_off_hold(had + 1, day[p, c.MAX_WEEKENDS])


@kernel
def month_cost(w: Tables, month: int, worked: int) -> int:
    """What a month of one person costs that should have more worked time."""
    return w.rate[c.SHORTFALL] * shortfall_seconds(worked, w.least[month])


@kernel
def month_delta(w: Tables, p: int, worked: int) -> int:
    """Change of that cost when this workday's duty is `worked` seconds long."""
    if w.rate[c.SHORTFALL] == 0:
        return 0
    month = w.workday[p, c.MONTH]
    had = w.monthly[month]
    return month_cost(w, month, had + worked - w.duty[p, c.WORKED]) - month_cost(w, month, had)


@kernel
def week_cost(w: Tables, week: int, worked: int, served: int) -> int:
    """Overtime of the week and distance from the target."""
    r = w.rate
    cost = r[c.OVERTIME] * overtime_seconds(worked, w.week[week, c.NORM_WEEK])
    return cost + target_amount(w.week[week, c.TARGET], served, r[c.ABOVE], r[c.FAR_ABOVE], r[c.BELOW])


@kernel
def hours_allow(w: Tables, p: int, worked: int) -> bool:
    """Whether week and month allow this duty to be `worked` seconds long."""
    week, month = w.workday[p, c.WEEK], w.workday[p, c.MONTH]
    more = worked - w.duty[p, c.WORKED]
    if not week_hours_hold(w.weekly[week, c.WEEK_WORKED] + more, w.week[week, c.MAX_WEEK]):
        return False
    return month_hours_hold(w.monthly[month] + more, w.month[month])


@kernel
def duty_delta(w: Tables, p: int, cost: int, worked: int, served: int) -> int:
    """Change of cost when this workday's duty comes to these figures."""
    week = w.workday[p, c.WEEK]
    had, held = w.weekly[week, c.WEEK_WORKED], w.weekly[week, c.WEEK_SERVED]
    now, serves = had + worked - w.duty[p, c.WORKED], held + served - w.duty[p, c.SERVED]
    delta = cost - w.duty[p, c.COST] + week_cost(w, week, now, serves) - week_cost(w, week, had, held)
    return delta + month_delta(w, p, worked)
