"""What a result has to say, depending on what was to be done."""

from __future__ import annotations

from outreach.forms.entries import ResultForm
from outreach.refusals import Invalid, Refusal

NOBODY_SEEN = frozenset(("no_answer", "not_here", "moved"))
"""Outcomes that say by themselves that the person was not seen."""

_SEEN_MISSING = Refusal(
    "seen_missing",
    "送禮須當面交付：請選是否見到本人。",
    "A gift is handed over face to face: say whether the person was seen.",
    "result.seen",
)
_SEEN_CONTRADICTS = Refusal(
    "seen_contradicts",
    "「見到本人」與結果互相矛盾，請再看一次。",
    "Seen in person contradicts the outcome; please look again.",
    "result.seen",
)


def checked_result(result: ResultForm, kind: str) -> ResultForm:
    """The result, with `seen` where the outcome says it by itself. `kind`: of the stop.

    Raises `Invalid` where a delivery does not say whether the person was seen, and where outcome and `seen`
    contradict each other. An unanswered door never lacks anything: what follows from it must not wait for a form.
    """
    seen = result.seen
    if result.outcome in NOBODY_SEEN:
        if seen:
            raise Invalid(_SEEN_CONTRADICTS)
        seen = False
    elif result.outcome == "seen":
        if seen is False:
            raise Invalid(_SEEN_CONTRADICTS)
        seen = True
    elif kind == "delivery" and seen is None:
        raise Invalid(_SEEN_MISSING)
    return result.model_copy(update={"seen": seen})
