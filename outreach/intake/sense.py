"""Whether a row makes sense beyond its single cells: one small check a sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from outreach.calendar.dates import half_width
from outreach.intake.known import Known
from outreach.intake.phones import looks_like_a_phone
from outreach.intake.rows import Flaw, Row
from outreach.intake.sheets import BLOCKS
from outreach.records import Service

_WHENS = ("times_per_week", "every_days", "date", "deadline")
_ALL_WEEK = "12345"


def _of_anybody(row: Row, _known: Known) -> Iterator[Flaw]:
    if row["phone"] and not looks_like_a_phone(half_width(row["phone"])):
        yield Flaw("phone", "phone_unclear")


def _of_availability(row: Row, _known: Known) -> Iterator[Flaw]:
    if row["weekdays"] is None and row["date"] is None:
        yield Flaw("weekdays", "no_day")
    if row["weekdays"] is not None and row["date"] is not None:
        yield Flaw("date", "two_days")


def _of_absence(row: Row, _known: Known) -> Iterator[Flaw]:
    one_day = row["last"] in (None, row["first"])
    if one_day and row["end"] is not None and row["end"] <= (row["start"] or dt.time.min):
        yield Flaw("end", "ends_before_start", {"start_zh": "開始時間", "start_en": "start"})


def _of_training(row: Row, _known: Known) -> Iterator[Flaw]:
    if row["kind"] == "special" and not row["category"]:
        yield Flaw("category", "category_missing")
    elif row["kind"] == "basic" and row["category"]:
        yield Flaw("category", "category_of_basic")


def _of_service(row: Row, _known: Known) -> Iterator[Flaw]:
    if not row["crew"]:
        yield Flaw("crew", "no_seats")
    yield from _start_possible(row["earliest"] or _default("earliest"), row["latest"] or _default("latest"))


def _of_client(row: Row, _known: Known) -> Iterator[Flaw]:
    if row["contact_phone"] and not looks_like_a_phone(half_width(row["contact_phone"])):
        yield Flaw("contact_phone", "phone_unclear")
    if set(row["preferred"] or ()) & set(row["refused"] or ()):
        yield Flaw("refused", "wishes_clash")


def _of_care_plan(row: Row, known: Known) -> Iterator[Flaw]:
    whens = [name for name in _WHENS if row[name] is not None]
    if not whens:
        yield Flaw("", "no_when")
    elif len(whens) > 1:
        yield Flaw(whens[1], "several_whens")
    days = len(row["weekdays"] or _ALL_WEEK)
    if row["times_per_week"] is not None and row["times_per_week"] > days:
        yield Flaw("times_per_week", "no_weekday_left", {"days": days, "times": row["times_per_week"]})
    service = known.services.get(row["service"])
    if service is not None:
        yield from _block(service, "visit")
        yield from _start_possible(row["earliest"] or service.earliest, row["latest"] or service.latest)


def _of_shift(row: Row, _known: Known) -> Iterator[Flaw]:
    if not row["required"] and not row["desired"]:
        yield Flaw("required", "no_seats")


def _of_deputies(row: Row, _known: Known) -> Iterator[Flaw]:
    if row["person"] in (row["deputies"] or ()):
        yield Flaw("deputies", "own_deputy")


def _of_request(row: Row, known: Known) -> Iterator[Flaw]:
    if row["date"] is None and row["deadline"] is None:
        yield Flaw("", "no_day_asked")
    elif row["date"] is not None and (row["deadline"] is not None or row["earliest_date"] is not None):
        yield Flaw("date", "day_and_deadline")
    service = known.services.get(row["service"])
    if service is not None:
        yield from _block(service, "visit")
        yield from _start_possible(row["earliest"] or service.earliest, row["latest"] or service.latest)


def _of_changed_shift(row: Row, known: Known) -> Iterator[Flaw]:
    desk = known.desks.get(row["desk"])
    if desk is None or row["cancelled"]:
        return
    if not any((row["start"], row["end"], row["required"], row["desired"])):
        if str(row["date"].isoweekday()) in desk.weekdays:
            yield Flaw("", "as_every_week")
    elif row["start"] is None or row["end"] is None:
        start, end = row["start"] or desk.start, row["end"] or desk.end
        if end <= start:
            yield Flaw("end", "ends_before_start", {"start_zh": "開始", "start_en": "start"})


def _of_recipient(row: Row, known: Known) -> Iterator[Flaw]:
    service = known.services.get(row["service"])
    if service is not None:
        yield from _block(service, "delivery")


def _start_possible(earliest: dt.time, latest: dt.time) -> Iterator[Flaw]:
    if latest < earliest:
        yield Flaw("latest", "latest_before_earliest", {"earliest": f"{earliest:%H:%M}"})


def _block(service: Service, block: str) -> Iterator[Flaw]:
    if service.block != block:
        zh = next(word for word, value in BLOCKS.items() if value == block)
        yield Flaw("service", "wrong_block", {"block_zh": zh, "block_en": block})


def _default(name: str) -> dt.time:
    time: dt.time = Service.model_fields[name].get_default()
    return time


CHECKS: dict[str, tuple[Callable[[Row, Known], Iterator[Flaw]], ...]] = {
    "units": (_of_anybody,),
    "people": (_of_anybody,),
    "availability": (_of_availability,),
    "absences": (_of_absence,),
    "trainings": (_of_training,),
    "services": (_of_service,),
    "clients": (_of_anybody, _of_client),
    "care_plans": (_of_care_plan,),
    "deputies": (_of_deputies,),
    "requests": (_of_request,),
    "desks": (_of_shift,),
    "shifts": (_of_changed_shift,),
    "drives": (_of_shift,),
    "campaigns": (_of_recipient,),
}
