"""shifts cannot be planned: `NEEDS` names what `Problem` lacks."""

NEEDS = (
    "request to work or not to work a kind of shift on a day",
    "price for each person short or too many at a shift",
    "kinds of shift that may not follow each other",
    "most shifts of a kind for a person",
    "least hours in the horizon",
    "shortest run of days with a duty, and of days off",
    "most weekends with a duty",
)
