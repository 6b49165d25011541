"""hhcrsp cannot be planned: `NEEDS` names what `Problem` lacks."""

NEEDS = (
    "lateness of every seat of a crew (only of seat 0)",
    "highest lateness of all as a term",
)
