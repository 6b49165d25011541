"""Plan a week: records, problem, plan, referee, roster. The result is a draft revision in the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Engine

from outreach.planning.office_week import read_week
from outreach.planning.to_problem import Translation
from outreach.planning.to_roster import Reasons, reasons_of, to_roster
from outreach.planning.translated_week import clashing_pins, translated
from outreach.ports import Clock, TravelTimes
from outreach.records import Roster
from outreach.records.database import again_if_in_the_way, office_records
from outreach.refusals import Invalid, Refusal
from outreach.usecases.jobs.attempt import Attempt
from outreach.usecases.weeks.lock_week import lock_week
from solver.plan import Cost, Plan, Progress
from solver.problem import Problem
from solver.referee import violations
from solver.solve import Budget, PinsCannotHold, solve

SEARCHES = 2
AT_LEAST = 1.0
"""Seconds that an attempt after another searches at the least."""
MENDING = 3.0
"""Seconds for a plan that no longer fits the records, when it is only to be kept."""

Stage = str
OnProgress = Callable[[Stage, float, Cost | None], None]


def make_roster(
    engine: Engine,
    monday: dt.date,
    *,
    travel_times: TravelTimes,
    clock: Clock,
    office_id: str | None = None,
    seconds: float = 30.0,
    seed: int = 1,
    on_progress: OnProgress | None = None,
    attempt: Attempt | None = None,
) -> Roster:
    """Plan the week that starts on `monday` and keep it as the next revision, a draft.

    `office_id`: whose week; without it the database's only office's. `seconds`: how long the search may take.
    `on_progress`: told the stage (`travel`, `search`, `reasons`), its share done, and the best cost so far. `attempt`:
    a job's, if it is one. Raises `Invalid` when pins or records contradict each other; nothing is kept then.
    """
    trying = attempt or Attempt()

    def tell(stage: Stage, share: float, cost: Cost | None = None) -> None:
        if on_progress:
            on_progress(stage, share, cost)

    with office_records(engine, office_id=office_id, write=False) as records:
        week = read_week(records, monday)
        office_id = records.office.id
    if not week.people:
        raise Invalid(Refusal("no_people", "還沒有人員，請先匯入名冊。", "No people yet: import them first."))
    translation = translated(week, travel_times, lambda share: tell("travel", share))

    def tell_search(progress: Progress) -> None:
        tell("search", progress.share, progress.cost)
        trying.told(translation, progress)

    try:
        plan = _planned(translation, trying, seconds, seed, tell_search)
    except PinsCannotHold as error:
        raise clashing_pins(error.seats) from None
    reasons = reasons_of(translation, plan, lambda share: tell("reasons", share))
    trying.hush()
    return again_if_in_the_way(lambda: _keep(engine, office_id, translation, plan, reasons, seed, clock, trying))


def _planned(
    translation: Translation, trying: Attempt, seconds: float, seed: int, on_progress: Callable[[Progress], None]
) -> Plan:
    problem, earlier = translation.problem, trying.earlier(translation)
    if trying.only_keep:
        if earlier is not None and _stands(problem, earlier):
            return earlier
        return solve(problem, Budget(seconds=MENDING), seed=seed, start=earlier, workers=SEARCHES)
    spent = trying.spent()
    plan = solve(
        problem,
        Budget(seconds=max(AT_LEAST, seconds - spent) if spent else seconds),
        seed=seed,
        start=earlier,
        on_progress=on_progress,
        stop=trying.stop,
        workers=SEARCHES,
    )
    return replace(plan, seconds=plan.seconds + spent)


def _stands(problem: Problem, plan: Plan) -> bool:
    """Whether a plan that was kept aside still breaks no rule: the records may have changed since."""
    try:
        return not violations(problem, plan)
    except (IndexError, KeyError, StopIteration):
        return False


def _keep(
    engine: Engine,
    office_id: str,
    translation: Translation,
    plan: Plan,
    reasons: Reasons,
    seed: int,
    clock: Clock,
    trying: Attempt,
) -> Roster:
    with office_records(engine, office_id=office_id) as records:
        kept = trying.claim(records)
        # Who keeps the same week's next revision at the same moment waits: theirs is the one after it.
        lock_week(records, translation.week.monday)
        roster = to_roster(records, translation, plan, seed=seed, now=clock.now(), reasons=reasons)
        kept(roster)
    return roster
