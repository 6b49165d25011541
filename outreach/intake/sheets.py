"""The workbook that a coordinator keeps: its sheets and columns, in both languages; read, written, explained from here.

Kinds of cell: `text`; `code` (an identifier, unique in its sheet where `key` is set); `codes`, `words` (several, joined
by `、` or a comma, each one of `choices` where there are some); `integer` and `number` (≥ 0); `degrees`; `date`
(115/12/2, 2026-12-02 or a date cell); `time` (08:30 or a time cell); `yes` (是/否); `choice` (one of `choices`, Chinese
or English); `weekdays` (一、三、五 or 一至五); `seats` (see `records.seats`); `skills` (words, each perhaps with an
expiry: `移位(116/12/31)`); `turns` (`午班:2、夜班:1`).
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

ROLES = {"志工": "volunteer", "替代役": "substitute", "職員": "staff"}
MODES = {"步行": "walk", "腳踏車": "bicycle", "機車": "scooter", "汽車": "car"}
GENDERS = {"女": "F", "男": "M"}
TURNS = {"午班": "noon", "夜班": "evening", "週末": "weekend", "假日": "holiday"}
BLOCKS = {"訪視": "visit", "送禮": "delivery"}
TRAININGS = {"基礎訓練": "basic", "特殊訓練": "special"}
COMPANIONS = {"兩人同行": "two_persons", "同性別在場": "same_gender"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it fills, its headings, the kind of cell, and what a cell must be."""

    field: str
    zh: str
    en: str
    kind: str = "text"
    required: bool = False
    key: bool = False
    choices: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name in both languages and its columns. `optional`: the workbook may lack it."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    optional: bool = False


def _place(prefix: str = "", zh: str = "", en: str = "") -> tuple[Column, ...]:
    return (
        Column(f"{prefix}address", f"{zh}地址", f"{en}address"),
        Column(f"{prefix}village", f"{zh}里", f"{en}village"),
        Column(f"{prefix}lat", f"{zh}緯度", f"{en}latitude", "degrees"),
        Column(f"{prefix}lon", f"{zh}經度", f"{en}longitude", "degrees"),
    )


SHEETS = (
    Sheet(
        "office",
        "機關",
        "office",
        (
            Column("name", "機關名稱", "office", required=True, key=True),
            Column("sample", "示範資料", "sample data", "yes"),
        ),
    ),
    Sheet(
        "units",
        "單位",
        "units",
        (Column("name", "單位", "unit", required=True, key=True), *_place(), Column("phone", "電話", "phone")),
    ),
    Sheet(
        "people",
        "人員",
        "people",
        (
            Column("code", "編號", "code", "code", required=True, key=True),
            Column("name", "姓名", "name", required=True),
            Column("unit", "單位", "unit", required=True),
            Column("role", "身分", "role", "choice", required=True, choices=ROLES),
            Column("title", "職稱", "title"),
            Column("gender", "性別", "gender", "choice", choices=GENDERS),
            Column("skills", "資格", "skills", "skills"),
            Column("mode", "交通方式", "travel mode", "choice", choices=MODES),
            Column("capacity", "可載份數", "capacity", "integer"),
            Column("max_day_hours", "每日上限時數", "max hours a day", "number"),
            Column("max_week_hours", "每週上限時數", "max hours a week", "number"),
            Column("target_week_hours", "每週目標時數", "target hours a week", "number"),
            Column("max_days", "每週天數上限", "max days a week", "integer"),
            Column("villages", "責任里", "villages", "words"),
            Column("languages", "語言", "languages", "words"),
            Column("turns", "已輪次數", "turns so far", "turns"),
            Column("exempt", "不輪", "exempt turns", "words", choices=TURNS),
            Column("phone", "電話", "phone"),
            *_place("base_", "據點", "base "),
        ),
    ),
    Sheet(
        "availability",
        "可服勤時段",
        "availability",
        (
            Column("person", "人員編號", "person", "code", required=True),
            Column("weekdays", "星期", "weekdays", "weekdays"),
            Column("date", "日期", "date", "date"),
            Column("start", "開始", "start", "time", required=True),
            Column("end", "結束", "end", "time", required=True),
        ),
    ),
    Sheet(
        "absences",
        "請假",
        "absences",
        (
            Column("person", "人員編號", "person", "code", required=True),
            Column("first", "開始日期", "first day", "date", required=True),
            Column("start", "開始時間", "start", "time"),
            Column("last", "結束日期", "last day", "date"),
            Column("end", "結束時間", "end", "time"),
            Column("reason", "事由", "reason"),
        ),
        optional=True,
    ),
    Sheet(
        "deputies",
        "代理人",
        "deputies",
        (
            Column("person", "人員編號", "person", "code", required=True),
            Column("deputies", "代理人編號", "deputies", "codes", required=True),
        ),
        optional=True,
    ),
    Sheet(
        "trainings",
        "訓練",
        "trainings",
        (
            Column("person", "人員編號", "person", "code", required=True),
            Column("kind", "訓練", "training", "choice", required=True, choices=TRAININGS),
            Column("category", "類別", "category"),
            Column("hours", "時數", "hours", "number", required=True),
            Column("date", "完成日期", "completed on", "date", required=True),
            Column("provider", "辦理單位", "provider"),
        ),
        optional=True,
    ),
    Sheet(
        "insurances",
        "保險",
        "insurance",
        (
            Column("person", "人員編號", "person", "code", required=True),
            Column("start", "開始日期", "first day", "date", required=True),
            Column("end", "結束日期", "last day", "date", required=True),
            Column("policy", "保單", "policy"),
        ),
        optional=True,
    ),
    Sheet(
        "kits",
        "工作箱",
        "kits",
        (
            Column("name", "名稱", "kit", required=True, key=True),
            Column("count", "數量", "count", "integer", required=True),
            Column("turnaround", "整備分鐘", "turnaround minutes", "integer"),
        ),
        optional=True,
    ),
    Sheet(
        "services",
        "服務項目",
        "services",
        (
            Column("name", "服務", "service", required=True, key=True),
            Column("letter", "代字", "letter", required=True),
            Column("block", "類別", "block", "choice", required=True, choices=BLOCKS),
            Column("unit", "單位", "unit"),
            Column("minutes", "服務分鐘", "minutes", "integer", required=True),
            Column("crew", "名額", "seats", "seats", required=True),
            Column("earliest", "最早開始", "earliest start", "time"),
            Column("latest", "最晚開始", "latest start", "time"),
            Column("kit", "工作箱", "kit"),
            Column("mandatory", "必排", "mandatory", "yes"),
            Column("weight", "權重", "weight", "integer"),
            Column("village_owner", "由責任里幹事", "by village owner", "yes"),
            Column("speaks_language", "需通語言", "speaks language", "yes"),
            Column("category", "志願服務類別", "category of service"),
            Column("signature", "到府要簽名", "signed at the door", "yes"),
            Column("satisfaction", "問滿意度", "asks how satisfied", "yes"),
        ),
    ),
    Sheet(
        "clients",
        "服務對象",
        "clients",
        (
            Column("code", "編號", "code", "code", required=True, key=True),
            Column("name", "姓名", "name", required=True),
            Column("gender", "性別", "gender", "choice", choices=GENDERS),
            Column("birth_year", "出生年", "birth year", "integer"),
            *_place(),
            Column("phone", "電話", "phone"),
            Column("contact", "聯絡人", "contact person"),
            Column("contact_phone", "聯絡人電話", "contact's phone"),
            Column("need_grade", "需求等級", "need grade", "integer"),
            Column("groups", "類別", "groups", "words"),
            Column("languages", "語言", "languages", "words"),
            Column("companion", "同行規定", "companion", "choice", choices=COMPANIONS),
            Column("preferred", "固定服務人員", "preferred people", "codes"),
            Column("refused", "拒絕人員", "refused people", "codes"),
            Column("note", "備註", "note"),
        ),
    ),
    Sheet(
        "care_plans",
        "服務計畫",
        "care plans",
        (
            Column("code", "編號", "code", "code", required=True, key=True),
            Column("client", "對象編號", "client", "code", required=True),
            Column("service", "服務", "service", required=True),
            Column("times_per_week", "每週次數", "times a week", "integer"),
            Column("every_days", "間隔天數", "every days", "integer"),
            Column("last_visit", "上次服務日", "last visit", "date"),
            Column("date", "約定日期", "date", "date"),
            Column("deadline", "期限", "deadline", "date"),
            Column("weekdays", "可服務日", "weekdays", "weekdays"),
            Column("earliest", "最早開始", "earliest start", "time"),
            Column("latest", "最晚開始", "latest start", "time"),
            Column("minutes", "服務分鐘", "minutes", "integer"),
            *_place("end_", "目的地", "destination "),
            Column("note", "備註", "note"),
        ),
    ),
    Sheet(
        "requests",
        "單次任務",
        "requests",
        (
            Column("code", "編號", "code", "code", required=True, key=True),
            Column("client", "對象編號", "client", "code", required=True),
            Column("service", "服務", "service", required=True),
            Column("date", "約定日期", "date", "date"),
            Column("earliest_date", "最早日期", "earliest day", "date"),
            Column("deadline", "期限", "deadline", "date"),
            Column("earliest", "最早開始", "earliest start", "time"),
            Column("latest", "最晚開始", "latest start", "time"),
            Column("minutes", "服務分鐘", "minutes", "integer"),
            *_place("end_", "目的地", "destination "),
            Column("urgent", "急件", "urgent", "yes"),
            Column("cancelled", "取消", "cancelled", "yes"),
            Column("note", "備註", "note"),
        ),
        optional=True,
    ),
    Sheet(
        "desks",
        "服務台",
        "desks",
        (
            Column("code", "編號", "code", "code", required=True, key=True),
            Column("name", "名稱", "name", required=True),
            Column("letter", "代字", "letter", required=True),
            Column("unit", "單位", "unit", required=True),
            *_place(),
            Column("weekdays", "星期", "weekdays", "weekdays", required=True),
            Column("start", "開始", "start", "time", required=True),
            Column("end", "結束", "end", "time", required=True),
            Column("required", "必要名額", "required seats", "seats"),
            Column("desired", "希望名額", "desired seats", "seats"),
            Column("turn", "輪值類別", "turn", "choice", choices=TURNS),
            Column("staff_at_least", "至少職員", "staff at least", "integer"),
        ),
    ),
    Sheet(
        "shifts",
        "班次調整",
        "shift changes",
        (
            Column("desk", "服務台編號", "desk", "code", required=True),
            Column("date", "日期", "date", "date", required=True),
            Column("start", "開始", "start", "time"),
            Column("end", "結束", "end", "time"),
            Column("required", "必要名額", "required seats", "seats"),
            Column("desired", "希望名額", "desired seats", "seats"),
            Column("cancelled", "停開", "cancelled", "yes"),
            Column("note", "備註", "note"),
        ),
        optional=True,
    ),
    Sheet(
        "closed_days",
        "停班",
        "closed days",
        (
            Column("date", "日期", "date", "date", required=True),
            Column("villages", "里", "villages", "words"),
            Column("reason", "事由", "reason"),
        ),
        optional=True,
    ),
    Sheet(
        "drives",
        "到校受理",
        "drives",
        (
            Column("code", "編號", "code", "code", required=True, key=True),
            Column("name", "名稱", "name", required=True),
            Column("letter", "代字", "letter", required=True),
            Column("unit", "單位", "unit", required=True),
            *_place(),
            Column("date", "日期", "date", "date", required=True),
            Column("start", "開始", "start", "time", required=True),
            Column("end", "結束", "end", "time", required=True),
            Column("required", "必要名額", "required seats", "seats"),
            Column("desired", "希望名額", "desired seats", "seats"),
            Column("kit", "工作箱", "kit"),
            Column("expected", "應到人數", "expected", "integer"),
        ),
        optional=True,
    ),
    Sheet(
        "campaigns",
        "節慶發送",
        "campaigns",
        (
            Column("campaign", "節慶", "campaign", required=True),
            Column("service", "服務", "service", required=True),
            Column("client", "對象編號", "client", "code", required=True),
            Column("units", "份數", "units", "integer"),
            Column("first", "開始日期", "first day", "date", required=True),
            Column("last", "結束日期", "last day", "date", required=True),
        ),
        optional=True,
    ),
    Sheet(
        "pins",
        "鎖定",
        "pins",
        (
            Column("item", "項目編號", "item", "code", required=True),
            Column("date", "日期", "date", "date", required=True),
            Column("seat", "名額序號", "seat", "integer"),
            Column("person", "人員編號", "person", "code", required=True),
            Column("start", "開始", "start", "time"),
            Column("never", "不可排", "never", "yes"),
        ),
        optional=True,
    ),
)
