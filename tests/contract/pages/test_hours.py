"""The hours' page, its JSON twin, and the files."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from outreach.records import HoursLine, Person, VisitLog
from outreach.records.database import office_records
from tests.api_site import ApiSite
from tests.page_forms import PageForm, sent
from tests.service_hours import DAY, at, insure, log_row, train
from tests.signed_in import client_for

MONTH = "?month=2026-12"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[ApiSite]:
    made = ApiSite(f"sqlite:///{tmp_path}/office.db")
    fill(made)
    yield made
    made.engine.dispose()


def fill(site: ApiSite, more: int = 0) -> None:
    """V001 with a clear row, one to be looked at and one without a time; and `more` rows on other days."""
    with office_records(site.engine) as records:
        (lin,) = records.all(Person, Person.code == "V001")
        train(records, lin.id)
        insure(records, lin.id)
        log_row(records, lin, "09:00", "10:00")
        log_row(records, lin, "11:00", "13:20")
        log_row(records, lin, "14:00", None, service='=HYPERLINK("http://x")')
        for day in range(more):
            log_row(records, lin, "09:00", "10:00", DAY.replace(day=3 + day))


def rows(site: ApiSite) -> dict[str, VisitLog]:
    with office_records(site.engine, write=False) as records:
        return {f"{one.arrived:%H:%M}": one for one in records.all(VisitLog)}


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))


def post(site: ApiSite, path: str, **fields: Any) -> Any:
    pairs = [(name, one) for name, value in fields.items() for one in (value if isinstance(value, list) else [value])]
    return sent(site.coordinator.client, path, [("csrf", ""), *pairs])


def test_what_waits_what_is_to_be_looked_at_and_what_does_not_count(site: ApiSite) -> None:
    page = site.coordinator.client.get(f"/hours{MONTH}").text
    said = plain(page)
    assert "服務時數 115年12月" in said
    assert "2 筆等核定，3 小時 20 分" in said
    assert "請先看" in said and "比預定長很多（預定 60 分，記了 140 分）" in said
    assert "沒有到達或離開的時間" in said
    assert "核定沒有疑問的 1 筆" in said
    checked = re.findall(r'name="row" value="([0-9a-f]{32}:\d+)" checked', page)
    assert checked == [f"{rows(site)['09:00'].id}:60"]


def test_signed_off_on_the_page_and_taken_back(site: ApiSite) -> None:
    first = rows(site)["09:00"]
    done = post(site, "/hours/sign-off", month="2026-12", row=f"{first.id}:60")
    assert done.status_code == 303 and done.headers["location"] == "/hours?month=2026-12&signed=1&minutes=60"
    said = plain(site.coordinator.client.get(done.headers["location"]).text)
    assert "已核定 1 筆，1 小時。" in said and "帳號coordinator 12/2（三）" in said
    assert "核定服務時數" in plain(site.coordinator.client.get("/data/changes").text)
    back = post(site, f"/hours/{first.id}/withdraw", month="2026-12", reason="時間記錯")
    assert back.status_code == 303
    assert "又在等核定" in plain(site.coordinator.client.get(back.headers["location"]).text)
    with office_records(site.engine, write=False) as records:
        assert sorted(line.reason for line in records.all(HoursLine)) == ["", "時間記錯"]


def test_nothing_chosen_is_said(site: ApiSite) -> None:
    answer = post(site, "/hours/sign-off", month="2026-12")
    assert "沒有勾選任何一筆" in plain(site.coordinator.client.get(answer.headers["location"]).text)


@pytest.mark.parametrize("row", ["x", "x:y", "0:0", ":", "0" * 32 + ":-1"])
def test_odd_rows_are_refused(site: ApiSite, row: str) -> None:
    assert post(site, "/hours/sign-off", month="2026-12", row=row).status_code == 422


def test_what_was_corrected_meanwhile_is_shown_instead(site: ApiSite) -> None:
    first = rows(site)["09:00"]
    with office_records(site.engine) as records:
        kept = records.get(VisitLog, first.id)
        assert kept is not None
        kept.left = at("09:30")
    answer = post(site, "/hours/sign-off", month="2026-12", row=f"{first.id}:60")
    assert answer.status_code == 409 and "一筆都沒有核定" in plain(answer.text)
    assert f"{first.id}:30" in answer.text


def test_nobody_signs_their_own_off(site: ApiSite) -> None:
    client = client_for(site.app, "coordinator", person="V001", login="also-volunteer")
    page = client.get(f"/hours{MONTH}").text
    assert "這是您自己的時數，要由別人核定。" in plain(page)
    assert 'name="row"' not in page
    first = rows(site)["09:00"]
    answer = sent(client, "/hours/sign-off", [("csrf", ""), ("month", "2026-12"), ("row", f"{first.id}:60")])
    assert answer.status_code == 403 and "自己的服務時數要由別人核定" in plain(answer.text)
    body = {"rows": [{"log_id": first.id, "minutes": 60}]}
    told = client.post("/api/v1/hours/sign-off", json=body, headers={"Idempotency-Key": "one"})
    assert told.status_code == 403 and told.json()["code"] == "own_hours"


def test_names_are_looked_for_in_a_body(site: ApiSite) -> None:
    found = post(site, "/hours/search", month="2026-12", q="秀琴")
    assert found.status_code == 200 and "林秀琴" in found.text
    none = post(site, "/hours/search", month="2026-12", q="沒有這個人")
    assert "沒有符合的時數。" in plain(none.text)
    led = post(site, "/hours/search", month="2026-12", state="doubt")
    assert led.headers["location"] == "/hours?month=2026-12&state=doubt"
    narrowed = site.coordinator.client.get(led.headers["location"]).text
    assert narrowed.count('class="doubt"') == 1 and 'class="open"' not in narrowed
    asked = site.coordinator.client.get(f"/hours{MONTH}&q=沒有這個人").text
    assert "林秀琴" in asked, "a name in an address is not looked for"


@pytest.mark.parametrize("asked", ["?month=2026-13", "?month=x", "?month=0001-01", "?person=x", "?state=x&signed=zz"])
def test_odd_questions_are_answered(site: ApiSite, asked: str) -> None:
    assert site.coordinator.client.get(f"/hours{asked}").status_code == 200


def test_a_volunteer_sees_their_own_and_signs_nothing(site: ApiSite) -> None:
    first = plain(site.field.client.get("/").text)
    assert "這個月的服務時數：已核定 0 分，等核定 3 小時 20 分。" in first
    page = site.field.client.get(f"/hours{MONTH}").text
    assert "我的服務時數" in page and "訪視問安" in page
    assert "測試甲" not in page, "whom they have visited is over"
    assert 'name="row"' not in page and "/withdraw" not in page and "/hours/export" not in page
    assert site.field.get("/hours?month=2026-12").json()["waiting"] == 200


def test_the_json_twin(site: ApiSite) -> None:
    shown = site.coordinator.get("/hours?month=2026-12").json()
    (person,) = shown["people"]
    states = {one["arrived"][11:16]: (one["state"], one["minutes"]) for one in person["rows"]}
    assert states == {"09:00": ("open", 60), "11:00": ("doubt", 140), "14:00": ("none", 0)}
    assert [one["code"] for one in person["rows"][2]["reasons"]] == ["no_times"]
    log_id = person["rows"][0]["log_id"]
    body = {"rows": [{"log_id": log_id, "minutes": 60}]}
    done = site.coordinator.post("/hours/sign-off", body, key="sign")
    assert (done.status_code, done.json()) == (200, {"rows": 1, "minutes": 60})
    assert site.coordinator.post("/hours/sign-off", body, key="sign").json() == done.json()
    shown = site.coordinator.get("/hours?month=2026-12").json()
    assert (shown["signed"], shown["waiting"]) == (60, 140)
    assert site.coordinator.post(f"/hours/{log_id}/withdrawal", {"reason": "記錯"}).status_code == 204
    assert site.coordinator.post(f"/hours/{log_id}/withdrawal", {}).status_code == 409
    assert site.coordinator.get("/hours?month=2026-13").status_code == 422
    assert site.field.post("/hours/sign-off", body).status_code == 404
    assert site.field.get(f"/hours?month=2026-12&person_id={'0' * 32}").status_code == 404


def sheets_of(data: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("suffix", ["ods", "xlsx"])
def test_the_files(site: ApiSite, suffix: str) -> None:
    logged = rows(site)
    post(site, "/hours/sign-off", month="2026-12", row=[f"{logged['09:00'].id}:60", f"{logged['11:00'].id}:140"])
    with office_records(site.engine) as records:
        changed = records.get(VisitLog, logged["11:00"].id)
        assert changed is not None
        changed.left = at("13:30")
    answer = site.coordinator.client.get(f"/hours/export.{suffix}?from=2026-12&until=2026-12")
    assert answer.status_code == 200 and f'filename="hours-2026-12.{suffix}"' in answer.headers["content-disposition"]
    sheets = sheets_of(answer.content)
    assert list(sheets) == ["時數", "紀錄冊", "訓練", "保險", "說明"]
    assert sheets["時數"][1][:9] == ["115年12月", "V001", "林秀琴", 2, 200, 3.33, 0, 1, 1]
    assert sheets["時數"][2][2:6] == ["合計", 2, 200, 3.33]
    book = sheets["紀錄冊"][1:]
    assert [(one[1], one[3], one[7], one[11]) for one in book] == [
        ("林秀琴", "訪視問安", 60, ""),
        ("林秀琴", "訪視問安", 140, "核定後紀錄有更正，待重新核定"),
    ]
    assert sheets["訓練"][1][2] == "基礎訓練"
    assert sum(one[5] for one in sheets["訓練"][1:]) == 12
    assert sheets["保險"][1][4] == "團險"
    if suffix == "xlsx":
        inside = zipfile.ZipFile(io.BytesIO(answer.content))
        assert not any("<f>" in inside.read(name).decode() for name in inside.namelist() if "worksheets" in name)


def test_no_text_of_a_csv_begins_a_formula(site: ApiSite) -> None:
    with office_records(site.engine) as records:
        one = records.get(VisitLog, rows(site)["14:00"].id)
        assert one is not None
        one.left = at("14:30")
    post(site, "/hours/sign-off", month="2026-12", row=f"{rows(site)['14:00'].id}:30")
    answer = site.coordinator.client.get("/hours/export.csv?from=2026-12&until=2026-12&sheet=book")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [line[3] for line in lines[1:]] == ['\'=HYPERLINK("http://x")']
    hours = site.coordinator.client.get("/hours/export.csv?from=2026-12&until=2026-12").content.decode("utf-8-sig")
    assert hours.splitlines()[1].startswith('"115年12月","V001","林秀琴",1,30,0.5')


@pytest.mark.parametrize("asked", ["export.pdf", "export.ods?from=2026-13", "export.ods?from=2026-12&until=2026-01"])
def test_odd_files_are_refused(site: ApiSite, asked: str) -> None:
    assert site.coordinator.client.get(f"/hours/{asked}").status_code in (404, 422)


def test_queries_do_not_grow_with_rows(tmp_path: Path) -> None:
    counts = []
    for more in (0, 20):
        site = ApiSite(f"sqlite:///{tmp_path}/{more}.db")
        fill(site, more)
        asked = []
        for path in (f"/hours{MONTH}", "/hours/export.csv?from=2026-12"):
            for _ in range(2):
                with site.queries() as told:
                    assert site.coordinator.client.get(path).status_code == 200
            asked.append(len(told))
        counts.append(asked)
        site.engine.dispose()
    assert counts[0] == counts[1]


def test_the_publish_page_names_who_is_not_insured(site: ApiSite) -> None:
    ids = [one["id"] for one in site.coordinator.all("/insurances")]
    assert site.coordinator.patch(f"/insurances/{ids[0]}", {"end": "2026-11-30"}).status_code == 200
    page = site.coordinator.client.get(f"/publish/{site.roster_id}").text
    said = plain(page)
    assert "這些日子沒有保險 1" in said and "林秀琴" in said and "12/2（三）" in said
    assert "我看過上面的問題，仍要公布" in said
    form = PageForm(site.coordinator.client.get("/office").text, "sheet").pairs
    sent(site.coordinator.client, "/office", [(n, "block" if n == "insurance" else v) for n, v in form])
    said = plain(site.coordinator.client.get(f"/publish/{site.roster_id}").text)
    assert "本機關設定為不能公布" in said and "仍要公布" not in said
    answer = site.coordinator.post(f"/rosters/{site.roster_id}/publication", {"again": True})
    assert (answer.status_code, answer.json()["code"]) == (409, "must_be_insured")
