"""Numbers as addresses write them: 12, 十二, 一二, 廿三, 一百零五."""

from __future__ import annotations

from maps.geocode.address.shape import AddressError

MOST = 99_999
HAN = "〇零一二三四五六七八九十百千廿卅"
# Possessive: a number is read whole or not at all.
NUMBER = rf"(?:[0-9]++|[{HAN}]++)"

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def number_of(text: str) -> int:
    """The value of what `NUMBER` matches, from 1 to `MOST`. Raises `AddressError` for none or a larger one."""
    if text[0] in "0123456789":
        value = int(text) if len(text) <= 9 else MOST + 1
    elif all(char in _DIGITS for char in text):
        value = int("".join(str(_DIGITS[char]) for char in text)) if len(text) <= 9 else MOST + 1
    else:
        value = _spoken(text.replace("廿", "二十").replace("卅", "三十"))
    if value > MOST:
        raise AddressError("too_large")
    if value < 1:
        raise AddressError("unreadable")
    return value


def spoken(value: int) -> str:
    """A number below 1,000 as it is spoken: 十, 十七, 二十, 一百零五."""
    hundreds, below = divmod(value, 100)
    tens, ones = divmod(below, 10)
    digit = "零一二三四五六七八九"
    text = f"{digit[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digit[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (digit[ones] if ones else "")


def _spoken(text: str) -> int:
    """Units fall from left to right, each with one digit before it; anything else is no number."""
    total, digit, last = 0, None, 10_000
    for char in text:
        if char in _UNITS:
            unit = _UNITS[char]
            if unit >= last or digit == 0:
                raise AddressError("unreadable")
            total, digit, last = total + (1 if digit is None else digit) * unit, None, unit
        elif digit:
            raise AddressError("unreadable")
        else:
            digit = _DIGITS[char]
    return total + (digit or 0)
