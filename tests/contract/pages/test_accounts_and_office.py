"""Accounts and the office's settings on their pages."""

from __future__ import annotations

import html
import re

import pytest
from fastapi.testclient import TestClient

from tests.api_site import ApiSite, Caller
from tests.page_forms import PageForm, Pairs, Response, changed, sent
from tests.signed_in import PASSWORD, sign_in

GOOD = "a long and good one"


def sheet(client: object, path: str) -> Pairs:
    answer: Response = client.get(path)  # type: ignore[attr-defined]
    return PageForm(answer.text.partition("<h2>")[0] + "</form>", "sheet").pairs


def make(api: Caller, login: str, **more: str) -> Response:
    given = {"login": login, "name": "某承辦", "role": "auditor", "password": GOOD, "again": GOOD, **more}
    return sent(api.client, "/accounts/new", [("csrf", ""), *given.items()])


def ids(api: Caller) -> dict[str, str]:
    text = api.client.get("/accounts").text
    return {login: one for one, login in re.findall(r'<a href="/accounts/([0-9a-f]{32})">([^<]*)</a>', text)}


def test_an_account_is_made_changed_closed_and_opened(quick: ApiSite) -> None:
    api = quick.coordinator
    answer = make(api, "chen")
    assert (answer.status_code, answer.headers["location"]) == (303, "/accounts?done=made")
    assert "帳號已新增。" in api.client.get(answer.headers["location"]).text
    path = f"/accounts/{ids(api)['chen']}"
    pairs = sheet(api.client, path)
    assert ("name", "某承辦") in pairs and ("role", "auditor") in pairs
    assert sent(api.client, path, changed(pairs, name="改過的", role="admin")).status_code == 303
    assert "改過的" in api.client.get("/accounts").text
    stale = sent(api.client, path, changed(pairs, name="晚到的"))
    assert stale.status_code == 409 and "現在是「改過的」，您填的是「晚到的」" in stale.text
    assert sent(api.client, f"{path}/door", [("csrf", ""), ("do", "close")]).status_code == 303
    assert "已停用" in api.client.get("/accounts").text
    assert sent(api.client, f"{path}/door", [("csrf", ""), ("do", "open")]).status_code == 303
    assert sent(api.client, f"{path}/door", [("csrf", ""), ("do", "unlock")]).status_code == 303
    assert sent(api.client, f"{path}/door", [("csrf", ""), ("do", "burn")]).status_code == 404


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"login": "A B"}, "login", "帳號要 2 到 64 個字"),
        ({"login": "coordinator"}, "login", "這個帳號已經有人用了"),
        ({"name": " "}, "name", "姓名要 1 到"),
        ({"role": ""}, "role", "角色只有這四種"),
        ({"role": "field"}, "person_id", "外勤人員的帳號要對應一位人員。"),
        ({"password": "short", "again": "short"}, "password", "密碼至少要 12 個字"),
        ({"again": "another one"}, "again", "兩次輸入的密碼不一樣。"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(quick: ApiSite, given: dict[str, str], field: str, sentence: str) -> None:
    answer = make(quick.coordinator, **{"login": "new.one", **given})
    assert answer.status_code in (409, 422)
    told = re.search(rf'<p class="at-field" id="{field}-problem">([^<]*)</p>', answer.text)
    assert told and sentence in told[1]
    assert 'value="某承辦"' in answer.text or "name" in given
    assert GOOD not in answer.text


def test_a_forgotten_password_is_set_anew(quick: ApiSite) -> None:
    api = quick.coordinator
    make(api, "forgetful")
    path = f"/accounts/{ids(api)['forgetful']}/password"
    wrong = sent(api.client, path, [("csrf", ""), ("password", GOOD + "!"), ("again", GOOD)])
    assert wrong.status_code == 422 and "兩次輸入的密碼不一樣。" in wrong.text
    right = sent(api.client, path, [("csrf", ""), ("password", GOOD + "!"), ("again", GOOD + "!")])
    assert right.headers["location"] == "/accounts?done=password"
    assert sign_in(TestClient(quick.app), "forgetful", GOOD + "!")["csrf"]
    own = [("csrf", ""), ("password", GOOD), ("again", GOOD)]
    assert sent(api.client, f"/accounts/{ids(api)['coordinator']}/password", own).status_code == 403


def test_a_field_account_belongs_to_somebody(quick: ApiSite) -> None:
    person = next(one for one in quick.coordinator.all("/people") if one["code"] == "S001")
    assert make(quick.coordinator, "zhou", role="field", person_id=person["id"]).status_code == 303
    assert "S001 周柏宇" in quick.coordinator.client.get("/accounts").text
    again = make(quick.coordinator, "zhou2", role="field", person_id=person["id"])
    assert again.status_code == 409 and "已經有帳號了" in again.text


def test_an_administrator_reads_no_names_and_grants_no_sight(quick: ApiSite) -> None:
    api = quick.admin
    text = api.client.get("/accounts").text
    assert "帳號coordinator" not in text.partition("<main")[2] and "林秀琴" not in text
    new = api.client.get("/accounts/new").text
    assert 'value="admin"' in new and 'value="coordinator"' not in new and "林秀琴" not in new
    assert make(api, "sneak", role="coordinator").status_code == 403
    page = api.client.get(f"/accounts/{ids(quick.coordinator)['coordinator']}").text
    assert "角色和密碼只有承辦人可以改" in page and 'name="password"' not in page


def test_the_last_coordinator_stays(quick: ApiSite) -> None:
    path = f"/accounts/{ids(quick.coordinator)['coordinator']}/door"
    answer = sent(quick.coordinator.client, path, [("csrf", ""), ("do", "close")])
    assert answer.status_code == 409 and "這是最後一個承辦人帳號" in answer.text


def test_the_settings_are_saved_and_two_who_change_them_see_both_sides(quick: ApiSite) -> None:
    client = quick.coordinator.client
    pairs = sheet(client, "/office")
    wrong = sent(client, "/office", changed(pairs, address="https://me:secret@example.gov.tw"))
    assert wrong.status_code == 422 and "請填本系統對外的網址" in wrong.text
    assert 'id="address-problem"' in wrong.text and "secret" in html.unescape(wrong.text)
    given = changed(pairs, address="https://roster.example.gov.tw/", contact="06-000-0100")
    assert sent(client, "/office", given).headers["location"] == "/office?done=1"
    page = client.get("/office?done=1").text
    assert "設定已儲存。" in page and 'value="https://roster.example.gov.tw"' in page
    stale = sent(quick.admin.client, "/office", changed(pairs, contact="06-000-0999"))
    assert stale.status_code == 409 and "電話現在是「06-000-0100」" in stale.text
    meant = PageForm(stale.text, "sheet").pairs
    assert ("contact", "06-000-0999") in meant
    assert sent(quick.admin.client, "/office", meant).status_code == 303
    assert quick.coordinator.get("/office").json()["contact"] == "06-000-0999"
    assert "修改機關設定" in client.get("/data/changes").text
    assert PASSWORD not in page
