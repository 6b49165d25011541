"""One line of the visit log, ready to be written into a sheet or a page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One stop or shift of one person as planned; times in Asia/Taipei.

    `number`: of the stop in its duty, as on the route's map, from 1, reloads counted. `role`, `kind` (`visit`,
    `delivery`, `shift`) as in the records. `client` and `phone` are empty for a shift. `address`, `village`: where it
    begins; `end_address`: where it ends, if elsewhere. `partners`: who is there at the same time, by name. `map_file`:
    the name of the route's map; the stop is at `#stop-{number}` in it.
    """

    date: dt.date
    person_id: str
    person_code: str
    person: str
    role: str
    unit: str
    partners: tuple[str, ...]
    duty_id: str
    stop_id: str
    number: int
    kind: str
    letter: str
    service: str
    planned_from: dt.datetime
    planned_to: dt.datetime
    client: str
    village: str
    address: str
    end_address: str
    phone: str
    units: int
    map_file: str
