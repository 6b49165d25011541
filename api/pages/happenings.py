"""What happens in a week, each with a form of its own: somebody is away, a day is closed, a visit is asked for."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from starlette.responses import Response

from api.pages.acting import NOTHING_WRONG, Wrong, act, wrong_of
from api.pages.page import Asking, Records, parts_of, show
from api.pages.typed import Lines, Typed, as_typed, sheet_of
from outreach.actor import Actor
from outreach.calendar.dates import monday_of
from outreach.forms.moments import Date
from outreach.forms.replanning import AbsenceSheet, ClosedDaySheet, RequestSheet
from outreach.records import Absence, ClosedDay, Person, Service
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import Conflict, NotThere, Refused
from outreach.usecases.keeping.list_records import list_records
from outreach.usecases.keeping.show_record import show_record
from outreach.usecases.replanning.ask_for_visit import ask_for_visit
from outreach.usecases.replanning.closing_hits import closing_hits, villages_served
from outreach.usecases.replanning.try_replan import roster_to_replan, try_replan
from outreach.usecases.replanning.what_happened import what_happened
from outreach.usecases.weeks.close_day import close_day
from outreach.usecases.weeks.coordinators_only import coordinators_only
from outreach.usecases.weeks.reopen_day import reopen_day
from outreach.usecases.weeks.report_absence import report_absence
from outreach.usecases.weeks.withdraw_absence import withdraw_absence

router = APIRouter()
GENTLEST = "keep_routes"
ABSENCE = ("person_id", "start", "end", "part", "from_time", "until_time", "reason")
CLOSED_DAY = ("date", "where", "reason")
REQUEST = ("once", "client_id", "service_id", "date", "deadline", "earliest", "latest", "note")
FOUND = 20


@router.get("/absences/new")
def new_absence(
    request: Request, records: Records, actor: Asking, person: str = "", date: Annotated[Date | None, Query()] = None
) -> Response:
    """The form for an absence, filled in as far as the way here says who and when."""
    typed = {"person_id": person, "start": date.isoformat() if date else "", "part": "day"}
    return _absence_page(request, records, actor, {**dict.fromkeys(ABSENCE, ""), **typed})


@router.post("/absences/new")
def report(request: Request, actor: Asking, typed: Typed) -> Response:
    """Keep the absence, and begin to look who could step in."""
    try:
        sheet = AbsenceSheet(**sheet_of(typed, *ABSENCE))
        start, end = sheet.span()

        def work(records: OfficeRecords) -> tuple[str, str]:
            report_absence(
                records,
                actor,
                person_id=sheet.person_id,
                start=start,
                end=end,
                reason=sheet.reason,
                now=parts_of(request).clock.now(),
            )
            return _begin(request, records, actor, start.date())

        return _on(request, *act(request, "report absence", work), "absence")
    except (Refused, ValidationError) as error:
        if isinstance(error, Conflict) and error.code == "already_reported":
            return _seen_again(request, actor, sheet.start)
        with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
            return _absence_page(request, records, actor, as_typed(typed, *ABSENCE), wrong_of(request, error))


@router.post("/absences/{absence_id}/withdraw")
def withdraw(request: Request, actor: Asking, absence_id: str) -> Response:
    """They can come after all."""

    def work(records: OfficeRecords) -> tuple[str, str]:
        absence = records.get(Absence, absence_id)
        if absence is None:
            raise NotThere
        date = absence.start.date()
        withdraw_absence(records, actor, absence_id=absence_id, now=parts_of(request).clock.now())
        return _begin(request, records, actor, date)

    return _on(request, *act(request, "withdraw absence", work), "withdrawn")


@router.get("/closed-days/new")
def new_closed_day(
    request: Request, records: Records, actor: Asking, date: Annotated[Date | None, Query()] = None
) -> Response:
    """The form for a closed day; with a date, what closing it would stop."""
    typed = {"date": date.isoformat() if date else "", "where": "everywhere", "reason": ""}
    return _closed_day_page(request, records, actor, typed, [])


@router.post("/closed-days/new")
def close(request: Request, actor: Asking, typed: Typed) -> Response:
    """Close the day, and begin to look what can be done on other days. With `look`, only what it would stop: asked in a
    body, since neither a reason nor the token belongs into an address.
    """
    if "look" in typed:
        with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
            ticked = list(typed.get("villages", ()))
            return _closed_day_page(request, records, actor, as_typed(typed, *CLOSED_DAY), ticked)
    try:
        sheet = ClosedDaySheet(**sheet_of(typed, *CLOSED_DAY, many=("villages",)))
        villages = sheet.chosen()

        def work(records: OfficeRecords) -> tuple[str, str]:
            now = parts_of(request).clock.now()
            close_day(records, actor, date=sheet.date, villages=villages, reason=sheet.reason, now=now)
            return _begin(request, records, actor, sheet.date)

        return _on(request, *act(request, "close day", work), "closed")
    except (Refused, ValidationError) as error:
        if isinstance(error, Conflict) and error.code == "already_closed":
            return _seen_again(request, actor, sheet.date)
        with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
            ticked = list(typed.get("villages", ()))
            return _closed_day_page(
                request, records, actor, as_typed(typed, *CLOSED_DAY), ticked, wrong_of(request, error)
            )


@router.post("/closed-days/{closed_day_id}/reopen")
def reopen(request: Request, actor: Asking, closed_day_id: str) -> Response:
    """Work goes on after all."""

    def work(records: OfficeRecords) -> tuple[str, str]:
        day = records.get(ClosedDay, closed_day_id)
        if day is None:
            raise NotThere
        date = day.date
        reopen_day(records, actor, closed_day_id=closed_day_id, now=parts_of(request).clock.now())
        return _begin(request, records, actor, date)

    return _on(request, *act(request, "reopen day", work), "reopened")


@router.get("/requests/new")
def new_request(
    request: Request, records: Records, actor: Asking, date: Annotated[Date | None, Query()] = None
) -> Response:
    """The form for a visit that is asked for."""
    coordinators_only(actor)
    typed = {"once": secrets.token_hex(16), "date": date.isoformat() if date else "", "urgent": "1"}
    return _request_page(request, records, actor, {**dict.fromkeys(REQUEST, ""), **typed})


@router.post("/requests/find")
def find_client(request: Request, records: Records, actor: Asking, typed: Typed) -> Response:
    """The form as it is, with the clients whose name or code holds a word: names stand in no address."""
    coordinators_only(actor)
    return _request_page(request, records, actor, _request_typed(typed))


@router.post("/requests/new")
def ask(request: Request, actor: Asking, typed: Typed) -> Response:
    """Keep the request, and begin to look who could take it."""
    try:
        sheet = RequestSheet(**sheet_of(typed, *REQUEST, ticks=("urgent",)))

        def work(records: OfficeRecords) -> tuple[str, str]:
            ask_for_visit(records, actor, sheet, geocoder=parts_of(request).geocoder)
            return _begin(request, records, actor, sheet.date)

        return _on(request, *act(request, "create tasks", work), "request")
    except (Refused, ValidationError) as error:
        with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
            return _request_page(request, records, actor, _request_typed(typed), wrong_of(request, error))


def _request_typed(typed: Lines) -> dict[str, str]:
    return as_typed(typed, *REQUEST, "word", "urgent")


def _begin(request: Request, records: OfficeRecords, actor: Actor, date: dt.date) -> tuple[str, str]:
    """Try the gentlest replan of the date's week if anything asks for one; the roster and the job, `""` for neither."""
    now = parts_of(request).clock.now()
    records.session.flush()
    roster = roster_to_replan(records, date=max(date, now.date()), now=now)
    if roster is None:
        return "", ""
    if not what_happened(records, actor, roster_id=roster.id, now=now).matters:
        return roster.id, ""
    return roster.id, try_replan(records, actor, roster_id=roster.id, level=GENTLEST, now=now).id


def _on(request: Request, roster_id: str, job_id: str, said: str) -> Response:
    """On to the replan, or to where the next thing can be said."""
    if job_id:
        parts_of(request).jobs.hand_over(job_id)
    if roster_id:
        way = {"said": said, **({"level": GENTLEST} if job_id else {})}
        return RedirectResponse(f"/replan/{roster_id}?{urlencode(way)}", status_code=HTTPStatus.SEE_OTHER)
    return RedirectResponse(f"/happenings?said={said}", status_code=HTTPStatus.SEE_OTHER)


def _seen_again(request: Request, actor: Actor, date: dt.date) -> Response:
    """It is known already, as when a form is sent twice: on to where it leads, and nothing is made."""
    return _on(request, *act(request, "try replan", lambda records: _begin(request, records, actor, date)), "known")


@router.get("/happenings")
def happenings(request: Request, actor: Asking, said: str = "") -> Response:
    """It is kept, and no roster is there that it could be worked into; what can be said next."""
    coordinators_only(actor)
    return show(request, "happenings.html", said=said, today=parts_of(request).clock.now().date())


def _absence_page(
    request: Request, records: OfficeRecords, actor: Actor, typed: Mapping[str, str], wrong: Wrong = NOTHING_WRONG
) -> Response:
    coordinators_only(actor)
    people = sorted(records.all(Person), key=lambda one: (one.role, one.name))
    return _form(request, "absence_new.html", typed, wrong, people=people)


def _closed_day_page(
    request: Request,
    records: OfficeRecords,
    actor: Actor,
    typed: Mapping[str, str],
    ticked: list[str],
    wrong: Wrong = NOTHING_WRONG,
) -> Response:
    coordinators_only(actor)
    villages, hits, date = villages_served(records, actor), None, _date(typed["date"])
    if date is not None:
        now = parts_of(request).clock.now()
        named = [one for one in ticked if one in villages] if typed["where"] == "villages" else []
        hits = closing_hits(records, actor, date=date, villages=named, now=now)
    return _form(request, "closed_day_new.html", typed, wrong, villages=villages, ticked=ticked, hits=hits, date=date)


def _request_page(
    request: Request, records: OfficeRecords, actor: Actor, typed: Mapping[str, str], wrong: Wrong = NOTHING_WRONG
) -> Response:
    coordinators_only(actor)
    word, found, more = typed.get("word", "").strip(), [], False
    if word:
        page = list_records(records, actor, "clients", limit=FOUND, word=word, people_too=True)
        found, more = list(page.items), page.next is not None
    chosen = typed.get("client_id", "")
    if chosen and chosen not in [one.id for one in found]:
        found = [*_client(records, actor, chosen), *found]
    services = sorted(records.all(Service), key=lambda one: one.name)
    return _form(
        request,
        "request_new.html",
        {"word": "", "urgent": "", **typed},
        wrong,
        found=found,
        more=more,
        services=services,
    )


def _client(records: OfficeRecords, actor: Actor, client_id: str) -> list[Any]:
    try:
        return [show_record(records, actor, "clients", client_id)]
    except NotThere:
        return []


def _form(request: Request, template: str, typed: Mapping[str, str], wrong: Wrong, **values: Any) -> Response:
    today = parts_of(request).clock.now().date()
    page = show(request, template, status=wrong.status, typed=typed, wrong=wrong, today=today, **values)
    page.headers.update(wrong.headers)
    return page


def _date(text: str) -> dt.date | None:
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return found if monday_of(found).year > 1911 and found.year < 9998 else None
