"""What no plan can do better: lower bounds of levels 1 and 2, each with a certificate that counting alone verifies.

Counting comes first (`counting.py`); where the search has not reached what it proves, CP-SAT solves a relaxation
(`question.py`, `proof.py`), a large one in a process of its own.
"""
