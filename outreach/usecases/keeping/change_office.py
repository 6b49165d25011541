"""Change the office's settings."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from outreach.actor import Actor
from outreach.forms.base import Form
from outreach.forms.office import OfficeShown
from outreach.records import Office
from outreach.records.database import OfficeRecords
from outreach.refusals import ChangedMeanwhile, Conflict, Difference, Refusal, is_known
from outreach.usecases.keeping.show_office import show_office, shown_office

_TAKEN = Refusal(
    "office_name_taken",
    "這個資料庫裡已經有同名的機關，請換一個名稱。",
    "An office of this name is kept here already; choose another name.",
    "name",
)


def change_office(records: OfficeRecords, actor: Actor, patch: Form, *, known_as: str | None) -> OfficeShown:
    """The settings with the given fields changed.

    `known_as`: the entity tags that the editor has seen, as `If-Match` gives them; `None` to ask nothing. Raises
    `NotAllowed`, `ChangedMeanwhile` with the differences, `Conflict` for a name that another office has.
    """
    show_office(records, actor)
    asked = select(Office).where(Office.id == records.office.id).with_for_update()
    office = records.session.exec(asked.execution_options(populate_existing=True)).one()
    given = {name: getattr(patch, name) for name in patch.model_fields_set}
    shown = shown_office(office)
    if not is_known(shown.etag, known_as):
        differences = [
            Difference(field=name, kept=getattr(office, name), given=value)
            for name, value in given.items()
            if value != getattr(office, name)
        ]
        raise ChangedMeanwhile(shown.etag, differences)
    try:
        with records.session.begin_nested():
            for name, value in given.items():
                setattr(office, name, value)
    except IntegrityError:
        raise Conflict(_TAKEN) from None
    # The settings are no record of the office's: that somebody changed them stands in the list, without a way back.
    changed = shown_office(office)
    records.is_noted = changed.etag != shown.etag
    return changed
