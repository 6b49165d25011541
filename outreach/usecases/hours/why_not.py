"""Why time does not count as service hours, or is to be looked at first: codes, and sentences for clerks."""

from __future__ import annotations

from outreach.refusals import Refusal
from outreach.usecases.hours.trained import Trained

NOT_A_VOLUNTEER = Refusal("not_a_volunteer", "不是志工，不計志工時數。", "Not a volunteer: no volunteer hours.")
NOT_INSURED = Refusal(
    "not_insured",
    "這天不在保險期間內。",
    "Not insured on this day.",
)
NO_TIMES = Refusal(
    "no_times",
    "沒有到達或離開的時間，請到訪視紀錄補登。",
    "Arrival or departure is missing; note it in the visit log.",
)
LEFT_TOO_EARLY = Refusal(
    "left_before_arrived",
    "離開早於到達，請到訪視紀錄更正。",
    "The departure lies before the arrival; correct it in the visit log.",
)
NO_MINUTE = Refusal("under_a_minute", "不到 1 分鐘。", "Less than a minute.")
TOO_LONG = Refusal(
    "too_long",
    "超過 16 小時，可能忘了按離開，請到訪視紀錄更正。",
    "More than 16 hours: the departure was perhaps forgotten; correct it in the visit log.",
)
CLOCK_OFF = Refusal(
    "clock_off",
    "手機時鐘差了 5 分鐘以上，已用主機時間更正，請看一下時間。",
    "The phone's clock was off by more than 5 minutes; the times were put right: have a look.",
)


def no_basic_training(found: Trained) -> Refusal:
    """Basic training was not complete."""
    return Refusal(
        "no_basic_training",
        f"這天還沒完成基礎訓練{_hours_zh(found)}。",
        f"Basic training was not complete{_hours_en(found)}.",
    )


def no_special_training(category: str, found: Trained) -> Refusal:
    """Special training of this category was not complete. `category`: `""` for any."""
    named_zh, named_en = (f"「{category}」", f" in {category}") if category else ("", "")
    return Refusal(
        "no_special_training",
        f"這天還沒完成{named_zh}特殊訓練{_hours_zh(found)}。",
        f"Special training{named_en} was not complete{_hours_en(found)}.",
    )


def counted_elsewhere(minutes: int) -> Refusal:
    """So many minutes overlap with another row and count there."""
    return Refusal(
        "overlap",
        f"有 {minutes} 分鐘和另一筆重疊，只算一次。",
        f"{minutes} minutes overlap with another row and count once.",
    )


def longer_than_planned(served: int, planned: int) -> Refusal:
    """It took longer than planned by far."""
    return Refusal(
        "longer_than_planned",
        f"比預定長很多（預定 {planned} 分，記了 {served} 分），請看一下。",
        f"Much longer than planned ({planned} minutes planned, {served} noted): have a look.",
    )


def _hours_zh(found: Trained) -> str:
    return f"（已有 {found.had:g} 小時）" if found.asked is None else f"（要 {found.asked:g} 小時，已有 {found.had:g}）"


def _hours_en(found: Trained) -> str:
    return f" ({found.had:g} h so far)" if found.asked is None else f" ({found.asked:g} h asked, {found.had:g} so far)"
