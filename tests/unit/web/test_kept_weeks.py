"""What pages keep of what cannot change: made once, the newest kept, rows of drafts never."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from outreach.records import Roster, RosterStop
from outreach.records.database import office_records, open_database
from outreach.usecases.showing.kept_weeks import KeptWeeks, Newest
from tests.revised import revised_office


def test_many_who_ask_at_once_have_it_made_once() -> None:
    kept: Newest[str, int] = Newest(3)
    made, start = [], Barrier(8)

    def make() -> int:
        time.sleep(0.05)
        made.append(1)
        return 7

    def ask(_: int) -> int:
        start.wait()
        return kept.of("key", make)

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(8))) == [7] * 8
    assert made == [1]


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    kept: Newest[str, str] = Newest(2)
    for key in ("a", "b", "a", "c"):
        kept.of(key, lambda key=key: key)  # type: ignore[misc]
    made: list[str] = []
    for key in ("a", "c", "b"):
        kept.of(key, lambda key=key: made.append(key) or key)  # type: ignore[misc, func-returns-value]
    assert made == ["b"]


def test_what_could_not_be_made_is_made_by_the_next_who_asks() -> None:
    kept: Newest[str, int] = Newest(2)
    with pytest.raises(ZeroDivisionError):
        kept.of("key", lambda: 1 // 0)
    assert kept.of("key", lambda: 5) == 5


def test_a_drafts_rows_are_read_anew_and_a_published_rosters_once(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'office.db'}")
    published_id, draft_id = revised_office(engine)
    kept = KeptWeeks()

    def rows(roster_id: str) -> object:
        with office_records(engine, write=False) as records:
            roster = records.get(Roster, roster_id)
            assert roster is not None
            return kept.rows(records, roster)

    published, draft = rows(published_id), rows(draft_id)
    with office_records(engine) as records:
        records.remove(records.all(RosterStop, RosterStop.roster_id == draft_id)[0])
    assert rows(published_id) is published
    assert rows(draft_id) != draft
    engine.dispose()
