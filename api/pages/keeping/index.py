"""All kinds of data that the office keeps, with how many there are and what they are for."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.language import language_of
from api.pages.keeping.labels.kinds import GROUPS, WHAT_FOR
from api.pages.page import Asking, Records, show
from outreach.usecases.keeping.kind_words import words_of_kind
from outreach.usecases.keeping.list_records import count_records

router = APIRouter()


@router.get("/data")
def index(request: Request, records: Records, actor: Asking) -> HTMLResponse:
    """Every kind, with how many there are."""
    language = language_of(request)
    groups = [
        (
            heading.said(language),
            [
                (
                    name,
                    words_of_kind(name)[language == "en"],
                    count_records(records, actor, name),
                    WHAT_FOR[name].said(language),
                )
                for name in names
            ],
        )
        for heading, names in GROUPS
    ]
    return show(request, "data_index.html", groups=groups)
