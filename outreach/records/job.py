"""Work that goes on outside a request: planning, replanning, imports, messages."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, LargeBinary
from sqlmodel import Field

from outreach.records.base import OfficeRecord
from outreach.records.moment import TaipeiDateTime


class Job(OfficeRecord, table=True):
    """One piece of work, as everybody may see it. Its id is the id of the workflow that carries it out.

    `kind`: `plan`, `replan`, `fixes`, `import`, `messages`. `status`: `waiting`, `running`, `done`, `failed`,
    `cancelled`. `given`: what to do, in ids, dates and numbers only. `share`: 0 to 1; `stage` and `told`: how far it
    is, in figures, and of a plan what the best one so far leaves out, in codes (`api.jobs.best_so_far`).
    `result`: ids and counts. `fault`: `{"code", "zh", "en"}`. `deadline`: when it is ended at the latest. `cancel`:
    `""`; `stop` (end, and keep the best so far); `cancel` (end, and keep nothing). `attempts`: how often it was begun.
    """

    kind: str
    status: str = Field(default="waiting", index=True)
    account_id: str | None = Field(default=None, foreign_key="account.id", max_length=32)
    created: dt.datetime = Field(sa_type=TaipeiDateTime, index=True)
    started: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
    ended: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
    deadline: dt.datetime = Field(sa_type=TaipeiDateTime)
    given: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    share: float = 0.0
    stage: str = ""
    told: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    result: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    fault: dict[str, str] | None = Field(default=None, sa_type=JSON)
    cancel: str = ""
    attempts: int = 0


class JobPlan(OfficeRecord, table=True):
    """The best plan that a job has found so far, so that it outlives the machine that looked for it."""

    job_id: str = Field(foreign_key="job.id", unique=True, max_length=32)
    at: dt.datetime = Field(sa_type=TaipeiDateTime)
    plan: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class Upload(OfficeRecord, table=True):
    """A file that was handed in, kept until it has been imported or given up."""

    name: str
    size: int
    sha256: str
    at: dt.datetime = Field(sa_type=TaipeiDateTime)
    data: bytes = Field(sa_type=LargeBinary)
