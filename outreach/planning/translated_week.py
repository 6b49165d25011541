"""An office's week as the solver's problem, or what a coordinator has to change first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from outreach.calendar.dates import short
from outreach.planning.begun_work import BegunWork
from outreach.planning.decisions import PinsLostError
from outreach.planning.office_week import OfficeWeek
from outreach.planning.to_problem import NOTHING_BEGUN, Translation, to_problem
from outreach.ports import TravelTimes
from outreach.refusals import Invalid, Refusal
from solver.problem import Fault, ProblemError


def translated(
    week: OfficeWeek,
    travel_times: TravelTimes,
    on_progress: Callable[[float], None] | None = None,
    begun: BegunWork = NOTHING_BEGUN,
) -> Translation:
    """`to_problem`, with contradictions of the records as sentences. Raises `Invalid`, each problem one refusal."""
    try:
        return to_problem(week, travel_times, on_progress, begun)
    except PinsLostError as error:
        raise Invalid(
            *(
                Refusal(
                    "pin_without_work",
                    f"鎖定的 {item} 在 {short(date)} 沒有要做的事，請改日期或刪掉這筆鎖定。",
                    f"Pin on {item}, {short(date, 'en')}: no such work that day; change the date or remove the pin.",
                )
                for item, date in error.pins
            )
        ) from None
    except ProblemError as error:
        raise Invalid(*map(_refusal, error.faults)) from None


def clashing_pins(seats: Sequence[str]) -> Invalid:
    """The refusal of pins that leave no plan."""
    where = "、".join(seats)
    return Invalid(
        Refusal(
            "pins_cannot_hold",
            f"鎖定的這幾項排不到一起，請放開其中一項：{where}。",
            f"These pins cannot all be kept; release one of them: {where}.",
        )
    )


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
