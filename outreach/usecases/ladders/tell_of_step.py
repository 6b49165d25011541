"""Tells somebody of the office that a step is theirs: what kind of duty, when, where to look. Never about whom."""

from __future__ import annotations

import datetime as dt

from outreach.calendar.dates import TAIPEI, short
from outreach.records import Ladder, LadderStep, Message, VisitLog
from outreach.records.database import OfficeRecords
from outreach.usecases.handing_out.where import where_to_read
from outreach.usecases.jobs.ask_for_job import ask_for_messages
from outreach.usecases.ladders.officers import officers_now
from outreach.usecases.ladders.pace import pace_of, watch_of

WHAT = {
    "again": "再去一次",
    "phone": "打電話給本人",
    "contact": "打電話給聯絡人",
    "village_head": "請里長到場看",
    "emergency": "通報 110／119",
}


def tell_of_step(records: OfficeRecords, ladder: Ladder, step: LadderStep, *, now: dt.datetime) -> None:
    """Tell whoever is next in line of this step, and note when the one after them is told. Ladder and step are locked
    by who calls. Once for each `asked`, whatever runs beside it: the occasion is unique.
    """
    line = _line(records, step, now)
    # Whoever has said that they do it is who hears of it.
    turn = 0 if step.taken is not None else step.asked % max(1, len(line))
    if line:
        _add(records, ladder, step, line[turn], now)
    step.asked += 1
    step.ask_next = _next(records, ladder, step, len(line), now)


def tell_of_door(records: OfficeRecords, ladder: Ladder, log: VisitLog, first: LadderStep, *, now: dt.datetime) -> None:
    """Tell the first duty officer that a door stayed shut, as soon as it is known."""
    line = officers_now(records, now)
    if line:
        text = f"{_door(log, ladder)}，無人應門。未遇處理已開始，{first.due:%H:%M} 再訪。"
        _keep(records, line[0], f"ladder:{first.id}:0", "未遇處理已開始", text, f"/ladders/{ladder.id}", now)


def _line(records: OfficeRecords, step: LadderStep, now: dt.datetime) -> list[str]:
    """Who is told, in order."""
    officers = officers_now(records, now)
    return list(dict.fromkeys([*([step.owner_id] if step.owner_id else []), *officers]))


def _next(
    records: OfficeRecords, ladder: Ladder, step: LadderStep, people: int, now: dt.datetime
) -> dt.datetime | None:
    if step.taken is None and step.asked < people:
        return now + dt.timedelta(minutes=pace_of(records, ladder.need_grade).patience)
    if step.kind == "emergency":
        return now + dt.timedelta(minutes=watch_of(records).remind)
    # Everybody has been told: the next step comes by itself.
    return None


def _add(records: OfficeRecords, ladder: Ladder, step: LadderStep, person_id: str, now: dt.datetime) -> None:
    log = records.get(VisitLog, ladder.log_id)
    assert log is not None
    goes_again = step.kind == "again" and person_id == step.owner_id
    what = f"現在請{WHAT[step.kind]}。" if step.kind == "again" else f"第 {step.number} 步：請{WHAT[step.kind]}。"
    if goes_again:
        what += "見到本人請馬上記錄。"
    else:
        what += "請先按「我來接手」。" if step.taken is None else "還沒有人見到本人。"
        if step.asked and step.taken is None:
            what += f"（第 {step.asked + 1} 次通知，還沒有人接手）"
    text = f"{_door(log, ladder)}，無人應門。{what}"
    where = "/my" if goes_again else f"/ladders/{ladder.id}"
    # The word of the door itself had number 0.
    _keep(records, person_id, f"ladder:{step.id}:{step.asked + 1}", f"未遇處理：{WHAT[step.kind]}", text, where, now)


def _door(log: VisitLog, ladder: Ladder) -> str:
    at = ladder.door_at.astimezone(TAIPEI)
    return f"{short(at.date())} {at:%H:%M} 的{log.service or '到府'}"


def _keep(
    records: OfficeRecords, person_id: str, occasion: str, subject: str, text: str, path: str, now: dt.datetime
) -> None:
    where = where_to_read(records.office, path)
    records.add(
        Message(
            office_id="",
            person_id=person_id,
            occasion=occasion,
            subject=subject,
            text=f"{text}\n{where}",
            created=now,
        )
    )
    ask_for_messages(records, account_id=None, now=now)
