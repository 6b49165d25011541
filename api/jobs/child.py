"""One attempt at one job, in a process of its own: `python -m api.jobs.child`, the order on the first line of stdin.

`python -m api.jobs.child --warm` loads what planning needs while it waits for its order: who waits for a try need
not wait for that too. Its libraries are then loaded before the limits hold; its work never begins before.

The process limits itself before it loads anything large, and ends with all that it has started as soon as nobody holds
the other end of its stdin any more.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib
import json
import os
import resource
import select
import signal
import sys
import threading

from api.jobs.order import BROKEN, OUT_OF_MEMORY, SETTLED, Order

LOADED_AHEAD = (
    "api.jobs.work",
    "api.jobs.planning",
    "maps.travel.estimate",
    "outreach.usecases.weeks.replan_roster",
)
MAPPED = 1024
"""Megabytes of address space beyond its own memory."""


def main() -> int:
    """Carry out the order; returns the exit code."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if "--warm" in sys.argv:
        # Standing back meanwhile, it would be slow just when somebody waits: nobody may come forward again.
        _load()
    line = sys.stdin.buffer.readline()
    if not line:
        # Whoever kept it ready is gone.
        os._exit(SETTLED)
    order = Order(**json.loads(line))
    limit(order.megabytes, order.cpu_seconds, order.nice)
    try:
        # Loaded under the limits, and after whoever ends this process can.
        from api.jobs.work import carry_out  # noqa: PLC0415

        return carry_out(order)
    except MemoryError:
        return OUT_OF_MEMORY
    except Exception as error:
        # Loading a library without memory left says so in many ways.
        return OUT_OF_MEMORY if "allocate" in str(error) else _tell(error)


def limit(megabytes: int, cpu_seconds: int, nice: int) -> None:
    """Let the operating system hold this process, and what it starts, to its share."""
    # What it holds for itself; then address space, with room for what it only maps, such as libraries.
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_AS, ((megabytes + MAPPED) << 20, (megabytes + MAPPED) << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):
        os.nice(nice)


def _load() -> None:
    """Load what planning needs."""
    for name in LOADED_AHEAD:
        importlib.import_module(name)
    from outreach.calendar.holidays import closed_on  # noqa: PLC0415

    closed_on(dt.date(2026, 1, 1))


def _end_with_parent() -> None:
    # Nothing is read here, so that an order is left to who waits for it.
    watched = select.poll()
    watched.register(0, 0)
    watched.poll()
    os.killpg(0, signal.SIGKILL)


def _tell(error: Exception) -> int:
    """Say where it went wrong. What the error says stays out: it might name somebody."""
    trace, where = error.__traceback__, []
    while trace is not None:
        code = trace.tb_frame.f_code
        where.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    print(f"job broken: {type(error).__name__}", *where[-8:], sep="\n  ", file=sys.stderr, flush=True)
    return BROKEN


if __name__ == "__main__":
    ended = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # Threads that still wait for something must not keep a finished job from ending.
    os._exit(ended)
