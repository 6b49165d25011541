"""Solving all parts in worker processes of this machine."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, wait
from functools import partial
from multiprocessing import get_context
from multiprocessing.synchronize import Event

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
    found = [pool.submit(_work, job) for job in jobs]
    running = set(found)
    while running:
        running = wait(running, LISTEN_EVERY).not_done
        if stop is not None and stop():
            halt.set()
    return [each.result() for each in found]


_halts: list[Event] = []
"""In a worker process: what tells it to stop."""


def _hear(halt: Event) -> None:
    _halts[:] = [halt]


def _work(job: Job) -> Plan | None:
    return run_job(job, _halts[0].is_set)
