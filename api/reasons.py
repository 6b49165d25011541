"""Why something is unserved, in a coordinator's words: one entry for each hard rule, in both languages.

Long, because every rule has all its words here and nowhere else. Placeholders: `{before}` people who were left before
the rule, `{crew}` people needed together, `{hours}` the length of the work, `{who}` the people lost last.
"""

from __future__ import annotations

from dataclasses import dataclass

from outreach.usecases.showing.show_unserved import UnservedRow


@dataclass(frozen=True, slots=True)
class Words:
    """`passed`: what those who are left have in common; `verdict`: the sentence when nobody is; `hint`: what to do."""

    passed: str
    verdict: str
    hint: str


_ASK_DAY = "先打電話問{who}可不可以。"
_ASK_DAY_EN = "Phone first: ask {who}."
_MOVE_TIME = "先打電話問對方能不能改時間，再重新排班。"
_MOVE_TIME_EN = "Phone first: can the time be moved? Then plan again."
_FREE_SOMEBODY = "請其他同仁接走一部分勤務，再重新排班。"
_FREE_SOMEBODY_EN = "Hand part of their work to a colleague, then plan again."

CHINESE = {
    "role_fits": Words("身分符合", "{before} 人的身分都不符合。", "看看這個名額能不能開放給其他身分。"),
    "skills_suffice": Words(
        "有需要的資格", "身分符合的 {before} 人，都沒有需要的資格。", "安排人員受訓，或向其他單位借人。"
    ),
    "not_refused": Words(
        "對方願意接受", "剩下的 {before} 人，對方不接受，或不是指定的人。", "先打電話問對方願不願意換人。"
    ),
    "gender_fits": Words(
        "性別符合對方的要求", "對方指定性別，剩下的 {before} 人都不符合。", "先打電話問對方能不能放寬。"
    ),
    "exempt_from_turn": Words("要輪這種班", "剩下的 {before} 人，都免輪這種班。", "看看免輪名單要不要調整。"),
    "available_that_day": Words("那天可服勤", "資格符合的 {before} 人，那個時段都不能服勤。", _ASK_DAY),
    "max_turns": Words("還沒輪滿這種班", "剩下的 {before} 人，這種班都輪滿了。", "請其他同仁輪一次，再重新排班。"),
    "turn_order": Words(
        "和前後一天的班接得上", "前一天或後一天的班，讓剩下的 {before} 人不能接這一班。", _FREE_SOMEBODY
    ),
    "runs_long_enough": Words(
        "連續服勤和休息的天數夠", "再排進去，剩下的 {before} 人連續服勤或休息的天數就不夠。", _FREE_SOMEBODY
    ),
    "weekends_off": Words("還有週末可以服勤", "剩下的 {before} 人，可服勤的週末都排滿了。", _ASK_DAY),
    "bundle_whole": Words("一起辦的任務都排得進去", "要和另一項任務一起辦，那一項還沒排入。", "先處理一起辦的任務。"),
    "load_carried": Words("帶得走這麼多份", "剩下的 {before} 人，一次帶不走這麼多份。", "請改用汽車，或分成兩趟。"),
    "days_per_week": Words("還沒排滿天數", "剩下的 {before} 人，本週都排滿可服勤的天數了。", _ASK_DAY),
    "run_of_days": Words("沒有連續服勤太多天", "剩下的 {before} 人，連續服勤的天數都到上限了。", _FREE_SOMEBODY),
    "rest_between_duties": Words(
        "前後有足夠休息", "再排進去，剩下的 {before} 人和前後的勤務之間就休息不夠。", _FREE_SOMEBODY
    ),
    "day_length": Words("沒有超過每天時數", "再排 {hours}，剩下的 {before} 人就超過每天的時數。", _FREE_SOMEBODY),
    "week_hours": Words("沒有超過每週時數", "再排 {hours}，剩下的 {before} 人就超過每週的時數。", _FREE_SOMEBODY),
    "month_hours": Words("沒有超過每月時數", "再排 {hours}，剩下的 {before} 人就超過每月的時數。", _FREE_SOMEBODY),
    "windows_hold": Words("時間對得上", "剩下的 {before} 人，都無法在約定的時間開始。", _MOVE_TIME),
    "travel_fits": Words(
        "當時沒有別的勤務，也趕得到", "剩下的 {before} 人，當時都有別的勤務，或來不及趕到。", _FREE_SOMEBODY
    ),
    "lunch_taken": Words("中午能休息", "再排進去，剩下的 {before} 人中午就沒有休息時間。", _MOVE_TIME),
    "crew_together": Words("湊得到 {crew} 人同時到", "要 {crew} 人同時到，只有 {before} 人空著。", _MOVE_TIME),
    "role_mix_holds": Words("班次有職員在場", "這個班次要先有足夠的職員在場。", "先補職員的名額，再重新排班。"),
    "series_gap": Words("和前後一次隔得夠久", "和前後一次訪視隔得太近，不符合間隔天數。", _MOVE_TIME),
    "precedence_holds": Words("前一項已排入", "要先完成前一項任務，前一項還沒排入。", "先處理前一項任務。"),
    "kits_suffice": Words("工作箱夠用", "當時工作箱都在使用中。", _MOVE_TIME),
    "pins_hold": Words("沒有被鎖定擋住", "剩下的 {before} 人，被鎖定的安排擋住了。", "看看鎖定的安排能不能解開。"),
    "past_frozen": Words("時間還沒過", "這個時段已經過去，不能再排。", "請改約之後的時間。"),
}

ENGLISH = {
    "role_fits": Words(
        "The role fits", "None of the {before} people has the right role.", "Open the seat to other roles?"
    ),
    "skills_suffice": Words(
        "Holds the skills needed",
        "Of the {before} people in the right role, none holds the skills needed.",
        "Arrange training, or borrow somebody from another unit.",
    ),
    "not_refused": Words(
        "Welcome to the client",
        "The {before} left are refused, or are not the people asked for.",
        "Phone first: would the client accept somebody else?",
    ),
    "gender_fits": Words(
        "The gender requested",
        "The client asks for one gender; none of the {before} left fits.",
        "Phone first: can the client relax this?",
    ),
    "exempt_from_turn": Words(
        "Takes turns of this kind",
        "The {before} left are all exempt from this kind of turn.",
        "Look at the list of exemptions.",
    ),
    "available_that_day": Words(
        "Available that day", "None of the {before} qualified people is available at that time.", _ASK_DAY_EN
    ),
    "max_turns": Words(
        "Turns of this kind left",
        "The {before} left have had all the turns of this kind they may.",
        "Let a colleague take one of them, then plan again.",
    ),
    "turn_order": Words(
        "Fits the shifts of the day before and after",
        "The {before} left have a shift the day before or after that this one must not follow or precede.",
        _FREE_SOMEBODY_EN,
    ),
    "runs_long_enough": Words(
        "Enough days on and off in a row",
        "With this, the {before} left would have too few days on, or off, in a row.",
        _FREE_SOMEBODY_EN,
    ),
    "weekends_off": Words(
        "Has weekends left", "The {before} left already serve all the weekends they may.", _ASK_DAY_EN
    ),
    "bundle_whole": Words(
        "What belongs to it fits too",
        "It is only done together with another task, and that one is unserved.",
        "See to the task that belongs to it first.",
    ),
    "load_carried": Words(
        "Can carry the load",
        "None of the {before} left can carry that much at once.",
        "Send a car, or split it into two rounds.",
    ),
    "days_per_week": Words(
        "Has days left this week", "The {before} left already serve all the days they may this week.", _ASK_DAY_EN
    ),
    "run_of_days": Words(
        "Not too many days in a row",
        "The {before} left have served as many days in a row as they may.",
        _FREE_SOMEBODY_EN,
    ),
    "rest_between_duties": Words(
        "Enough rest before and after",
        "With this, the {before} left would rest too little between two duties.",
        _FREE_SOMEBODY_EN,
    ),
    "day_length": Words(
        "Within the day's hours", "Another {hours} would take the {before} left past their day.", _FREE_SOMEBODY_EN
    ),
    "week_hours": Words(
        "Within the week's hours", "Another {hours} would take the {before} left past their week.", _FREE_SOMEBODY_EN
    ),
    "month_hours": Words(
        "Within the month's hours", "Another {hours} would take the {before} left past their month.", _FREE_SOMEBODY_EN
    ),
    "windows_hold": Words(
        "Can start at the time agreed", "None of the {before} left can start at the time agreed.", _MOVE_TIME_EN
    ),
    "travel_fits": Words(
        "Free then, and near enough",
        "The {before} left are on other duties then, or cannot get there in time.",
        _FREE_SOMEBODY_EN,
    ),
    "lunch_taken": Words("Lunch still fits", "With this, the {before} left would have no lunch break.", _MOVE_TIME_EN),
    "crew_together": Words(
        "{crew} people at the same time", "Needs {crew} people together; free: only {before}.", _MOVE_TIME_EN
    ),
    "role_mix_holds": Words(
        "Enough staff on the shift",
        "This shift needs enough staff first.",
        "Fill the seats for staff first, then plan again.",
    ),
    "series_gap": Words("Far enough from the last visit", "Too close to the visit before or after.", _MOVE_TIME_EN),
    "precedence_holds": Words(
        "The task before it is served",
        "Another task has to be done first, and that one is unserved.",
        "See to that task first.",
    ),
    "kits_suffice": Words("A kit is free", "All kits are in use at that time.", _MOVE_TIME_EN),
    "pins_hold": Words(
        "No pin in the way", "Pins stand in the way of the {before} left.", "See whether a pin can be lifted."
    ),
    "past_frozen": Words("Still to come", "That time has passed.", "Agree on a later time."),
}

_UNKNOWN = {
    "zh": Words("符合其他規定", "目前找不到可以接的人。", "調整條件後，再重新排班。"),
    "en": Words(
        "Fits all other rules", "Nobody who could take it was found.", "Change the conditions, then plan again."
    ),
}
_STILL_LEFT = {
    "zh": Words("", "還有 {left} 人接得了，但會擠掉別的勤務。", "重新排班一次，多給一點時間。"),
    "en": Words("", "It fits {left} people, but in place of other work.", "Plan once more, with more time."),
}


def words_of(rule: str, language: str) -> Words:
    """What is said about this rule in `zh` or `en`; general words for a rule that is not known here."""
    return (ENGLISH if language == "en" else CHINESE).get(rule, _UNKNOWN[language])


def passed(rule: str, row: UnservedRow, language: str) -> str:
    """What the people who are left after this rule have in common."""
    return words_of(rule, language).passed.format(crew=row.crew)


def verdict(row: UnservedRow, language: str) -> str:
    """One sentence: why this is unserved."""
    return _said(_deciding(row, language).verdict, row, language)


def hint(row: UnservedRow, language: str) -> str:
    """One sentence: what to do next."""
    return _said(_deciding(row, language).hint, row, language)


def _deciding(row: UnservedRow, language: str) -> Words:
    if row.left:
        return _STILL_LEFT[language]
    return words_of(row.deciding.rule, language) if row.deciding else _UNKNOWN[language]


def _said(sentence: str, row: UnservedRow, language: str) -> str:
    step = row.deciding
    return sentence.format(
        before=step.before if step else 0,
        crew=row.crew,
        left=row.left,
        hours=_hours(row.minutes, language),
        who=_who(step.lost if step else (), language),
    )


def _hours(minutes: int, language: str) -> str:
    if minutes < 60:
        return f"{minutes} min" if language == "en" else f"{minutes} 分鐘"
    return f"{minutes / 60:.3g} h" if language == "en" else f"{minutes / 60:.3g} 小時"


def _who(names: tuple[str, ...], language: str) -> str:
    shown = names[:3]
    if language == "en":
        return ", ".join(shown) + (f" or {len(names) - 3} more" if len(names) > 3 else "")
    return "、".join(shown) + (f"等 {len(names)} 人" if len(names) > 3 else "")
