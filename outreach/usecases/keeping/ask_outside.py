"""Ask a geocoder outside where one kept address is; nothing is changed by it."""

from __future__ import annotations

from outreach.actor import Actor
from outreach.ports import OutsideError, OutsideGeocoder, Point
from outreach.records.database import OfficeRecords
from outreach.refusals import Busy, Invalid, Refusal

_SAYS = {
    "unreadable": Refusal(
        "address_unreadable",
        "這個地址看不懂，沒有送出去：請先改成有路名和門牌號的寫法。",
        "This address cannot be read, and was not sent: write it with a road and a number first.",
    ),
    "unknown": Refusal("not_found_outside", "外面也找不到這個地址。", "Nobody outside knows this address either."),
    "no_answer": Refusal(
        "outside_no_answer",
        "外面的服務沒有回答。請稍後再試，或自己標位置。",
        "The service outside does not answer. Try again later, or set the pin yourself.",
    ),
}


def may_ask_outside(records: OfficeRecords, actor: Actor, outside: OutsideGeocoder | None) -> OutsideGeocoder | None:
    """The geocoder that this person may ask, if the service has one and the office has switched it on."""
    return outside if actor.role == "coordinator" and records.office.asks_outside else None


def ask_outside(outside: OutsideGeocoder, address: str) -> Point:
    """Where the address is said to be. Takes seconds: no transaction should wait for it. Raises `Invalid` for an
    address that cannot be read or found, `Busy` when nobody answers.
    """
    try:
        point = outside.find(address=address)
    except OutsideError as error:
        raise (Invalid if error.code == "unreadable" else Busy)(_SAYS[error.code]) from None
    if point is None:
        raise Invalid(_SAYS["unknown"])
    return point
