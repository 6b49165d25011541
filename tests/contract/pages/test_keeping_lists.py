"""Lists of the office's data: searched without names in addresses, narrowed, paged; what was changed; hostile text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from outreach.records import Absence, Change, ClosedDay, Person, Pin
from outreach.records.database import office_records
from outreach.usecases.keeping.kinds import KINDS
from tests.api_site import ApiSite
from tests.contract.api.bodies import bodies
from tests.office import MONDAY, at
from tests.page_forms import PageForm, Response, changed, opened, sent

HOSTILE = "<script>alert(1)</script>${7*7}{{7*7}}\"'`"


def names(answer: Response) -> list[str]:
    """What the first column of a list says."""
    assert answer.status_code == 200, answer.text
    return re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a>', answer.text)


def found(site: ApiSite, kind: str, **typed: str) -> Response:
    return sent(site.coordinator.client, f"/data/{kind}/search", [("csrf", ""), *typed.items()])


def test_the_index_counts_every_kind(quick: ApiSite) -> None:
    text = quick.coordinator.client.get("/data").text
    for kind in KINDS:
        count = len(quick.coordinator.all(f"/{kind}"))
        entry = re.search(rf'<a href="/data/{kind}">.*?<span class="many">([0-9]+) 筆', text)
        assert entry and int(entry[1]) == count, kind


def test_names_are_found_from_a_body_and_stand_in_no_address(quick: ApiSite) -> None:
    answer = found(quick, "people", q="秀琴")
    assert names(answer) == ["林秀琴"] and "找到 1 筆。" in answer.text
    for address in re.findall(r'(?:href|src|action)="([^"]*)"', answer.text):
        assert re.fullmatch(r"[#/][\w/#?=.&;-]*", address, re.ASCII), address
    assert names(quick.coordinator.client.get("/data/people?q=秀琴")) == []
    assert names(quick.coordinator.client.get("/data/people?q=v00")) == ["林秀琴"]
    assert names(found(quick, "clients", q="06-000-0181")) == ["測試甲"]


def test_care_plans_are_found_by_their_client_and_led_to_from_there(quick: ApiSite) -> None:
    assert names(found(quick, "care-plans", q="測試乙")) == ["測試乙"]
    client = quick.coordinator.post("/clients/search", {"q": "測試乙"}).json()["items"][0]
    page = quick.coordinator.client.get(f"/data/clients/{client['id']}")
    assert f'href="/data/care-plans?client_id={client["id"]}"' in page.text
    assert names(quick.coordinator.client.get(f"/data/care-plans?client_id={client['id']}")) == ["測試乙"]
    start = opened(quick.coordinator.client, f"/data/care-plans/new?client_id={client['id']}")
    assert ("client_id", "C002 測試乙") in start and ("code", "P005") in start


def test_an_empty_word_leads_to_the_plain_list_with_its_filters(quick: ApiSite) -> None:
    answer = found(quick, "people", q=" ", role="staff", unit_id="")
    assert (answer.status_code, answer.headers["location"]) == (303, "/data/people?role=staff")
    assert names(quick.coordinator.client.get("/data/people?role=staff")) == ["郭育誠"]
    assert names(quick.coordinator.client.get("/data/people?role=boss")) == ["郭育誠", "周柏宇", "林秀琴"]


def test_nothing_found_says_so_with_one_way_out(quick: ApiSite) -> None:
    answer = found(quick, "clients", q="沒有這個人")
    assert "找到 0 筆。" in answer.text and "沒有符合的服務對象。" in answer.text
    assert '<a class="btn primary" href="/data/clients">清除篩選</a>' in answer.text
    empty = quick.coordinator.client.get("/data/kits").text
    assert "還沒有工作箱。" in empty and '<a class="btn primary" href="/data/kits/new">新增第一筆</a>' in empty


@pytest.mark.parametrize(
    "path", ["/data/nothing", "/data/people/0", "/data/nothing/new", "/data/pins/new", "/data/people/0/remove"]
)
def test_what_is_not_there(quick: ApiSite, path: str) -> None:
    assert quick.coordinator.client.get(f"/data/{path}").status_code == 404


@pytest.mark.parametrize("asked", ["after=x", "q=%00", "at=x&after=", "from=never", "unit_id=x", "need_grade=1e9"])
def test_odd_questions_are_refused_or_ignored(quick: ApiSite, asked: str) -> None:
    for kind in ("people", "clients", "drives"):
        assert quick.coordinator.client.get(f"/data/{kind}?{asked}").status_code in (200, 422)


def fill(site: ApiSite, rows: int) -> None:
    """So many records more of each kind, and as many changes."""
    given = bodies(site)
    for number in range(rows):
        for kind, body in given.items():
            named = {name: f"{body[name]}{number}" for name in ("code", "name") if name in body}
            if kind == "shifts":
                named["date"] = f"2027-{number // 28 + 1:02d}-{number % 28 + 1:02d}"
            if kind in ("trainings", "insurances", "training-rules"):
                named["date" if kind == "trainings" else "start"] = f"2026-10-{number + 1:02d}"
            assert site.coordinator.post(f"/{kind}", body | named).status_code == 201
    with office_records(site.engine) as records:
        person = records.all(Person)[0]
        for number in range(rows):
            records.add(Absence(office_id="", person_id=person.id, start=at(number, "08:00"), end=at(number, "09:00")))
            records.add(ClosedDay(office_id="", date=MONDAY.replace(day=number % 30 + 1)))
            records.add(Pin(office_id="", item=f"D{number}", date=MONDAY, person_id=person.id))


def site_with(folder: Path, rows: int) -> ApiSite:
    site = ApiSite(f"sqlite:///{folder}/office.db", clients=1)
    fill(site, rows)
    return site


def test_queries_grow_neither_with_rows_nor_with_changes(tmp_path_factory: pytest.TempPathFactory) -> None:
    counts = []
    for rows in (1, 18):
        site = site_with(tmp_path_factory.mktemp("rows"), rows)
        counted = {}
        ids = {kind: site.coordinator.all(f"/{kind}")[0]["id"] for kind in KINDS}
        records = [f"/data/{kind}/{record_id}" for kind, record_id in ids.items()]
        for path in ("/data", *(f"/data/{kind}" for kind in KINDS), *records, f"{records[1]}/remove"):
            asked_for = []
            for _ in range(2):
                with site.queries() as asked:
                    assert site.coordinator.client.get(path).status_code == 200
                asked_for.append(len(asked))
            # Once a minute the doors note that the sign-in is in use.
            counted[re.sub("[0-9a-f]{32}", "ID", path)] = min(asked_for)
        with site.queries() as asked:
            site.coordinator.client.get("/data/changes")
        # A page of changes asks once for each kind of record that they are about.
        assert len(asked) <= 25
        counts.append(counted)
        site.engine.dispose()
    assert counts[0] == counts[1]


def test_pages_follow_each_other(tmp_path: Path) -> None:
    site = ApiSite(f"sqlite:///{tmp_path}/office.db", clients=120)
    client = site.coordinator.client
    seen, path = [], "/data/clients"
    while path:
        page = client.get(path)
        seen += names(page)
        more = re.search(r'rel="next" href="([^"]*)"', page.text)
        path = more[1].replace("&amp;", "&") if more else ""
        if len(seen) == 50:
            assert "第 1–50 筆，共 120 筆" in page.text
    assert len(seen) == 120 == len(set(seen)) and "第 101–120 筆，共 120 筆" in page.text
    first = found(site, "clients", q="測試")
    pager = first.text.partition('<nav class="pager"')[2].replace("<form", '<form class="record"')
    button = PageForm(pager).pairs
    second = sent(client, "/data/clients/search", button)
    assert len(names(first)) == 50 == len(names(second)) and not set(names(first)) & set(names(second))
    assert "第 51–100 筆，共 120 筆" in second.text
    site.engine.dispose()


def test_hostile_text_is_text_on_every_page(tmp_path: Path) -> None:
    site = ApiSite(f"sqlite:///{tmp_path}/office.db", hostile=HOSTILE)
    client = site.coordinator.client
    person, one = site.coordinator.all("/people")[0], site.coordinator.all("/clients")[0]
    site.coordinator.patch(f"/clients/{one['id']}", {"note": HOSTILE})
    path = f"/data/clients/{one['id']}"
    first, second = opened(client, path), opened(client, path)
    sent(client, path, changed(first, note=HOSTILE + "a"))
    pages = [
        *(
            client.get(each)
            for each in ("/data/people", "/data/clients", "/data/care-plans", f"/data/people/{person['id']}")
        ),
        *(client.get(each) for each in (path, f"{path}/remove", "/data/changes", "/data/care-plans/new")),
        sent(client, path, changed(second, note=HOSTILE + "b")),
        found(site, "clients", q=HOSTILE[:20]),
    ]
    for page in pages:
        assert page.status_code in (200, 409)
        assert ("<script>alert" not in page.text and "{{7*7}}" in page.text.replace("&#39;", "'")) or page is pages[-1]
        assert "<script>alert" not in page.text
    site.engine.dispose()


def test_changes_are_told_field_by_field_and_undone_as_far_as_possible(quick: ApiSite) -> None:
    client = quick.coordinator.client
    one = quick.coordinator.all("/clients")[0]
    quick.coordinator.patch(f"/clients/{one['id']}", {"phone": "06-000-0901", "need_grade": 4})
    quick.coordinator.patch(f"/clients/{one['id']}", {"phone": "06-000-0902"})
    text = client.get("/data/changes").text
    assert re.search(r"<del>06-000-0901</del> <span[^>]*>→</span> <ins>06-000-0902</ins>", text)
    assert "測試甲" in text and "帳號coordinator" in text and "修改服務對象" in text
    later, earlier = re.findall(r'action="(/data/changes/[0-9a-f]{32}/undo)"', text)[:2]
    refused = sent(client, earlier, [("csrf", "")])
    assert refused.status_code == 409 and "後來又有人改過" in refused.text
    assert sent(client, later, [("csrf", "")]).status_code == 303
    assert sent(client, earlier, [("csrf", "")]).status_code == 303
    back = quick.coordinator.get(f"/clients/{one['id']}").json()
    assert (back["phone"], back["need_grade"]) == (one["phone"], one["need_grade"])
    assert "已復原" in client.get("/data/changes").text
    assert "/undo" not in quick.auditor.client.get("/data/changes").text


def test_a_change_of_thousands_is_counted_and_opened_by_itself(quick: ApiSite) -> None:
    with office_records(quick.engine) as records:
        steps = [
            {"kind": "Client", "id": f"{number:032x}", "before": None, "after": {"code": f"C{number}", "name": "某"}}
            for number in range(700)
        ]
        change = records.add(Change(office_id="", at=at(40, "09:00"), verb="keep_import", steps=steps))
    text = quick.coordinator.client.get("/data/changes").text
    assert "一共改了 700 筆資料。" in text and len(text) < 200_000
    alone = quick.coordinator.client.get(f"/data/changes/{change.id}").text
    assert "C499" in alone and "C500" not in alone and "一共改了 700 筆資料。" in alone
