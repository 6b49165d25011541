"""`python -m solver`: compile the kernels of every search once, so that no first plan has to wait for it."""

from concurrent.futures import ProcessPoolExecutor

from solver.choice import ROOMS, load_room

if __name__ == "__main__":
    with ProcessPoolExecutor() as pool:
        list(pool.map(load_room, ROOMS))
