"""The description of the JSON API that machines read (OpenAPI), made from the routes themselves."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse

from api.errors import DifferenceDocument, ProblemDocument, WrongFieldDocument
from api.routes.access import PREFIX
from api.routes.asked import Asker

router = APIRouter(prefix=PREFIX)
_SUMMARY = (
    "People, clients, care plans, desks and all else that an office keeps; weeks, rosters and duties; what is changed "
    "about them. Moments carry their zone, hours of the day are local (Asia/Taipei). Errors are problem documents "
    "(RFC 9457) with a code for machines and a sentence in the language of `?lang=`, the cookie or `Accept-Language`. "
    "POST writes want an `Idempotency-Key`, edits an `If-Match`."
)


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request, _actor: Asker) -> JSONResponse:
    """The description of the API."""
    return JSONResponse(description_of(request.app))


def description_of(app: FastAPI) -> dict[str, Any]:
    """The description of all routes below `/api/v1`."""
    kept: dict[str, Any] | None = getattr(app.state, "api_description", None)
    if kept is not None:
        return kept
    described = get_openapi(
        title="外勤排班 API", version="1", summary="Outreach scheduling", description=_SUMMARY, routes=app.routes
    )
    described["paths"] = {path: one for path, one in described["paths"].items() if path.startswith(PREFIX)}
    schemas = described["components"]["schemas"]
    for model in (ProblemDocument, WrongFieldDocument, DifferenceDocument):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
        schema.pop("$defs", None)
        schemas[model.__name__] = schema
    for left_over in ("HTTPValidationError", "ValidationError"):
        schemas.pop(left_over, None)
    app.state.api_description = described
    return described
