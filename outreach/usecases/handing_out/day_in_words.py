"""A day of somebody's in words that may leave the application: times and kinds of work, nothing else."""

from __future__ import annotations

from collections import Counter

from outreach.usecases.weeks.own_time import OwnDay

KINDS = {
    "zh": {"visit": "訪視", "delivery": "送禮到府", "desk": "服務台", "drive": "駐點服務"},
    "en": {"visit": "visits", "delivery": "deliveries", "desk": "desk", "drive": "drive"},
}
_DOORS = ("visit", "delivery")


def kinds_of(day: OwnDay, language: str) -> str:
    """The kinds of work, as `服務台、訪視 4 處`."""
    counts, words = Counter(kind for kind, *_ in day.stops), KINDS[language]
    doors = "{count} {kind}" if language == "en" else "{kind} {count} 處"
    said = [
        doors.format(kind=words[kind], count=count) if kind in _DOORS else words[kind] for kind, count in counts.items()
    ]
    return (", " if language == "en" else "、").join(said)


def times_of(day: OwnDay) -> str:
    """From when until when."""
    return f"{day.departure:%H:%M}–{day.arrival:%H:%M}"
