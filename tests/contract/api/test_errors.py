"""What is answered when something else goes wrong: no details, a sentence, when to try again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text

from api.app import create_app
from tests.api_site import ApiSite
from tests.contract.test_pages import Wednesday
from tests.databases import PostgresServer


def _site(folder: Path) -> ApiSite:
    return ApiSite(f"sqlite:///{folder / 'office.db'}")


def test_nobody_is_signed_in(tmp_path: Path) -> None:
    app = create_app(f"sqlite:///{tmp_path / 'office.db'}", clock=Wednesday())
    answer = TestClient(app).get("/api/v1/people", headers={"accept-language": "fr, en;q=0.4, zh;q=0.3"})
    assert answer.status_code == 401
    assert answer.json() == {
        "type": "urn:outreach:problem:sign_in_needed",
        "title": "Sign-in needed",
        "status": 401,
        "code": "sign_in_needed",
        "detail": "Please sign in first.",
        "errors": [],
        "differences": [],
    }
    assert answer.headers["content-language"] == "en"


def test_unknown_addresses_and_methods(tmp_path: Path) -> None:
    api = _site(tmp_path)
    assert api.coordinator.get("/nothing").json()["code"] == "not_there"
    answer = api.coordinator.put("/people", {})
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert "allow" in answer.headers


def test_a_fault_of_ours_shows_no_details(tmp_path: Path) -> None:
    api = _site(tmp_path)
    with api.engine.begin() as connection:
        connection.execute(text("DROP TABLE personskill"))
    answer = api.coordinator.get("/people")
    assert (answer.status_code, answer.json()["code"]) == (500, "broken")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert "personskill" not in answer.text and "SELECT" not in answer.text


def test_a_database_that_is_locked_by_another_one(tmp_path: Path) -> None:
    api = _site(tmp_path)
    assert api.coordinator.all("/kits") == []
    with api.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(tmp_path / "office.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = api.coordinator.post("/kits", {"name": "x"}, key="one")
    assert (answer.status_code, answer.json()["code"]) == (503, "no_database")
    assert int(answer.headers["retry-after"]) > 0
    assert api.coordinator.get("/kits").status_code == 200
    other.execute("ROLLBACK")
    other.close()
    assert api.coordinator.post("/kits", {"name": "x"}, key="one").status_code == 201
    assert len(api.coordinator.all("/kits")) == 1


def test_a_disk_that_is_full(tmp_path: Path) -> None:
    api = _site(tmp_path)
    assert api.coordinator.all("/kits") == []
    with api.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 60}")
    note = {
        "name": "訪視問安甲",
        "letter": "問",
        "minutes": 5,
        "crew": [{"roles": ["staff"], "skills": ["長" * 1000]}] * 12,
    }
    statuses = {api.coordinator.post("/services", note | {"name": f"{number}"}).status_code for number in range(40)}
    assert statuses == {201, 503}
    kept = len(api.coordinator.all("/services?limit=200"))
    with api.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert api.coordinator.post("/services", note).status_code == 201
    assert len(api.coordinator.all("/services?limit=200")) == kept + 1


def test_a_database_that_is_down_and_comes_back(postgres: PostgresServer) -> None:
    api = ApiSite(postgres.make_database())
    name = api.engine.url.database
    server = create_engine(api.engine.url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    assert api.coordinator.get("/kits").status_code == 200
    with server.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
        connection.execute(text(ended), {"name": name})
        answers = [api.coordinator.get("/kits"), api.coordinator.post("/kits", {"name": "x"}, key="one")]
        page = TestClient(api.app, raise_server_exceptions=False).get("/week/2026-11-30")
        connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (503, "no_database")
        assert int(answer.headers["retry-after"]) > 0
    assert page.status_code == 503 and "資料庫現在沒有回應" in page.text
    assert api.coordinator.post("/kits", {"name": "x"}, key="one").status_code == 201
    api.engine.dispose()
    server.dispose()


def test_what_is_too_large_is_answered_like_every_other_error(tmp_path: Path) -> None:
    api = _site(tmp_path)

    def in_pieces() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 2**16

    for path, body in (("/accounts", b"x" * 70_000), ("/sign-ins", b"x" * 70_000), ("/kits", b"x" * (2**20 + 1))):
        headers = {"content-type": "application/json"}
        for content in (body, in_pieces()):
            answer = api.coordinator.post(path, content=content, headers=headers)
            assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
            assert answer.json()["code"] == "too_large"
