"""What one row of the visit log comes to in service hours, and why not. Pure: the same records, the same answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outreach.records import Insurance, Training, TrainingRule, VisitLog
from outreach.refusals import Refusal
from outreach.usecases.hours import why_not
from outreach.usecases.hours.counted_once import free_minutes
from outreach.usecases.hours.time_served import Span, clock_is_off, time_served
from outreach.usecases.hours.trained import trained

LONGEST = 16 * 60
"""Minutes beyond which nobody was at one place without a break: a departure was forgotten."""
FAR, FAR_MINUTES = 2, 60
"""Longer than planned by far: more than twice as long, and more than an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a person's hours depend on, beside what they did. `same_day`: training counts on its own day already."""

    trainings: Sequence[Training] = ()
    insurances: Sequence[Insurance] = ()
    rules: Sequence[TrainingRule] = ()
    same_day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """What a row comes to. `served`: minutes at the place; `minutes`: those that count. `reasons`: why less or none
    does; `doubts`: it counts, and somebody should look first. `span`: which minutes of the day it is about.
    """

    minutes: int
    served: int
    reasons: tuple[Refusal, ...] = ()
    doubts: tuple[Refusal, ...] = ()
    span: Span | None = None


def credit(row: VisitLog, standing: Standing, taken: Sequence[Span] = ()) -> Credit:
    """The row's hours. `taken`: spans of the same person that count already. Travel lies between rows and never counts.

    Hours before the later of basic and special training are none, nor is a day without insurance.
    """
    span = time_served(row)
    served = max(span.minutes, 0) if span else 0
    reasons = (*_against_person(row, standing), *_against_times(span, served))
    if reasons or span is None:
        return Credit(minutes=0, served=served, reasons=reasons, doubts=_doubts(row, served), span=span)
    minutes = free_minutes(span, taken)
    overlap = (why_not.counted_elsewhere(served - minutes),) if minutes < served else ()
    return Credit(minutes=minutes, served=served, reasons=overlap, doubts=_doubts(row, served), span=span)


def _against_person(row: VisitLog, standing: Standing) -> tuple[Refusal, ...]:
    if row.role != "volunteer":
        return (why_not.NOT_A_VOLUNTEER,)
    found = []
    records, same_day = (standing.trainings, standing.rules), standing.same_day
    basic = trained(*records, "basic", "", row.date, same_day=same_day)
    special = trained(*records, "special", row.category, row.date, same_day=same_day)
    if not basic.complete:
        found.append(why_not.no_basic_training(basic))
    if not special.complete:
        found.append(why_not.no_special_training(row.category, special))
    if not is_insured(standing.insurances, row):
        found.append(why_not.NOT_INSURED)
    return tuple(found)


def is_insured(insurances: Sequence[Insurance], row: VisitLog) -> bool:
    """Whether a span covers the row's date, both its days included."""
    return any(one.start <= row.date <= one.end for one in insurances)


def _against_times(span: Span | None, served: int) -> tuple[Refusal, ...]:
    if span is None:
        return (why_not.NO_TIMES,)
    if span.end < span.start:
        return (why_not.LEFT_TOO_EARLY,)
    if served == 0:
        return (why_not.NO_MINUTE,)
    return (why_not.TOO_LONG,) if served > LONGEST else ()


def _doubts(row: VisitLog, served: int) -> tuple[Refusal, ...]:
    planned = int((row.planned_to - row.planned_from).total_seconds()) // 60
    found = []
    if served > FAR * planned and served > planned + FAR_MINUTES:
        found.append(why_not.longer_than_planned(served, planned))
    if clock_is_off(row):
        found.append(why_not.CLOCK_OFF)
    return tuple(found)
