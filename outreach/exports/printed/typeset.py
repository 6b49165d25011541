"""Typesets a document in a process of its own, which has little memory and time and no way to anything else.

A document is one of our own files; what it shows comes to it as JSON and is text to it, whatever it holds.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import outreach

_COMMAND = (sys.executable, "-P", "-m", "outreach.exports.printed.child")
SECONDS = 20
MEMORY = 1 << 30
AT_ONCE = 2
"""So many documents are typeset at the same time; the next one waits for its turn."""
_turn = threading.BoundedSemaphore(AT_ONCE)
_log = logging.getLogger(__name__)


class NotTypesetError(Exception):
    """The document did not come out: too long, too slow, or a fault of ours. `code`: `busy`, `too_long`, `failed`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def typeset(
    document: str, data: Mapping[str, Any], *, seconds: float = SECONDS, command: Sequence[str] = _COMMAND
) -> bytes:
    """The document of this name with this data, as PDF. Raises `NotTypesetError`.

    `seconds`: on the wall, from the moment its turn comes; it waits for that as long again.
    """
    source = (files("outreach.exports.printed") / "documents" / f"{document}.typ").read_text(encoding="utf-8")
    asked = {"memory": MEMORY, "seconds": int(seconds) + 1, "source": source, "data": _texts(data)}
    if not _turn.acquire(timeout=seconds):
        raise NotTypesetError("busy")
    try:
        done = subprocess.run(  # noqa: S603 - our own module, by a fixed command
            command,
            input=json.dumps(asked, ensure_ascii=False).encode("utf-8", "replace"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotTypesetError("too_long") from None
    finally:
        _turn.release()
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF-"):
        _log.warning("typesetting %s ended with status %s", document, done.returncode)
        raise NotTypesetError("failed")
    return done.stdout


def _texts(data: Any) -> Any:
    """The same data; its texts without signs that cannot be seen, and with places where a long word may break."""
    if isinstance(data, str):
        return data if data.startswith("<svg") else plain(data)
    if isinstance(data, Mapping):
        return {name: _texts(value) for name, value in data.items()}
    return [_texts(value) for value in data] if isinstance(data, list | tuple) else data


LONGEST_WORD = 20
ZERO_WIDTH = "\u200b"
WIDE_SPACE = "\u3000"
# Chinese breaks after any character; a word of another script that fills a line would run out of it.
_FIRST_THAT_BREAKS = 0x2E80


def plain(text: str) -> str:
    """A text as it is printed: one line, nothing invisible, no word longer than a line."""
    shown, length = [], 0
    for sign in (sign if sign.isprintable() or sign == WIDE_SPACE else " " for sign in text if sign not in _TURNS):
        length = 0 if sign.isspace() or ord(sign) >= _FIRST_THAT_BREAKS else length + 1
        if length > LONGEST_WORD:
            shown.append(ZERO_WIDTH)
            length = 1
        shown.append(sign)
    return "".join(shown)


_TURNS = frozenset("\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")


def _environment() -> dict[str, str]:
    """Nothing of ours but the way to this code: no address of a database, no key."""
    return {"PYTHONPATH": str(Path(outreach.__file__).parent.parent), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
