"""What each kind of cell may hold, whatever type the spreadsheet gives it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from outreach.intake.cells import PARSERS, is_blank, plain_text, read_cell
from outreach.intake.faults import CellError
from outreach.intake.raw import RawCell
from outreach.intake.sheets import MODES, ROLES, SHEETS, TURNS, Column
from outreach.records.seats import SeatSpec

# A spreadsheet knows no time zone.
MIDNIGHT, HALF_PAST_EIGHT = dt.datetime.fromisoformat("2026-12-02"), dt.datetime.fromisoformat("1899-12-30 08:30")
STAFF = SeatSpec(("staff",))


def column(kind: str, **more: Any) -> Column:
    return Column("field", "欄", "field", kind, **more)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("text", " 王 小明\n", "王 小明"),
        ("text", 316.0, "316"),
        ("text", "=1+1", "=1+1"),
        ("text", "a\x00b\x07", "ab"),
        ("text", "樂\uf914e\u0301", "樂\uf914e\u0301"),
        ("text", "𠀋\ue000\U00031350\ud800", "𠀋\ue000\U00031350"),
        ("text", MIDNIGHT, "2026-12-02"),
        ("text", dt.time(8, 30), "08:30"),
        ("text", True, "是"),
        ("code", "Ｖ－０１", "V-01"),
        ("code", 101.0, "101"),
        ("codes", "V01、V02, V01；V03", ("V01", "V02", "V03")),
        ("words", "華語、臺語", ("華語", "臺語")),
        ("integer", 3.0, 3),
        ("integer", "１,３００", 1300),
        ("number", "7.5", 7.5),
        ("degrees", "22.98", 22.98),
        ("degrees", -0.5, -0.5),
        ("date", dt.date(2026, 12, 2), dt.date(2026, 12, 2)),
        ("date", MIDNIGHT, dt.date(2026, 12, 2)),
        ("date", dt.date(115, 12, 2), dt.date(2026, 12, 2)),
        ("date", 1151202.0, dt.date(2026, 12, 2)),
        ("date", "115年12月2日", dt.date(2026, 12, 2)),
        ("time", dt.time(8, 30), dt.time(8, 30)),
        ("time", dt.time(8, 29, 59, 999999), dt.time(8, 30)),
        ("time", dt.timedelta(hours=8, minutes=30), dt.time(8, 30)),
        ("time", HALF_PAST_EIGHT, dt.time(8, 30)),
        ("time", 8.5 / 24, dt.time(8, 30)),
        ("time", 830.0, dt.time(8, 30)),
        ("time", "０８：３０", dt.time(8, 30)),
        ("yes", "是", True),
        ("yes", "Ｙ", True),
        ("yes", 1.0, True),
        ("yes", True, True),
        ("yes", "否", False),
        ("yes", "no", False),
        ("weekdays", 135.0, "135"),
        ("weekdays", "一至五", "12345"),
        ("seats", "職員×2", (STAFF, STAFF)),
        ("skills", "移位（116/12/31）、急救", {"移位": dt.date(2027, 12, 31), "急救": None}),
        ("turns", "午班：2、evening:1", {"noon": 2, "evening": 1}),
    ],
)
def test_what_a_cell_is_read_as(kind: str, raw: RawCell, value: object) -> None:
    assert read_cell(raw, column(kind)) == value


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        ("text", "長" * 1001, "too_long"),
        ("text", "#N/A", "formula_error"),
        ("text", "Err:502", "formula_error"),
        ("code", "V 01", "bad_code"),
        ("code", "<b>", "bad_code"),
        ("codes", "V01、?", "bad_code"),
        ("integer", 2.5, "not_whole"),
        ("integer", "兩", "bad_number"),
        ("integer", True, "bad_number"),
        ("integer", "nan", "bad_number"),
        ("number", float("inf"), "bad_number"),
        ("number", -1.0, "out_of_range"),
        ("number", 1e6, "out_of_range"),
        ("degrees", 181.0, "out_of_range"),
        ("degrees", dt.date(2026, 12, 2), "bad_number"),
        ("date", "114/2/29", "bad_date"),
        ("date", 46358.0, "bad_date"),
        ("date", dt.time(8, 30), "bad_date"),
        ("date", "15/12/2", "ambiguous_date"),
        ("date", "1915-12-02", "odd_date"),
        ("date", "2915-12-02", "odd_date"),
        ("time", "24:00", "bad_time"),
        ("time", dt.timedelta(hours=25), "bad_time"),
        ("time", dt.timedelta(hours=-1), "bad_time"),
        ("time", 8.25, "bad_time"),
        ("yes", "也許", "bad_yes"),
        ("yes", 2.0, "bad_yes"),
        ("weekdays", "八", "bad_weekdays"),
        ("seats", "里長", "bad_seats"),
        ("seats", "職員×13", "bad_seats"),
        ("skills", "(116/12/31)", "bad_skills"),
        ("skills", "移位(某日)", "bad_date"),
        ("turns", "夜班:多", "bad_turns"),
        ("turns", "晨班:1", "bad_turns"),
    ],
)
def test_what_a_cell_cannot_be(kind: str, raw: RawCell, code: str) -> None:
    with pytest.raises(CellError) as error:
        read_cell(raw, column(kind))
    assert error.value.code == code
    assert error.value.zh
    assert error.value.en


@pytest.mark.parametrize("raw", [None, "", "   ", "\x00", "\u3000"])
def test_an_empty_cell_is_nothing_or_missing(raw: RawCell | None) -> None:
    assert is_blank(raw)
    assert read_cell(raw, column("date")) is None
    with pytest.raises(CellError) as error:
        read_cell(raw, column("date", required=True))
    assert error.value.code == "missing"


@pytest.mark.parametrize("word", ["志工", "volunteer", " Volunteer ", "志 工".replace(" ", "")])
def test_a_choice_in_either_language(word: str) -> None:
    assert read_cell(word, column("choice", choices=ROLES)) == "volunteer"


def test_an_unknown_choice_is_told_the_choices() -> None:
    with pytest.raises(CellError) as error:
        read_cell("義工", column("choice", choices=ROLES))
    assert (error.value.code, error.value.zh) == ("bad_choice", "看不懂：請填志工、替代役或職員。")


def test_words_with_choices_are_choices() -> None:
    assert read_cell("夜班、weekend", column("words", choices=TURNS)) == ("evening", "weekend")


def test_a_letter_is_one_character_and_an_roc_year_of_birth_is_understood() -> None:
    assert read_cell("訪", Column("letter", "代字", "letter")) == "訪"
    with pytest.raises(CellError):
        read_cell("訪視", Column("letter", "代字", "letter"))
    year = Column("birth_year", "出生年", "birth year", "integer")
    assert [read_cell(raw, year) for raw in (30.0, "1941", 112)] == [1941, 1941, 2023]


def test_every_kind_that_a_sheet_declares_has_its_parser() -> None:
    assert {column.kind for sheet in SHEETS for column in sheet.columns} == PARSERS.keys()


def test_plain_text_of_a_word_list_reads_back() -> None:
    assert plain_text(" 步行 ") in MODES
