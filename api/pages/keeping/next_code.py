"""The code that comes after the last one."""

import re

_NUMBERED = re.compile(r"(.*?)([0-9]+)")


def next_code(last: str) -> str:
    """`V012` after `V011`, with as many digits; nothing where the codes are not counted."""
    found = _NUMBERED.fullmatch(last)
    return f"{found[1]}{int(found[2]) + 1:0{len(found[2])}d}" if found and found[2].isascii() else ""
