"""Whether the application and its database answer."""

from __future__ import annotations

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request
from sqlalchemy import Engine, text

from api.pages.page import parts_of

router = APIRouter()

AT_ONCE = 4


@router.get("/healthz")
async def healthz(request: Request) -> dict[str, str]:
    """`{"status": "ok"}` when the database answers."""
    state = request.app.state
    if not hasattr(state, "health"):
        # Threads of its own: whoever waits for a page does not keep this waiting.
        state.health = CapacityLimiter(AT_ONCE)
    await to_thread.run_sync(_ask, parts_of(request).engine, limiter=state.health)
    return {"status": "ok"}


def _ask(engine: Engine) -> None:
    # One that writes would wait for others that write.
    with engine.execution_options(writes=False).connect() as connection:
        connection.execute(text("SELECT 1"))
