"""What the keeping of records needs to know of a kind of record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from outreach.forms.base import Form, Shown
from outreach.records.base import KeptRecord
from outreach.refusals import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf:
    """A list that belongs to a record, kept as records of its own. `owner`: their field that holds the record's id.

    `fields`: what one entry holds, `key` of them what makes it the same entry. `alone`: the list is shown as the bare
    values of that field. `rank`: the field that keeps the order, from 1. `off`: an entry that something still needs
    stays, with these values, and is not shown any more.
    """

    record: type[KeptRecord]
    owner: str
    fields: tuple[str, ...]
    key: tuple[str, ...]
    entry: type[Form] | None = None
    alone: str = ""
    rank: str = ""
    off: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filter:
    """A list can be asked for the records whose `field` equals, or lies on one side of, what is given."""

    field: str
    how: Literal["is", "from", "until"] = "is"


def _makes_sense(_form: Any) -> Iterator[Refusal]:
    return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of record: its forms, how it is found, what it refers to and what belongs to it.

    `sort`: the field by which lists are ordered; no personal data, since it stands in the address of the next page.
    `search`: the fields in which a word is looked for; `search_people`: further ones, personal, which are never asked
    for in an address. `search_linked`: links to people and clients whose code and name are looked for then as well.
    `places`: field of the form → field of the record. `at_unit`: without a place it is where the
    unit is. `owned`: further records that go when it goes, with their field that holds its id. Without `form`
    it is written by verbs of its own. `open_to_admin`: it holds no personal data. `own`: the
    field that says whose it is; field persons read what is theirs.
    """

    name: str
    record: type[KeptRecord]
    shown: type[Shown]
    form: type[Form] | None = None
    patch: type[Form] | None = None
    sort: str = "code"
    search: tuple[str, ...] = ()
    search_people: tuple[str, ...] = ()
    search_linked: tuple[str, ...] = ()
    filters: Mapping[str, Filter] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    at_unit: bool = False
    lists: Mapping[str, ListOf] = field(default_factory=dict)
    links: Mapping[str, type[KeptRecord]] = field(default_factory=dict)
    unique: tuple[str, ...] = ()
    owned: tuple[tuple[type[KeptRecord], str], ...] = ()
    sense: Callable[[Any], Iterator[Refusal]] = _makes_sense
    open_to_admin: bool = False
    own: str = ""

    @property
    def plain_fields(self) -> tuple[str, ...]:
        """The fields that form and record have in common."""
        return tuple(name for name in self.shown.model_fields if name in self.record.model_fields and name != "id")
