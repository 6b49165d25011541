"""Discarding a draft."""

import pytest

from outreach.records import Roster, RosterDuty, RosterStop, RosterUnserved
from outreach.refusals import Conflict, InUse, NotAllowed, NotThere
from outreach.usecases.weeks.discard_roster import discard_roster
from outreach.usecases.weeks.publish_roster import publish_roster
from tests.contract.verbs.conftest import NOW
from tests.contract.verbs.test_publish_roster import revision
from tests.databases import KINDS


def discard(cast, actor=None, roster_id=None):
    with cast.write() as records:
        discard_roster(records, actor or cast.coordinator, roster_id=roster_id or cast.roster_id)


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_goes_with_all_its_rows(cast):
    second = revision(cast, 2)
    discard(cast)
    assert [roster.id for roster in cast.all(Roster)] == [second]
    assert {row.roster_id for kind in (RosterDuty, RosterStop) for row in cast.all(kind)} == {second}
    assert cast.all(RosterUnserved) == []
    with pytest.raises(NotThere):
        discard(cast)


def test_what_was_published_stays(cast):
    with cast.write() as records:
        publish_roster(records, cast.coordinator, roster_id=cast.roster_id, now=NOW)
    with pytest.raises(Conflict) as caught:
        discard(cast)
    assert caught.value.code == "not_a_draft"


def test_what_another_was_replanned_from_stays(cast):
    revision(cast, 2, base_id=cast.roster_id)
    with pytest.raises(InUse):
        discard(cast)


def test_only_coordinators_discard(cast):
    for actor in (cast.lin, cast.auditor, cast.actor("admin")):
        with pytest.raises(NotAllowed):
            discard(cast, actor)
    assert len(cast.all(Roster)) == 1
