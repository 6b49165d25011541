"""Whether pins hold: each for itself, together, and with those that a coordinator made by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from outreach.intake.known import Known
from outreach.intake.pinned import Items
from outreach.intake.rows import Flaw, Row
from outreach.records import Pin

Span = tuple[dt.time, dt.time]


@dataclass(frozen=True, slots=True)
class _Fixed:
    """One pin of a row (`row`), or one made by hand (`None`); `person`: an identifier."""

    row: Row | None
    item: str
    date: dt.date
    seat: int
    person: str
    never: bool
    span: Span | None


def lost_pins(row: Row, items: Items) -> Iterator[Flaw]:
    """A flaw for a pin on nothing, on several things at once, on a day without it, or on a seat it does not have."""
    found = items.of(row["item"], row["date"])
    if len(found) != 1:
        yield Flaw("item", "ambiguous_item" if found else "unknown_item")
        return
    if not found[0].takes_place(row["date"]):
        yield Flaw("date", "pin_other_day")
    if (row["seat"] or 1) > found[0].seats:
        yield Flaw("seat", "no_such_seat", {"seats": found[0].seats})


def clashing_pins(rows: list[Row], known: Known) -> list[tuple[Row, Flaw]]:
    """Both rows of each two pins that contradict one another, every row once, naming one it clashes with.

    A row that contradicts a pin made by hand is refused too; one that says the same is not.
    """
    items = Items(known)
    by_hand = [_of_hand(pin, items) for pin in known.hand_pins]
    kept = {_identity(pin) for pin in by_hand}
    of_rows = [pin for pin in (_of_row(row, known, items) for row in rows) if _identity(pin) not in kept]
    clashes: dict[int, tuple[Row, Flaw]] = {}
    for one, other in _clashes([*by_hand, *of_rows]):
        for mine, theirs in ((one, other), (other, one)):
            if mine.row is not None:
                clashes.setdefault(mine.row.number, (mine.row, _flaw(theirs)))
    return [clashes[number] for number in sorted(clashes)]


def _clashes(pins: Sequence[_Fixed]) -> Iterator[tuple[_Fixed, _Fixed]]:
    """Pairs that contradict one another; whoever contradicts somebody is in one of them. Never all pairs: a hostile
    sheet pins one person 20,000 times.
    """
    for together in _grouped(pins, lambda pin: (pin.date, pin.item, pin.person)):
        takes, never = [pin for pin in together if not pin.never], [pin for pin in together if pin.never]
        yield from ((takes[0], pin) for pin in takes[1:])
        if takes and never:
            yield from ((takes[0], pin) for pin in never)
            yield from ((pin, never[0]) for pin in takes)
    takes = [pin for pin in pins if not pin.never]
    for together in _grouped(takes, lambda pin: (pin.date, pin.item, pin.seat)):
        yield from ((together[0], pin) for pin in together[1:])
    for together in _grouped(takes, lambda pin: (pin.date, pin.person)):
        yield from _at_once(together)


def _at_once(pins: Iterable[_Fixed]) -> Iterator[tuple[_Fixed, _Fixed]]:
    """Each pin with the one before it that ends last, where they overlap."""
    spans = sorted(((pin.span, number, pin) for number, pin in enumerate(pins) if pin.span), key=lambda one: one[:2])
    last: _Fixed | None = None
    until = dt.time.min
    for (start, end), _, pin in spans:
        if last is not None and start < until:
            yield last, pin
        if last is None or end > until:
            last, until = pin, end


def _grouped(pins: Iterable[_Fixed], key: Callable[[_Fixed], Hashable]) -> Iterable[list[_Fixed]]:
    groups: dict[Hashable, list[_Fixed]] = {}
    for pin in pins:
        groups.setdefault(key(pin), []).append(pin)
    return groups.values()


def _of_row(row: Row, known: Known, items: Items) -> _Fixed:
    item, date, start = row["item"], row["date"], row["start"]
    span = _span(items, item, date, start)
    return _Fixed(row, item, date, row["seat"] or 1, known.people[row["person"]].id, bool(row["never"]), span)


def _of_hand(pin: Pin, items: Items) -> _Fixed:
    span = _span(items, pin.item, pin.date, pin.start)
    return _Fixed(None, pin.item, pin.date, pin.seat, pin.person_id, pin.never, span)


def _span(items: Items, code: str, date: dt.date, start: dt.time | None) -> Span | None:
    item = next(iter(items.of(code, date)), None)
    if item is None or item.span is not None or start is None:
        return item.span if item else None
    end = dt.datetime.combine(date, start) + dt.timedelta(minutes=item.minutes)
    return start, end.time() if end.date() == date else dt.time.max


def _identity(pin: _Fixed) -> tuple[object, ...]:
    return pin.item, pin.date, pin.seat, pin.person, pin.never


def _flaw(other: _Fixed) -> Flaw:
    return Flaw("", "pin_against_hand") if other.row is None else Flaw("", "pins_clash", {"other": other.row.number})
