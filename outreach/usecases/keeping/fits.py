"""Whether a record fits to the others that the office has: what it refers to, and what they allow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import replace
from typing import Any

from sqlmodel import col, select

from outreach.forms.sense import in_order, starts_possible
from outreach.ports import Geocoder
from outreach.records import Desk, Service, Unit
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, Invalid, Refusal
from outreach.usecases.keeping.kind import Kind
from outreach.usecases.keeping.places import place_flaws
from outreach.usecases.keeping.sentences import ALREADY_THERE


def check_fits(
    records: OfficeRecords, kind: Kind, form: Any, geocoder: Geocoder, *, only: Set[str] | None = None
) -> None:
    """Raises `Invalid` with everything that is wrong. `only`: the fields that were handed in, where not all were."""
    broken = list(_broken_links(records, kind, form, only))
    refusals = broken + list(kind.sense(form))
    for name in kind.places:
        if (only is None or name in only) and getattr(form, name) is not None:
            refusals += place_flaws(geocoder, getattr(form, name), name, inside=kind.name == "clients")
    if only is None or "villages" in only:
        refusals += _unknown_villages(geocoder, form)
    if not broken:
        for check in _CHECKS.get(kind.name, ()):
            refusals += check(records, form, only)
    if refusals:
        raise Invalid(*refusals)


def check_unique(records: OfficeRecords, kind: Kind, form: Any, *, but: str | None = None) -> None:
    """Raises `Conflict` when another record has the same code, name or date."""
    same = (col(getattr(kind.record, name)) == getattr(form, name) for name in kind.unique)
    found = records.session.exec(select(kind.record.id).where(*same, col(kind.record.id) != (but or ""))).first()
    if found is not None:
        raise Conflict(replace(ALREADY_THERE, field=kind.unique[-1]))


def _broken_links(records: OfficeRecords, kind: Kind, form: Any, only: Set[str] | None) -> Iterator[Refusal]:
    for path, record in kind.links.items():
        name, _, part = path.partition(".")
        if only is not None and name not in only:
            continue
        value = getattr(form, name)
        many = isinstance(value, list)
        asked = {
            f"{name}.{position}" + (f".{part}" if part else ""): getattr(one, part) if part else one
            for position, one in enumerate(value if many else ())
        }
        if not many and value is not None:
            asked = {name: value}
        known = set(records.session.exec(select(record.id).where(col(record.id).in_(set(asked.values())))).all())
        for field, record_id in asked.items():
            if record_id not in known:
                yield Refusal(
                    "unknown_link",
                    "找不到這個編號的資料；請先建立，或改正。",
                    "There is no such record; make it first, or correct this.",
                    field,
                )


def _unknown_villages(geocoder: Geocoder, form: Any) -> Iterator[Refusal]:
    villages = getattr(form, "villages", ())
    if villages and not {outline.village for outline in geocoder.outlines()}.issuperset(villages):
        yield Refusal("unknown_village", "有本區沒有的里，請改正里名。", "The district has no such 里.", "villages")


def _units_of_seats(records: OfficeRecords, form: Any, only: Set[str] | None) -> Iterator[Refusal]:
    asked = {
        f"{name}.{position}.unit": seat.unit
        for name in ("crew", "required", "desired")
        if only is None or name in only
        for position, seat in enumerate(getattr(form, name, None) or ())
        if seat.unit
    }
    if not asked:
        return
    known = set(records.session.exec(select(Unit.name)).all())
    for field, name in asked.items():
        if name not in known:
            yield Refusal(
                "unknown_unit_of_seat", "沒有這個單位，請改正單位名稱。", "There is no unit of this name.", field
            )


def _visit(records: OfficeRecords, form: Any, _only: object) -> Iterator[Refusal]:
    service = _service(records, form)
    if service.block != "visit":
        yield Refusal("wrong_block", "這裡要選「訪視」類的服務。", "A service of block visit is needed.", "service_id")
    if form.earliest is None or form.latest is None:
        yield from starts_possible(form.earliest or service.earliest, form.latest or service.latest)


def _delivery(records: OfficeRecords, form: Any, _only: object) -> Iterator[Refusal]:
    if _service(records, form).block != "delivery":
        yield Refusal(
            "wrong_block", "這裡要選「送禮」類的服務。", "A service of block delivery is needed.", "service_id"
        )


def _service(records: OfficeRecords, form: Any) -> Service:
    service = records.get(Service, form.service_id)
    assert service is not None, "a link that was checked"
    return service


def _hours_of_desk(records: OfficeRecords, form: Any, _only: object) -> Iterator[Refusal]:
    desk = records.get(Desk, form.desk_id)
    assert desk is not None, "a link that was checked"
    if form.start is None or form.end is None:
        yield from in_order(form.start or desk.start, form.end or desk.end, "end" if form.end else "start")


_CHECKS: dict[str, tuple[Callable[[OfficeRecords, Any, Set[str] | None], Iterator[Refusal]], ...]] = {
    "services": (_units_of_seats,),
    "desks": (_units_of_seats,),
    "drives": (_units_of_seats,),
    "shifts": (_units_of_seats, _hours_of_desk),
    "care-plans": (_visit,),
    "tasks": (_visit,),
    "campaigns": (_delivery,),
}
