"""Pairs of problems on both sides of one rule: in the first the seat can just be served, in the second just not."""

from __future__ import annotations

from dataclasses import dataclass

from solver.explain import explain
from solver.plan import Plan
from solver.problem import Problem, Ref
from solver.solve import Budget, solve


@dataclass(frozen=True)
class Pair:
    """`allowed` and `refused` differ in the rule alone; `ref`: the seat that is served in the one only."""

    rule: str
    allowed: Problem
    refused: Problem
    ref: Ref


def solved(problem: Problem) -> Plan:
    """A plan of a tiny problem."""
    return solve(problem, Budget(iterations=400))


def hold(pair: Pair) -> None:
    """Assert both sides, and that the rule alone stands in the way on the refused one."""
    assert pair.ref not in solved(pair.allowed).unserved
    plan = solved(pair.refused)
    assert pair.ref in plan.unserved
    steps = explain(pair.refused, plan, pair.ref).steps
    assert steps[-1].rule == pair.rule
    assert steps[-1].left == ()


def names(pairs: list[Pair]) -> list[str]:
    """Ids for parametrized tests."""
    return [pair.rule for pair in pairs]
