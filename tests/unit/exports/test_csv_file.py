"""What `write_csv` promises: every program reads the same texts, none of them as a formula."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from outreach.exports.cells import Link
from outreach.exports.csv_file import guarded, write_csv


@pytest.mark.parametrize(
    "begin", [*list("=+-@＝＋－＠"), "\t", "\r", "\n", "\x00", " =", "\u3000＝", "\ufeff=", "\x0b@"]
)
def test_what_begins_like_a_formula_is_guarded(begin: str) -> None:
    assert guarded(f"{begin}1+1").startswith("'")


@pytest.mark.parametrize("text", ["06-000-0181", "測試甲", "a=1", "1-2", "·Kacaw", "'已有", "", "「=」"])
def test_what_does_not_begin_like_a_formula_stays(text: str) -> None:
    assert guarded(text) == text


def test_a_row_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    row = (
        "測試,甲",
        '說"好"',
        "兩\n行",
        -2,
        2.5,
        dt.date(2026, 2, 28),
        dt.time(8, 5),
        Link("看", "maps/a.html#stop-1"),
        None,
    )
    write_csv(path, [f"欄{number}" for number in range(len(row))], [row])

    with path.open(encoding="utf-8-sig", newline="") as file:
        back = list(csv.reader(file))

    plain = ["測試,甲", '說"好"', "兩\n行", "-2", "2.5", "2026-02-28", "08:05", "maps/a.html#stop-1", ""]
    assert back[1] == plain


def test_the_file_begins_with_a_mark_and_ends_its_lines_as_the_standard_says(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    write_csv(path, ["人員", "份數"], [["測試甲", 2]])

    assert path.read_bytes() == '\ufeff"人員","份數"\r\n"測試甲",2\r\n'.encode()


def test_a_text_is_quoted_even_where_another_separator_is_usual(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    write_csv(path, ["備註"], [["好;=1+1"]])

    assert '"好;=1+1"' in path.read_text(encoding="utf-8-sig")
