"""From an empty directory to a published week, by the API of a real server alone: on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import httpx2
import pytest

from api.clock import SystemClock
from benchmarks.served import LOGIN, PASSWORD, Client, Server, served
from maps.geocode.villages import VillageGeocoder
from outreach.calendar.dates import coming_monday
from outreach.sample import write_sample
from outreach.sample.workbook import OFFICE

FIRST_ACCOUNT = (OFFICE, LOGIN, "示範承辦", PASSWORD, PASSWORD)
FIELD_PASSWORD = "walk-the-doors-today"
SECONDS = 3


@pytest.fixture
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/out/outreach.db"
    return str(request.getfixturevalue("postgres").make_database(template="template0"))


class Walk:
    """A coordinator's week. `monday`: far enough ahead that nothing of it is under way."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.client = Client(server.address)
        self.monday = coming_monday(SystemClock().now().date()) + dt.timedelta(days=7)
        self.workbook = folder / "office.ods"
        write_sample(self.workbook, self.monday, outlines=VillageGeocoder().outlines())

    def day(self, number: int) -> str:
        """The date of a weekday, 0 for Monday."""
        return (self.monday + dt.timedelta(days=number)).isoformat()

    def ended(self, answer: dict[str, Any]) -> dict[str, Any]:
        """The job once it is done."""
        job = self.client.done(answer)
        assert job["status"] == "done", job
        return job

    def import_with_preview(self) -> None:
        """Hand the workbook in, look, and keep it."""
        run = self.client.upload("/imports", self.workbook)
        self.ended(run["job"])
        preview = self.client.get(f"/imports/{run['id']}")
        assert preview["status"] == "preview"
        assert preview["added"] > 500
        assert preview["faults"] == []
        assert self.client.get("/people")["items"] == []
        self.ended(self.client.post(f"/imports/{run['id']}/keep"))
        assert self.client.get(f"/imports/{run['id']}")["status"] == "kept"
        assert self.client.get("/people", limit=200)["items"]

    def plan(self) -> dict[str, Any]:
        """Plan the week as a job."""
        job = self.ended(self.client.post(f"/weeks/{self.monday}/plans", {"seconds": SECONDS, "seed": 1}))
        assert job["share"] == 1
        return self.roster(job)

    def roster(self, job: dict[str, Any]) -> dict[str, Any]:
        """The roster that a job made."""
        found: dict[str, Any] = self.client.get(f"/rosters/{job['result']['roster_id']}")
        return found


@pytest.mark.parametrize("empty", ["sqlite", "postgresql"], indirect=True)
def test_a_week_from_an_empty_directory_by_the_api_alone(empty: str, tmp_path: Path) -> None:
    with served(empty, tmp_path, answers=FIRST_ACCOUNT) as server:
        walk = Walk(server, tmp_path)
        client = walk.client
        walk.import_with_preview()
        first = walk.plan()
        assert (first["status"], first["revision"]) == ("draft", 1)

        # Somebody with a shift is pinned to it, and somebody else is ill on a day on which they have a duty.
        owner, shift = next(
            (duty["person_id"], stop)
            for duty in first["duties"]
            for stop in duty["stops"]
            if duty["date"] == walk.day(0) and stop["item_key"].startswith("desk:")
        )
        seat = {"item": shift["item_key"].split(":")[1], "date": walk.day(0), "seat": shift["seat"]}
        pin = client.post("/pins", {**seat, "person_id": owner})
        ill = next(
            duty["person_id"]
            for duty in first["duties"]
            if duty["date"] == walk.day(2) and duty["person_id"] != owner and not duty["pinned"]
        )
        times = {"start": f"{walk.day(2)}T00:00:00+08:00", "end": f"{walk.day(3)}T00:00:00+08:00"}
        client.post("/absences", {"person_id": ill, **times, "reason": "病假"})

        job = walk.ended(client.post(f"/rosters/{first['id']}/replans", {"level": "keep_people", "seconds": SECONDS}))
        second = walk.roster(job)
        assert (second["revision"], second["base_id"], second["level"]) == (2, first["id"], "keep_people")
        assert (ill, walk.day(2)) not in {(duty["person_id"], duty["date"]) for duty in second["duties"]}
        assert [
            (duty["person_id"], stop["pinned"])
            for duty in second["duties"]
            for stop in duty["stops"]
            if (stop["item_key"], stop["seat"]) == (shift["item_key"], shift["seat"])
        ] == [(owner, True)]
        difference = client.get(f"/rosters/{first['id']}/comparison", **{"with": second["id"]})
        assert ill in {one["person_id"] for one in difference["people"]}

        published = client.post(f"/rosters/{second['id']}/publication", {})
        assert published["roster"]["status"] == "published"
        assert published["told"] > 50
        walk.ended({"id": published["job_id"]})
        assert client.get(f"/weeks/{walk.monday}")["published_id"] == second["id"]

        # A volunteer sees their own duty, and says yes.
        own = second["duties"][0]
        account = {"login": "walker", "name": "示範", "role": "field", "password": FIELD_PASSWORD}
        client.post("/accounts", {**account, "person": own["person_id"]})
        walker = Client(server.address, "walker", FIELD_PASSWORD)
        assert own["id"] in {duty["id"] for duty in walker.get("/duties")["items"]}
        with pytest.raises(httpx2.HTTPStatusError, match="404"):
            walker.get(f"/duties/{second['duties'][-1]['id']}")
        answer = walker.http.put(f"/duties/{own['id']}/answer", json={"answer": "accepted"})
        assert answer.status_code == 200, answer.text
        assert walker.get("/messages")["items"]

        # The last change is taken back, and after kill -9 everything else is as it was.
        client.post("/closed-days", {"date": walk.day(4), "villages": [], "reason": "颱風"})
        client.post("/changes/undo", {})
        assert client.get("/closed-days")["items"] == []
        walker.close()
        client.close()
        server.kill()
        server.start()
        client = Client(server.address)
        assert client.get(f"/weeks/{walk.monday}")["published_id"] == second["id"]
        assert client.get(f"/pins/{pin['id']}")["person_id"] == owner
        assert {roster["status"] for roster in client.get("/rosters", monday=walk.day(0))["items"]} == {
            "draft",
            "published",
        }
        client.close()
