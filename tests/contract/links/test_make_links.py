"""Making, showing and revoking personal links, and the PINs that open them: works, forbidden, already done, foreign."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import Session

from outreach.records import DutyLink, FieldPin, Office, Roster
from outreach.records.database import again_if_in_the_way, office_records
from outreach.refusals import Conflict, NotAllowed, NotThere
from outreach.usecases.links.make_links import make_links
from outreach.usecases.links.make_pins import fresh_pins, set_pins, who_needs_pin
from outreach.usecases.links.open_link import MOST_TRIES, TRIES
from outreach.usecases.links.revoke_link import revoke_link
from outreach.usecases.links.secrets_of_links import LENGTH, SIGNS, new_pin, new_secret
from outreach.usecases.links.show_links import show_links
from outreach.usecases.links.who_holds import SHOWN_AFTER, hash_of
from tests.contract.verbs.conftest import NOW
from tests.databases import KINDS
from tests.office import MONDAY, at
from tests.signed_in import CHEAP
from tests.statements import statements_of

WEDNESDAY = MONDAY + dt.timedelta(days=2)


def shown(cast, now=NOW, actor=None):
    with office_records(cast.engine, write=False) as records:
        return show_links(records, actor or cast.coordinator, cast.roster_id, now=now)


def states(cast, now=NOW):
    return {line.person.code: line.state for line in shown(cast, now).lines}


def revoke(cast, link_id, actor=None, now=NOW):
    with cast.write() as records:
        return revoke_link(records, actor or cast.coordinator, link_id=link_id, now=now)


def test_the_secret_has_more_than_128_random_bits():
    assert len(SIGNS) ** LENGTH > 2**128
    made = {new_secret() for _ in range(2000)}
    assert len(made) == 2000 and all(set(one) <= set(SIGNS) and len(one) == LENGTH for one in made)
    assert {sign for one in made for sign in one} == set(SIGNS)


def test_everybody_with_a_duty_gets_one_and_only_its_hash_is_kept(doors, cast):
    made = doors.make()
    assert [one.person.code for one in made.made] == ["S001", "V001"]
    assert (made.had, made.over) == (0, 0)
    kept = {link.token_hash: link for link in cast.all(DutyLink)}
    for one in made.made:
        link = kept[hash_of(one.secret)]
        assert (link.person_id, link.date) == (one.person.id, WEDNESDAY)
        assert one.secret not in repr(link.model_dump())
        assert one.path == f"/d#{one.secret}"


def test_once_more_leaves_those_alone_who_have_one(doors, cast):
    first = doors.secret("V001")
    again = doors.make()
    assert [one.person.code for one in again.made] == ["S001"] and again.had == 1
    doors.open(first)
    assert doors.make().made == ()


def test_a_new_one_revokes_the_older_one_of_that_person_and_date(doors, cast):
    first, other = doors.secret("V001"), doors.secret("S001")
    token = doors.open(first).token
    (made,) = doors.make(person_id=cast.people["V001"], date=WEDNESDAY, again=True).made
    assert made.replaces
    assert doors.fails(first) and doors.holder(token).actor.role == "noting"
    doors.open(made.secret)
    doors.pin("S001", "246800")
    doors.open(other, pin="246800")


def test_only_coordinators_make_them(doors, cast):
    for actor in (cast.lin, cast.auditor, cast.actor("admin"), cast.actor("link", "V001")):
        with pytest.raises(NotAllowed):
            doors.make(actor)
    assert cast.all(DutyLink) == []


def test_drafts_and_what_a_newer_one_has_replaced_get_none(cast, doors):
    with cast.write() as records:
        roster = records.get(Roster, cast.roster_id)
        roster.status = "frozen"
        fields = roster.model_dump(exclude={"id", "version"}) | {"revision": 2, "status": "draft"}
        draft = records.add(Roster(**fields)).id
    for roster_id in (cast.roster_id, draft):
        with pytest.raises(Conflict) as caught:
            doors.make(roster_id=roster_id)
        assert caught.value.code == "not_published"


def test_what_is_not_there_is_not_there(doors, cast):
    for chosen in (
        {"roster_id": "0" * 32},
        {"person_id": "0" * 32},
        {"person_id": cast.people["K001"]},
        {"person_id": cast.people["V001"], "date": MONDAY},
    ):
        with pytest.raises(NotThere):
            doors.make(**chosen)


def test_for_what_is_over_none_is_made(doors, cast):
    # 周柏宇 is back at 15:40, 林秀琴 at 17:10.
    made = doors.make(now=at(2, "15:40") + SHOWN_AFTER)
    assert [one.person.code for one in made.made] == ["V001"] and made.over == 1
    assert doors.make(now=at(2, "17:10") + SHOWN_AFTER).over == 2


@pytest.mark.parametrize("kind", KINDS)
def test_of_two_coordinators_at_once_one_makes_them(doors, cast):
    def make(_):
        return again_if_in_the_way(lambda: len(doors.make().made))

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(make, range(2))) == [0, 2]
    assert len(cast.all(DutyLink)) == 2


def test_the_list_says_how_far_each_link_is(doors, cast):
    assert states(cast) == {"V001": "none", "S001": "none"}
    assert shown(cast).missing == 2
    secret = doors.secret("V001")
    assert states(cast)["V001"] == "waiting"
    for _ in range(TRIES):
        doors.fails(secret, pin="000001")
    assert states(cast)["V001"] == "blocked"
    assert shown(cast).missing == 1
    later = NOW + dt.timedelta(minutes=15)
    assert states(cast, later)["V001"] == "waiting"
    doors.open(secret, now=later)
    (line,) = [one for one in shown(cast, later).lines if one.person.code == "V001"]
    assert (line.state, line.link.bound, line.link.seen) == ("bound", later, later)
    revoke(cast, line.link.id)
    assert states(cast)["V001"] == "revoked"
    assert states(cast, at(2, "17:10") + SHOWN_AFTER)["V001"] == "over"


def test_a_link_that_wrong_pins_have_ended_says_so_and_is_made_anew(doors, cast):
    secret = doors.secret("V001")
    for number in range(MOST_TRIES):
        doors.fails(secret, pin="000001", now=NOW + dt.timedelta(minutes=15 * (number // TRIES)))
    assert states(cast)["V001"] == "ended"
    assert [one.person.code for one in doors.make().made] == ["S001", "V001"]
    assert states(cast)["V001"] == "waiting"


def test_the_list_is_for_who_sees_everybody(doors, cast):
    assert shown(cast, actor=cast.auditor).lines
    for actor in (cast.lin, cast.actor("admin"), cast.actor("link", "V001")):
        with pytest.raises(NotThere):
            shown(cast, actor=actor)


def test_the_list_asks_as_often_however_many_links_there_are(doors, cast):
    with statements_of(cast.engine) as few:
        shown(cast)
    for _ in range(3):
        doors.make(again=True)
    with statements_of(cast.engine) as many:
        assert len(shown(cast).lines) == 2
    assert len(many) == len(few)


def test_revoking_twice_leaves_the_first_moment(doors, cast):
    doors.secret("V001")
    (link,) = cast.all(DutyLink)
    revoke(cast, link.id)
    later = NOW + dt.timedelta(hours=1)
    assert revoke(cast, link.id, now=later).revoked == NOW


def test_only_coordinators_revoke_and_what_is_not_there_is_not_there(doors, cast):
    doors.secret("V001")
    (link,) = cast.all(DutyLink)
    for actor in (cast.lin, cast.auditor, cast.actor("admin"), cast.actor("link", "V001")):
        with pytest.raises(NotAllowed):
            revoke(cast, link.id, actor)
    with pytest.raises(NotThere):
        revoke(cast, "0" * 32)
    assert cast.all(DutyLink)[0].revoked is None


def pins(cast, actor=None, codes=("V001", "S001"), **more):
    with cast.write() as records:
        made = fresh_pins(CHEAP, [cast.people[code] for code in codes])
        return set_pins(records, actor or cast.coordinator, pins=made, now=NOW, **more)


def test_six_random_digits_told_once_and_kept_as_a_hash(doors, cast):
    made = pins(cast, codes=("S001",))
    (told,) = made
    assert re.fullmatch("[0-9]{6}", told.digits) and told.person.code == "S001"
    (kept,) = cast.all(FieldPin, FieldPin.person_id == cast.people["S001"])
    assert told.digits not in kept.pin_hash and kept.pin_hash.startswith("$argon2id$")
    assert CHEAP.match(told.digits, kept.pin_hash)
    assert len({new_pin() for _ in range(500)}) > 480


def test_who_has_one_keeps_it_unless_it_is_to_be_new(doors, cast):
    before = {pin.person_id: pin.pin_hash for pin in cast.all(FieldPin)}
    assert [one.person.code for one in pins(cast)] == ["S001"]
    after = {pin.person_id: pin.pin_hash for pin in cast.all(FieldPin)}
    assert after[cast.people["V001"]] == before[cast.people["V001"]]
    assert [one.person.code for one in pins(cast, again=True)] == ["S001", "V001"]
    assert {pin.pin_hash for pin in cast.all(FieldPin)}.isdisjoint(after.values())
    assert len(cast.all(FieldPin)) == 2


def test_who_needs_one(doors, cast):
    with office_records(cast.engine, write=False) as records:
        assert who_needs_pin(records, cast.coordinator, cast.roster_id) == (cast.people["S001"],)
        with pytest.raises(NotThere):
            who_needs_pin(records, cast.coordinator, "0" * 32)
        with pytest.raises(NotAllowed):
            who_needs_pin(records, cast.auditor, cast.roster_id)


def test_only_coordinators_make_pins_and_nobody_for_whom_there_is_none(doors, cast):
    for actor in (cast.lin, cast.auditor, cast.actor("admin"), cast.actor("link", "V001")):
        with pytest.raises(NotAllowed):
            pins(cast, actor)
    with cast.write() as records, pytest.raises(NotThere):
        set_pins(records, cast.coordinator, pins=fresh_pins(CHEAP, ["0" * 32]), now=NOW)


@pytest.mark.parametrize("kind", KINDS)
def test_of_two_coordinators_at_once_one_makes_the_pins(doors, cast):
    def make(_):
        return again_if_in_the_way(lambda: len(pins(cast)))

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(make, range(2))) == [0, 1]


def test_a_bound_device_minds_no_new_pin(doors, cast):
    secret = doors.secret("V001")
    token = doors.open(secret).token
    pins(cast, codes=("V001",), again=True)
    assert doors.open(secret, device=token).token == token


def test_another_offices_roster_person_and_link_are_not_there(doors, cast):
    doors.secret("V001")
    (link,) = cast.all(DutyLink)
    with Session(cast.engine) as session, session.begin():
        other = Office(name="另一個機關")
        session.add(other)
        session.flush()
        other_id = other.id
    with office_records(cast.engine, office_id=other_id) as records:
        stranger = cast.coordinator
        with pytest.raises(NotThere):
            make_links(records, stranger, roster_id=cast.roster_id, now=NOW)
        with pytest.raises(NotThere):
            show_links(records, stranger, cast.roster_id, now=NOW)
        with pytest.raises(NotThere):
            revoke_link(records, stranger, link_id=link.id, now=NOW)
        with pytest.raises(NotThere):
            set_pins(records, stranger, pins=fresh_pins(CHEAP, [cast.people["V001"]]), again=True, now=NOW)
