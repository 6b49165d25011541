"""`python -m solver.bounds`: prove the case on stdin; each level is told on a line of stdout as soon as it is known.

A process of its own, so that what CP-SAT holds is gone with it. It stands back behind everything else that runs.
"""

import json
import os
import sys

from solver.bounds.case import read_case
from solver.bounds.proof import prove

os.nice(19)
prove(read_case(json.load(sys.stdin)), lambda level, amount: print(level, amount, flush=True))
