"""The list of one kind: searched, narrowed, fifty on a page. Names are looked for in a body, never in an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.doors.csrf import LARGEST_FORM
from api.language import Language, language_of
from api.pages.keeping.columns import COLUMNS, Column
from api.pages.keeping.filters import chosen, narrowings
from api.pages.keeping.kind_named import kind_named
from api.pages.keeping.labels.kinds import NEW_AT, WHAT_FOR
from api.pages.keeping.names import names_of
from api.pages.keeping.notice import notice_of
from api.pages.keeping.shapes import shapes_of
from api.pages.keeping.told import NOTHING, Told
from api.pages.keeping.typed import AsTyped, one
from api.pages.page import Asking, Records, show
from outreach.actor import Actor
from outreach.forms.base import LONGEST_SHORT_TEXT, Shown, is_plain
from outreach.records.database import OfficeRecords
from outreach.usecases.keeping.kind import Kind
from outreach.usecases.keeping.kind_words import words_of_kind
from outreach.usecases.keeping.list_records import count_records, list_records

router = APIRouter()
ON_A_PAGE = 50
_LONGEST_CURSOR = 4000


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a list: its heading, and what it says."""

    heading: str
    text: str


@router.get("/data/{kind_name}")
def listing(request: Request, records: Records, actor: Asking, kind_name: str) -> Response:
    """The list, with what the address asks for: a code, filters, a page."""
    return _page(request, records, actor, kind_named(kind_name), dict(request.query_params), people_too=False)


@router.post("/data/{kind_name}/search", max_body_size=LARGEST_FORM)
def search(request: Request, records: Records, actor: Asking, kind_name: str, typed: AsTyped) -> Response:
    """The same, with a word that may be a name."""
    kind = kind_named(kind_name)
    asked = {name: one(typed, name) for name in (*kind.filters, "q", "after", "at")}
    if not asked["q"]:
        kept = {name: asked[name] for name in kind.filters if asked[name]}
        return RedirectResponse(f"/data/{kind.name}" + (f"?{urlencode(kept)}" if kept else ""), status_code=303)
    return _page(request, records, actor, kind, asked, people_too=bool(kind.search_people))


def _page(
    request: Request, records: OfficeRecords, actor: Actor, kind: Kind, asked: Mapping[str, str], *, people_too: bool
) -> Response:
    language, values = language_of(request), chosen(kind, asked)
    word, after = asked.get("q", "").strip()[:LONGEST_SHORT_TEXT], asked.get("after", "")[:_LONGEST_CURSOR]
    word = word if is_plain(word) else ""
    wanted: dict[str, Any] = {"word": word, "people_too": people_too, **values}
    found = count_records(records, actor, kind.name, **wanted)
    page = list_records(records, actor, kind.name, limit=ON_A_PAGE, after=after, **wanted)
    first = _number(asked.get("at", "")) if after else 1
    told = Told(kind.name, language, names_of(records, _columns_shapes(kind), page.items))
    told_filters = {name: asked[name] for name in values}
    return show(
        request,
        "data_list.html",
        kind=kind,
        words=words_of_kind(kind.name)[language == "en"],
        what_for=WHAT_FOR[kind.name].said(language),
        headings=[_heading(told, column, language) for column in COLUMNS[kind.name]],
        rows=[(item.id, _cells(told, item, kind, language)) for item in page.items],
        found=found,
        first=first,
        next=page.next,
        next_at=first + len(page.items),
        word=word,
        narrowed=bool(values),
        narrowings=narrowings(records, kind, values, language),
        kept=told_filters,
        next_query=urlencode({**told_filters, "q": word, "after": page.next or "", "at": first + len(page.items)}),
        people_too=people_too,
        may_write=actor.role == "coordinator",
        new_at=NEW_AT.get(kind.name, f"/data/{kind.name}/new" if kind.form else ""),
        notice=notice_of(request, records),
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _columns_shapes(kind: Kind) -> list[Any]:
    fields = {field for column in COLUMNS[kind.name] for field in column.fields}
    return [shape for shape in shapes_of(kind.name) if shape.name in fields and shape.how in ("link", "links")]


def _heading(told: Told, column: Column, language: Language) -> str:
    return column.heading.said(language) if column.heading else told.label(column.fields[0])


def _cells(told: Told, item: Shown, kind: Kind, language: Language) -> list[Cell]:
    shapes = {shape.name: shape for shape in shapes_of(kind.name)}
    cells = []
    for column in COLUMNS[kind.name]:
        heading = _heading(told, column, language)
        values = [(shapes[name], getattr(item, name)) for name in column.fields]
        if column.heading is None:
            cells.append(Cell(heading, told.in_short(*values[0])))
        elif column.fields == ("start", "end"):
            cells.append(Cell(heading, "–".join(told.tell(*one) for one in values if one[1]) or NOTHING))
        else:
            cells.append(Cell(heading, _several(told, values)))
    return cells


def _several(told: Told, values: list[tuple[Any, Any]]) -> str:
    """Those that are filled in, each after its name; of a tick the name alone."""
    said = (
        told.label(shape.name) if value is True else f"{told.label(shape.name)} {told.tell(shape, value)}"
        for shape, value in values
        if value not in (None, "", False)
    )
    return " ".join(said) or NOTHING
