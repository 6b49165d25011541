"""Replan: a roster once more after something has happened, as gently as the coordinator wants it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Engine

from outreach.calendar.dates import TAIPEI
from outreach.planning.begun import lost_of, with_what_has_begun
from outreach.planning.begun_work import BegunWork, begun_work
from outreach.planning.office_week import OfficeWeek, read_week
from outreach.planning.presence import DAY, since
from outreach.planning.roster_rows import Reasons, keep_proofs, proofs_of, reasons_of
from outreach.planning.since_then import changes_of, hit_by, without
from outreach.planning.to_problem import Translation
from outreach.planning.to_roster import to_roster
from outreach.planning.translated_week import clashing_pins, translated
from outreach.ports import Clock, TravelTimes
from outreach.records import Roster, RosterDuty, RosterStop
from outreach.records.database import again_if_in_the_way, office_records
from outreach.refusals import Conflict, Invalid, NotThere, Refusal
from outreach.usecases.jobs.attempt import Attempt
from outreach.usecases.weeks.lock_week import lock_week
from solver.changes import Change, Now
from solver.plan import Certificate, Cost, Plan, Progress
from solver.problem import Pin, Problem, ProblemError
from solver.referee import violations
from solver.replan import Level, remaining, replan
from solver.solve import Budget, InternalError, PinsCannotHold, refuse
from solver.telling import plan_of

MOVED_START = 50
"""What a minute costs by which a kept seat starts earlier or later, in hundredths of a cost-minute: people have made
their arrangements, and whoever's time moves must be told.
"""
AT_LEAST = 1.0
"""Seconds that an attempt after another searches at the least."""

OnProgress = Callable[[str, float, Cost | None], None]


@dataclass(frozen=True, kw_only=True)
class _Task:
    """What there is to replan: the problem before, its plan, what has happened, and what is left (`after`).

    `pins`: the coordinator's that still hold. `begun`: the rows of what has.
    """

    before: Translation
    plan: Plan
    changes: tuple[Change, ...]
    after: Translation
    pins: tuple[Pin, ...]
    begun: tuple[RosterStop, ...]


def replan_roster(
    engine: Engine,
    office_id: str,
    *,
    roster_id: str,
    level: str,
    travel_times: TravelTimes,
    clock: Clock,
    seconds: float = 30.0,
    seed: int = 1,
    on_progress: OnProgress | None = None,
    attempt: Attempt | None = None,
    trial: bool = False,
) -> Roster:
    """Plan a roster's week again from today's records and keep it as the next revision, a draft, or, with `trial`, as a
    try that only who asks for tries can see.

    `level`: `anything`, `keep_people` or `keep_routes`, see `solver.replan.Level`. What is past or under way stays as
    the roster has it. The rest as in `make_roster`. Raises `NotThere`, `Invalid` when pins or records contradict each
    other, and `Conflict` when the week is over (`past`), or what has been done already contradicts the records
    (`past_changed`).
    """
    trying = attempt or Attempt()

    def tell(stage: str, share: float, cost: Cost | None = None) -> None:
        if on_progress:
            on_progress(stage, share, cost)

    wanted = _level(level)
    with office_records(engine, office_id=office_id, write=False) as records:
        base = records.get(Roster, roster_id)
        if base is None:
            raise NotThere
        week = read_week(records, base.monday)
        duties = records.all(RosterDuty, RosterDuty.roster_id == roster_id)
        stops = records.all(RosterStop, RosterStop.roster_id == roster_id)
        week = replace(week, held={stop.item_key: stop.start.astimezone(TAIPEI).date() for stop in stops})
        now = _now(base.monday, clock.now())
        begun = begun_work(records, week, stops, now)
    try:
        work = _work(week, duties, stops, begun, travel_times, wanted, now, lambda share: tell("travel", share))
    except (ProblemError, PinsCannotHold) as error:
        raise _past_changed(error) from None

    def tell_search(progress: Progress) -> None:
        tell("search", progress.share, progress.cost)
        trying.told(work.after, progress)

    try:
        plan = _replanned(work, wanted, trying, seconds, seed, tell_search)
        refuse(violations(work.after.problem, plan))
    except (ProblemError, PinsCannotHold, InternalError) as error:
        if now == 0:
            raise
        raise _past_changed(error) from None
    # Somebody waits for a try: what no plan could do better is found when it can be seen already.
    reasons = reasons_of(work.after, plan, lambda share: tell("reasons", share), proofs=not trial)
    trying.hush()
    roster = again_if_in_the_way(
        lambda: _keep(engine, office_id, base, level, work, plan, reasons, seed, clock, trying, trial)
    )
    if trial:
        certificates = proofs_of(work.after)
        again_if_in_the_way(lambda: _prove(engine, office_id, roster.id, work, certificates))
    return roster


def _level(level: str) -> Level:
    try:
        return Level(level)
    except ValueError:
        raise Invalid(Refusal("unknown_level", "沒有這個調整幅度。", "There is no such level.", "level")) from None


def _now(monday: dt.date, moment: dt.datetime) -> int:
    """Seconds of the week that are over; 0 before it begins."""
    now = max(0, since(monday, moment))
    if now >= 7 * DAY:
        raise Conflict(Refusal("past", "這一週已經過了，不能重新排班。", "This week is over and cannot be replanned."))
    return now


def _work(
    week: OfficeWeek,
    duties: Sequence[RosterDuty],
    stops: Sequence[RosterStop],
    begun: BegunWork,
    travel_times: TravelTimes,
    level: Level,
    now: int,
    on_progress: Callable[[float], None],
) -> _Task:
    hit = hit_by(week, duties, stops)
    before = translated(without(week, hit), travel_times, on_progress, begun)
    if level is not Level.ANYTHING:
        before = _staying_put(before)
    before, plan, away = with_what_has_begun(before, duties, stops, now)
    lost = lost_of(before, plan, stops, now)
    if lost:
        raise _past_changed(lost)
    after, changes = changes_of(week, hit, before, plan, now)
    changes = (*changes, *away)
    left = remaining(before.problem, plan, changes)
    pins = _pins_that_hold(before.problem, left, changes, plan, now)
    rows = tuple(row for row in stops if since(week.monday, row.start) < now)
    return _Task(before=before, plan=plan, changes=changes, after=replace(after, problem=left), pins=pins, begun=rows)


def _staying_put(translation: Translation) -> Translation:
    """The problem in which a start that moves costs something too: a gentle replan leaves people their times."""
    weights = replace(translation.problem.weights, moved_start=MOVED_START)
    return replace(translation, problem=replace(translation.problem, weights=weights))


def _pins_that_hold(
    before: Problem, left: Problem, changes: tuple[Change, ...], plan: Plan, now: int
) -> tuple[Pin, ...]:
    """The coordinator's pins that what has happened leaves standing. Raises `Invalid` for pins that are lost though
    nothing has happened.
    """
    held = {(pin.ref, pin.person) for pin in left.pins}
    kept = tuple(pin for pin in before.pins if (pin.ref, pin.person) in held)
    begun = {stop.ref for duty in plan.duties for stop in duty.stops if stop.start < now}
    lost = [pin.ref for pin in before.pins if pin not in kept and pin.ref not in begun]
    if lost and all(isinstance(change, Now) for change in changes):
        work = ((before.tasks if ref.kind == "task" else before.shifts)[ref.item].id for ref in lost)
        raise clashing_pins(tuple(dict.fromkeys(work)))
    return kept


def _past_changed(found: ProblemError | PinsCannotHold | InternalError | Sequence[str]) -> Conflict:
    """`found`: what went wrong, or the keys of the work that cannot stay as it is."""
    seats: Sequence[str] = ()
    if isinstance(found, ProblemError):
        seats = [fault.where for fault in found.faults]
    elif isinstance(found, PinsCannotHold):
        seats = found.seats
    elif not isinstance(found, InternalError):
        seats = found
    where = "、".join(dict.fromkeys(seats))
    return Conflict(
        Refusal(
            "past_changed",
            f"已經開始的工作與現在的資料不符，無法重新排班：{where or '行程時間'}。",
            f"What has begun already does not fit the records as they are now: {where or 'its times'}.",
        )
    )


def _replanned(
    work: _Task,
    level: Level,
    trying: Attempt,
    seconds: float,
    seed: int,
    on_progress: Callable[[Progress], None],
) -> Plan:
    problem, spent, earlier = work.after.problem, trying.spent(), trying.earlier(work.after)
    # What was told of a search may count costs of its own.
    found = None if earlier is None else plan_of(problem, earlier.duties, earlier.iterations, earlier.seconds)
    if trying.only_keep and found is not None and not violations(problem, found):
        return found
    rest = 0.0 if trying.only_keep else max(AT_LEAST, seconds - spent) if spent else seconds
    budget = Budget(seconds=rest) if rest else Budget(iterations=0)
    plan = replan(work.before.problem, work.plan, work.changes, level, budget, seed, on_progress, trying.stop)
    if found is not None and found.cost.key < plan.cost.key and not violations(problem, found):
        plan = found
    return replace(plan, seconds=plan.seconds + spent)


def _prove(engine: Engine, office_id: str, roster_id: str, work: _Task, certificates: tuple[Certificate, ...]) -> None:
    with office_records(engine, office_id=office_id) as records, records.with_tries():
        roster = records.get(Roster, roster_id, lock=True)
        if roster is not None and roster.status in ("trial", "draft"):
            keep_proofs(work.after, roster, certificates)


def _keep(
    engine: Engine,
    office_id: str,
    base: Roster,
    level: str,
    work: _Task,
    plan: Plan,
    reasons: Reasons,
    seed: int,
    clock: Clock,
    trying: Attempt,
    trial: bool,
) -> Roster:
    with office_records(engine, office_id=office_id) as records:
        kept = trying.claim(records)
        lock_week(records, base.monday)
        if records.get(Roster, base.id) is None:
            raise NotThere
        roster = to_roster(
            records,
            work.after,
            plan,
            seed=seed,
            now=clock.now(),
            reasons=reasons,
            base=base,
            level=level,
            pins=work.pins,
            begun=work.begun,
            trial=trial,
        )
        kept(roster)
    return roster
