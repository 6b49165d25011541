"""The page of one form: new, or of a kept record; with what was typed and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from starlette.responses import Response

from api.language import Language, language_of
from api.pages.acting import NOTHING_WRONG, Wrong
from api.pages.keeping.controls import Filling, controls_of, placed
from api.pages.keeping.labels import label_of
from api.pages.keeping.notice import notice_of
from api.pages.keeping.options import TYPED, Options, options_for
from api.pages.keeping.shapes import Shape, shapes_of
from api.pages.keeping.titles import title_of
from api.pages.keeping.typed import Typed, one, rows_in, without_row
from api.pages.keeping.uses import links_to_uses
from api.pages.keeping.values import corrected_fields
from api.pages.page import parts_of, show
from outreach.forms.base import Shown
from outreach.forms.place import PlaceShown
from outreach.records.database import OfficeRecords
from outreach.usecases.keeping.kind import Kind
from outreach.usecases.keeping.kind_words import words_of_kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A form's kind and fields, and what they can be filled with. `shown`: the record as it is kept, if it is."""

    kind: Kind
    shapes: tuple[Shape, ...]
    options: Options
    shown: Shown | None = None


def sheet_of(request: Request, records: OfficeRecords, kind: Kind, shown: Shown | None = None) -> Sheet:
    """The empty sheet."""
    villages = tuple(sorted(outline.village for outline in parts_of(request).geocoder.outlines()))
    shapes = shapes_of(kind.name)
    return Sheet(kind=kind, shapes=shapes, options=options_for(records, kind.name, shapes, villages), shown=shown)


def other_rows(typed: Typed) -> Typed | None:
    """What was typed with one row more or less, when that was asked for: nothing is saved by it."""
    more, less = one(typed, "add"), one(typed, "drop")
    if less:
        return without_row(typed, less)
    if not more:
        return None
    rows = rows_in(typed, more)
    return {**typed, f"{more}.{rows[-1] + 1 if rows else 0}": ("",)}


def form_page(
    request: Request,
    sheet: Sheet,
    typed: Typed,
    *,
    wrong: Wrong = NOTHING_WRONG,
    moved: list[str] | None = None,
    records: OfficeRecords | None = None,
) -> Response:
    """The page. `moved`: places of which it has to be asked whether they are where they were."""
    kind, shown, language = sheet.kind, sheet.shown, language_of(request)
    unshown = set(one(typed, "unshown").split())
    filling = Filling(
        kind=kind.name,
        language=language,
        typed=typed,
        options=sheet.options,
        corrected=corrected_fields(kind, shown, sheet.shapes) if shown else frozenset(),
        one_row=shown is None,
    )
    groups = controls_of(filling, [shape for shape in sheet.shapes if shape.name not in unshown])
    names = {option.id: option.name for listed in sheet.options.of_kind.values() for option in listed}
    return show(
        request,
        "data_form.html",
        status=wrong.status,
        kind=kind,
        words=words_of_kind(kind.name)[language == "en"],
        groups=groups,
        wrong=placed(wrong, filling.paths),
        moved=moved or [],
        etag=one(typed, "etag"),
        seen=one(typed, "seen"),
        unshown=one(typed, "unshown"),
        unshown_labels=[_label(kind, name, language) for name in sorted(unshown)],
        record_id=shown.id if shown else "",
        name=title_of(kind.name, shown, names, language) if shown else "",
        lists=_lists(sheet.options),
        uses=links_to_uses(request, records, kind, shown.id) if shown and records else (),
        notice=notice_of(request, records) if records else None,
        same="same" in request.query_params,
        found_places=_found_places(kind, shown),
    )


def _found_places(kind: Kind, shown: Shown | None) -> dict[str, PlaceShown]:
    """The record's own places as they are kept, by the field that each stands in."""
    found = {name: getattr(shown, name) for name in kind.places} if shown else {}
    return {name: place for name, place in found.items() if place is not None}


def _label(kind: Kind, name: str, language: Language) -> str:
    return label_of(kind.name, name).said(language)


def _lists(options: Options) -> list[tuple[str, list[str]]]:
    """The lists from which controls suggest what to type."""
    typed = [(f"list-{kind}", [one.text for one in options.of_kind[kind]]) for kind in TYPED if kind in options.of_kind]
    words = [("list-skills", list(options.skills)), ("list-villages", list(options.villages))]
    return [(name, listed) for name, listed in (*typed, *words) if listed]
