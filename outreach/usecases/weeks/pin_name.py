"""What pins call a piece of work."""

from __future__ import annotations


def pin_name(item_key: str) -> str:
    """What a pin calls the work with this key: the code of its care plan, request, desk or drive, or of the client
    whose delivery it is.
    """
    kind, _, rest = item_key.partition(":")
    if kind == "gift":
        return rest.rpartition(":")[2]
    # A request and a drive are there once; of the others the visit's number or the shift's date comes last.
    return rest if kind in ("task", "drive") else rest.rpartition(":")[0]
