"""Plans as it should, and takes all memory that it gets once it has left a plan behind."""

import os
import time

from api.jobs import child
from api.jobs.planning import JobAttempt

told = JobAttempt.told


def eat(self, translation, progress):
    told(self, translation, progress)
    if progress.best is not None:
        time.sleep(2.5)
        eaten = []
        while True:
            eaten.append(bytearray(64 << 20))


JobAttempt.told = eat

if __name__ == "__main__":
    os._exit(child.main())
