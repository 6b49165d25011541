"""Which search plans a problem: chosen by what the problem asks for, never by where it came from."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple, Protocol, cast

from solver.former import Former
from solver.plan import Cost, Plan
from solver.problem import Problem
from solver.search.pace import Pace


class Team(Protocol):
    """One or several searches of one problem at once."""

    def first_plan(self, former: Former, pace: Pace) -> None:
        """Make a first plan, of an earlier one if there is one. Raises `PinsCannotHold`."""

    def improve(self, pace: Pace) -> None:
        """Search until the budget is spent."""

    def cost(self) -> Cost:
        """Cost of the best plan so far."""

    def plan(self, iterations: int, seconds: float) -> Plan:
        """The best plan so far."""


class Search(NamedTuple):
    """One way to plan: whether it suits a problem, how its kernels are loaded, and its team."""

    suits: Callable[[Problem], bool]
    load: Callable[[], None]
    team: Callable[[Problem, int, int], Team]


ROOMS = ("posts", "flow", "engine")
"""Packages that hold a search, in the order in which they are asked; the last one plans whatever is left."""


def search_in(room: str) -> Search:
    """The search of one package; imported when it is asked for, since kernels take time to load."""
    return cast("Search", import_module(f"solver.{room}.search").SEARCH)


def load_room(room: str) -> None:
    """Load the kernels of one package, or compile them."""
    search_in(room).load()


def search_for(problem: Problem) -> Search:
    """The first search that suits the problem."""
    found = search_in(ROOMS[0])
    for room in ROOMS:
        found = search_in(room)
        if found.suits(problem):
            break
    return found
