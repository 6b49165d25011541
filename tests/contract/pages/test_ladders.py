"""Unanswered doors over HTTP: the block on the first page, the list, one of them, the settings."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from api.app import create_app
from outreach.calendar.dates import TAIPEI
from outreach.records import (
    Account,
    Alarm,
    Client,
    Ladder,
    LadderSetting,
    LadderStep,
    Message,
    Officer,
    Person,
    VillageHead,
    WatchSetting,
)
from outreach.records.database import office_records
from outreach.usecases.ladders.move_on import move_on
from outreach.usecases.ladders.raise_alarms import raise_alarms
from tests.contract.test_pages import HOSTILE, Site
from tests.ladders import door_of, note
from tests.page_forms import PageForm, changed, sent
from tests.signed_in import CHEAP, client_for
from tests.statements import statements_of

DOOR = dt.datetime(2026, 12, 2, 13, 52, tzinfo=TAIPEI)


class Clock:
    def __init__(self) -> None:
        self.time = DOOR

    def now(self) -> dt.datetime:
        return self.time

    def at(self, minutes: int) -> dt.datetime:
        self.time = DOOR + dt.timedelta(minutes=minutes)
        return self.time


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path)
    made.clock = Clock()
    made.app = create_app(made.url, clock=made.clock, passwords=CHEAP)
    made.client = client_for(made.app)
    made.engine = made.app.state.parts.engine
    return made


def shut(site: Site, code: str = "C001", minutes: int = 0, **client: Any) -> str:
    """Nobody opened at this client's; the ladder."""
    with office_records(site.engine) as records:
        (one,) = records.all(Client, Client.code == code)
        for name, value in ({"need_grade": 4} | client).items():
            setattr(one, name, value)
        now = DOOR + dt.timedelta(minutes=minutes)
        note(records, door_of(records, "V001", code), "no_answer", now=now, remarks="按鈴、喊名")
        return next(row.id for row in records.all(Ladder) if row.client_id == one.id)


def press(site: Site, ladder: str, verb: str, **fields: str) -> Any:
    return site.client.post(f"/ladders/{ladder}/{verb}", data=fields, follow_redirects=False)


def text_of(answer: Any) -> str:
    """What stands on a page, its tags left out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_the_first_page_begins_with_who_did_not_open(site: Site) -> None:
    assert "沒有未遇待處理（13:52 查看）" in site.client.get("/").text
    shut(site, contact="女兒 許小姐", contact_phone="0912-000-111")
    move_on(site.engine, now=site.clock.at(30))
    text = text_of(site.client.get("/"))
    assert text.index("有人沒應門") < text.index("這三週")
    assert "第 4 級。林秀琴 13:52 未應門，按鈴、喊名" in text
    assert "20 分 後請里長到場（14:42）" in text
    assert "打給女兒 許小姐 0912-000-111" in text
    assert "還沒有值班承辦，時間到了沒有人會收到通知。" in text
    assert "未遇 1" in text


def test_a_number_that_nobody_has_written_down_is_missed_aloud(site: Site) -> None:
    ladder = shut(site)
    for minutes, said in ((30, "還沒有聯絡人的電話。"), (50, "還沒有平通里里長的電話。")):
        move_on(site.engine, now=site.clock.at(minutes))
        assert said in text_of(site.client.get(f"/ladders/{ladder}"))
    with office_records(site.engine) as records:
        records.add(VillageHead(office_id="", village="平通里", name="王里長", phone="06-000-0999"))
    assert "打給里長 王里長 06-000-0999" in site.client.get(f"/ladders/{ladder}").text


def test_from_taking_it_to_the_last_step_and_until_somebody_has_seen_them(site: Site) -> None:
    ladder = shut(site)
    move_on(site.engine, now=site.clock.at(20))
    answer = press(site, ladder, "take", number="2", back="/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "帳號coordinator 處理中" in text_of(site.client.get("/"))
    answer = press(site, ladder, "nobody", number="2", back="/elsewhere")
    assert answer.headers["location"] == f"/ladders/{ladder}"
    assert "現在第 3 步：聯絡人" in site.client.get(f"/ladders/{ladder}").text
    press(site, ladder, "emergency")
    text = text_of(site.client.get(f"/ladders/{ladder}"))
    assert "打 119" in text and "打 110" in text and "略過" in text
    press(site, ladder, "nobody", number="5")
    text = text_of(site.client.get(f"/ladders/{ladder}"))
    assert "已通報" in text and "還沒有人見到本人" in text and "我來接手" not in text
    assert "請選是誰親眼見到本人。" in press(site, ladder, "seen", seen_by="鄰居").text
    assert press(site, ladder, "seen", seen_by="rescue", back="/ladders").headers["location"] == "/ladders"
    assert "已見到本人（警消），關閉了。" in site.client.get(f"/ladders/{ladder}").text
    text = text_of(site.client.get("/ladders"))
    assert "最近 30 天已關閉 1" in text and "5 110／119" in text


def test_who_was_slower_than_another_or_the_clock_sees_how_it_is_now(site: Site) -> None:
    ladder = shut(site)
    move_on(site.engine, now=site.clock.at(30))
    answer = press(site, ladder, "nobody", number="2")
    assert answer.status_code == 409
    assert "已經到下一步了，請看最新的狀況再按。" in answer.text and "現在第 3 步" in answer.text
    assert press(site, ladder, "nobody", number="").status_code == 409
    press(site, ladder, "seen", seen_by="family")
    assert press(site, ladder, "take", number="3").status_code == 409
    with office_records(site.engine, write=False) as records:
        assert [one.done for one in records.all(LadderStep)] == [None] * 5


def test_the_piece_says_the_same_as_the_page_and_leads_back_where_it_stands(site: Site) -> None:
    shut(site)
    for of, back in (("/", "/"), ("/ladders", "/ladders"), ("https://elsewhere.example/", "/")):
        answer = site.client.get("/ladders/open", params={"of": of})
        assert answer.text.lstrip().startswith('<div class="waiting"')
        assert f'name="back" value="{back}"' in answer.text and "elsewhere" not in answer.text


def test_what_was_told_and_reached_nobody_is_said_aloud(site: Site) -> None:
    with office_records(site.engine) as records:
        records.add(Officer(office_id="", person_id=records.all(Person)[0].id, rank=1))
    shut(site)
    move_on(site.engine, now=site.clock.at(20))
    said = "這一步的通知沒有送到任何人，請直接處理。"
    for status, expected in (("waiting", False), ("sent", False), ("kept", True), ("unsure", True)):
        with office_records(site.engine) as records:
            for one in records.all(Message):
                one.status = status
        assert (said in site.client.get("/").text) is expected


def test_an_auditor_reads_and_presses_nothing_and_the_field_sees_nothing(site: Site) -> None:
    ladder = shut(site)
    auditor = client_for(site.app, "auditor")
    for path in ("/", "/ladders", f"/ladders/{ladder}"):
        text = auditor.get(path).text
        assert "有人沒應門" in text or "現在第 1 步" in text
        assert "我來接手" not in text and "已見到本人" not in text
    settings = auditor.get("/ladder-settings").text
    assert "disabled" in settings and "儲存" not in settings
    field = client_for(site.app, "field", person="S001")
    assert "測試甲" not in field.get("/").text and "/ladders" not in field.get("/").text


def test_a_crew_that_is_late_stands_there_with_their_phones_until_they_were_reached(site: Site) -> None:
    with office_records(site.engine) as records:
        for one in records.all(Person):
            one.phone = f"0912-000-{one.code[-3:]}" if one.code != "S001" else ""
        log = door_of(records, "V001", "C004", planned_to=DOOR, crew=["周柏宇"], service="居家打掃")
        log.arrived = DOOR
    raise_alarms(site.engine, now=site.clock.at(34))
    text = text_of(site.client.get("/"))
    assert "同行人員還沒回報 1" in text and "13:52 應結束，到了之後還沒有回報離開。" in text
    assert "34 分 超過預定時間" in text and "打給林秀琴 0912-000-001" in text and "周柏宇 沒有電話" in text
    with office_records(site.engine, write=False) as records:
        (alarm,) = records.all(Alarm)
    answer = site.client.post(f"/alarms/{alarm.id}/reached", data={"back": "/ladders"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/ladders")
    assert "同行人員還沒回報" not in site.client.get("/").text


def test_names_and_remarks_are_text(site: Site) -> None:
    shut(site, name="許" + HOSTILE, contact=HOSTILE, contact_phone="1")
    move_on(site.engine, now=site.clock.at(30))
    for path in ("/", "/ladders"):
        text = site.client.get(path).text
        assert HOSTILE not in text and "&lt;script&gt;" in text


def test_the_number_of_queries_does_not_grow_with_the_doors(site: Site) -> None:
    counts = []
    for codes in (("C001",), ("C002", "C003", "C004")):
        for code in codes:
            shut(site, code)
        for path in ("/", "/ladders", "/ladders/open"):
            with statements_of(site.engine) as asked:
                assert site.client.get(path).status_code == 200
            counts.append(len(asked))
    assert counts[:3] == counts[3:]


# The settings.


def settings_of(site: Site) -> list[tuple[str, str]]:
    answer = site.client.get("/ladder-settings")
    assert answer.status_code == 200
    return PageForm(answer.text, "settings").pairs


def test_the_settings_are_kept_and_hold_for_the_next_door(site: Site) -> None:
    with office_records(site.engine, write=False) as records:
        guo = records.all(Person, Person.code == "K001")[0].id
    form = settings_of(site)
    assert dict(form)["paces.0.again"] == "15" and dict(form)["grace"] == "30"
    given = changed(form, paces__0__again="7", grace="45", remind="20", officers__1=guo, heads__0__name="王里長")
    assert sent(site.client, "/ladder-settings", given).headers["location"] == "/ladder-settings?done=1"
    assert sent(site.client, "/ladder-settings", settings_of(site)).status_code == 303
    shut(site)
    with office_records(site.engine, write=False) as records:
        steps = sorted(records.all(LadderStep), key=lambda one: one.number)
        assert (steps[0].due, steps[1].owner_id) == (DOOR + dt.timedelta(minutes=7), guo)
        assert len(records.all(LadderSetting)) == 5
        assert [(one.person_id, one.rank) for one in records.all(Officer)] == [(guo, 1)]
        assert [(one.grace, one.remind) for one in records.all(WatchSetting)] == [(45, 20)]
        assert [one.name for one in records.all(VillageHead)] == ["王里長"]


def test_of_two_who_change_the_settings_the_later_one_sees_what_the_other_did(site: Site) -> None:
    early = settings_of(site)
    assert sent(site.client, "/ladder-settings", changed(early, remind="20")).status_code == 303
    # A mistake in between does not make the page know more than it has shown.
    late = changed(early, grace="55")
    wrong = sent(site.client, "/ladder-settings", changed(late, paces__1__phone="0"))
    assert wrong.status_code == 422
    again = PageForm(wrong.text, "settings").pairs
    answer = sent(site.client, "/ladder-settings", changed(again, paces__1__phone="30"))
    assert answer.status_code == 409 and "再提醒的分鐘數現在是 20" in answer.text
    assert 'name="grace"' in answer.text and 'value="55"' in answer.text
    with office_records(site.engine, write=False) as records:
        assert [(one.grace, one.remind) for one in records.all(WatchSetting)] == [(30, 20)]
    # Having seen it, their own word counts.
    assert sent(site.client, "/ladder-settings", PageForm(answer.text, "settings").pairs).status_code == 303


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"paces__1__phone": "0"}, "paces.1.phone", "不能小於 1。"),
        ({"paces__1__phone": "很快"}, "paces.1.phone", "要填整數。"),
        ({"grace": ""}, "grace", "要填整數。"),
        ({"remind": "999"}, "remind", "不能大於 240。"),
        ({"officers__0": "0" * 32}, "officers.0", "沒有這個人，請重新選。"),
        ({"heads__0__phone": "0" * 300}, "heads.0.phone", "太長：最多 200 個字。"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_the_rest_is_still_there(
    site: Site, fields: dict[str, str], field: str, sentence: str
) -> None:
    given = changed(changed(settings_of(site), paces__4__again="77"), **fields)
    answer = sent(site.client, "/ladder-settings", given)
    assert answer.status_code == 422
    assert f'id="{field}-problem">{sentence}' in answer.text
    assert 'name="paces.4.again" inputmode="numeric" size="4" value="77"' in answer.text
    with office_records(site.engine, write=False) as records:
        assert not records.all(LadderSetting)


def test_an_officer_stands_there_once(site: Site) -> None:
    with office_records(site.engine, write=False) as records:
        guo = records.all(Person, Person.code == "K001")[0].id
    given = changed(settings_of(site), officers__0=guo, officers__3=guo)
    answer = sent(site.client, "/ladder-settings", given)
    assert answer.status_code == 422 and "同一個人只要選一次。" in answer.text


def test_a_closing_account_is_named_and_english_is_spoken(site: Site) -> None:
    ladder = shut(site)
    press(site, ladder, "seen", seen_by="village_head")
    text = text_of(site.client.get(f"/ladders/{ladder}?lang=en"))
    assert "Seen: Village head" in text
    with office_records(site.engine, write=False) as records:
        assert records.all(Account)[0].name in text
