"""Revoke a personal link: it shows nothing from this moment on."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.records import DutyLink
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.weeks.coordinators_only import coordinators_only


def revoke_link(records: OfficeRecords, actor: Actor, *, link_id: str, now: dt.datetime) -> DutyLink:
    """The link, revoked; when it is so already, since then. What its device has noted is still taken, see `who_holds`.

    Raises `NotAllowed`, `NotThere`.
    """
    coordinators_only(actor)
    link = records.get(DutyLink, link_id, lock=True)
    if link is None:
        raise NotThere
    if link.revoked is None:
        link.revoked = now
        records.is_noted = True
        records.session.flush()
    return link
