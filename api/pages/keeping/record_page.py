"""A record to be read: what its fields say, for who may not change it, and of kinds that verbs of their own write."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from api.language import language_of
from api.pages.keeping.labels import groups_of
from api.pages.keeping.labels.kinds import NEW_AT
from api.pages.keeping.names import names_of
from api.pages.keeping.notice import notice_of
from api.pages.keeping.shapes import shapes_of
from api.pages.keeping.titles import title_of
from api.pages.keeping.told import Told
from api.pages.keeping.uses import links_to_uses
from api.pages.page import show
from outreach.forms.base import Shown
from outreach.records.database import OfficeRecords
from outreach.usecases.keeping.kind import Kind
from outreach.usecases.keeping.kind_words import words_of_kind


def record_page(request: Request, records: OfficeRecords, kind: Kind, shown: Shown) -> Response:
    """The page."""
    language = language_of(request)
    shapes = {shape.name: shape for shape in shapes_of(kind.name)}
    names = names_of(records, shapes.values(), [shown])
    told = Told(kind.name, language, names)
    groups = groups_of(kind.name, tuple(shapes))
    return show(
        request,
        "data_record.html",
        kind=kind,
        words=words_of_kind(kind.name)[language == "en"],
        name=title_of(kind.name, shown, names, language),
        groups=[
            (heading.said(language), [(told.label(one), told.tell(shapes[one], getattr(shown, one))) for one in names])
            for heading, names in groups
        ],
        uses=links_to_uses(request, records, kind, shown.id),
        new_at=NEW_AT.get(kind.name, ""),
        notice=notice_of(request, records),
    )
