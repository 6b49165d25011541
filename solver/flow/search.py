"""The day's search: floating starts, sent through the crews; for one day whose tasks couple people."""

from solver.choice import Search
from solver.flow.machine import load
from solver.flow.suits import suits
from solver.flow.team import Team

SEARCH = Search(suits=suits, load=load, team=Team)
