"""What everybody gets who does not come in by a personal link: the same for every reason, so nobody learns which."""

from __future__ import annotations

from outreach.refusals import NotThere, Refusal

_DEAD = Refusal(
    "dead_link",
    "這個連結打不開。請再確認 PIN，或向承辦索取新的連結。",
    "This link does not open. Please check the PIN, or ask the office for a new link.",
)


class DeadLink(NotThere):
    """Never made, of another office, over, revoked, blocked, another device's, or the PIN was wrong."""

    def __init__(self) -> None:
        super().__init__(_DEAD)
