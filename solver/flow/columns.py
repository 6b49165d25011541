"""Columns and entries of the tables: what stands where."""

from __future__ import annotations

FAR = 1 << 30
"""Later than any moment."""
DAY_END = 86_400
NEVER = -1
"""A start, a route, a person's cost that is not there."""

# rows of `state`: nodes (seats of tasks, then lunches), begins, ends, crews, units; one block of each
NEXT, BEFORE, ROUTE, START, LATE, READY, STAY, IN, OUT, EARLY, LATEST, UNTIL, CREW, WINDOWS, WINDOWS_END, LUNCH = range(
    16
)
STATE_WIDTH = 16
# row of a begin, beside START (the opening), STAY (0), OUT, ROUTE
D_COST, D_IDLE, D_BUSY, D_LONGEST, D_MODE, D_STAMP = LATE, READY, EARLY, LATEST, WINDOWS, WINDOWS_END
# row of a crew
KEY, QUEUED, C_FIRST, C_SIZE = 0, 1, 2, 3
# row of a unit
SERVED = 0

# `seat`: what never changes of a node
UNIT, ABLE_A, ABLE_B, NEAR_A, NEAR_B, LOW, HIGH = range(7)
SEAT_WIDTH = 8

# `unit`
FIRST, COUNT, MISSED, LEFT, PRICE, RANK = range(6)
UNIT_WIDTH = 6

# `person`: of each route
DUE, AT_OPENING, NORM_DAY, NORM_WEEK, MAX_DAY, TARGET, MEAL_FROM, MEAL_TO, MEAL_NODE, MEAL_RULE, OPENING, CLOSING = (
    range(12)
)
PERSON_WIDTH = 12
MEAL_ALWAYS, MEAL_REQUIRED = 1, 2

# `rate`
(
    W_TRAVEL,
    W_WAITING,
    W_OVERTIME,
    W_ABOVE,
    W_FAR_ABOVE,
    W_BELOW,
    W_LATENESS,
    W_HIGHEST,
    W_LONGEST,
    W_IDLE,
    W_IMBALANCE,
    STEP,
    W_LATE_ARRIVAL,
    W_MISSED_LUNCH,
    FULL,
    PRICE_MISSED,
    PRICE_LEFT,
    RATES,
) = range(18)

# `tally`
(
    NODES,
    SEATS,
    ROUTES,
    CREWS,
    UNITS,
    BEGIN0,
    END0,
    CREW0,
    UNIT0,
    COST,
    LATE_MAX,
    LATE_LOST,
    MISSED_SUM,
    LEFT_SUM,
    OPEN,
    LOGGED,
    SAVED,
    CHANGES,
    QUEUE,
    STAMP,
    TOUCHED,
    GONE,
    BEST_MISSED,
    BEST_LEFT,
    BEST_TOTAL,
    ITERATION,
    MOVE_WORK,
    RUIN_WORK,
    WORK,
    SPREAD,
    TOLD,
    ACCEPTED,
    TALLIES,
) = range(33)

LOGS = 4096
"""Entries of the table of logarithms."""
