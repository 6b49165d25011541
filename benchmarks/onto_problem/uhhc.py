"""uhhc cannot be planned: `NEEDS` names what `Problem` lacks."""

NEEDS = (
    "lateness of every seat of a crew (only of seat 0)",
    "highest lateness of all as a term",
    "window that bounds the end of service",
    "longest wait as a term",
    "largest idle time as a term",
    "overtime past the end of a span",
    "lunch that may be missed at a price",
    "optional task priced in one sum with travel",
    "price for each person of a crew who is not preferred (only for the crew)",
    "balance of work as a term",
    "duty that has to leave at the start of its span",
)
