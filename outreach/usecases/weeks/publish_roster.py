"""Publish a roster: it holds from now on, stays as it is, and those whose own time changed are told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from outreach.actor import Actor
from outreach.calendar.dates import roc, short
from outreach.records import Answer, Job, Message, Office, Person, Roster
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, NotThere, Refusal
from outreach.usecases.handing_out.where import where_to_read
from outreach.usecases.hours.uninsured import check_insured
from outreach.usecases.jobs.ask_for_job import ask_for_messages
from outreach.usecases.weeks.coordinators_only import coordinators_only
from outreach.usecases.weeks.lock_week import lock_week
from outreach.usecases.weeks.own_time import OwnDay, own_days
from outreach.usecases.weeks.still_right import check_past, check_presence, check_requests

MOST_BASES = 1000
_CHANGED = Refusal(
    "changed_since_seen",
    "您看過之後，班表又有變動，所以還沒有公布。請看這一頁最新的內容，再按一次。",
    "The roster has changed since you looked, so it was not published. Look at it as it is now, then publish.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRoster:
    """The roster that holds now, what people are told, and the job that tells them (`None`: nobody is told, or a job
    that waits already will).
    """

    roster: Roster
    told: tuple[Message, ...]
    job: Job | None


def publish_roster(
    records: OfficeRecords,
    actor: Actor,
    *,
    roster_id: str,
    again: bool = False,
    seen: str | None = None,
    now: dt.datetime,
) -> PublishedRoster:
    """Publish a draft; the roster that held before is frozen. Answers to duties that stay as they are stay too.

    `again`: also one that is older than what holds now, or has held before, or is not right any more. `seen`: what
    stood for it when somebody looked (`seen_as`), `None` to ask nothing. Raises `NotThere`, and `Conflict`:
    `changed_since_seen`, `already_published`, `older`, `newer_published` (what it was replanned from no longer
    holds), `people_gone`, `must_be_insured`, `not_insured`, `past_changed`, `served_elsewhere`, `absent`, `day_closed`
    (see `still_right`).
    """
    coordinators_only(actor)
    roster = records.get(Roster, roster_id)
    if roster is None:
        raise NotThere
    week = lock_week(records, roster.monday)
    roster = records.get(Roster, roster_id, lock=True)
    if roster is None:
        raise NotThere
    before = records.get(Roster, week.published_id, lock=True) if week.published_id else None
    if seen is not None and roster.status != "published" and seen != seen_as(roster, before):
        raise Conflict(_CHANGED)
    earlier, days = own_days(records, before.id if before else None), own_days(records, roster.id)
    for check in checks(records, roster, before, earlier, days, again=again, now=now):
        check()
    occasion = occasion_of(roster) if roster.published_at is None else f"{occasion_of(roster)}:{week.version}"
    roster.status, roster.published_at = "published", now
    week.published_id = roster.id
    records.is_noted = True
    if before is not None:
        before.status = "frozen"
        _keep_answers(records, before, roster, earlier, days)
    told = tuple(
        records.add(_message(records.office, roster, occasion, person_id, was, is_now, now))
        for person_id, (was, is_now) in whose_time_changes(earlier, days, now).items()
    )
    records.session.flush()
    job = ask_for_messages(records, account_id=actor.account_id, now=now) if told else None
    return PublishedRoster(roster=roster, told=told, job=job)


def seen_as(roster: Roster, before: Roster | None) -> str:
    """What stands for a roster and for what holds: another one as soon as publishing would mean something else."""
    return f"{roster.version}-{before.id if before else ''}"


def checks(
    records: OfficeRecords,
    roster: Roster,
    before: Roster | None,
    earlier: Mapping[str, Sequence[OwnDay]],
    days: Mapping[str, Sequence[OwnDay]],
    *,
    again: bool,
    now: dt.datetime,
) -> Iterator[Callable[[], None]]:
    """What stands in the way of publishing, one check after another; each raises `Conflict`. `before`: what holds now;
    `earlier`, `days`: everybody's days in it and in the roster.
    """
    people = records.all(Person)
    yield lambda: _check(records, roster, before, again)
    yield lambda: _check_people(people, days)
    yield lambda: check_insured(records, people, days, again=again, now=now)
    if again:
        return
    if before is not None:
        yield lambda: check_past(roster, earlier, days, now)
    yield lambda: check_requests(records, roster, now)
    yield lambda: check_presence(records, roster, people, days, now)


def whose_time_changes(
    earlier: Mapping[str, Sequence[OwnDay]], days: Mapping[str, Sequence[OwnDay]], now: dt.datetime
) -> dict[str, tuple[Sequence[OwnDay], Sequence[OwnDay]]]:
    """By person, the days that they have now and will have: only of those for whom something ahead changes."""
    was, is_now = _ahead(earlier, now), _ahead(days, now)
    return {
        person_id: (was.get(person_id, ()), is_now.get(person_id, ()))
        for person_id in sorted({*was, *is_now})
        if _said(was.get(person_id, ())) != _said(is_now.get(person_id, ()))
    }


def occasion_of(roster: Roster) -> str:
    """What a roster's messages are about; those of a second publication have something behind it."""
    return f"publish:{roster.id}"


def _check(records: OfficeRecords, roster: Roster, before: Roster | None, again: bool) -> None:
    if roster.status == "published" or (roster.status == "frozen" and not again):
        raise Conflict(
            Refusal(
                "already_published",
                f"第 {roster.revision} 版已經公布過了。",
                f"Revision {roster.revision} has been published already.",
            )
        )
    if before is None or again:
        return
    if before.revision > roster.revision:
        raise Conflict(
            Refusal(
                "older",
                f"第 {roster.revision} 版比已公布的第 {before.revision} 版舊；要改回舊版請再確認一次。",
                f"Revision {roster.revision} is older than revision {before.revision}, which holds now; "
                "confirm to go back to it.",
            )
        )
    if roster.base_id is not None and before.id not in _bases(records, roster):
        raise Conflict(
            Refusal(
                "newer_published",
                f"第 {roster.revision} 版排好之後，已公布了第 {before.revision} 版；請從新公布的班表重新排班。",
                f"Revision {before.revision} was published after revision {roster.revision} was replanned; "
                "please replan from what holds now.",
            )
        )


def _bases(records: OfficeRecords, roster: Roster) -> set[str]:
    """What a roster was replanned from, and that one from, and so on."""
    bases: set[str] = set()
    base_id = roster.base_id
    while base_id is not None and base_id not in bases and len(bases) < MOST_BASES:
        bases.add(base_id)
        base = records.get(Roster, base_id)
        base_id = base.base_id if base else None
    return bases


def _check_people(people: Sequence[Person], days: Mapping[str, Sequence[OwnDay]]) -> None:
    here = {person.id for person in people}
    gone = sum(person_id not in here for person_id in days)
    if gone:
        raise Conflict(
            Refusal(
                "people_gone",
                f"有 {gone} 位人員已不在名冊，請重新排班。",
                f"{gone} people are not on the list any more; please plan again.",
            )
        )


def _keep_answers(
    records: OfficeRecords,
    before: Roster,
    roster: Roster,
    earlier: Mapping[str, Sequence[OwnDay]],
    days: Mapping[str, Sequence[OwnDay]],
) -> None:
    """Who said yes or no to a duty need not say it again to the same duty; the newest answer holds."""
    same = {
        was.duty_id: now.duty_id
        for person_id, own in days.items()
        for now in own
        for was in earlier.get(person_id, ())
        if was.said == now.said
    }
    known = {answer.duty_id: answer for answer in records.all(Answer, Answer.roster_id == roster.id)}
    for answer in records.all(Answer, Answer.roster_id == before.id):
        duty_id = same.get(answer.duty_id)
        if duty_id is None:
            continue
        own = known.get(duty_id)
        if own is not None:
            if answer.at > own.at:
                own.answer, own.reason, own.at = answer.answer, answer.reason, answer.at
        else:
            records.add(
                Answer(
                    office_id="",
                    roster_id=roster.id,
                    duty_id=duty_id,
                    person_id=answer.person_id,
                    answer=answer.answer,
                    reason=answer.reason,
                    at=answer.at,
                )
            )


def _ahead(days: Mapping[str, Sequence[OwnDay]], now: dt.datetime) -> dict[str, list[OwnDay]]:
    """What is not over yet: nobody needs to be told of the rest."""
    left = {person_id: [day for day in own if day.arrival > now] for person_id, own in days.items()}
    return {person_id: own for person_id, own in left.items() if own}


def _said(days: Sequence[OwnDay]) -> list[tuple[object, ...]]:
    return [day.said for day in days]


def _message(
    office: Office,
    roster: Roster,
    occasion: str,
    person_id: str,
    earlier: Sequence[OwnDay],
    days: Sequence[OwnDay],
    now: dt.datetime,
) -> Message:
    """What one person is told: dates, times, kinds of duty and a link."""
    week = short(roster.monday)
    known = {day.date: day.said for day in earlier}
    lines = [f"{roc(roster.monday)}起一週，您的班表{'有更動' if earlier else '已公布'}："]
    lines += [f"{day.line()}{'（更動）' if earlier and known.get(day.date) != day.said else ''}" for day in days]
    gone = sorted(set(known) - {day.date for day in days})
    lines += [f"{short(date)} 沒有勤務了（更動）" for date in gone]
    lines.append(where_to_read(office, f"/week/{roster.monday.isoformat()}"))
    return Message(
        office_id="",
        person_id=person_id,
        occasion=occasion,
        subject=f"{week} 起一週的班表{'有更動' if earlier else '已公布'}",
        text="\n".join(lines),
        created=now,
    )
