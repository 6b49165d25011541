"""Each kind of record on its pages: made, wrong at its field, edited, edited by two, removed, brought back."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from outreach.usecases.keeping.kinds import KINDS
from tests.api_site import ApiSite, Caller
from tests.contract.api.bodies import bodies
from tests.page_forms import PageForm, Pairs, Response, changed, opened, sent

WRITTEN = [name for name, kind in KINDS.items() if kind.form is not None]
# What makes a copy another one; a field to edit with two values; what cannot be taken, where, and the sentence.
ANOTHER: dict[str, dict[str, str]] = {
    "units": {"name": "另一課"},
    "people": {"code": "V200", "name": "另一位"},
    "clients": {"code": "C200", "name": "另一位"},
    "services": {"name": "另一項"},
    "kits": {"name": "另一箱"},
    "care-plans": {"code": "P200"},
    "tasks": {"code": "T200"},
    "desks": {"code": "D200"},
    "shifts": {"date": "2026-12-03"},
    "drives": {"code": "R200"},
    "campaigns": {"name": "中秋節"},
    "trainings": {"date": "2026-03-15"},
    "insurances": {"start": "2026-02-01"},
    "training-rules": {"start": "2027-02-01"},
}
EDITS: dict[str, tuple[str, str, str]] = {
    "units": ("phone", "06-000-0801", "06-000-0802"),
    "people": ("title", "組長", "隊長"),
    "clients": ("note", "門鈴在左", "門鈴在右"),
    "services": ("weight", "5", "7"),
    "kits": ("turnaround", "45", "50"),
    "care-plans": ("note", "按兩下", "按三下"),
    "tasks": ("note", "按兩下", "按三下"),
    "desks": ("name", "夜間甲", "夜間乙"),
    "shifts": ("note", "停電", "停水"),
    "drives": ("expected", "80", "90"),
    "campaigns": ("last", "2026-10-20", "2026-10-22"),
    "trainings": ("provider", "甲協會", "乙協會"),
    "insurances": ("policy", "甲保單", "乙保單"),
    "training-rules": ("start", "2027-01-02", "2027-01-03"),
}
WRONG: dict[str, tuple[str, str, str]] = {
    "units": ("name", "", "不能空白"),
    "people": ("availability.0.end", "07:00", "結束要晚於開始。"),
    "clients": ("birth_year", "一九四〇", "要填整數。"),
    "services": ("latest", "07:00", "最晚開始早於最早開始"),
    "kits": ("count", "-1", "不能小於 0。"),
    "care-plans": ("client_id", "C999", "找不到；請從清單選，或填編號。"),
    "tasks": ("deadline", "115/13/1", "不是日期"),
    "desks": ("end", "17:00", "結束要晚於開始。"),
    "shifts": ("desk_id", "", "必填。"),
    "drives": ("place.lat", "22.98", "緯度、經度要一起填。"),
    "campaigns": ("recipients", "C999 1", "第 1 行：沒有這個編號的服務對象"),
    "trainings": ("category", "", "特殊訓練要填類別"),
    "insurances": ("end", "2025-12-31", "不能早於開始。"),
    "training-rules": ("hours", "-1", "不能小於 0。"),
}
AT = {"drives": "place.lon"}


@pytest.fixture(scope="module")
def made(quick: ApiSite) -> dict[str, dict[str, Any]]:
    """One record of each kind, made through the API."""
    return {kind: quick.coordinator.post(f"/{kind}", body).json() for kind, body in bodies(quick).items()}


@pytest.fixture
def coordinator(quick: ApiSite) -> Caller:
    return quick.coordinator


def plain(answer: Response) -> str:
    """What an answer says, without its marks."""
    marks = r"<(script|template)[^>]*>.*?</\1>|<[^>]*>"
    return re.sub(r"\s+", " ", html.unescape(re.sub(marks, " ", answer.text, flags=re.S)))


def record_of(api: Caller, kind: str, record_id: str) -> dict[str, Any]:
    found: dict[str, Any] = api.get(f"/{kind}/{record_id}").json()
    return found


def follow(api: Caller, answer: Response) -> Response:
    assert answer.status_code == 303, plain(answer)
    return api.client.get(answer.headers["location"])


def undo(api: Caller, page: Response) -> Response:
    """Press the button beside what was just saved."""
    action = re.search(r'action="(/data/changes/[0-9a-f]{32}/undo)"', page.text)
    assert action, plain(page)
    back = re.search(r'name="back" value="([^"]*)"', page.text)
    return follow(api, sent(api.client, action[1], [("csrf", ""), ("back", back[1] if back else "")]))


def without(record: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in ("etag", *names)}


@pytest.mark.parametrize("kind", WRITTEN)
def test_made_on_a_page_and_taken_back(made: dict[str, Any], coordinator: Caller, kind: str) -> None:
    first = made[kind]
    pairs = changed(opened(coordinator.client, f"/data/{kind}/{first['id']}"), **ANOTHER[kind])
    page = follow(coordinator, sent(coordinator.client, f"/data/{kind}/new", pairs))
    assert "已存：新增" in plain(page)
    new_id = str(page.url).partition("?")[0].rpartition("/")[2]
    assert without(record_of(coordinator, kind, new_id), "id") == without({**first, **ANOTHER[kind]}, "id")
    assert "已存：復原" in plain(undo(coordinator, page))
    assert coordinator.get(f"/{kind}/{new_id}").status_code == 404


@pytest.mark.parametrize("kind", WRITTEN)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    made: dict[str, Any], coordinator: Caller, kind: str
) -> None:
    field, value, sentence = WRONG[kind]
    path = f"/data/{kind}/{made[kind]['id']}"
    before = record_of(coordinator, kind, made[kind]["id"])
    pairs = changed(opened(coordinator.client, path), **{field: value, EDITS[kind][0]: EDITS[kind][1]} | {field: value})
    answer = sent(coordinator.client, path, pairs)
    assert answer.status_code == 422
    at = re.escape(AT.get(field and kind, field))
    told = re.search(rf'<p class="at-field" id="{at}-problem">([^<]*)</p>', answer.text)
    assert told and sentence in told[1], plain(answer)
    # Only the tag that what was typed is in stands between the two.
    assert PageForm(answer.text).pairs == pairs
    assert record_of(coordinator, kind, made[kind]["id"]) == before


@pytest.mark.parametrize("kind", WRITTEN)
def test_an_edit_is_saved_marked_and_undone(made: dict[str, Any], coordinator: Caller, kind: str) -> None:
    field, value, _ = EDITS[kind]
    path = f"/data/{kind}/{made[kind]['id']}"
    before = record_of(coordinator, kind, made[kind]["id"])
    page = follow(
        coordinator, sent(coordinator.client, path, changed(opened(coordinator.client, path), **{field: value}))
    )
    assert "已存：修改" in plain(page) and "手動更正" in plain(page)
    after = record_of(coordinator, kind, made[kind]["id"])
    assert str(after[field]) == value and after["corrected"] == sorted({*before["corrected"], field})
    assert without(after, field, "corrected") == without(before, field, "corrected")
    told = plain(coordinator.client.get("/data/changes"))
    assert any(one in told for one in (value, "10/20", "1/2"))
    undo(coordinator, page)
    assert record_of(coordinator, kind, made[kind]["id"]) == before


@pytest.mark.parametrize("kind", WRITTEN)
def test_sent_as_it_was_opened_nothing_changes(made: dict[str, Any], coordinator: Caller, kind: str) -> None:
    path = f"/data/{kind}/{made[kind]['id']}"
    before = record_of(coordinator, kind, made[kind]["id"])
    page = follow(coordinator, sent(coordinator.client, path, opened(coordinator.client, path)))
    assert "沒有改任何欄位" in plain(page)
    assert record_of(coordinator, kind, made[kind]["id"]) == before


def two_edits(api: Caller, kind: str, record_id: str) -> tuple[str, Response, Pairs]:
    """Two who opened the same: the first one's edit is kept, the second one is asked."""
    field, theirs, mine = EDITS[kind]
    path = f"/data/{kind}/{record_id}"
    start = {"name": "原來的", "last": "2026-10-18", "start": "2027-01-01"}.get(field, 1 if theirs.isdigit() else "")
    assert api.patch(f"/{kind}/{record_id}", {field: start}).status_code == 200
    first, second = opened(api.client, path), opened(api.client, path)
    assert sent(api.client, path, changed(first, **{field: theirs})).status_code == 303
    answer = sent(api.client, path, changed(second, **{field: mine}))
    assert answer.status_code == 409
    return path, answer, PageForm(answer.text).pairs


def same(value: Any, typed: str) -> bool:
    return str(value) == typed


@pytest.mark.parametrize("kind", WRITTEN)
@pytest.mark.parametrize("whose", ["mine", "theirs"])
def test_two_who_edit_the_same_field_see_both_sides(
    made: dict[str, Any], coordinator: Caller, kind: str, whose: str
) -> None:
    field, theirs, mine = EDITS[kind]
    record_id = made[kind]["id"]
    path, answer, pairs = two_edits(coordinator, kind, record_id)
    said = plain(answer)
    assert "帳號coordinator在" in said and "還沒有存" in said
    sides = re.findall(r'<span class="what">([^<]*)</span>', answer.text)
    assert len(sides) == 2 and len(set(sides)) == 2
    assert same(record_of(coordinator, kind, record_id)[field], theirs)
    # Not to say whose is asked once more; nothing is lost.
    again = sent(coordinator.client, path, pairs)
    assert again.status_code == 409 and "還有欄位沒選要用誰的。" in plain(again)
    assert PageForm(again.text).pairs == pairs
    page = follow(coordinator, sent(coordinator.client, path, [*pairs, (f"pick.{field}", whose)]))
    assert same(record_of(coordinator, kind, record_id)[field], mine if whose == "mine" else theirs)
    if whose == "mine":
        undo(coordinator, page)
        assert same(record_of(coordinator, kind, record_id)[field], theirs)


def test_what_only_one_of_two_has_changed_is_kept_for_both(made: dict[str, Any], coordinator: Caller) -> None:
    record_id = made["clients"]["id"]
    path = f"/data/clients/{record_id}"
    first, second = opened(coordinator.client, path), opened(coordinator.client, path)
    sent(coordinator.client, path, changed(first, phone="06-000-0777", note="甲寫的"))
    answer = sent(coordinator.client, path, changed(second, need_grade="3", note="乙寫的"))
    said = plain(answer)
    assert answer.status_code == 409 and "06-000-0777" in said and "甲寫的" in said and "乙寫的" in said
    pairs = PageForm(answer.text).pairs
    assert ("pick.phone", "theirs") in pairs and ("pick.need_grade", "mine") in pairs
    follow(coordinator, sent(coordinator.client, path, [*pairs, ("all", "mine")]))
    after = record_of(coordinator, "clients", record_id)
    assert (after["phone"], after["need_grade"], after["note"]) == ("06-000-0777", 3, "乙寫的")


def test_a_third_edit_while_somebody_chooses_is_seen_too(made: dict[str, Any], coordinator: Caller) -> None:
    path, _, pairs = two_edits(coordinator, "kits", made["kits"]["id"])
    follow(coordinator, sent(coordinator.client, path, changed(opened(coordinator.client, path), turnaround="60")))
    late = sent(coordinator.client, path, [*pairs, ("pick.turnaround", "mine")])
    assert late.status_code == 409 and "60" in plain(late)
    assert record_of(coordinator, "kits", made["kits"]["id"])["turnaround"] == 60


def test_what_was_typed_into_a_record_that_is_removed_meanwhile_is_not_lost(coordinator: Caller) -> None:
    kit = coordinator.post("/kits", {"name": "將被刪"}).json()
    pairs = changed(opened(coordinator.client, f"/data/kits/{kit['id']}"), count="4")
    coordinator.delete(f"/kits/{kit['id']}")
    answer = sent(coordinator.client, f"/data/kits/{kit['id']}", pairs)
    assert answer.status_code == 409 and "剛被別人刪除了" in plain(answer)
    assert 'action="/data/kits/new"' in answer.text
    page = follow(coordinator, sent(coordinator.client, "/data/kits/new", PageForm(answer.text).pairs))
    assert "已存：新增工作箱" in plain(page)


@pytest.mark.parametrize("kind", WRITTEN)
def test_removed_after_a_question_and_brought_back(made: dict[str, Any], coordinator: Caller, kind: str) -> None:
    copy = {name: value for name, value in made[kind].items() if name not in ("id", "etag", "corrected")}
    for name in ("place", "base", "end_place"):
        if copy.get(name):
            copy[name] = {"address": copy[name]["address"], "village": copy[name]["village"]}
    record = coordinator.post(f"/{kind}", copy | ANOTHER[kind]).json()
    asked = coordinator.client.get(f"/data/{kind}/{record['id']}/remove")
    assert "要刪除嗎？" in plain(asked)
    etag = re.search(r'name="etag" value="([^"]*)"', asked.text)
    assert etag
    token = [("csrf", ""), ("etag", html.unescape(etag[1]))]
    page = follow(coordinator, sent(coordinator.client, f"/data/{kind}/{record['id']}/remove", token))
    assert "已存：刪除" in plain(page)
    assert coordinator.get(f"/{kind}/{record['id']}").status_code == 404
    undo(coordinator, page)
    back = record_of(coordinator, kind, record["id"])
    assert without(back) == without(record)
    coordinator.delete(f"/{kind}/{record['id']}")


def test_what_is_in_use_says_by_what_and_stays(coordinator: Caller) -> None:
    client = coordinator.all("/clients")[0]
    page = coordinator.client.get(f"/data/clients/{client['id']}/remove")
    said = plain(page)
    assert "還不能刪除" in said and "班表上的站 1 筆" in said and "確定刪除" not in said
    assert re.search(r'href="/data/care-plans\?client_id=[0-9a-f]{32}">服務計畫</a> [0-9]+ 筆', page.text)
    answer = sent(coordinator.client, f"/data/clients/{client['id']}/remove", [("csrf", ""), ("etag", client["etag"])])
    assert answer.status_code == 409 and "還不能刪除" in plain(answer)
    refused = coordinator.delete(f"/clients/{client['id']}").json()
    assert refused["code"] == "in_use" and "服務計畫" in refused["detail"] and "班表上的站 1 筆" in refused["detail"]
    english = coordinator.delete(f"/clients/{client['id']}?lang=en").json()
    assert "care plans: " in english["detail"] and "stops on rosters: 1" in english["detail"]


def test_rows_are_added_and_removed_without_a_script(made: dict[str, Any], coordinator: Caller) -> None:
    path = f"/data/people/{made['people']['id']}"
    pairs = changed(opened(coordinator.client, path), name="還沒存的名字")
    more = sent(coordinator.client, path, [*pairs, ("add", "skills")])
    assert more.status_code == 200
    with_row = PageForm(more.text).pairs
    assert ("skills.2.skill", "") in with_row and ("name", "還沒存的名字") in with_row
    less = sent(coordinator.client, path, [*with_row, ("drop", "skills.0")])
    left = PageForm(less.text).pairs
    assert not [name for name, _ in left if name.startswith("skills.0")]
    follow(coordinator, sent(coordinator.client, path, changed(left, skills__2__skill="開車")))
    after = record_of(coordinator, "people", made["people"]["id"])
    assert after["name"] == "還沒存的名字"
    assert [one["skill"] for one in after["skills"]] == ["急救", "開車"]


def test_an_address_that_moves_without_its_point_is_asked_about(made: dict[str, Any], coordinator: Caller) -> None:
    record_id = made["clients"]["id"]
    path = f"/data/clients/{record_id}"
    exact = {"address": "育平路316號", "lat": 22.989, "lon": 120.164}
    assert coordinator.patch(f"/clients/{record_id}", {"place": exact}).status_code == 200
    pairs = changed(opened(coordinator.client, path), place__address="育平路 9 號")
    asked = sent(coordinator.client, path, pairs)
    assert asked.status_code == 422 and "緯度、經度還是舊的" in plain(asked)
    assert record_of(coordinator, "clients", record_id)["place"]["address"] == "育平路316號"
    follow(coordinator, sent(coordinator.client, path, [*PageForm(asked.text).pairs, ("place.same", "1")]))
    place = record_of(coordinator, "clients", record_id)["place"]
    assert (place["address"], place["lat"], place["precision"]) == ("育平路 9 號", 22.989, "exact")


def test_whoever_changes_the_unit_starts_from_there(made: dict[str, Any], coordinator: Caller) -> None:
    other = coordinator.post("/units", {"name": "二課", "place": {"address": "", "village": "平通里"}}).json()
    path = f"/data/people/{made['people']['id']}"
    pairs = opened(coordinator.client, path)
    assert ("base.address", "") in pairs and ("base.lat", "") in pairs
    follow(coordinator, sent(coordinator.client, path, changed(pairs, unit_id=other["id"])))
    assert record_of(coordinator, "people", made["people"]["id"])["base"] == other["place"]


def test_a_list_that_is_too_long_is_left_as_it_is(made: dict[str, Any], coordinator: Caller) -> None:
    skills = [{"skill": f"資格{number}"} for number in range(101)]
    person = coordinator.post("/people", {**bodies_of_person(made), "code": "V300", "skills": skills}).json()
    path = f"/data/people/{person['id']}"
    page = coordinator.client.get(path)
    assert "「資格」太長" in plain(page)
    follow(coordinator, sent(coordinator.client, path, changed(PageForm(page.text).pairs, title="老師")))
    after = record_of(coordinator, "people", person["id"])
    assert after["title"] == "老師" and len(after["skills"]) == 101
    coordinator.delete(f"/people/{person['id']}")


def bodies_of_person(made: dict[str, Any]) -> dict[str, Any]:
    return {"name": "多才", "unit_id": made["people"]["unit_id"], "role": "volunteer"}


def test_who_only_reads_gets_no_form(made: dict[str, Any], quick: ApiSite) -> None:
    for kind in WRITTEN:
        page = quick.auditor.client.get(f"/data/{kind}/{made[kind]['id']}")
        assert page.status_code == 200 and 'class="record"' not in page.text
        assert "新增" not in plain(quick.auditor.client.get(f"/data/{kind}"))
    for kind in ("absences",):
        one = quick.coordinator.all(f"/{kind}")[0]
        assert "公假" in plain(quick.coordinator.client.get(f"/data/{kind}/{one['id']}"))


def test_every_page_is_there_in_english(made: dict[str, Any], coordinator: Caller) -> None:
    for kind in WRITTEN:
        for path in (f"/data/{kind}", f"/data/{kind}/new", f"/data/{kind}/{made[kind]['id']}"):
            said = plain(coordinator.client.get(f"{path}?lang=en"))
            ours = ("儲存", "新增", "基本資料", "可不填", "編號", "名稱", "時間", "名額", "地點", "清單")
            assert not [word for word in ours if word in said], path
    coordinator.client.get("/data?lang=zh")
