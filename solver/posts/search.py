"""The search for rosters of fixed posts: shifts only, over several weeks."""

from solver.choice import Search
from solver.posts.rostering import load
from solver.posts.suits import suits
from solver.posts.team import Team

SEARCH = Search(suits=suits, load=load, team=Team)
