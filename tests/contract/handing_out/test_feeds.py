"""A person's calendar: who makes it, who reads it, that it ends at once, and what calendars find in it."""

import datetime as dt
import re
import statistics
import time
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from outreach.calendar.dates import TAIPEI
from outreach.records import Feed, Office, Person, Roster, RosterDuty, RosterStop, Week
from outreach.records.database import office_records
from tests.api_site import ApiSite
from tests.office import MONDAY

PUBLISHED = dt.datetime(2026, 11, 27, 16, 20, tzinfo=TAIPEI)


class Feeds:
    """The site with its roster published, and somebody who is not signed in."""

    def __init__(self, folder):
        self.site = ApiSite(f"sqlite:///{folder / 'feeds.db'}", clients=4)
        self.reader = TestClient(self.site.app)
        self.engine = self.site.engine
        with office_records(self.engine) as records:
            self.people = {person.code: person.id for person in records.all(Person)}
            roster = records.all(Roster)[0]
            roster.status, roster.published_at = "published", PUBLISHED
            records.add(Week(office_id="", monday=MONDAY, published_id=roster.id))

    def make(self, who=None, code="V001"):
        """The path of a new feed."""
        answer = (who or self.site.coordinator).ask("PUT", f"/people/{self.people[code]}/feed")
        assert answer.status_code == 200, answer.text
        return answer.json()["path"]

    def events(self, path, **more):
        answer = self.reader.get(path, **more)
        assert answer.status_code == 200
        return list(Calendar.from_ical(answer.content).walk("VEVENT"))

    def set_address(self, address):
        with office_records(self.engine) as records:
            records.session.get_one(Office, records.office.id).address = address

    def revision(self, *, later=0, without=False):
        """A new revision holds: the duty comes so many minutes later, or is gone."""
        with office_records(self.engine) as records:
            (old,) = records.all(Roster, Roster.status == "published")
            fields = old.model_dump(exclude={"id", "version"})
            moment = PUBLISHED + dt.timedelta(days=old.revision)
            new = records.add(Roster(**fields | {"revision": old.revision + 1, "published_at": moment}))
            old.status = "frozen"
            records.session.flush()
            by = dt.timedelta(minutes=later)
            for duty in records.all(RosterDuty, RosterDuty.roster_id == old.id):
                if without:
                    continue
                values = duty.model_dump(exclude={"id", "version"})
                moved = {"roster_id": new.id, "departure": duty.departure + by, "arrival": duty.arrival + by}
                copied = records.add(RosterDuty(**values | moved))
                records.session.flush()
                for stop in records.all(RosterStop, RosterStop.duty_id == duty.id):
                    values = stop.model_dump(exclude={"id", "version"})
                    records.add(RosterStop(**values | {"roster_id": new.id, "duty_id": copied.id}))
            (week,) = records.all(Week)
            week.published_id = new.id


@pytest.fixture
def feeds(tmp_path):
    return Feeds(tmp_path)


def test_a_calendar_reads_it_without_a_sign_in(feeds):
    feeds.set_address("https://roster.example.gov.tw/")
    path = feeds.make()
    answer = feeds.reader.get(path)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert "set-cookie" not in answer.headers
    calendar = Calendar.from_ical(answer.content)
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Taipei"
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].dt == dt.datetime(2026, 12, 2, 8, 30, tzinfo=TAIPEI)
    assert event["DTEND"].dt == dt.datetime(2026, 12, 2, 17, 10, tzinfo=TAIPEI)
    assert event["DTSTAMP"].dt == PUBLISHED
    assert str(event["SUMMARY"]) == "外勤排班：服務台、訪視 4 處"
    link = str(event["URL"])
    assert re.fullmatch(r"https://roster\.example\.gov\.tw/duty/[0-9a-f]{32}", link)
    assert str(event["DESCRIPTION"]) == f"外勤排班：{link}"
    assert feeds.site.coordinator.client.get(urlsplit(link).path).status_code == 200
    assert "LOCATION" not in event and "ATTENDEE" not in event


def test_without_an_address_of_the_office_there_is_no_link(feeds):
    (event,) = feeds.events(feeds.make())
    assert "URL" not in event
    assert str(event["DESCRIPTION"]) == "詳細內容請登入外勤排班查看。"


def test_in_english(feeds):
    (event,) = feeds.events(feeds.make(), params={"lang": "en"})
    assert str(event["SUMMARY"]) == "Duty: desk, 4 visits"


def test_drafts_and_what_is_long_past_are_not_in_it(feeds):
    path = feeds.make()
    with office_records(feeds.engine) as records:
        (roster,) = records.all(Roster)
        fields = roster.model_dump(exclude={"id", "version"})
        (duty,) = records.all(RosterDuty, RosterDuty.person_id == feeds.people["V001"])
        for days, status in ((7, "draft"), (14, "frozen"), (-28, "published"), (-35, "published"), (350, "published")):
            by = dt.timedelta(days=days)
            made = records.add(Roster(**fields | {"monday": MONDAY + by, "status": status}))
            records.session.flush()
            values = duty.model_dump(exclude={"id", "version"}) | {
                "roster_id": made.id,
                "date": duty.date + by,
                "departure": duty.departure + by,
                "arrival": duty.arrival + by,
            }
            records.add(RosterDuty(**values))
    # Today is the second day of December: four weeks back begin on the fourth of November.
    days = [event["DTSTART"].dt.date() for event in feeds.events(path)]
    assert days == [dt.date(2026, 11, 4), dt.date(2026, 12, 2), dt.date(2027, 11, 17)]


def test_a_change_keeps_the_uid_raises_the_sequence_and_what_is_cancelled_vanishes(feeds):
    path = feeds.make()
    (first,) = feeds.events(path)
    feeds.revision(later=30)
    (second,) = feeds.events(path)
    assert second["UID"] == first["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert second["DTSTAMP"].dt > first["DTSTAMP"].dt
    assert second["DTSTART"].dt - first["DTSTART"].dt == dt.timedelta(minutes=30)
    feeds.revision(without=True)
    assert feeds.events(path) == []


def test_what_is_known_is_not_sent_again(feeds):
    path = feeds.make()
    first = feeds.reader.get(path)
    etag = first.headers["etag"]
    again = feeds.reader.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert feeds.reader.get(path, headers={"If-None-Match": '"other"'}).content == first.content
    feeds.revision(later=15)
    assert feeds.reader.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_head_says_the_same_without_the_calendar(feeds):
    path = feeds.make()
    asked, whole = feeds.reader.head(path), feeds.reader.get(path)
    assert (asked.status_code, asked.content) == (200, b"")
    for name in ("etag", "content-type", "content-length", "cache-control"):
        assert asked.headers[name] == whole.headers[name]


def test_a_new_one_revokes_the_old_one_and_ending_it_revokes_all(feeds):
    first = feeds.make()
    second = feeds.make()
    assert first != second
    assert [feeds.reader.get(path).status_code for path in (first, second)] == [404, 200]
    assert feeds.site.coordinator.delete(f"/people/{feeds.people['V001']}/feed").status_code == 204
    assert [feeds.reader.get(path).status_code for path in (first, second)] == [404, 404]
    assert feeds.site.coordinator.delete(f"/people/{feeds.people['V001']}/feed").status_code == 204


def test_a_revoked_one_and_one_that_never_was_answer_alike(feeds):
    revoked, current = feeds.make(), feeds.make()
    never = "/feeds/" + "x" * 32 + ".ics"
    for method in ("GET", "HEAD"):
        answers = [feeds.reader.request(method, path) for path in (revoked, never)]
        assert [answer.status_code for answer in answers] == [404, 404]
        pages = [re.sub(r'nonce="[^"]*"|href="[^"]*"', "", answer.text) for answer in answers]
        assert pages[0] == pages[1]
        named = [{name for name in answer.headers if name != "date"} for answer in answers]
        assert named[0] == named[1]
    times = {path: [] for path in (revoked, never)}
    for _ in range(60):
        for path, taken in times.items():
            started = time.perf_counter()
            feeds.reader.get(path)
            taken.append(time.perf_counter() - started)
    one, other = (statistics.median(taken) for taken in times.values())
    assert max(one, other) < 2 * min(one, other)
    assert feeds.reader.get(current).status_code == 200


@pytest.mark.parametrize("secret", ["", "a", "%00", "..", "é" * 20, "x" * 3000, "a/b", "%2e%2e%2fx", "💥"])
def test_odd_secrets_are_not_there(feeds, secret):
    assert feeds.reader.get(f"/feeds/{secret}.ics", follow_redirects=False).status_code in (303, 404)


def test_only_a_hash_of_the_secret_is_kept(feeds):
    path = feeds.make()
    secret = path.removeprefix("/feeds/").removesuffix(".ics")
    assert len(secret) >= 32
    with office_records(feeds.engine, write=False) as records:
        (feed,) = records.all(Feed)
        assert secret not in repr(feed.model_dump())
        assert re.fullmatch("[0-9a-f]{64}", feed.secret_hash)


def test_the_secrets_are_all_different(feeds):
    made = {feeds.make() for _ in range(30)}
    assert len(made) == 30


def test_when_it_was_fetched_is_noted_and_a_head_is_no_fetch(feeds):
    path, where = feeds.make(), f"/people/{feeds.people['V001']}/feed"
    assert feeds.site.coordinator.get(where).json()["fetched"] is None
    feeds.reader.head(path)
    assert feeds.site.coordinator.get(where).json()["fetched"] is None
    feeds.reader.get(path)
    noted = feeds.site.coordinator.get(where).json()
    assert noted["fetched"] >= noted["made"]
    feeds.reader.get(path)
    # To the minute: a calendar that asks all the time does not write all the time.
    assert feeds.site.coordinator.get(where).json() == noted


def test_a_field_person_has_their_own_and_nobody_elses(feeds):
    own = feeds.make(feeds.site.field)
    assert feeds.reader.get(own).status_code == 200
    others = f"/people/{feeds.people['S001']}/feed"
    for method in ("GET", "PUT", "DELETE"):
        assert feeds.site.field.ask(method, others).status_code == 404
        for who in (feeds.site.auditor, feeds.site.admin):
            assert who.ask(method, others).status_code == 404


def test_a_person_that_is_removed_takes_the_feed_along(feeds):
    path = feeds.make(code="K001")
    answer = feeds.site.coordinator.delete(f"/people/{feeds.people['K001']}")
    assert answer.status_code == 204, answer.text
    assert feeds.reader.get(path).status_code == 404


def test_the_queries_do_not_grow_with_the_duties(feeds):
    path = feeds.make()
    feeds.reader.get(path)
    with feeds.site.queries() as few:
        feeds.reader.get(path)
    with office_records(feeds.engine) as records:
        (duty,) = records.all(RosterDuty, RosterDuty.person_id == feeds.people["V001"])
        fields = records.all(Roster)[0].model_dump(exclude={"id", "version"})
        for number in range(1, 10):
            by = dt.timedelta(weeks=number)
            made = records.add(Roster(**fields | {"monday": MONDAY + by}))
            records.session.flush()
            values = duty.model_dump(exclude={"id", "version"}) | {"roster_id": made.id, "date": duty.date + by}
            records.add(RosterDuty(**values))
    with feeds.site.queries() as many:
        assert len(feeds.events(path)) == 10
    assert len(many) == len(few)
