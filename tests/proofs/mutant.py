"""One rule made to allow everything, in a process of its own: what its tests say, and what the solver does with it.

    python -m tests.proofs.mutant RULE

The rule's file stays; what it answers is replaced before anything else is loaded. The last line on stdout is JSON:
`failed`, `passed`: tests of the rule; `stopped`: plans that the referee kept from being handed out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from solver import rules
from solver.problem import DAY

LAST = 1 << 29
Answer = Callable[..., Any]


def _always(*_: Any, **__: Any) -> bool:
    return True


def _never(*_: Any, **__: Any) -> bool:
    return False


def _all_day(_: Any, __: Any, day: int) -> tuple[Any, ...]:
    return (import_module("solver.rules.windows_hold").Slot(day * DAY, (day + 1) * DAY - 1, (day + 1) * DAY - 1),)


ANSWERS: dict[str, dict[str, Answer]] = {
    "available_that_day": {"starts_inside": lambda *_: ((0, LAST),)},
    "crew_together": {"different": _always, "starts_for": lambda *_: (0, LAST)},
    "load_carried": {"load_of": lambda *_: 0, "left_after": lambda left, _: left},
    "lunch_taken": {"needed": _never, "due": _never},
    "past_frozen": {"kept": lambda *_: {}, "first_start": lambda *_: 0},
    "pins_hold": {"pins": lambda *_: {}, "leaves": _always},
    "precedence_holds": {"starts_for": lambda *_: (0, None)},
    "role_mix_holds": {"missing": lambda *_: []},
    "runs_long_enough": {"too_short": lambda *_: ()},
    "skills_suffice": {"valid_until": lambda *_: None, "held": _always},
    "travel_fits": {"leave_from": lambda _, ready, __: ready, "leave_by": lambda _, due, __: due},
    "weekends_off": {"weekends_of": lambda *_: set()},
    "windows_hold": {"slots_on": _all_day},
}
"""What a rule answers besides `allows` when everything is allowed."""


TESTS = (
    *(f"tests/unit/solver/test_rules_{name}.py" for name in ("decided", "duty", "hours", "joint", "seats")),
    "tests/unit/solver/test_further_rules.py",
)
BY_NAME = {
    "bundle_whole": "of_a_bundle",
    "max_turns": "turns_of_a_kind",
    "pins_hold": "what_pins_and_past_leave",
    "runs_long_enough": "long_enough",
    "travel_fits": "travel_fits or a_leg",
    "turn_order": "turns_do_not_follow",
    "weekends_off": "weekends",
}
"""Rules whose tests do not carry the rule's own name: what their names have in common."""


def allow_everything(rule: str) -> None:
    """Make the rule allow everything, wherever it is asked from now on."""
    module = import_module(f"solver.rules.{rule}")
    for name, answer in {"allows": _always, **ANSWERS.get(rule, {})}.items():
        if hasattr(module, name):
            setattr(module, name, answer)
    if rule in rules.SEAT_RULES:
        rules.SEAT_RULES[rule] = _always


class Count:
    """What pytest says of each test."""

    def __init__(self) -> None:
        self.failed, self.passed = list[str](), 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)
        elif report.when == "call":
            self.passed += report.passed


def main() -> int:
    rule = sys.argv[1]
    allow_everything(rule)
    count = Count()
    quiet = ["-q", "-n0", "-p", "no:cacheprovider", "--no-header", "--tb=no", "--no-summary"]
    pytest.main([*TESTS, "-k", BY_NAME.get(rule, rule), *quiet], plugins=[count])
    from tests.proofs.exploits import stopped  # noqa: PLC0415  (what it loads has to meet the rule as it is now)

    print(json.dumps({"failed": count.failed, "passed": count.passed, "stopped": stopped(rule)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
