"""Time to a good plan by size: what counts as good, and the plot."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from benchmarks.growth import QUALITIES, first_within, measured, plot
from benchmarks.growth_plot import Series, drawn

LOOKS = [(1.0, (2, 9, 50)), (2.0, (1, 8, 400)), (3.0, (1, 7, 220)), (4.0, (1, 7, 208)), (5.0, (1, 7, 200))]
SPACE = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(("percent", "spent"), [(None, 3.0), (10, 3.0), (5, 4.0), (4, 4.0), (3, 5.0)])
def test_the_first_look_that_is_good_enough(percent: int | None, spent: float) -> None:
    assert first_within(LOOKS, percent) == spent


def test_times_below_the_pace_of_progress_are_read_as_that() -> None:
    assert first_within([(0.01, (0, 0, 1))], 5) == 0.25


def test_a_week_is_measured_and_drawn() -> None:
    row = measured("S", 1, 1.0)
    assert row["tasks"] == 143
    assert 0.25 <= row["reached"]["levels 1 and 2"] <= row["reached"]["… and cost within 5 %"] <= row["cpu_s"] + 0.25
    picture = ElementTree.fromstring(plot([row], 1.0))
    assert len(picture.findall(f"{SPACE}circle")) == len(QUALITIES)


def test_higher_values_lie_higher_and_larger_ones_farther_right() -> None:
    text = drawn([Series("a & b", [(10, 1), (100, 10), (1000, 20)])], [(10, "S")], "tasks", "seconds")
    spots = [
        (float(one.get("cx", "")), float(one.get("cy", "")))
        for one in ElementTree.fromstring(text).iter(f"{SPACE}circle")
    ]
    assert spots == sorted(spots)
    assert [y for _, y in spots] == sorted((y for _, y in spots), reverse=True)
