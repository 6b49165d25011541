"""Days of the week as a coordinator writes them."""

import pytest

from outreach.intake.weekdays import read_weekdays


@pytest.mark.parametrize(
    ("text", "days"),
    [("一、三、五", "135"), ("一至五", "12345"), ("週一～週五", "12345"), ("1-5", "12345"), ("12345", "12345"),
     ("五一", "15"), ("Mon, Wed", "13"), ("Mon-Fri", "12345"), ("monday", "1"), ("週六日", "67"), ("星期天", "7"),
     ("六至一", "167"),
     ("每日", "1234567"), ("平日", "12345"), ("週末", "67"), ("週一至週三、週五", "1235"), ("一,一", "1"),
     ("１－３", "123")],
)  # fmt: skip
def test_the_ways_to_write_days(text: str, days: str) -> None:
    assert read_weekdays(text) == days


@pytest.mark.parametrize("text", ["", "八", "0", "8", "一二x", "-", "明天", "一至"])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=r"not days of the week"):
        read_weekdays(text)
