"""Who asks."""

from __future__ import annotations

from fastapi import Request

from outreach.actor import Actor
from outreach.usecases.signing.refused import SignInNeeded


def actor_of(request: Request) -> Actor:  # noqa: ARG001
    """Who asks. Raises `SignInNeeded` when nobody is signed in."""
    raise SignInNeeded
