"""Why somebody is away, a day is closed, or a duty is declined: a few words."""

from __future__ import annotations

from outreach.refusals import Invalid, Refusal

LONGEST_REASON = 200


def checked_reason(reason: str) -> str:
    """The reason as it is kept. Raises `Invalid` for one that is too long."""
    if len(reason) > LONGEST_REASON:
        raise Invalid(
            Refusal(
                "reason_too_long",
                f"事由最多 {LONGEST_REASON} 字。",
                f"The reason holds {LONGEST_REASON} characters at the most.",
                "reason",
            )
        )
    return reason.strip()
