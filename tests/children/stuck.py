"""Plans as it should, and never comes back once it has left a plan behind."""

import os
import time

from api.jobs import child
from api.jobs.planning import JobAttempt

told = JobAttempt.told


def stay(self, translation, progress):
    told(self, translation, progress)
    if progress.best is not None:
        time.sleep(1000)


JobAttempt.told = stay

if __name__ == "__main__":
    os._exit(child.main())
