"""Whether the application and its database answer."""

from __future__ import annotations

from fastapi import APIRouter, Request
from sqlalchemy import text

from api.pages.page import parts_of

router = APIRouter()


@router.get("/healthz")
def healthz(request: Request) -> dict[str, str]:
    """`{"status": "ok"}` when the database answers."""
    with parts_of(request).engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    return {"status": "ok"}
