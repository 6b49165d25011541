"""New records, and kept ones: the form, and what is done when it is sent."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import col, select
from starlette.responses import Response

from api.doors.csrf import LARGEST_FORM
from api.doors.gate import actor_of
from api.pages.acting import Wrong, wrong_of
from api.pages.keeping.conflict import Opened, answered, conflict_page, unanswered
from api.pages.keeping.fill_form import typed_from
from api.pages.keeping.form_page import form_page, other_rows, sheet_of
from api.pages.keeping.kind_named import kind_named
from api.pages.keeping.next_code import next_code
from api.pages.keeping.read_form import read_form
from api.pages.keeping.record_page import record_page
from api.pages.keeping.saving import checked, saved
from api.pages.keeping.typed import AsTyped, Typed, one
from api.pages.keeping.values import changed_fields, filled, moved_without_point, seen_in, values_of
from api.pages.page import Asking, Records, parts_of
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import ChangedMeanwhile, NotThere, Refusal, Refused
from outreach.usecases.keeping.correct_record import correct_record
from outreach.usecases.keeping.create_record import create_record
from outreach.usecases.keeping.kind import Kind
from outreach.usecases.keeping.list_changes import last_change_of
from outreach.usecases.keeping.show_record import show_record

router = APIRouter()

_OLD_POINT = Refusal(
    "old_point",
    "地址改了，緯度、經度還是舊的。請一起改，或清空；位置真的沒有變，就勾下面那一格。",
    "The address is another one, but the point is the old one. Change it too or empty it; if the place is the same, "
    "tick the box below.",
)
_GONE = Refusal(
    "gone",
    "這筆資料剛被別人刪除了。填的內容都在這裡；還要的話，按儲存會新增一筆。",
    "Somebody has just removed this record. What you typed is here; saving makes a new one.",
)


@router.get("/data/{kind_name}/new")
def new(request: Request, records: Records, kind_name: str) -> Response:
    """An empty form; what the address says is filled in."""
    kind = _written(kind_name)
    sheet = sheet_of(request, records, kind)
    start: dict[str, Any] = {shape.name: shape.start for shape in sheet.shapes if shape.start is not None}
    asked = request.query_params
    start |= {shape.name: asked[shape.name] for shape in sheet.shapes if shape.how == "link" and shape.name in asked}
    start |= {shape.name: asked[shape.name] for shape in sheet.shapes if shape.how == "date" and shape.name in asked}
    if "code" in kind.record.model_fields:
        start["code"] = next_code(records.session.exec(_last_code(kind)).first() or "")
    start = {name: f"{value:%H:%M}" if hasattr(value, "hour") else value for name, value in start.items()}
    return form_page(request, sheet, typed_from(sheet.shapes, start, sheet.options), records=records)


@router.post("/data/{kind_name}/new", max_body_size=LARGEST_FORM)
def make(request: Request, kind_name: str, typed: AsTyped) -> Response:
    """Keep the new record, or show the form again."""
    kind = _written(kind_name)
    with _reading(request) as records:
        sheet = sheet_of(request, records, kind)
    rows = other_rows(typed)
    if rows is not None:
        return form_page(request, sheet, rows)
    given = read_form(sheet.shapes, typed, sheet.options)
    assert kind.form is not None
    form, wrong = checked(request, kind.form, given.data, given.wrong)
    if form is None:
        return form_page(request, sheet, given.typed, wrong=wrong)

    def work(records: OfficeRecords) -> str:
        actor, geocoder = actor_of(request), parts_of(request).geocoder
        return f"/data/{kind.name}/{create_record(records, actor, kind.name, form, geocoder=geocoder).id}"

    try:
        return saved(request, f"create {kind.name}", work)
    except Refused as error:
        return form_page(request, sheet, given.typed, wrong=wrong_of(request, error))


@router.get("/data/{kind_name}/{record_id}")
def record(request: Request, records: Records, actor: Asking, kind_name: str, record_id: str) -> Response:
    """The record's form; for who may not change it, what it says."""
    kind = kind_named(kind_name)
    shown = show_record(records, actor, kind.name, record_id)
    if kind.form is None or actor.role != "coordinator":
        return record_page(request, records, kind, shown)
    sheet = sheet_of(request, records, kind, shown)
    return form_page(request, sheet, filled(records, kind, sheet.shapes, shown, sheet.options), records=records)


@router.post("/data/{kind_name}/{record_id}", max_body_size=LARGEST_FORM)
def correct(request: Request, kind_name: str, record_id: str, typed: AsTyped) -> Response:
    """Keep what was changed; show the form again, or both sides when somebody else has changed it too."""
    kind = _written(kind_name)
    try:
        now = _opened(request, kind, record_id)
    except NotThere:
        return _gone(request, kind, typed)
    rows = other_rows(typed)
    if rows is not None:
        return form_page(request, now.sheet, rows)
    typed = answered(typed, now.typed)
    if unanswered(typed):
        return conflict_page(request, now, typed)
    return _correct(request, now, typed, record_id)


def _correct(request: Request, now: Opened, typed: Typed, record_id: str) -> Response:
    sheet, kind = now.sheet, now.sheet.kind
    given = read_form(sheet.shapes, typed, sheet.options)
    again = given.typed | {name: typed[name] for name in ("etag", "seen", "unshown") if name in typed}
    changed = changed_fields(kind, given.data, seen_in(typed))
    moved = [name for name in moved_without_point(kind, changed, now.values) if not one(typed, f"{name}.same")]
    assert kind.patch is not None
    unreadable = given.wrong | {f"{name}.lat": _OLD_POINT for name in moved}
    patch, wrong = checked(request, kind.patch, changed, unreadable)
    if patch is None:
        return form_page(request, sheet, again, wrong=wrong, moved=moved)
    known_as = one(typed, "etag")

    def work(records: OfficeRecords) -> str:
        actor, geocoder = actor_of(request), parts_of(request).geocoder
        correct_record(records, actor, kind.name, record_id, patch, known_as=known_as, geocoder=geocoder)
        return f"/data/{kind.name}/{record_id}"

    try:
        return saved(request, f"correct {kind.name}", work)
    except ChangedMeanwhile:
        return conflict_page(request, _opened(request, kind, record_id, by_whom=True), again)
    except NotThere:
        return _gone(request, kind, typed)
    except Refused as error:
        return form_page(request, sheet, again, wrong=wrong_of(request, error))


def _written(kind_name: str) -> Kind:
    """The kind, if forms make it. Raises `NotThere`."""
    kind = kind_named(kind_name)
    if kind.form is None:
        raise NotThere
    return kind


def _reading(request: Request) -> Any:
    return office_records(parts_of(request).engine, office_id=actor_of(request).office_id, write=False)


def _opened(request: Request, kind: Kind, record_id: str, *, by_whom: bool = False) -> Opened:
    """The record as it is now. `by_whom`: and who changed it last."""
    with _reading(request) as records:
        shown = show_record(records, actor_of(request), kind.name, record_id)
        sheet = sheet_of(request, records, kind, shown)
        return Opened(
            sheet=sheet,
            values=values_of(records, kind, shown),
            typed=filled(records, kind, sheet.shapes, shown, sheet.options),
            last=last_change_of(records, record_id) if by_whom else None,
        )


def _gone(request: Request, kind: Kind, typed: Typed) -> Response:
    """What was typed into the form of a record that is not there any more. Raises `NotThere` for who had none open."""
    if not one(typed, "etag"):
        raise NotThere
    with _reading(request) as records:
        sheet = sheet_of(request, records, kind)
    wrong = Wrong(409, {}, wrong_of(request, NotThere(_GONE)).others)
    kept = {name: values for name, values in typed.items() if name not in ("etag", "seen")}
    return form_page(request, sheet, kept, wrong=wrong)


def _last_code(kind: Kind) -> Any:
    code = col(getattr(kind.record, "code"))  # noqa: B009
    return select(code).order_by(code.desc()).limit(1)
