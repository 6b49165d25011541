"""The page on which a clerk sets the pin of a place: by pointing, by keys, by buttons, or by its coordinates."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.doors.csrf import LARGEST_FORM
from api.doors.gate import actor_of
from api.language import language_of
from api.pages.acting import NOTHING_WRONG, Wrong, wrong_of
from api.pages.keeping.kind_named import kind_named
from api.pages.keeping.labels import label_of
from api.pages.keeping.saving import saved
from api.pages.keeping.titles import title_of
from api.pages.keeping.typed import AsTyped, Typed, one
from api.pages.page import Asking, Records, parts_of, show
from maps.render.pin_map import Frame, pin_map
from outreach.actor import Actor
from outreach.forms.base import Shown
from outreach.forms.place import PlaceShown
from outreach.ports import OutsideGeocoder, Point
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import ChangedMeanwhile, Invalid, NotThere, Refusal, Refused
from outreach.usecases.keeping.ask_outside import ask_outside, may_ask_outside
from outreach.usecases.keeping.correct_record import correct_record
from outreach.usecases.keeping.kind import Kind
from outreach.usecases.keeping.kind_words import words_of_kind
from outreach.usecases.keeping.show_record import show_record

router = APIRouter()

REACHES = (40.0, 80.0, 160.0, 320.0, 640.0, 1280.0, 2560.0)
"""Metres from the middle of the map to its upper edge, step by step."""
_START = {"exact": 1, "neighbour": 1, "lane": 2, "road": 3, "village": 4}
_WAYS = {"north": (0, 1), "south": (0, -1), "east": (1, 0), "west": (-1, 0)}
_NO_POINT = Refusal(
    "bad_point",
    "緯度要在 20.5 到 26.5、經度要在 118 到 122.5 之間；是不是填反了？",
    "Latitude lies between 20.5 and 26.5, longitude between 118 and 122.5; are they swapped?",
    "lat",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """Where the pin stands while it is moved. `zoom`: a place in `REACHES`."""

    point: Point
    middle: Point
    zoom: int
    change_village: bool = False


@dataclass(frozen=True, slots=True)
class Pinned:
    """The record and its place. `name`: the field of the form that the place stands in. `outside`: whom one may ask."""

    kind: Kind
    shown: Shown
    name: str
    place: PlaceShown
    outside: OutsideGeocoder | None


@router.get("/data/{kind_name}/{record_id}/pin")
def pin(request: Request, records: Records, actor: Asking, kind_name: str, record_id: str) -> Response:
    """The map around the place as it is kept."""
    found = _found(records, actor, kind_name, record_id, parts_of(request).outside)
    point = Point(lat=found.place.lat, lon=found.place.lon)
    return _page(request, found, Draft(point, point, _START[found.place.precision]), etag=found.shown.etag)


@router.post("/data/{kind_name}/{record_id}/pin", max_body_size=LARGEST_FORM)
def move(request: Request, kind_name: str, record_id: str, typed: AsTyped) -> Response:
    """Save where the pin stands, or show the map again with it moved. No address ever holds where that is."""
    with office_records(parts_of(request).engine, office_id=actor_of(request).office_id, write=False) as records:
        found = _found(records, actor_of(request), kind_name, record_id, parts_of(request).outside)
    kept = Point(lat=found.place.lat, lon=found.place.lon)
    point, etag, do = _point(typed, "lat", "lon"), one(typed, "etag"), one(typed, "do")
    middle, zoom = _point(typed, "middle_lat", "middle_lon") or kept, _zoom(typed)
    if point is None:
        return _page(request, found, Draft(kept, middle, zoom), etag=etag, wrong=wrong_of(request, Invalid(_NO_POINT)))
    draft = Draft(point, middle, zoom, bool(one(typed, "change_village")))
    if do == "ask":
        return _asked(request, found, draft, etag)
    if do != "save":
        return _page(request, found, _moved(draft, do), etag=etag)
    return _saved(request, found, draft, etag)


def _saved(request: Request, found: Pinned, draft: Draft, etag: str) -> Response:
    parts, kind, place = parts_of(request), found.kind, found.place
    village = parts.geocoder.village_at(draft.point)
    assert kind.patch is not None, "whoever has a place has a form"
    where = {
        "address": place.address,
        "village": village if village and draft.change_village else place.village,
        "lat": round(draft.point.lat, 6),
        "lon": round(draft.point.lon, 6),
    }
    patch = kind.patch.model_validate({found.name: where})

    def work(records: OfficeRecords) -> str:
        actor = actor_of(request)
        correct_record(records, actor, kind.name, found.shown.id, patch, known_as=etag, geocoder=parts.geocoder)
        return f"/data/{kind.name}/{found.shown.id}"

    try:
        return saved(request, f"correct {kind.name}", work)
    except ChangedMeanwhile as error:
        return _page(request, found, draft, etag=error.etag, wrong=wrong_of(request, error))
    except Refused as error:
        return _page(request, found, draft, etag=etag, wrong=wrong_of(request, error))


def _page(
    request: Request, found: Pinned, draft: Draft, *, etag: str, wrong: Wrong = NOTHING_WRONG, told: bool = False
) -> Response:
    parts, language = parts_of(request), language_of(request)
    frame = Frame(draft.middle, REACHES[draft.zoom])
    village = parts.geocoder.village_at(draft.point)
    return show(
        request,
        "pin.html",
        status=wrong.status,
        kind=found.kind,
        words=words_of_kind(found.kind.name)[language == "en"],
        record_id=found.shown.id,
        name=title_of(found.kind.name, found.shown, {}, language),
        label=label_of(found.kind.name, found.name).said(language),
        place=found.place,
        map=pin_map(
            frame, parts.geocoder.outlines(), parts.streets.lines(*frame.corners), parts.geocoder.doors(*frame.corners)
        ),
        at=frame.at(draft.point),
        kept_at=frame.at(Point(lat=found.place.lat, lon=found.place.lon)),
        draft=draft,
        village=village,
        other_village=bool(village and found.place.village and village != found.place.village),
        wrong=wrong,
        etag=etag,
        step=_step(draft),
        outside=found.outside.name if found.outside else "",
        told=told,
    )


def _asked(request: Request, found: Pinned, draft: Draft, etag: str) -> Response:
    """The pin where a geocoder outside says; whether it stays there is for the clerk to say."""
    if found.outside is None:
        raise NotThere
    try:
        point = ask_outside(found.outside, found.place.address)
    except Refused as error:
        return _page(request, found, draft, etag=etag, wrong=wrong_of(request, error))
    return _page(request, found, Draft(point, point, min(draft.zoom, 2)), etag=etag, told=True)


def _found(
    records: OfficeRecords, actor: Actor, kind_name: str, record_id: str, outside: OutsideGeocoder | None
) -> Pinned:
    kind = kind_named(kind_name)
    shown = show_record(records, actor, kind.name, record_id)
    for name in kind.places if kind.patch is not None else ():
        place = getattr(shown, name)
        if place is not None:
            return Pinned(kind, shown, name, place, may_ask_outside(records, actor, outside))
    raise NotThere


def _moved(draft: Draft, do: str) -> Draft:
    """The pin a step on, or the map nearer, farther, or round the pin; round it also when it would leave the map."""
    zoom = min(max(draft.zoom + {"in": -1, "out": 1}.get(do, 0), 0), len(REACHES) - 1)
    east, north = _WAYS.get(do, (0, 0))
    frame, step = Frame(draft.middle, REACHES[zoom]), _step(draft)
    point = frame.moved(draft.point, east=east * step, north=north * step)
    stays = frame.holds(point) and do not in ("in", "out", "middle")
    return Draft(point, draft.middle if stays else point, zoom, draft.change_village)


def _step(draft: Draft) -> int:
    """Metres by which a button moves the pin."""
    return max(round(REACHES[draft.zoom] / 40), 1)


def _point(typed: Typed, lat: str, lon: str) -> Point | None:
    try:
        point = Point(lat=float(one(typed, lat)), lon=float(one(typed, lon)))
    except ValueError:
        return None
    return point if 20.5 <= point.lat <= 26.5 and 118.0 <= point.lon <= 122.5 else None


def _zoom(typed: Typed) -> int:
    text = one(typed, "zoom")
    return min(int(text), len(REACHES) - 1) if text.isascii() and text.isdigit() and len(text) < 3 else 1
