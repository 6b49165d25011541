"""Which half-days people give to outreach and desks. They have other work or other lives: offers are few and spread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random

from outreach.sample.half_days import NOONS, WORKING, HalfDay
from outreach.sample.people import SamplePerson, holders
from outreach.sample.public_places import DISTRICT, REGISTRATION

_EVENINGS = (HalfDay(2, "evening"), HalfDay(4, "evening"))
_WEEKENDS = tuple(HalfDay(day, part) for day in (6, 7) for part in ("am", "pm"))
_HEALTH = tuple(HalfDay(day, "am") for day in (1, 3, 5))


def offer_half_days(rng: Random, people: Sequence[SamplePerson], drive: HalfDay, *, festival: bool) -> None:
    """Give everybody some half-days, then add where a seat of the week would have too few people to choose from."""
    staff = holders(people, role="職員", unit=DISTRICT)
    clerks = holders(people, role="職員", unit=REGISTRATION)
    substitutes = holders(people, role="替代役")
    volunteers = holders(people, role="志工")
    village_officers = [person for person in staff if person.villages]
    _deal(rng, village_officers, WORKING, 9 if festival else 4)
    _deal(rng, [person for person in staff if not person.villages], WORKING, 1)
    _deal(rng, rng.sample([person for person in staff if not person.villages], 16), WORKING, 1)
    _deal(rng, clerks, WORKING, 2)
    _deal(rng, substitutes, WORKING, 8)
    _deal(rng, volunteers, WORKING, 2 if festival else 1)
    # The drive's half-day first: several clerks with the same skill have to be free at once.
    _cover(rng, holders(clerks, "初領身分證受理"), (drive,), 4)
    _cover(rng, volunteers, (drive,), 8)
    _cover_desks(rng, staff, clerks, volunteers, substitutes)
    _cover_visits(rng, volunteers)


def _cover_desks(
    rng: Random,
    staff: list[SamplePerson],
    clerks: list[SamplePerson],
    volunteers: list[SamplePerson],
    substitutes: list[SamplePerson],
) -> None:
    lunch = [person for person in staff if "午班" not in person.exempt]
    late = [person for person in lunch + volunteers if "夜班" not in person.exempt]
    helpers = volunteers + substitutes
    for skill in ("全功能服務台", "戶籍登記"):
        _cover(rng, holders(clerks, skill), WORKING, 2)
    _cover(rng, holders(clerks, "戶籍登記"), NOONS, 2)
    _cover(rng, holders(helpers, "全功能服務台"), WORKING, 2)
    _cover(rng, holders(staff, "單一窗口"), WORKING, 2)
    _cover(rng, holders(helpers, "櫃台引導"), WORKING, 2)
    _cover(rng, lunch, NOONS, 4)
    _cover(rng, holders(volunteers, "血壓量測"), _HEALTH, 2)
    _cover(rng, holders(late, "市民卡受理"), (*_EVENINGS, *_WEEKENDS), 2)
    _cover(rng, holders(late, role="志工"), _EVENINGS, 2)
    _cover(rng, holders(volunteers, "導覽解說"), _WEEKENDS, 3)
    _cover(rng, [person for person in volunteers if "導覽解說" not in person.skills], _WEEKENDS, 2)


def _cover_visits(rng: Random, volunteers: list[SamplePerson]) -> None:
    """Some elders open to women only, some families need an interpreter, and escorts take long."""
    women = [person for person in holders(volunteers, "關懷訪視") if person.gender == "女"]
    _cover(rng, women, WORKING, 1)
    _cover(rng, holders(volunteers, "陪伴就醫"), WORKING, 1)
    for skill, times in (("越南語通譯", 3), ("印尼語通譯", 1)):
        _cover(rng, holders(volunteers, skill), rng.sample(WORKING, times), 1)


def _deal(rng: Random, people: Iterable[SamplePerson], halves: Sequence[HalfDay], each: int) -> None:
    """Deal `each` half-days to everybody, so that all half-days are offered about equally often."""
    dealt: Counter[HalfDay] = Counter()
    for person in people:
        for _ in range(each):
            open_halves = [half for half in halves if half not in person.offers | person.away] or list(halves)
            half = min(open_halves, key=lambda half: (dealt[half], rng.random()))
            dealt[half] += 1
            person.offers.add(half)


def _cover(rng: Random, people: Sequence[SamplePerson], halves: Iterable[HalfDay], at_least: int) -> None:
    """Have at least so many of these people free on each half-day; those who offered least so far step in."""
    for half in halves:
        missing = at_least - sum(half in person.free for person in people)
        willing = [person for person in people if half not in person.offers | person.away]
        for person in sorted(willing, key=lambda one: (len(one.offers), rng.random()))[: max(0, missing)]:
            person.offers.add(half)
