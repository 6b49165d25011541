"""A file is handed in on a page, its preview is read and decided about, and it is kept, dropped or taken back."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from api.app import create_app
from api.clock import SystemClock
from api.jobs.settings import Settings
from api.jobs.supervise import Supervisor
from outreach.records import Client, ImportRun, Job, Person, Pin, Upload
from outreach.records.database import office_records, open_database
from outreach.usecases.importing.import_workbook import import_workbook
from outreach.usecases.importing.keep_import import keep_import
from outreach.usecases.importing.preview_import import preview_import
from tests.contract.test_pages import HOSTILE
from tests.imports import GEOCODER, StoppedClock
from tests.signed_in import CHEAP, client_for
from tests.small_workbook import Rows, headings_of, small_workbook, write
from tests.statements import statements_of


class Desk:
    """A coordinator before the import pages of an office that has the small workbook's records."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.url = folder, f"sqlite:///{folder}/office.db"
        engine = open_database(self.url)
        first = write(folder / "first.ods", headings_of(small_workbook()))
        import_workbook(engine, first, geocoder=GEOCODER, clock=StoppedClock())
        engine.dispose()
        self.app = create_app(self.url, passwords=CHEAP)
        self.engine = self.app.state.parts.engine
        self.client: TestClient = client_for(self.app)

    def send(self, name: str = "next.ods", data: bytes = b"") -> Any:
        return self.client.post("/imports", files={"file": (name, data)}, follow_redirects=False)

    def hand_in(self, rows: dict[str, Rows] | None = None, name: str = "next.ods") -> str:
        data = write(self.folder / name, headings_of(rows or small_workbook())).read_bytes()
        answer = self.send(name, data)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def previewed(self, rows: dict[str, Rows] | None = None) -> str:
        address = self.hand_in(rows)
        self.work()
        return address

    def work(self) -> None:
        """Carry out the job that waits, here and now."""
        (job,) = self.all(Job, status="waiting")
        started = SystemClock().now()
        verb = keep_import if job.given["keep"] else preview_import
        run = verb(self.engine, job.office_id, job.given["run_id"], geocoder=GEOCODER, clock=SystemClock())
        with office_records(self.engine) as records:
            kept = records.get(Job, job.id)
            assert kept is not None
            kept.status, kept.started, kept.ended = "done", started, SystemClock().now()
            kept.result = {"run_id": run.id, "status": run.status}

    def work_elsewhere(self) -> None:
        """Carry out the job that waits in a process of its own, as a worker does."""
        (job,) = self.all(Job, status="waiting")
        Supervisor(self.engine, SystemClock(), Settings(database=self.url, nice=0)).run(job.office_id, job.id)

    def post(self, address: str, **form: Any) -> Any:
        return self.client.post(address, data=form, follow_redirects=False)

    def text(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.text
        return re.sub(r">\s+", ">", answer.text)

    def all(self, kind: type[Any], **wanted: Any) -> list[Any]:
        with office_records(self.engine, write=False) as records:
            found = records.all(kind)
        return [one for one in found if all(getattr(one, name) == value for name, value in wanted.items())]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.engine.dispose()


def changed() -> dict[str, Rows]:
    rows = small_workbook()
    rows["clients"][0]["need_grade"] = 4
    rows["clients"].append({"code": "C09", "name": "陳示範", "address": "示範街2號", "village": "國平里"})
    rows["people"].append({"code": "V9", "name": "郭新", "unit": "示範課", "role": "義工"})
    rows["pins"] = rows["pins"][:1]
    return rows


def test_from_the_file_to_the_records_and_back(desk: Desk) -> None:
    address = desk.hand_in(changed())
    assert "正在讀取並比對" in desk.text(address) and "data-events=" in desk.text(address)
    desk.work_elsewhere()
    page = desk.text(address)
    assert "存入後：新增 1 筆，改變 1 筆" in page and "有 1 列不能收。" in page
    assert "第 4 列「身分」看不懂：請填志工、替代役或職員。" in page
    assert '<td class="old">2</td><td class="new">4</td>' in page and "王示範" in page
    assert "P01 2026-12-02 1 V01 never" in page and "和 C02 陳示範 是同一人，合併" in page
    assert desk.all(Client, code="C09") == [] and len(desk.all(Pin)) == 2
    assert desk.post(f"{address}/keep").headers["location"] == address
    assert "正在存入" in desk.text(address)
    desk.work_elsewhere()
    page = desk.text(address)
    assert "存好了：新增 1 筆" in page and "1 列沒有收" in page and "/plan" in page
    assert len(desk.all(Client, code="C09")) == 1 and len(desk.all(Pin)) == 1 and desk.all(Upload) == []
    assert desk.post(f"{address}/undo").status_code == 303
    assert "已經復原" in desk.text(address) and f'action="{address}/undo"' not in desk.text(address)
    assert desk.all(Client, code="C09") == [] and len(desk.all(Pin)) == 2


def test_keeping_twice_keeps_once(desk: Desk) -> None:
    address = desk.previewed(changed())
    assert [desk.post(f"{address}/keep").headers["location"] for _ in range(2)] == [address] * 2
    assert len(desk.all(Job)) == 2
    desk.work()
    assert desk.post(f"{address}/keep").headers["location"] == address
    assert desk.post(f"{address}/drop").headers["location"] == address
    assert len(desk.all(Job)) == 2 and len(desk.all(Client, code="C09")) == 1


def test_likely_the_same_is_joined_or_kept_apart(desk: Desk) -> None:
    address = desk.previewed(changed())
    (other,) = desk.all(Client, code="C02")
    answer = desk.post(f"{address}/previews", shown="clients:C09", **{"join:clients:C09": other.id})
    assert answer.headers["location"] == address
    desk.work()
    page = desk.text(address)
    assert "合併到 C02 陳示範" in page and "存入後：新增 0 筆" in page
    desk.post(f"{address}/previews", shown="clients:C09", **{"join:clients:C09": ""})
    desk.work()
    assert "存入後：新增 1 筆" in desk.text(address) and "合併到" not in desk.text(address)
    desk.post(f"{address}/keep", shown="clients:C09", **{"join:clients:C09": other.id})
    desk.work()
    assert desk.all(Client, code="C09") == [] and desk.all(Client, code="C02")[0].other_codes == ["C09"]


def test_what_was_corrected_by_hand_stays_unless_the_file_is_chosen(desk: Desk) -> None:
    with office_records(desk.engine) as records:
        for person in records.all(Person):
            person.phone, person.corrected = "0900-000-111", ["phone"]
    rows = small_workbook()
    rows["people"][1]["phone"] = "0900-222-222"
    address = desk.previewed(rows)
    page = desk.text(address)
    assert page.count("留手動改的：0900-000-111") == 2 and "改用檔案的：0912-345-678" in page
    desk.post(f"{address}/keep", shown=["people:V01:phone", "people:S01:phone"], **{"take:people:S01:phone": "1"})
    desk.work()
    assert desk.all(Person, code="V01")[0].phone == "0900-000-111"
    assert desk.all(Person, code="S01")[0].phone == "0900-222-222"


def test_a_file_is_given_up(desk: Desk) -> None:
    address = desk.previewed(changed())
    assert desk.post(f"{address}/drop").headers["location"] == "/imports"
    assert "這次沒有存入，檔案也刪除了" in desk.text(address) and desk.all(Upload) == []
    assert "沒有存入" in desk.text("/imports")
    assert desk.post(f"{address}/keep").headers["location"] == address and len(desk.all(Job)) == 1


BAD = {
    "nothing": ("next.ods", b"", "檔案是空的"),
    "no spreadsheet": ("photo.exe", b"x", "檔名看不懂"),
    "no name": ("", b"x", "請先選一個檔案"),
    "too large": ("big.csv", b"x" * (10 * 2**20 + 1), "檔案太大：最大 10 MB"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_file_that_is_not_taken_gets_a_sentence_at_its_field(desk: Desk, case: str) -> None:
    name, data, said = BAD[case]
    answer = desk.send(name, data)
    assert answer.status_code == 422
    found = re.search(r'id="file-problem">([^<]*)<', answer.text)
    assert found and said in found[1], answer.text
    assert desk.all(ImportRun, status="reading") == []


def test_far_too_much_is_not_even_read(desk: Desk) -> None:
    answer = desk.send("big.csv", b"x" * (11 * 2**20))
    assert answer.status_code == 413 and "太大" in answer.text


# What is left of a file that broke off is closed by whoever collects the garbage: the library lets go of it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_file_that_breaks_off(desk: Desk) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=edge"}
    start = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.ods"\r\n\r\n'
    for body in (start, start + b"PK"):
        answer = desk.client.post("/imports", content=body, headers=headers)
        assert answer.status_code == 422 and 'id="file-problem"' in answer.text, body[:20]
    gc.collect()


def test_a_form_that_is_none(desk: Desk) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=edge"}
    for body in (b"", b"x", b"--edge", b"--edge--\r\n", b"\x00" * 5000):
        answer = desk.client.post("/imports", content=body, headers=headers)
        assert answer.status_code == 422 and 'id="file-problem"' in answer.text, body[:20]
    assert desk.client.post("/imports", json={"file": "x"}).status_code == 422
    assert desk.client.post("/imports", data={"file": "x"}).status_code == 422
    many = {f"f{number}": ("a.ods", b"x") for number in range(5)}
    assert desk.client.post("/imports", files=many).status_code == 422


@pytest.mark.parametrize(
    ("name", "data"),
    [("cut.xlsx", b"PK\x03\x04" + bytes(40)), ("odd.ods", b"\x89PNG\r\n"), ("odd.csv", b"\xff\xfe\x00")],
)
def test_a_file_that_is_something_else_is_refused_by_its_page(desk: Desk, name: str, data: bytes) -> None:
    address = desk.send(name, data).headers["location"]
    desk.work()
    page = desk.text(address)
    assert "這個檔案不能收" in page and 'href="/imports"' in page
    assert "不能收" in desk.text("/imports")


def test_a_preview_that_failed_can_be_read_again_or_given_up(desk: Desk) -> None:
    address = desk.hand_in()
    with office_records(desk.engine) as records:
        (job,) = records.all(Job)
        job.status, job.fault = "failed", {"code": "memory", "zh": "記憶體不足，沒有完成。", "en": "No memory."}
    page = desk.text(address)
    assert "檔案還沒有讀完。記憶體不足" in page and f'action="{address}/drop"' in page
    assert desk.post(f"{address}/previews").headers["location"] == address
    desk.work()
    assert "和現有的資料一樣" in desk.text(address)


def test_many_findings_come_page_by_page(desk: Desk) -> None:
    rows = small_workbook()
    rows["clients"] += [{"code": f"X{n}", "name": f"示範{n}", "village": "文平里"} for n in range(700)]
    first = desk.previewed(rows)
    desk.post(f"{first}/keep")
    desk.work()
    for row in rows["clients"][2:]:
        row["need_grade"] = 3
    rows["people"] += [{"code": f"W{n}", "name": "某", "unit": "示範課", "role": "義工"} for n in range(600)]
    address = desk.previewed(rows)
    page = desk.text(address)
    assert len(page.encode()) < 40_000 and "看全部 700 項" in page and "看全部 600 項" in page
    part = desk.text(f"{address}?part=changed&page=14")
    assert len(part.encode()) < 60_000 and part.count('class="new"') == 50
    assert "第 14／14 頁" in part and "page=13" in part and "page=15" not in part
    assert "第 14／14 頁" in desk.text(f"{address}?part=changed&page=999")
    assert desk.client.get(f"{address}?part=nothing").status_code == 404
    assert desk.client.get(f"{address}?part=changed&page=0").status_code == 404


def test_queries_do_not_grow_with_findings(desk: Desk) -> None:
    counts = []
    for number in (1, 30):
        rows = changed()
        rows["clients"] += [
            {"code": f"Y{n}", "name": "陳示範", "address": "示範街2號", "village": "國平里"} for n in range(number)
        ]
        address = desk.previewed(rows)
        with statements_of(desk.engine) as asked:
            desk.text(address)
            desk.text("/imports")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_hostile_cells_are_text(desk: Desk) -> None:
    rows = small_workbook()
    rows["clients"].append({"code": "C09", "name": HOSTILE, "village": "文平里", "note": HOSTILE})
    address = desk.previewed(rows)
    desk.post(f"{address}/keep")
    desk.work()
    rows["clients"][-1]["note"] = f"{HOSTILE}!"
    rows["clients"].append({"code": "C10", "name": HOSTILE, "village": "文平里", "phone": "0911-000-000"})
    page = desk.text(desk.previewed(rows))
    assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_hostile_decisions_decide_nothing(desk: Desk) -> None:
    address = desk.previewed(changed())
    for entry, target in (("clients:C09", "0" * 32), ("offices:x", "y"), ("clients:" + "x" * 400, "z")):
        answer = desk.post(f"{address}/keep", shown=entry, **{f"join:{entry}": target})
        assert answer.status_code == 422, entry
    assert desk.post(f"{address}/keep", shown="x:y:z", **{"take:x:y:z": "1"}).status_code == 422
    # What does not stand on the page is not decided by it.
    desk.post(f"{address}/previews", shown="clients:C09", **{"join:clients:C01": "x", "take:people:V01:phone": "1"})
    with office_records(desk.engine, write=False) as records:
        run = records.session.exec(select(ImportRun).where(ImportRun.status == "preview")).one()
    assert run.findings["decisions"] == {"overwrite": [], "join": {}}


def test_an_auditor_reads_and_decides_nothing(desk: Desk) -> None:
    address = desk.previewed(changed())
    auditor = client_for(desk.app, "auditor")
    page = auditor.get(address).text
    assert (
        "存入後" in page
        and "/keep" not in page.replace(f'action="{address}/keep"', "")
        and "<button" not in (page[page.index("<main") :])
    )
    assert "multipart" not in auditor.get("/imports").text


def test_the_blank_workbook_is_good_as_it_is(desk: Desk) -> None:
    answer = desk.client.get("/imports/blank.ods")
    assert answer.headers["content-type"] == "application/vnd.oasis.opendocument.spreadsheet"
    assert "attachment" in answer.headers["content-disposition"]
    address = desk.send("blank.ods", answer.content).headers["location"]
    desk.work()
    page = desk.text(address)
    assert "存入後：新增" in page and "不能收" not in page and "已收下，請留意" not in page


def test_english(desk: Desk) -> None:
    address = desk.previewed(changed())
    page = desk.client.get(f"{address}?lang=en").text
    assert "Row 4, “role” is unknown" in page and "need grade" in page and "Likely the same person" in page
    assert (
        re.search(
            r"[一-鿿]{2,}", re.sub(r"<a [^>]*lang=\"zh.*?</a>|陳示範|王示範|周示範|示範\w*|帳號\w+|人員|身分", "", page)
        )
        is None
    )
