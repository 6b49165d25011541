"""Published solvers on the same instances, judged by the same evaluation.

    python -m benchmarks.peers PEER FORMAT INSTANCE --budget SECONDS --seed N --out PLAN

PEER is pyvrp, vroom or ortools (its routing library), one thread each; they are there after `make bench-setup`.
All three solve vrptw, and pyvrp a delivery morning too (`benchmarks/weeks.py --morning`), with reloads. The last line
on stdout is JSON as from `benchmarks/run.py`. Vroom and ortools take no seed.

Exit status 2, with a sentence on stderr, when the peer is not installed or cannot solve this.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from benchmarks.onto_problem import NotMappedError
from benchmarks.peer.by_ortools import vrptw_by_ortools
from benchmarks.peer.by_pyvrp import morning_by_pyvrp, vrptw_by_pyvrp
from benchmarks.peer.by_vroom import vrptw_by_vroom
from benchmarks.peer.found import Found, OutOfReachError
from benchmarks.run import parser_of, report
from benchmarks.sets.score import FormatError

PEERS = ("pyvrp", "vroom", "ortools")


Solve = Callable[[Any, float, int], Found]


def installed(peer: str) -> bool:
    """Whether this peer can be imported."""
    return find_spec(peer) is not None


def peers_for(form: str) -> tuple[str, ...]:
    """The peers that can solve a set, or some of it."""
    return tuple(peer for peer, known in SOLVERS if known == form)


SOLVERS: dict[tuple[str, str], Solve] = {
    ("pyvrp", "vrptw"): vrptw_by_pyvrp,
    ("vroom", "vrptw"): vrptw_by_vroom,
    ("ortools", "vrptw"): vrptw_by_ortools,
    ("pyvrp", "week"): morning_by_pyvrp,
}


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = parser_of("python -m benchmarks.peers", "Solve one instance with a published solver.", ("peer",))
    parser.add_argument("--budget", metavar="SECONDS", type=float, required=True)
    chosen = parser.parse_args(arguments)
    if chosen.peer not in PEERS:
        parser.error(f"{chosen.peer} is no peer; {', '.join(PEERS)}")
    solve = SOLVERS.get((chosen.peer, chosen.form))
    if solve is None or not installed(chosen.peer):
        reason = "is not installed; run make bench-setup" if solve else f"cannot solve {chosen.form}"
        print(f"benchmarks.peers: {chosen.peer} {reason}", file=sys.stderr)
        return 2
    form = import_module(f"benchmarks.sets.{chosen.form}")
    try:
        instance = form.read_instance(chosen.instance)
        found = solve(instance, chosen.budget, chosen.seed)
        form.write_plan(chosen.out, found.plan)
    except (FormatError, NotMappedError, OSError, OutOfReachError) as error:
        print(f"benchmarks.peers: {error}", file=sys.stderr)
        return 2
    told = report(chosen.instance, form.evaluate(instance, found.plan), found.began, found.ended - found.began)
    print(json.dumps({**told, "peer": chosen.peer, "seed": chosen.seed}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
