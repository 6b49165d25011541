"""How fast ladders are, who is told, and whom an officer may ask to look: one form."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.doors.csrf import LARGEST_FORM
from api.pages.acting import NOTHING_WRONG, Wrong, act, wrong_of
from api.pages.keeping.saving import checked
from api.pages.keeping.typed import AsTyped, Typed, one, rows_in
from api.pages.page import Asking, Records, parts_of, show
from outreach.actor import Actor
from outreach.forms.ladders import MOST_OFFICERS, LadderSettingsForm
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import Refused
from outreach.usecases.ladders.change_ladder_settings import change_ladder_settings
from outreach.usecases.ladders.pace import GRADES, STEP_KINDS
from outreach.usecases.ladders.show_ladder_settings import LadderSettings, show_ladder_settings

router = APIRouter()
COLUMNS = (*STEP_KINDS, "patience")


@router.get("/ladder-settings")
def settings(request: Request, records: Records, actor: Asking, done: bool = False) -> Response:
    """The settings. `done`: they have just been saved."""
    found = show_ladder_settings(records, actor)
    return _page(request, records, actor, found, _as_kept(found), done=done)


@router.post("/ladder-settings", max_body_size=LARGEST_FORM)
def change(request: Request, actor: Asking, typed: AsTyped) -> Response:
    """Save them."""
    given, chosen, seen = _given(typed), _chosen(typed), one(typed, "etag")
    form, wrong = checked(request, LadderSettingsForm, given, {})
    if isinstance(form, LadderSettingsForm):
        try:
            act(
                request,
                "change ladders",
                lambda records: change_ladder_settings(records, actor, form, known_as=seen),
            )
        except Refused as error:
            wrong = wrong_of(request, error)
        else:
            return RedirectResponse("/ladder-settings?done=1", status_code=303)
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        return _page(
            request,
            records,
            actor,
            show_ladder_settings(records, actor),
            _typed(given, chosen),
            wrong=wrong,
            seen=seen,
        )


def _given(typed: Typed) -> dict[str, Any]:
    paces = [
        {"need_grade": grade, **{name: _number(one(typed, f"paces.{row}.{name}")) for name in COLUMNS}}
        for row, grade in enumerate(GRADES)
    ]
    heads = [
        {name: one(typed, f"heads.{row}.{name}") for name in ("village", "name", "phone")}
        for row in rows_in(typed, "heads")
    ]
    return {
        "paces": paces,
        "officers": [person for person in _chosen(typed) if person],
        "grace": _number(one(typed, "grace")),
        "remind": _number(one(typed, "remind")),
        "heads": heads,
    }


def _chosen(typed: Typed) -> list[str]:
    return [one(typed, f"officers.{row}") for row in range(MOST_OFFICERS)]


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else text


def _as_kept(found: LadderSettings) -> dict[str, Any]:
    """The values of the controls, as they are kept."""
    return {
        "paces": [
            dict(zip(COLUMNS, (*found.paces[grade].minutes, found.paces[grade].patience), strict=True))
            for grade in GRADES
        ],
        "officers": list(found.officers),
        "grace": found.watch.grace,
        "remind": found.watch.remind,
        "heads": [{"village": one.village, "name": one.name, "phone": one.phone} for one in found.heads],
    }


def _typed(given: dict[str, Any], chosen: list[str]) -> dict[str, Any]:
    """The values of the controls, as they were typed: who was left out leaves no gap."""
    return {**given, "officers": [person for person in chosen if person]}


def _page(
    request: Request,
    records: OfficeRecords,
    actor: Actor,
    found: LadderSettings,
    values: dict[str, Any],
    *,
    wrong: Wrong = NOTHING_WRONG,
    done: bool = False,
    seen: str = "",
) -> Response:
    names = {person.id: person.name for person in found.people}
    return show(
        request,
        "ladder_settings.html",
        status=wrong.status,
        records=records,
        found=found,
        values=values,
        # What somebody else has changed meanwhile is shown above what was typed; sent again, that counts.
        etag=found.etag if wrong.differences or not wrong.any else seen,
        officers=[names[person] for person in found.officers],
        wrong=wrong,
        done=done,
        acts=actor.role == "coordinator",
        grades=GRADES,
        columns=COLUMNS,
        ranks=range(MOST_OFFICERS),
    )
