"""Entries of many phones at once: kept together, each once, and what is wrong with one is nobody else's."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from outreach.records import Entry, VisitLog
from outreach.records.base import new_id
from outreach.refusals import Conflict, Invalid, NotThere
from outreach.usecases.noting import notes as notes_of
from outreach.usecases.noting.notes import Notes
from tests.contract.verbs.field import device_of, entry, publish, stop_id
from tests.databases import KINDS
from tests.office import at

NOW = at(2, "13:32")
BOTH = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(autouse=True)
def published(cast):
    publish(cast)


def outcome(notes, actor, form):
    try:
        return notes.note(actor, form, now=NOW).known
    except Exception as error:
        return type(error)


def at_once(notes, asked):
    """What each is told when all of them come at the same moment."""
    start = threading.Barrier(len(asked))

    def send(one):
        start.wait()
        return outcome(notes, *one)

    with ThreadPoolExecutor(len(asked)) as pool:
        return list(pool.map(send, asked))


@BOTH
def test_many_at_once_are_each_kept_once(cast):
    notes, stops = Notes(cast.engine), [stop_id(cast, position=number) for number in range(5)]
    forms = [entry(stops[number % 5], key=f"{number:032x}") for number in range(15)]
    told = at_once(notes, [(cast.lin, form) for form in forms for _ in range(2)])
    assert sorted(told[::2] + told[1::2]) == [False] * 15 + [True] * 15
    assert all({told[2 * number], told[2 * number + 1]} == {False, True} for number in range(15))
    assert (len(cast.all(Entry)), len(cast.all(VisitLog))) == (15, 5)


@BOTH
def test_what_is_wrong_with_one_does_not_disturb_the_others(cast):
    notes, stop, key = Notes(cast.engine), stop_id(cast), new_id()
    assert outcome(notes, cast.lin, entry(stop, key=key)) is False
    wrong = entry(stop, "result", outcome="seen", seen=False)
    asked = [
        (cast.lin, entry(stop_id(cast, position=2))),
        (cast.zhou, entry(stop)),
        (cast.lin, wrong),
        (cast.lin, entry(stop, "leave", key=key)),
        (device_of(cast), entry(stop_id(cast, position=3))),
    ]
    assert at_once(notes, asked) == [False, NotThere, Invalid, Conflict, False]
    assert len(cast.all(Entry)) == 3


def test_who_comes_while_a_transaction_is_on_shares_the_next_one(cast, monkeypatch):
    notes, stop, begins = Notes(cast.engine), stop_id(cast), []
    inside, go_on = threading.Event(), threading.Event()
    real = notes_of.note_entry

    def slow(*args, **kwargs):
        inside.set()
        go_on.wait(20)
        return real(*args, **kwargs)

    monkeypatch.setattr(notes_of, "note_entry", slow)
    event.listen(cast.engine, "begin", lambda _connection: begins.append(1))
    with ThreadPoolExecutor(9) as pool:
        first = pool.submit(outcome, notes, cast.lin, entry(stop))
        inside.wait(20)
        rest = [pool.submit(outcome, notes, cast.lin, entry(stop)) for _ in range(8)]
        while len(notes._waiting) < 8:
            threading.Event().wait(0.01)
        go_on.set()
        assert [one.result() for one in (first, *rest)] == [False] * 9
    assert len(begins) == 2
    assert len(cast.all(Entry)) == 9


def test_another_offices_entries_are_not_kept_with_ours(cast):
    notes, stop = Notes(cast.engine), stop_id(cast)
    stranger = replace(cast.lin, office_id="f" * 32)
    told = at_once(notes, [(stranger, entry(stop)), (cast.lin, entry(stop)), (stranger, entry(stop))])
    assert told == [LookupError, False, LookupError]
    assert len(cast.all(Entry)) == 1


def test_a_database_that_is_away_is_told_to_everybody_and_the_next_one_is_kept(cast, monkeypatch):
    notes, stop = Notes(cast.engine), stop_id(cast)

    def away(*_args, **_kwargs):
        raise OperationalError("COMMIT", None, Exception("disk I/O error"))

    with monkeypatch.context() as patched:
        patched.setattr(notes_of, "note_entry", away)
        assert at_once(notes, [(cast.lin, entry(stop)) for _ in range(3)]) == [OperationalError] * 3
    assert outcome(notes, cast.lin, entry(stop)) is False
