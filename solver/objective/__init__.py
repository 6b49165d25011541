"""What a plan costs on levels 3 and 4: one file for each term, named after it; all in hundredths of a second."""

from __future__ import annotations

TERMS = (
    "travel",
    "waiting",
    "overtime",
    "target",
    "lateness",
    "not_preferred",
    "gender_mismatch",
    "further_person",
    "turns",
    "changes",
)
