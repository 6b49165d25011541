"""The week's search: desks, drives, visits and deliveries of several days; coupled work has fixed starts meanwhile."""

from solver.choice import Search
from solver.engine.machine import load
from solver.engine.team import Team

SEARCH = Search(suits=lambda problem: True, load=load, team=Team)
