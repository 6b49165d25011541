"""What was changed, and taking it back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from api.pages.page import parts_of
from api.routes.access import PREFIX
from api.routes.asked import Answer, Asker, IdempotencyKey, RawBody, answered, problems
from api.routes.shapes import Changes, ChangeShape, StepShape
from api.routes.writes import write_once
from outreach.forms.verbs import UndoForm
from outreach.records import Change
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.keeping.show_changes import show_changes
from outreach.usecases.keeping.undo_change import undo_change
from outreach.usecases.weeks.coordinators_only import coordinators_only

router = APIRouter(prefix=PREFIX, tags=["changes"])
MOST_STEPS = 50
"""Of one change in an answer: an import may change thousands of records."""


@router.get("/changes", response_model=Changes, responses=problems())
def changes(
    request: Request, actor: Asker, limit: Annotated[Annotated[int, Field(ge=1, le=200)], Query()] = 50
) -> Response:
    """The last changes, the newest first."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        found = show_changes(records, actor, limit=limit)
        return answered(Changes(items=[_shape(one) for one in found]))


@router.post("/changes/undo", response_model=ChangeShape, responses=problems(409, 413))
def undo(request: Request, actor: Asker, key: IdempotencyKey, raw: RawBody, form: UndoForm) -> Response:
    """Put back what the last change, or one certain change, has changed. The change that was undone."""

    def work(records: OfficeRecords) -> Answer:
        coordinators_only(actor)
        return Answer(_shape(undo_change(records, form.change_id, account_id=actor.account_id)))

    return write_once(request, actor, "undo", key=key, body=raw, work=work)


def _shape(change: Change) -> ChangeShape:
    return ChangeShape(
        id=change.id,
        at=change.at,
        account_id=change.account_id,
        verb=change.verb,
        undone_id=change.undone_id,
        steps=[
            StepShape(
                kind=step["kind"],
                id=step["id"],
                did="added" if step["before"] is None else "removed" if step["after"] is None else "changed",
                fields=sorted(set(step["after"] or step["before"] or ()) - {"version"}),
            )
            for step in change.steps[:MOST_STEPS]
        ],
        more=max(0, len(change.steps) - MOST_STEPS),
    )
