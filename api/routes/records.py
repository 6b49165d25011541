"""The routes of the kinds of records that are kept by hand: list, search, show, make, correct, remove."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import create_model

from api.pages.page import parts_of
from api.routes.access import PREFIX
from api.routes.asked import (
    ETAG,
    LOCATION,
    Answer,
    Asker,
    IdempotencyKey,
    IfMatch,
    IfNoneMatch,
    RawBody,
    RecordPath,
    problems,
    sent,
    unchanged,
)
from api.routes.listing import Search, listing_of
from api.routes.writes import write, write_once
from outreach.forms.base import Shown
from outreach.records.database import office_records
from outreach.usecases.keeping.correct_record import correct_record
from outreach.usecases.keeping.create_record import create_record
from outreach.usecases.keeping.kind import Kind
from outreach.usecases.keeping.kinds import KINDS
from outreach.usecases.keeping.list_records import list_records
from outreach.usecases.keeping.remove_record import remove_record
from outreach.usecases.keeping.show_record import show_record


def routes_of_kinds() -> APIRouter:
    """The routes of all kinds."""
    router = APIRouter(prefix=PREFIX)
    for kind in KINDS.values():
        _reading(router, kind)
        if kind.form is not None:
            _writing(router, kind)
    return router


def _reading(router: APIRouter, kind: Kind) -> None:
    page = create_model(f"{kind.record.__name__}Page", items=(list[kind.shown], ...), next=(str | None, ...))  # type: ignore[name-defined]

    def list_them(request: Request, actor: Asker, listing: Any) -> Response:
        asked = {name: getattr(listing, name) for name in kind.filters}
        return _page(request, actor, kind, listing, asked, people_too=False)

    def search_them(request: Request, actor: Asker, search: Search) -> Response:
        return _page(request, actor, kind, search, {}, people_too=True)

    def show_it(request: Request, actor: Asker, record_id: RecordPath, known: IfNoneMatch = None) -> Response:
        with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
            shown = show_record(records, actor, kind.name, record_id)
        return unchanged(shown.etag, known) or _shown(shown)

    list_them.__annotations__["listing"] = Annotated[listing_of(kind), Query()]
    name = kind.name.replace("-", "_")
    router.add_api_route(
        f"/{kind.name}",
        list_them,
        methods=["GET"],
        tags=[kind.name],
        operation_id=f"list_{name}",
        summary=f"A page of {kind.name}",
        response_model=page,
        responses=problems(),
    )
    if kind.search_people:
        router.add_api_route(
            f"/{kind.name}/search",
            search_them,
            methods=["POST"],
            tags=[kind.name],
            operation_id=f"search_{name}",
            summary=f"Look for {kind.name} by name, phone or note; nothing is written",
            response_model=page,
            responses=problems(413),
        )
    router.add_api_route(
        f"/{kind.name}/{{record_id}}",
        show_it,
        methods=["GET"],
        tags=[kind.name],
        operation_id=f"show_{name}",
        summary=f"One of the {kind.name}",
        response_model=kind.shown,
        responses={**problems(), 200: {"headers": ETAG}, 304: {"description": "Still the same"}},
    )


def _writing(router: APIRouter, kind: Kind) -> None:
    def make_it(request: Request, actor: Asker, key: IdempotencyKey, raw: RawBody, form: Any) -> Response:
        def work(records: Any) -> Answer:
            shown = create_record(records, actor, kind.name, form, geocoder=parts_of(request).geocoder)
            location = f"{PREFIX}/{kind.name}/{shown.id}"
            return Answer(shown, HTTPStatus.CREATED, {"ETag": shown.etag, "Location": location})

        return write_once(request, actor, f"create {kind.name}", key=key, body=raw, work=work)

    def correct_it(request: Request, actor: Asker, record_id: RecordPath, known_as: IfMatch, patch: Any) -> Response:
        def work(records: Any) -> Answer:
            geocoder = parts_of(request).geocoder
            shown = correct_record(records, actor, kind.name, record_id, patch, known_as=known_as, geocoder=geocoder)
            return Answer(shown, headers={"ETag": shown.etag})

        return write(request, actor, f"correct {kind.name}", work)

    def remove_it(request: Request, actor: Asker, record_id: RecordPath, known_as: IfMatch) -> Response:
        def work(records: Any) -> Answer:
            remove_record(records, actor, kind.name, record_id, known_as=known_as)
            return Answer(None, HTTPStatus.NO_CONTENT)

        return write(request, actor, f"remove {kind.name}", work)

    make_it.__annotations__["form"] = kind.form
    correct_it.__annotations__["patch"] = kind.patch
    name = kind.name.replace("-", "_")
    router.add_api_route(
        f"/{kind.name}",
        make_it,
        methods=["POST"],
        tags=[kind.name],
        operation_id=f"create_{name}",
        summary=f"Keep a new one of the {kind.name}",
        status_code=HTTPStatus.CREATED,
        response_model=kind.shown,
        responses={**problems(409, 413), 201: {"headers": ETAG | LOCATION}},
    )
    router.add_api_route(
        f"/{kind.name}/{{record_id}}",
        correct_it,
        methods=["PATCH"],
        tags=[kind.name],
        operation_id=f"correct_{name}",
        summary=f"Change some fields of one of the {kind.name}",
        response_model=kind.shown,
        responses={**problems(409, 413, 428), 200: {"headers": ETAG}},
    )
    router.add_api_route(
        f"/{kind.name}/{{record_id}}",
        remove_it,
        methods=["DELETE"],
        tags=[kind.name],
        operation_id=f"remove_{name}",
        summary=f"Remove one of the {kind.name}",
        status_code=HTTPStatus.NO_CONTENT,
        responses=problems(409, 428),
    )


def _page(
    request: Request, actor: Asker, kind: Kind, asked: Any, filters: dict[str, Any], *, people_too: bool
) -> Response:
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        page = list_records(
            records,
            actor,
            kind.name,
            limit=asked.limit,
            after=asked.after,
            word=asked.q,
            people_too=people_too,
            **filters,
        )
    items = [one.model_dump(mode="json") for one in page.items]
    return sent({"items": items, "next": page.next}, HTTPStatus.OK, {})


def _shown(shown: Shown) -> Response:
    return Answer(shown, headers={"ETag": shown.etag}).response()
