"""The views on a map, over HTTP: a day of all duties, a week by 里, what is unserved, and the ground beneath them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from api.app import create_app
from outreach.records import RosterStop
from outreach.records.database import office_records
from tests.api_site import ApiSite
from tests.archives import PNG, archive, directory
from tests.contract.test_pages import Wednesday
from tests.office import MONDAY
from tests.signed_in import CHEAP, client_for

DAY = "/day/2026-12-02"


def data_of(text: str) -> dict[str, Any]:
    """What the page's map is drawn from."""
    found = re.search(r'<script type="application/json" id="map-data"[^>]*>(.*?)</script>', text, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def rows_of(text: str) -> list[str]:
    """Which marks the list names, in its order."""
    return re.findall(r'data-mark="([^"]+)"', text)


def page(site: ApiSite, path: str) -> str:
    answer = site.coordinator.client.get(path)
    assert answer.status_code == 200
    return str(answer.text)


def test_the_day_shows_everybody_who_goes_out_and_the_list_says_the_same(quick: ApiSite) -> None:
    text = page(quick, DAY)
    data = data_of(text)
    assert [route["key"] for route in data["routes"]] == ["A", "B"]
    assert "2 人外出，共 6 站。" in text
    assert rows_of(text) == ["A1", "A2", "A3", "A4", "A5", "B1"]
    drawn = [mark["key"] for route in data["routes"] for mark in route["marks"] if mark["kind"] != "base"]
    assert drawn == rows_of(text)
    assert text.index("林秀琴") < text.index("周柏宇")
    assert "直線為估計路程" in text


@pytest.mark.parametrize(
    ("part", "rows", "hidden"),
    [
        ("am", ["A1"], "另有 1 人"),
        ("pm", ["A2", "A3", "A4", "A5", "B1"], ""),
        ("all", [f"A{n}" for n in range(1, 6)] + ["B1"], ""),
    ],
)
def test_a_part_of_the_day_keeps_the_letters(quick: ApiSite, part: str, rows: list[str], hidden: str) -> None:
    text = page(quick, f"{DAY}?part={part}")
    assert rows_of(text) == rows
    assert ("另有" in text) == bool(hidden) and hidden in text


def test_a_day_without_duties_says_so_and_draws_nothing(quick: ApiSite) -> None:
    text = page(quick, "/day/2026-12-06")
    assert "這個時段沒有人外出。" in text
    assert "map-data" not in text and "/lib/view.js" not in text


def test_a_day_of_a_week_without_a_roster_leads_on(quick: ApiSite) -> None:
    answer = quick.coordinator.client.get("/day/2027-03-03")
    assert answer.status_code == 404 and "還沒有班表" in answer.text


@pytest.mark.parametrize("path", ["/day/2026-12-02?roster=nobody", "/day/1700-01-01", "/day/9999-12-31"])
def test_there_is_no_such_day(quick: ApiSite, path: str) -> None:
    assert quick.coordinator.client.get(path).status_code == 404


def test_a_roster_has_no_day_of_another_week(quick: ApiSite) -> None:
    assert quick.coordinator.client.get(f"/day/2026-12-09?roster={quick.roster_id}").status_code == 404
    assert quick.coordinator.client.get(f"{DAY}?roster={quick.roster_id}").status_code == 200


def test_the_day_as_json_says_what_its_page_says(quick: ApiSite) -> None:
    told = quick.coordinator.get(f"/rosters/{quick.roster_id}/routes?date=2026-12-02").json()
    data = data_of(page(quick, DAY))
    assert [one["letter"] for one in told["routes"]] == [one["key"] for one in data["routes"]]
    assert [one["name"] for one in told["routes"]] == ["林秀琴", "周柏宇"]
    assert [len(one["legs"]) for one in told["routes"]] == [len(one["legs"]) for one in data["routes"]]
    assert [stop["number"] for stop in told["routes"][0]["stops"]] == [1, 2, 3, 4, 5]
    assert [stop["precision"] for stop in told["routes"][0]["stops"]] == ["exact", "exact", "village", "exact", "exact"]
    monday = quick.coordinator.get(f"/rosters/{quick.roster_id}/routes").json()
    assert monday == {"date": str(MONDAY), "routes": [], "stays": []}
    assert quick.coordinator.get(f"/rosters/{quick.roster_id}/routes?date=2026-12-09").status_code == 404


def test_the_weeks_map_has_the_figures_of_its_table(quick: ApiSite) -> None:
    text = page(quick, f"/week/{MONDAY}?view=villages")
    told = {one["name"]: (one["text"], one["level"]) for one in data_of(text)["villages"] if one["level"] != "none"}
    assert told == {"平通里": ("2／3", "lacks"), "國平里": ("2／2", "full")}
    assert re.findall(r'data-village="([^"]+)"', text) == ["平通里", "國平里"]


def test_everything_unserved_is_numbered_alike_on_the_map_and_in_the_list(quick: ApiSite) -> None:
    text = page(quick, f"/unserved/{quick.roster_id}/map")
    marks = data_of(text)["marks"]
    assert [mark["label"] for mark in marks] == ["1", "2"]
    assert [mark["key"] for mark in marks] == rows_of(text)
    assert "2 項必要的沒有人。" in text
    assert f'href="/unserved/{quick.roster_id}/map"' in page(quick, f"/unserved/{quick.roster_id}")


def test_the_week_leads_to_each_of_its_days(quick: ApiSite) -> None:
    text = page(quick, f"/week/{MONDAY}")
    assert set(re.findall(r'href="(/day/[^"]+)"', text)) == {
        f"/day/2026-{day}" for day in ("11-30", "12-01", "12-02", "12-03", "12-04", "12-05", "12-06")
    }


def test_nobody_is_named_in_an_address_of_the_ground(quick: ApiSite) -> None:
    told = quick.coordinator.client.get("/ground/streets/14/13660/7116")
    assert told.json() == {"lines": []}
    for path in ("/ground/tiles/14/13660/7116", "/ground/streets/13/1/1", "/ground/streets/14/99999/1"):
        assert quick.coordinator.client.get(path).status_code == 404
    assert quick.coordinator.client.get("/ground/tiles/99/1/1").status_code == 404


def test_the_offices_own_tiles_come_from_its_folder(quick: ApiSite, tmp_path: Path) -> None:
    archive(
        tmp_path / "tiles.pmtiles", directory([(0, 1, 0, len(PNG))]), tiles=[PNG], about={"attribution": "<i>測繪</i>"}
    )
    app = create_app(str(quick.engine.url), clock=Wednesday(), passwords=CHEAP, area=str(tmp_path))
    client = client_for(app, login="mapper")
    answer = client.get("/ground/tiles/0/0/0")
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, PNG, "image/png")
    assert answer.headers["x-content-type-options"] == "nosniff"
    text = client.get(DAY).text
    assert data_of(text)["ground"] == {"tiles": True, "least": 0, "most": 2, "streets": False, "source": "測繪"}
    assert '<li class="source ground">測繪</li>' in text
    # A picture that is swapped for something else is gone, and nothing falls over.
    (tmp_path / "tiles.pmtiles").write_bytes(b"not a map")
    assert client.get("/ground/tiles/0/0/0").status_code == 404
    assert data_of(client.get(DAY).text)["ground"]["tiles"] is False


def test_the_queries_of_a_view_do_not_grow_with_its_rows(tmp_path: Path) -> None:
    counts = []
    for clients in (2, 40):
        site = ApiSite(f"sqlite:///{tmp_path / f'{clients}.db'}", clients=clients)
        for path in (DAY, f"/unserved/{site.roster_id}/map", f"/week/{MONDAY}?view=villages"):
            page(site, path)
            with site.queries() as asked:
                page(site, path)
            counts.append(len(asked))
        with office_records(site.engine, write=False) as records:
            assert len(records.all(RosterStop)) == clients + 2
        site.engine.dispose()
    assert counts[:3] == counts[3:]
