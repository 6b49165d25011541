"""Opens files in a process of its own, so that whatever they do to their reader, they do it there.

The child has little memory and time, no environment and no open connection. Nothing comes back but lines of JSON that
are read as if a stranger had written them. Every way in which it can end becomes a refusal with a sentence.
"""

from __future__ import annotations

import json
import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import outreach
from outreach.intake.faults import IntakeRefused
from outreach.intake.limits import MOST_ANSWER, READING_MEMORY, READING_SECONDS
from outreach.intake.raw import HandedFile, RawTable
from outreach.intake.table_lines import GarbledError, from_lines

_COMMAND = (sys.executable, "-P", "-m", "outreach.intake.child")
_OUT_OF_MEMORY = (-signal.SIGKILL, -signal.SIGABRT)
_log = logging.getLogger(__name__)


def open_in_child(
    files: Sequence[HandedFile],
    *,
    memory: int = READING_MEMORY,
    seconds: int = READING_SECONDS,
    command: Sequence[str] = _COMMAND,
) -> tuple[RawTable, ...]:
    """The tables of these files. Raises `IntakeRefused`, also when the child does not come back with them.

    `memory` in bytes of address space, `seconds` on the wall and of processor time.
    """
    asked = {"memory": memory, "seconds": seconds, "files": [[file.name, len(file.data)] for file in files]}
    late = threading.Event()
    with subprocess.Popen(  # noqa: S603 - our own module, by a fixed command
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
    ) as child:
        timer = threading.Timer(seconds, _end, (child, late))
        feeder = threading.Thread(target=_feed, args=(child.stdin, json.dumps(asked).encode() + b"\n", files))
        timer.start()
        feeder.start()
        try:
            answer = child.stdout.read(MOST_ANSWER + 1) if child.stdout else b""
            if len(answer) > MOST_ANSWER:
                raise IntakeRefused("too_many_cells")
            status = child.wait()
        finally:
            child.kill()
            timer.cancel()
            feeder.join()
    if late.is_set() or status == -signal.SIGXCPU:
        raise IntakeRefused("took_too_long", seconds=seconds)
    if status != 0:
        _log.warning("reading a file ended with status %s", status)
        raise IntakeRefused("too_much_memory" if status in _OUT_OF_MEMORY else "reading_failed")
    return _read(answer)


def _end(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    child.kill()


def _read(answer: bytes) -> tuple[RawTable, ...]:
    measured, _, rest = answer.partition(b"\n")
    try:
        _log.info("reading a file took %d MB", json.loads(measured)["peak_mb"])
        if rest.startswith(b'{"refused"'):
            raise _refusal(json.loads(rest))
        return from_lines(rest.splitlines())
    except (GarbledError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise IntakeRefused("reading_failed") from error


def _refusal(said: dict[str, Any]) -> IntakeRefused:
    """What the child says; facts can only be numbers, since the sentence is shown."""
    return IntakeRefused(str(said["refused"]), **{str(name): int(fact) for name, fact in said["facts"].items()})


def _feed(pipe: IO[bytes] | None, asked: bytes, files: Sequence[HandedFile]) -> None:
    """Hand everything over. A child that ended before it had read all of it says so by its status."""
    try:
        if pipe is not None:
            pipe.write(asked)
            for file in files:
                pipe.write(file.data)
            pipe.close()
    except (BrokenPipeError, ValueError):
        return


def _environment() -> dict[str, str]:
    """Nothing of ours but the way to this code: no address of a database, no key."""
    return {"PYTHONPATH": str(Path(outreach.__file__).parent.parent), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
