"""How large a workbook may be, and the measure that is taken of it before it is read."""

from __future__ import annotations

from outreach.intake.faults import IntakeRefused

LARGEST_FILE_MB = 10
MOST_MEMBERS = 200
LARGEST_UNPACKED = 128 * 2**20
MOST_ROWS = 20_000
MOST_COLUMNS = 256
MOST_CELLS = 2_000_000
MOST_TEXT = 64 * 2**20

MOST_LISTED = 200_000
"""So many members may the lists of one kind have together: spans, skills, wishes … A cell can name hundreds."""

READING_SECONDS = 20
READING_MEMORY = 512 * 2**20
"""What the child process may use that reads a file: time on the wall and of the processor, and address space."""
MOST_ANSWER = 64 * 2**20
"""How much it may answer, in bytes."""


class Extent:
    """How far the filled cells of a file reach. A reader lays out every cell up to the last filled one, and a copy of
    its text for every repetition: both are counted here, sheet by sheet, before the reader sees the file.
    """

    def __init__(self) -> None:
        self._row = self._column = self._cells = self._text = 0

    def reach(self, row: int, column: int, characters: int) -> None:
        """A filled cell at this row and column (from 1), its text counted as often as it is repeated.

        Raises `IntakeRefused` once the file is beyond a limit.
        """
        self._row, self._column = max(self._row, row), max(self._column, column)
        self._text += characters
        if self._row > MOST_ROWS:
            raise IntakeRefused("too_many_rows", most=MOST_ROWS)
        if self._column > MOST_COLUMNS:
            raise IntakeRefused("too_many_columns", most=MOST_COLUMNS)
        if self._cells + self._row * self._column > MOST_CELLS or self._text > MOST_TEXT:
            raise IntakeRefused("too_many_cells")

    def close_sheet(self) -> None:
        """The next cell belongs to another sheet."""
        self._cells += self._row * self._column
        self._row = self._column = 0
