"""What the keeping of records says when it cannot take something."""

from outreach.refusals import Refusal

ALREADY_THERE = Refusal(
    "already_there",
    "已經有一筆相同的資料；請改用別的編號或名稱，或修改原來那一筆。",
    "There is one already; use another code or name, or edit the one that is kept.",
)
