"""Looking for fixes as a job: what has been found is kept at once, so an attempt after this one goes on from it."""

from __future__ import annotations

from typing import Any

from api.jobs.order import Order
from api.jobs.report import Report, own_job
from outreach.records.database import OfficeRecords
from outreach.usecases.fixing.look_for_fixes import Looking


class JobLooking(Looking):
    """One attempt at a job that looks for fixes."""

    def __init__(self, order: Order, report: Report) -> None:
        self.order, self.report, self.id = order, report, order.job_id

    def told(self, share: float, told: dict[str, Any]) -> None:
        """Tell the job's row."""
        self.report.say("fixes", share, told)

    def stop(self) -> bool:
        """Whether somebody wants it to end."""
        return self.order.mode == "keep" or self.report.wish != ""

    def claim(self, records: OfficeRecords) -> None:
        """Lock the job, while it is this attempt's."""
        own_job(records, self.order)
