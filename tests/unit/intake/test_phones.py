"""What looks like a telephone number in Taiwan."""

import pytest

from outreach.intake.phones import looks_like_a_phone


@pytest.mark.parametrize(
    "text",
    ["06-1234567", "(06)1234567 #123", "(06)123-4567轉12", "0912-345-678", "+886-6-1234567", "0800-080-123", "1999",
     "119", "02-2345-6789、0912345678", "06-1234567分機8"],
)  # fmt: skip
def test_numbers(text: str) -> None:
    assert looks_like_a_phone(text)


@pytest.mark.parametrize("text", ["912345678", "61234567", "找里長", "0912-345", "06-123456789012", "06-1234567 #"])
def test_what_is_none(text: str) -> None:
    assert not looks_like_a_phone(text)
