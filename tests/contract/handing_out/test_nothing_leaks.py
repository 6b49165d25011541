"""Whatever leaves the application holds no client's name, code, address, phone or coordinates: mails on a real server,
messages, calendars, texts for a group, the week on the wall.
"""

import socket
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
from aiosmtpd.controller import Controller
from fastapi.testclient import TestClient
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from api.clock import SystemClock
from api.jobs.mail import mail_of
from outreach.records import CarePlan, Client, Message, Office, Person, Place, Roster
from outreach.records.database import changed_records, office_records
from outreach.usecases.jobs.deliver_messages import deliver_messages
from outreach.usecases.weeks.publish_roster import publish_roster
from tests.api_site import ApiSite
from tests.contract.verbs.conftest import NOW
from tests.pdfs import pages

# A part of apprise that nobody here uses looks for it.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

ADDRESS = "https://roster.example.gov.tw"


class Box:
    """What a mail server was handed: whom to, and the letter."""

    def __init__(self):
        self.got = {}

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        (to,) = envelope.rcpt_tos
        assert to not in self.got
        self.got[to] = message_from_bytes(envelope.content)
        return "250 OK"


@pytest.fixture
def post():
    """A real mail server on this machine, and how the office reaches it."""
    box = Box()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, f"mailto://127.0.0.1:{port}/?from=office@example.test&mode=insecure"
    controller.stop()


def publish(site, address=ADDRESS):
    """Publish the roster as a coordinator does."""
    with changed_records(site.engine, site.office_id, "publish", account_id=None, now=NOW) as records:
        records.session.get_one(Office, records.office.id).address = address
        for person in records.all(Person):
            person.email = "" if person.code == "K001" else f"{person.code.lower()}@example.test"
        (roster,) = records.all(Roster)
        actor = site_actor(records)
        publish_roster(records, actor, roster_id=roster.id, now=NOW)


def site_actor(records):
    from outreach.actor import Actor  # noqa: PLC0415

    return Actor(office_id=records.office.id, role="coordinator")


def text_of(letter):
    (part,) = [part for part in letter.walk() if part.get_content_type() == "text/plain"]
    return part.get_payload(decode=True).decode()


def private_values(records):
    """Everything about clients and places that nobody outside may read."""
    values = set()
    for client in records.all(Client):
        values |= {client.name, client.code, client.phone, client.note}
    values |= {plan.code for plan in records.all(CarePlan)} | {plan.note for plan in records.all(CarePlan)}
    for place in records.all(Place):
        values |= {place.address, place.village}
        values |= {f"{place.lat:.4f}", f"{place.lon:.4f}", f"{place.lat:.3f}", f"{place.lon:.3f}"}
    return values - {""}


def all_that_leaves(site):
    """Every text that goes out, by what it is."""
    outside, inside = TestClient(site.app), site.coordinator
    with office_records(site.engine, write=False) as records:
        people = {person.code: person.id for person in records.all(Person)}
        said = {f"message {one.id}": one.subject + one.text for one in records.all(Message)}
    for code, person_id in people.items():
        path = inside.ask("PUT", f"/people/{person_id}/feed").json()["path"]
        for language in ("zh", "en"):
            content = outside.get(path, params={"lang": language}).content
            calendar = Calendar.from_ical(content)
            # Folded lines joined again, or a value could hide behind a line's end.
            said[f"feed {code} {language}"] = content.decode() + "".join(
                f"{name}:{value}" for part in calendar.walk() for name, value in part.property_items()
            )
    for changed in ("false", "true"):
        for language in ("zh", "en"):
            asked = {"changed": changed, "lang": language}
            said[f"text {asked}"] = inside.get(f"/rosters/{site.roster_id}/hand-out", params=asked).json()["text"]
    for view in ("people", "desks"):
        pdf = inside.client.get(f"/hand-out/{site.roster_id}/week.pdf?view={view}").content
        said[f"week {view}"] = "".join(pages(pdf))
    return said


def test_each_person_gets_exactly_their_own_mail(tmp_path, post):
    box, where = post
    site = ApiSite(f"sqlite:///{tmp_path / 'mail.db'}")
    publish(site)
    told = deliver_messages(site.engine, site.office_id, messages=mail_of(where), clock=SystemClock())
    assert (told.sent, told.failed) == (2, 0)
    assert set(box.got) == {"v001@example.test", "s001@example.test"}
    letter = box.got["v001@example.test"]
    assert str(make_header(decode_header(letter["Subject"]))) == "11/30（一） 起一週的班表已公布"
    assert text_of(letter).strip().splitlines() == [
        "115年11月30日（一）起一週，您的班表已公布：",
        "12/2（三） 08:30–17:10 服務台、訪視 4 處",
        f"詳細內容：{ADDRESS}/week/2026-11-30",
    ]
    with office_records(site.engine, write=False) as records:
        private = private_values(records)
    for letter in box.got.values():
        whole = letter.as_string() + text_of(letter) + str(make_header(decode_header(letter["Subject"])))
        assert [value for value in private if value in whole] == []
    # The link leads there, for who is signed in.
    assert site.field.client.get("/week/2026-11-30", follow_redirects=False).status_code == 303


def test_without_an_address_of_the_office_the_mail_says_where_to_sign_in(tmp_path, post):
    box, where = post
    site = ApiSite(f"sqlite:///{tmp_path / 'mail.db'}")
    publish(site, address="")
    deliver_messages(site.engine, site.office_id, messages=mail_of(where), clock=SystemClock())
    text = text_of(box.got["v001@example.test"]).strip()
    assert text.endswith("詳細內容請登入外勤排班查看。")
    assert "/week" not in text and "http" not in text


def test_nothing_of_any_client_is_in_what_leaves(tmp_path):
    site = ApiSite(f"sqlite:///{tmp_path / 'leaks.db'}", clients=40)
    publish(site)
    with office_records(site.engine, write=False) as records:
        private = private_values(records)
    assert len(private) > 150
    said = all_that_leaves(site)
    assert len(said) >= 2 + 6 + 4 + 2
    assert {what: value for what, text in said.items() for value in private if value in text} == {}


WORDS = st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x4DB5), min_size=3, max_size=12)


# A failure says which value it is: making it shorter would only take minutes.
@settings(max_examples=4, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(words=st.lists(WORDS, min_size=6, max_size=6, unique=True), shift=st.floats(-0.02, 0.02))
def test_whatever_clients_are_called(tmp_path_factory, words, shift):
    """Rare signs, which no sentence of ours has: found anywhere, they come from a client."""
    site = ApiSite(f"sqlite:///{tmp_path_factory.mktemp('leak') / 'office.db'}", clients=2)
    name, phone, note, address, village, code = words
    with office_records(site.engine) as records:
        for number, client in enumerate(records.all(Client)):
            client.name, client.phone, client.note = f"{name}{number}", phone, note
            client.code = f"{code}{number}"
        for place in records.all(Place):
            place.address, place.village = address, village
            place.lat, place.lon = place.lat + shift, place.lon + shift
        for plan in records.all(CarePlan):
            plan.note = note
        private = private_values(records)
    assert set(words) - {name, code} <= private
    publish(site)
    for what, text in all_that_leaves(site).items():
        assert [value for value in (*words, *private) if value in text] == [], what
