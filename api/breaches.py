"""What a change by hand breaks, in a coordinator's words: the rule, the number, the next step; in both languages.

Long, because every rule has all its words here and nowhere else. Placeholders: `{who}` the person, `{label}` the work,
`{day}` the date, and the break's own figures as `_figures` writes them. Where a rule has several sentences, the figure
that chooses among them stands after the rule's name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from outreach.calendar.dates import short
from outreach.usecases.trying.judgement import Break, Figure, Judgement

Pair = tuple[str, str]

SENTENCES: dict[str, Pair] = {
    "role_fits": (
        "「{label}」這個名額限{roles}，{who}是{role}；請改找{roles}。",
        "This seat of {label} is for {roles}; {who} is {role}. Choose {roles}.",
    ),
    "skills_suffice": (
        "{who}沒有{skills}，不能接「{label}」；請改找具備的人。",
        "{who} lacks {skills} for {label}; choose somebody who has it.",
    ),
    "skills_suffice over": (
        "{who}的{over}在{day}已經到期，不能接「{label}」；更新後再排。",
        "{over} of {who} has expired by {day}, so {label} is not possible; renew it first.",
    ),
    "not_refused": (
        "「{label}」的服務對象不接受{who}，或指定了別人；請先打電話問對方。",
        "The client of {label} does not accept {who}, or has asked for others; phone them first.",
    ),
    "gender_fits": (
        "「{label}」的服務對象指定性別，{who}不符合；請改找別人。",
        "The client of {label} asks for one gender, which {who} is not; choose somebody else.",
    ),
    "exempt_from_turn": (
        "{who}免輪{turn}，不能接「{label}」；請改找別人。",
        "{who} is exempt from {turn} turns such as {label}; choose somebody else.",
    ),
    "available_that_day": (
        "{who}在{day}沒有可服勤時段；先打電話問本人那天可不可以。",
        "{who} has no available hours on {day}; phone first: does that day suit?",
    ),
    "available_that_day absent": (
        "{who}在{day}請假；請改找別人，或改到別天。",
        "{who} is on leave on {day}; choose somebody else or another day.",
    ),
    "available_that_day closed": (
        "{day}停班，不能排勤務；請改到別天。",
        "{day} is a closed day; choose another day.",
    ),
    "load_carried": (
        "{who}一次帶得走 {limit} 份，還多 {over} 份；請改用汽車，或分給別人。",
        "{who} carries {limit} at once; {over} are too many. Send a car, or share them out.",
    ),
    "max_turns": (
        "再排「{label}」，{who}這種班就多輪 {over} 次；請找別人輪。",
        "With {label}, {who} would have {over} turns too many; let somebody else take one.",
    ),
    "turn_order": (
        "{who}前一天的班，讓{day}不能接「{label}」；請改找別人。",
        "After the shift of the day before, {who} cannot take {label} on {day}; choose somebody else.",
    ),
    "days_per_week": (
        "{who}每週最多服勤 {limit} 天，這樣會多 {over} 天；請先拿掉一天的勤務。",
        "{who} serves {limit} days a week at the most; this is {over} more. Free a day first.",
    ),
    "run_of_days": (
        "{who}最多連續服勤 {limit} 天，這樣會多 {over} 天；請先空出一天。",
        "{who} serves {limit} days in a row at the most; this is {over} more. Free a day first.",
    ),
    "runs_long_enough": (
        "這樣排，{who}連續服勤或休息的天數就不夠；請改到別天。",
        "This leaves {who} too few days on, or off, in a row; choose another day.",
    ),
    "weekends_off": (
        "{who}最多 {limit} 個週末服勤，這樣會多 {over} 個；請改找別人。",
        "{who} serves {limit} weekends at the most; this is {over} more. Choose somebody else.",
    ),
    "rest_between_duties": (
        "{who}兩次勤務之間要休息 {limit} 小時，這樣少 {minutes}；請改晚一點，或找別人。",
        "{who} needs {limit} hours of rest between duties; this is {minutes} short. Start later.",
    ),
    "day_length": (
        "這樣排，{who}在{day}就超過每天 {limit} 小時，多 {minutes}；請先移走一項勤務。",
        "This takes {who} past {limit} hours on {day}, by {minutes}; move something away first.",
    ),
    "week_hours": (
        "這樣排，{who}就超過每週 {limit} 小時，多 {minutes}；請先移走一項勤務。",
        "This takes {who} past {limit} hours in the week, by {minutes}; move something away first.",
    ),
    "month_hours": (
        "這樣排，{who}就超過每月 {limit} 小時，多 {minutes}；請先移走一項勤務。",
        "This takes {who} past {limit} hours in the month, by {minutes}; move something away first.",
    ),
    "seat_taken_once": ("這個名額已經有人；請重新整理頁面。", "Somebody has this seat already; reload the page."),
    "one_duty_a_day": ("{who}在{day}會有兩份勤務；請重新整理頁面。", "{who} would have two duties on {day}; reload."),
    "windows_hold": (
        "「{label}」{day}只能在 {windows} 開始，不能排 {start}；請改時間。",
        "On {day} {label} can only start at {windows}, not at {start}; choose another time.",
    ),
    "windows_hold elsewhere": (
        "「{label}」不能排在{day}，可以的日子：{dates}。",
        "{label} cannot be on {day}; it can be on {dates}.",
    ),
    "windows_hold shift": (
        "「{label}」這一班是 {dates} {windows}，不能移到{day}；請改當天的班次。",
        "This shift of {label} is on {dates}, {windows}, and cannot move to {day}; change that day's shift instead.",
    ),
    "travel_fits": (
        "{who}在{day}來不及趕到「{label}」；請改時間，或找別人。",
        "{who} cannot get to {label} in time on {day}; choose another time or somebody else.",
    ),
    "travel_fits clash": (
        "{who} {day} {from}–{until} 已經有別的勤務：{other}；請改時間，或找別人。",
        "{who} already has {other} on {day}, {from}–{until}; choose another time or somebody else.",
    ),
    "travel_fits late": (
        "{who} {day} 在「{other}」（{from}–{until}）和「{label}」之間趕不及，差 {short} 分鐘；請改時間，或找別人。",
        "{who} is {short} minutes short between {other} ({from}–{until}) and {label} on {day}; choose another time.",
    ),
    "travel_fits outside": (
        "{who} {day} 可服勤的時間是 {spans}，這樣要 {from} 出門、{until} 才回來；請改時間，或找別人。",
        "{who} is available {spans} on {day}; this means from {from} to {until}. Choose another time or somebody else.",
    ),
    "lunch_taken": (
        "這樣排，{who}在{day} {from}–{until} 之間就沒有 {rest} 分鐘的午休；請改時間，或找別人。",
        "This leaves {who} no {rest} minutes of lunch between {from} and {until} on {day}; choose another time.",
    ),
    "crew_together": (
        "「{label}」要 {need} 人同時到，只找到 {have} 人；請改時間，或先空出一個人。",
        "{label} needs {need} people together; only {have} found. Choose another time, or free somebody first.",
    ),
    "crew_together twice": (
        "{who}已經在「{label}」裡，不能佔兩個名額；請改找別人。",
        "{who} is on {label} already and cannot take two seats; choose somebody else.",
    ),
    "crew_together apart": (
        "「{label}」的人要一起到；請一起改時間。",
        "The crew of {label} arrives together; move all of them.",
    ),
    "role_mix_holds": (
        "「{label}」至少要有 {need} 位{roles}在場，這樣少 {lack} 位；請先補上。",
        "{label} needs at least {need} {roles}; {lack} would be missing. Fill that seat first.",
    ),
    "series_gap": (
        "「{label}」前後兩次至少隔 {days} 天，和 {others} 那次太近；請改到別天。",
        "Visits of {label} lie at least {days} days apart; this is too close to {others}. Choose another day.",
    ),
    "series_gap before": (
        "「{label}」前後兩次至少隔 {days} 天，和上一次太近；請改到別天。",
        "Visits of {label} lie at least {days} days apart; this is too close to the last one. Choose another day.",
    ),
    "precedence_holds": (
        "「{label}」要等前一項完成才能開始；請改晚一點。",
        "{label} only begins once the task before it is done; choose a later time.",
    ),
    "bundle_whole": (
        "「{label}」要和另一項一起辦；請一起排。",
        "{label} is only done together with another task; plan both.",
    ),
    "kits_suffice": (
        "當時工作箱「{kit}」都在使用中，少 {over} 個；請改時間。",
        "All kits of {kit} are in use then, {over} too few; choose another time.",
    ),
    "pins_hold": (
        "「{label}」已鎖定給{who}，這樣排會動到它；請先解開鎖定。",
        "{label} is pinned to {who}, and this would move it; release the pin first.",
    ),
    "past_frozen": (
        "「{label}」這個時間已經過了；請改排之後的時間。",
        "That time for {label} has passed; choose a later one.",
    ),
}
_UNKNOWN: Pair = (
    "這樣排不符合規定；請改找別人，或改時間。",
    "This is against the rules; choose somebody else or another time.",
)
_ROLES: dict[str, Pair] = {
    "volunteer": ("志工", "volunteers"),
    "substitute": ("替代役", "substitutes"),
    "staff": ("職員", "staff"),
}
_ROLE: dict[str, Pair] = {
    "volunteer": ("志工", "a volunteer"),
    "substitute": ("替代役", "a substitute"),
    "staff": ("職員", "staff"),
}
_TURNS: dict[str, Pair] = {
    "noon": ("午班", "noon"),
    "evening": ("夜班", "evening"),
    "weekend": ("假日班", "weekend"),
    "holiday": ("國定假日班", "holiday"),
}


def breach(found: Break, names: Mapping[str, str], language: str) -> str:
    """One broken rule as a sentence, in `zh` or `en`. `names`: of people, by id."""
    english = language == "en"
    sentence = SENTENCES.get(_variant(found), _UNKNOWN)[english]
    said = {
        "who": names.get(found.person_id, "somebody" if english else "這位人員"),
        "label": found.label or ("this work" if english else "這項勤務"),
        "day": _dates((found.date.isoformat(),), english) if found.date else ("that day" if english else "那天"),
    }
    return sentence.format_map(_Said(said | _figures(found.figures, english)))


def breaches(judgement: Judgement, language: str) -> tuple[str, ...]:
    """All that a change breaks, one sentence each."""
    return tuple(breach(one, judgement.names, language) for one in judgement.breaks)


class _Said(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "—"


def _variant(found: Break) -> str:
    """Which of a rule's sentences it is."""
    rule, figures = found.rule, found.figures
    if rule == "windows_hold":
        more = "shift" if figures.get("kind") == "shift" else "" if figures.get("windows") else "elsewhere"
    elif rule == "skills_suffice":
        more = "" if figures.get("skills") else "over"
    elif rule == "series_gap":
        more = "" if figures.get("others") else "before"
    else:
        more = str(figures.get("kind") or figures.get("why") or "")
    return f"{rule} {more}" if f"{rule} {more}" in SENTENCES else rule


def _figures(figures: Mapping[str, Figure], english: bool) -> dict[str, str]:
    said = {name: _plain(value, english) for name, value in figures.items()}
    for name in ("roles", "skills", "over", "dates", "others"):
        value: Any = figures.get(name)
        if isinstance(value, tuple):
            said[name] = _LISTS[name](value, english)
    if "role" in figures:
        said["role"] = _word(_ROLE, figures["role"], english)
    if "turn" in figures:
        said["turn"] = _word(_TURNS, figures["turn"], english)
    over = figures.get("over")
    if isinstance(over, int):
        said["minutes"] = _minutes(over, english)
    if "minutes" in figures:
        said["rest"] = str(figures["minutes"])
    return said


def _plain(value: Figure, english: bool) -> str:
    return (", " if english else "、").join(value) if isinstance(value, tuple) else str(value)


def _word(words: Mapping[str, Pair], value: Figure, english: bool) -> str:
    return words[str(value)][english] if str(value) in words else str(value)


def _roles(values: tuple[str, ...], english: bool) -> str:
    return (" or " if english else "或").join(_word(_ROLES, value, english) for value in values)


def _skills(values: tuple[str, ...], english: bool) -> str:
    return (", " if english else "、").join(_skill(value, english) for value in values)


def _skill(value: str, english: bool) -> str:
    """A skill in words; some are no training: see `outreach.planning.composite_skills`."""
    kind, _, rest = value.partition(" ")
    if kind == "unit" and rest:
        return f"a place in {rest}" if english else f"「{rest}」的編制"
    if kind == "owns" and rest:
        return f"the charge of {rest}" if english else f"「{rest}」的責任區"
    if kind == "speaks" and rest:
        return f"the language {rest}" if english else f"「{rest}」的語言能力"
    return f"the skill {value}" if english else f"「{value}」資格"


def _dates(values: tuple[str, ...], english: bool) -> str:
    days = (short(dt.date.fromisoformat(value), "en" if english else "zh") for value in values)
    return (", " if english else "、").join(days)


_LISTS = {"roles": _roles, "skills": _skills, "over": _skills, "dates": _dates, "others": _dates}


def _minutes(number: int, english: bool) -> str:
    hours, minutes = divmod(number, 60)
    if english:
        return " ".join(
            part for part in (f"{hours} h" if hours else "", f"{minutes} min" if minutes or not hours else "") if part
        )
    return (
        (f"{hours} 小時" if hours else "")
        + (" " if hours and minutes else "")
        + (f"{minutes} 分鐘" if minutes or not hours else "")
    )
