"""Solving all parts in worker processes of this machine."""

from __future__ import annotations

import io
import os
import pickle
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, wait
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from types import MappingProxyType
from typing import Any

from solver.parts.joining import Job, Runner, join, run_here, run_job, union
from solver.parts.part import Part
from solver.parts.shares import for_each, left_of, share_of
from solver.parts.splitting import parts
from solver.plan import Plan
from solver.problem import Problem
from solver.search.pace import Budget
from solver.solve import solve

JOINING = 0.3
"""Share of the budget that is kept for joining."""
LISTEN_EVERY = 0.1

Stop = Callable[[], bool]


def solve_in_parts(
    problem: Problem,
    n: int,
    budget: Budget,
    seed: int = 0,
    workers: int | None = None,
    stop: Stop | None = None,
) -> Plan:
    """One plan of the whole, found in up to `n` parts at once; with one part, that of `solve`.

    The budget is shared: seven tenths go to the parts, the rest to joining them; of iterations each part gets an equal
    number. `workers`: processes at a time (`None`: one for each core); with 1 all is done in this process. With a
    budget of iterations alone, the plan does not depend on their number. Processes are started anew ("spawn"), so a
    script that calls this needs its `if __name__ == "__main__"`. When `stop` says so, the best plan so far is joined.

    Raises as `solve`, and `ValueError` when `n` is less than 1.
    """
    began = time.monotonic()
    divided = parts(problem, n)
    if len(divided) == 1:
        return solve(problem, budget, seed, stop=stop)
    at_once = min(len(divided), workers or os.cpu_count() or 1)
    if at_once == 1:
        return _solved(problem, divided, budget, seed, partial(run_here, stop=stop), at_once, began, stop)
    context = get_context("spawn")
    halt = context.Event()
    with ProcessPoolExecutor(at_once, context, _hear, (halt,)) as pool:
        run = partial(_run_in, pool, halt, stop)
        return _solved(problem, divided, budget, seed, run, at_once, began, stop)


def _solved(
    problem: Problem,
    divided: Sequence[Part],
    budget: Budget,
    seed: int,
    run: Runner,
    at_once: int,
    began: float,
    stop: Stop | None,
) -> Plan:
    first = for_each(share_of(left_of(budget, began), 1 - JOINING, 1 - JOINING), len(divided), at_once)
    answers = run([Job(part.problem, first, seed, None) for part in divided])
    plans = [plan for plan in answers if plan is not None]
    if len(plans) < len(divided):  # a pin needs somebody from another part
        return solve(problem, left_of(budget, began), seed, stop=stop)
    if stop is not None and stop():
        return union(problem, divided, plans)
    return join(problem, divided, plans, share_of(left_of(budget, began), 1, JOINING), seed, run, at_once)


def _run_in(pool: ProcessPoolExecutor, halt: Event, stop: Stop | None, jobs: Sequence[Job]) -> list[Plan | None]:
    """Run jobs in the pool's processes, and pass on when the caller wants them to stop."""
    found = [pool.submit(_work, _packed(job)) for job in jobs]
    running = set(found)
    while running:
        running = wait(running, LISTEN_EVERY).not_done
        if stop is not None and stop():
            halt.set()
    return [pickle.loads(each.result()) for each in found]  # noqa: S301  (from our own process)


_halts: list[Event] = []
"""In a worker process: what tells it to stop."""


def _hear(halt: Event) -> None:
    _halts[:] = [halt]


def _work(packed: bytes) -> bytes:
    job = pickle.loads(packed)  # noqa: S301  (from our own process)
    # Built again, for a matrix that was packed may be written to, and kernels are compiled for those that may not.
    return _packed(run_job(job._replace(problem=replace(job.problem)), _halts[0].is_set))


class _Pickler(pickle.Pickler):
    """A pickler that knows read-only mappings."""

    def reducer_override(self, thing: Any) -> Any:
        """How to build a read-only mapping again; everything else is known."""
        return (_read_only, (dict(thing),)) if isinstance(thing, MappingProxyType) else NotImplemented


def _read_only(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


def _packed(thing: object) -> bytes:
    buffer = io.BytesIO()
    _Pickler(buffer, pickle.HIGHEST_PROTOCOL).dump(thing)
    return buffer.getvalue()
