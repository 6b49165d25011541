"""What the sample office offers at a client's door, with the seats that each needs, and its kits."""

from __future__ import annotations

import datetime as dt

from outreach.sample.public_places import DISTRICT, REGISTRATION
from outreach.sample.tables import Row
from outreach.sample.volunteering import CATEGORY

GREETING = "訪視問安"
CLEANING = "居家打掃"
HIGH_CLEANING = "居家打掃（高處）"
ESCORT = "陪伴就醫"
REGISTRATION_AT_HOME = "到府戶籍登記"
NEWCOMER = "新移民關懷訪視"
INTERPRETED = {"越南語": "新移民關懷訪視（越南語通譯）", "印尼語": "新移民關懷訪視（印尼語通譯）"}
DELIVERY = "送禮到府"
MOBILE_KIT = "行動工作箱"


def kit_rows() -> list[Row]:
    """The rows of the sheet of kits."""
    return [{"name": MOBILE_KIT, "count": 2, "turnaround": 30}]


def service_rows() -> list[Row]:
    """The rows of the sheet of services."""
    # An identity is decided by an official of the registration office; whoever comes along only helps.
    clerk = f"職員@{REGISTRATION}:戶籍登記 + 志工/替代役/職員"
    return [
        _visit(GREETING, "訪", 30, "替代役/志工:關懷訪視", weight=3, speaks_language="是"),
        _visit(CLEANING, "掃", 120, "替代役:居家打掃×2", weight=4, latest=dt.time(15, 0)),
        _visit(HIGH_CLEANING, "掃", 120, "替代役:居家打掃、高處作業×2", weight=4, latest=dt.time(15, 0)),
        _visit(ESCORT, "醫", 165, "替代役/志工:陪伴就醫", weight=8, mandatory="是", earliest=dt.time(7, 0)),
        _visit(REGISTRATION_AT_HOME, "戶", 50, clerk, REGISTRATION, weight=8, mandatory="是", kit=MOBILE_KIT)
        | {"category": None},
        _visit(NEWCOMER, "新", 45, f"職員@{DISTRICT}", weight=3, village_owner="是"),
        *(
            _visit(name, "新", 60, f"職員@{DISTRICT} + 志工:{language}通譯", weight=3, village_owner="是")
            for language, name in INTERPRETED.items()
        ),
        _visit(DELIVERY, "送", 6, "職員/志工:快遞天使", weight=1, earliest=dt.time(9, 0), latest=dt.time(17, 0))
        | {"block": "送禮"},
    ]


def _visit(name: str, letter: str, minutes: int, crew: str, unit: str = DISTRICT, **more: str | int | dt.time) -> Row:
    usual: Row = {
        "block": "訪視",
        "unit": unit,
        "category": CATEGORY,
        "earliest": dt.time(8, 30),
        "latest": dt.time(16, 30),
    }
    return {**usual, "name": name, "letter": letter, "minutes": minutes, "crew": crew, **more}
