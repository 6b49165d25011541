"""What is wrong with a field that was handed in, as a sentence in both languages: the one table of pydantic's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MOST_TOLD = 50
LONGEST_FIELD = 200

_FALLBACK = ("內容不對，請看說明再填一次。", "It cannot be taken; please look at the description.")
_SENTENCES = {
    "missing": ("必填。", "It is needed."),
    "extra_forbidden": ("沒有這個欄位。", "There is no such field."),
    "string_type": ("要填文字。", "It must be text."),
    "string_too_short": ("不能空白，至少 {min_length} 個字。", "It needs at least {min_length} characters."),
    "string_too_long": ("太長：最多 {max_length} 個字。", "It is too long: at most {max_length} characters."),
    "string_pattern_mismatch": ("格式不對。", "It has the wrong form."),
    "string_unicode": ("有無法保存的字元。", "It holds characters that cannot be kept."),
    "control_characters": ("有看不見的控制字元，請刪除。", "It holds invisible control characters; remove them."),
    "bad_code": ("編號請用文字、數字、「-」、「_」或「.」。", "A code has letters, digits, “-”, “_” and “.” only."),
    "repeated": ("同一項列了兩次。", "Something stands there twice."),
    "bad_date": ("不是日期：請寫成 2026-12-02。", "It is not a date: write 2026-12-02."),
    "odd_date": ("年份不合理，請再看一次。", "The year is unlikely; please look again."),
    "bad_time": ("不是時間：請寫成 08:30。", "It is not a time of day: write 08:30."),
    "bad_moment": (
        "不是時刻：請寫成 2026-12-02T08:30:00+08:00。",
        "It is not a moment: write 2026-12-02T08:30:00+08:00.",
    ),
    "bad_address": (
        "請填本系統對外的網址，例：https://roster.example.gov.tw；後面不加路徑，也不含帳號密碼。",
        "Give the public address of this service, such as https://roster.example.gov.tw, without a path or password.",
    ),
    "bad_weekdays": ("請寫成由小到大的 1 到 7，例如 135。", "Write ISO weekdays in order, such as 135."),
    "int_type": ("要填整數。", "It must be a whole number."),
    "float_type": ("要填數字。", "It must be a number."),
    "finite_number": ("要填數字。", "It must be a number."),
    "greater_than_equal": ("不能小於 {ge}。", "It must not be less than {ge}."),
    "less_than_equal": ("不能大於 {le}。", "It must not be more than {le}."),
    "bool_type": ("要填 true 或 false。", "It must be true or false."),
    "literal_error": ("只能是：{expected}。", "It must be one of: {expected}."),
    "list_type": ("要填一個清單。", "It must be a list."),
    "dict_type": ("要填名稱和數值。", "It must be an object."),
    "model_type": ("要填一個物件。", "It must be an object."),
    "too_long": ("太多了：最多 {max_length} 項。", "There are too many: at most {max_length}."),
    "too_short": ("太少了：至少 {min_length} 項。", "There are too few: at least {min_length}."),
    "date_type": ("不是日期：請寫成 2026-12-02。", "It is not a date: write 2026-12-02."),
    "time_type": ("不是時間：請寫成 08:30。", "It is not a time of day: write 08:30."),
}
_SAME = {
    "int_parsing": "int_type",
    "int_parsing_size": "int_type",
    "int_from_float": "int_type",
    "float_parsing": "float_type",
    "bool_parsing": "bool_type",
    "datetime_type": "bad_moment",
    "model_attributes_type": "model_type",
    "missing_argument": "missing",
}


@dataclass(frozen=True, slots=True)
class WrongField:
    """One field that cannot be taken: where it was looked for, its path, a code and the sentence in both languages."""

    where: str
    field: str
    code: str
    zh: str
    en: str


def wrong_fields(errors: Iterable[Mapping[str, Any]]) -> list[WrongField]:
    """Pydantic's errors, without anything of what was handed in."""
    return [_wrong_field(error) for error, _ in zip(errors, range(MOST_TOLD), strict=False)]


def _wrong_field(error: Mapping[str, Any]) -> WrongField:
    where, *path = [str(part) for part in error["loc"]] or ["body"]
    # A path may end in a field that the sender made up.
    field = ".".join(path).encode("utf-8", "replace").decode()[:LONGEST_FIELD]
    code = _SAME.get(error["type"], error["type"])
    zh, en = _SENTENCES.get(code, _FALLBACK)
    facts = {name: _plain(value) for name, value in error.get("ctx", {}).items()}
    return WrongField(where, field, code if code in _SENTENCES else "invalid", zh.format(**facts), en.format(**facts))


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.replace(" or ", ", ").replace("'", "") if isinstance(value, str) else value
