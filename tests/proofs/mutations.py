"""Each rule, made to allow everything, fails its own tests; and the referee rejects a plan that exploits it.

    python -m tests.proofs.mutations
    python -m tests.proofs.mutations week_hours lunch_taken

The exploit: a plan of a problem without the limit, judged in the problem with it. `stopped` on the JSON line tells for
how many problems the solver itself, with the rule gone, made a plan that the referee kept from being handed out (no
such plan comes where the kernels state the rule themselves).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from solver.referee import judge
from solver.rules import ORDER
from tests.proofs.exploits import pairs_of
from tests.proofs.tally import Tally
from tests.unit.solver.rulecases import solved

ROOT = Path(__file__).parents[2]


def mutant(rule: str) -> dict[str, list[str] | int]:
    """What a process in which the rule allows everything tells."""
    command = [sys.executable, "-m", "tests.proofs.mutant", rule]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{rule}: {done.stderr[-2000:]}")
    told: dict[str, list[str] | int] = json.loads(done.stdout.splitlines()[-1])
    return told


def referee_rejects(rule: str) -> bool:
    """Whether the referee names the rule in every plan that exploits it."""
    return all(rule in {one.rule for one in judge(pair.refused, solved(pair.allowed))[0]} for pair in pairs_of(rule))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.proofs.mutations")
    parser.add_argument("rules", nargs="*", default=ORDER, metavar="RULE")
    tally, stopped = Tally("mutations"), dict[str, int]()
    for rule in tally.over(parser.parse_args().rules):
        told = mutant(rule)
        tally.check(bool(told["failed"]), f"{rule}: none of its tests fails when it allows everything")
        tally.check(referee_rejects(rule), f"{rule}: the referee lets a plan that exploits it pass")
        if told["stopped"]:
            stopped[rule] = int(str(told["stopped"]))
    tally.told = {"stopped": stopped}
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
