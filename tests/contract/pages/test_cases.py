"""Cases over HTTP: opened from a line of the log or by themselves, noted, closed, reopened; and two at once."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from outreach.actor import Actor
from outreach.forms.cases import CaseForm
from outreach.records import Case, CaseNote, Person
from outreach.records.database import again_if_in_the_way, changed_records, office_records, open_database
from outreach.refusals import Invalid, NotAllowed
from outreach.usecases.cases.open_case import open_case
from tests.contract.pages.test_visits import Log
from tests.office import small_office

NOW = dt.datetime(2026, 12, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def log(tmp_path):
    site = Log(f"sqlite:///{tmp_path / 'cases.db'}")
    yield site
    site.engine.dispose()


def opened(log, **given):
    answer = log.coordinator.client.post("/cases/new", data={"title": "聯絡家屬", "due": "2026-12-09", **given})
    assert answer.status_code == 200 and "開案了" in answer.text, answer.text
    return answer.url.path


def numbers(page):
    return re.findall(r'href="/cases/\w+">([\d-]+)<', page)


def test_a_case_begins_with_a_line_of_the_log_and_leads_back_to_it(log):
    visit = log.note(1, "result", outcome="no_answer")
    form = log.coordinator.client.get(f"/cases/new?log={visit}").text
    assert f'name="log_id" value="{visit}"' in form and "測試甲" in form
    case = opened(log, log_id=visit, note="先打電話")
    text = log.coordinator.client.get(case).text
    assert "115-0001 聯絡家屬" in text and "先打電話" in text and f'href="/visits/{visit}"' in text and "測試甲" in text
    assert f'href="{case}">115-0001' in log.coordinator.client.get(f"/visits/{visit}").text


def test_the_list_has_open_ones_first_the_most_urgent_on_top_and_the_overdue_in_red(log):
    cases = [opened(log, due=due) for due in ("2026-12-30", "2026-12-02", "2026-12-09")]
    with office_records(log.engine) as records:
        next(one for one in records.all(Case) if one.number == 2).due = dt.date(2026, 11, 30)
    log.coordinator.client.post(f"{cases[2]}/close", data={"closing": "安好"})
    client = log.coordinator.client
    text = client.get("/cases").text
    assert (numbers(text), "有 1 件過了期限。" in text, "逾 2 天" in text) == (["115-0002", "115-0001"], True, True)
    assert numbers(client.get("/cases?which=closed").text) == ["115-0003"]
    assert numbers(client.get("/cases?which=all").text) == ["115-0002", "115-0001", "115-0003"]
    assert "您的帳號沒有連到人員" in client.get("/cases?which=mine").text


def test_mine_are_those_that_are_up_to_me(log):
    with office_records(log.engine, write=False) as records:
        (guo,) = records.all(Person, Person.code == "K001")
        actor = Actor(office_id=records.office.id, role="coordinator", person_id=guo.id)
    opened(log)
    opened(log, owner_id=guo.id)
    from outreach.usecases.cases.show_cases import list_cases  # noqa: PLC0415

    with office_records(log.engine, write=False) as records:
        page = list_cases(records, actor, which="mine", now=NOW)
    assert [(line.name, line.owner) for line in page.lines] == [("115-0002", "郭育誠")]


def test_a_case_is_noted_closed_and_reopened_and_nothing_is_lost(log):
    case, client = opened(log), log.coordinator.client
    assert "女兒 週五回覆" in client.post(f"{case}/notes", data={"text": "女兒\n週五回覆"}).text
    text = client.post(f"{case}/close", data={"closing": "已見到本人"}).text
    assert "結案了。" in text and "已結案：已見到本人" in text
    again = client.post(f"{case}/close", data={"closing": "別的"})
    assert (again.status_code, "已經結案" in again.text) == (409, True)
    assert client.post(case, data={"title": "x", "due": "2026-12-09"}).status_code == 409
    text = client.post(f"{case}/reopen").text
    assert "重新開啟了。" in text and "已見到本人" in text
    assert client.post(f"{case}/reopen").status_code == 409
    with office_records(log.engine, write=False) as records:
        assert [one.text for one in records.all(CaseNote)].count("已見到本人") == 1


def test_owner_date_and_status_are_changed(log):
    case = opened(log)
    with office_records(log.engine, write=False) as records:
        (guo,) = records.all(Person, Person.code == "K001")
    given = {"title": "等家屬", "due": "2026-12-20", "owner_id": guo.id, "status": "waiting"}
    text = log.coordinator.client.post(case, data=given).text
    assert "等別人回覆，期限 12/20（日）。" in text and "郭育誠" in text and "115-0001 等家屬" in text
    # Who it was up to before, and until when, stays to be read.
    words = re.sub(r"<[^>]+>|\s", "", text)
    assert "負責人：還沒有人負責→郭育誠（K001）" in words and "狀態：處理中→等別人回覆" in words
    assert "→12/20（日）" in words and "要追蹤什麼：聯絡家屬→等家屬" in words
    log.coordinator.client.post(case, data=given)
    with office_records(log.engine, write=False) as records:
        (kept,) = records.all(CaseNote)
    assert kept.changed["owner"] == ["", "郭育誠（K001）"] and kept.account_id is not None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"title": ""}, "必填。"),
        ({"due": "2026-12-01"}, "期限不能早於今天。"),
        ({"due": "soon"}, "不是日期"),
        ({"owner_id": "f" * 32}, "找不到這位人員"),
        ({"client_id": "f" * 32}, ""),
        ({"log_id": "f" * 32}, ""),
    ],
)
def test_what_cannot_be_taken_is_said_and_stays_typed(log, given, said):
    given = {"title": "聯絡家屬", "due": "2026-12-09", "note": "打過兩次", **given}
    answer = log.coordinator.client.post("/cases/new", data=given)
    assert answer.status_code == 422 and said in answer.text and "打過兩次" in answer.text
    with office_records(log.engine, write=False) as records:
        assert records.all(Case) == []


def test_a_case_that_is_not_there_is_not_found(log):
    for path in (f"/cases/{'f' * 32}", "/cases/x"):
        assert log.coordinator.client.get(path).status_code == 404
    for verb in ("", "/notes", "/close", "/reopen"):
        given = {"title": "x", "due": "2026-12-09", "text": "x", "closing": "x"}
        assert log.coordinator.client.post(f"/cases/{'f' * 32}{verb}", data=given).status_code == 404


def test_the_number_of_questions_does_not_grow_with_the_cases(log):
    def asked():
        log.coordinator.client.get("/cases")
        with log.queries() as statements:
            log.coordinator.client.get("/cases")
        return len(statements)

    opened(log)
    one = asked()
    for _ in range(5):
        opened(log)
    assert asked() == one


def test_two_that_are_opened_at_once_get_two_numbers(database):
    engine = open_database(database)
    small_office(engine)
    start = Barrier(4)
    with office_records(engine, write=False) as records:
        actor = Actor(office_id=records.office.id, role="coordinator")
    form = CaseForm(title="聯絡家屬", due=dt.date(2026, 12, 9))

    def do(_number):
        def work():
            with changed_records(engine, actor.office_id, "open case", account_id=None, now=NOW) as records:
                return open_case(records, actor, form=form, now=NOW).number

        start.wait()
        return again_if_in_the_way(work)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(do, range(4))) == [1, 2, 3, 4]
    with office_records(engine) as records:
        later = dt.datetime(2027, 1, 1, 0, 30, tzinfo=dt.UTC)
        case = open_case(records, actor, form=CaseForm(title="新年", due=dt.date(2027, 1, 9)), now=later)
        assert (case.year, case.number) == (116, 1)
        with pytest.raises(Invalid):
            open_case(records, actor, form=form, now=later)
        for role in ("auditor", "field", "admin"):
            with pytest.raises(NotAllowed):
                open_case(records, Actor(office_id=actor.office_id, role=role), form=form, now=NOW)
    engine.dispose()
