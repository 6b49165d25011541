"""The referee: every hard rule and the whole cost, derived a second time from the raw problem, in plain Python.

It shares no code with the rules and the objective that a search works with, so that an error in one of them shows.
"""

from __future__ import annotations

from collections.abc import Iterator

from solver.plan import Cost, Plan, Violation
from solver.problem import Problem
from solver.referee.cost import derived_cost
from solver.referee.decisions import past_frozen, pins_hold
from solver.referee.hours import (
    available_that_day,
    day_length,
    days_per_week,
    month_hours,
    one_duty_a_day,
    rest_between_duties,
    run_of_days,
    runs_long_enough,
    week_hours,
    weekends_off,
)
from solver.referee.reading import Reading, parts_known
from solver.referee.seats import exempt_from_turn, gender_fits, not_refused, role_fits, skills_suffice
from solver.referee.turns import max_turns, turn_order
from solver.referee.walk import load_carried, lunch_taken, travel_fits
from solver.referee.work import (
    bundle_whole,
    crew_together,
    kits_suffice,
    precedence_holds,
    role_mix_holds,
    seat_taken_once,
    series_gap,
    windows_hold,
)

__all__ = ["cost_of", "judge", "violations"]

RULES = (
    parts_known,
    role_fits,
    skills_suffice,
    not_refused,
    gender_fits,
    exempt_from_turn,
    available_that_day,
    one_duty_a_day,
    load_carried,
    max_turns,
    turn_order,
    days_per_week,
    run_of_days,
    runs_long_enough,
    weekends_off,
    rest_between_duties,
    day_length,
    week_hours,
    month_hours,
    seat_taken_once,
    windows_hold,
    travel_fits,
    lunch_taken,
    crew_together,
    role_mix_holds,
    series_gap,
    precedence_holds,
    bundle_whole,
    kits_suffice,
    pins_hold,
    past_frozen,
)


def violations(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Every broken rule, and whatever the plan says of itself that is not so; empty for a plan that may be used."""
    return judge(problem, plan)[0]


def cost_of(problem: Problem, plan: Plan) -> Cost:
    """The cost of the plan's duties, whatever the plan says it is; duties that name unknown parts are left out."""
    return derived_cost(Reading(problem, plan))


def judge(problem: Problem, plan: Plan) -> tuple[tuple[Violation, ...], Cost]:
    """The violations and the cost."""
    reading = Reading(problem, plan)
    cost = derived_cost(reading)
    found = [violation for rule in RULES for violation in rule(reading)]
    found += cost_agrees(plan, cost)
    found += unserved_agrees(reading)
    return tuple(found), cost


def cost_agrees(plan: Plan, cost: Cost) -> Iterator[Violation]:
    """The plan tells its own cost, level by level and term by term."""
    levels = {"missed": (plan.cost.missed, cost.missed), "left": (plan.cost.left, cost.left)}
    names = sorted(set(plan.cost.terms) | set(cost.terms))
    terms = {name: (plan.cost.terms.get(name), cost.terms.get(name)) for name in names}
    for name, (said, derived) in {**levels, **terms}.items():
        if said != derived:
            yield Violation(rule="cost_agrees", where=name, amount=abs((said or 0) - (derived or 0)))


def unserved_agrees(reading: Reading) -> Iterator[Violation]:
    """`unserved` names every seat that nobody takes, once, those of mandatory work first."""
    said, derived = reading.plan.unserved, [ref for ref in reading.refs if ref not in reading.taken]
    for ref in derived:
        if ref not in said:
            yield Violation(rule="unserved_agrees", where=f"{reading.name(ref)} is missing", amount=1, refs=(ref,))
    known = set(derived)
    for ref in said:
        if ref not in known:
            yield Violation(rule="unserved_agrees", where=f"{ref} is taken, unknown or twice", amount=1, refs=(ref,))
        known.discard(ref)
    order = [reading.is_mandatory(ref) for ref in said if ref in set(derived)]
    if order != sorted(order, reverse=True):
        yield Violation(rule="unserved_agrees", where="optional before mandatory", amount=1)
