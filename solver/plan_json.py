"""A plan as JSON and back, so that it can be kept while the search for a better one goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from solver.plan import Certificate, Cost, Duty, Plan, Stop
from solver.problem import Ref, Span

Json = dict[str, Any]


def to_json(plan: Plan) -> Json:
    """The plan in lists, numbers and words. `from_json` makes the same plan of it."""
    return {
        "duties": [_of_duty(duty) for duty in plan.duties],
        "unserved": [list(ref) for ref in plan.unserved],
        "cost": {"missed": plan.cost.missed, "left": plan.cost.left, "terms": dict(plan.cost.terms)},
        "bound": list(plan.bound),
        "certificates": [_of_certificate(one) for one in plan.certificates],
        "iterations": plan.iterations,
        "seconds": plan.seconds,
    }


def from_json(told: Json) -> Plan:
    """The plan that `to_json` told. Raises `KeyError`, `TypeError` or `ValueError` for anything else."""
    missed, left = told["bound"]
    return Plan(
        duties=tuple(_duty(duty) for duty in told["duties"]),
        unserved=_refs(told["unserved"]),
        cost=Cost(**told["cost"]),
        bound=(missed, left),
        certificates=tuple(_certificate(one) for one in told["certificates"]),
        iterations=told["iterations"],
        seconds=told["seconds"],
    )


def _of_duty(duty: Duty) -> Json:
    return {
        "person": duty.person,
        "day": duty.day,
        "departure": duty.departure,
        "arrival": duty.arrival,
        "lunch": None if duty.lunch is None else list(duty.lunch),
        "stops": [
            [stop.kind, stop.ref and list(stop.ref), stop.place, stop.end_place, stop.arrival, stop.start, stop.end]
            for stop in duty.stops
        ],
    }


def _duty(told: Json) -> Duty:
    return Duty(
        person=told["person"],
        day=told["day"],
        departure=told["departure"],
        arrival=told["arrival"],
        lunch=None if told["lunch"] is None else Span(*told["lunch"]),
        stops=tuple(map(_stop, told["stops"])),
    )


def _stop(told: Sequence[Any]) -> Stop:
    kind, ref, place, end_place, arrival, start, end = told
    return Stop(
        kind=kind,
        ref=None if ref is None else Ref(*ref),
        place=place,
        end_place=end_place,
        arrival=arrival,
        start=start,
        end=end,
    )


def _of_certificate(one: Certificate) -> Json:
    return {
        "ground": one.ground,
        "level": one.level,
        "refs": [list(ref) for ref in one.refs],
        "persons": list(one.persons),
        "amount": one.amount,
        "beside": [list(ref) for ref in one.beside],
        "moment": one.moment,
    }


def _certificate(told: Json) -> Certificate:
    return Certificate(
        ground=told["ground"],
        level=told["level"],
        refs=_refs(told["refs"]),
        persons=tuple(told["persons"]),
        amount=told["amount"],
        beside=_refs(told["beside"]),
        moment=told["moment"],
    )


def _refs(told: Sequence[Sequence[Any]]) -> tuple[Ref, ...]:
    return tuple(Ref(*ref) for ref in told)
