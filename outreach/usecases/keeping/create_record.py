"""Keep a new record by hand."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from outreach.actor import Actor
from outreach.forms.base import Form, Shown
from outreach.ports import Geocoder
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict
from outreach.usecases.keeping.fits import check_fits, check_unique
from outreach.usecases.keeping.kinds import KINDS
from outreach.usecases.keeping.lists import keep_list
from outreach.usecases.keeping.places import place_id
from outreach.usecases.keeping.sentences import ALREADY_THERE
from outreach.usecases.keeping.show_record import show_rows
from outreach.usecases.keeping.values import plain_values
from outreach.usecases.keeping.who import check_may_write


def create_record(records: OfficeRecords, actor: Actor, kind_name: str, form: Form, *, geocoder: Geocoder) -> Shown:
    """The new record as it is kept. Raises `NotAllowed`, `Invalid` with each field that does not fit, `Conflict`."""
    kind = KINDS[kind_name]
    check_may_write(actor)
    check_fits(records, kind, form, geocoder)
    check_unique(records, kind, form)
    values = plain_values(kind, form, kind.plain_fields)
    for name, field in kind.places.items():
        values[field] = place_id(records, kind, form, name, geocoder)
    kept = records.add(kind.record(office_id="", **values))
    try:
        records.session.flush()
        for name, wanted in kind.lists.items():
            keep_list(records, wanted, kept.id, getattr(form, name))
    except IntegrityError:
        raise Conflict(ALREADY_THERE) from None
    return show_rows(records, kind, [kept])[0]
