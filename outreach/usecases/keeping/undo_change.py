"""Take back what was changed last."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from outreach import records as kinds
from outreach.records import Change
from outreach.records.base import KeptRecord
from outreach.records.database import OfficeRecords
from outreach.records.journal import Step, differs, read_back
from outreach.refusals import Conflict, InUse, NotThere, Refusal
from outreach.usecases.weeks.pins_agree import lock_weeks_of, pins_agree

AT_ONCE = 500
_NOTHING = Refusal("nothing_to_undo", "沒有可以復原的變更。", "There is no change to undo.")
_CHANGED_SINCE = Refusal(
    "changed_since",
    "這筆資料後來又有人改過，不能自動復原；請直接修改。",
    "Somebody changed the record again since then; please edit it by hand.",
)
_FINAL = Refusal(
    "cannot_be_undone",
    "最後一個動作是公布、捨棄草稿或回覆，不能復原。要改公布的班表，請重新排班後再公布。",
    "The last action was a publication, a discarded draft or an answer, which cannot be undone. To change what is "
    "published, replan it and publish again.",
)
_OTHERS = Refusal(
    "others_change",
    "最後一個變更是別人做的。要復原它，請從變更紀錄指定那一筆。",
    "The last change was somebody else's. To undo it, name it from the list of changes.",
)


def undo_change(records: OfficeRecords, change_id: str | None = None, *, account_id: str | None = None) -> Change:
    """Put back what the office's last change changed, or one certain change; that change.

    `account_id`: whose last change is meant, when none is named: somebody else's is not undone by mistake. The undoing
    is a change of its own, which can be undone too. Raises `NotThere` when there is nothing to undo, `Conflict` when it
    cannot be undone (a publication), is somebody else's, when a record has been changed again since, or a pin's seat or
    time has gone to something else, `InUse` when something new needs what was added.
    """
    change = _last(records) if change_id is None else records.get(Change, change_id, lock=True)
    if change is None or change.undone_id is not None:
        raise NotThere(_NOTHING)
    if not change.steps:
        raise Conflict(_FINAL)
    if change_id is None and account_id is not None and change.account_id != account_id:
        raise Conflict(_OTHERS)
    lock_weeks_of(records, change.steps)
    # What refers to something goes before it and comes back after it: kind by kind, backwards.
    for name, steps in groupby(reversed(change.steps), key=itemgetter("kind")):
        _put_back(records, getattr(kinds, name), list(steps))
    pins_agree(records, change.steps)
    records.undone = change
    return change


def _last(records: OfficeRecords) -> Change | None:
    asked = select(Change).where(col(Change.undone_id).is_(None), col(Change.verb) != "undo")
    newest = asked.order_by(col(Change.at).desc(), col(Change.id)).limit(1).with_for_update()
    return records.session.exec(newest).first()


def _put_back(records: OfficeRecords, kind: type[KeptRecord], steps: Sequence[Step]) -> None:
    """Put back some records of one kind, a few hundred at a time."""
    for first in range(0, len(steps), AT_ONCE):
        some = steps[first : first + AT_ONCE]
        asked = select(kind).where(col(kind.id).in_([step["id"] for step in some])).with_for_update()
        found = records.session.exec(asked.execution_options(populate_existing=True)).all()
        kept = {record.id: record for record in found}
        # What goes makes room for what comes back: one flush would add before it removes.
        for wave in ([step for step in some if step["before"] is None], [step for step in some if step["before"]]):
            for step in wave:
                _put_one_back(records, kind, step, kept.get(step["id"]))
            try:
                records.session.flush()
            except IntegrityError:
                raise InUse from None


def _put_one_back(records: OfficeRecords, kind: type[KeptRecord], step: Step, kept: KeptRecord | None) -> None:
    before, after = step["before"], step["after"]
    if (kept is None) != (after is None) or (kept is not None and differs(kept, after)):
        raise Conflict(_CHANGED_SINCE)
    if before is not None:
        values = {name: read_back(kind, name, value) for name, value in before.items() if name != "version"}
    if kept is None:
        records.add(kind(**values))
    elif before is None:
        records.remove(kept)
    else:
        for name, value in values.items():
            setattr(kept, name, value)
