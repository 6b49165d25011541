"""What several fields must make together: the checks that more than one form asks, and their sentences."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any

from outreach.refusals import Refusal


def in_order(start: Any, end: Any, field: str, *, same_is_right: bool = False) -> Iterator[Refusal]:
    """A refusal when the end does not come after the start, where both are given."""
    if start is None or end is None or end > start or (same_is_right and end == start):
        return
    if same_is_right:
        yield Refusal("last_before_first", "不能早於開始。", "It must not lie before the start.", field)
    else:
        yield Refusal("ends_before_start", "結束要晚於開始。", "The end must be later than the start.", field)


def starts_possible(earliest: Any, latest: Any) -> Iterator[Refusal]:
    """A refusal when no start of service is possible."""
    if earliest is not None and latest is not None and latest < earliest:
        yield Refusal(
            "latest_before_earliest",
            f"最晚開始早於最早開始 {earliest:%H:%M}，中間沒有可開始的時間。",
            f"It lies before the earliest start {earliest:%H:%M}; no start is possible.",
            "latest",
        )


def some_seats(seats: Iterable[Sequence[object] | None], field: str) -> Iterator[Refusal]:
    """A refusal when nobody is needed at all."""
    if not any(seats):
        yield Refusal("no_seats", "至少要有一個名額。", "At least one seat is needed.", field)


def each_once(keys: Iterable[Hashable], field: str) -> Iterator[Refusal]:
    """A refusal when a list names something twice."""
    seen: set[Hashable] = set()
    for position, key in enumerate(keys):
        if key in seen:
            yield Refusal("repeated", "這一項列了兩次。", "It stands there twice.", f"{field}.{position}")
        seen.add(key)
