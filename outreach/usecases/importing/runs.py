"""The steps of an import run: who may take them, in which order, and what is left behind at the end."""

from __future__ import annotations

from typing import Any

from outreach.actor import Actor
from outreach.intake.faults import IntakeRefused
from outreach.intake.raw import HandedFile
from outreach.records import ImportRun, Upload
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, NotAllowed, NotThere, Refusal

_SAYS = {
    "reading": ("這個檔案還沒有預覽，請先預覽。", "This file has not been previewed yet; preview it first."),
    "kept": ("這個檔案已經收下了。", "This file has been imported already."),
    "refused": ("這個檔案不能收，請換一個檔案。", "This file cannot be taken; use another one."),
    "dropped": ("這個檔案已經放棄了，請重新上傳。", "This import was given up; hand the file in again."),
}


def may_import(actor: Actor) -> None:
    """Raises `NotAllowed` unless they may import."""
    if actor.role != "coordinator":
        raise NotAllowed


def run_of(records: OfficeRecords, run_id: str, *, lock: bool = False) -> ImportRun:
    """The run with this id. Raises `NotThere`."""
    run = records.get(ImportRun, run_id, lock=lock)
    if run is None:
        raise NotThere
    return run


def need_preview(run: ImportRun) -> None:
    """Raises `Conflict` unless the run has been previewed and not been decided about."""
    if run.status != "preview":
        raise Conflict(Refusal(f"import_{run.status}", *_SAYS[run.status]))


def handed_in(records: OfficeRecords, run: ImportRun) -> tuple[HandedFile, ...]:
    """The run's file. Raises `NotThere` when it is gone."""
    upload = records.get(Upload, run.upload_id) if run.upload_id else None
    if upload is None:
        raise NotThere
    return (HandedFile(upload.name, upload.data),)


def close_run(records: OfficeRecords, run: ImportRun, status: str) -> None:
    """The run has come to its end: neither the file nor what was found in it is kept any longer."""
    upload = records.get(Upload, run.upload_id) if run.upload_id else None
    run.status, run.findings, run.upload_id = status, {}, None
    records.session.flush()
    if upload is not None:
        records.remove(upload)


def refuse_run(records: OfficeRecords, run: ImportRun, refused: IntakeRefused) -> None:
    """The file cannot be taken at all: the run says why."""
    fault: dict[str, Any] = {"sheet": "", "row": 0, "column": "", "code": refused.code}
    run.faults = [{**fault, "text": refused.zh, "text_en": refused.en}]
    run.added = run.changed = run.same = 0
    close_run(records, run, "refused")
