"""Requirements that are no training: a unit, a language, the 里 one answers for. The solver sees them as skills."""

from __future__ import annotations

from collections.abc import Sequence

from outreach.planning.office_week import OfficeWeek
from outreach.planning.work import Post, Visit
from outreach.records import Person as PersonRecord
from outreach.records.seats import SeatSpec


class CompositeSkills:
    """The composite skills that one week's work asks for."""

    def __init__(self, week: OfficeWeek, visits: Sequence[Visit], posts: Sequence[Post]) -> None:
        self.unit_ids = {unit.name: unit.id for unit in week.units}
        self.village_of = {client.id: week.places[client.place_id].village for client in week.clients.values()}
        self.languages = {tuple(visit.client.languages) for visit in visits if visit.service.speaks_language}
        self.languages.discard(())
        self.asked_units = {seat.unit for visit in visits for seat in visit.crew if seat.unit} | {
            seat.unit for post in posts for seat in (*post.required, *post.desired) if seat.unit
        }

    def of_person(self, person: PersonRecord) -> set[str]:
        """What this person fulfils."""
        spoken = {f"speaks {'/'.join(some)}" for some in self.languages if set(some) & set(person.languages)}
        owned = {f"owns {village}" for village in person.villages}
        units = {f"unit {name}" for name in self.asked_units if self.unit_ids.get(name) == person.unit_id}
        return spoken | owned | units

    def of_seat(self, seat: SeatSpec) -> frozenset[str]:
        """What one seat asks for."""
        return frozenset(seat.skills) | ({f"unit {seat.unit}"} if seat.unit else set())

    def of_visit(self, visit: Visit) -> frozenset[str]:
        """What the first seat of a visit asks for besides."""
        asked = set()
        if visit.service.village_owner:
            asked.add(f"owns {self.village_of[visit.client.id]}")
        if visit.service.speaks_language and visit.client.languages:
            asked.add(f"speaks {'/'.join(visit.client.languages)}")
        return frozenset(asked)
