"""The headers of a map page say what the page itself says."""

from __future__ import annotations

import pytest

from api.security import map_headers

PAGE = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-abc='">"""


def test_the_policy_of_the_page_is_kept_and_framing_added() -> None:
    assert map_headers(f"<head>{PAGE}</head>") == {
        "Content-Security-Policy": "default-src 'none'; script-src 'sha256-abc='; frame-ancestors 'self'",
        "X-Frame-Options": "SAMEORIGIN",
    }


def test_a_page_without_a_policy_is_never_shown() -> None:
    with pytest.raises(ValueError, match="policy"):
        map_headers("<head></head>")
