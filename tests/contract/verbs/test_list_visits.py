"""The visit log as it is listed, on both kinds of database: what happened, what is expected, how far the day is."""

import pytest
from sqlmodel import Session

from outreach.records import Office, VisitLog
from outreach.records.database import office_records
from outreach.refusals import Invalid, NotThere
from outreach.usecases.cases.show_cases import list_cases
from outreach.usecases.noting import export_visits as exporting
from outreach.usecases.noting.list_visits import choices_of, list_visits, progress_of
from outreach.usecases.noting.show_visit import show_visit
from outreach.usecases.noting.which_visits import Wanted
from outreach.usecases.showing.long_unseen import long_unseen
from tests.contract.verbs.field import DAY, entry, note, publish, stop_id
from tests.databases import KINDS
from tests.office import at

BOTH = pytest.mark.parametrize("kind", KINDS)
TODAY = Wanted(first=DAY, last=DAY)


@pytest.fixture(autouse=True)
def published(cast):
    publish(cast)


def asked(cast, verb, *args, actor=None, **more):
    with office_records(cast.engine, office_id=cast.office_id, write=False) as records:
        return verb(records, actor or cast.coordinator, *args, **more)


@BOTH
def test_what_happened_and_what_is_expected_in_one_order(cast):
    note(cast, entry(stop_id(cast, position=2), "result", outcome="no_answer"))
    note(cast, entry(stop_id(cast, position=1), "arrive"))
    page = asked(cast, list_visits, TODAY)
    assert [(line.client, line.log is not None) for line in page.lines] == [
        ("測試丁", False),
        ("測試丁", False),
        ("測試丙", False),
        ("測試乙", True),
        ("測試甲", True),
        ("", False),
    ]
    second = asked(cast, list_visits, TODAY, first=5, limit=4)
    assert (second.found, second.next, [line.client for line in second.lines]) == (6, None, ["測試甲", ""])
    told = asked(cast, progress_of, DAY)
    assert (told.planned, told.arrived, told.done, told.no_answer) == (6, 2, 0, 1)
    choices = asked(cast, choices_of, TODAY)
    assert (choices.services, choices.villages) == (("單一窗口服務台", "訪視問安"), ("國平里", "平通里", "育平里"))


@BOTH
def test_a_word_is_found_in_either_part_and_none_of_its_signs_is_special(cast):
    note(cast, entry(stop_id(cast, position=2), "result", outcome="other", remarks="100%_好"))
    for word, clients in (("測試乙", ["測試乙"]), ("%_", ["測試乙"]), ("示範一路992", ["測試丙"]), ("_", ["測試乙"])):
        page = asked(cast, list_visits, Wanted(first=DAY, last=DAY, word=word))
        assert [line.client for line in page.lines] == clients, word


@BOTH
def test_another_offices_lines_and_stops_are_none_of_ours(cast):
    note(cast, entry(stop_id(cast)))
    with Session(cast.engine) as session, session.begin():
        other = Office(name="別的機關")
        session.add(other)
        session.flush()
        other_id = other.id
    (log,) = asked(cast, lambda records, _actor: records.all(VisitLog))
    with office_records(cast.engine, office_id=other_id, write=False) as records:
        assert list_visits(records, cast.coordinator, TODAY).found == 0
        assert progress_of(records, cast.coordinator, DAY).planned == 0
        assert choices_of(records, cast.coordinator, TODAY).services == ()
        for visit_id in (log.id, log.stop_id):
            with pytest.raises(NotThere):
                show_visit(records, cast.coordinator, visit_id)


@BOTH
def test_who_has_not_been_seen_and_the_cases_are_asked_of_both_databases(cast):
    note(cast, entry(stop_id(cast), "result", outcome="seen"))
    found = {one.name: one.last for one in asked(cast, long_unseen, now=at(6, "09:00"))}
    assert set(found) == {"測試乙", "測試丙", "測試丁"} and set(found.values()) == {None}
    for which in ("open", "mine", "closed", "all"):
        assert asked(cast, list_cases, which=which, now=at(2, "09:00")).found == 0


def test_only_who_reads_everything_reads_the_log(cast):
    for actor in (cast.lin, cast.actor("admin")):
        for verb in (list_visits, choices_of):
            with pytest.raises(NotThere):
                asked(cast, verb, TODAY, actor=actor)
    assert asked(cast, list_visits, TODAY, actor=cast.auditor).found == 6


def test_an_export_that_is_too_long_says_so(cast, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_ROWS", 5)
    with pytest.raises(Invalid) as refused:
        asked(cast, exporting.export_visits, TODAY, now=at(2, "09:00"), language="zh")
    assert refused.value.code == "too_many_rows"
