"""A file that somebody hands in is kept until it has been imported or given up."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

from sqlalchemy import func
from sqlmodel import col, select

from outreach.actor import Actor
from outreach.intake.faults import IntakeRefused
from outreach.intake.handed import check_size
from outreach.records import ImportRun, Upload
from outreach.records.database import OfficeRecords
from outreach.refusals import Busy, Invalid, Refusal
from outreach.usecases.importing.runs import may_import

ENDINGS = (".ods", ".xlsx", ".csv")
LONGEST_NAME = 120
MOST_WAITING = 20
"""So many files of an office wait at once to be looked at, kept or given up."""

_NO_NAME = Refusal(
    "bad_file_name",
    "檔名看不懂：請用 .ods、.xlsx 或 .csv 檔，檔名最多 120 個字。",
    "The file's name is unclear: use an .ods, .xlsx or .csv file with a name of at most 120 characters.",
    "name",
)
_TOO_MANY = Refusal(
    "too_many_files_wait",
    "已有 20 個檔案等著處理：請先收下或放棄其中幾個。",
    "20 files are waiting already: keep or drop some of them first.",
)


def receive_file(records: OfficeRecords, actor: Actor, *, name: str, data: bytes, now: dt.datetime) -> ImportRun:
    """Keep the file; the run that stands for its import, status `reading`. Nothing in the file is looked at yet.

    Raises `NotAllowed`, `Invalid` for a name or size that we do not take, `Busy` when too many files wait.
    """
    may_import(actor)
    plain = _plain_name(name)
    try:
        check_size(len(data))
    except IntakeRefused as refused:
        raise Invalid(Refusal(refused.code, refused.zh, refused.en, "file")) from None
    waiting = records.session.exec(select(func.count(col(Upload.id)))).one()
    if waiting >= MOST_WAITING:
        raise Busy(_TOO_MANY)
    digest = hashlib.sha256(data).hexdigest()
    upload = records.add(Upload(office_id="", name=plain, size=len(data), sha256=digest, at=now, data=data))
    records.session.flush()
    run = records.add(
        ImportRun(
            office_id="",
            file_name=plain,
            at=now,
            status="reading",
            account_id=actor.account_id,
            upload_id=upload.id,
        )
    )
    records.session.flush()
    return run


def _plain_name(name: str) -> str:
    """The name without a way to it and without what cannot be seen. Raises `Invalid` for no name of a spreadsheet."""
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip()
    if len(plain) > LONGEST_NAME or PurePosixPath(plain).suffix.lower() not in ENDINGS:
        raise Invalid(_NO_NAME)
    return plain
