"""What the rules and the terms say in whole numbers, compiled for the kernels, which say none of it again."""

from __future__ import annotations

from solver.engine.tables import kernel
from solver.objective import overtime, shortfall, target, turns
from solver.rules import (
    day_length,
    days_per_week,
    lunch_taken,
    max_turns,
    month_hours,
    precedence_holds,
    rest_between_duties,
    run_of_days,
    series_gap,
    week_hours,
    weekends_off,
)

day_length_holds = kernel(day_length.holds)
days_per_week_holds = kernel(days_per_week.holds)
lunch_spanned = kernel(lunch_taken.spanned)
max_turns_hold = kernel(max_turns.holds)
month_hours_hold = kernel(month_hours.holds)
precedence_gap_holds = kernel(precedence_holds.holds)
rest_arrives_by = kernel(rest_between_duties.arrives_by)
rest_departs_from = kernel(rest_between_duties.departs_from)
run_of_days_holds = kernel(run_of_days.holds)
series_gap_holds = kernel(series_gap.holds)
week_hours_hold = kernel(week_hours.holds)
weekends_off_hold = kernel(weekends_off.holds)

overtime_seconds = kernel(overtime.seconds)
shortfall_seconds = kernel(shortfall.seconds)
target_amount = kernel(target.amount)
turns_amount = kernel(turns.amount)
