"""The first device that knows the PIN is bound; nobody else comes in, and whatever is wrong is told in the same way."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from outreach.records import DutyLink, Roster
from outreach.usecases.links.open_link import BLOCKED, MOST_TRIES, TRIES
from outreach.usecases.links.revoke_link import revoke_link
from outreach.usecases.links.secrets_of_links import in_groups, new_secret
from outreach.usecases.links.who_holds import SHOWN_AFTER, TAKEN_AFTER, hash_of
from tests.contract.verbs.conftest import NOW
from tests.contract.verbs.link_doors import doors_of
from tests.databases import KINDS
from tests.office import MONDAY, at

END = at(2, "17:10") + SHOWN_AFTER
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def doors(cast):
    return doors_of(cast)


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_device_that_knows_the_pin_is_bound(doors, cast):
    opened = doors.open(doors.secret())
    bearer = doors.holder(opened.token)
    assert (bearer.actor.role, bearer.actor.person_id, bearer.actor.date) == (
        "link",
        cast.people["V001"],
        at(2, "00:00").date(),
    )
    assert bearer.shown_until == END
    assert opened.until == END + TAKEN_AFTER
    (link,) = cast.all(DutyLink)
    assert opened.token not in repr(link.model_dump()) and bearer.csrf
    assert (link.bound, link.seen, link.tries) == (NOW, NOW, 0)


def test_the_same_device_comes_again_and_is_asked_for_no_pin(doors):
    secret = doors.secret()
    first = doors.open(secret)
    again = doors.open(secret, pin="", device=first.token)
    assert again.token == first.token
    assert doors.open(secret, pin="000000", device=first.token).token == first.token


def test_a_second_device_does_not_come_in_though_it_knows_the_pin(doors):
    secret = doors.secret()
    first = doors.open(secret)
    assert doors.fails(secret)
    assert doors.fails(secret, device="x" * 43)
    assert doors.holder(first.token).actor.role == "link"


def test_what_a_second_device_tries_does_not_shut_the_first_one_out(doors, cast):
    secret = doors.secret()
    first = doors.open(secret)
    for _ in range(MOST_TRIES + 5):
        assert doors.fails(secret, pin="999999")
    assert doors.open(secret, device=first.token).token == first.token
    assert cast.all(DutyLink)[0].tries == 0


def test_five_wrong_pins_block_it_for_a_quarter_of_an_hour(doors):
    secret = doors.secret()
    for _ in range(TRIES):
        assert doors.fails(secret, pin="000001")
    assert doors.fails(secret)
    assert doors.fails(secret, now=NOW + BLOCKED - SECOND)
    assert doors.holder(doors.open(secret, now=NOW + BLOCKED).token, NOW + BLOCKED)


def test_four_wrong_pins_do_not_and_a_right_one_starts_the_count_anew(doors, cast):
    secret = doors.secret()
    for _ in range(TRIES - 1):
        assert doors.fails(secret, pin="000001")
    doors.open(secret)
    (link,) = cast.all(DutyLink)
    assert (link.tries, link.blocked_until) == (0, None)


def test_fifteen_wrong_pins_end_it_for_good(doors):
    secret = doors.secret()
    for number in range(MOST_TRIES):
        assert doors.fails(secret, pin="000001", now=NOW + BLOCKED * (number // TRIES))
    assert doors.fails(secret, now=NOW + 20 * BLOCKED)
    doors.pin(digits="246800")
    assert doors.fails(secret, pin="246800", now=NOW + 20 * BLOCKED)


def test_what_can_be_no_pin_is_no_try(doors, cast):
    secret = doors.secret()
    for typed in ("", "12345", "1234567", "abcdef", "１２"):
        assert doors.fails(secret, pin=typed)
    assert cast.all(DutyLink)[0].tries == 0


@pytest.mark.parametrize("kind", KINDS)
def test_of_forty_guesses_at_once_no_more_than_five_are_looked_at(doors, cast):
    secret, guessed = doors.secret(), [f"{number:06}" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda pin: doors.fails(secret, pin=pin), guessed))
    assert cast.all(DutyLink)[0].tries == TRIES


@pytest.mark.parametrize("kind", KINDS)
def test_of_two_devices_at_once_one_comes_in(doors):
    secret = doors.secret()
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(lambda _: doors.fails(secret), range(2))) == [False, True]


def test_a_new_pin_lifts_the_block_and_the_old_one_opens_nothing(doors):
    secret = doors.secret()
    for _ in range(TRIES):
        assert doors.fails(secret, pin="000001")
    doors.pin(digits="246800")
    assert doors.fails(secret)
    doors.open(secret, pin="246800")


def test_another_persons_pin_opens_nothing(doors):
    doors.pin("S001", "246800")
    assert doors.fails(doors.secret("V001"), pin="246800")


def test_without_a_pin_nobody_comes_in(doors):
    assert doors.fails(doors.secret("S001"))


def test_a_person_keeps_their_pin_from_link_to_link(doors):
    doors.open(doors.secret())
    doors.open(doors.secret(again=True))


@pytest.mark.parametrize(
    "secret", ["", "a", "x" * 28, "new", "1" * 28, "#", "é" * 28, "x" * 5000, "💥" * 28, "/d#" + "y" * 28]
)
def test_what_was_never_made_does_not_open(doors, secret):
    doors.secret()
    assert doors.fails(new_secret() if secret == "new" else secret)


def test_it_may_be_typed_from_paper_or_pasted_with_its_address(doors):
    secret = doors.secret()
    first = doors.open(in_groups(secret).upper(), pin="１３５ ７９０")
    for typed in (f"https://roster.example.gov.tw/d#{secret}", f" {secret}\n", "-".join(in_groups(secret).split())):
        assert doors.open(typed, device=first.token).token == first.token


def test_it_ends_two_hours_after_the_duty_and_takes_what_was_noted_for_fourteen_days(doors):
    secret = doors.secret()
    token = doors.open(secret).token
    assert doors.holder(token, END - SECOND).actor.role == "link"
    assert doors.holder(token, END).actor.role == "noting"
    assert doors.holder(token, END + TAKEN_AFTER - SECOND).actor.role == "noting"
    assert doors.holder(token, END + TAKEN_AFTER) is None
    assert doors.fails(secret, device=token, now=END)
    fresh = doors.secret(again=True)
    assert doors.fails(fresh, now=END)
    doors.open(fresh, now=END - SECOND)


def test_revoked_it_shows_nothing_at_once_and_what_was_noted_is_taken(doors, cast):
    secret = doors.secret()
    token = doors.open(secret).token
    with cast.write() as records:
        revoke_link(records, cast.coordinator, link_id=doors.holder(token).link.id, now=NOW)
    bearer = doors.holder(token)
    assert bearer.actor.role == "noting"
    assert bearer.actor.notes_for(cast.people["V001"], bearer.link.date)
    assert not bearer.actor.owns(cast.people["V001"], bearer.link.date)
    assert doors.fails(secret) and doors.fails(secret, device=token)


def test_where_the_duty_is_gone_it_ends_with_the_day(doors, cast):
    token = doors.open(doors.secret()).token
    with cast.write() as records:
        records.get(Roster, cast.roster_id).status = "frozen"
    midnight = at(3, "00:00")
    assert doors.holder(token, midnight - SECOND).actor.role == "link"
    assert doors.holder(token, midnight).actor.role == "noting"


def next_day(doors, cast, code, by=1):
    """The secret of a link to another day of the same person; of a duty that is in no roster."""
    doors.secret(code, again=True)
    with cast.write() as records:
        link = max(records.all(DutyLink, DutyLink.device_hash == ""), key=lambda one: one.created)
        link.date += dt.timedelta(days=by)
        secret = new_secret()
        link.token_hash = hash_of(secret)
    return secret


def test_a_phone_that_opens_tomorrows_link_still_notes_for_today(doors, cast):
    lin, wednesday = cast.people["V001"], MONDAY + dt.timedelta(days=2)
    tomorrow = next_day(doors, cast, "V001")
    first = doors.open(doors.secret(again=True))
    second = doors.open(tomorrow, device=first.token)
    # Another cookie, so that none that somebody else knew goes on; the old one opens nothing any more.
    assert second.token != first.token and doors.holder(first.token) is None
    shown = {
        moment: doors.holder(second.token, moment).actor for moment in (at(2, "09:00"), at(3, "09:00"), at(5, "09:00"))
    }
    assert [actor.date - wednesday for actor in shown.values()] == [dt.timedelta(), dt.timedelta(1), dt.timedelta(1)]
    assert [actor.role for actor in shown.values()] == ["link", "link", "noting"]
    for actor in shown.values():
        assert actor.notes_for(lin, wednesday) and actor.notes_for(lin, wednesday + dt.timedelta(days=1))
        assert not actor.notes_for(lin, wednesday + dt.timedelta(days=2))
        assert not actor.notes_for(cast.people["S001"], wednesday)
    later = doors.holder(second.token, END + TAKEN_AFTER).actor
    assert not later.notes_for(lin, wednesday) and later.notes_for(lin, wednesday + dt.timedelta(days=1))


def test_a_phone_of_two_people_notes_for_both_and_shows_one(doors, cast):
    doors.pin("S001", "246800")
    first = doors.open(doors.secret("V001"))
    second = doors.open(doors.secret("S001"), pin="246800", device=first.token, now=NOW + SECOND)
    actor = doors.holder(second.token, NOW + SECOND).actor
    wednesday = MONDAY + dt.timedelta(days=2)
    assert actor.person_id == cast.people["S001"] and actor.owns(cast.people["S001"], wednesday)
    assert not actor.owns(cast.people["V001"], wednesday)
    assert actor.notes_for(cast.people["V001"], wednesday) and actor.notes_for(cast.people["S001"], wednesday)


def test_somebody_elses_cookie_takes_nothing_along(doors):
    first = doors.open(doors.secret())
    doors.pin("S001", "246800")
    planted = doors.open(doors.secret("S001"), pin="246800", device="planted")
    assert doors.holder("planted") is None
    assert doors.holder(first.token).actor.bound.isdisjoint(doors.holder(planted.token).actor.bound)
