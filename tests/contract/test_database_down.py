"""A database that is down, a disk that is full: a clear error, nothing half-saved, and all is there afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from outreach.records import Unit
from outreach.records.database import office_records
from tests.api_site import ApiSite
from tests.databases import PostgresServer, postgres_server

PAGE_BYTES = 4096


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    """A PostgreSQL that may be stopped without disturbing other tests."""
    with postgres_server() as server:
        yield server


def unit(name: str) -> dict[str, Any]:
    """A unit to be added."""
    place = {"address": "育平路316號", "village": "育平里"}
    return {"name": name, "place": place}


def names(site: ApiSite) -> set[str]:
    with office_records(site.engine, write=False) as records:
        return {one.name for one in records.all(Unit)}


def test_while_the_database_is_down_everybody_is_told_and_afterwards_all_is_there(own_server: PostgresServer) -> None:
    site = ApiSite(own_server.make_database())
    answer = site.coordinator.post("/units", unit("社會課"))
    assert answer.status_code == 201, answer.text
    own_server.crash()
    for answer in (site.coordinator.get("/people"), site.coordinator.post("/units", unit("民政課"), key="again")):
        assert answer.status_code == 503
        assert answer.json()["code"] == "no_database"
        assert "稍後再試" in answer.json()["detail"]
        assert int(answer.headers["Retry-After"]) > 0
    page = site.coordinator.client.get("/week/2026-11-30")
    assert page.status_code == 503
    assert "<h1" in page.text and "psycopg" not in page.text
    assert site.coordinator.client.get("/healthz").status_code == 503
    own_server.start_again()
    assert site.coordinator.post("/units", unit("民政課"), key="again").status_code == 201
    assert {"社會課", "民政課"} <= names(site)
    assert site.coordinator.client.get("/healthz").status_code == 200
    site.engine.dispose()


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    site = ApiSite(f"sqlite:///{tmp_path}/office.db")
    before = names(site)
    pages = (tmp_path / "office.db").stat().st_size // PAGE_BYTES

    def fill_up(connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(site.engine, "checkout", fill_up)
    refused = [site.coordinator.post("/units", unit(f"第{number}課"), key=f"full-{number}") for number in range(60)]
    full = [number for number, answer in enumerate(refused) if answer.status_code != 201]
    assert full
    assert {refused[number].status_code for number in full} == {503}
    assert {refused[number].json()["code"] for number in full} <= {"no_database", "disk_full"}
    assert names(site) == before | {f"第{number}課" for number in range(60) if number not in full}
    assert site.coordinator.get("/units").status_code == 200

    event.remove(site.engine, "checkout", fill_up)
    event.listen(site.engine, "checkout", lambda connection, *_: connection.execute("PRAGMA max_page_count = 100000"))
    for number in full:
        assert site.coordinator.post("/units", unit(f"第{number}課"), key=f"full-{number}").status_code == 201
    assert names(site) == before | {f"第{number}課" for number in range(60)}
    site.engine.dispose()
