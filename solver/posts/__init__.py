"""Rosters of fixed posts: column generation, diving and CP-SAT over whole rosters of persons."""
