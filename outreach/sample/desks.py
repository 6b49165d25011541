"""The desks of the week, the drive to a school, and what the coordinator has already decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from outreach.sample.half_days import HalfDay
from outreach.sample.homes import Home
from outreach.sample.menu import MOBILE_KIT
from outreach.sample.people import SamplePerson, holders
from outreach.sample.public_places import (
    DISTRICT,
    DISTRICT_OFFICE,
    LIBRARY,
    OLD_STREET,
    REGISTRATION,
    REGISTRATION_OFFICE,
    SCHOOL,
)
from outreach.sample.tables import Row
from outreach.sample.working_days import on_weekday, open_weekdays

_THURSDAY = 4
_AT_DISTRICT, _AT_REGISTRATION = (DISTRICT, DISTRICT_OFFICE), (REGISTRATION, REGISTRATION_OFFICE)
_AT_LIBRARY, _AT_OLD_STREET = (DISTRICT, LIBRARY), (DISTRICT, OLD_STREET)

_AM, _PM = (dt.time(8, 30), dt.time(12)), (dt.time(13, 30), dt.time(17))
_NOON, _EVENING = (dt.time(12), dt.time(13, 30)), (dt.time(18), dt.time(21))
_LATE = (dt.time(17, 30), dt.time(20))
_WEEKEND_AM, _WEEKEND_PM = (dt.time(9), dt.time(12)), (dt.time(14), dt.time(17))

_HELP = f"職員@{REGISTRATION}:全功能服務台 + 志工/替代役:全功能服務台"
_COUNTER = f"職員@{DISTRICT}:單一窗口 + 志工/替代役:櫃台引導"
_LUNCH, _LUNCH_CLERK = f"職員@{DISTRICT}×2", f"職員@{REGISTRATION}:戶籍登記"
_CARDS, _GUIDES, _HEALTH = "職員:市民卡受理 + 志工", "志工:導覽解說×2", "志工/職員:血壓量測"
# Nobody who issues certificates works in the evening, so the desk that asks for one shows up as unserved.
_CERTIFICATES = f"職員@{REGISTRATION}:自然人憑證"


def desk_rows() -> list[Row]:
    """The rows of the sheet of desks."""
    return [
        _desk("D01", "全功能服務台（上午）", "台", _AT_REGISTRATION, "一至五", _AM, _HELP, official=1),
        _desk("D02", "全功能服務台（下午）", "台", _AT_REGISTRATION, "一至五", _PM, _HELP, official=1),
        _desk("D03", "單一窗口服務台（上午）", "台", _AT_DISTRICT, "一至五", _AM, _COUNTER, desired="志工", official=1),
        _desk("D04", "單一窗口服務台（下午）", "台", _AT_DISTRICT, "一至五", _PM, _COUNTER, official=1),
        _desk("D05", "中午不打烊", "午", _AT_DISTRICT, "一至五", _NOON, _LUNCH, turn="午班"),
        _desk("D06", "戶政中午櫃台", "午", _AT_REGISTRATION, "一至五", _NOON, _LUNCH_CLERK, turn="午班"),
        _desk("D07", "圖書館夜間市民卡受理", "夜", _AT_LIBRARY, "二、四", _EVENING, _CARDS, turn="夜班", official=1),
        _desk("D08", "戶政夜間延時櫃台", "夜", _AT_REGISTRATION, "三", _LATE, _CERTIFICATES, turn="夜班"),
        _desk(
            "D09", "假日市民卡受理（上午）", "館", _AT_LIBRARY, "六、日", _WEEKEND_AM, _CARDS, turn="週末", official=1
        ),
        _desk(
            "D10", "假日市民卡受理（下午）", "館", _AT_LIBRARY, "六、日", _WEEKEND_PM, _CARDS, turn="週末", official=1
        ),
        _desk("D11", "健康小站", "健", _AT_DISTRICT, "一、三、五", _AM, _HEALTH, desired="志工"),
        _desk("D12", "老街導覽（上午）", "導", _AT_OLD_STREET, "六、日", _WEEKEND_AM, _GUIDES, turn="週末"),
        _desk("D13", "老街導覽（下午）", "導", _AT_OLD_STREET, "六、日", _WEEKEND_PM, _GUIDES, turn="週末"),
    ]


def drive_half_day(monday: dt.date) -> HalfDay:
    """When the school is visited: Thursday afternoon, or the nearest working day."""
    return HalfDay(min(open_weekdays(monday), key=lambda day: abs(day - _THURSDAY)), "pm")


def drive_rows(monday: dt.date) -> list[Row]:
    """The row of the sheet of drives: clerks take a school's first applications for ID cards."""
    row: Row = {"code": "DR01", "name": "建興國中初領身分證", "letter": "校", "unit": REGISTRATION, **SCHOOL.cells()}
    row |= {
        "date": on_weekday(monday, drive_half_day(monday).weekday),
        "start": dt.time(13, 45),
        "end": dt.time(16, 30),
    }
    row |= {"required": f"職員@{REGISTRATION}:初領身分證受理×3 + 志工", "desired": "志工/替代役"}
    return [row | {"kit": MOBILE_KIT, "expected": 86}]


def pin_rows(monday: dt.date, people: Sequence[SamplePerson]) -> list[Row]:
    """The rows of the sheet of pins: one promised turn at the help desk, and one not to be given."""
    weekday = open_weekdays(monday)[-1]
    half, day = HalfDay(weekday, "am"), on_weekday(monday, weekday)
    free = [person for person in people if half in person.free]
    promised = next(person for person in holders(free, "全功能服務台") if person.role != "職員")
    barred = holders(free, "單一窗口", role="職員")[0]
    return [
        {"item": "D01", "date": day, "seat": 2, "person": promised.code},
        {"item": "D03", "date": day, "seat": 1, "person": barred.code, "never": "是"},
    ]


def _desk(
    code: str,
    name: str,
    letter: str,
    at: tuple[str, Home],
    weekdays: str,
    hours: tuple[dt.time, dt.time],
    required: str,
    *,
    desired: str | None = None,
    turn: str | None = None,
    official: int | None = None,
) -> Row:
    unit, place = at
    row: Row = {"code": code, "name": name, "letter": letter, "unit": unit, **place.cells(), "weekdays": weekdays}
    row |= {"start": hours[0], "end": hours[1], "required": required, "desired": desired}
    return row | {"turn": turn, "staff_at_least": official}
