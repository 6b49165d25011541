"""The commands that let people in: the first account, further ones, those of the demo."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from api.app import create_app
from api.cli import main
from api.clock import SystemClock
from api.doorkeeping import demo_accounts
from api.steps import Session as Run
from outreach.records import Account, Office
from outreach.records.database import open_database
from outreach.refusals import Conflict
from outreach.usecases.doors.make_first_account import make_first_account
from tests.databases import PostgresServer
from tests.office import NAME, small_office
from tests.signed_in import CHEAP

PASSWORD = "long enough for now"
DATABASE = "sqlite:///out/outreach.db"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to run the command in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, typed: list[str], *arguments: str) -> int:
    """Run the command with these lines handed in."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
    return main(list(arguments))


def opens(login: str, password: str = PASSWORD) -> bool:
    app = create_app(DATABASE)
    answer = TestClient(app).post("/api/v1/sign-ins", json={"login": login, "password": password})
    app.state.parts.engine.dispose()
    return answer.status_code == 201


def accounts() -> list[tuple[str, str]]:
    engine = open_database(DATABASE)
    with Session(engine) as session:
        found = [(one.login, one.role) for one in session.exec(select(Account).order_by(Account.login))]
    engine.dispose()
    return found


def with_office() -> None:
    engine = open_database(DATABASE)
    small_office(engine)
    engine.dispose()


def test_the_first_account_makes_the_office_too(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    typed = ["示範區公所", "Lin", "林承辦", PASSWORD, PASSWORD]
    assert run(monkeypatch, typed, "first-account") == 0
    printed = capsys.readouterr().out
    assert "已建立承辦人帳號 lin" in printed and PASSWORD not in printed
    assert accounts() == [("lin", "coordinator")]
    assert opens("lin")
    engine = open_database(DATABASE)
    with Session(engine) as session:
        assert session.exec(select(Office.name)).all() == ["示範區公所"]
    engine.dispose()
    assert run(monkeypatch, typed, "first-account") == 2
    assert "已經有帳號了" in capsys.readouterr().out
    assert len(accounts()) == 1


def test_of_two_first_accounts_at_once_one_is_made(postgres: PostgresServer) -> None:
    engine = open_database(postgres.make_database(template="template0"))
    together = Barrier(2)

    def make(login: str) -> str:
        together.wait()
        given = {"office_name": "示範區公所", "name": "某人", "password": PASSWORD, "passwords": CHEAP}
        try:
            make_first_account(engine, login=login, now=SystemClock().now(), **given)
        except Conflict as conflict:
            return conflict.code
        return "made"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(make, ("one", "two"))) == ["has_accounts", "made"]
    engine.dispose()


def test_a_damaged_file_of_jobs_is_said_with_what_to_do(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    with_office()
    (folder / "out" / "outreach.jobs.db").write_bytes(b"SQLite format 3\0" + b"nonsense" * 500)
    assert run(monkeypatch, [], "serve", "--port", "0") == 2
    assert "工作紀錄檔 out/outreach.jobs.db 壞了。" in capsys.readouterr().out.replace("\n", "")


def test_an_office_that_was_imported_is_not_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_office()
    assert run(monkeypatch, ["lin", "林承辦", PASSWORD, PASSWORD], "first-account") == 0
    engine = open_database(DATABASE)
    with Session(engine) as session:
        assert session.exec(select(Office.name)).all() == [NAME]
    engine.dispose()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ([], "沒有輸入「機關名稱」"),
        (["示範區公所"], "沒有輸入「帳號"),
        (["示範區公所", "lin", "林承辦", "short"], "密碼至少要 12 個字"),
        (["示範區公所", "lin", "林承辦", PASSWORD, "something else"], "兩次輸入的密碼不一樣"),
        (["示範區公所", "lin", "林承辦", PASSWORD], "沒有輸入「再輸入一次密碼」"),
        (["示範區公所", "two words", "林承辦", PASSWORD, PASSWORD], "帳號要 2 到 64 個字"),
        ([" ", "lin", "林承辦", PASSWORD, PASSWORD], "機關名稱要 1 到"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_made(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys, typed: list[str], sentence: str
) -> None:
    assert run(monkeypatch, typed, "first-account") == 2
    assert sentence in capsys.readouterr().out
    assert accounts() == []
    engine = open_database(DATABASE)
    with Session(engine) as session:
        assert session.exec(select(Office)).all() == []
    engine.dispose()


def test_serving_a_database_without_accounts_asks_first(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    assert run(monkeypatch, [], "serve", "--port", "0") == 2
    printed = capsys.readouterr().out
    assert "還沒有帳號" in printed and "沒有輸入「機關名稱」" in printed
    assert run(monkeypatch, [], "serve", "--port", "0", "--lang", "en") == 2
    assert "has no account yet" in capsys.readouterr().out


def test_further_accounts_new_passwords_and_unlocking(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    with_office()
    assert run(monkeypatch, [PASSWORD] * 2, "account", "add", "lin") == 0
    assert run(monkeypatch, [PASSWORD] * 2, "account", "add", "v1", "--role", "field", "--person", "V001") == 0
    assert run(monkeypatch, [PASSWORD] * 2, "account", "add", "v2", "--role", "field", "--person", "V999") == 2
    assert "沒有這位人員" in capsys.readouterr().out
    assert run(monkeypatch, [PASSWORD] * 2, "account", "add", "lin") == 2
    assert "已經有人用了" in capsys.readouterr().out
    assert accounts() == [("lin", "coordinator"), ("v1", "field")]
    for _ in range(6):
        opens("lin", "wrong")
    assert not opens("lin")
    assert run(monkeypatch, [], "account", "unlock", "lin") == 0
    assert opens("lin")
    assert run(monkeypatch, ["another good one"] * 2, "account", "password", "lin") == 0
    assert opens("lin", "another good one") and not opens("lin")
    assert run(monkeypatch, [], "account", "unlock", "nobody") == 2
    assert "沒有 nobody 這個帳號" in capsys.readouterr().out
    assert run(monkeypatch, [], "account", "unlock", "lin", "--office", "沒有的機關") == 2


def test_the_demo_prints_two_accounts_with_new_passwords_each_time(folder: Path, capsys) -> None:
    with_office()
    told = []
    for _ in range(2):
        demo_accounts(Run(database=DATABASE, language="zh", out=folder / "out"))()
        told.append(capsys.readouterr().out)
    found = [re.findall(r"帳號：(\S+)　密碼：(\S+)", one) for one in told]
    assert [[login for login, _ in one] for one in found] == [["demo", "demo-field"]] * 2
    assert len({password for one in found for _, password in one}) == 4
    assert "換了新密碼" not in told[0] and "換了新密碼" in told[1]
    assert accounts() == [("demo", "coordinator"), ("demo-field", "field")]
    assert opens(*found[1][0]) and opens(*found[1][1])
    assert not opens(*found[0][0])


def test_the_demo_ends_with_its_accounts(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    with_office()
    for step in ("write_workbook", "import_file", "plan", "maps", "export"):
        monkeypatch.setattr(f"api.steps.{step}", lambda *_: None)
    assert main(["demo", "--no-serve"]) == 0
    *_, coordinator, field = capsys.readouterr().out.strip().splitlines()
    assert coordinator.startswith("承辦人　帳號：demo　密碼：") and field.startswith("外勤人員　帳號：demo-field")


def test_options_hold_no_password(folder: Path) -> None:
    with pytest.raises(SystemExit):
        main(["account", "add", "lin", "--password", PASSWORD])
