"""Plan a week: records, problem, plan, referee, roster. The result is a draft revision in the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, OperationalError

from outreach.calendar.dates import short
from outreach.planning.decisions import PinsLostError
from outreach.planning.office_week import read_week
from outreach.planning.to_problem import Translation, to_problem
from outreach.planning.to_roster import to_roster
from outreach.ports import Clock, TravelTimes
from outreach.records import Roster
from outreach.records.database import office_records
from solver.plan import Cost, Plan, Progress
from solver.problem import Fault, ProblemError
from solver.solve import Budget, PinsCannotHold, solve

MOST_TRIES = 5
SEARCHES = 2

Stage = str
OnProgress = Callable[[Stage, float, Cost | None], None]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing was planned: a code and a sentence in both languages. Codes of records only, no names."""

    code: str
    zh: str
    en: str


class PlanRefusedError(ValueError):
    """The week cannot be planned as it stands; `refusals` says what to change first."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        self.refusals = refusals
        super().__init__("; ".join(refusal.en for refusal in refusals))


def make_roster(
    engine: Engine,
    monday: dt.date,
    *,
    travel_times: TravelTimes,
    clock: Clock,
    seconds: float = 30.0,
    seed: int = 1,
    on_progress: OnProgress | None = None,
) -> Roster:
    """Plan the week that starts on `monday` and keep it as the next revision, a draft.

    `seconds`: how long the search may take. `on_progress`: told the stage (`travel`, `search`, `reasons`), its share
    done, and the best cost so far. Raises `PlanRefusedError` when pins or records contradict each other; nothing is
    kept then.
    """

    def tell(stage: Stage, share: float, cost: Cost | None = None) -> None:
        if on_progress:
            on_progress(stage, share, cost)

    def tell_search(progress: Progress) -> None:
        tell("search", progress.share, progress.cost)

    with office_records(engine) as records:
        week = read_week(records, monday)
    if not week.people:
        raise PlanRefusedError(
            (Refusal("no_people", "還沒有人員，請先匯入名冊。", "No people yet: import them first."),)
        )
    translation = _translated(lambda: to_problem(week, travel_times, lambda share: tell("travel", share)))
    try:
        plan = solve(translation.problem, Budget(seconds=seconds), seed=seed, on_progress=tell_search, workers=SEARCHES)
    except PinsCannotHold as error:
        where = "、".join(error.seats)
        raise PlanRefusedError(
            (
                Refusal(
                    "pins_cannot_hold",
                    f"鎖定的這幾項排不到一起，請放開其中一項：{where}。",
                    f"These pins cannot all be kept; release one of them: {where}.",
                ),
            )
        ) from None
    for _ in range(MOST_TRIES - 1):
        # Somebody else may keep the same week's next revision at the same moment: then ours is the one after it.
        with suppress(IntegrityError, OperationalError):
            return _keep(engine, translation, plan, seed, clock, lambda share: tell("reasons", share))
    return _keep(engine, translation, plan, seed, clock, lambda share: tell("reasons", share))


def _keep(
    engine: Engine,
    translation: Translation,
    plan: Plan,
    seed: int,
    clock: Clock,
    on_progress: Callable[[float], None],
) -> Roster:
    with office_records(engine) as records:
        return to_roster(records, translation, plan, seed=seed, now=clock.now(), on_progress=on_progress)


def _translated(translate: Callable[[], Translation]) -> Translation:
    try:
        return translate()
    except PinsLostError as error:
        raise PlanRefusedError(
            tuple(
                Refusal(
                    "pin_without_work",
                    f"鎖定的 {item} 在 {short(date)} 沒有要做的事，請改日期或刪掉這筆鎖定。",
                    f"Pin on {item}, {short(date, 'en')}: no such work that day; change the date or remove the pin.",
                )
                for item, date in error.pins
            )
        ) from None
    except ProblemError as error:
        raise PlanRefusedError(tuple(map(_refusal, error.faults))) from None


_PIN_SENTENCES = {
    "pins_clash": ("兩筆鎖定互相矛盾，請留一筆：{where}。", "Two pins contradict each other, keep one: {where}."),
    "pin_impossible": ("鎖定的人員不能做這件事：{where}。", "The pinned person cannot take this: {where}."),
    "pin_barred": ("同一個人又鎖定又設為不可排：{where}。", "The same person is both pinned and barred: {where}."),
    "pin_start": (
        "鎖定的開始時間不在可開始時段內：{where}。",
        "The pinned start lies outside the time window: {where}.",
    ),
    "seat_unknown": ("鎖定的名額不存在：{where}。", "There is no such seat to pin: {where}."),
}


def _refusal(fault: Fault) -> Refusal:
    zh, en = _PIN_SENTENCES.get(
        fault.code, ("資料互相矛盾（{code}）：{where}。", "The records contradict each other ({code}): {where}.")
    )
    words = {"where": fault.where, "code": fault.code}
    return Refusal(fault.code, zh.format(**words), en.format(**words))
