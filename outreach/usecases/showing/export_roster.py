"""Write a roster and its visit log as files that an office opens, fills in and hangs up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from outreach.exports.about_sheet import About
from outreach.exports.csv_file import write_csv
from outreach.exports.log_row import LogRow
from outreach.exports.ods import write_ods
from outreach.exports.roster_sheet import TITLE as ROSTER_TITLE
from outreach.exports.roster_sheet import duty_headings, roster_sheets
from outreach.exports.visit_log import TITLE as LOG_TITLE
from outreach.exports.visit_log import log_cells, planned_cells, visit_log_headings, visit_log_sheets
from outreach.records import Roster
from outreach.records.database import OfficeRecords
from outreach.usecases.showing.roster_content import left_out, people_of_week
from outreach.usecases.showing.show_log import log_rows


def export_roster(
    records: OfficeRecords,
    roster: Roster,
    folder: Path,
    *,
    language: str = "zh",
    on_progress: Callable[[float], None] | None = None,
) -> tuple[Path, ...]:
    """Write the visit log and the roster into `folder`, each as ODS and CSV, and return the four paths.

    Links lead to the route maps in `folder/maps`. `on_progress` gets the share done, 0 to 1.
    """
    about = About(
        office=records.office.name,
        monday=roster.monday,
        revision=roster.revision,
        status=roster.status,
        created=roster.created,
        sample=records.office.sample,
        language=language,
    )
    rows = log_rows(records, roster)
    log, duties = (folder / f"{name}-{roster.monday}-r{roster.revision}" for name in ("visit-log", "roster"))
    done: list[Path] = []
    for path in _written(records, roster, rows, about, log, duties):
        done.append(path)
        if on_progress:
            on_progress(len(done) / 4)
    return tuple(done)


def _written(
    records: OfficeRecords, roster: Roster, rows: tuple[LogRow, ...], about: About, log: Path, duties: Path
) -> Iterator[Path]:
    language = about.language
    path = log.with_suffix(".ods")
    write_ods(path, visit_log_sheets(rows, about), page_line=about.page_line(LOG_TITLE[language]))
    yield path
    path = log.with_suffix(".csv")
    write_csv(path, visit_log_headings(language), [log_cells(row, language) for row in rows])
    yield path
    path = duties.with_suffix(".ods")
    sheets = roster_sheets(people_of_week(records, roster, language), rows, left_out(records, roster, language), about)
    write_ods(path, sheets, page_line=about.page_line(ROSTER_TITLE[language]))
    yield path
    path = duties.with_suffix(".csv")
    write_csv(path, duty_headings(language), [planned_cells(row, language) for row in rows])
    yield path
