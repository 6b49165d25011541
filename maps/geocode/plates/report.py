"""What came of a door-plate file: counts and the first examples, in words of both languages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

EXAMPLES = 5

FAULTS: dict[str, tuple[str, str]] = {
    "bad_encoding": ("看不懂文字編碼", "text in no encoding that is known"),
    "too_short": ("欄位不夠", "too few cells"),
    "unknown_town": ("認不得鄉鎮市區", "unknown township or district"),
    "unreadable": ("看不懂街路或門牌號", "road or number cannot be read"),
    "no_coordinates": ("沒有座標", "no coordinates"),
    "swapped": ("緯度、經度（縱、橫座標）填反了", "latitude and longitude (north and east) are swapped"),
    "outside_taiwan": ("座標不在臺灣", "coordinates outside Taiwan"),
}
NOTES: dict[str, tuple[str, str]] = {
    "repeated": ("和前面的門牌相同，只留一筆", "same door as an earlier row, kept once"),
    "contradicts": ("同一門牌有兩個位置，相差超過 50 公尺；配對時不算精確", "two places over 50 m apart; never exact"),
    "mixed_encoding": ("一個檔案裡有兩種文字編碼，都讀得懂", "two encodings in one file, both were read"),
}
REFUSALS: dict[str, tuple[str, str]] = {
    "empty": ("檔案是空的。", "The file is empty."),
    "not_a_table": (
        "這不是 CSV 文字檔。請用內政部門牌檔的 CSV（UTF-8 或 Big5）。",
        "This is no CSV text. Use the door-plate CSV (UTF-8 or Big5).",
    ),
    "missing_columns": ("第 1 列少了這些欄：{columns}。", "Row 1 lacks these columns: {columns}."),
    "mostly_faulty": (
        "{rows} 列裡只有 {good} 列可用，不到一半，整個檔案沒有收。",
        "Of {rows} rows only {good} can be used, fewer than half; nothing was taken.",
    ),
    "misplaced": (
        "{rows} 個門牌裡有 {far} 個不在它寫的里附近：座標可能是 TWD67 或別的系統。整個檔案沒有收。",
        "Of {rows} plates {far} lie far from the 里 they name: TWD67, or another system? Nothing was taken.",
    ),
}


class PlatesRefused(Exception):  # noqa: N818 - a refusal is an answer
    """A file that is not taken at all. `code` of `REFUSALS`; `report`: what was seen of its rows, where they were."""

    def __init__(self, code: str, report: Report | None = None, **facts: object) -> None:
        super().__init__(code)
        self.code, self.report = code, report or Report()
        self.zh, self.en = (sentence.format(**facts) for sentence in REFUSALS[code])


@dataclass(slots=True)
class Report:
    """`rows` without the heading; `plates`: doors that are known now. `counts`, `examples` (number of the line, what
    stands there) by code of `FAULTS` and `NOTES`.
    """

    rows: int = 0
    plates: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    @property
    def faulty(self) -> int:
        """How many rows were not taken."""
        return sum(count for code, count in self.counts.items() if code in FAULTS)

    def note(self, code: str, line: int, text: str = "") -> None:
        """Count one, and keep it while it is among the first."""
        self.counts[code] += 1
        kept = self.examples.setdefault(code, [])
        if len(kept) < EXAMPLES:
            kept.append((line, "".join(char for char in text[:60] if char.isprintable())))
