"""What is allowed: one file for each hard rule, named after it.

`SEAT_RULES` look at one person, seat and day alone; the others at a duty, at all duties of a person, or at several
persons. `ORDER` is the order in which an explanation reports them.
"""

from __future__ import annotations

from collections.abc import Callable

from solver.problem import Problem, Ref
from solver.rules import (
    available_that_day,
    exempt_from_turn,
    gender_fits,
    load_carried,
    not_refused,
    past_frozen,
    pins_hold,
    role_fits,
    skills_suffice,
)

SeatRule = Callable[[Problem, int, Ref, int], bool]

ORDER = (
    "role_fits",
    "skills_suffice",
    "not_refused",
    "gender_fits",
    "exempt_from_turn",
    "available_that_day",
    "load_carried",
    "max_turns",
    "turn_order",
    "days_per_week",
    "run_of_days",
    "runs_long_enough",
    "weekends_off",
    "rest_between_duties",
    "day_length",
    "week_hours",
    "month_hours",
    "windows_hold",
    "travel_fits",
    "lunch_taken",
    "crew_together",
    "role_mix_holds",
    "series_gap",
    "precedence_holds",
    "bundle_whole",
    "kits_suffice",
    "pins_hold",
    "past_frozen",
)

SEAT_RULES: dict[str, SeatRule] = {
    "role_fits": role_fits.allows,
    "skills_suffice": skills_suffice.allows,
    "not_refused": not_refused.allows,
    "gender_fits": gender_fits.allows,
    "exempt_from_turn": exempt_from_turn.allows,
    "available_that_day": available_that_day.allows,
    "load_carried": load_carried.allows,
    "pins_hold": pins_hold.allows,
    "past_frozen": past_frozen.allows,
}
