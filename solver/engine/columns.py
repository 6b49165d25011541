"""Names of the columns of the kernels' tables, and of the numbers that stand for something."""

from __future__ import annotations

BIG = 1 << 60
FAR = 1 << 40
"""Later than any moment, and larger than any number of seconds."""
CASE = 6000
END = -1
"""Node of a duty's start and end; a reload at place r is `-2 - r`, anything from 0 on is a seat."""

# seat: what is asked of each seat
PLACE_IN, PLACE_OUT, TOOK, LOAD, UNIT, REFILLS, GAP_LOW, GAP_HIGH = range(8)
EARLIER, EARLIER_START, MOVED, TURN, LEAD, CAND_A, CAND_B, NEAR_A, NEAR_B, SOFTENS = range(8, 18)
TURN_DAY = 18
SEAT_WIDTH = 19

# unit: a task, or one seat of a shift
FIRST, SEATS, MISSED, LEFT, FORCED, COUPLED, MIX_A, MIX_B, UNCHANGED, NOT_LIKED = range(10)
KITS_A, KITS_B, BEFORE_A, BEFORE_B, AFTER_A, AFTER_B, SERIES_A, SERIES_B, RANK, ABLE = range(10, 20)
SHIFT_A, SHIFT_B, PRICED, BUNDLE = 20, 21, 22, 23
UNIT_WIDTH = 24

# workday: one day of one person
PERSON, DAY, OPENING, CLOSING, START_PLACE, END_PLACE, MODE, CAPACITY, FULL = range(9)
MEAL_FROM, MEAL_TO, MEAL_TOOK, MAX_DAY, NORM_DAY, WEEK, MONTH, SPANS_A, SPANS_B, SPLIT = range(9, 19)
REST, ROLE, MAX_RUN, RUN_BEFORE, OWN_A, OWN_B, LAST_END = range(19, 26)
AT_OPENING, DUE_BY, MEAL_ALWAYS, MEAL_COST, LOOK, IDLE_FREE = range(26, 32)
MIN_RUN, MIN_OFF, RUNS, WEEKEND, MAX_WEEKENDS = range(32, 37)
WORKDAY_WIDTH = 37

# week: one week of one person
NORM_WEEK, MAX_WEEK, TARGET, MAX_DAYS = range(4)
WEEK_WIDTH = 4

# series, kit, mix, link
MEMBERS_A, MEMBERS_B, GAP_DAYS, LAST_DAY = range(4)
COUNT, TURNAROUND, USERS_A, USERS_B, ASIDE_A, ASIDE_B = range(6)
KIT_WIDTH = 6
AT_LEAST, ROLES_A, ROLES_B = range(3)
FIRST_KIND, SECOND_KIND = range(2)
OTHER, GAP_MIN, GAP_MAX = range(3)

# slots
EARLIEST, LATEST, DUE = range(3)

# rate: weights and other single numbers
TRAVEL_RATE, WAITING_RATE, OVERTIME, ABOVE, FAR_ABOVE, BELOW, LATENESS, FURTHER, TURN_RATE = range(9)
RELOAD_TOOK, RELOAD_A, RELOAD_B, DAYS, PERSONS, KINDS, W_LACK, W_MISSED, W_LEFT, HEAT_0, HEAT_1 = range(9, 20)
AVERAGE, COUNT_UNTIL, SMALL_MOVES, DUTY_MOVES, TAIL_MOVES, RETIMES, BY_PEOPLE = range(20, 27)
NEAR_LOOKS, FAR_LOOKS, RUIN_OPEN, RUIN_AROUND, RUIN_STRINGS, RUIN_PERSON = range(27, 33)
LATE_ARRIVAL, SHORTFALL, HIGHEST_LATENESS, LONGEST_WAIT, MOST_IDLE, IMBALANCE, STEP = range(33, 40)
OVERALL, STRAINS, W_STRAIN, PAIRS, BUNDLES = range(40, 45)
RATES = 45

# duty: what a workday's duty comes to
SIZE, DEPARTURE, ARRIVAL, TRAVEL, WORKED, SERVED, COST, WAITING, MEAL_AT, MEAL_ARC, MEAL_SIDE = range(11)
TOUCHED, DIRTY, SEEN = 11, 12, 13
BUSY, MOST_LATE, MOST_WAIT, IDLE = range(14, 18)
DUTY_WIDTH = 18

# stop: one element of a duty; 0 is its start, SIZE + 1 its end
NODE, IN, OUT, STAY, LEG, FROM, UNTIL, START, ARRIVES = range(9)
HEAD, HEAD_FROM, HEAD_UNTIL, TAIL, TAIL_FROM, TAIL_UNTIL, READY, LOADED, TO_UNLOAD, HOLDS = range(9, 19)
STOP_WIDTH = 19
# draft: the same columns up to ARRIVES, then
SLOT_A, SLOT_B, LATE = 9, 10, 11
DRAFT_WIDTH = 18
D_HEAD, D_HEAD_FROM, D_HEAD_UNTIL, D_TAIL, D_TAIL_FROM, D_TAIL_UNTIL = range(12, 18)

BEFORE_LEG, AFTER_LEG, BEFORE_DUTY = 1, 2, 3
"""Where a pause lies: before a leg, after it, or (on no leg) before the departure."""

# held: who has a seat
BY, SINCE, UPTO, POSITION = range(4)
# served: how a unit stands
ON_DAY, LOGGED, ABSENCE, INDEX, FLAG = range(5)
SERVED_WIDTH = 5
# weekly
WEEK_WORKED, WEEK_SERVED, WEEK_DAYS = range(3)

# tally
TOTAL, LACK, MISSED_SUM, LEFT_SUM, OPEN_COUNT, ROUND, TOUCH_COUNT, LOG_COUNT, ITERATION = range(9)
BEST_TOTAL, BEST_LACK, BEST_MISSED, BEST_LEFT, DIRTY_COUNT, OUT_COUNT, UNITS = range(9, 16)
STAMP, HOPEFUL, SCALE = 16, 17, 18
EXTRA, EXTRA_WAS = 20, 21
COUNTING = 22
TALLIES = 23

# found (scratch results of timing and scanning)
F_DEPARTURE, F_ARRIVAL, F_TRAVEL, F_WORKED, F_SERVED, F_COST, F_BUSY, F_ARC, F_SIDE, F_PAUSE, F_MULTI, F_SOFT = range(
    12
)
F_COST_BEST, F_DEP_BEST, F_ARR_BEST, F_ARC_BEST, F_SIDE_BEST, F_POSITION, F_DELTA, F_WAITING = range(12, 20)
F_SIZE, F_STARTED = 20, 21
FOUND = 24
