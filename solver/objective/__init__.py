"""What a plan costs on levels 3 and 4: one file for each term, named after it; all in hundredths of a second."""

from __future__ import annotations

TERMS = (
    "travel",
    "waiting",
    "longest_wait",
    "most_idle",
    "imbalance",
    "overtime",
    "late_arrival",
    "shortfall",
    "missed_lunch",
    "target",
    "lateness",
    "highest_lateness",
    "not_preferred",
    "unwanted",
    "gender_mismatch",
    "further_person",
    "turns",
    "wishes",
    "priced_work",
    "changes",
)
