"""Which lines of the visit log are looked for: what really happened, and what is planned and not noted yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlmodel import col

from outreach.records import Client, Person, Place, Roster, RosterDuty, RosterStop, VisitLog

NO_RESULT = "none"
"""Instead of an outcome: something was noted, and what came of it was not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """From `first` to `last`, both included. `outcome`: a code, or `NO_RESULT`. `missing`: only what nobody has noted
    anything about. `word`: stands in a name, an address, a service or a remark.
    """

    first: dt.date
    last: dt.date
    person_id: str = ""
    outcome: str = ""
    service: str = ""
    village: str = ""
    missing: bool = False
    word: str = ""


def noted_where(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What a line that somebody has noted something about must be."""
    where = [col(VisitLog.date) >= wanted.first, col(VisitLog.date) <= wanted.last]
    if wanted.person_id:
        where.append(col(VisitLog.person_id) == wanted.person_id)
    if wanted.outcome:
        where.append(col(VisitLog.outcome) == ("" if wanted.outcome == NO_RESULT else wanted.outcome))
    if wanted.service:
        where.append(col(VisitLog.service) == wanted.service)
    if wanted.village:
        where.append(col(VisitLog.village) == wanted.village)
    if wanted.word:
        fields = (VisitLog.person, VisitLog.client, VisitLog.address, VisitLog.service, VisitLog.items)
        holds = [col(field).icontains(wanted.word, autoescape=True) for field in (*fields, VisitLog.remarks)]
        where.append(or_(*holds))
    return where


def expected_where(wanted: Wanted, office_id: str) -> list[ColumnElement[bool]]:
    """What a stop of a roster that holds must be to be expected still."""
    noted = exists().where(
        col(VisitLog.office_id) == office_id,
        col(VisitLog.date) == RosterDuty.date,
        col(VisitLog.person_id) == RosterDuty.person_id,
        col(VisitLog.item_key) == RosterStop.item_key,
    )
    where = [
        col(Roster.status) == "published",
        col(RosterStop.kind) != "reload",
        col(RosterDuty.date) >= wanted.first,
        col(RosterDuty.date) <= wanted.last,
        ~noted,
    ]
    if wanted.person_id:
        where.append(col(RosterDuty.person_id) == wanted.person_id)
    if wanted.service:
        where.append(col(RosterStop.label) == wanted.service)
    if wanted.village:
        where.append(col(Place.village) == wanted.village)
    if wanted.word:
        fields = (Person.name, Client.name, Place.address, RosterStop.label)
        where.append(or_(*(col(field).icontains(wanted.word, autoescape=True) for field in fields)))
    return where


def of_expected(asked: Any, office_id: str) -> Any:
    """The question about stops, with their duties, people, places and clients."""
    return (
        asked.select_from(RosterStop)
        .join(RosterDuty, and_(col(RosterDuty.id) == RosterStop.duty_id, col(RosterDuty.office_id) == office_id))
        .join(Roster, and_(col(Roster.id) == RosterDuty.roster_id, col(Roster.office_id) == office_id))
        .join(Person, and_(col(Person.id) == RosterDuty.person_id, col(Person.office_id) == office_id))
        .join(Place, and_(col(Place.id) == RosterStop.place_id, col(Place.office_id) == office_id))
        .outerjoin(Client, and_(col(Client.id) == RosterStop.client_id, col(Client.office_id) == office_id))
        .where(col(RosterStop.office_id) == office_id)
    )


def labels_of(wanted: Wanted, office_id: str) -> tuple[Any, Any]:
    """What there is to choose from between the two dates: services with 里, of either part."""
    span = Wanted(first=wanted.first, last=wanted.last)
    noted = select(col(VisitLog.service), col(VisitLog.village)).where(
        col(VisitLog.office_id) == office_id, *noted_where(span)
    )
    planned = select(col(RosterStop.label), col(Place.village)).where(*expected_where(span, office_id))
    return noted.distinct(), of_expected(planned, office_id).distinct()
