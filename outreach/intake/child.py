"""The process that reads a file which somebody sent: `python -m outreach.intake.child`, started by `in_child` alone.

In: a line of JSON, `{"memory": bytes, "seconds": s, "files": [[name, size], …]}`, then the bytes of one file after the
other. Out: a line `{"peak_mb": n}`; then the tables as `table_lines` writes them, or `{"refused": code, "facts": {…}}`.
It imports little, so that it starts quickly and has its memory for the file.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys
from pathlib import Path
from typing import IO

from outreach.intake.faults import IntakeRefused
from outreach.intake.open_workbook import open_workbook
from outreach.intake.raw import HandedFile
from outreach.intake.table_lines import to_lines


def main() -> int:
    """Read what is on standard input, within its limits. The exit status is 0 when something was answered."""
    source = sys.stdin.buffer
    asked = json.loads(source.readline())
    _limit(asked["memory"], asked["seconds"])
    try:
        lines = [line.encode() for line in _answer(source, asked["files"])]
        peak = peak_mb()
    except MemoryError:
        lines, peak = [json.dumps({"refused": "too_much_memory", "facts": {}}).encode()], asked["memory"] >> 20
    target = sys.stdout.buffer
    target.writelines(line + b"\n" for line in (json.dumps({"peak_mb": peak}).encode(), *lines))
    target.flush()
    return 0


def _limit(memory: int, seconds: int) -> None:
    """From here on: so much memory and processor time, no file that could be written, no core dump."""
    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: memory,
    }
    for what, most in wanted.items():
        # Whoever started us may have less already, and nobody can give themselves more.
        _, inherited = resource.getrlimit(what)
        least = most if inherited == resource.RLIM_INFINITY else min(most, inherited)
        resource.setrlimit(what, (least, least))


def _answer(source: IO[bytes], files: list[tuple[str, int]]) -> list[str]:
    handed = [HandedFile(name, source.read(size)) for name, size in files]
    try:
        return list(to_lines(open_workbook(handed)))
    except IntakeRefused as refused:
        return [json.dumps({"refused": refused.code, "facts": refused.facts})]


def peak_mb() -> int:
    """The most memory that this process had at once."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) >> 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


if __name__ == "__main__":
    sys.exit(main())
