"""A clock that many processes share and that is moved from outside while they run. Only for tests."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from outreach.calendar.dates import TAIPEI
from tests.children.at import FOLDER, PATH

LEAD = "OUTREACH_TESTS_LEAD"


class MovedClock:
    """The real time and a lead, which stands in a file. Never goes back."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "lead"
        self.lead = 0.0
        self.move(0)

    def now(self) -> dt.datetime:
        """What every process that shares it believes."""
        return dt.datetime.now(TAIPEI) + dt.timedelta(seconds=self.lead)

    def move(self, minutes: float) -> None:
        """Forward, at once and everywhere."""
        self.lead += 60 * minutes
        new = self.file.with_suffix(".new")
        new.write_text(str(self.lead), encoding="ascii")
        # Whoever reads it meanwhile finds the old one or the new one.
        new.replace(self.file)

    def environment(self, root: Path) -> dict[str, str]:
        """What a process is started with to share it, and so are its children."""
        path = os.pathsep.join((FOLDER, str(root), os.environ.get(PATH, "")))
        return {**os.environ, LEAD: str(self.file), PATH: path.rstrip(os.pathsep)}
