"""An invented office of real size, as a workbook: for a first try, for tests, for pictures."""

from outreach.sample.workbook import OFFICE, build_sample, write_sample

__all__ = ["OFFICE", "build_sample", "write_sample"]
