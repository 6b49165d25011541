"""The words of the exported files, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

ROLES = {
    "zh": {"volunteer": "志工", "substitute": "替代役", "staff": "職員"},
    "en": {"volunteer": "volunteer", "substitute": "substitute service", "staff": "staff"},
}
KINDS = {
    "zh": {"visit": "訪視", "delivery": "送禮到府", "shift": "班次"},
    "en": {"visit": "visit", "delivery": "delivery", "shift": "shift"},
}
STATUSES = {
    "zh": {"draft": "草稿", "published": "已公布", "frozen": "已凍結"},
    "en": {"draft": "draft", "published": "published", "frozen": "frozen"},
}
OUTCOMES = {
    "zh": ("見到本人", "未遇（無人應門）", "不願受訪", "已遷出", "改期", "其他"),
    "en": ("seen", "no answer", "refused", "moved", "rescheduled", "other"),
}
YES_NO = {"zh": ("是", "否"), "en": ("yes", "no")}
SAMPLE = {"zh": "示範資料（人物均為虛構）", "en": "Sample data (all people are invented)"}

# Why a person cannot take a seat, one short phrase for each rule.
RULES = {
    "zh": {
        "role_fits": "身分不符",
        "skills_suffice": "資格不足",
        "not_refused": "服務對象不接受",
        "gender_fits": "性別不符",
        "exempt_from_turn": "不輪此班",
        "available_that_day": "當日無可服勤時段",
        "load_carried": "載不下",
        "max_turns": "這種班已輪滿",
        "turn_order": "與前後一天的班接不上",
        "days_per_week": "已達每週天數上限",
        "run_of_days": "連續服勤天數已滿",
        "runs_long_enough": "連續服勤或休息天數不足",
        "weekends_off": "已達週末上限",
        "rest_between_duties": "休息時間不足",
        "day_length": "已達每日時數上限",
        "week_hours": "已達每週時數上限",
        "month_hours": "已達每月時數上限",
        "windows_hold": "可開始時段內無空檔",
        "travel_fits": "交通時間不足",
        "lunch_taken": "午休時間不足",
        "crew_together": "湊不齊共同服務人員",
        "role_mix_holds": "職員人數不足",
        "series_gap": "與前後次服務間隔不足",
        "precedence_holds": "前後順序不符",
        "bundle_whole": "一起辦的任務未排入",
        "kits_suffice": "工作箱不足",
        "pins_hold": "與鎖定不符",
        "past_frozen": "時間已過",
    },
    "en": {
        "role_fits": "another role needed",
        "skills_suffice": "skills lacking",
        "not_refused": "not accepted by the client",
        "gender_fits": "another gender asked for",
        "exempt_from_turn": "exempt from this turn",
        "available_that_day": "not available that day",
        "load_carried": "too much to carry",
        "max_turns": "turns of this kind used up",
        "turn_order": "clashes with the shift of the day before or after",
        "days_per_week": "days of the week used up",
        "run_of_days": "too many days in a row",
        "runs_long_enough": "too few days on or off in a row",
        "weekends_off": "weekends used up",
        "rest_between_duties": "too little rest",
        "day_length": "hours of the day used up",
        "week_hours": "hours of the week used up",
        "month_hours": "hours of the month used up",
        "windows_hold": "no gap inside the time windows",
        "travel_fits": "too little time to travel",
        "lunch_taken": "too little time for lunch",
        "crew_together": "crew incomplete",
        "role_mix_holds": "too few staff",
        "series_gap": "too close to another visit",
        "precedence_holds": "out of order",
        "bundle_whole": "what belongs to it is unserved",
        "kits_suffice": "no kit left",
        "pins_hold": "against a pin",
        "past_frozen": "already past",
    },
}


def reason_in_short(steps: Iterable[Mapping[str, Any]], *, certain: bool, language: str) -> str:
    """Why nobody takes a seat: how many people each rule leaves out, and whether an empty week would help."""
    lost = [(RULES[language][step["rule"]], len(step["lost"])) for step in steps if step["lost"]]
    if language == "en":
        end = "; nobody could, even in an empty week" if certain else ""
        return ", ".join(f"{why}: {count}" for why, count in lost) + end
    return "、".join(f"{why} {count} 人" for why, count in lost) + ("；整週不排其他勤務也無人可派" if certain else "")
