"""One's own duty on a phone: its page, its data, what is noted there with and without a script, and saying no."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from outreach.records import Absence, Answer, Entry, Roster, RosterStop, Service, VisitLog
from outreach.records.base import new_id
from outreach.records.database import office_records, open_database
from tests.office import at, small_office
from tests.security.cast import Cast, MovingClock
from tests.signed_in import CHEAP, client_for
from tests.statements import statements_of

MY = "/my"


class Phone:
    """The office, its clock, and 林秀琴's phone. It is Wednesday, 13:20."""

    def __init__(self, url: str) -> None:
        self.cast = Cast(url)
        self.clock: MovingClock = self.cast.clock
        self.clock.time = at(2, "13:20")
        self.client: TestClient = self.cast.known("field")
        self.lines_before = {line.id for line in self.all(VisitLog)}

    def route(self, **asked: str) -> dict[str, Any]:
        answer = self.client.get("/my/route.json", params=asked)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def stop(self, number: int) -> dict[str, Any]:
        return next(one for one in self.route()["stops"] if one["number"] == number)

    def send(self, stop: str, action: str = "arrive", **more: Any) -> Any:
        given = {"key": new_id(), "stop_id": stop, "action": action, "at": self.clock.now().isoformat()} | more
        return self.client.post("/my/entries", json=given, headers={"Accept": "application/json"})

    def press(self, number: int, do: str, **typed: str) -> Any:
        """Press a button of the page's form, without a script."""
        page = self.client.get(f"/my?stop={number}").text
        form = page.partition(f'id="stop-{number}"')[2].partition("<form")[2].partition("</form>")[0]
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
        return self.client.post("/my/entries", data={**hidden, "do": do, **typed}, follow_redirects=False)

    def noted(self) -> VisitLog:
        """The one line of the visit log that was begun since."""
        (line,) = (line for line in self.all(VisitLog) if line.id not in self.lines_before)
        return line

    def all(self, kind: type[Any], *where: Any) -> Any:
        with office_records(self.cast.engine, office_id=self.cast.office_id, write=False) as records:
            return records.all(kind, *where)


@pytest.fixture
def phone(tmp_path: Path) -> Iterator[Phone]:
    made = Phone(f"sqlite:///{tmp_path / 'office.db'}")
    yield made
    made.cast.engine.dispose()


def test_the_page_shows_the_day_in_order_with_the_next_stop_first(phone: Phone) -> None:
    page = phone.client.get(MY)
    text = html.unescape(page.text)
    assert page.status_code == 200 and "今天的勤務" in text
    assert page.headers["X-Shown-For"] == str((5 * 60 + 50) * 60)
    assert [text.index(name) for name in ("測試甲", "測試乙", "測試丙", "測試丁")] == sorted(
        text.index(name) for name in ("測試甲", "測試乙", "測試丙", "測試丁")
    )
    shown = re.findall(r'<article class="stop" id="stop-(\d)"(?:(?!>).)*?(hidden)?\s+aria-labelledby', text)
    assert [number for number, hidden in shown if not hidden] == ["1"]
    assert 'href="tel:060000181"' in text and "門鈴壞了，請敲門" in text
    assert "/week" not in text and "google" not in text


def test_the_same_as_data(phone: Phone) -> None:
    route = phone.route()
    assert route["date"] == "2026-12-02" and route["shown_until"] == "2026-12-02T19:10:00+08:00"
    assert [one["kind"] for one in route["stops"]] == ["shift", "visit", "visit", "visit", "visit"]
    first = route["stops"][1]
    assert (first["client"], first["age"], first["village"]) == ("測試甲", 86, "平通里")
    assert first["wants"] == {"seen": False, "signature": False, "satisfaction": False, "counts": False}
    assert route["stops"][0]["wants"]["counts"] and first["log"] is None
    assert route["stops"][4]["partners"] == [{"name": "周柏宇", "role": "substitute"}]


def test_the_place_leaves_the_house_only_where_the_office_says_so(phone: Phone) -> None:
    assert {one["navigate"] for one in phone.route()["stops"]} == {""}
    office = phone.cast.known("coordinator").get("/office").text
    etag = re.search(r'name="etag" value="([^"]+)"', office)
    assert etag is not None and 'name="navigation"' in office
    sent = {"name": "示範區聯合外勤排班", "etag": html.unescape(etag[1]), "navigation": "1", "insurance": "warn"}
    coordinator = phone.cast.known("coordinator")
    assert coordinator.post("/office", data=sent, follow_redirects=False).status_code == 303
    assert phone.all(RosterStop)
    url = phone.stop(2)["navigate"]
    assert url.startswith("https://www.google.com/maps/dir/?api=1&destination=22.99") and "%E" not in url
    assert "帶我去" in phone.client.get(MY).text


@pytest.mark.parametrize(("day", "shows"), [(0, False), (1, True), (2, True), (3, True), (4, False)])
def test_names_and_addresses_are_shown_from_the_day_before_until_the_day_after(
    phone: Phone, day: int, shows: bool
) -> None:
    phone.clock.time = at(day, "09:00")
    client = phone.cast.client("field")
    page, data = client.get("/my?date=2026-12-02"), client.get("/my/route.json?date=2026-12-02")
    for text in (page.text, data.text):
        assert (
            ("測試甲" in text) is shows
            and ("示範一路" in text) is shows
            and ("060000181" in text.replace("-", "")) is shows
        )
    assert ("<svg" in page.text.partition('data-tab="map"')[2].partition("</section>")[0]) is shows
    assert client.get("/my/map?date=2026-12-02").status_code == (200 if shows else 404)
    assert ("X-Shown-For" in page.headers) is (day == 2)


def test_without_a_duty_there_is_a_friendly_page(phone: Phone) -> None:
    page = phone.client.get("/my?date=2026-12-03")
    assert page.status_code == 200 and "沒有排到您的勤務" in page.text and page.headers["X-Shown-For"] == "0"
    away = TestClient(phone.cast.app).get("/my/away")
    assert away.status_code == 200 and "現在沒有訊號" in away.text


def test_an_entry_is_kept_once_and_known_afterwards(phone: Phone) -> None:
    stop, key = phone.stop(2)["id"], new_id()
    first, again = phone.send(stop, key=key), phone.send(stop, key=key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["key"] == key and not first.json()["known"] and again.json()["known"]
    other = phone.send(stop, "leave", key=key)
    assert (other.status_code, other.json()["code"]) == (409, "other_content")
    assert len(phone.all(Entry)) == 1
    assert phone.stop(2)["log"]["arrived"] == "2026-12-02T13:20:00+08:00"


def test_what_is_refused_is_told_as_data(phone: Phone) -> None:
    (theirs,) = phone.all(RosterStop, RosterStop.duty_id == phone.cast.others)
    assert phone.send(theirs.id).status_code == 404
    wrong = phone.send(phone.stop(2)["id"], "result", result={"outcome": "vanished"})
    assert wrong.status_code == 422 and wrong.json()["errors"][0]["field"].endswith("outcome")
    bad = phone.client.post("/my/entries", content=b"{", headers={"Content-Type": "application/json"})
    assert bad.status_code == 422
    stranger = TestClient(phone.cast.app)
    headers = {"Accept": "application/json"}
    assert stranger.post("/my/entries", json={}, headers=headers, follow_redirects=False).status_code == 401
    stale = phone.client.post("/my/entries", json={}, headers={**headers, "X-CSRF-Token": "old"})
    assert (stale.status_code, stale.json()["code"]) == (403, "csrf")
    assert phone.all(Entry) == []


def test_a_whole_stop_without_a_script(phone: Phone) -> None:
    assert phone.press(2, "arrive").headers["location"] == "/my?date=2026-12-02&said=kept&stop=2#stop-2"
    phone.clock.move(minutes=3)
    assert phone.press(2, "seen/yes").status_code == 303
    page = phone.client.get("/my?stop=2").text
    assert "13:20 到" in page and "見到本人" in page
    phone.clock.move(minutes=15)
    done = phone.press(2, "leave", remarks="精神很好\r\n想要冬衣", condition="well", items="慰問袋")
    assert done.headers["location"] == "/my?date=2026-12-02&said=kept"
    line = phone.noted()
    assert (line.outcome, line.seen, line.remarks, line.items) == ("seen", True, "精神很好 想要冬衣", "慰問袋")
    assert (line.arrived, line.left) == (at(2, "13:20"), at(2, "13:38"))
    assert [entry.action for entry in phone.all(Entry)].count("result") == 2
    assert 'id="stop-3"' in phone.client.get(MY).text and phone.stop(2)["log"]["left"]


def test_the_same_form_sent_twice_counts_once(phone: Phone) -> None:
    page = phone.client.get("/my?stop=2").text
    form = page.partition('id="stop-2"')[2].partition("</form>")[0]
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    sent = {**hidden, "do": "leave", "outcome": "seen"}
    for _ in range(2):
        assert phone.client.post("/my/entries", data=sent, follow_redirects=False).status_code == 303
    assert sorted(entry.action for entry in phone.all(Entry)) == ["leave", "result"]


def test_a_wrong_press_is_put_right_and_nothing_is_lost(phone: Phone) -> None:
    phone.press(2, "no_answer/no")
    phone.clock.move(minutes=1)
    phone.press(2, "seen/yes")
    line = phone.noted()
    assert line.outcome == "seen" and line.seen
    assert sorted(entry.content["outcome"] for entry in phone.all(Entry)) == ["no_answer", "seen"]


def test_a_shift_is_signed_in_and_out_with_its_figures(phone: Phone) -> None:
    phone.press(1, "arrive")
    phone.clock.move(minutes=40)
    phone.press(1, "leave", people_served="31", forms_received="4")
    line = phone.noted()
    assert (line.outcome, line.people_served, line.forms_received) == ("served", 31, 4)
    assert line.left == at(2, "14:00") and "14:00 簽退" in phone.client.get(MY).text
    assert phone.press(1, "leave", people_served="many").status_code == 422


def test_a_service_that_wants_a_signature_asks_for_one(phone: Phone) -> None:
    with office_records(phone.cast.engine, office_id=phone.cast.office_id) as records:
        for service in records.all(Service):
            service.signature = service.satisfaction = True
    assert phone.stop(2)["wants"] == {"seen": False, "signature": True, "satisfaction": True, "counts": False}
    assert phone.press(2, "leave", outcome="seen", strokes="[[0,0,500,1000]]", satisfaction="5").status_code == 303
    line = phone.noted()
    assert (line.strokes, line.satisfaction) == ([[0, 0, 500, 1000]], 5)
    assert "已經簽過名" in phone.client.get("/my?stop=2").text and "500" not in str(phone.stop(2)["log"])
    assert phone.press(2, "save", outcome="seen", strokes="[[0,0,").status_code == 422


def test_a_no_before_the_duty_declines_it(phone: Phone) -> None:
    phone.clock.time = at(1, "18:00")
    client = phone.cast.client("field")
    assert "整天的勤務會交給別人" in client.get("/my/cannot").text
    answer = client.post("/my/cannot", data={"reason": "發燒", "csrf": client.headers["X-CSRF-Token"]})
    assert answer.status_code == 200 and "承辦會找人接手" in answer.text
    (said,) = phone.all(Answer)
    assert (said.answer, said.reason) == ("declined", "發燒") and phone.all(Absence, Absence.reason == "發燒") == []


def test_a_no_on_the_way_is_an_absence_from_now_on(phone: Phone) -> None:
    phone.press(2, "seen/yes")
    phone.clock.move(minutes=35)
    page = phone.client.get("/my/cannot").text
    assert "剩下的我不能去" in page and "已經做完的照樣算您的" in page
    assert phone.client.post("/my/cannot", data={"reason": ""}).status_code == 200
    (away,) = phone.all(Absence, Absence.person_id == phone.cast.people["V001"])
    assert (away.start, away.end) == (at(2, "13:55"), at(2, "17:10"))
    replan = phone.cast.known("coordinator").get(f"/replan/{phone.cast.roster}").text
    assert "林秀琴" in replan and "缺 3 項" in replan
    # Saying it twice changes nothing and breaks nothing.
    again = phone.client.post("/my/cannot", data={})
    assert again.status_code == 409
    phone.clock.time = at(2, "17:30")
    late = phone.cast.client("field")
    over = late.post("/my/cannot", data={})
    assert over.status_code == 409 and "這次勤務已經結束" in over.text


@pytest.mark.parametrize("path", ["/my", "/my/route.json"])
def test_the_number_of_queries_does_not_grow_with_the_stops(tmp_path: Path, path: str) -> None:
    counts = []
    for clients in (1, 9):
        url = f"sqlite:///{tmp_path / f'{clients}.db'}"
        engine = open_database(url)
        small_office(engine, clients=clients)
        with office_records(engine) as records:
            records.all(Roster)[0].status = "published"
        clock = MovingClock()
        app = create_app(url, clock=clock, passwords=CHEAP)
        client = client_for(app, "field", person="V001")
        client.get("/my")
        with statements_of(app.state.parts.engine) as told:
            assert client.get(path).status_code == 200
        counts.append(len(told))
        engine.dispose()
        app.state.parts.engine.dispose()
    assert counts[0] == counts[1]


def test_the_worker_may_serve_the_page_and_keeps_files_about_nobody(phone: Phone) -> None:
    worker = TestClient(phone.cast.app).get("/my/worker.js")
    assert worker.headers["Service-Worker-Allowed"] == "/my" and worker.headers["content-type"].startswith("text/java")
    kept = re.search(r"const KEPT = (\[.*?\]);", worker.text)
    assert kept is not None
    for path in json.loads(kept[1]):
        assert TestClient(phone.cast.app).get(path).status_code == 200
