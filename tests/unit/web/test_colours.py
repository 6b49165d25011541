"""The colours of the style sheet can be read, by day and by night."""

from __future__ import annotations

import re

import pytest

from api.app import STATIC

TEXT = [
    ("ink", "paper"), ("ink", "ground"), ("ink", "sunk"), ("ink2", "paper"), ("ink2", "ground"), ("ink2", "sunk"),
    ("accent", "paper"), ("accent", "ground"), ("accent-ink", "accent"), ("ink", "accent-tint"),
    ("ink2", "accent-tint"), ("bad", "paper"), ("bad", "ground"), ("warn", "paper"), ("warn", "warn-tint"),
    ("on-role", "volunteer"), ("on-role", "substitute"), ("on-role", "staff"), ("on-role", "bad"),
    ("ink2", "staff-tint"), ("bad", "bad-tint"),
]  # fmt: skip
SHAPES = [("edge", "paper"), ("edge", "ground"), ("focus", "paper"), ("focus", "ground"), ("accent", "accent-tint")]


def themes() -> dict[str, dict[str, str]]:
    style = (STATIC / "base.css").read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\n *\}", style, re.DOTALL)
    colours = {
        name: dict(re.findall(r"--([\w-]+): (#\w+);", part)) for name, part in (("light", light), ("dark", dark))
    }
    return {"light": colours["light"], "dark": colours["light"] | colours["dark"]}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(theme: str, ink: str, ground: str) -> None:
    colours = themes()[theme]
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), SHAPES)
def test_borders_and_focus_can_be_seen(theme: str, line: str, ground: str) -> None:
    colours = themes()[theme]
    assert contrast(colours[line], colours[ground]) >= 3


def test_no_text_is_smaller_than_the_smallest_size() -> None:
    for file in STATIC.glob("*.css"):
        for size in re.findall(r"font(?:-size)?:[^;]*?([\d.]+)(px|rem|pt)", file.read_text(encoding="utf-8")):
            pixels = float(size[0]) * {"px": 1, "rem": 16, "pt": 4 / 3}[size[1]]
            assert pixels >= 13, (file.name, size)
