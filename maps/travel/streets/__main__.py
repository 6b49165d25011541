"""`python -m maps.travel.streets`: compile the search, so that no first plan on streets has to wait for it."""

import numpy as np

from maps.travel.streets.doors import Doors
from maps.travel.streets.graph import Arcs
from maps.travel.streets.kernel import search

if __name__ == "__main__":
    one, pair = np.zeros(1, dtype=np.int32), np.zeros((2, 1), dtype=np.int32)
    nowhere = Arcs(np.zeros(2, dtype=np.int32), one[:0], one[:0], one[:0], one[:0])
    search(nowhere, Doors(one, pair, pair, pair, pair, pair), one)
