"""A route on a phone: by touch, without signal, with the tab killed, and what is left on the phone afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy import text

from outreach.records import Service, SignIn
from outreach.records.database import office_records
from tests.browser.field_site import FieldSite, serve_field
from tests.browser.looks import serious, sticks_out
from tests.proofs.field_phone import cut_at_random, kept_offline, nothing_kept, unsent

SECRETS = ("測試", "示範一路", "06-000", "門鈴", "林秀琴", "不太舒服")
DUMP = """async () => {
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((ok) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => ok(asked.result);
    });
    for (const store of db.objectStoreNames) {
      const rows = await new Promise((ok) => {
        const asked = db.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => ok(asked.result);
      });
      for (const row of rows) {
        const text = row.data ? new TextDecoder("utf-8").decode(row.data) : "";
        const exportable = row instanceof CryptoKey ? row.extractable : null;
        found.push({ store, text: JSON.stringify(row) + text, exportable });
      }
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      found.push({ store: "cache", text: request.url + await (await cache.match(request)).text() });
    }
  }
  for (const one of [localStorage, sessionStorage]) found.push({ store: "web", text: JSON.stringify(one) });
  return found;
}"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FieldSite]:
    with serve_field(tmp_path) as served:
        yield served


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True).locator("visible=true")


def stop(page: Page, number: int) -> None:
    """Open a stop from the list."""
    page.locator(f"[data-open-stop='{number}']").tap()
    expect(page.locator(f"#stop-{number}")).to_be_visible()


def arrives(page: Page, site: FieldSite, wanted: dict[str, str]) -> None:
    """These outcomes are at the office: at once, or when the phone has sent what it kept."""
    found: dict[str, str] = {}
    for _ in range(100):
        found = {key: line.outcome for key, line in site.lines().items()}
        if found == wanted:
            return
        page.wait_for_timeout(100)
    assert found == wanted


def test_a_whole_route_by_touch(site: FieldSite, phone: BrowserContext) -> None:
    with office_records(site.engine) as records:
        for service in records.all(Service):
            service.signature = service.satisfaction = True
    page = site.open(phone)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    expect(page.get_by_text("0 筆未送出")).to_be_visible()
    expect(page.locator("#name-1")).to_have_text("單一窗口服務台")
    button(page, "簽到").tap()
    page.locator("#people_served-1").fill("12")
    button(page, "簽退").tap()
    expect(page.locator("#stop-2")).to_be_visible()
    assert page.get_by_role("link", name="打電話").locator("visible=true").get_attribute("href") == "tel:060000181"
    button(page, "我到了").tap()
    button(page, "見到本人").tap()
    page.get_by_text("身體不舒服").locator("visible=true").tap()
    page.locator("#remarks-2").fill("今天不太舒服")
    page.locator("#stop-2").get_by_text("4", exact=True).tap()
    pad = page.locator("#stop-2 canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 80, steps=8)
    page.mouse.up()
    button(page, "存檔，離開這一站").tap()
    expect(page.locator("#stop-3")).to_be_visible()
    button(page, "沒人應門").tap()
    button(page, "存檔，離開這一站").tap()
    expect(page.locator("#stop-4")).to_be_visible()
    button(page, "住院中").tap()
    button(page, "改天再來").tap()
    button(page, "存檔，離開這一站").tap()
    expect(page.locator("#stop-5")).to_be_visible()
    button(page, "見到本人").tap()
    page.locator("#witness-5").fill("里長")
    button(page, "存檔，離開這一站").tap()
    expect(page.get_by_role("heading", name="今天的站都完成了")).to_be_visible()
    expect(page.locator("#bar-unsent")).to_have_text("0 筆未送出")
    lines = site.lines()
    assert {key: line.outcome for key, line in lines.items()} == {
        "desk:D01:2026-12-02": "served",
        "plan:P001:1": "seen",
        "plan:P002:1": "no_answer",
        "plan:P003:1": "rescheduled",
        "plan:P004:1": "seen",
    }
    first = lines["plan:P001:1"]
    assert first.remarks == "今天不太舒服" and first.satisfaction == 4 and first.seen
    assert first.strokes and all(0 <= number <= 1000 for line in first.strokes for number in line)
    assert lines["plan:P004:1"].witness == "里長" and lines["desk:D01:2026-12-02"].people_served == 12
    assert all(line.arrived and line.left for line in lines.values())
    assert complaints == []
    page.get_by_role("link", name="地圖", exact=True).tap()
    expect(page.locator(".drawing svg")).to_be_visible()
    page.get_by_role("link", name="我不能去").tap()
    expect(button(page, "我不能去")).to_be_visible()


def test_without_signal_and_with_the_tab_killed_everything_arrives_once(site: FieldSite, phone: BrowserContext) -> None:
    page = site.open(phone)
    kept_offline(page)
    phone.set_offline(True)
    expect(page.locator("#bar")).to_contain_text("沒有訊號，照常記錄")
    stop(page, 2)
    button(page, "見到本人").tap()
    expect(page.locator("#bar-unsent")).to_have_text("2 筆未送出")
    expect(page.locator("[data-row]", has_text="測試甲")).to_contain_text("未送出")
    page.close()
    again = phone.new_page()
    again.goto(f"{site.origin}/my")
    # From the phone itself: it is there, with what was noted.
    expect(again.locator("#name-2")).to_have_text("測試甲　86 歲")
    expect(again.locator("#stop-2")).to_be_visible()
    expect(again.locator("#bar-unsent")).to_have_text("2 筆未送出")
    button(again, "存檔，離開這一站").tap()
    expect(again.locator("#bar-unsent")).to_have_text("4 筆未送出")
    assert site.entries() == []
    again.close()
    last = phone.new_page()
    last.goto(f"{site.origin}/my?tab=map")
    expect(last.locator(".drawing svg")).to_be_visible()
    phone.set_offline(False)
    expect(last.locator("#bar-unsent")).to_have_text("0 筆未送出")
    assert sorted(entry.action for entry in site.entries()) == ["arrive", "leave", "result", "result"]
    arrives(last, site, {"plan:P001:1": "seen"})
    last.goto(f"{site.origin}/my")
    expect(last.locator("[data-row]", has_text="測試甲")).to_contain_text("完成")


def test_random_cuts_lose_nothing_and_double_nothing(site: FieldSite, browser: Browser) -> None:
    told = cut_at_random(browser, site, cuts=3, rng=Random(7))
    assert told.noted > 0 and told.lost == told.doubled == 0


def test_nothing_on_the_phone_can_be_read(site: FieldSite, phone: BrowserContext) -> None:
    page = site.open(phone)
    kept_offline(page)
    phone.set_offline(True)
    stop(page, 2)
    button(page, "見到本人").tap()
    page.locator("#remarks-2").fill("今天不太舒服")
    button(page, "只存檔").tap()
    expect(page.locator("#bar-unsent")).to_have_text("3 筆未送出")
    found = page.evaluate(DUMP)
    assert {one["store"] for one in found} >= {"keys", "kept", "outbox", "cache"}
    for one in found:
        assert [word for word in SECRETS if word in one["text"]] == []
        assert not one.get("exportable")


def test_after_the_duty_nothing_is_left_but_what_is_unsent(site: FieldSite, phone: BrowserContext) -> None:
    page = site.open(phone)
    kept_offline(page)
    phone.set_offline(True)
    stop(page, 2)
    button(page, "見到本人").tap()
    expect(page.locator("#bar-unsent")).to_have_text("2 筆未送出")
    page.clock.install()
    page.clock.fast_forward("05:55:00")
    expect(page.get_by_role("heading", name="現在沒有訊號")).to_be_visible()
    assert "測試" not in page.content()
    expect(page.locator("#bar-unsent")).to_have_text("2 筆未送出")
    stores = [one["store"] for one in page.evaluate(DUMP)]
    assert "kept" not in stores and stores.count("outbox") == 2 and "keys" in stores
    # They are still sent.
    phone.set_offline(False)
    page.goto(f"{site.origin}/my/away")
    expect(page.locator("#bar")).to_be_hidden()
    arrives(page, site, {"plan:P001:1": "seen"})


def test_signing_out_wipes_the_page_and_keeps_what_is_unsent(site: FieldSite, phone: BrowserContext) -> None:
    # The browser would go on sending in the background.
    phone.add_init_script("delete ServiceWorkerRegistration.prototype.sync")
    page = site.open(phone)
    kept_offline(page)
    page.route("**/my/entries", lambda route: route.abort())
    stop(page, 3)
    button(page, "沒人應門").tap()
    expect(page.locator("#bar-unsent")).to_have_text("2 筆未送出")
    page.goto(f"{site.origin}/")
    page.get_by_role("button", name="登出").click()
    expect(page).to_have_url(f"{site.origin}/sign-in?left=1")
    page.wait_for_function("async () => (await indexedDB.databases()).length > 0")
    nothing_kept(page)
    assert unsent(page) == 2
    page.unroute("**/my/entries")
    page.get_by_label("帳號").fill("field")
    page.get_by_label("密碼").fill("correct horse 42")
    page.get_by_role("button", name="登入").click()
    page.goto(f"{site.origin}/my")
    expect(page.locator("#bar-unsent")).to_have_text("0 筆未送出")
    arrives(page, site, {"plan:P002:1": "no_answer"})


def test_a_sign_in_that_has_ended_is_told_and_nothing_is_lost(site: FieldSite, phone: BrowserContext) -> None:
    page = site.open(phone)
    kept_offline(page)
    with office_records(site.engine) as records:
        for one in records.all(SignIn):
            one.ended = site.clock.now()
    stop(page, 2)
    button(page, "見到本人").tap()
    expect(page.get_by_text("請重新登入或重新開啟連結，才能送出。")).to_be_visible()
    expect(page.locator("#bar-unsent")).to_have_text("2 筆未送出")
    assert site.entries() == []


def test_what_is_refused_is_shown_at_its_stop_until_somebody_takes_it_away(
    site: FieldSite, phone: BrowserContext
) -> None:
    page = site.open(phone)
    stop(page, 2)
    page.route("**/my/entries", lambda route: route.fulfill(status=409, body="{}", content_type="application/json"))
    button(page, "我到了").tap()
    problem = page.locator("#stop-2 [data-problems]")
    expect(problem).to_contain_text("後面這次沒有收下")
    expect(page.locator("[data-row]", has_text="測試甲")).to_contain_text("沒有收下")
    page.unroute("**/my/entries")
    page.reload()
    stop(page, 2)
    expect(problem).to_contain_text("後面這次沒有收下")
    button(page, "知道了，拿掉這筆").tap()
    expect(problem).to_be_hidden()
    button(page, "我到了").tap()
    expect(page.locator("[data-row]", has_text="測試甲")).to_contain_text("在這裡")


def test_a_phone_that_has_no_room_says_so(site: FieldSite, phone: BrowserContext) -> None:
    page = site.open(phone)
    expect(page.locator("#bar-unsent")).to_have_text("0 筆未送出")
    stop(page, 2)
    page.evaluate("() => { IDBObjectStore.prototype.add = () => { throw new DOMException('full'); }; }")
    button(page, "我到了").tap()
    expect(page.get_by_role("alert").get_by_text("這支手機存不下")).to_be_visible()
    assert site.entries() == []


def test_without_a_safe_place_it_works_online_and_says_so(site: FieldSite, phone: BrowserContext) -> None:
    phone.add_init_script("Object.defineProperty(globalThis, 'isSecureContext', { value: false })")
    page = site.open(phone)
    expect(page.get_by_text("離線功能未開啟")).to_be_visible()
    page.goto(f"{site.origin}/my?stop=2")
    button(page, "我到了").tap()
    expect(page.get_by_text("記下了。")).to_be_visible()
    assert [entry.action for entry in site.entries()] == ["arrive"]


def test_without_a_script_everything_can_be_read_and_noted(site: FieldSite, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="zh-TW")
    page = site.open(context)
    page.get_by_role("link", name=re.compile("測試乙")).click()
    expect(page.locator("#name-3")).to_be_visible()
    expect(page.locator("#name-1")).to_be_hidden()
    button(page, "見到本人").click()
    expect(page.locator("#stop-3 [data-noted]")).to_contain_text("見到本人")
    button(page, "存檔，離開這一站").click()
    arrives(page, site, {"plan:P002:1": "seen"})
    page.get_by_role("link", name="地圖", exact=True).click()
    expect(page.locator(".drawing svg")).to_be_visible()
    context.close()


def test_a_no_on_the_way_reaches_the_coordinator_with_who_could_step_in(
    site: FieldSite, phone: BrowserContext, desktop: BrowserContext
) -> None:
    page = site.open(phone)
    page.get_by_role("link", name="我不能去").tap()
    button(page, "我不能去").tap()
    expect(page.get_by_text("已經告訴承辦您不能去。")).to_be_visible()
    desk = site.open(desktop, f"/replan/{site.roster_id}", login="coordinator")
    expect(desk.get_by_text("林秀琴請假，要怎麼補？")).to_be_visible()
    desk.get_by_role("link", name="誰能代班").click()
    expect(desk.get_by_role("heading", name="林秀琴不能去，誰能代班？")).to_be_visible()


@pytest.mark.parametrize("path", ["/my", "/my?stop=2", "/my?tab=map", "/my/cannot", "/my/away"])
@pytest.mark.parametrize("width", [390, 195])
def test_everybody_can_read_it_at_every_size(site: FieldSite, browser: Browser, path: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="zh-TW")
    page = site.open(context, path)
    if "stop" in path:
        button(page, "見到本人").click()
        expect(page.locator("#stop-2 .details")).to_be_visible()
    assert sticks_out(page) <= 0
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, input, textarea, summary, .pick")].filter((one) => {
          const box = one.getBoundingClientRect();
          return box.width && !one.matches(".pick input, .skip") && box.height < 44;
        }).map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert small == []
    assert serious(page) == []
    context.close()


def test_a_stop_by_keyboard_alone(site: FieldSite, desktop: BrowserContext) -> None:
    page = site.open(desktop, "/my?stop=2")
    expect(page.locator("#bar-unsent")).to_have_text("0 筆未送出")
    for name in ("見到本人", "存檔，離開這一站"):
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('button') && document.activeElement.innerText") == name:
                break
        page.keyboard.press("Enter")
    expect(page.locator("[data-row]", has_text="測試甲")).to_contain_text("完成")
    assert page.evaluate("document.activeElement.id") == "stop-3"
    arrives(page, site, {"plan:P001:1": "seen"})


def test_the_page_is_light(site: FieldSite, phone: BrowserContext) -> None:
    page = site.open(phone, "/sign-in")
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.__setitem__(answer.url, len(answer.body()) if answer.ok else 0))
    page.goto(f"{site.origin}/my")
    expect(page.locator("#bar-unsent")).to_have_text("0 筆未送出")
    drawing = page.locator(".drawing").inner_html()
    weight = sum(sizes.values()) - len(drawing.encode())
    assert 10_000 < weight < 300_000
    assert {url.removeprefix(site.origin).partition("?")[0] for url in sizes} <= {
        "/my",
        "/my/worker.js",
        "/my/away",
        "/favicon.ico",
        *(
            f"/static/{name}"
            for name in (
                "base.css",
                "my.css",
                "icon.svg",
                "my.js",
                "my_vault.js",
                "my_outbox.js",
                "my_sign.js",
                "my_nothing.js",
            )
        ),
    }


def test_a_delivery_says_whether_the_person_was_seen(site: FieldSite, phone: BrowserContext) -> None:
    with site.engine.begin() as connection:
        connection.execute(text("UPDATE rosterstop SET kind = 'delivery', units = 2 WHERE position IN (1, 2)"))
    page = site.open(phone, "/my?stop=2")
    expect(page.locator("#stop-2")).to_contain_text("要帶：慰問品 2 份")
    expect(page.locator("#stop-2")).to_contain_text("請簽收")
    button(page, "不願收下").tap()
    expect(page.locator("#stop-2 .ask")).to_have_text("請先選有沒有見到本人。")
    assert site.entries() == []
    button(page, "交給家人或別人").tap()
    page.locator("#witness-2").fill("女兒")
    button(page, "存檔，離開這一站").tap()
    expect(page.locator("#stop-3")).to_be_visible()
    button(page, "親手交給本人").tap()
    button(page, "存檔，離開這一站").tap()
    expect(page.locator("#stop-4")).to_be_visible()
    expect(page.locator("#bar-unsent")).to_have_text("0 筆未送出")
    lines = site.lines()
    one, other = lines["plan:P001:1"], lines["plan:P002:1"]
    assert (one.outcome, one.seen, one.witness, one.items) == ("handed_over", False, "女兒", "慰問品 2 份")
    assert (other.outcome, other.seen) == ("handed_over", True)


def test_what_belongs_to_another_day_is_not_lost_from_sight(site: FieldSite, phone: BrowserContext) -> None:
    page = site.open(phone)
    expect(page.locator("#bar-unsent")).to_have_text("0 筆未送出")
    page.evaluate(
        """() => Outbox.add(document.body.dataset.who, {
          key: Outbox.newKey(), stop_id: "0".repeat(32), action: "result", at: new Date().toISOString(),
          result: { outcome: "no_answer", remarks: "門沒開" },
        })"""
    )
    page.reload()
    strays = page.get_by_role("list", name="沒有收下的紀錄")
    expect(strays).to_contain_text("沒人應門 門沒開")
    button(page, "知道了，拿掉這筆").tap()
    expect(strays).to_be_hidden()
    assert site.entries() == []
