"""What asks the database in a way of its own, on SQLite and PostgreSQL: changes, uses, searches through links."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api_site import ApiSite
from tests.page_forms import PageForm, changed, opened, sent


@pytest.fixture
def site(database: str) -> Iterator[ApiSite]:
    made = ApiSite(database)
    yield made
    made.engine.dispose()


def test_edited_by_two_told_searched_counted_and_undone(site: ApiSite) -> None:
    client = site.coordinator.client
    one = site.coordinator.all("/clients")[0]
    path = f"/data/clients/{one['id']}"
    first, second = opened(client, path), opened(client, path)
    saved = sent(client, path, changed(first, note="甲", wishes__0__person_id="V001", wishes__0__wish="refused"))
    assert saved.status_code == 303
    late = sent(client, path, changed(second, note="乙"))
    assert late.status_code == 409 and "帳號coordinator在" in late.text
    told = client.get("/data/changes").text
    assert "<ins>甲</ins>" in told and "意願 C001 測試甲" in told and "不要這位" in told
    assert sent(client, path, [*PageForm(late.text).pairs, ("all", "mine")]).status_code == 303
    assert site.coordinator.get(f"/clients/{one['id']}").json()["note"] == "乙"
    found = sent(client, "/data/care-plans/search", [("csrf", ""), ("q", "測試甲")])
    assert "找到 1 筆。" in found.text
    asked = client.get(f"{path}/remove").text
    assert "還不能刪除" in asked and "班表的未排入" in asked
    for _ in range(2):
        change = site.coordinator.get("/changes").json()["items"]
        undone = next(each["id"] for each in change if each["verb"] == "correct clients" and not each["undone_id"])
        assert sent(client, f"/data/changes/{undone}/undo", [("csrf", "")]).status_code == 303
    back = site.coordinator.get(f"/clients/{one['id']}").json()
    assert {**back, "etag": ""} == {**one, "etag": ""}
    pairs = PageForm(client.get("/office").text, "sheet").pairs
    assert sent(client, "/office", changed(pairs, address="http://10.0.0.5:8000")).status_code == 303
