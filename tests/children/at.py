"""Child processes of jobs on a clock that stands still: the samples' weeks will be over one day."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOW, PATH = "OUTREACH_TESTS_NOW", "PYTHONPATH"
FOLDER = str(Path(__file__).parent / "clock")


@contextmanager
def children_at(moment: dt.datetime) -> Iterator[None]:
    """Children that are begun inside the block believe that it is `moment`."""
    before = {name: os.environ.get(name) for name in (NOW, PATH)}
    os.environ[NOW] = moment.isoformat()
    os.environ[PATH] = os.pathsep.join(filter(None, (FOLDER, before[PATH])))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
