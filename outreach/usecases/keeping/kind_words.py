"""What the office's records are called, in both languages: in sentences, on pages, in the list of changes."""

from __future__ import annotations

from outreach.records.base import OfficeRecord
from outreach.usecases.keeping.kinds import KINDS

WORDS: dict[str, tuple[str, str]] = {
    "Absence": ("請假", "absences"),
    "Account": ("帳號", "accounts"),
    "Allowance": ("本週放寬的上限", "allowances"),
    "Answer": ("回覆", "answers"),
    "Appointment": ("本週另約的時間", "appointments"),
    "Availability": ("可服勤時段", "availability"),
    "Campaign": ("節慶發送", "campaigns"),
    "CarePlan": ("服務計畫", "care plans"),
    "Client": ("服務對象", "clients"),
    "ClientWish": ("意願", "wishes"),
    "ClosedDay": ("停班", "closed days"),
    "Deputy": ("代理人", "deputies"),
    "Desk": ("服務台", "desks"),
    "DraftStep": ("草稿的手動調整", "changes of a draft"),
    "Drive": ("到校受理", "drives"),
    "DutyLink": ("個人連結", "personal links"),
    "Feed": ("行事曆訂閱", "calendar feeds"),
    "FieldPin": ("PIN", "PINs"),
    "FoundFixes": ("找到的補法", "found fixes"),
    "HoursLine": ("時數核定", "lines of the ledger of hours"),
    "Insurance": ("保險", "insurances"),
    "Kit": ("工作箱", "kits"),
    "Message": ("通知", "messages"),
    "Person": ("人員", "people"),
    "PersonSkill": ("資格", "skills"),
    "Pin": ("鎖定", "pins"),
    "Place": ("地點", "places"),
    "Reading": ("已讀紀錄", "readings"),
    "Recipient": ("發送名單", "recipients"),
    "Roster": ("班表", "rosters"),
    "RosterDuty": ("班表上的勤務", "duties on rosters"),
    "RosterStop": ("班表上的站", "stops on rosters"),
    "RosterUnserved": ("班表的未排入", "unserved work of rosters"),
    "Service": ("服務項目", "services"),
    "Shift": ("班次調整", "shift changes"),
    "Task": ("單次任務", "tasks"),
    "Training": ("訓練", "trainings"),
    "TrainingRule": ("訓練時數規定", "rules of training"),
    "Unit": ("單位", "units"),
}
"""By the name of the record. What does not stand here is called `資料`."""

_ANY = ("其他資料", "other records")


def words_of(record: str | type[OfficeRecord]) -> tuple[str, str]:
    """What records of this kind are called, Chinese and English."""
    return WORDS.get(record if isinstance(record, str) else record.__name__, _ANY)


def words_of_kind(kind_name: str) -> tuple[str, str]:
    """What records of this kind, by its name in addresses, are called."""
    return words_of(KINDS[kind_name].record)
