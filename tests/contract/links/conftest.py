"""The cast of the verbs, with its roster published, and doors to knock at."""

import pytest

from outreach.refusals import NotThere
from outreach.usecases.links.make_links import make_links
from outreach.usecases.links.make_pins import NewPin, set_pins
from outreach.usecases.links.open_link import open_link
from outreach.usecases.links.who_holds import who_holds
from outreach.usecases.weeks.publish_roster import publish_roster
from tests.contract.verbs.conftest import NOW, cast, kind, office_file, office_template  # noqa: F401
from tests.signed_in import CHEAP


class Doors:
    """Links made and opened at moments that the test says."""

    def __init__(self, cast):  # noqa: F811
        self.cast = cast
        with cast.write() as records:
            publish_roster(records, cast.coordinator, roster_id=cast.roster_id, now=NOW)

    def make(self, actor=None, now=NOW, **chosen):
        with self.cast.write() as records:
            given = {"roster_id": self.cast.roster_id, **chosen}
            return make_links(records, actor or self.cast.coordinator, now=now, **given)

    def secret(self, code="V001", now=NOW, **chosen):
        """A new link's secret."""
        (made,) = self.make(person_id=self.cast.people[code], now=now, **chosen).made
        return made.secret

    def pin(self, code="V001", digits="135790", now=NOW, again=True):
        with self.cast.write() as records:
            pins = {self.cast.people[code]: NewPin(digits, CHEAP.hashed(digits))}
            return set_pins(records, self.cast.coordinator, pins=pins, again=again, now=now)

    def open(self, secret, pin="135790", device="", now=NOW):
        return open_link(self.cast.engine, secret=secret, pin=pin, device=device, passwords=CHEAP, now=now)

    def fails(self, secret, pin="135790", device="", now=NOW):
        """Whether it does not come in, and is told what everybody is told."""
        try:
            self.open(secret, pin, device, now)
        except NotThere as refused:
            assert refused.code == "dead_link"
            return True
        return False

    def holder(self, token, now=NOW):
        return who_holds(self.cast.engine, token, now=now)


@pytest.fixture
def doors(cast):  # noqa: F811
    made = Doors(cast)
    made.pin()
    return made
