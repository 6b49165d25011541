"""The kind of record that an address names."""

from outreach.refusals import NotThere
from outreach.usecases.keeping.kind import Kind
from outreach.usecases.keeping.kinds import KINDS


def kind_named(name: str) -> Kind:
    """The kind. Raises `NotThere`."""
    kind = KINDS.get(name)
    if kind is None:
        raise NotThere
    return kind
