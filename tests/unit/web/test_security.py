"""The headers of a map page: those of every page of ours, but that our own pages may frame it."""

from __future__ import annotations

from typing import Any

from api.security import map_headers, page_headers


def test_a_map_has_the_policy_of_every_page_and_may_be_framed_by_our_own() -> None:
    scope: dict[str, Any] = {"type": "http"}
    ours, framed = page_headers(scope)["Content-Security-Policy"], map_headers(scope)
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    rules, asked = (set(policy.split("; ")) for policy in (framed["Content-Security-Policy"], ours))
    assert rules - asked == {"frame-ancestors 'self'"} and asked - rules == {"frame-ancestors 'none'"}
    assert "unsafe" not in framed["Content-Security-Policy"]
