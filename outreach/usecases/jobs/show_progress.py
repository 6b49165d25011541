"""How far one job is, in words that a page can show: what it is about, and what its best plan so far leaves out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from outreach.actor import Actor
from outreach.records import Campaign, CarePlan, Client, Desk, Drive, ImportRun, Job, Service, Task
from outreach.records.database import OfficeRecords
from outreach.usecases.jobs.show_jobs import JobView, show_job

TRAVEL_SHARE, SEARCH_SHARE = 0.05, 0.9
"""How much of a planning job its first stage is, and how much the search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Work that the best plan so far leaves out, by what the records call it. `date`: of a shift."""

    letter: str
    label: str
    client: str
    date: dt.date | None
    kind: str
    mandatory: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A job, and around it. `ahead`: jobs of the office that come before it; `monday`: of the week that is planned;
    `file`: the name of what is imported; `points`: how the best plan got better, as `api.jobs.best_so_far` tells it.
    """

    job: JobView
    ahead: int
    monday: dt.date | None
    file: str
    points: tuple[tuple[float, ...], ...]
    left_out: tuple[LeftOut, ...]
    more: int

    @property
    def is_over(self) -> bool:
        """Whether the job has ended."""
        return self.job.status in ("done", "failed", "cancelled")

    @property
    def figures(self) -> tuple[float, ...] | None:
        """Mandatory seats missed, weight left and minutes of the best plan so far; `None` before the first one."""
        told = self.job.told
        if "missed" in told:
            return told["missed"], told["left"], told["minutes"]
        return self.points[-1][1:] if self.points else None

    @property
    def seconds_left(self) -> int | None:
        """How long the search still takes at the most; `None` where nobody knows."""
        if self.job.stage != "search" or "seconds" not in self.job.given:
            return None
        searched = (self.job.share - TRAVEL_SHARE) / SEARCH_SHARE
        return max(0, round(float(self.job.given["seconds"]) * (1 - searched)))

    @property
    def seconds_gone(self) -> int:
        """How long the search has taken so far."""
        return round(float(self.job.given.get("seconds", 0))) - (self.seconds_left or 0)


def show_progress(records: OfficeRecords, actor: Actor, job_id: str) -> Progress:
    """How far this job is. Raises `NotThere` for a field person."""
    job = show_job(records, actor, job_id)
    told, run_id = job.told.get("unserved", {}), job.given.get("run_id")
    run = records.get(ImportRun, run_id) if run_id else None
    monday = job.given.get("monday")
    return Progress(
        job=job,
        ahead=_ahead(records, job) if job.status == "waiting" else 0,
        monday=dt.date.fromisoformat(monday) if monday else None,
        file=run.file_name if run else "",
        points=tuple(tuple(point) for point in job.told.get("curve", ())),
        left_out=_named(records, told.get("items", ())),
        more=told.get("more", 0),
    )


def _ahead(records: OfficeRecords, job: JobView) -> int:
    asked = select(func.count(col(Job.id))).where(
        Job.office_id == records.office.id, col(Job.status).in_(("waiting", "running")), col(Job.created) < job.created
    )
    return records.session.exec(asked).one()


def _named(records: OfficeRecords, items: Sequence[Sequence[Any]]) -> tuple[LeftOut, ...]:
    """What the records call this work; what has been removed since is left out."""
    if not items:
        return ()
    keys = [str(key).split(":") for key, _ in items]
    visits, posts = _visits(records, keys), _posts(records, keys)
    services = {one.id: one for one in records.all(Service)}
    clients = {one.id: one.name for one in records.all(Client, col(Client.id).in_([v[1] for v in visits.values()]))}
    named = []
    for (key, mandatory), parts in zip(items, keys, strict=True):
        if key in visits:
            service, client_id = services[visits[key][0]], visits[key][1]
            kind = "delivery" if parts[0] == "gift" else "visit"
            called = {"letter": service.letter, "label": service.name, "client": clients.get(client_id, "")}
            named.append(LeftOut(**called, date=None, kind=kind, mandatory=bool(mandatory)))
        elif (post := posts.get(f"{parts[0]}:{parts[1]}")) is not None:
            date = post.date if isinstance(post, Drive) else dt.date.fromisoformat(parts[2])
            called = {"letter": post.letter, "label": post.name, "client": ""}
            named.append(LeftOut(**called, date=date, kind="shift", mandatory=bool(mandatory)))
    return tuple(named)


def _visits(records: OfficeRecords, keys: Sequence[Sequence[str]]) -> Mapping[str, tuple[str, str]]:
    """By key, the service and the client of a visit or delivery."""
    plans = records.all(CarePlan, col(CarePlan.code).in_(_codes(keys, "plan")))
    tasks = records.all(Task, col(Task.code).in_(_codes(keys, "task")))
    sources: dict[str, CarePlan | Task] = {f"plan:{one.code}": one for one in plans}
    sources |= {f"task:{one.code}": one for one in tasks}
    campaigns = {one.name: one for one in records.all(Campaign, col(Campaign.name).in_(_codes(keys, "gift")))}
    codes = [parts[-1] for parts in keys if parts[0] == "gift"]
    clients = {one.code: one.id for one in records.all(Client, col(Client.code).in_(codes))} if codes else {}
    found: dict[str, tuple[str, str]] = {}
    for parts in keys:
        source = sources.get(":".join(parts[:2]))
        if source is not None:
            found[":".join(parts)] = source.service_id, source.client_id
        elif parts[0] == "gift" and ":".join(parts[1:-1]) in campaigns and parts[-1] in clients:
            found[":".join(parts)] = campaigns[":".join(parts[1:-1])].service_id, clients[parts[-1]]
    return found


def _posts(records: OfficeRecords, keys: Sequence[Sequence[str]]) -> Mapping[str, Desk | Drive]:
    desks = records.all(Desk, col(Desk.code).in_(_codes(keys, "desk")))
    drives = records.all(Drive, col(Drive.code).in_(_codes(keys, "drive")))
    return {**{f"desk:{one.code}": one for one in desks}, **{f"drive:{one.code}": one for one in drives}}


def _codes(keys: Sequence[Sequence[str]], kind: str) -> list[str]:
    return [":".join(parts[1:-1]) if kind == "gift" else parts[1] for parts in keys if parts[0] == kind]
