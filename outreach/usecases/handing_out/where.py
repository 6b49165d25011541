"""Where the service is found from outside: links for whatever leaves the application."""

from __future__ import annotations

from outreach.records import Office


def link_to(office: Office, path: str) -> str:
    """The whole address of one of our pages, or `""` while the office has not said where the service is found."""
    base = office.address.strip().rstrip("/")
    return f"{base}{path}" if base else ""


def where_to_read(office: Office, path: str) -> str:
    """The last line of what people are told: where the rest stands. In Chinese."""
    link = link_to(office, path)
    return f"詳細內容：{link}" if link else "詳細內容請登入外勤排班查看。"
